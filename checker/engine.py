"""Assess one suite against one baseline. Pure: no files, no clock."""

import hashlib
from collections.abc import Mapping, Set

from checker.model import (
    Answer,
    Applicability,
    Assessment,
    Baseline,
    Citation,
    Clause,
    ElementFinding,
    ElementStatus,
    Evidence,
    Finding,
    Index,
    Law,
    NotHeld,
    ProhibitionFinding,
    ProhibitionStatus,
    Provision,
    Requirement,
    Suite,
    Verdict,
    Waiver,
)


def assess(suite: Suite, baseline: Baseline, *, as_of: str, waivers_as_of: str = "") -> Assessment:
    """Judge every requirement of the baseline on the suite, all its agreements together.

    `as_of` (YYYY-MM-DD) decides which of the cited laws are in force and which waivers have expired; where it is
    another day in the time zone of the waivers, `waivers_as_of` decides the latter."""
    index = by_kind(suite)
    laws = {name for name, law in baseline.laws.items() if in_force(law, as_of)}
    findings = tuple([_finding(requirement, suite, index, laws) for requirement in baseline.requirements])
    idle: tuple[Waiver, ...] = ()
    if suite.waivers and suite.waivers.baseline == baseline.id:
        from checker.waivers import judge  # most suites have none

        findings, idle = judge(findings, suite.waivers.entries, waivers_as_of or as_of)
    return Assessment(suite, baseline, as_of, index, findings, idle)


def by_kind(suite: Suite) -> Index:
    """The provisions of all agreements by kind, in the order of the documents."""
    index: dict[str, list[Provision]] = {}
    for agreement in suite.agreements:
        for provision in agreement.provisions:
            index.setdefault(provision.kind, []).append(provision)
    return index


def verdict(
    applies: Answer, elements: tuple[ElementFinding, ...], prohibitions: tuple[ProhibitionFinding, ...]
) -> Verdict:
    """The verdict on one requirement, from its applicability and the states of its elements and prohibitions."""
    if applies is Answer.NO:
        return Verdict.NOT_APPLICABLE
    if ProhibitionStatus.HIT in [prohibition.status for prohibition in prohibitions]:
        return Verdict.VIOLATED
    statuses = [element.status for element in elements]
    said = statuses.count(ElementStatus.SAID)
    if said == len(statuses):
        return Verdict.MET
    if said:
        return Verdict.PARTIAL
    return Verdict.UNDETERMINED if ElementStatus.DEFERRED in statuses else Verdict.MISSING


def in_force(law: Law, as_of: str) -> bool:
    """Whether a law applies on a day; dates are YYYY-MM-DD and compare as text."""
    return law.effective <= as_of and (not law.repealed or as_of < law.repealed)


def _finding(requirement: Requirement, suite: Suite, index: Index, laws: Set[str]) -> Finding:
    """The finding on one requirement; `laws`: the ids of those in force."""
    cited = tuple([citation for citation in requirement.citations if citation.law in laws])
    applicability = requirement.applies(index, suite.facts) if cited else Applicability(Answer.NO)
    not_held = tuple([held for held in suite.not_held if held.type in requirement.stands_in])
    elements = tuple([_element(element, index, not_held) for element in requirement.elements])
    prohibitions = tuple([_prohibition(prohibition, index) for prohibition in requirement.prohibitions])
    found = verdict(applicability.answer, elements, prohibitions)
    return Finding(
        requirement, found, applicability, cited, elements, prohibitions,
        not_held if ElementStatus.DEFERRED in [element.status for element in elements] else (),
        _fingerprint(suite, requirement, found, cited, elements, prohibitions),
    )  # fmt: skip


def _element(element: Clause, index: Index, not_held: tuple[NotHeld, ...]) -> ElementFinding:
    match = element.condition(index)
    if match.holds:
        return ElementFinding(element, ElementStatus.SAID, match.by, _evidence(match.by))
    if not_held:
        references = tuple([evidence for held in not_held for evidence in held.references])
        return ElementFinding(element, ElementStatus.DEFERRED, (), references)
    return ElementFinding(element, ElementStatus.SILENT, (), ())


def _prohibition(prohibition: Clause, index: Index) -> ProhibitionFinding:
    match = prohibition.condition(index)
    if match.holds:
        return ProhibitionFinding(prohibition, ProhibitionStatus.HIT, match.by, _evidence(match.by))
    return ProhibitionFinding(prohibition, ProhibitionStatus.NONE, (), ())


def _evidence(provisions: tuple[Provision, ...]) -> tuple[Evidence, ...]:
    """The words behind provisions, each quote once: provisions of one quote share their evidence."""
    return tuple({id(provision.evidence): provision.evidence for provision in provisions}.values())


def _fingerprint(
    suite: Suite, requirement: Requirement, found: Verdict, cited: tuple[Citation, ...],
    elements: tuple[ElementFinding, ...], prohibitions: tuple[ProhibitionFinding, ...],
) -> str:  # fmt: skip
    """What a person who accepts a finding has accepted: 16 hexadecimal digits over the verdict, the states, the quoted
    clauses and what is encoded of them. Positions are left out: a clause that moves down the page keeps its
    fingerprint, one that gets another number does not."""
    states: list[tuple[str, str, tuple[Evidence, ...], tuple[Provision, ...]]] = [
        *[(e.element.id, e.status, e.evidence, e.by) for e in elements],
        *[(p.prohibition.id, p.status, p.evidence, p.by) for p in prohibitions],
    ]
    lines = [suite.id, requirement.id, found, *[f"{c.law} {c.article}" for c in cited]]
    for name, status, evidence, by in states:
        lines.append(f"{name}\t{status}")
        if evidence:
            lines += sorted([f"{e.agreement}\t{e.clause}\t{''.join(e.quote.split())}" for e in evidence])
            lines += sorted([f"{p.evidence.agreement}\t{p.evidence.clause}\t{p.meaning}" for p in by])
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def groups(assessment: Assessment) -> Mapping[str, Mapping[Verdict, int]]:
    """The number of findings of each verdict in each group, in the order of the baseline."""
    table = {group: dict.fromkeys(Verdict, 0) for group in assessment.baseline.groups}
    for finding in assessment.findings:
        table[finding.requirement.group][finding.verdict] += 1
    return table
