"""Every requirement does what its cases say, and has a case for each way in which it can be judged."""

from typing import Any

import pytest

from checker import schema, source
from checker.catalogue import load_baseline
from checker.engine import assess
from checker.model import Answer, Finding, Requirement
from tests.cases import Case, all_cases, suite_of

BASELINE = load_baseline()
REQUIREMENTS = {requirement.id: requirement for requirement in BASELINE.requirements}
CASES = all_cases()
KEYS = {"case", "facts", "not_held", "clauses", "verdict", "applicability", "elements", "prohibitions"}


def judged(case: Case) -> Finding:
    assessment = assess(suite_of(case.data), BASELINE, as_of="2026-11-21")
    return next(finding for finding in assessment.findings if finding.requirement.id == case.requirement)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case) -> None:
    finding = judged(case)
    said: dict[str, Any] = {
        "verdict": finding.verdict,
        "applicability": finding.applicability.answer,
        "elements": {element.element.id: str(element.status) for element in finding.elements},
        "prohibitions": {each.prohibition.id: str(each.status) for each in finding.prohibitions},
    }
    assert said == {key: case.data.get(key, {}) for key in said}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case_is_well_formed(case: Case) -> None:
    assert case.requirement in REQUIREMENTS
    assert set(case.data) <= KEYS
    agreement = {
        "agreement": "case", "title": "Case", "type": "user_agreement", "dates": {},
        "source": {"file": "case.md", "sha256": "0" * 64}, "reading": {"first": "2026-11-21"}, "no_provision": [],
        "clauses": [{"at": "1", **clause} for clause in case.data.get("clauses", [])],
    }  # fmt: skip
    import json

    document = source.parse(json.dumps(agreement, ensure_ascii=False), str(case))
    assert schema.validate(document, "agreement") == []


def possible(requirement: Requirement) -> set[str]:
    """The ways in which a requirement can be judged."""
    ways = {"met", "not_applicable"}
    if requirement.elements:
        ways.add("missing")
    if len(requirement.elements) > 1:
        ways.add("partial")
    if requirement.elements and requirement.stands_in:
        ways.add("undetermined")
    ways |= {f"violated by {prohibition.id}" for prohibition in requirement.prohibitions}
    if has_facts(requirement):
        ways.add("open applicability")
    return ways


def has_facts(requirement: Requirement) -> bool:
    source = requirement.applies_source
    return any("fact" in part for part in (*source.get("when", ()), *source.get("unless", ())))


def shown(case: Case) -> set[str]:
    hit = case.data.get("prohibitions", {})
    ways = {f"violated by {name}" for name, status in hit.items() if status == "hit"}
    ways |= {case.data["verdict"]} - {"violated"}
    if case.data["applicability"] == Answer.OPEN:
        ways.add("open applicability")
    return ways


@pytest.mark.parametrize("requirement", REQUIREMENTS.values(), ids=lambda requirement: requirement.id)
def test_every_way_of_being_judged_has_a_case(requirement: Requirement) -> None:
    cases = [case for case in CASES if case.requirement == requirement.id]
    missing = possible(requirement) - set().union(*(shown(case) for case in cases))
    assert not missing, f"{requirement.id} has no case for: {', '.join(sorted(missing))}"


@pytest.mark.parametrize("requirement", REQUIREMENTS.values(), ids=lambda requirement: requirement.id)
def test_every_element_is_said_and_unsaid_in_some_case(requirement: Requirement) -> None:
    cases = [case.data for case in CASES if case.requirement == requirement.id]
    for element in requirement.elements:
        statuses = {case.get("elements", {}).get(element.id) for case in cases}
        assert "said" in statuses and statuses & {"silent", "deferred"}, element.id
