"""What became of an agreement: its clauses, and what the encoding says of them. Never judges."""

from collections.abc import Iterable, Mapping, Sequence

from checker.diff.clauses import ClauseChanges
from checker.diff.model import AgreementChange, Kind, ProvisionChange
from checker.model import Agreement, Provision
from checker.text import SourceText


def agreement_change(
    was: Agreement | None, now: Agreement | None, clauses: ClauseChanges, text: SourceText | None,
    text_now: SourceText | None,
) -> AgreementChange:  # fmt: skip
    old, new = _by_clause(was, clauses.moved), _by_clause(now, None)
    reworded = [each for each in clauses.changes if each.kind is not Kind.MOVED]
    changed = {above for each in reworded if each.now for above in _upwards(each.now.at, text_now)}
    changed |= {
        _now(above, clauses.moved)
        for each in reworded
        if each.was and not each.now
        for above in _upwards(each.was.at, text)
    }
    provisions = []
    for at in dict.fromkeys((*new, *old)):
        provisions += [
            ProvisionChange(before, after, at in changed)
            for before, after in _provisions(old.get(at, []), new.get(at, []))
        ]
    unread = tuple(
        each
        for each in clauses.changes
        if each.kind is Kind.REWORDED
        and each.now
        and not any(
            _written(old.get(at, [])) != _written(new.get(at, [])) for at in _upwards(each.now.at, text_now)
        )
    )
    read_again = bool(was and now) and _readings(was) != _readings(now)
    return AgreementChange(was, now, clauses.changes, tuple(provisions), unread, read_again)


def _readings(agreement: Agreement | None) -> tuple[str, str]:
    return (agreement.first_reading, agreement.second_reading) if agreement else ("", "")


def _by_clause(agreement: Agreement | None, moved: Mapping[str, str] | None) -> dict[str, list[Provision]]:
    """By the clause as it is numbered now; `moved`: where each clause of before stands now, None for those of now."""
    found: dict[str, list[Provision]] = {}
    for provision in agreement.provisions if agreement else ():
        at = provision.evidence.clause
        found.setdefault(at if moved is None else _now(at, moved), []).append(provision)
    return found


def _now(at: str, moved: Mapping[str, str]) -> str:
    """Where a clause of before stands now; of one that is gone a name that none has, for its number may be another's."""
    return moved.get(at, f"{at}\ngone")


def _upwards(at: str, text: SourceText | None) -> list[str]:
    """A clause and all that it stands in: its words may be encoded under any of them."""
    found = []
    while text and at in text.by_at and at not in found:
        found.append(at)
        at = text.by_at[at].parent
    return found


def _written(provisions: Iterable[Provision]) -> list[tuple[str, str]]:
    return sorted((provision.meaning, "".join(provision.evidence.quote.split())) for provision in provisions)


def _provisions(
    was: Sequence[Provision], now: Sequence[Provision]
) -> list[tuple[Provision | None, Provision | None]]:
    """What one clause says no longer and what it says now; provisions of a kind in pairs."""
    same: dict[str, list[Provision]] = {}
    for provision in reversed(now):
        same.setdefault(provision.meaning, []).append(provision)
    gone = [each for each in was if not ((found := same.get(each.meaning)) and found.pop())]
    left = {id(each) for found in same.values() for each in found}
    came: dict[str, list[Provision]] = {}
    for provision in reversed(now):
        if id(provision) in left:
            came.setdefault(provision.kind, []).append(provision)
    pairs: list[tuple[Provision | None, Provision | None]] = []
    for provision in gone:
        other = found.pop() if (found := came.get(provision.kind)) else None
        left.discard(id(other))
        pairs.append((provision, other))
    return [*pairs, *((None, each) for each in now if id(each) in left)]
