"""The clauses that were looked at for an element or a prohibition, and why each counted or not. Never decides."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from checker import mismatch
from checker.mismatch import Failed, Look, Pattern
from checker.model import Clause, Evidence, Index, Provision, Suite, Words
from checker.reports import aloud, explain_words, titles
from checker.reports.quotes import in_order
from checker.reports.words import COLON, TEXTS, pick


class Looked(NamedTuple):
    """A provision that was looked at, and what it is to the condition."""

    provision: Provision
    look: Look


class Group(NamedTuple):
    """Provisions that counted alike, under a label."""

    label: Words
    looked: tuple[Looked, ...]


ELEMENT = (explain_words.SAID_BY, explain_words.NOT_COUNTED)
PROHIBITION = (explain_words.HIT_BY, explain_words.NOT_PROHIBITED)


def groups(clause: Clause, by: Sequence[Provision], index: Index, labels: tuple[Words, Words]) -> list[Group]:
    """All provisions on the subject of a clause of a requirement: those that it rests on (`by`), those that stand
    against it, those that fit it in part, and those that do not count. `labels`: of an ELEMENT or a PROHIBITION."""
    found = [Looked(each, mismatch.look(clause.source, each)) for each in _seen(clause, by, index)]
    rests = {id(provision) for provision in by}
    counted = tuple(each for each in found if id(each.provision) in rests)
    others = [each for each in found if id(each.provision) not in rests]
    sorted_out = (
        Group(labels[0], counted),
        Group(explain_words.AGAINST, tuple(each for each in others if each.look.against)),
        Group(explain_words.NOT_ENOUGH, tuple(e for e in others if e.look.fits and not e.look.against)),
        Group(labels[1], tuple(e for e in others if not e.look.fits and not e.look.against)),
    )
    return [group for group in sorted_out if group.looked]


def by_quote(group: Group, suite: Suite, *, nearest_first: bool) -> list[tuple[Evidence, list[Looked]]]:
    """The provisions of a group by the words that they were read out of, nearest first or in the order of the
    documents."""
    found: dict[Evidence, list[Looked]] = {}
    for each in group.looked:
        found.setdefault(each.provision.evidence, []).append(each)
    order = list(found) if nearest_first else in_order(list(found), suite)
    return [(evidence, found[evidence]) for evidence in order]


def reasons(looked: Looked, number: Callable[[Pattern], str], lang: str) -> Iterator[tuple[Words, str]]:
    """Why a provision counts, stands against or does not count: labels and sentences. `number` names a pattern where a
    condition has several, else it is empty."""
    look, kind = looked.look, looked.provision.kind
    if look.fits and (numbers := " ".join(filter(None, map(number, look.fits)))):
        yield explain_words.FITS, numbers
    for near in look.against:
        if near.failed:
            yield explain_words.FAILS_EACH, number(near.pattern) + mismatches(near.failed, kind, lang)
        else:
            yield explain_words.FORBIDDEN, number(near.pattern) or aloud.pattern(near.pattern, lang)
    if look.nearest:
        yield explain_words.FAILS, number(look.nearest.pattern) + mismatches(look.nearest.failed, kind, lang)


def mismatches(failed: Iterable[Failed], kind: str, lang: str) -> str:
    """The tests that are not passed, in words: `stance: “denied” (asked: “granted” or “conditional”)`."""
    return pick(TEXTS, lang).join(_mismatch(each, kind, lang) for each in failed)


def numbered(clause: Clause, lang: str) -> aloud.Mark:
    """What names the patterns of a condition that has several, by their number: `(2) `; else empty."""
    patterns = mismatch.patterns(clause.source)
    numbers = {id(pattern): number for number, pattern in enumerate(patterns, 1)} if len(patterns) > 1 else {}

    def number(part: Mapping[str, Any]) -> str:
        found = numbers.get(id(part if "kind" in part else _alone(part)))
        return pick(explain_words.NUMBER, lang).format(number=found) if found else ""

    return number


def _alone(part: Mapping[str, Any]) -> Any:
    """The pattern of a condition that has one; None of any other."""
    pattern = next((part[word] for word in ("some", "none", "each") if word in part), None)
    return pattern[0] if isinstance(pattern, list) and len(pattern) == 1 else pattern


def _mismatch(failed: Failed, kind: str, lang: str) -> str:
    above = [titles.key(kind, failed.keys[:depth], lang) for depth in range(1, len(failed.keys) + 1)]
    return pick(explain_words.ASKED, lang).format(
        key=pick(COLON, lang).join(above),
        value=aloud.value(failed.value, kind, failed.keys, lang),
        test=aloud.test(failed.test, kind, failed.keys, lang),
    )


def _seen(clause: Clause, by: Iterable[Provision], index: Index) -> list[Provision]:
    """Every provision once: those that the condition rests on and those on its subject, nearest first."""
    return list({id(each): each for each in (*by, *clause.near(index))}.values())
