"""Three whole suites: one says nothing, one hits every prohibition, one says all that is asked."""

from pathlib import Path

import pytest

from checker.agreements import load_suite
from checker.catalogue import load_baseline
from checker.engine import assess
from checker.model import (
    Answer,
    Assessment,
    ElementStatus,
    Finding,
    ProhibitionStatus,
    Requirement,
    Suite,
    Verdict,
)
from checker.text import normalise

ROOT = Path(__file__).parents[1]
BASELINE = load_baseline()
AS_OF = "2026-11-21"


def suite(name: str) -> Suite:
    return load_suite(ROOT / "fixtures" / "suites" / name, f"fixtures/suites/{name}")


NOTHING_SAID, EVERYTHING_WRONG, MODEL = suite("nothing-said"), suite("everything-wrong"), suite("model")
ALL = (NOTHING_SAID, EVERYTHING_WRONG, MODEL)
WITH_ELEMENTS = [requirement for requirement in BASELINE.requirements if requirement.elements]
PROHIBITIONS = {f"{r.id} {prohibition.id}" for r in BASELINE.requirements for prohibition in r.prohibitions}

# Nothing but a clause raises these subjects: a suite without one owes nothing.
RAISED_BY_A_CLAUSE = {"consent.lawful-exceptions", "sharing.merger", "sharing.public-disclosure"}

# Each of these kinds of provision says the element by itself, and good documents have all of them.
EITHER_OF = {
    "consent.informed-voluntary": {"consent", "consent_exception"},
    "rights.explanation": {"right", "contact"},
    "deletion.account-cancellation": {"account_cancellation", "right", "request_handling"},
}

# Requirements of the baseline that do not apply to the model suite.
NOT_APPLICABLE_TO_THE_MODEL: set[str] = set()


def judged(of: Suite) -> Assessment:
    return assess(of, BASELINE, as_of=AS_OF)


def findings(of: Suite) -> dict[str, Finding]:
    return {finding.requirement.id: finding for finding in judged(of).findings}


def kinds_of(of: Suite) -> list[str]:
    return sorted({provision.kind for agreement in of.agreements for provision in agreement.provisions})


def without(of: Suite, *kinds: str) -> Suite:
    """The suite as if no clause did anything of these kinds."""
    agreements = (
        agreement._replace(provisions=tuple(p for p in agreement.provisions if p.kind not in kinds))
        for agreement in of.agreements
    )
    return of._replace(agreements=tuple(agreements))


def said(of: Suite) -> set[str]:
    return {
        f"{name} {each.element.id}"
        for name, finding in findings(of).items()
        for each in finding.elements
        if each.status is ElementStatus.SAID
    }


def hit(of: Suite) -> set[str]:
    return {
        f"{name} {each.prohibition.id}"
        for name, finding in findings(of).items()
        for each in finding.prohibitions
        if each.status is ProhibitionStatus.HIT
    }


@pytest.mark.parametrize("each", ALL, ids=lambda each: each.id)
def test_facts_make_requirements_apply(each: Suite) -> None:
    for name, fact in each.facts.items():
        assert fact.answer is (Answer.NO if name == "minors_excluded" else Answer.YES), name
    assert each.not_held == ()


# --- nothing said -------------------------------------------------------------------------------------------


def test_silence_is_missing() -> None:
    found = findings(NOTHING_SAID)
    verdicts = {requirement.id: found[requirement.id].verdict for requirement in WITH_ELEMENTS}
    expected = {
        name: Verdict.NOT_APPLICABLE if name in RAISED_BY_A_CLAUSE else Verdict.MISSING for name in verdicts
    }
    assert verdicts == expected


def test_silence_says_no_element_and_hits_nothing() -> None:
    assert said(NOTHING_SAID) == set()
    assert hit(NOTHING_SAID) == set()


def test_silence_meets_nothing_but_prohibitions() -> None:
    met = {name for name, finding in findings(NOTHING_SAID).items() if finding.verdict is Verdict.MET}
    assert met == {requirement.id for requirement in BASELINE.requirements} - {r.id for r in WITH_ELEMENTS}


# --- everything wrong ---------------------------------------------------------------------------------------


def test_every_prohibition_is_hit() -> None:
    assert PROHIBITIONS - hit(EVERYTHING_WRONG) == set()


def test_every_requirement_with_a_prohibition_is_violated() -> None:
    found = findings(EVERYTHING_WRONG)
    violated = {name for name, finding in found.items() if finding.verdict is Verdict.VIOLATED}
    assert violated == {requirement.id for requirement in BASELINE.requirements if requirement.prohibitions}


def test_every_hit_quotes_the_suite() -> None:
    agreements = {agreement.id: agreement for agreement in EVERYTHING_WRONG.agreements}
    for finding in judged(EVERYTHING_WRONG).findings:
        for prohibition in finding.prohibitions:
            assert prohibition.evidence, f"{finding.requirement.id} {prohibition.prohibition.id}"
            for evidence in prohibition.evidence:
                assert evidence.source_file == agreements[evidence.agreement].source_file
                text = normalise((ROOT / evidence.source_file).read_text("utf-8")).text
                assert normalise(evidence.quote).text in text


def test_good_clauses_never_hide_bad_ones() -> None:
    both = EVERYTHING_WRONG._replace(agreements=MODEL.agreements + EVERYTHING_WRONG.agreements)
    assert PROHIBITIONS - hit(both) == set()


# --- the model ----------------------------------------------------------------------------------------------


def test_model_meets_everything() -> None:
    found = findings(MODEL)
    not_applicable = {name for name, finding in found.items() if finding.verdict is Verdict.NOT_APPLICABLE}
    others = {
        name: finding.verdict
        for name, finding in found.items()
        if finding.verdict not in (Verdict.MET, Verdict.NOT_APPLICABLE)
    }
    assert others == {}
    assert not_applicable == NOT_APPLICABLE_TO_THE_MODEL
    assert hit(MODEL) == set()


def test_model_has_a_quote_for_every_element() -> None:
    for finding in judged(MODEL).findings:
        for element in finding.elements:
            assert element.evidence, f"{finding.requirement.id} {element.element.id}"


# --- what a change does -------------------------------------------------------------------------------------

DROPS = [(each, kind) for each in (MODEL, EVERYTHING_WRONG) for kind in kinds_of(each)]


@pytest.mark.parametrize(("each", "kind"), DROPS, ids=[f"{each.id}-{kind}" for each, kind in DROPS])
def test_saying_less_never_says_or_breaks_more(each: Suite, kind: str) -> None:
    less = without(each, kind)
    assert said(less) <= said(each)
    assert hit(less) <= hit(each)


@pytest.mark.parametrize("kind", kinds_of(MODEL))
def test_saying_less_never_makes_a_requirement_go_away(kind: str) -> None:
    """The model meets everything, so the only way out is not to apply."""
    after = findings(without(MODEL, kind))
    gone = {name for name, finding in after.items() if finding.verdict is Verdict.NOT_APPLICABLE}
    assert gone <= RAISED_BY_A_CLAUSE


def test_every_requirement_depends_on_what_is_said() -> None:
    """One kind of provision alone changes each verdict; where either of two will do, both together."""
    before = findings(MODEL)
    changed: dict[str, set[str]] = {name: set() for name in before}
    for kind in kinds_of(MODEL):
        for name, finding in findings(without(MODEL, kind)).items():
            if finding.verdict is not before[name].verdict:
                changed[name].add(kind)
    indifferent = {requirement.id for requirement in WITH_ELEMENTS if not changed[requirement.id]}
    assert indifferent == set(EITHER_OF)


@pytest.mark.parametrize("name", EITHER_OF)
def test_either_of_several_kinds(name: str) -> None:
    for kind in EITHER_OF[name]:
        assert findings(without(MODEL, kind))[name].verdict is Verdict.MET
    assert findings(without(MODEL, *EITHER_OF[name]))[name].verdict is Verdict.MISSING


@pytest.mark.parametrize("requirement", WITH_ELEMENTS, ids=lambda requirement: requirement.id)
def test_without_the_kinds_that_it_reads(requirement: Requirement) -> None:
    """A requirement whose kinds of provision are all gone is missing, or its subject is not raised."""
    kinds = {kind for element in requirement.elements for kind in element.kinds}
    finding = findings(without(MODEL, *kinds))[requirement.id]
    expected = Verdict.NOT_APPLICABLE if requirement.id in RAISED_BY_A_CLAUSE else Verdict.MISSING
    assert finding.verdict is expected
