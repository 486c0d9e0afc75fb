"""What changed between two sides, suite by suite. Pure: no files, no clock."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from checker.compare import ClauseRef
from checker.diff.clauses import clause_changes
from checker.diff.model import Diff, DocumentChange, FactChange, RuleChange, Side, SuiteChange, WaiverChange
from checker.diff.provisions import agreement_change
from checker.diff.verdicts import verdict_changes
from checker.lock import marked
from checker.model import Agreement, Assessment, Waived

T = TypeVar("T")
_SAME_DOCUMENT = 0.5  # share of quotes from which on a document under another name is the same one


def diff(was: Side, now: Side, again: Callable[[Assessment], Assessment]) -> Diff:
    """What changed from one side to the other. `again` judges a suite of the old side by the rules of the new one."""
    pairs = _suites(was.assessments, now.assessments)
    suites = tuple(_suite(old, new, was, now, again) for old, new in pairs)
    assessments = tuple(
        marked(each.now, {verdict.requirement: verdict.change for verdict in each.verdicts})
        for each in suites
        if each.now
    )
    by_now = _baseline(now)
    others = (lock.baseline for lock in was.locks.values() if lock.baseline != by_now)
    by_was = _baseline(was) or by_now
    return Diff(
        was.name, now.name, (next(others, by_was) if by_was == by_now else by_was, by_now), suites, assessments,
        was.unreadable, rules=tuple(_rules(was, now)),
    )  # fmt: skip


def _rules(was: Side, now: Side) -> Iterable[RuleChange]:
    """The requirements that only one of the baselines has, or that they weigh otherwise."""
    if not was.assessments or not now.assessments:
        return
    old, new = (
        {each.id: each.severity for each in side.assessments[0].baseline.requirements} for side in (was, now)
    )
    for name in dict.fromkeys((*new, *old)):
        if old.get(name) != new.get(name):
            yield RuleChange(name, old.get(name), new.get(name))


def _baseline(side: Side) -> str:
    return next((a.baseline.named for a in side.assessments), "")


# --- which is which -------------------------------------------------------------------------------------------


def _suites(
    was: Sequence[Assessment], now: Sequence[Assessment]
) -> list[tuple[Assessment | None, Assessment | None]]:
    """The suites of both sides in pairs: by id, and where an id is gone by what the documents say."""
    return _pairs(
        was, now, lambda a: a.suite.id, lambda a: {q for g in a.suite.agreements for q in _quotes(g)}
    )


def _agreements(
    was: Sequence[Agreement], now: Sequence[Agreement]
) -> list[tuple[Agreement | None, Agreement | None]]:
    return _pairs(was, now, lambda agreement: agreement.id, _quotes)


def _quotes(agreement: Agreement) -> set[str]:
    return {provision.evidence.quote for provision in agreement.provisions}


def _pairs(
    was: Sequence[T], now: Sequence[T], name: Callable[[T], str], quotes: Callable[[T], set[str]]
) -> list[tuple[T | None, T | None]]:
    """Things of both sides in pairs, in the order of the new side, then what is gone."""
    old = {name(each): each for each in was}
    new = {name(each): each for each in now}
    paired = {key: old[key] for key in new if key in old}
    gone = {key: each for key, each in old.items() if key not in new}
    for key in new:
        if key in paired or not gone:
            continue
        scores = {other: _share(quotes(gone[other]), quotes(new[key])) for other in gone}
        best = max(scores, key=lambda other: scores[other])
        if scores[best] >= _SAME_DOCUMENT:
            paired[key] = gone.pop(best)
    pairs: list[tuple[T | None, T | None]] = [(paired.get(key), each) for key, each in new.items()]
    return [*pairs, *((each, None) for each in gone.values())]


def _share(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 0


# --- one suite ------------------------------------------------------------------------------------------------


def _suite(
    old: Assessment | None, new: Assessment | None, was: Side, now: Side,
    again: Callable[[Assessment], Assessment],
) -> SuiteChange:  # fmt: skip
    agreements = []
    moved: dict[ClauseRef, ClauseRef] = {}
    for before, after in _agreements(
        old.suite.agreements if old else (), new.suite.agreements if new else ()
    ):
        text = was.texts.get((old.suite.id, before.id)) if old and before else None
        text_now = now.texts.get((new.suite.id, after.id)) if new and after else None
        clauses = clause_changes(text, text_now)
        if before and after:
            moved |= {ClauseRef(before.id, at): ClauseRef(after.id, to) for at, to in clauses.moved.items()}
        agreements.append(agreement_change(before, after, clauses, text, text_now))

    def to(place: ClauseRef) -> ClauseRef:
        return moved.get(place) or place._replace(gone=True)

    touched = [
        (provision.kind, to(place) if provision is each.was else place)
        for agreement in agreements
        for each in agreement.provisions
        for provision in (each.was, each.now)
        if provision and (place := ClauseRef(provision.evidence.agreement, provision.evidence.clause))
    ]
    there = old or new
    accepted = was.locks.get(there.suite.id) if there else None
    return SuiteChange(
        old, new, tuple(agreements), tuple(_facts(old, new)), tuple(_documents(old, new)),
        tuple(_waivers(old, new, to)), tuple(verdict_changes(old, new, accepted, to, touched, again)),
        by_lock=old is None and accepted is not None,
    )  # fmt: skip


def _facts(old: Assessment | None, new: Assessment | None) -> Iterable[FactChange]:
    if old is None or new is None:
        return
    for name in dict.fromkeys((*new.suite.facts, *old.suite.facts)):
        was, now = (str(s.facts[name].answer) if name in s.facts else "" for s in (old.suite, new.suite))
        if was != now:
            yield FactChange(name, was, now)


def _documents(old: Assessment | None, new: Assessment | None) -> Iterable[DocumentChange]:
    if old is None or new is None:
        return
    was = {held.id: held.title for held in old.suite.not_held}
    now = {held.id: held.title for held in new.suite.not_held}
    yield from (DocumentChange(title, True) for key, title in now.items() if key not in was)
    yield from (DocumentChange(title, False) for key, title in was.items() if key not in now)


def _waivers(
    old: Assessment | None, new: Assessment | None, to: Callable[[ClauseRef], ClauseRef]
) -> Iterable[WaiverChange]:
    def named(assessment: Assessment | None, move: bool) -> dict[tuple[str, ...], Waived]:
        found: dict[tuple[str, ...], Waived] = {}
        for finding in assessment.findings if assessment else ():
            for waived in finding.waivers:
                waiver = waived.waiver
                place = ClauseRef(waiver.agreement, waiver.at)
                place = to(place) if move and place.at else place
                found[waiver.requirement, waiver.element, waiver.prohibition, *map(str, place)] = waived
        return found

    was, now = named(old, True), named(new, False)
    for key in dict.fromkeys((*now, *was)):
        before, after = was.get(key), now.get(key)
        if before is None or after is None or _worth(before) != _worth(after):
            yield WaiverChange(before, after)


def _worth(waived: Waived) -> tuple[str, ...]:
    waiver = waived.waiver
    return (
        waived.state, waiver.fingerprint, waiver.reason, waiver.approved_by, waiver.approved_on, waiver.expires,
    )  # fmt: skip
