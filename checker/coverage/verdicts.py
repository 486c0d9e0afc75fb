"""What rests on one clause alone, and which clauses nobody has encoded as evidence although their words are typical of
what a requirement asks for. Never reads files; never says that a candidate is evidence."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from checker import hints
from checker.coverage.model import AgreementCoverage, Candidate, Candidates, ClauseCoverage, Pillar, State
from checker.engine import assess
from checker.hints import Found
from checker.model import (
    GAPS,
    Assessment,
    ElementFinding,
    ElementStatus,
    Evidence,
    Finding,
    ProhibitionFinding,
    Severity,
    Suite,
    Verdict,
)
from checker.text import SourceText

_RANKS = (State.OPEN, State.UNREAD, State.ASIDE, State.ENCODED)  # where to look first
_VERDICTS, _SEVERITIES = tuple(Verdict), tuple(Severity)


# --- what rests on one clause ----------------------------------------------------------------------------------


def pillars(assessment: Assessment) -> tuple[Pillar, ...]:
    """The clauses without which a verdict would be another one, by requirement in the order of the baseline. Each is
    found by judging the suite again without what is encoded of that clause."""
    resting: dict[tuple[str, str], dict[str, Finding]] = {}
    first: dict[tuple[str, str], Evidence] = {}
    for finding in assessment.findings:
        for evidence in _evidence(finding):
            place = (evidence.agreement, evidence.clause)
            first.setdefault(place, evidence)
            resting.setdefault(place, {})[finding.requirement.id] = finding
    found = [
        Pillar(was.requirement.id, was.verdict, now, first[place])
        for place, findings in resting.items()
        for was, now in zip(findings.values(), _without(assessment, place, findings.values()), strict=True)
        if now is not was.verdict
    ]
    order = {finding.requirement.id: number for number, finding in enumerate(assessment.findings)}
    return tuple(sorted(found, key=lambda pillar: order[pillar.requirement]))


def _evidence(finding: Finding) -> Iterator[Evidence]:
    """The evidence of what is said or hit, where the requirement applies."""
    if finding.verdict is Verdict.NOT_APPLICABLE:
        return
    parts: tuple[ElementFinding | ProhibitionFinding, ...] = (*finding.elements, *finding.prohibitions)
    for part in parts:
        if part.by:
            yield from part.evidence


def _without(assessment: Assessment, place: tuple[str, str], findings: Iterable[Finding]) -> list[Verdict]:
    """The verdicts of these findings on the suite without what is encoded of one clause."""
    requirements = tuple(finding.requirement for finding in findings)
    baseline = assessment.baseline._replace(requirements=requirements)
    after = assess(_suite_without(assessment.suite, *place), baseline, as_of=assessment.as_of)
    return [finding.verdict for finding in after.findings]


def _suite_without(suite: Suite, agreement: str, at: str) -> Suite:
    kept = tuple(
        each
        if each.id != agreement
        else each._replace(provisions=tuple(p for p in each.provisions if p.evidence.clause != at))
        for each in suite.agreements
    )
    return suite._replace(agreements=kept, waivers=None)


# --- where a second reader should look -------------------------------------------------------------------------


def candidates(
    assessment: Assessment, agreements: Sequence[tuple[AgreementCoverage, SourceText]]
) -> tuple[Candidates, ...]:
    """For each requirement that applies, gaps first and the worst of them first: the clauses with words that are typical
    of what is not said yet (else, of all that it looks for), without those that are its evidence, and without those
    of which that kind of provision is encoded already: they have been judged."""
    lines = [(clause, text, _words(clause, text)) for each, text in agreements for clause in each.clauses]
    findings = [each for each in assessment.findings if each.verdict is not Verdict.NOT_APPLICABLE]
    return tuple(
        Candidates(finding, _places(finding, lines)) for finding in sorted(findings, key=_gaps_first)
    )


def _gaps_first(finding: Finding) -> tuple[int, int]:
    gap = _VERDICTS.index(finding.verdict) if finding.verdict in GAPS else len(_VERDICTS)
    return gap, _SEVERITIES.index(finding.requirement.severity)


_Line = tuple[ClauseCoverage, SourceText, tuple[Found, ...]]


def _words(clause: ClauseCoverage, text: SourceText) -> tuple[Found, ...]:
    """The typical words in a clause's own text; `start` is their offset in the whole text."""
    return tuple(
        found._replace(start=start + found.start)
        for start, end in text.by_at[clause.at].spans
        for found in hints.find(text.text[start:end])
    )


def _places(finding: Finding, lines: Sequence[_Line]) -> tuple[Candidate, ...]:
    asked = list(_asked(finding))
    kinds = {pattern["kind"] for pattern in asked}
    evidence = {(each.agreement, each.clause) for each in _evidence(finding)}
    ranked: list[tuple[int, int, Candidate]] = []
    for clause, text, words in lines:
        fresh = [found for found in words if found.kind in kinds and found.kind not in clause.kinds]
        if not fresh or (clause.agreement, clause.at) in evidence:
            continue
        fitting = [found for pattern in asked for found in hints.asked(pattern, fresh)]
        if fitting:
            more = -len({found.word for found in fitting})
            ranked.append((_RANKS.index(clause.state), more, _candidate(clause, text, fitting[0])))
    return tuple(each[-1] for each in sorted(ranked, key=lambda each: each[:2]))


def _asked(finding: Finding) -> Iterator[Mapping[str, Any]]:
    """The patterns of what is not said yet; where nothing is unsaid, of all elements and prohibitions."""
    unsaid = [each.element for each in finding.elements if each.status is not ElementStatus.SAID]
    requirement = finding.requirement
    for part in unsaid or (*requirement.elements, *requirement.prohibitions):
        yield from _sought(part.source)


def _sought(source: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The patterns of a condition that provisions have to fit for it to hold: not those of `none` and `not`."""
    for word in ("some", "each"):
        if word in source:
            yield from source[word] if isinstance(source[word], list) else [source[word]]
    for word in ("all", "any"):
        for part in source.get(word, ()):
            yield from _sought(part)


def _candidate(clause: ClauseCoverage, text: SourceText, found: Found) -> Candidate:
    number = bisect_right(text.breaks, found.start)
    start, end = (text.breaks[at] for at in (number - 1, number))
    return Candidate(clause, text.file, number, found.word, text.text[start:end].strip())
