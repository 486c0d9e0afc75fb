"""Reports for machines and terminals, citations, and the choice of a format."""

import json
import re
import subprocess
import sys
from typing import Any

import jsonschema
import pytest
from wcwidth import wcswidth

from checker import arguments, schema, vocabulary
from checker.catalogue import load_baseline
from checker.model import GAPS, Verdict
from checker.reports import FORMATS, render, words
from checker.reports.findings import worst_first
from checker.reports.plain import cut, plain
from tests.report_samples import ROOT, assessments, worded

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


def test_the_command_line_offers_these_formats() -> None:
    assert tuple(FORMATS) == arguments.FORMATS


def test_every_rank_of_norm_has_a_name() -> None:
    ranks = schema.named("baseline").contents["properties"]["laws"]["additionalProperties"]["properties"][
        "norm"
    ]
    assert tuple(words.NORMS) == vocabulary.values_of(ranks)


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
    assert list(data["assessments"][0]) == ["suite", "agreements", "counts", "gate", "findings"]
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
        gaps = worst_first(f for f in assessment.findings if f.verdict in GAPS)
        assert shown == [(f.verdict.value, f.requirement.id) for f in gaps]


def test_verbose_text_shows_every_finding_and_whole_quotes() -> None:
    for assessment in assessments():
        report = render([assessment], "text", verbose=True)
        assert len(re.findall(r"^[\w ]+ · \w+ · \S+", report, re.MULTILINE)) == len(assessment.findings)
        for finding in assessment.findings:
            if finding.verdict is Verdict.MET:
                quotes = [e.quote for element in finding.elements for e in element.evidence]
                assert all(plain(quote) in report for quote in quotes)


def test_text_ends_with_the_totals() -> None:
    for assessment in assessments():
        last, gate = render([assessment], "text").rstrip().splitlines()[-2:]
        assert gate.startswith(
            f"Gate (violated or missing of high severity): {len(assessment.findings)} evaluated, "
        )
        assert last.startswith(f"{assessment.suite.title.en}: ")
        numbers = {verdict.value: n for verdict, n in assessment.counts().items() if n}
        assert all(f"{n} {words.VERDICTS[Verdict(v)].en}" in last for v, n in numbers.items())


def test_text_tables_align_wide_characters() -> None:
    for line_group in re.split("\n\n", render(assessments(), "text", lang="zh")):
        if line_group.startswith("类别"):
            assert len({wcswidth(line.rstrip()) for line in line_group.splitlines()}) == 1


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
