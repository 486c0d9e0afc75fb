"""What waivers cover: the one place that decides. Pure: no files, no clock.

A waiver names a finding, or a part of it: an element that is not said, a prohibition that is hit, one clause that hits.
It is worth something only for the finding that was accepted (its fingerprint), from the day of its approval to the end
of the day on which it expires. A finding is waived when valid waivers cover every part of its gap."""

from collections.abc import Iterable, Sequence
from datetime import date  # days are counted, no clock is read
from typing import NamedTuple

from checker.model import (
    GAPS,
    ElementStatus,
    Finding,
    ProhibitionStatus,
    Waived,
    Waiver,
    WaiverState,
)

SOON = 30  # days before a waiver expires in which reports warn


class _Part(NamedTuple):
    """One part of a gap: an element that is not said, or a prohibition that a clause hits."""

    element: str = ""
    prohibition: str = ""
    agreement: str = ""
    at: str = ""


def judge(
    findings: Iterable[Finding], waivers: Sequence[Waiver], day: str
) -> tuple[tuple[Finding, ...], tuple[Waiver, ...]]:
    """The findings with their waivers, and the waivers that waive nothing: their gap is not there (any more).

    `day` (YYYY-MM-DD) is the day in the time zone of the waivers."""
    judged: list[Finding] = []
    used: set[int] = set()
    for finding in findings:
        parts = _parts(finding)
        matching = [w for w in waivers if w.requirement == finding.requirement.id and _covered(w, parts)]
        used.update(map(id, matching))
        judged.append(_with(finding, parts, matching, day) if matching else finding)
    return tuple(judged), tuple(waiver for waiver in waivers if id(waiver) not in used)


def soon(waived: Waived) -> bool:
    """Whether a valid waiver expires within 30 days."""
    return waived.state is WaiverState.VALID and waived.days <= SOON


def _with(finding: Finding, parts: set[_Part], matching: Sequence[Waiver], day: str) -> Finding:
    waived = tuple(Waived(w, _state(w, finding, day), _days(day, w.expires)) for w in matching)
    valid = [w.waiver for w in waived if w.state is WaiverState.VALID]
    covered = set().union(*(_covered(waiver, parts) for waiver in valid))
    return finding._replace(waivers=waived, waived=covered == parts)


def _state(waiver: Waiver, finding: Finding, day: str) -> WaiverState:
    if waiver.fingerprint != finding.fingerprint:
        return WaiverState.CHANGED
    if day > waiver.expires:
        return WaiverState.EXPIRED
    return WaiverState.VALID if waiver.approved_on <= day else WaiverState.EARLY


def _days(day: str, expires: str) -> int:
    return (date.fromisoformat(expires) - date.fromisoformat(day)).days + 1


def _parts(finding: Finding) -> set[_Part]:
    """The parts of a finding's gap; none where there is no gap."""
    if finding.verdict not in GAPS:
        return set()
    unsaid = {_Part(element=e.element.id) for e in finding.elements if e.status is not ElementStatus.SAID}
    hits = [p for p in finding.prohibitions if p.status is ProhibitionStatus.HIT]
    clauses = {_Part("", p.prohibition.id, e.agreement, e.clause) for p in hits for e in p.evidence}
    by_silence = {_Part(prohibition=p.prohibition.id) for p in hits if not p.evidence}
    return unsaid | clauses | by_silence


def _covered(waiver: Waiver, parts: set[_Part]) -> set[_Part]:
    """The parts that a waiver names."""
    limits = [(key, limit) for key in _Part._fields if (limit := getattr(waiver, key))]
    return {part for part in parts if all(getattr(part, key) == limit for key, limit in limits)}
