"""`checker explain`: everything that was looked at is told, once, in words, and fits a terminal."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from checker import marks, schema, vocabulary
from checker.agreements import load_suite
from checker.catalogue import load_baseline
from checker.cli import main
from checker.columns import width
from checker.engine import assess
from checker.model import Assessment, Evidence, Finding, Requirement
from checker.reports import condition_yaml, explain, explain_clause, explain_words, looked_at, words
from checker.reports import findings as about
from checker.reports.plain import plain
from checker.reports.wrap import COLUMNS, wrapped
from tests.cases import ROOT, Case, all_cases, suite_of

BASELINE = load_baseline()
SUITES = sorted(path.parent for path in (ROOT / "policies").glob("*/suite.yaml"))
ASSESSED = {folder.name: assess(load_suite(folder), BASELINE, as_of="2026-11-22") for folder in SUITES}
SMALL = ROOT / "fixtures" / "small"
LANGUAGES = ["en", "zh"]


def squeezed(text: str) -> str:
    """Without white space: what a line break may have come between."""
    return "".join(text.split())


# --- lines that fit --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("columns", [20, 40, 100])
@pytest.mark.parametrize(
    "text",
    [
        "您有权要求我们删除所收集的关于您的信息（包括“其他”信息）；见《办法》第15条，或者来信。" * 3,
        "rights including “withdraw consent”, “access”; stance “granted” or “conditional”; way given " * 3,
        "见https://www.example.com/a/b/c?d=e 以及 privacy-policy 6.4",
    ],
)
def test_lines_fit_and_lose_nothing(text: str, columns: int) -> None:
    lines = wrapped(text, "    ", columns=columns).split("\n")
    assert squeezed("".join(lines)) == squeezed(text)
    for line in lines:
        assert line.startswith("    ") and line == line.rstrip()
        assert line.strip()[0] not in "”’）》，。；、;,."
        assert width(line) <= columns or "https" in line


def test_a_short_line_stays_as_it_is() -> None:
    assert wrapped("a b 文字", "  ") == "  a b 文字"
    assert wrapped("", "  ") == ""


# --- a requirement -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("requirement", BASELINE.requirements, ids=lambda requirement: requirement.id)
def test_a_requirement_is_told_whole(requirement: Requirement, lang: str) -> None:
    told = explain.requirement(requirement, BASELINE, lang=lang)
    assert [line for line in told.splitlines() if width(line) > COLUMNS] == []
    flat = squeezed(told)
    for citation in requirement.citations:
        law = BASELINE.laws[citation.law]
        for said in (law.effective, words.pick(law.issued_by, lang)):
            assert squeezed(said) in flat
    for clause in (*requirement.elements, *requirement.prohibitions):
        assert squeezed(words.pick(clause.words, lang)) in flat
        assert squeezed("".join(condition_yaml.outline(clause.source))) in flat
    assert squeezed(words.pick(requirement.remedy, lang)) in flat


# --- on a suite ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suite", ASSESSED)
def test_every_clause_near_is_told_once_and_what_counts_is_the_evidence(suite: str) -> None:
    assessment = ASSESSED[suite]
    for finding in assessment.findings:
        for clause, by, labels in parts(finding):
            groups = looked_at.groups(clause, by, assessment.provisions, labels)
            told = [id(each.provision) for group in groups for each in group.looked]
            near = {id(provision) for provision in clause.near(assessment.provisions)}
            assert len(told) == len(set(told)) and set(told) == near | {id(each) for each in by}
            counted = [group for group in groups if group.label is labels[0]]
            assert {id(e.provision) for group in counted for e in group.looked} == {id(each) for each in by}
            for group in groups:
                shown = looked_at.by_quote(group, assessment.suite, nearest_first=True)
                assert {id(e) for _, looked in shown for e in looked} == {id(e) for e in group.looked}
                for each in group.looked:
                    assert group.label is labels[0] or list(looked_at.reasons(each, lambda part: "x", "en"))


def parts(finding: Finding) -> list[tuple[Any, ...]]:
    return [
        *((each.element, each.by, looked_at.ELEMENT) for each in finding.elements),
        *((each.prohibition, each.by, looked_at.PROHIBITION) for each in finding.prohibitions),
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("suite", ASSESSED)
def test_a_finding_names_every_clause_and_fits_a_terminal(suite: str, lang: str) -> None:
    assessment = ASSESSED[suite]
    for finding in assessment.findings:
        told = explain.finding(finding, assessment, lang=lang)
        flat = squeezed(told)
        for line in told.splitlines():
            assert width(line) <= COLUMNS or re.search(r"\.yaml:\d+$", line), line
        for clause, by, _ in parts(finding):
            for provision in (*by, *clause.near(assessment.provisions)):
                assert f"{provision.evidence.file}:{provision.evidence.line}\n" in told
            for provision in by:
                assert squeezed(plain(provision.evidence.quote)) in flat
        verdict = words.pick(words.VERDICTS[finding.verdict], lang)
        assert f"\n{words.pick(words.VERDICT, lang)}{words.pick(words.COLON, lang)}{verdict}" in told
        decided = [each.evidence for each in finding.applicability.by]
        assert all(squeezed(about.named(e.agreement, e.clause, lang)) in flat for e in decided)


def test_the_worst_comes_first() -> None:
    for assessment in (ASSESSED["xiaoyi"], ASSESSED["kingsoft-cloud"]):
        for finding in assessment.findings:
            told = explain.finding(finding, assessment, lang="en")
            hit = [told.index(f"Must not be said: {p.prohibition.id} ·") for p in about.hits(finding)]
            unsaid = [told.index(f"Must be said: {e.element.id} ·") for e in about.unsaid(finding)]
            said = [told.index(f"Must be said: {e.element.id} ·") for e in about.said(finding)]
            order = [*hit, *unsaid, *said]
            assert order == sorted(order)


CASES = [case for case in all_cases() if not case.name.startswith("met")]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_why_a_clause_does_not_count_is_in_words(case: Case) -> None:
    """No id of the vocabulary is shown where its title is meant: what is told of a case holds no raw key."""
    requirement = next(each for each in BASELINE.requirements if each.id == case.requirement)
    assessment = assess(
        suite_of(case.data), BASELINE._replace(requirements=(requirement,)), as_of="2026-11-22"
    )
    told = explain.finding(assessment.findings[0], assessment, lang="en")
    beside = squeezed("".join(clause["quote"] for clause in case.data.get("clauses", ())))
    raw = set(re.findall(r"[a-z]+_[a-z_]+", told)) - set(re.findall(r"[a-z]+_[a-z_]+", beside))
    assert raw == set()


def test_each_part_of_a_joined_condition_says_whether_it_holds() -> None:
    requirement = next(each for each in BASELINE.requirements if each.id == "notice.categories")
    case = next(c for c in all_cases() if str(c) == "notice.categories/missing-mentioned-in-the-terms")
    assessment = assess(
        suite_of(case.data), BASELINE._replace(requirements=(requirement,)), as_of="2026-11-22"
    )
    told = explain.finding(assessment.findings[0], assessment, lang="en")
    assert "(1) [holds] some clause is read as “collection”" in told
    assert "(2) [does not hold] some clause is read as “processing rules”" in told
    assert explain_words.NOT_ENOUGH.en in told


def test_hostile_words_stay_words() -> None:
    case = next(case for case in all_cases() if str(case) == "deletion.right/violated-denied")
    suite = suite_of({"clauses": [{**case.data["clauses"][0], "quote": "删除\x1b[31m红\u202e"}]})
    assessment = assess(suite, BASELINE, as_of="2026-11-22")
    for finding in assessment.findings:
        told = explain.finding(finding, assessment, lang="en")
        assert "\x1b" not in told and "\u202e" not in told


# --- a clause -------------------------------------------------------------------------------------------------------


def told_of(assessment: Assessment, agreement: str, at: str, lang: str = "en") -> str:
    return explain_clause.rests(assessment, agreement, at, lang=lang)


@pytest.mark.parametrize("suite", ["minimax", "xiaoyi", "youmi-cloud"])
def test_every_requirement_that_rests_on_a_clause_is_named_with_it(suite: str) -> None:
    assessment = ASSESSED[suite]
    resting: dict[tuple[str, str], dict[str, list[str]]] = {}
    for finding in assessment.findings:
        for clause, by, _ in parts(finding):
            evidence = [p.evidence for p in by] or finding_evidence(finding, clause.id)
            for place in {(each.agreement, each.clause) for each in evidence}:
                resting.setdefault(place, {}).setdefault(finding.requirement.id, []).append(clause.id)
    encoded = {
        (p.evidence.agreement, p.evidence.clause) for a in assessment.suite.agreements for p in a.provisions
    }
    for place in encoded:
        told = told_of(assessment, *place)
        blocks = uses(told)
        expected = resting.get(place, {})
        decides = {f.requirement.id for f in assessment.findings if decided_by(f, place)}
        assert set(blocks) == set(expected) | decides
        for requirement, clauses in expected.items():
            assert all(f" {clause} · " in blocks[requirement] for clause in clauses)


def finding_evidence(finding: Finding, element: str) -> list[Evidence]:
    """The references to documents in which an element that is not said may stand."""
    return [evidence for each in finding.elements if each.element.id == element for evidence in each.evidence]


def decided_by(finding: Finding, place: tuple[str, str]) -> bool:
    return place in {(p.evidence.agreement, p.evidence.clause) for p in finding.applicability.by}


def squeezed_lines(text: str) -> str:
    return " ".join(text.split())


def uses(told: str) -> dict[str, str]:
    """What is told of each requirement that rests on a clause, on one line."""
    found = re.search(rf"^{explain_words.RESTS.en}:\n((?:  .*\n)*)", told, re.MULTILINE)
    blocks = re.split(r"^  (?=\S+ · )", found[1], flags=re.MULTILINE)[1:] if found else []
    return {block.split(" · ")[0]: squeezed_lines(block) for block in blocks}


def test_the_only_clause_that_says_it_is_told_apart() -> None:
    assessment = ASSESSED["xiaoyi"]
    for finding in assessment.findings:
        for clause, by, _ in parts(finding):
            places = {(p.evidence.agreement, p.evidence.clause) for p in by}
            for place in places:
                told = squeezed_lines(told_of(assessment, *place))
                wording = squeezed_lines(plain(clause.words.en))
                after = told.split(f"{finding.requirement.id} · ", 1)[1].split(
                    f"{clause.id} · {wording}; ", 1
                )[1]
                assert after.startswith("no other clause does") is (len(places) == 1)


def copied(tmp_path: Path, edit: Callable[[str], str]) -> Path:
    """The small suite with its encoding changed."""
    folder = tmp_path / "cloud-notes"
    shutil.copytree(SMALL / "cloud-notes", folder)
    encoding = folder / "terms.yaml"
    encoding.write_text(edit(encoding.read_text(encoding="utf-8")), encoding="utf-8")
    return encoding


def explained(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["explain", *arguments, "--baseline", str(SMALL / "baseline.yaml"), "--as-of", "2026-11-21"])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def reasons_to_wait() -> list[str]:
    clause = schema.named("agreement").contents["properties"]["clauses"]["items"]["properties"]
    return list(vocabulary.values_of(clause["needs_reading"]))


@pytest.mark.parametrize("reason", reasons_to_wait())
def test_a_clause_that_waits_to_be_read_is_told_and_nothing_is_judged(
    reason: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = copied(
        tmp_path, lambda text: text.replace('at: "2.1"\n', f'at: "2.1"\n    needs_reading: {reason}\n')
    )
    code, out, err = explained(capsys, "--clause", "2.1", str(path))
    assert code == 3 and "needs_reading" in err
    assert f"Needs reading: {marks.WAITS[reason].en}\n" in out
    assert "Read as: right" in out and explain_words.NOT_JUDGED.en in out


def test_a_clause_set_aside_that_has_changed_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = copied(
        tmp_path, lambda text: text.replace('["preamble"],', '["preamble"], needs_reading: ["preamble"],')
    )
    code, out, _ = explained(capsys, "--clause", "preamble", str(path))
    assert code == 3 and "Set aside as: introduction" in out and marks.SET_ASIDE.en in out


def test_a_clause_that_nobody_encoded_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = copied(tmp_path, lambda text: text.replace('["preamble"]', '["closing"]'))
    code, out, err = explained(capsys, "--clause", "preamble", str(path))
    assert code == 3 and "neither encoded nor set aside" in squeezed_lines(out) and "not accounted for" in err


def test_an_agreement_that_is_in_no_suite_is_told_and_not_judged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = copied(tmp_path, lambda text: text)
    (path.parent / "suite.yaml").unlink()
    code, out, err = explained(capsys, "--clause", "2.1", str(path))
    assert code == 4 and "Read as: right" in out and "no suite in" in err


@pytest.mark.parametrize("written", ["terms.md", "terms.yaml", "terms"])
def test_an_agreement_is_named_in_several_ways(written: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = explained(capsys, "--clause", "2.2", str(SMALL / "cloud-notes" / written))
    assert code == 0 and "rights.requests · partial" in out


@pytest.mark.parametrize(
    "arguments",
    [
        ["--clause", "2.3", "fixtures/small/cloud-notes/terms"],
        ["--clause", "", "fixtures/small/cloud-notes/terms"],
        ["--clause", "2.2", "fixtures/small/cloud-notes"],
        ["--clause", "2.2", "fixtures/small/cloud-notes/suite.yaml"],
        ["--clause", "2.2", "fixtures/small/cloud-notes/terms", "extra"],
        ["--clause", "2.2", "no/such/\x1b[31m"],
        ["--clause", "2.2", "x" * 5000],
        ["--clause", "2.2", ""],
        ["--clause", "2.2", "\0"],
    ],
)
def test_what_is_not_there_is_said(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = explained(capsys, *arguments)
    assert code == 2 and out == "" and err.startswith("checker: ") and "\x1b" not in err


def test_a_clause_in_hostile_words_stays_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = copied(tmp_path, lambda text: text)
    text = path.with_suffix(".md").read_text(encoding="utf-8")
    path.with_suffix(".md").write_text(
        text.replace("云记事用户协议", "\x1b[31m云记事\u202e"), encoding="utf-8"
    )
    _, out, _ = explained(capsys, "--clause", "preamble", str(path))
    assert "\x1b" not in out and "\u202e" not in out and "云记事" in out
