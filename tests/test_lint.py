"""The checks of `lint`: what each finds in its fixtures, where, and that they hold on any text."""

import json
import os
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from checker import suite_texts
from checker.lint import CHECKS, MOST, Remark, Text, remarks
from checker.lint.outline import number
from checker.reports import lint_json, lint_text
from checker.text import source_text

ROOT = Path(__file__).parent.parent
FIXTURES = ROOT / "fixtures" / "lint"
PAGES = ROOT / "docs" / "lint"
SCHEMA = json.loads((ROOT / "checker/schemas/lint.schema.json").read_text(encoding="utf-8"))
UPDATE = bool(os.environ.get("UPDATE_GOLDEN"))


def cases(check: str, kind: str) -> list[Path]:
    """The fixtures of a check: a file is one text, a folder the texts of a suite."""
    return sorted(path for path in (FIXTURES / check).iterdir() if path.name.startswith(kind))


def found_in(path: Path, check: str) -> list[Remark]:
    [suite] = suite_texts.load([str(path)])
    return remarks(suite, [check])


def text(words: str, name: str = "a") -> Text:
    return Text(name, source_text(words, f"{name}.md", "0" * 64))


def found(words: str, check: str) -> list[str]:
    return [remark.words for remark in remarks([text(words)], [check])]


def test_every_fixture_belongs_to_a_check() -> None:
    assert {path.name for path in FIXTURES.iterdir()} == set(CHECKS)


@pytest.mark.parametrize("check", CHECKS)
def test_hits_are_what_is_expected(check: str) -> None:
    """Each place, no other one; `expected.yaml` is rewritten with UPDATE_GOLDEN."""
    now: dict[str, list[dict[str, Any]]] = {}
    for path in cases(check, "hit"):
        for remark in found_in(path, check):
            name = (ROOT / remark.file).relative_to(FIXTURES / check).as_posix()
            place = {"line": remark.line, "column": remark.column, "at": remark.at, "words": remark.words}
            now.setdefault(name, []).append(place | {"zh": remark.message.zh, "en": remark.message.en})
    expected = FIXTURES / check / "expected.yaml"
    if UPDATE:
        expected.write_text(
            yaml.safe_dump(now, allow_unicode=True, sort_keys=False, width=110), encoding="utf-8"
        )
    assert now == yaml.safe_load(expected.read_text(encoding="utf-8"))
    for path in cases(check, "hit"):
        assert any(name.startswith(path.name) for name in now), f"nothing is found in {path}"


@pytest.mark.parametrize("check", CHECKS)
def test_clean_texts_have_no_remark(check: str) -> None:
    clean = cases(check, "clean")
    assert clean
    assert [remark for path in clean for remark in found_in(path, check)] == []


@pytest.mark.parametrize("check", CHECKS)
def test_each_check_has_a_page_with_its_examples(check: str) -> None:
    page = (PAGES / f"{check}.md").read_text(encoding="utf-8")
    assert f"[`{check}`]({check}.md)" in (PAGES / "README.md").read_text(encoding="utf-8")
    for kind in ("hit", "clean"):
        example = FIXTURES / check / f"{kind}.md"
        files = [example] if example.is_file() else sorted((FIXTURES / check / kind).iterdir())
        for file in files:
            assert f"```text\n{file.read_text(encoding='utf-8')}```" in page
    for part in ("What", "Why", "What to do", "Known limits"):
        assert f"**{part}.** " in page


def test_there_are_no_other_pages() -> None:
    assert {path.stem for path in PAGES.glob("*.md")} == {*CHECKS, "README"}


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("1", 1),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百零三", 103),
        ("两", 2),
        ("二〇", 20),
        ("１２", 12),
        ("甲", None),
        ("", None),
    ],
)
def test_numbers(written: str, means: int | None) -> None:
    assert number(written) == means


@pytest.mark.parametrize(
    ("words", "hits"),
    [
        ("1. 甲。\n\n2. 乙见本协议第2条。", []),
        ("1. 甲。\n\n2. 乙见本协议第3条。", ["本协议第3条"]),
        ("第一条 甲。\n\n第二条 依照保险法第九条。", []),
        ("第一条 甲。\n\n第二条 依照《保险法》第九条、第十条。", []),
        ("第一条 甲。\n\n第二条 依照第九条。", ["依照第九条"]),
        ("## 10. 甲\n\n见本政策第十部分。", []),
        ("1.1 甲，见1.10。", ["见1.10"]),
        ("1.1 甲，参见附件二第9条。", []),
    ],
)  # fmt: skip
def test_references_to_the_own_document(words: str, hits: list[str]) -> None:
    assert found(words, "reference-missing") == hits


@pytest.mark.parametrize(
    ("words", "hits"),
    [
        ("1.1 甲（乙[丙]）“丁‘戊’”。", 0),
        ("1.1 甲“乙“丙”。", 1),
        ("1.1 甲）乙。", 1),
        ("1.1 甲：a）乙；b）丙。", 0),
        ("1.1 [甲](https://a.b/(c))。", 0),
        ("1.1 甲（乙。\n\n1.2 丙）丁。", 2),
    ],
)
def test_marks(words: str, hits: int) -> None:
    assert len(found(words, "unbalanced-marks")) == hits


@pytest.mark.parametrize("check", CHECKS)
def test_line_breaks_of_other_systems_change_nothing(check: str) -> None:
    for path in cases(check, "hit"):
        for file in [path] if path.is_file() else sorted(path.iterdir()):
            words = file.read_text(encoding="utf-8")
            there = remarks([text(words)], [check])
            assert remarks([text(words.replace("\n", "\r\n"))], [check]) == there


def test_what_two_documents_have_in_common_is_no_repetition() -> None:
    words = "1.1 我们有权根据运营状况单方面调整奖励比例并通知您本人。"
    assert remarks([text(words, "a"), text(words, "b")], ["repeated-text"]) == []


def test_of_millions_of_places_the_first_are_told() -> None:
    assert len(found("“" * 3 * MOST, "unbalanced-marks")) == MOST
    told = lint_text.render([([text("“" * 3 * MOST)], remarks([text("“" * 3 * MOST)]))], CHECKS, lang="en")
    assert f"the first {MOST} are told" in told


PIECES = st.sampled_from(
    [*"甲乙，。：；（）()“”《》【】[]*#\n\n- ", "第三条", "本协议", "见6.10", "1.", "1.2 ", "（一）", "(i) ", "以下简称“甲”", "《隐私政策》",
     "2023年2月30日", "a_b@c.de", "a-b@c.de", "400-100-5678", "目录：", "……", "\u202e", "\x1b[31m", "\ud7ff"]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=60).map("".join))
def test_any_text_has_remarks_that_stand_in_it(words: str) -> None:
    """Whatever the text: no fault of ours, each remark at a place of the text, the same ones each time."""
    suite = [text("甲" + words), text("乙" + words[::-1], "b")]
    all_found = remarks(suite)
    assert all_found == remarks(suite)
    for remark in all_found:
        there = next(each for each in suite if each.source.file == remark.file).source
        lines = there.text.split("\n")
        assert 1 <= remark.line <= len(lines)
        assert 1 <= remark.column <= len(lines[remark.line - 1]) + 1
        assert remark.at in there.by_at
        assert remark.message.zh and remark.message.en
    jsonschema.validate(json.loads(lint_json.render([(suite, all_found)], CHECKS, lang="en")), SCHEMA)
    assert "\x1b" not in lint_text.render([(suite, all_found)], CHECKS, lang="zh")


def test_a_clause_left_out_is_found_wherever_it_is() -> None:
    """The law of the check: of a list without a fault, each item but the last can be missing, and is missed."""
    for missing in range(1, 9):
        words = "\n\n".join(
            f"第{name}条 甲。" for at, name in enumerate("一二三四五六七八九", 1) if at != missing
        )
        assert len(found(words, "numbering-gap")) == 1


@pytest.mark.parametrize("name", ["suite", "folder", "file"])
def test_texts_are_found_with_and_without_a_suite(name: str, tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text("1.1 甲。", encoding="utf-8")
    (tmp_path / "a.md").write_text("1.1 乙。", encoding="utf-8")
    named = {"suite": ROOT / "policies/xiaoyi", "folder": tmp_path, "file": tmp_path / "b.md"}[name]
    expected = {"suite": ["terms-of-service"], "folder": ["a", "b"], "file": ["b"]}[name]
    assert [each.agreement for each in suite_texts.load([str(named)])[0]] == expected
