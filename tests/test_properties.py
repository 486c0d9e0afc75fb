"""Laws that hold for every requirement and any set of clauses."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker import vocabulary
from checker.agreements import load_suite
from checker.catalogue import load_baseline
from checker.conditions import patterns_of
from checker.engine import assess
from checker.model import Assessment, ElementStatus, ProhibitionStatus, Requirement, Verdict
from checker.patterns import witness
from checker.vocabulary import Field
from tests.cases import ROOT, evidence, suite

BASELINE = load_baseline()
KINDS = vocabulary.kinds()
FACTS = ("yes", "no", "unknown")


def value(field: Field) -> st.SearchStrategy[Any]:
    match field.type:
        case "value":
            return st.sampled_from(field.values)
        case "list":
            least = 0 if field.may_be_empty else 1
            return st.lists(st.sampled_from(field.values), min_size=least, max_size=4, unique=True)
        case "number":
            return st.integers(min_value=int(field.minimum or 0), max_value=int(field.maximum or 60))
        case "flag":
            return st.booleans()
        case "mapping":
            assert field.fields is not None
            return st.fixed_dictionaries({key: value(part) for key, part in field.fields.items()})
    return st.just("x")


def provision(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    fields = KINDS[kind]
    required = {key: value(field) for key, field in fields.items() if field.required}
    optional = {key: value(field) for key, field in fields.items() if not field.required}
    return st.fixed_dictionaries({"kind": st.just(kind), **required}, optional=optional)


PROVISIONS = st.lists(st.sampled_from(sorted(KINDS)).flatmap(provision), max_size=12)


def judge(provisions: list[dict[str, Any]], fact: str = "yes") -> Assessment:
    facts = dict.fromkeys(
        ("personal_information", "accounts", "paid", "standard_terms", "generates_content"), fact
    )
    made = [(fields, evidence(number, f"quote {number}")) for number, fields in enumerate(provisions, 1)]
    return assess(suite(made, facts=facts), BASELINE, as_of="2026-11-21")


def outcome(assessment: Assessment) -> list[tuple[Any, ...]]:
    """Verdict, applicability and states of every finding, evidence left out."""
    return [
        (finding.requirement.id, finding.verdict, finding.applicability.answer,
         [element.status for element in finding.elements], [each.status for each in finding.prohibitions])
        for finding in assessment.findings
    ]  # fmt: skip


def kinds_of(requirement: Requirement) -> set[str]:
    """Every kind that can bear on a requirement."""
    sources = [requirement.applies_source.get(word, []) for word in ("when", "unless", "subject")]
    sources += [clause.source for clause in (*requirement.elements, *requirement.prohibitions)]
    return {pattern["kind"] for pattern in patterns_of(sources)}


@given(PROVISIONS, st.sampled_from(FACTS), st.data())
def test_an_irrelevant_provision_never_changes_a_verdict(
    provisions: list[dict[str, Any]], fact: str, data: st.DataObject
) -> None:
    added = data.draw(st.sampled_from(sorted(KINDS)).flatmap(provision))
    before, after = outcome(judge(provisions, fact)), outcome(judge([*provisions, added], fact))
    for requirement, old, new in zip(BASELINE.requirements, before, after, strict=True):
        if added["kind"] not in kinds_of(requirement):
            assert old == new


ELEMENTS = [
    (requirement, element) for requirement in BASELINE.requirements for element in requirement.elements
]


@given(PROVISIONS, st.sampled_from(range(len(ELEMENTS))))
def test_a_clause_that_says_an_element_never_makes_it_unsaid(
    provisions: list[dict[str, Any]], number: int
) -> None:
    requirement, element = ELEMENTS[number]
    saying = [{"kind": p["kind"], **witness(p, KINDS[p["kind"]])} for p in saying_patterns(element.source)]
    if "each" in element.source:
        must = element.source["must"]
        first = must[0] if isinstance(must, list) else must
        saying[0] |= witness({**element.source["each"], **first}, KINDS[saying[0]["kind"]])
    alone = element.condition(index_of(saying))
    assert alone.holds, "the examples of the element's own patterns say it"
    before = element.condition(index_of(provisions))
    after = element.condition(index_of([*provisions, *saying]))
    assert after.holds or not before.holds, (requirement.id, element.id)


def saying_patterns(source: Any) -> list[dict[str, Any]]:
    """The patterns of a condition whose presence it asks for; of several ways to say an element, the first."""
    if "any" in source:
        return saying_patterns(source["any"][0])
    if "all" in source:
        return [pattern for part in source["all"] for pattern in saying_patterns(part)]
    return [
        dict(p)
        for p in patterns_of({word: part for word, part in source.items() if word in ("some", "each")})
    ]


def index_of(provisions: list[dict[str, Any]]) -> dict[str, Any]:
    made = [(fields, evidence(number, f"quote {number}")) for number, fields in enumerate(provisions, 1)]
    from checker.engine import by_kind

    return dict(by_kind(suite(made)))


@given(st.sampled_from(FACTS))
def test_silence_meets_nothing_that_has_elements(fact: str) -> None:
    for finding in judge([], fact).findings:
        if finding.requirement.elements:
            assert finding.verdict in (Verdict.MISSING, Verdict.NOT_APPLICABLE)
        assert all(element.status is ElementStatus.SILENT for element in finding.elements)
        assert all(each.status is ProhibitionStatus.NONE for each in finding.prohibitions)


@given(PROVISIONS, st.sampled_from(FACTS), st.randoms())
def test_the_order_of_clauses_never_matters(provisions: list[dict[str, Any]], fact: str, random: Any) -> None:
    shuffled = list(provisions)
    random.shuffle(shuffled)
    assert outcome(judge(provisions, fact)) == outcome(judge(shuffled, fact))


@pytest.mark.parametrize(
    "folder", sorted(path.parent for path in ROOT.glob("policies/*/suite.yaml")), ids=lambda path: path.name
)
def test_the_order_of_files_never_matters(folder: Path) -> None:
    held = load_suite(folder)
    turned = held._replace(agreements=held.agreements[::-1])
    once, twice = (assess(of, BASELINE, as_of="2026-11-21") for of in (held, turned))
    assert outcome(once) == outcome(twice)
    assert [finding.fingerprint for finding in once.findings] == [
        finding.fingerprint for finding in twice.findings
    ]


@pytest.mark.parametrize(
    "folder", sorted(path.parent for path in ROOT.glob("policies/*/suite.yaml")), ids=lambda path: path.name
)
def test_without_clauses_nothing_that_has_elements_is_met(folder: Path) -> None:
    held = load_suite(folder)
    emptied = held._replace(agreements=tuple(each._replace(provisions=()) for each in held.agreements))
    for finding in assess(emptied, BASELINE, as_of="2026-11-21").findings:
        if finding.requirement.elements:
            assert finding.verdict in (Verdict.MISSING, Verdict.UNDETERMINED, Verdict.NOT_APPLICABLE)


@given(PROVISIONS, st.sampled_from(FACTS))
def test_the_same_input_gives_the_same_bytes(provisions: list[dict[str, Any]], fact: str) -> None:
    from checker.reports import render

    once, twice = ([judge(provisions, fact)] for _ in range(2))
    assert render(once, "json") == render(twice, "json")


@given(PROVISIONS, st.sampled_from(FACTS))
def test_verdicts_follow_from_the_states(provisions: list[dict[str, Any]], fact: str) -> None:
    """Section 5 of the design, said a second time and in another way than the engine says it."""
    for finding in judge(provisions, fact).findings:
        said = sum(element.status is ElementStatus.SAID for element in finding.elements)
        hit = any(each.status is ProhibitionStatus.HIT for each in finding.prohibitions)
        if finding.verdict is Verdict.NOT_APPLICABLE:
            assert finding.applicability.answer == "no"
        elif hit or finding.verdict is Verdict.VIOLATED:
            assert hit and finding.verdict is Verdict.VIOLATED
        elif said == len(finding.elements):
            assert finding.verdict is Verdict.MET
        else:
            assert finding.verdict is (Verdict.PARTIAL if said else Verdict.MISSING)
