"""Which verdicts changed, and what is behind each. Never compares texts."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from checker.compare import ClauseRef, Direction, State, change, state
from checker.diff.model import Causes, VerdictChange
from checker.lock import Lock
from checker.model import Assessment, Evidence, Finding, Provision

To = Callable[[ClauseRef], ClauseRef]  # where a clause of before stands now
Touched = Sequence[tuple[str, ClauseRef]]  # kinds of provision that changed, and where


def verdict_changes(
    old: Assessment | None, new: Assessment | None, accepted: Lock | None, to: To, touched: Touched,
    again: Callable[[Assessment], Assessment],
) -> Iterator[VerdictChange]:  # fmt: skip
    """Every requirement whose verdict, states or evidence changed, in the order of the baseline; of a suite that is new
    its gaps, of one that is gone nothing.

    `accepted`: the lock of before; its states are what was, where there is no `old` or other rules than its own judged
    it. `touched`: the kinds of provision that changed. `again`: judges the documents of before by the rules of now,
    which tells apart what the rules changed."""
    if new is None:
        return
    was, now = _by_requirement(old), _by_requirement(new)
    if old is None:
        yield from _without_old(now, accepted)
        return
    between = _by_requirement(again(old))
    other_rules = accepted if accepted and accepted.baseline != old.baseline.named else None
    for name in dict.fromkeys((*now, *was)):
        before, after = was.get(name), now.get(name)
        state_was = _comparable(before, to) if before else None
        if other_rules and before and other_rules.states.get(name) != state(before):
            state_was = other_rules.states.get(name)
        found = change(state_was, _comparable(after) if after else None, to)
        if found.direction is Direction.SAME:
            continue
        halfway = between.get(name)
        by_rules = (
            halfway is None or change(state_was, _comparable(halfway, to)).direction is not Direction.SAME
        )
        yield VerdictChange(name, before, after, found, _causes(before, after, to, by_rules, touched))


def _without_old(now: Mapping[str, Finding], accepted: Lock | None) -> Iterator[VerdictChange]:
    """What differs from the lock of before; where there is none, every gap."""
    before = accepted.states if accepted else {}
    for name in dict.fromkeys((*now, *before)):
        finding = now.get(name)
        found = change(before.get(name), state(finding) if finding else None)
        told = found.direction is not Direction.SAME if accepted else found.direction is Direction.WORSE
        if told and finding:
            yield VerdictChange(name, None, finding, found, Causes())


def _by_requirement(assessment: Assessment | None) -> dict[str, Finding]:
    return {finding.requirement.id: finding for finding in assessment.findings} if assessment else {}


def _comparable(finding: Finding, to: To = lambda place: place) -> State:
    """What a finding says, with a fingerprint that a new number or name of a clause, agreement or suite does not change."""
    quotes = sorted(
        f"{name} {to(ClauseRef(e.agreement, e.clause))} {''.join(e.quote.split())}"
        for name, evidence in _evidence(finding)
        for e in evidence
    )
    said = sorted(f"{to(_place(provision))} {provision.meaning}" for provision in _parts(finding))
    return state(finding)._replace(fingerprint="\n".join((*quotes, *said, *map(str, finding.in_force))))


def _evidence(finding: Finding) -> Iterator[tuple[str, Sequence[Evidence]]]:
    yield from ((element.element.id, element.evidence) for element in finding.elements)
    yield from ((prohibition.prohibition.id, prohibition.evidence) for prohibition in finding.prohibitions)


# --- causes ---------------------------------------------------------------------------------------------------


def _causes(was: Finding | None, now: Finding | None, to: To, by_rules: bool, touched: Touched) -> Causes:
    """What is behind a change: the clauses whose provisions changed and came to count or count no longer, else those
    whose quoted words changed; what decides whether the requirement applies, and what it waits for. Where none of these
    tells, the clauses that now say something else on its subject: one that stands against an element leaves it unsaid,
    and it is the others that count no longer."""
    if was is None or now is None:
        return Causes(rules=by_rules)
    before = {(to(_place(p)), p.meaning) for p in _behind(was)}
    after = {(_place(p), p.meaning) for p in _behind(now)}
    behind = _differing(before, after)
    changed = {place for _, place in touched}
    places = [place for place in behind if place in changed] or (behind if by_rules else [])
    if not behind:
        quoted = {(to(ClauseRef(e.agreement, e.clause)), e.quote) for _, ev in _evidence(was) for e in ev}
        quoted_now = {(ClauseRef(e.agreement, e.clause), e.quote) for _, ev in _evidence(now) for e in ev}
        places = _differing(quoted, quoted_now)
    facts: tuple[str, ...] = ()
    if was.applicability.answer is not now.applicability.answer:
        facts = tuple(dict.fromkeys((*now.applicability.facts, *was.applicability.facts)))
    missing = {held.title for held in was.deferred_to} ^ {held.title for held in now.deferred_to}
    if not (places or facts or missing or by_rules):
        kinds = {kind for c in (*now.requirement.elements, *now.requirement.prohibitions) for kind in c.kinds}
        places = [place for kind, place in touched if kind in kinds] or behind
    return Causes(tuple(dict.fromkeys(places)), facts, tuple(sorted(missing)), by_rules)


def _differing(before: set[tuple[ClauseRef, str]], after: set[tuple[ClauseRef, str]]) -> list[ClauseRef]:
    return [place for place, _ in sorted(before ^ after)]


def _behind(finding: Finding) -> Iterable[Provision]:
    yield from _parts(finding)
    yield from finding.applicability.by


def _parts(finding: Finding) -> Iterable[Provision]:
    """The provisions behind elements and prohibitions, as often as they are."""
    yield from (provision for element in finding.elements for provision in element.by)
    yield from (provision for prohibition in finding.prohibitions for provision in prohibition.by)


def _place(provision: Provision) -> ClauseRef:
    return ClauseRef(provision.evidence.agreement, provision.evidence.clause)
