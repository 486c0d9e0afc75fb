"""The pages docs/requirements/<id>.md say all that the baseline says, in both languages, with examples that are true."""

import re
from pathlib import Path

import pytest

from checker.catalogue import load_baseline
from checker.model import Requirement, Words
from checker.reports import aloud, explain_words, looked_at, md, words
from checker.reports.words import pick
from tests.cases import ROOT, Case, all_cases

BASELINE = load_baseline()
FOLDER = ROOT / "docs" / "requirements"
CASES = {f"{case.requirement}/{case.name}.yaml": case for case in all_cases()}
SECTIONS = (
    explain_words.LEGAL_BASIS, explain_words.APPLIES, explain_words.MET_WHEN, explain_words.VIOLATED_WHEN,
    explain_words.FAILING, explain_words.PASSING, words.REMEDY,
)  # fmt: skip
LANGUAGES = ["en", "zh"]


def page(requirement: Requirement) -> str:
    return (FOLDER / f"{requirement.id}.md").read_text(encoding="utf-8")


def half(requirement: Requirement, lang: str) -> str:
    """What the page says in one language."""
    parts = re.split(r"^## .+$", page(requirement), flags=re.MULTILINE)
    return parts[1 if lang == "en" else 2]


def section(requirement: Requirement, label: Words, lang: str) -> str:
    return half(requirement, lang).split(f"### {pick(label, lang)}\n")[1].split("\n### ")[0]


def examples(requirement: Requirement, label: Words, lang: str) -> list[Case]:
    targets = re.findall(r"fixtures/requirements/([^)]+)\)", section(requirement, label, lang))
    return [CASES[target] for target in targets]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("requirement", BASELINE.requirements, ids=lambda requirement: requirement.id)
class TestPage:
    def test_has_its_sections_in_order(self, requirement: Requirement, lang: str) -> None:
        headings = re.findall(r"^### (.+)$", half(requirement, lang), re.MULTILINE)
        assert headings == [pick(label, lang) for label in SECTIONS]

    def test_cites_each_law_with_its_day(self, requirement: Requirement, lang: str) -> None:
        basis = section(requirement, explain_words.LEGAL_BASIS, lang)
        lines = [line for line in basis.splitlines() if line.startswith("- ")]
        assert len(lines) == len(requirement.citations)
        for line, citation in zip(lines, requirement.citations, strict=True):
            law = BASELINE.laws[citation.law]
            assert law.effective in line and md.escape(pick(law.issued_by, lang)) in line

    def test_reads_every_condition_aloud(self, requirement: Requirement, lang: str) -> None:
        for label, clauses in (
            (explain_words.MET_WHEN, requirement.elements),
            (explain_words.VIOLATED_WHEN, requirement.prohibitions),
        ):
            told = section(requirement, label, lang)
            for clause in clauses:
                assert f"- **{clause.id}**" in told and md.escape(pick(clause.words, lang)) in told
                said = aloud.condition(clause.source, lang, looked_at.numbered(clause, lang))
                assert all(md.escape(text) in told for _, text in aloud.outline(said))

    def test_its_examples_fail_and_pass(self, requirement: Requirement, lang: str) -> None:
        failing = examples(requirement, explain_words.FAILING, lang)
        (passing,) = examples(requirement, explain_words.PASSING, lang)
        assert passing.data["verdict"] == "met"
        assert failing and all(case.data["verdict"] in ("missing", "violated") for case in failing)
        hit = {
            name
            for case in failing
            for name, status in case.data.get("prohibitions", {}).items()
            if status == "hit"
        }
        assert hit == {prohibition.id for prohibition in requirement.prohibitions}
        told = half(requirement, lang)
        for case in (passing, *failing):
            assert all(md.escape(clause["quote"]) in told for clause in case.data.get("clauses", ()))

    def test_says_why_an_example_fails(self, requirement: Requirement, lang: str) -> None:
        told = section(requirement, explain_words.FAILING, lang)
        for case in examples(requirement, explain_words.FAILING, lang):
            why = told.split(f"{case.name}.yaml`]")[1].split(".yaml`]")[0]
            for name, status in (case.data.get("elements", {}) | case.data.get("prohibitions", {})).items():
                said = {"said": explain_words.SAID, "hit": explain_words.HIT, "none": explain_words.NOT_HIT}
                label = said.get(status, explain_words.NOT_SAID)
                assert (
                    pick(label, lang).split("{numbers}")[0].split("{words}")[0].format(name=f"**{name}**")
                    in why
                )


def test_the_index_names_every_requirement_in_its_group() -> None:
    parts = re.split(r"^## (.+)$", (FOLDER / "README.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    listed = dict(zip(parts[1::2], parts[2::2], strict=True))
    for requirement in BASELINE.requirements:
        group = BASELINE.groups[requirement.group]
        (line,) = [
            line
            for line in listed[f"{group.en} · {group.zh}"].splitlines()
            if f"({requirement.id}.md)" in line
        ]
        assert pick(words.SEVERITIES[requirement.severity], "en") in line
        assert md.escape(requirement.title.en) in line and md.escape(requirement.title.zh) in line


def test_pages_say_that_they_are_generated() -> None:
    for path in Path(FOLDER).glob("*.md"):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("<!-- Generated by `make update` from ") and first.endswith(
            ": do not edit. -->"
        )
