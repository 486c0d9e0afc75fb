"""Formats that other programs read: JUnit for test results, GitHub and GitLab for reviews, CSV for spreadsheets."""

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple
from xml.etree import ElementTree

import pytest
import xmlschema
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.agreements import load_suite
from checker.catalogue import load_baseline
from checker.engine import assess
from checker.gate import DEFAULT, Gate, parse
from checker.model import GAPS, Assessment, Evidence, Finding, Severity, Suite, Verdict, Waiver, Waivers
from checker.reports import as_csv, gated, render, waived, words
from checker.reports.findings import hits, said, unsaid, worst_first
from checker.reports.github import SHOWN
from checker.reports.plain import plain
from checker.reports.words import pick
from tests.report_samples import ROOT, assessments, worded

DAY = "2026-11-22"
LANGUAGES = ("en", "zh")
MACHINES = ("junit", "github", "gitlab", "csv")
SMALL = "fixtures/small/cloud-notes"
VIOLATING = "terms.liability"
FAILING = (Verdict.VIOLATED, Verdict.MISSING, Verdict.PARTIAL)

both_languages = pytest.mark.parametrize("lang", LANGUAGES)


# --- what is reported on ---------------------------------------------------------------------------------------


@cache
def real() -> tuple[Assessment, ...]:
    """The suites of the project."""
    return tuple(assess(each.suite, each.baseline, as_of=DAY) for each in assessments())


@cache
def small(waivers: Waivers | None = None, day: str = DAY) -> Assessment:
    """The small suite, which has every verdict once; with waivers, if it is given any."""
    suite = load_suite(ROOT / SMALL, SMALL)._replace(waivers=waivers)
    return assess(suite, load_baseline(str(ROOT / "fixtures/small/baseline.yaml")), as_of=day)


def found(requirement: str, assessment: Assessment) -> Finding:
    return next(finding for finding in assessment.findings if finding.requirement.id == requirement)


def waiver(requirement: str, **changes: Any) -> Waiver:
    """A waiver of a finding of the small suite, approved in November 2026 and valid until the end of 2027."""
    accepted = Waiver(
        requirement, "", "", "", "", found(requirement, small()).fingerprint, "Being renegotiated", "Li Wei",
        "2026-11-02", "2027-12-31", f"{SMALL}/waivers.yaml", 7,
    )  # fmt: skip
    return accepted._replace(**changes)


def with_waivers(*entries: Waiver, day: str = DAY) -> Assessment:
    return small(Waivers("small", "Asia/Shanghai", entries), day)


STALE = [
    ({"expires": "2026-11-21"}, "expired on 2026-11-21 and covers nothing any more"),
    ({"fingerprint": "0123456789abcdef"}, "the finding or its evidence has changed since"),
]


def without_gaps(assessment: Assessment) -> Assessment:
    kept = tuple(finding for finding in assessment.findings if finding.verdict not in GAPS)
    return assessment._replace(findings=kept)


def moved(suite: Suite, lines: int) -> Suite:
    """The suite as if lines had been put in before everything; what was one piece of evidence stays one."""
    done: dict[int, Evidence] = {}

    def further(evidence: Evidence) -> Evidence:
        later = evidence._replace(line=evidence.line + lines, source_line=evidence.source_line + lines)
        return done.setdefault(id(evidence), later)

    agreements = tuple(
        agreement._replace(
            provisions=tuple(p._replace(evidence=further(p.evidence)) for p in agreement.provisions)
        )
        for agreement in suite.agreements
    )
    return suite._replace(agreements=agreements)


HOSTILE = [
    "::error file=x::owned", "\n::stop-commands::x\n", "100%0A::error::x", "a%b,c:d=e", "<b>&amp;]]><!-- -->'\"",
    "\x00\x07\x1b[31m", "\ufffe\uffff\ufdd0", "\ud800", "\u202egnp", "=HYPERLINK(\"http://x.y\")", "+1", "-1", "@SUM(A1)",
    "\t=1", "\r\n=1", "\u3000＝1", "\u200b=1", "\ufeff＋1", "－1", "＠x", '""", ","', "a;b\tc\nd", "\\", "𠮷", "删除",
]  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=4).map("".join)).filter(
    plain
)


@cache
def hostile(text: str) -> tuple[Assessment, ...]:
    """The small suite and a real one in which every text of others is this one, and the waivers' too."""
    ours = waiver(VIOLATING, reason=text, approved_by=text)
    return worded(with_waivers(ours), text, text), worded(real()[-1], text, text)


# --- reading the formats as their readers do -------------------------------------------------------------------


class Command(NamedTuple):
    """A workflow command as GitHub's runner reads it."""

    kind: str
    properties: dict[str, str]
    message: str


def commands(report: str) -> list[Command]:
    """Reads like ActionCommand of the runner; a line that is no command is a fault."""
    return [command(line) for line in report.removesuffix("\n").split("\n")]


def command(line: str) -> Command:
    found = re.fullmatch(r"::(error|warning|notice) (.*?)::(.*)", line, re.DOTALL)
    assert found, line
    pairs = [pair.split("=", 1) for pair in found[2].split(",")]
    properties = {name: unescaped(value, ",%2C", ":%3A") for name, value in pairs}
    assert len(properties) == len(pairs)
    return Command(found[1], properties, unescaped(found[3]))


def unescaped(text: str, *more: str) -> str:
    for token, *code in ("\r%0D", "\n%0A", *more, "%%25"):
        text = text.replace("".join(code), token)
    return text


def junit(assessed: Sequence[Assessment], lang: str = "en", gate: Gate = DEFAULT) -> ElementTree.Element:
    report = render(assessed, "junit", lang=lang, gate=gate)
    SCHEMA.validate(report)
    return ElementTree.fromstring(report)


SCHEMA = xmlschema.XMLSchema(str(ROOT / "tests/data/junit.xsd"))


def cases(root: ElementTree.Element) -> dict[str, ElementTree.Element]:
    """The test cases by requirement."""
    return {case.attrib["name"].split()[0]: case for case in root.iter("testcase")}


def outcome(root: ElementTree.Element, requirement: str) -> ElementTree.Element:
    [only] = cases(root)[requirement]
    return only


def rows(assessed: Sequence[Assessment], lang: str = "en", gate: Gate = DEFAULT) -> list[dict[str, str]]:
    """The rows by the English headers."""
    report = render(assessed, "csv", lang=lang, gate=gate)
    assert report.startswith("\ufeff")
    headers, *read = csv.reader(io.StringIO(report[1:], newline=""), strict=True)
    assert headers == [pick(header, lang) for header in as_csv.HEADERS]
    return [dict(zip([header.en for header in as_csv.HEADERS], row, strict=True)) for row in read]


def row(assessed: Assessment, requirement: str, lang: str = "en") -> dict[str, str]:
    return next(each for each in rows([assessed], lang) if each["Requirement"] == requirement)


def gaps(assessed: Sequence[Assessment]) -> list[Finding]:
    return [f for each in assessed for f in each.findings if f.verdict in GAPS]


# --- all of them -----------------------------------------------------------------------------------------------


@both_languages
@pytest.mark.parametrize("format", MACHINES)
def test_same_input_same_bytes_whatever_a_terminal_is_told(format: str, lang: str) -> None:
    report = render(real(), format, lang=lang)
    assert report == render(real(), format, lang=lang, verbose=True, colour=True)
    assert report.endswith("\n") and not report.endswith("\n\n")


@pytest.mark.parametrize("format", MACHINES)
def test_one_language_is_spoken(format: str) -> None:
    """The quotes are Chinese in both; what is ours is not."""
    ours = [worded(each, "Q", "1") for each in real()]
    english = render(ours, format, lang="en")
    assert not re.search("[\u4e00-\u9fff]", english), re.findall(".*[\u4e00-\u9fff].*", english)[:1]
    chinese = render(ours, format, lang="zh")
    for label in (words.BASIS, words.VIOLATED_ONE, words.MISSING_ONE, words.REMEDY, *words.VERDICTS.values()):
        assert f"{label.en}: " not in chinese
    assert all(words.VERDICTS[verdict].zh in chinese for verdict in (Verdict.VIOLATED, Verdict.MISSING))


@both_languages
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_survives_as_text(text: str, lang: str) -> None:
    assessed, shown = hostile(text), plain(text)
    in_xml = re.sub("[\ufffe\uffff]", "\ufffd", shown)
    assert f"“{in_xml}”" in (outcome(junit(assessed[1:], lang), "fair-terms.liability-exclusion").text or "")
    assert in_xml in outcome(junit(assessed[:1], lang), VIOLATING).attrib["message"]
    told = commands(render(assessed, "github", lang=lang))
    assert len(told) == 1 + len(gaps(assessed))
    assert any(f"“{shown}”" in each.message for each in told)
    listed = json.loads(render(assessed, "gitlab", lang=lang))
    assert any(f"“{shown}”" in entry["description"] for entry in listed)
    table = rows(assessed, lang)
    assert len(table) == sum(len(each.findings) for each in assessed)
    assert any(f"“{shown}”" in each["Quotes"] for each in table)
    for format in MACHINES:
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202e\ud800-\udfff]", render(assessed, format))


@settings(deadline=None, max_examples=40)
@given(text=TEXTS)
def test_any_text_leaves_the_formats_readable(text: str) -> None:
    assessed = [worded(small(), text, text)]
    assert len(cases(junit(assessed))) == len(small().findings)
    assert len(commands(render(assessed, "github"))) == 1 + len(gaps(assessed))
    assert len(json.loads(render(assessed, "gitlab"))) == len(gaps(assessed))
    assert not [cell for each in rows(assessed) for cell in each.values() if computed(cell)]


def test_no_xml_is_loaded_before_it_is_written() -> None:
    script = "import sys, checker.reports.junit; print('xml' in sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert loaded.stdout.strip() == "False"


# --- JUnit -----------------------------------------------------------------------------------------------------


@both_languages
@pytest.mark.parametrize("assessed", [[small()], list(real())], ids=["small", "real"])
def test_junit_fits_the_schema_and_counts_right(assessed: Sequence[Assessment], lang: str) -> None:
    root = junit(assessed, lang)
    assert [suite.attrib["name"] for suite in root] == [each.suite.id for each in assessed]
    for suite, assessment in zip(root, assessed, strict=True):
        counts = assessment.counts()
        assert suite.attrib["file"] == assessment.suite.file
        assert {name: int(suite.attrib[name]) for name in ("tests", "failures", "errors", "skipped")} == {
            "tests": len(assessment.findings), "failures": sum(counts[verdict] for verdict in FAILING), "errors": 0,
            "skipped": counts[Verdict.UNDETERMINED] + counts[Verdict.NOT_APPLICABLE],
        }  # fmt: skip
        for name, tag in (("tests", "testcase"), ("failures", "failure"), ("skipped", "skipped")):
            assert int(suite.attrib[name]) == len(list(suite.iter(tag)))
    for name in ("tests", "failures", "errors"):
        assert int(root.attrib[name]) == sum(int(suite.attrib[name]) for suite in root)


@pytest.mark.parametrize(
    ("requirement", "tag", "verdict", "message"),
    [
        ("rights.requests", "failure", "partial", "Not said: reasons are given for a refusal"),
        ("rights.complaint", "failure", "missing", "Not said: a way to complain is named"),
        (
            "terms.liability", "failure", "violated",
            "Violated: an exclusion does not save intent or gross negligence",
        ),
        (
            "rights.withdrawal", "skipped", "undetermined",
            "It may stand in a document not held: “云记事隐私政策” (privacy policy)",
        ),
        (
            "terms.refund", "skipped", "not_applicable",
            "Why it does not apply: declared: “The service, or part of it, is paid for”: no",
        ),
    ],
)  # fmt: skip
def test_junit_tells_each_verdict(requirement: str, tag: str, verdict: str, message: str) -> None:
    told = outcome(junit([small()]), requirement)
    assert (told.tag, told.attrib) == (tag, {"type": verdict, "message": message})
    assert message in (told.text or "")


def test_junit_names_a_case_by_suite_group_and_requirement() -> None:
    case = cases(junit([small()], "zh"))["rights.deletion"]
    assert case.attrib == {"classname": "cloud-notes.rights", "name": "rights.deletion 载明删除权"}
    assert len(case) == 0


def test_junit_bodies_are_complete_by_themselves() -> None:
    assert outcome(junit([small()]), VIOLATING).text == "\n".join(
        [
            "violated · medium · terms.liability",
            "Violated: an exclusion does not save intent or gross negligence",
            f"  terms 3.1  {SMALL}/terms.md:19  {SMALL}/terms.yaml:28",
            "    “因您泄露密码造成的损失，由您自行承担”",
            "Basis: Civil Code art. 506",
            "Remedy: Save liability for intent and gross negligence.",
            f"Fingerprint: {found(VIOLATING, small()).fingerprint}",
        ]
    )
    assumed = outcome(junit([small()]), "rights.guardian").text or ""
    assert "Assumed to apply: Nobody has declared whether minors are effectively kept" in assumed
    missing = outcome(junit([small()]), "rights.requests").text or ""
    assert f"  terms 2.2  {SMALL}/terms.md:15  {SMALL}/terms.yaml:20\n    “验证您的身份后" in missing


@both_languages
def test_junit_shows_every_violating_quote_with_its_source(lang: str) -> None:
    root = junit(real(), lang)
    for suite, assessment in zip(root, real(), strict=True):
        told = cases(suite)
        for finding in assessment.findings:
            body = "".join(told[finding.requirement.id].itertext())
            for evidence in [e for hit in hits(finding) for e in hit.evidence]:
                assert (
                    f"{evidence.source_file}:{evidence.source_line}  {evidence.file}:{evidence.line}" in body
                )
                assert f"“{plain(evidence.quote)}”" in body


def test_junit_heeds_no_gate() -> None:
    assert render([small()], "junit", gate=Gate()) == render([small()], "junit", gate=parse("violated"))


# --- waivers ---------------------------------------------------------------------------------------------------


@both_languages
def test_a_waived_gap_is_shown_as_such_everywhere(lang: str) -> None:
    assessment = with_waivers(waiver(VIOLATING))
    finding = found(VIOLATING, assessment)
    assert finding.waived and finding.verdict is Verdict.VIOLATED
    [sentence] = [said for _, said in waived.points(finding, lang)]
    gate = parse("violated")

    root = junit([assessment], lang)
    told = outcome(root, VIOLATING)
    assert (told.tag, told.attrib["type"]) == ("skipped", "violated")
    assert sentence in told.attrib["message"] and sentence in (told.text or "")
    assert [root[0].attrib[name] for name in ("failures", "skipped")] == ["3", "3"]

    [notice] = [
        c
        for c in commands(render([assessment], "github", lang=lang, gate=gate))
        if f" {VIOLATING}" in c.message
    ]
    assert notice.kind == "notice" and sentence in notice.message

    [entry] = [
        e for e in json.loads(render([assessment], "gitlab", lang=lang)) if e["check_name"] == VIOLATING
    ]
    assert entry["severity"] == "info" and sentence in entry["description"]

    cells = next(each for each in rows([assessment], lang, gate) if each["Requirement"] == VIOLATING)
    assert cells["Verdict"] == pick(words.VERDICTS[Verdict.VIOLATED], lang)
    assert cells["Waived"] == pick(words.YES, lang) and cells["Fails the run"] == pick(words.NO, lang)
    assert cells["Waivers"] == sentence


@pytest.mark.parametrize(("changes", "why"), STALE)
def test_a_waiver_that_covers_no_longer_is_told_and_hides_nothing(changes: dict[str, str], why: str) -> None:
    assessment = with_waivers(waiver(VIOLATING, **changes))
    gate = parse("violated")
    told = outcome(junit([assessment]), VIOLATING)
    assert told.tag == "failure" and why in (told.text or "")
    assert told.attrib["message"].startswith("Violated: ")
    [error] = [c for c in commands(render([assessment], "github", gate=gate)) if c.kind == "error"]
    assert why in error.message
    [entry] = [e for e in json.loads(render([assessment], "gitlab")) if e["check_name"] == VIOLATING]
    assert entry["severity"] == "major" and why in entry["description"]
    cells = next(each for each in rows([assessment], gate=gate) if each["Requirement"] == VIOLATING)
    assert (cells["Waived"], cells["Fails the run"]) == ("no", "yes") and why in cells["Waivers"]


def test_waivers_of_what_is_open_and_of_what_is_missing() -> None:
    withdrawal, guardian = "rights.withdrawal", "rights.guardian"
    root = junit([with_waivers(waiver(withdrawal), waiver(guardian, expires=DAY))])
    assert outcome(root, withdrawal).attrib["message"].startswith("Waiver: by Li Wei")
    assert "(expires today)" in outcome(root, guardian).attrib["message"]


def test_a_waiver_of_a_part_leaves_the_gap_open() -> None:
    before = real()[0]
    finding = next(f for f in before.findings if len(hits(f)) == 1 and unsaid(f))
    part = waiver(VIOLATING)._replace(
        requirement=finding.requirement.id, fingerprint=finding.fingerprint,
        element=unsaid(finding)[0].element.id,
    )  # fmt: skip
    suite = before.suite._replace(waivers=Waivers(before.baseline.id, "Asia/Shanghai", (part,)))
    told = outcome(junit([assess(suite, before.baseline, as_of=DAY)]), finding.requirement.id)
    assert told.tag == "failure" and "(limited to element “" in (told.text or "")


# --- GitHub ----------------------------------------------------------------------------------------------------


@both_languages
def test_github_annotates_every_gap_once_worst_first(lang: str) -> None:
    summary, *told = commands(render(real(), "github", lang=lang))
    everything = gaps(real())
    assert len(told) == len(everything)
    ranked = worst_first(everything)
    expected = [f for f in ranked if DEFAULT.gates(f)] + [f for f in ranked if not DEFAULT.gates(f)]
    assert [each.message.split("\n")[0].split(" · ")[2].split(" ")[0].split("（")[0] for each in told] == [
        finding.requirement.id for finding in expected
    ]
    kinds = [each.kind for each in told]
    errors = len(DEFAULT.stops(real()))
    assert kinds == ["error"] * errors + ["warning"] * (len(told) - errors)
    assert summary.kind == "notice" and gated.counted(DEFAULT, real(), lang) in summary.message


def test_github_says_when_it_will_not_show_all() -> None:
    cut, *told = commands(render(real(), "github"))
    errors = sum(each.kind == "error" for each in told)
    assert errors > SHOWN
    assert f"first {SHOWN} of each kind a step" in cut.message
    assert f"errors {errors}, warnings {len(told) - errors}, notices 1." in cut.message
    whole = commands(render([small()], "github"))[0]
    assert "first" not in whole.message


def test_github_points_at_the_encoding() -> None:
    told = {
        c.properties["title"]: c for c in commands(render([small()], "github", gate=parse("violated")))[1:]
    }
    violating = told["Exclusions of liability have limits"]
    assert violating.kind == "error"
    assert violating.properties == {
        "file": f"{SMALL}/terms.yaml", "line": "28", "endLine": "28", "title": "Exclusions of liability have limits",
    }  # fmt: skip
    assert violating.message.split("\n") == [
        "violated · medium · terms.liability",
        "Violated: an exclusion does not save intent or gross negligence",
        "terms 3.1: “因您泄露密码造成的损失，由您自行承担”",
        "Basis: Civil Code art. 506",
        "Remedy: Save liability for intent and gross negligence.",
    ]
    nearest = told["Handles requests"]
    assert (nearest.properties["file"], nearest.properties["line"]) == (f"{SMALL}/terms.yaml", "20")
    assert "Nearest clauses held: terms 2.2: “验证您的身份后" in nearest.message
    nowhere = told["Names a way to complain"]
    assert (nowhere.properties["file"], nowhere.properties["line"]) == (f"{SMALL}/suite.yaml", "1")
    assert "Nearest clauses held: no clause held was read as dealing with this" in nowhere.message
    elsewhere = told["States the right to withdraw consent"]
    assert "It may stand in a document not held: “云记事隐私政策” (privacy policy)" in elsewhere.message


def test_github_points_at_the_first_clause_that_violates() -> None:
    told = commands(render(real(), "github"))[1:]
    for assessment in real():
        order = [agreement.file for agreement in assessment.suite.agreements]
        for finding in assessment.findings:
            if not hits(finding):
                continue
            first = min(hits(finding)[0].evidence, key=lambda e: (order.index(e.file), e.source_line, e.line))
            place = {"file": first.file, "line": str(first.line), "endLine": str(first.line)}
            assert any(
                place.items() <= each.properties.items() and finding.requirement.id in each.message
                for each in told
            )


def test_github_points_at_the_reference_where_nothing_is_nearer() -> None:
    told = commands(render([small()._replace(provisions={})], "github"))
    [elsewhere] = [each for each in told if "rights.withdrawal" in each.message]
    assert (elsewhere.properties["file"], elsewhere.properties["line"]) == (f"{SMALL}/terms.yaml", "32")


def test_github_points_at_lines_where_a_clause_begins() -> None:
    for each in commands(render(real(), "github"))[1:]:
        lines = (ROOT / each.properties["file"]).read_text(encoding="utf-8").splitlines()
        assert 1 <= int(each.properties["line"]) <= len(lines)
        if not each.properties["file"].endswith("suite.yaml"):
            assert "- at:" in lines[int(each.properties["line"]) - 1]


def test_github_without_a_gap_says_what_was_evaluated() -> None:
    told = commands(render([without_gaps(small())], "github"))
    assert [each.kind for each in told] == ["notice"]
    assert "2 evaluated, 1 not applicable, 0 with gaps" in told[0].message
    assert told[0].properties == {"title": "small 1 as of 2026-11-22: Cloud Notes"}


def test_github_gives_the_remedy_where_it_is_short() -> None:
    for finding, each in zip(
        worst_first(gaps([small()])), commands(render([small()], "github"))[1:], strict=True
    ):
        assert each.message.endswith(f"Remedy: {finding.requirement.remedy.en}")
    long = small().findings[1]
    requirement = long.requirement._replace(remedy=words.Words("很" * 200, "Do this. Then " + "much " * 99))
    changed = small()._replace(findings=(long._replace(requirement=requirement),))
    assert render([changed], "github").endswith("Remedy: Do this.\n")
    assert "修改建议" not in render([changed], "github", lang="zh")


@pytest.mark.parametrize("text", HOSTILE)
def test_github_titles_and_paths_may_hold_anything(text: str) -> None:
    finding = small().findings[1]
    requirement = finding.requirement._replace(title=words.Words(text, text))
    suite = small().suite._replace(file=f"a{text}/suite.yaml")
    changed = small()._replace(
        suite=suite, provisions={}, findings=(finding._replace(requirement=requirement),)
    )
    told = commands(render([changed], "github"))[1]
    assert told.properties["title"] == plain(text)
    assert told.properties["file"] == f"a{text}/suite.yaml"
    assert told.message.startswith("partial · medium · rights.requests")


def test_github_titles_are_no_longer_than_github_takes() -> None:
    many = [small()] * 60
    assert len(commands(render(many, "github"))[0].properties["title"]) <= 255


# --- GitLab ----------------------------------------------------------------------------------------------------


@both_languages
def test_gitlab_lists_every_gap_with_what_gitlab_asks_for(lang: str) -> None:
    listed = json.loads(render(real(), "gitlab", lang=lang))
    assert [entry["check_name"] for entry in listed] == [f.requirement.id for f in worst_first(gaps(real()))]
    for entry, finding in zip(listed, worst_first(gaps(real())), strict=True):
        assert list(entry) == ["description", "check_name", "fingerprint", "severity", "location"]
        assert pick(finding.requirement.title, lang) in entry["description"]
        assert "\n" not in entry["description"]
        path, begin = entry["location"]["path"], entry["location"]["lines"]["begin"]
        assert (ROOT / path).is_file() and re.match("[a-z]", path)
        assert isinstance(begin, int) and begin >= 1


def test_gitlab_says_what_where_and_why() -> None:
    [entry] = [e for e in json.loads(render([small()], "gitlab")) if e["check_name"] == VIOLATING]
    assert entry == {
        "description": "violated · medium · terms.liability · Exclusions of liability have limits · "
        "Violated: an exclusion does not save intent or gross negligence · "
        "terms 3.1: “因您泄露密码造成的损失，由您自行承担” · Basis: Civil Code art. 506",
        "check_name": VIOLATING,
        "fingerprint": found(VIOLATING, small()).fingerprint,
        "severity": "major",
        "location": {"path": f"{SMALL}/terms.yaml", "lines": {"begin": 28}},
    }


def test_gitlab_counts_what_is_violated_and_what_is_not_said_apart() -> None:
    several = next(f for f in gaps(real()) if len(hits(f)) > 1 and unsaid(f))
    entry = next(e for e in json.loads(render(real(), "gitlab")) if e["fingerprint"] == several.fingerprint)
    assert (
        f"Violated: {hits(several)[0].prohibition.words.en}, and {len(hits(several)) - 1} more; Not said: "
        in entry["description"]
    )


@pytest.mark.parametrize(
    ("verdict", "severities"),
    [
        ("violated", "critical major minor"), ("missing", "major minor info"), ("partial", "minor minor info"),
        ("undetermined", "minor minor info"),
    ],
)  # fmt: skip
def test_gitlab_severities(verdict: str, severities: str) -> None:
    finding = next(f for f in small().findings if f.verdict == verdict)
    for severity, expected in zip(Severity, severities.split(), strict=True):
        requirement = finding.requirement._replace(severity=severity)
        changed = small()._replace(findings=(finding._replace(requirement=requirement),))
        assert json.loads(render([changed], "gitlab"))[0]["severity"] == expected


def test_gitlab_fingerprints_are_unique_and_stay_when_lines_move() -> None:
    fingerprints = [entry["fingerprint"] for entry in json.loads(render(real(), "gitlab"))]
    assert len(set(fingerprints)) == len(fingerprints)
    later = [assess(moved(each.suite, 40), each.baseline, as_of=DAY) for each in real()]
    assert render(later, "gitlab") != render(real(), "gitlab")
    assert [entry["fingerprint"] for entry in json.loads(render(later, "gitlab"))] == fingerprints


def test_gitlab_fingerprints_are_unique_where_a_suite_is_there_twice() -> None:
    copy = small()._replace(suite=small().suite._replace(file="old/suite.yaml"))
    listed = json.loads(render([small(), copy], "gitlab"))
    assert len({entry["fingerprint"] for entry in listed}) == len(listed) == 2 * len(gaps([small()]))


def test_gitlab_without_a_gap_is_an_empty_list() -> None:
    assert json.loads(render([without_gaps(small())], "gitlab")) == []


@pytest.mark.parametrize("format", ["github", "gitlab", "junit"])
def test_paths_do_not_begin_with_a_point(format: str) -> None:
    """As they would where the suite is the working directory."""
    here = load_suite(ROOT / SMALL, ".")
    assessment = assess(here, small().baseline, as_of=DAY)
    report = render([assessment], format)
    assert "suite.yaml" in report
    assert not re.search(r'(file=|"path": "|file=")\./', report)


# --- CSV -------------------------------------------------------------------------------------------------------


def computed(cell: str) -> bool:
    """Whether a spreadsheet might take a cell for a formula."""
    visible = re.sub("^[\\s\u200b-\u200d\u2060\ufeff]+", "", cell)
    return visible.startswith(tuple("=+-@＝＋－＠\t\r"))


@both_languages
def test_csv_has_a_row_for_each_finding_in_the_order_of_the_catalogue(lang: str) -> None:
    table = rows(real(), lang)
    expected = [(each.suite.id, finding) for each in real() for finding in each.findings]
    assert [(cells["Suite"], cells["Requirement"]) for cells in table] == [
        (suite, finding.requirement.id) for suite, finding in expected
    ]
    for cells, (_, finding) in zip(table, expected, strict=True):
        assert cells["Verdict"] == pick(words.VERDICTS[finding.verdict], lang)
        assert cells["Fails the run"] == pick(words.YES if DEFAULT.gates(finding) else words.NO, lang)
        assert cells["Fingerprint"] == finding.fingerprint
        assert bool(cells["Remedy"]) is (finding.verdict in GAPS)
        parts = hits(finding) or said(finding)
        if finding.verdict is not Verdict.NOT_APPLICABLE:
            assert all(plain(e.quote) in cells["Quotes"] for part in parts for e in part.evidence)


def test_csv_is_as_spreadsheets_want_it() -> None:
    report = render(real(), "csv")
    assert report.encode("utf-8").startswith(b"\xef\xbb\xbfSuite,")
    assert (
        report.count("\n")
        == report.count("\r\n")
        == report.count("\r")
        == 1 + sum(len(each.findings) for each in real())
    )


@both_languages
def test_csv_speaks_one_language_in_its_headers(lang: str) -> None:
    headers = [pick(header, lang) for header in as_csv.HEADERS]
    assert len(set(headers)) == len(headers)
    assert all(bool(re.search("[\u4e00-\u9fff]", header)) is (lang == "zh") for header in headers)


def test_csv_says_what_is_behind_a_finding() -> None:
    cells = row(small(), VIOLATING)
    assert cells == {
        "Suite": "cloud-notes", "Requirement": VIOLATING, "Title": "Exclusions of liability have limits",
        "Group": "Standard terms", "Severity": "medium", "Verdict": "violated", "Applies": "yes",
        "Fails the run": "no", "Waived": "no", "Waivers": "", "Elements not said": "",
        "Prohibitions hit": "an exclusion does not save intent or gross negligence", "Clauses": "terms 3.1",
        "Quotes": "“因您泄露密码造成的损失，由您自行承担”", "Source": f"{SMALL}/terms.md:19",
        "Articles of law": "Civil Code art. 506", "Remedy": "Save liability for intent and gross negligence.",
        "Fingerprint": found(VIOLATING, small()).fingerprint,
    }  # fmt: skip
    assumed = row(small(), "rights.guardian")["Applies"]
    assert assumed.startswith("assumed to apply: Nobody has declared whether minors")
    excluded = row(small(), "terms.refund")
    assert excluded["Applies"] == "no: declared: “The service, or part of it, is paid for”: no"
    assert excluded["Elements not said"] == ""
    elsewhere = row(small(), "rights.withdrawal")
    assert elsewhere["Elements not said"] == (
        "the individual can withdraw consent (It may stand in a document not held: “云记事隐私政策” (privacy policy))"
    )
    assert elsewhere["Clauses"] == "terms 3.2"


def test_csv_entries_of_clauses_quotes_and_sources_correspond() -> None:
    for cells in rows([worded(each, "Q", "1") for each in real()]):
        assert len({len(cells[name].split("; ")) for name in ("Clauses", "Quotes", "Source")}) == 1


FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    " =1",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "\u3000=1",
    "\u200b=1",
    "\ufeff=1",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_csv_computes_nothing(text: str) -> None:
    """Titles begin a cell; so would waivers of a name that is a formula."""
    assert computed(text)
    finding = small().findings[0]
    requirement = finding.requirement._replace(title=words.Words(text, text))
    assessment = small()._replace(findings=(finding._replace(requirement=requirement),))
    assert rows([assessment])[0]["Title"] == f"'{plain(text)}"


@pytest.mark.parametrize("text", ["a=1", "1-1", "“=1”", "'=1", "6.1", "－".join("ab")])
def test_csv_leaves_alone_what_is_no_formula(text: str) -> None:
    finding = small().findings[0]
    requirement = finding.requirement._replace(title=words.Words(text, text))
    assessment = small()._replace(findings=(finding._replace(requirement=requirement),))
    assert rows([assessment])[0]["Title"] == text


def test_csv_cuts_what_looks_like_a_formula_too() -> None:
    finding = small().findings[0]
    requirement = finding.requirement._replace(title=words.Words("", "=" * 40_000))
    title = rows([small()._replace(findings=(finding._replace(requirement=requirement),))])[0]["Title"]
    assert title.startswith("'===") and len(title) == as_csv.MOST
    assert title.endswith("=… (cut: 40000 characters in all)")


@both_languages
@pytest.mark.parametrize(
    "text", ["删" * 40_000, "𠮷" * 40_000, "x" + "𠮷" * 39_999], ids=["one", "two", "odd"]
)
def test_csv_cuts_what_a_cell_cannot_hold_and_says_so(text: str, lang: str) -> None:
    cells = row(worded(small(), text), VIOLATING, lang)
    units = len(cells["Quotes"].encode("utf-16-le")) // 2
    assert as_csv.MOST - 2 < units <= as_csv.MOST
    assert re.search(
        "… \\(cut: 40002 characters in all\\)$|……（共 40002 个字符，此处截断）$", cells["Quotes"]
    )
    assert "\ufffd" not in cells["Quotes"]
    fits = row(worded(small(), "删" * (as_csv.MOST - 2)), VIOLATING, lang)
    assert len(fits["Quotes"]) == as_csv.MOST and fits["Quotes"].endswith("”")
