"""Reports for machines and terminals, citations, and the choice of a format."""



import json
import re
import subprocess
import sys
from typing import Any

import jsonschema
import pytest

from checker import schema, vocabulary
from checker.catalogue import load_baseline
from checker.model import Answer, Citation, Verdict, Words
from checker.reports import FORMATS, names, render, words
from checker.reports.citations import _numeral, basis, cite
from checker.reports.findings import ACTION, worst_first
from checker.reports.plain import cut, plain, width
from tests.report_samples import AS_OF, ROOT, assessments, worded

BASELINE = load_baseline()
SCHEMA = json.loads((ROOT / "checker/schemas/assessment.schema.json").read_text(encoding="utf-8"))


def written() -> dict[str, Any]:
    """The JSON report on the suites of the project."""
    data: dict[str, Any] = json.loads(render(assessments(), "json"))
    return data


# --- choosing a format -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_format_is_text_and_repeatable(format: str, lang: str) -> None:
    report = render(assessments(), format, lang=lang)
    assert report.endswith("\n")
    assert report == render(assessments(), format, lang=lang)


def test_an_unknown_format_lists_the_valid_ones() -> None:
    with pytest.raises(ValueError, match='no format "html"; the formats are text, json, markdown'):
        render(assessments(), "html")


def test_an_unknown_language_lists_the_valid_ones() -> None:
    with pytest.raises(ValueError, match='no language "fr"; the languages are en, zh'):
        render(assessments(), "text", lang="fr")


def test_nothing_assessed_is_no_report() -> None:
    with pytest.raises(ValueError, match="no suite was assessed"):
        render([], "json")


def test_a_format_imports_only_what_it_needs() -> None:
    script = "import sys, checker.reports.as_json; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert not {"tabulate", "dataclasses", "checker.reports.words", "checker.reports.markdown"} & {
        *loaded.stdout.split()
    }


# --- JSON ------------------------------------------------------------------------------------------------------


def test_json_fits_its_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(json.loads(render(assessments(), "json")), SCHEMA)


def test_json_keys_stand_in_the_order_of_the_contract() -> None:
    data = written()
    assert list(data) == ["schema_version", "baseline", "as_of", "assessments"]
    assert list(data["assessments"][0]) == ["suite", "agreements", "counts", "findings"]
    assert list(data["assessments"][0]["counts"]) == [
        "met", "partial", "missing", "violated", "undetermined", "not_applicable",
    ]  # fmt: skip
    assert list(data["assessments"][0]["findings"][0]) == [
        "requirement", "group", "severity", "verdict", "applicability", "fingerprint", "citations", "elements",
        "prohibitions", "waiver",
    ]  # fmt: skip


def test_json_says_what_was_found() -> None:
    for assessment, found in zip(assessments(), written()["assessments"], strict=True):
        assert sum(found["counts"].values()) == len(BASELINE.requirements)
        for finding, entry in zip(assessment.findings, found["findings"], strict=True):
            assert entry["requirement"] == finding.requirement.id
            assert entry["verdict"] == finding.verdict
            for element in entry["elements"]:
                assert element["status"] != "silent" or element["evidence"] == []
                assert element["status"] != "deferred" or element["evidence"]


def nodes(node: Any) -> list[dict[str, Any]]:
    """Every node of a schema, itself first."""
    inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return ([node] if isinstance(node, dict) else []) + [found for part in inner for found in nodes(part)]


def test_the_schema_is_closed_and_speaks_both_languages() -> None:
    for node in nodes(SCHEMA):
        if node.get("type") == "object":
            assert node["additionalProperties"] is False
            assert set(node.get("required", ())) <= set(node["properties"])
        for name, key in (
            node.get("properties", {}).items() if isinstance(node.get("properties"), dict) else ()
        ):
            assert re.search("[\u4e00-\u9fff]", key["description"]), name
            assert key["title"], name


def test_one_json_report_is_of_one_day() -> None:
    first = assessments()[0]
    with pytest.raises(ValueError, match="one baseline as of one day"):
        render([first, first._replace(as_of="2030-01-01")], "json")


# --- text ------------------------------------------------------------------------------------------------------


def test_text_shows_every_gap_worst_first() -> None:
    for assessment in assessments():
        report = render([assessment], "text")
        shown = re.findall(r"^(\w+(?: applicable)?) · \w+ · (\S+)", report, re.MULTILINE)
        gaps = worst_first(f for f in assessment.findings if f.verdict in ACTION)
        assert shown == [(f.verdict.value, f.requirement.id) for f in gaps]


def test_verbose_text_shows_every_finding_and_whole_quotes() -> None:
    for assessment in assessments():
        report = render([assessment], "text", verbose=True)
        assert len(re.findall(r"^[\w ]+ · \w+ · \S+", report, re.MULTILINE)) == len(assessment.findings)
        for finding in assessment.findings:
            if finding.verdict is Verdict.MET:
                quotes = [e.quote for element in finding.elements for e in element.evidence]
                assert all(plain(quote) in report for quote in quotes)


def test_text_tables_align_wide_characters() -> None:
    for line_group in re.split("\n\n", render(assessments(), "text", lang="zh")):
        if line_group.startswith("类别"):
            assert len({width(line.rstrip()) for line in line_group.splitlines()}) == 1


def test_colour_marks_verdicts_alone() -> None:
    coloured = render(assessments(), "text", colour=True)
    assert re.sub("\x1b\\[[0-9;]+m", "", coloured) == render(assessments(), "text")
    assert {*re.findall("\x1b\\[[0-9;]+m(.*?)\x1b\\[0m", coloured)} <= {w.en for w in words.VERDICTS.values()}
    assert "\x1b" not in render(assessments(), "text")


def test_a_document_cannot_speak_to_the_terminal() -> None:
    hostile = [worded(a, "\x1b]0;owned\x07\u202e\nnext") for a in assessments()]
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", render(hostile, "text", verbose=True))


def test_cut() -> None:
    assert cut("删除个人信息", 12) == "删除个人信息"
    assert cut("删除个人信息", 11) == "删除个人信…"
    assert cut("abc", 2) == "a…"


# --- citations and words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("citation", "en", "zh"),
    [
        (
            Citation("pipl-2021", "47", 1, 2),
            "Personal Information Protection Law art. 47(1)(2)",
            "《中华人民共和国个人信息保护法》第四十七条第一款第二项",
        ),
        (
            Citation("civil-code-contract-2020", "496", 2),
            "Civil Code art. 496(2)",
            "《中华人民共和国民法典》第四百九十六条第二款",
        ),
        (
            Citation("csl-2025", "44", 2),
            "Cybersecurity Law (as amended in 2025) art. 44(2)",
            "《中华人民共和国网络安全法》（2025年修正）第四十四条第二款",
        ),
        (
            Citation("app-violation-identification-2019", "二"),
            "Method for Identifying the Illegal Collection and Use of Personal Information by Apps item 2",
            "《App违法违规收集使用个人信息行为认定方法》第二条",
        ),
        (
            Citation("spc-contract-general-2023", "10", 1),
            "Supreme People's Court Interpretation on the General Provisions of the Contracts Book of the Civil Code"
            " art. 10(1)",
            "《最高人民法院关于适用〈中华人民共和国民法典〉合同编通则若干问题的解释》第十条第一款",
        ),
    ],
)  # fmt: skip
def test_cite(citation: Citation, en: str, zh: str) -> None:
    law = BASELINE.laws[citation.law]
    assert cite(citation, law, "en") == en
    assert cite(citation, law, "zh") == zh


@pytest.mark.parametrize(
    ("number", "numeral"),
    [(1, "一"), (10, "十"), (17, "十七"), (20, "二十"), (22, "二十二"), (101, "一百零一"), (110, "一百一十"), (496, "四百九十六"),
     (1034, "一千零三十四"), (1004, "一千零四")],
)  # fmt: skip
def test_numerals(number: int, numeral: str) -> None:
    assert _numeral(number) == numeral


def test_every_item_of_a_law_is_cited_by_its_number() -> None:
    for requirement in BASELINE.requirements:
        for citation in requirement.citations:
            assert "item 0" not in cite(citation, BASELINE.laws[citation.law], "en")


def test_a_law_not_in_force_is_marked() -> None:
    finding = assessments()[0].findings[0]
    early = finding._replace(in_force=())
    assert "not in force" not in "".join(basis(finding, BASELINE.laws, AS_OF, "en"))
    assert all(
        text.endswith("(not in force on 2010-01-01)")
        for text in basis(early, BASELINE.laws, "2010-01-01", "en")
    )
    assert all(
        text.endswith("（2010-01-01 未施行）") for text in basis(early, BASELINE.laws, "2010-01-01", "zh")
    )


def test_facts_and_types_of_document_are_called_as_in_the_schemas() -> None:
    facts = schema.named("suite").contents["properties"]["facts"]["properties"]
    for name, node in facts.items():
        assert node["description"] == f"{names.fact(name, 'en')}. {names.fact(name, 'zh')}。"
    types = schema.named("agreement").contents["$defs"]["document_type"]["oneOf"]
    assert [choice["const"] for choice in types] == list(vocabulary.document_types())
    for choice in types:
        title = f"{names.document_type(choice['const'], 'en')} · {names.document_type(choice['const'], 'zh')}"
        assert choice["title"].lower() == title.lower()


def test_open_applicability_is_said() -> None:
    found = [
        f
        for a in assessments()
        for f in a.findings
        if f.applicability.answer is Answer.OPEN and f.verdict in ACTION
    ]
    assert found, "no suite leaves a fact open any more: choose another sample"
    assert render(assessments(), "text").count("(assumed to apply)") == len(found)
    assert render(assessments(), "text", lang="zh").count("（推定适用）") == len(found)


PLACEHOLDERS = {  # a number says in one language what words say in the other
    "GRAVEST": ({"number", "titles"}, {"requirements", "titles"}),
    "GRAVEST_MISSING": ({"number", "titles"}, {"requirements", "titles"}),
}


@pytest.mark.parametrize("name", [name for name, value in vars(words).items() if isinstance(value, Words)])
def test_every_wording_says_the_same_in_both_languages(name: str) -> None:
    wording = getattr(words, name)
    in_zh, in_en = (set(re.findall(r"{(\w*)}", text)) for text in wording)
    assert (in_zh, in_en) == PLACEHOLDERS.get(name, (in_zh, in_zh))
    assert name == "OTHER_LANGUAGE" or not re.search("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]", wording.en)
