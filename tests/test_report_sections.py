"""What an audit report holds, and in which order: the sections, their lists and tables."""

import re
from typing import Any

import pytest

from checker.model import Verdict
from checker.reports import markdown, render, words
from checker.reports.md import escape
from checker.reports.near import nearest
from checker.reports.reading import read_as
from checker.reports.words import pick
from tests.report_samples import assessments


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_sections_stand_in_the_order_of_a_reader(lang: str) -> None:
    labels = (words.SUMMARY, words.ACTION, words.OPEN, words.ALL, words.SCOPE, words.HOW_TO_READ)
    for assessment in assessments():
        page = markdown.render_suite(assessment, lang=lang)
        found = re.findall(r"^## (.+)$", page, re.MULTILINE)
        open_too = any(f.verdict is Verdict.UNDETERMINED for f in assessment.findings)
        assert found == [pick(label, lang) for label in labels if label is not words.OPEN or open_too]


def section(page: str, title: str) -> str:
    return page.partition(f"## {title}\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("assessment", assessments(), ids=lambda a: a.suite.id)
def test_the_summary_names_every_grave_finding(assessment: Any) -> None:
    summary = section(markdown.render_suite(assessment, lang="en"), "Summary")
    listed = re.findall(r"^- \[.+\]\(#(\S+)\)$", summary, re.MULTILINE)
    grave = {Verdict.VIOLATED, Verdict.MISSING}
    assert sorted(listed) == sorted(
        f.requirement.id
        for f in assessment.findings
        if f.verdict in grave and f.requirement.severity == "high"
    )


@pytest.mark.parametrize("assessment", assessments(), ids=lambda a: a.suite.id)
def test_what_is_undetermined_stands_under_the_document_to_obtain(assessment: Any) -> None:
    page = markdown.render_suite(assessment, lang="en")
    waiting = section(page, "Open until documents are obtained")
    undetermined = [f for f in assessment.findings if f.verdict is Verdict.UNDETERMINED]
    anchored = re.findall(r'^\| <a id="([^"]+)">', waiting, re.MULTILINE)
    assert sorted(anchored) == sorted(f.requirement.id for f in undetermined)
    numbers = re.findall(r"Waiting for this: (\d+) requirement", waiting)
    assert sum(map(int, numbers)) == len(undetermined)
    for finding in undetermined:
        assert all(escape(held.title) in waiting for held in finding.deferred_to)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("assessment", assessments(), ids=lambda a: a.suite.id)
def test_a_cell_holds_three_links_to_clauses_at_most(assessment: Any, lang: str) -> None:
    for line in markdown.render_suite(assessment, lang=lang).splitlines():
        if line.startswith("| "):
            assert all(cell.count("?plain=1#L") <= 3 for cell in line.split(" | "))


@pytest.mark.parametrize("assessment", assessments(), ids=lambda a: a.suite.id)
def test_a_violated_or_missing_finding_tells_its_readings_and_near_misses(assessment: Any) -> None:
    page = markdown.render_suite(assessment, lang="en")
    for finding in assessment.findings:
        for hit in finding.prohibitions:
            assert all(escape(read_as(p, "en")) in page for p in hit.by)
            assert all(escape(p.fields["note"]["en"]) in page for p in hit.by if "note" in p.fields)
        if finding.verdict is Verdict.MISSING:
            for element in finding.elements:
                for near in nearest(element.element, assessment.provisions).shown:
                    assert escape(read_as(near, "en", most=3)) in page


@pytest.mark.parametrize("assessment", assessments(), ids=lambda a: a.suite.id)
def test_what_is_met_by_silence_alone_is_counted(assessment: Any) -> None:
    page = markdown.render_suite(assessment, lang="en")
    silent = [f for f in assessment.findings if f.verdict is Verdict.MET and not f.elements]
    counted = re.search(r"met, (\d+) only because no clause held says what is prohibited", page)
    assert (int(counted[1]) if counted else 0) == len(silent)
    for finding in silent:
        assert f"`{finding.requirement.id}`: no clause held says what is prohibited; " in page
    assert not silent or not assessment.suite.not_held or "; not checked in “" in page


def test_a_quote_behind_two_prohibitions_stands_once() -> None:
    for assessment in assessments():
        for part in markdown.render_suite(assessment, lang="en").split("\n#### ")[1:]:
            violated = part.partition("<details>")[0].partition("**What is violated**")[2]
            where = re.findall(r"^  > (.+)\n  >\n  > — (.+)$", violated, re.MULTILINE)
            assert len(where) == len(set(where))


def test_the_index_counts_documents_to_obtain() -> None:
    page = markdown.render_index(assessments(), lang="en")
    assert "| Documents referred to but not held |" in page
    assert "Undetermined is not better than missing" in page
    for assessment in assessments():
        row = next(
            line for line in page.splitlines() if line.startswith(f"| [{escape(assessment.suite.title.en)}]")
        )
        assert row.split(" | ")[3] == str(len(assessment.suite.not_held))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_page_says_what_made_it(lang: str) -> None:
    first = assessments()[0]
    for page in (
        markdown.render_suite(first, lang=lang),
        markdown.render_index([first], lang=lang),
        render([first], "markdown", lang=lang),
    ):
        assert re.match(r"<!-- .*`checker report`.* -->\n\n# ", page)
