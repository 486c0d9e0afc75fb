"""SARIF: what the log says, and that the validator of its makers accepts it."""

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest

from checker.agreements import load_suite
from checker.catalogue import load_baseline
from checker.engine import assess
from checker.gate import parse
from checker.model import GAPS, Assessment, Evidence, Finding, Suite, Verdict, Waiver, Waivers
from checker.reports import render, words
from checker.reports.citations import cite
from tests import npm
from tests.report_samples import ROOT, assessments, worded

DAY = "2026-11-22"
SMALL = "fixtures/small/cloud-notes"
SMALL_BASELINE = load_baseline(str(ROOT / "fixtures/small/baseline.yaml"))
CACHE = "CHECKER_SARIF_MULTITOOL"  # a folder to keep the validator in
PACKAGE = "@microsoft/sarif-multitool-linux"
VERSION = "5.7.0"
# What the validator would like and we leave, with the reason.
LEFT = {
    "SARIF2002": "messages by id and arguments: GitHub shows `message.text` alone",
    "SARIF2003": "the version of the repository: a report asks no git",
    "SARIF2005": "an address of the tool: the project has none",
    "SARIF2006": "addresses that answer: depends on the network of the run",
    "SARIF2009": "rules called ABC1234: the ids of requirements are what users know them by",
    "SARIF2010": "the text of the lines in the encoding: a report reads no file; the quotes stand at the source text",
    "SARIF2011": "the lines around: a report reads no file",
    "SARIF2012": "addresses of rules: they have none, the help says it all",
    "SARIF2013": "contents of files: they are in the repository",
}


def run(found: list[Assessment] | tuple[Assessment, ...], **options: Any) -> dict[str, Any]:
    """The one run of the SARIF log on assessments."""
    log = json.loads(render(found, "sarif", **options))
    assert log["version"] == "2.1.0" and len(log["runs"]) == 1
    only: dict[str, Any] = log["runs"][0]
    return only


def small(*waivers: Waiver, name: str = SMALL) -> Assessment:
    """The small suite, one finding of each verdict, called `name`, with waivers."""
    suite = load_suite(ROOT / SMALL, name)
    accepted = Waivers("small", "Asia/Shanghai", waivers) if waivers else None
    return assess(suite._replace(waivers=accepted), SMALL_BASELINE, as_of=DAY)


def waiver(of: str, **changes: Any) -> Waiver:
    """A waiver of a finding of the small suite as it is, valid on the day, but for `changes`."""
    finding = finding_of(small(), of)
    valid = Waiver(
        of, "", "", "", "", finding.fingerprint, "old terms run out", "李雷", "2026-11-01", "2026-12-31",
        f"{SMALL}/waivers.yaml", 5,
    )  # fmt: skip
    return valid._replace(**changes)


def finding_of(assessment: Assessment, requirement: str) -> Finding:
    return next(f for f in assessment.findings if f.requirement.id == requirement)


def result_of(found: dict[str, Any], requirement: str) -> dict[str, Any]:
    result: dict[str, Any] = next(r for r in found["results"] if r["ruleId"] == requirement)
    return result


def start(location: dict[str, Any]) -> tuple[str, int]:
    """File and line of a location."""
    physical = location["physicalLocation"]
    return unquote(physical["artifactLocation"]["uri"]), physical["region"]["startLine"]


def with_evidence(suite: Suite, change: Callable[[Evidence], Evidence]) -> Suite:
    """The suite with all its evidence changed; what was one object stays one object."""
    change = cache(change)
    return suite._replace(
        agreements=tuple(
            agreement._replace(
                provisions=tuple(p._replace(evidence=change(p.evidence)) for p in agreement.provisions)
            )
            for agreement in suite.agreements
        ),
        not_held=tuple(
            held._replace(references=tuple(map(change, held.references))) for held in suite.not_held
        ),
    )


# --- the validator ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def multitool() -> Path:
    """The folder of the validator, installed by npm outside the repository, where that can be done."""
    if sys.platform != "linux":
        pytest.skip(f"{PACKAGE} is for Linux")
    folder = npm.installed(
        PACKAGE, VERSION, folder="checker-sarif-multitool", variable=CACHE, holds="sarif-2.1.0.json", what="validator"
    )  # fmt: skip
    (folder / "Sarif.Multitool").chmod(0o755)
    return folder


def validated(log: str, multitool: Path, folder: Path) -> set[tuple[str, str]]:
    """What the validator says of a log: rule and level of each remark."""
    path, remarks = folder / "log.sarif", folder / "remarks.sarif"
    path.write_text(log, encoding="utf-8")
    options = ["--level", "Error;Warning;Note", "--rule-kind", "Sarif;Ghas"]
    done = subprocess.run(
        [multitool / "Sarif.Multitool", "validate", path, *options, "-o", remarks, "--log", "ForceOverwrite"],
        capture_output=True, text=True, timeout=120,
        env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
    )  # fmt: skip
    assert remarks.is_file(), done.stdout + done.stderr
    [only] = json.loads(remarks.read_text(encoding="utf-8-sig"))["runs"]
    return {(r["ruleId"], r.get("level", "warning")) for r in only["results"]}


@cache
def samples() -> dict[str, str]:
    waivers = [
        waiver("terms.liability"),
        waiver("rights.complaint", expires="2026-11-21"),
        waiver("rights.guardian", fingerprint="0" * 16),
    ]
    return {
        "the five suites": render(assessments(), "sarif"),
        "the five suites, zh": render(assessments(), "sarif", lang="zh"),
        "waivers": render([small(*waivers)], "sarif"),
        "waivers, zh": render([small(*waivers)], "sarif", lang="zh"),
        "a name to escape": render([small(name="政策/云 记事 #1%")], "sarif"),
        "hostile text": render([worded(a, "[x](y) {0} <b>\\`\u202e\n") for a in assessments()], "sarif"),
    }


@pytest.mark.parametrize("name", samples())
def test_the_validator_finds_nothing_that_we_can_mend(name: str, multitool: Path, tmp_path: Path) -> None:
    said = validated(samples()[name], multitool, tmp_path)
    assert {(rule, level) for rule, level in said if rule not in LEFT or level == "error"} == set()


def test_the_validator_would_find_a_fault(multitool: Path, tmp_path: Path) -> None:
    log = json.loads(render([small()], "sarif"))
    log["runs"][0]["results"][0]["ruleIndex"] = 99
    assert "error" in {level for _, level in validated(json.dumps(log), multitool, tmp_path)}


@pytest.mark.parametrize("name", samples())
def test_the_log_fits_the_schema_of_the_standard(name: str, multitool: Path) -> None:
    schema = json.loads((multitool / "sarif-2.1.0.json").read_text(encoding="utf-8-sig"))
    validator = jsonschema.validators.validator_for(schema)(schema)
    assert [error.message for error in validator.iter_errors(json.loads(samples()[name]))] == []


# --- rules -----------------------------------------------------------------------------------------------------


def test_the_rules_are_the_requirements() -> None:
    found = run(assessments())
    requirements = assessments()[0].baseline.requirements
    rules = found["tool"]["driver"]["rules"]
    levels = {"high": "error", "medium": "warning", "low": "note"}
    problems = {"high": "error", "medium": "warning", "low": "recommendation"}
    assert [rule["id"] for rule in rules] == [requirement.id for requirement in requirements]
    assert len({rule["name"] for rule in rules}) == len(rules)
    for rule, requirement in zip(rules, requirements, strict=True):
        assert re.fullmatch("([A-Z][a-z0-9]*)+", rule["name"])
        assert rule["defaultConfiguration"] == {"level": levels[requirement.severity]}
        assert rule["properties"]["problem.severity"] == problems[requirement.severity]
        assert rule["properties"]["tags"] == [requirement.group]
        assert rule["fullDescription"]["text"].startswith(requirement.title.en)
        assert requirement.applies_words.en in rule["fullDescription"]["text"]
    assert all(rules[r["ruleIndex"]]["id"] == r["ruleId"] for r in found["results"])


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_help_of_a_rule_gives_law_and_remedy(lang: str) -> None:
    baseline = assessments()[0].baseline
    rules = run(assessments(), lang=lang)["tool"]["driver"]["rules"]
    for rule, requirement in zip(rules, baseline.requirements, strict=True):
        remedy = words.pick(requirement.remedy, lang)
        assert remedy in rule["help"]["text"]
        assert words.pick(words.REMEDY, lang) in rule["help"]["markdown"]
        for citation in requirement.citations:
            # Further articles of one law stand behind its first, without its name.
            cited = cite(citation, baseline.laws[citation.law], lang)
            article = re.split("[》） ]", cited)[-1]
            assert article in rule["help"]["text"] and article in rule["help"]["markdown"]
        for clause in (*requirement.elements, *requirement.prohibitions):
            assert words.pick(clause.words, lang) in rule["help"]["text"]


def test_a_sentence_ends_once() -> None:
    for rule in run(assessments())["tool"]["driver"]["rules"]:
        texts = (rule["shortDescription"]["text"], rule["fullDescription"]["text"], rule["help"]["text"])
        assert all(re.search(r'[.!?]"?$', line) for text in texts for line in text.splitlines())
        assert not any(re.search(r'[.!?]"?\.$', line) for text in texts for line in text.splitlines())


# --- results ---------------------------------------------------------------------------------------------------


def test_every_gap_is_a_result_and_nothing_else() -> None:
    found = run(assessments())["results"]
    assert [(r["properties"]["suite"], r["ruleId"], r["properties"]["verdict"]) for r in found] == [
        (a.suite.id, f.requirement.id, f.verdict)
        for a in assessments()
        for f in a.findings
        if f.verdict in GAPS
    ]


def test_levels_and_kinds() -> None:
    found = {r["ruleId"]: (r["kind"], r["level"]) for r in run([small()])["results"]}
    assert found == {
        "rights.requests": ("fail", "warning"),  # partial
        "rights.complaint": ("fail", "warning"),  # missing
        "rights.withdrawal": ("open", "none"),  # undetermined
        "rights.guardian": ("fail", "note"),  # missing
        "terms.liability": ("fail", "warning"),  # violated
    }
    high = {r["level"] for r in run(assessments())["results"] if r["properties"]["severity"] == "high"}
    assert high == {"error", "none"}


def test_the_message_says_verdict_gap_place_and_law() -> None:
    text = result_of(run([small()]), "terms.liability")["message"]["text"].splitlines()
    assert text == [
        "Violated: Exclusions of liability have limits (Cloud Notes).",
        "Violated: an exclusion does not save intent or gross negligence ([terms clause 3.1](1)).",
        "Basis: Civil Code art. 506.",
    ]
    chinese = result_of(run([small()], lang="zh"), "terms.liability")["message"]["text"].splitlines()
    assert chinese == [
        "违反：免责条款有界限（云记事）。",
        "违反：免责条款未保留故意或重大过失责任（[terms 条款 3.1](1)）。",
        "依据：《中华人民共和国民法典》第五百零六条。",
    ]


def test_what_is_undetermined_names_the_document() -> None:
    result = result_of(run([small()]), "rights.withdrawal")
    for message in result["message"].values():
        assert "It may stand in a document not held" in message
        assert "“云记事隐私政策” (privacy policy), referred to in [terms clause" in message


def test_markdown_shows_the_violating_words() -> None:
    for assessment in assessments():
        found = run([assessment])
        for finding in assessment.findings:
            if finding.verdict is Verdict.VIOLATED:
                markdown = result_of(found, finding.requirement.id)["message"]["markdown"]
                quotes = [e.quote for hit in finding.prohibitions for e in hit.evidence]
                assert quotes
                assert all(re.split(r"\W", quote)[0] in markdown for quote in quotes)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_links_in_messages_lead_to_related_locations(lang: str) -> None:
    for result in run(assessments(), lang=lang)["results"]:
        ids = [location["id"] for location in result["relatedLocations"]]
        assert ids == [*range(1, len(ids) + 1)]
        for message in result["message"].values():
            assert {int(number) for number in re.findall(r"\]\((\d+)\)", message)} == set(ids)


# --- places ----------------------------------------------------------------------------------------------------


def test_a_violation_is_at_every_violating_clause_of_the_encoding() -> None:
    for assessment in assessments():
        found = run([assessment])
        for finding in assessment.findings:
            if finding.verdict is Verdict.VIOLATED:
                places = {(e.file, e.line) for hit in finding.prohibitions for e in hit.evidence}
                locations = list(map(start, result_of(found, finding.requirement.id)["locations"]))
                assert set(locations) == places and len(locations) == len(places)


def test_what_is_missing_is_at_one_place_the_nearest() -> None:
    found = run(assessments())["results"]
    missing = [r for r in found if r["properties"]["verdict"] != "violated"]
    for result in missing:
        [location] = result["locations"]
        file, line = start(location)
        if not result["relatedLocations"]:
            assert (file, line) == (f"policies/{result['properties']['suite']}/suite.yaml", 1)
        else:
            assert location["logicalLocations"] == result["relatedLocations"][0]["logicalLocations"]
    assert any(result["relatedLocations"] for result in missing)
    assert not all(result["relatedLocations"] for result in missing)


def test_what_is_violated_by_silence_has_a_place() -> None:
    assessment = small()
    finding = finding_of(assessment, "terms.liability")
    [hit] = finding.prohibitions
    silent = finding._replace(prohibitions=(hit._replace(by=(), evidence=()),))
    result = result_of(run([assessment._replace(findings=(silent,))]), "terms.liability")
    assert [start(location)[0] for location in result["locations"]] == [f"{SMALL}/terms.yaml"]
    assert "nearest clauses held: [terms clause" in result["message"]["text"]


def test_places_are_where_clause_and_quote_stand() -> None:
    files: dict[str, list[str]] = {}

    def lines(file: str) -> list[str]:
        return files.setdefault(file, (ROOT / file).read_text(encoding="utf-8").splitlines())

    for result in run(assessments())["results"]:
        for location in result["locations"]:
            file, line = start(location)
            for logical in location.get("logicalLocations", ()):
                assert logical["name"] in lines(file)[line - 1]
                assert logical["fullyQualifiedName"].startswith(f"{result['properties']['suite']}/")
        for location in result["relatedLocations"]:
            file, line = start(location)
            quote = location["physicalLocation"]["region"]["snippet"]["text"]
            here = "".join("".join(lines(file)[line - 1 :]).split())
            assert "".join(quote.split()) in here
            assert "".join(quote.split())[:5] in "".join(lines(file)[line - 1].split())
            assert location["message"]["text"]


def test_artifacts_are_the_files_and_their_hashes() -> None:
    found = run(assessments())
    files = [unquote(artifact["location"]["uri"]) for artifact in found["artifacts"]]
    assert len(set(files)) == len(files)
    for file, artifact in zip(files, found["artifacts"], strict=True):
        contents = (ROOT / file).read_bytes()
        assert artifact.get("hashes", {}).get("sha-256") in (None, hashlib.sha256(contents).hexdigest())
    assert all(
        "hashes" in artifact for artifact in found["artifacts"] if artifact["location"]["uri"].endswith(".md")
    )
    for result in found["results"]:
        for location in (*result["locations"], *result["relatedLocations"]):
            place = location["physicalLocation"]["artifactLocation"]
            assert found["artifacts"][place["index"]]["location"]["uri"] == place["uri"]


@pytest.mark.parametrize(
    ("name", "uri", "root"),
    [
        ("政策/云 记事 #1%", "%E6%94%BF%E7%AD%96/%E4%BA%91%20%E8%AE%B0%E4%BA%8B%20%231%25", True),
        ("a:b", "a%3Ab", True),
        ("../notes", "../notes", True),
        ("/srv/云", "file:///srv/%E4%BA%91", False),
        ("C:/notes", "file:///C:/notes", False),
    ],
)
def test_paths_are_uris(name: str, uri: str, root: bool) -> None:
    [first, *_] = run([small(name=name)])["artifacts"]
    assert first["location"]["uri"] == f"{uri}/suite.yaml"
    assert first["location"].get("uriBaseId") == ("%SRCROOT%" if root else None)


# --- fingerprints ----------------------------------------------------------------------------------------------


def test_fingerprints_are_unique_and_survive_moved_lines() -> None:
    before = run(assessments())["results"]
    moved = [
        assess(
            with_evidence(a.suite, lambda e: e._replace(line=e.line + 7, source_line=e.source_line + 9)),
            a.baseline,
            as_of=a.as_of,
        )
        for a in assessments()
    ]
    after = run(moved)["results"]
    assert [r["partialFingerprints"] for r in after] == [r["partialFingerprints"] for r in before]
    assert len({r["partialFingerprints"]["checkerFinding/v1"] for r in before}) == len(before)
    for old, new in zip(before, after, strict=True):
        for kind, lines in (("locations", 7), ("relatedLocations", 9)):
            if old["relatedLocations"]:
                assert {start(x)[1] for x in new[kind]} == {start(x)[1] + lines for x in old[kind]}


def test_a_changed_quote_changes_the_fingerprint() -> None:
    assessment = small()
    suite = with_evidence(assessment.suite, lambda e: e._replace(quote=e.quote + "等"))
    after = run([assess(suite, SMALL_BASELINE, as_of=DAY)])
    before = run([assessment])
    changed = {
        r["ruleId"] for r in before["results"]
        if r["partialFingerprints"] != result_of(after, r["ruleId"])["partialFingerprints"]
    }  # fmt: skip
    assert changed == {
        "rights.requests",
        "rights.withdrawal",
        "terms.liability",
    }  # the others have no evidence


# --- waivers ---------------------------------------------------------------------------------------------------


def test_a_valid_waiver_is_an_accepted_suppression() -> None:
    found = run([small(waiver("terms.liability"))])
    result = result_of(found, "terms.liability")
    [suppression] = result["suppressions"]
    assert (suppression["kind"], suppression["status"]) == ("external", "accepted")
    assert suppression["justification"] == (
        "by 李雷 on 2026-11-01, until the end of 2026-12-31. Reason: old terms run out"
    )
    assert start(suppression["location"]) == (f"{SMALL}/waivers.yaml", 5)
    assert suppression["properties"] == {
        "approvedBy": "李雷", "approvedOn": "2026-11-01", "expires": "2026-12-31", "reason": "old terms run out",
    }  # fmt: skip
    assert result["level"] == "warning" and result["properties"]["verdict"] == "violated"
    assert result["message"]["text"].splitlines()[0].endswith("(Cloud Notes; waived).")
    assert all(r["suppressions"] == [] for r in found["results"] if r is not result)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"expires": "2026-11-21"}, "expired on 2026-11-21"),
        ({"fingerprint": "0" * 16}, "the finding or its evidence has changed"),
        ({"approved_on": "2026-11-23"}, "holds from 2026-11-23 on, not yet"),
    ],
)
def test_a_waiver_that_does_not_cover_suppresses_nothing_and_is_told(
    changes: dict[str, str], said: str
) -> None:
    assessment = small(waiver("rights.requests", **changes))
    result = result_of(run([assessment]), "rights.requests")
    assert result["suppressions"] == []
    assert said in result["message"]["text"] and said in result["message"]["markdown"]
    assert "waived)" not in result["message"]["text"]


def test_a_waiver_of_a_part_suppresses_nothing_and_is_told() -> None:
    first = next(a for a in assessments() if a.suite.id == "xiaoyi")
    finding = next(f for f in first.findings if f.verdict is Verdict.MISSING and len(f.elements) > 1)
    named = {"requirement": finding.requirement.id, "fingerprint": finding.fingerprint}
    waivers = [
        waiver("rights.requests", **named, element=each.element.id, file="policies/xiaoyi/waivers.yaml")
        for each in finding.elements
    ]
    for accepted, number in ((waivers[:1], 0), (waivers, len(waivers))):
        suite = first.suite._replace(waivers=Waivers("cn-pipl", "Asia/Shanghai", tuple(accepted)))
        result = result_of(run([assess(suite, first.baseline, as_of=DAY)]), finding.requirement.id)
        assert len(result["suppressions"]) == number
        assert f"(limited to element “{waivers[0].element}”)" in result["message"]["text"]
        assert ("; waived)" in result["message"]["text"]) is bool(number)


def test_of_several_waivers_those_count_that_cover() -> None:
    expired = waiver("terms.liability", expires="2026-11-20")
    valid = waiver("terms.liability", prohibition="unlimited", line=12)
    result = result_of(run([small(expired, valid)]), "terms.liability")
    assert [start(s["location"])[1] for s in result["suppressions"]] == [12]


def test_results_that_fail_the_run_are_marked() -> None:
    assessment = small(waiver("terms.liability"))
    found = run([assessment], gate=parse("violated:low,missing:medium"))
    assert [r["ruleId"] for r in found["results"] if r["properties"]["gating"]] == ["rights.complaint"]
    assert found["properties"]["failOn"] == "violated:low,missing:medium"


# --- the run ---------------------------------------------------------------------------------------------------


def test_the_run_says_what_was_judged() -> None:
    for lang, language in (("en", "en-US"), ("zh", "zh-CN")):
        found = run(assessments(), lang=lang)
        driver = found["tool"]["driver"]
        assert driver["name"] == "checker" and driver["version"] == driver["semanticVersion"]
        assert found["language"] == driver["language"] == language
        assert found["automationDetails"] == {"id": "checker/cn-pipl/"}
        assert found["columnKind"] == "utf16CodeUnits"
        assert list(found["originalUriBaseIds"]) == ["%SRCROOT%"]


def test_one_log_is_of_one_day() -> None:
    first = assessments()[0]
    with pytest.raises(ValueError, match="one baseline as of one day"):
        render([first, first._replace(as_of="2030-01-01")], "sarif")


def test_text_of_others_stays_text() -> None:
    hostile = [worded(a, "[x](https://a.example) {0} <b>\\ @me\u202e\n\ud800") for a in assessments()]
    log = render(hostile, "sarif")
    log.encode()
    assert "\u202e" not in log
    for result in json.loads(log)["runs"][0]["results"]:
        text, markdown = result["message"]["text"], result["message"]["markdown"]
        assert not re.search(r"(?<!\\)\]\((?!\d+\))", text + markdown)
        assert not re.search(r"(?<!\{)\{0\}(?!\})", text + markdown)
        assert "<" not in markdown
