"""Which quotes stand behind a finding, in which order, and how each was read. Never lays out."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from checker.model import Evidence, Provision, Suite


class Quote(NamedTuple):
    """Words of a document, and the provisions read out of them that matter here."""

    evidence: Evidence
    provisions: tuple[Provision, ...]


def wholes(evidence: Iterable[Evidence]) -> Mapping[Evidence, Evidence]:
    """For each piece of evidence the longest at the same place that contains its words: mostly itself."""
    found = list(dict.fromkeys(evidence))
    return {each: max((o for o in found if _contains(o, each)), key=lambda o: len(o.quote)) for each in found}


def _contains(other: Evidence, evidence: Evidence) -> bool:
    same_place = (other.agreement, other.clause) == (evidence.agreement, evidence.clause)
    return same_place and evidence.quote in other.quote


def gathered(by: Iterable[Provision], whole: Mapping[Evidence, Evidence], suite: Suite) -> list[Quote]:
    """The quotes behind provisions, by document and position, each with what was read out of it."""
    provisions: dict[Evidence, list[Provision]] = {}
    for provision in by:
        provisions.setdefault(whole.get(provision.evidence, provision.evidence), []).append(provision)
    return [Quote(evidence, tuple(provisions[evidence])) for evidence in in_order(list(provisions), suite)]


def plainest(provisions: Iterable[Provision]) -> Provision:
    """Of provisions that say a thing the one that needs no remark and says the least else: the quote to show when one
    must do.

    It is of the kind that the condition names first: what comes after it may be a mere precondition."""
    found = list(provisions)
    first = [provision for provision in found if provision.kind == found[0].kind]
    return min(first, key=lambda p: ("note" in p.fields, _values(p)))


def _values(provision: Provision) -> int:
    return sum(len(value) for value in provision.fields.values() if isinstance(value, list | tuple))


def in_order(evidence: Sequence[Evidence], suite: Suite) -> list[Evidence]:
    """Evidence by document and position in the source."""
    order = {agreement.id: number for number, agreement in enumerate(suite.agreements)}
    return sorted(evidence, key=lambda e: (order.get(e.agreement, len(order)), e.source_line, e.line))
