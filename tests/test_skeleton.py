"""Skeletons: every clause, its words as a comment, nothing decided; and suite.yaml, changed as little as can be."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker import schema, source
from checker.encodings import load_agreement
from checker.errors import BadInput
from checker.hints import Hint
from checker.normal import WHITE
from checker.skeleton import encoding as skeleton
from checker.skeleton import suite as skeleton_suite
from checker.skeleton.slips import slips
from checker.source import Document
from checker.text import SourceText, source_text

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "policies").glob("*/*.md"))
REASONS = skeleton.reasons_of(schema.named("agreement").contents)


def text_of(markdown: str) -> SourceText:
    return source_text(markdown, "terms.md", hashlib.sha256(markdown.encode()).hexdigest())


def made(text: SourceText, title: str = "服务条款") -> str:
    return skeleton.skeleton(
        text, agreement="terms", title=title, type="user_agreement", dates={}, day="2026-11-21", schema_line="",
        reasons=REASONS,
    )  # fmt: skip


def problems(markdown: str, folder: Path) -> list[str]:
    """What `checker validate` says of the skeleton of a text."""
    (folder / "terms.md").write_bytes(markdown.encode())
    (folder / "terms.yaml").write_text(made(text_of(markdown)), encoding="utf-8")
    try:
        load_agreement(folder / "terms.yaml", "terms.yaml", keep=False)
    except BadInput as bad:
        return [problem.fault for problem in bad.problems]
    return []


def parsed(written: str) -> Document:
    document = source.parse(written, "terms.yaml")
    assert not schema.validate(document, "agreement")
    return document


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_one_problem_a_clause_and_nothing_else(path: Path, tmp_path: Path) -> None:
    markdown = path.read_text(encoding="utf-8")
    to_read = [clause.at for clause in text_of(markdown).clauses if not clause.heading_only]
    assert problems(markdown, tmp_path) == [f'clause "{at}" has not been read yet' for at in to_read]


def test_nothing_to_read(tmp_path: Path) -> None:
    assert made(text_of("# 标题\n\n## 总则\n")).count("needs_reading: new") == 0
    assert problems("# 标题\n\n## 总则\n", tmp_path) == []


def test_a_skeleton(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        skeleton, "hints", lambda text: (Hint("collection", "收集"),) if "收集" in text else ()
    )
    text = text_of("# 服务条款\n\n## 一、收集\n\n1.2 我们会收集您的手机号码。\n- （1）经您同意；\n")
    assert (
        made(text).split("# Clauses that were read")[0]
        == f"""\
agreement: terms
title: 服务条款
type: user_agreement
dates: {{}}
source: {{file: terms.md, sha256: {text.sha256}}}
reading: {{first: 2026-11-21}}
clauses:
  # 1.2 · line 5
  # 1.2 我们会收集您的手机号码。
  # typical of: collection (收集)
  #   {{kind: collection, categories: […], itemisation: …, purposes: […], purpose_link: …, methods:
  #    […]}}
  - at: "1.2"
    needs_reading: new
  # 1.2(1) · line 6
  # - （1）经您同意；
  - at: "1.2(1)"
    needs_reading: new
"""
    )


def test_every_word_stands_in_the_comments() -> None:
    for path in SOURCES:
        text = text_of(path.read_text(encoding="utf-8"))
        comments = "".join(line.strip()[2:] for line in made(text).splitlines() if line.startswith("  # "))
        for clause in text.clauses:
            if not clause.heading_only:
                own = "".join(text.text[start:end] for start, end in clause.spans)
                words = own.translate(dict.fromkeys(map(ord, WHITE)))
                assert words in comments.translate(dict.fromkeys(map(ord, WHITE)))


@given(st.text(max_size=200), st.text(min_size=1, max_size=40))
def test_hostile_words_stay_in_their_comments(words: str, title: str) -> None:
    """Controls, line ends of every kind, `- at: x`: the document is the same whatever the clause says."""
    text = text_of(f"1. 甲{words}".encode("utf-8", "replace").decode())
    title = title.encode("utf-8", "replace").decode()
    data = parsed(made(text, title)).data
    assert data["title"] == title
    assert [clause["at"] for clause in data["clauses"]] == [each.at for each in skeleton.to_read(text)]
    assert data["no_provision"] == []


@pytest.mark.parametrize(
    "hostile",
    ["a\x1b[31mb", "a\u2028- at: x", "a\x85no_provision: 1", "a\rb: c", "a\ufeff", "a\u202eb", "a\x7f\x9b"],
)
def test_hostile_clauses(hostile: str) -> None:
    written = made(text_of(f"1. {hostile}\n\n## {hostile}\n\n乙"))
    parsed(written)
    assert written.replace("\n", "").isprintable()


@pytest.mark.parametrize(
    "text",
    ["甲方", "yes", "null", "12", "2023-06-20", "a: b", "- a", "a #b", "“甲”", "a\\b", '"', " a", "甲 "],
)
def test_scalars_mean_the_text(text: str) -> None:
    assert source.parse(f"title: {skeleton.scalar(text)}", "x.yaml").data == {"title": text}


# --- dates and titles ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_dates_and_titles_of_the_thirteen(path: Path) -> None:
    """What people have written of these texts."""
    encoded = source.load(path.with_suffix(".yaml"), path.name).data
    text = text_of(path.read_text(encoding="utf-8"))
    assert skeleton.dates_of(text) == encoded["dates"]
    assert skeleton.title_of(text) == encoded["title"]


@pytest.mark.parametrize(
    ("line", "dates"),
    [
        ("更新日期：2023年6月20日", {"updated": "2023-06-20"}),
        ("生效日期: 2023-07-01", {"effective": "2023-07-01"}),
        ("更新于 2024 年 8 月 8 日", {"updated": "2024-08-08"}),
        ("本协议自2024年1月1日起施行。", {"effective": "2024-01-01"}),
        ("Last updated: 2024/3/5", {"updated": "2024-03-05"}),
        ("更新日期：2023年13月40日", {}),
        ("更新日期：2023年6月20日\n更新日期：2024年6月20日", {}),
        ("版本：2023年6月20日版", {}),
        ("您的会员自2024年1月1日起生效。", {}),
        ("附件一自2024年1月1日起施行。", {}),
    ],
)
def test_dates(line: str, dates: dict[str, str]) -> None:
    assert skeleton.dates_of(text_of(f"# 协议\n\n{line}\n")) == dates


# --- numbering -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markdown", "said"),
    [
        ("1. 甲\n2. 乙\n4. 丁", ["clause 4 (line 3) follows 2: look whether a label was lost"]),
        ("1.1 甲\n1.2 乙\n2.1 丙", []),
        (
            "一、甲\n（一）乙\n（三）丙",
            ["clause 一(三) (line 3) follows 一(一): look whether a label was lost"],
        ),
        ("## 甲\n1. 乙\n## 丙\n1. 丁", []),
        ("## 1. 甲\n## 2 乙\n## 3. 丙", []),
        ("1. 甲\n(2) 乙", ["clause 1(2) (line 2) is the first of its kind: look whether a label was lost"]),
        ("1. 甲\n2. 乙\n2. 丙", ["clause 2#2 (line 3) has the number of another clause"]),
        (
            "1. 甲\n(h) 乙\n(i) 丙\n(j) 丁",
            ["clause 1(h) (line 2) is the first of its kind: look whether a label was lost"],
        ),
        ("1. 甲\n(i) 乙\n(ii) 丙", []),
    ],
)
def test_slips_of_the_numbering(markdown: str, said: list[str]) -> None:
    assert list(slips(text_of(markdown))) == said


# --- suite.yaml ----------------------------------------------------------------------------------------------

FACTS = {
    name: fact["description"]
    for name, fact in schema.named("suite").contents["properties"]["facts"]["properties"].items()
}


def suite_document(written: str) -> Document:
    document = source.parse(written.encode(), "suite.yaml")
    assert not schema.validate(document, "suite")
    return document


def test_a_new_suite_leaves_facts_open() -> None:
    data = suite_document(skeleton_suite.suite_text("demo", "terms", FACTS, "")).data
    assert data["agreements"] == ["terms"] and data["suite"] == "demo"
    assert set(map(str, data["facts"].values())) == {"{'answer': 'unknown', 'ground': 'none'}"}


SUITE = skeleton_suite.suite_text("demo", "terms", FACTS, "# a comment")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("agreements:\n  - terms\n", "agreements:\n  - terms\n  - sla\n"),
        ("agreements:\n- terms\n", "agreements:\n- terms\n- sla\n"),
        ("agreements:\n  -   'terms' # kept\n\n", "agreements:\n  -   'terms' # kept\n  - 'sla'\n\n"),
        ("agreements:\n  - a # x\n  # y\n  - \"terms\"\n  # z\n", "agreements:\n  - a # x\n  # y\n  - \"terms\"\n  - sla\n  # z\n"),
        ("agreements: [terms]\n", "agreements: [terms, sla]\n"),
        ("agreements: [terms,]\n", "agreements: [terms, sla,]\n"),
        ("agreements: [a, terms ]  # c\n", "agreements: [a, terms, sla ]  # c\n"),
        ("agreements: [\n  a,\n  terms\n]\n", "agreements: [\n  a,\n  terms, sla\n]\n"),
    ],
)  # fmt: skip
def test_one_more_agreement_and_nothing_else(before: str, after: str) -> None:
    for ends in ("\n", "\r\n"):
        for mark in ("", "\ufeff"):
            written = (mark + SUITE.replace("agreements:\n  - terms\n", before)).replace("\n", ends)
            expected = (mark + SUITE.replace("agreements:\n  - terms\n", after)).replace("\n", ends)
            assert skeleton_suite.with_agreement(suite_document(written), "sla") == expected.removeprefix(
                mark
            )


def test_at_the_end_of_the_file() -> None:
    head, _, rest = SUITE.partition("agreements:\n  - terms\n")
    written = head + rest + "agreements:\n  - terms"
    assert skeleton_suite.with_agreement(suite_document(written), "sla") == written + "\n  - sla"


def test_an_agreement_that_is_listed_changes_nothing() -> None:
    assert skeleton_suite.with_agreement(suite_document(SUITE), "terms") == SUITE
