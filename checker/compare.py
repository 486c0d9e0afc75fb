"""What a finding was and what it is: the one comparison behind the verdict lock, the gate on `worse` and `checker diff`.

Pure: no files, no clock, no words for people."""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import NamedTuple

from checker.model import GAPS, Answer, ElementStatus, Evidence, Finding, ProhibitionStatus, Verdict

_RANK = {verdict: rank for rank, verdict in enumerate(Verdict)}


class ClauseRef(NamedTuple):
    """A clause of an agreement; `gone`: of before, and its number may be another's now."""

    agreement: str
    at: str
    gone: bool = False


ClauseRefs = tuple[ClauseRef, ...]


class State(NamedTuple):
    """What a finding says, without what moves by itself: no positions, no quotes (the fingerprint stands for them)."""

    verdict: Verdict
    assumed: bool  # judged although it is not known to apply
    said: Mapping[str, ClauseRefs]  # element -> the clauses that say it
    silent: tuple[str, ...]
    deferred: tuple[str, ...]
    hit: Mapping[str, ClauseRefs]  # prohibition -> the clauses that hit it
    fingerprint: str


class Direction(StrEnum):
    """Where a change leads. To and from `not_applicable` is neither better nor worse, unless a gap appears."""

    WORSE = "worse"
    BETTER = "better"
    CHANGED = "changed"
    SAME = "same"


class Point(NamedTuple):
    """A change of one element or prohibition: its status before and after (empty where it did not exist), and the
    clauses behind it that came and went."""

    id: str
    was: str
    now: str
    came: ClauseRefs
    went: ClauseRefs
    direction: Direction


class Change(NamedTuple):
    """What became of one finding: None where there was or is none."""

    was: State | None
    now: State | None
    points: tuple[Point, ...]
    direction: Direction


def state(finding: Finding) -> State:
    """What a finding says."""

    def with_status(status: ElementStatus) -> tuple[str, ...]:
        return tuple(e.element.id for e in finding.elements if e.status is status)

    return State(
        finding.verdict,
        finding.applicability.answer is Answer.OPEN,
        {e.element.id: places(e.evidence) for e in finding.elements if e.status is ElementStatus.SAID},
        with_status(ElementStatus.SILENT),
        with_status(ElementStatus.DEFERRED),
        {
            p.prohibition.id: places(p.evidence)
            for p in finding.prohibitions
            if p.status is ProhibitionStatus.HIT
        },
        finding.fingerprint,
    )


def places(evidence: tuple[Evidence, ...]) -> ClauseRefs:
    """The clauses of evidence, each once, by agreement and number: what does not change the clauses does not change
    their order either."""
    return tuple(sorted({ClauseRef(each.agreement, each.clause) for each in evidence}, key=_by_number))


def _by_number(place: ClauseRef) -> tuple[str, list[str | int]]:
    parts = re.split("([0-9]+)", place.at)
    return place.agreement, [int(part) if number % 2 else part for number, part in enumerate(parts)]


def change(
    was: State | None, now: State | None, moved: Callable[[ClauseRef], ClauseRef] = lambda place: place
) -> Change:
    """What became of a finding; `moved` tells where a clause of before stands now."""
    if was is None or now is None:
        appears = now is not None and now.verdict in GAPS
        return Change(was, now, (), Direction.WORSE if appears else Direction.CHANGED)
    by_verdict = _of_verdicts(was.verdict, now.verdict)
    points = () if Verdict.NOT_APPLICABLE in (was.verdict, now.verdict) else tuple(_points(was, now, moved))
    directions = {by_verdict, *(point.direction for point in points)}
    for direction in (Direction.WORSE, Direction.BETTER, Direction.CHANGED):
        if direction in directions:
            return Change(was, now, points, direction)
    moved_only = was.fingerprint == now.fingerprint and was.assumed == now.assumed
    return Change(was, now, points, Direction.SAME if moved_only else Direction.CHANGED)


def _of_verdicts(was: Verdict, now: Verdict) -> Direction:
    if was is now:
        return Direction.SAME
    if Verdict.NOT_APPLICABLE in (was, now):
        return Direction.WORSE if now in GAPS else Direction.CHANGED
    if (was, now) == (Verdict.MISSING, Verdict.UNDETERMINED):
        return Direction.CHANGED  # to refer to a document that nobody holds mends nothing
    return Direction.WORSE if _RANK[now] < _RANK[was] else Direction.BETTER


def _points(was: State, now: State, moved: Callable[[ClauseRef], ClauseRef]) -> list[Point]:
    """The elements and prohibitions that changed, in the order in which they stand."""
    points = []
    before, after = _statuses(was), _statuses(now)
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name, ""), after.get(name, "")
        behind = [moved(place) for place in (was.hit.get(name) or was.said.get(name) or ())]
        behind_now = now.hit.get(name) or now.said.get(name) or ()
        came = tuple(place for place in behind_now if place not in behind)
        went = tuple(place for place in behind if place not in behind_now)
        if old != new or came or went:
            points.append(Point(name, old, new, came, went, _of_point(old, new, bool(came), bool(went))))
    return points


def _statuses(state: State) -> dict[str, str]:
    """The status of every element, and of the prohibitions that are hit."""
    return {
        **dict.fromkeys(state.said, str(ElementStatus.SAID)),
        **dict.fromkeys(state.silent, str(ElementStatus.SILENT)),
        **dict.fromkeys(state.deferred, str(ElementStatus.DEFERRED)),
        **dict.fromkeys(state.hit, str(ProhibitionStatus.HIT)),
    }


def _of_point(was: str, now: str, came: bool, went: bool) -> Direction:
    said, silent, deferred = map(str, ElementStatus)
    hit = str(ProhibitionStatus.HIT)
    if hit in (was, now):
        # one more clause that violates is worse, whatever else goes
        if now == hit and (was != hit or came):
            return Direction.WORSE
        return Direction.BETTER
    if was == said and now != said:
        return Direction.WORSE
    if now == said and was != said:
        return Direction.BETTER
    return Direction.WORSE if (was, now) == (deferred, silent) else Direction.CHANGED
