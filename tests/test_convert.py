"""Raw texts to source texts: numbering, headings, encodings, broken lines, and every word kept."""

import os
import re
from html import escape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from checker.convert import convert
from checker.convert.blocks import Block, chinese_number, label_of
from checker.convert.inline import split
from checker.convert.unwrap import joined, width_of
from checker.errors import BadInput
from checker.exits import WRONG_USAGE, Stop
from checker.segments import segment
from checker.text import MAX_BYTES, MAX_LINES

ROOT = Path(__file__).parents[1]
RAW = sorted(path for path in (ROOT / "fixtures/convert").iterdir() if ".expected." not in path.name)
SOURCES = sorted((ROOT / "policies").glob("*/*.md"))
UPDATE = bool(os.environ.get("UPDATE_GOLDEN"))


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def ids(text: str) -> list[str]:
    return [clause.at for clause in segment(text)]


def bare(text: str) -> str:
    """The characters without white space and markup."""
    return re.sub(r"[\s*#>|\\-]+|\u200b|\ufeff", "", text)


# --- whole documents -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", RAW, ids=lambda path: path.stem)
def test_raw_documents(path: Path) -> None:
    """The first line of what is expected are the ids of the clauses."""
    markdown = convert(path.read_bytes(), path.name).markdown
    now = f"<!-- {' | '.join(ids(markdown))} -->\n{markdown}"
    expected = path.with_name(f"{path.stem}.expected.md")
    if UPDATE:
        expected.write_text(now, encoding="utf-8")
    else:
        assert now == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", [path for path in RAW if path.suffix != ".html"], ids=lambda path: path.stem)
def test_no_word_of_a_text_is_lost(path: Path) -> None:
    converted = convert(path.read_bytes(), path.name)
    encoding = {"GB18030": "gb18030", "UTF-16": "utf-16"}.get(converted.encoding, "utf-8-sig")
    assert bare(converted.markdown) == bare(path.read_bytes().decode(encoding))


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_sources_come_out_as_they_are(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert convert(text.encode(), path.name).markdown == text


def as_text(markdown: str) -> str:
    """The same without markup and blank lines; `---` is markup too, so that the closing belongs to the last clause."""
    lines = [re.sub(r"^(?:#+|-) ", "", line.strip()) for line in markdown.splitlines()]
    return "\n".join(line.replace("**", "") for line in lines if line and line != "---")


# Headings without a number, which nothing marks in plain text: none is guessed unless numbers begin again below it.
UNMARKED = {"kingsoft-cloud/sla-index": 12, "minimax/eula": 1}


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_sources_as_plain_text(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    markdown = convert(as_text(source).encode("gb18030"), "raw.txt").markdown
    expected = [at for at in ids(source) if at != "closing"]
    assert not set(ids(markdown)) - set(expected)
    assert len(set(expected) - set(ids(markdown))) == UNMARKED.get(name_of(path), 0)
    assert bare(markdown) == bare(as_text(source))


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_sources_as_html(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    page = f"<html><body><nav>首页</nav>{MarkdownIt('commonmark').render(source)}</body></html>"
    # A list `1) 2)` is shown as `1. 2.` by browsers.
    expected = [re.sub(r"^\((\d)\)$", r"\1", at) for at in ids(source)]
    assert ids(convert(page.encode(), "raw.html").markdown) == expected


def broken(text: str, columns: int) -> str:
    """Lines broken like those of a page: wide characters count twice, words are not divided, and no line begins with a
    closing mark."""
    made = []
    for line in text.splitlines():
        now, used = "", 0
        for piece in re.findall(r"[!-~]+ ?|.[，。、；：！？”’）》】]*", line):
            width = sum(1 if char.isascii() else 2 for char in piece.rstrip(" "))
            if used + width > columns:
                made.append(now.rstrip())
                now, used = "", 0
            now += piece
            used += width + piece.endswith(" ")
        made.append(now)
    return "\n".join(made)


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_sources_with_broken_lines(path: Path) -> None:
    whole = as_text(path.read_text(encoding="utf-8"))
    markdown = convert(broken(whole, 80).encode(), "raw.txt").markdown
    assert ids(markdown) == ids(convert(whole.encode(), "raw.txt").markdown)


# --- numbers in a paragraph -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("包括：（1）甲；（2）乙；（3）丙。", ["包括：", "（1）甲；", "（2）乙；", "（3）丙。"]),
        ("1. 甲；2. 乙；3. 丙", ["1. 甲；", "2. 乙；", "3. 丙"]),
        ("1、甲；2、乙", ["1、甲；", "2、乙"]),
        ("一、甲方付款；二、乙方发货。", ["一、甲方付款；", "二、乙方发货。"]),
        ("第一条 甲方付款。第二条 乙方发货。", ["第一条 甲方付款。", "第二条 乙方发货。"]),
        ("1.1 甲。1.2 乙。", ["1.1 甲。", "1.2 乙。"]),
        ("①甲；②乙", ["①甲；", "②乙"]),
        ("包括：(a) 甲, (b) 乙, and (c) 丙", ["包括：", "(a) 甲,", "(b) 乙, and", "(c) 丙"]),
        ("包括：（1）甲；或（2）乙", ["包括：", "（1）甲；或", "（2）乙"]),
        ("(i) 甲；(ii) 乙；(iii) 丙", ["(i) 甲；", "(ii) 乙；", "(iii) 丙"]),
        ("1. 甲：（1）子；（2）丑；2. 乙", ["1. 甲：", "（1）子；", "（2）丑；", "2. 乙"]),
        ("1. one; 2. two", ["1. one;", "2. two"]),
    ],
)  # fmt: skip
def test_numbers_that_run_on_are_cut(line: str, parts: list[str]) -> None:
    assert [block.text for block in split([Block(line)])] == parts


@pytest.mark.parametrize(
    "line",
    [
        "依据本协议第三条，甲方付款。依据第四条，乙方发货。",
        "参见第（1）项、第（2）项。",
        "上述（1）、（2）、（3）项适用。",
        "滞纳金：1.5倍；2.5倍封顶。",
        "自2024.6.1起：2024.6.30止。",
        "费用：1. 按月计算。",
        "费用：2. 甲；3. 乙",
        "包括：（1）甲；（3）丙",
        "第一条款项。第二条款项。",
        "金额：1.00元；2.00元",
        "版本：1.1；1.2",
        "满意度：一、",
    ],
)
def test_other_numbers_are_not_cut(line: str) -> None:
    assert [block.text for block in split([Block(line)])] == [line]


def test_a_list_goes_on_from_the_line_before() -> None:
    parts = split([Block("（1）甲；（2）乙；"), Block("（3）丙；（4）丁。"), Block("（7）戊；（8）己。")])
    assert [block.text for block in parts] == [
        "（1）甲；",
        "（2）乙；",
        "（3）丙；",
        "（4）丁。",
        "（7）戊；（8）己。",
    ]


def test_a_table_of_contents_is_not_cut() -> None:
    line = "目录：1. 总则；2. 附则"
    assert next(split([Block(line), Block("1. 总则"), Block("2. 附则")])).text == line


WORDS = st.sampled_from(
    ["甲方", "乙方付款", "；", "。", "：", "，", "、", " ", "\n", "（1）", "（2）", "(3)", "1.", "2.", "1.1", "1.2", "一、", "二、", "第一条 ",
     "第二条 ", "①", "②", "(a)", "(b)", "(i)", "(ii)", "Kingsoft Cloud", "https://a.example/b", "1.5倍", "2024年6月1日",
     "第三条", "目录", "....... 3", "\t", "\u3000", "一", "14 责任"]
)  # fmt: skip


@given(st.lists(WORDS, min_size=1, max_size=60).map("".join), st.sampled_from(["raw.txt", "raw.md"]))
def test_never_a_word_is_changed(text: str, name: str) -> None:
    if text.strip():
        assert bare(convert(text.encode(), name).markdown) == bare(text)


@given(
    st.lists(st.lists(WORDS, min_size=1, max_size=12).map("".join), min_size=1, max_size=12), st.booleans()
)
def test_never_a_word_of_a_page_is_changed(lines: list[str], bold: bool) -> None:
    mark = "b" if bold else "span"
    page = "".join(f"<p><{mark}>{escape(line)}</{mark}></p>\n" for line in lines)
    if page.strip() and any(map(bare, lines)):
        assert bare(convert(f"<html>{page}</html>".encode(), "raw.html").markdown) == bare("".join(lines))


@given(st.text(max_size=300), st.sampled_from(["raw.txt", "raw.md", "raw.html"]))
def test_any_text_is_converted_or_refused(text: str, name: str) -> None:
    try:
        markdown = convert(text.encode("utf-8", "replace"), name).markdown
    except BadInput as bad:
        assert all(problem.fault and problem.remedy for problem in bad.problems)
    else:
        assert markdown.strip() and markdown.endswith("\n")


@pytest.mark.parametrize("path", [path for path in RAW if path.suffix == ".txt"], ids=lambda path: path.stem)
def test_what_was_converted_is_converted_to_itself(path: Path) -> None:
    once = convert(path.read_bytes(), path.name).markdown
    assert convert(once.encode(), "again.md").markdown == once


@pytest.mark.parametrize(
    ("written", "number"),
    [("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("九十九", 99), ("一百零三", 103), ("乙", 0)],
)
def test_chinese_numbers(written: str, number: int) -> None:
    assert chinese_number(written) == number


@pytest.mark.parametrize(
    "text", ["1.5%", "3 parties", "第三条的约定", "一般而言", "A公司", "（本页无正文）", "2024年"]
)
def test_no_label(text: str) -> None:
    assert label_of(text) is None


def test_spaces_inside_of_a_label() -> None:
    text = "协议\n第 一 条 甲方付款。\n第 二 条：乙方发货。\n第三条　其他。\n"
    assert ids(convert(text.encode(), "raw.txt").markdown) == ["preamble", "第一条", "第二条", "第三条"]


# --- broken lines --------------------------------------------------------------------------------------------


def test_lines_of_one_paragraph_each_are_left_alone() -> None:
    lines = ["甲" * 44 + "。", "乙" * 43 + "；", "丙" * 44 + "。", "丁" * 12 + "。", "戊" * 43 + "。"]
    assert width_of(lines) == 0


def test_latin_words_get_a_space_and_addresses_do_not() -> None:
    lines = ["我们是 Kingsoft", "Cloud，网址为 https://www.example.com/a/", "b.html。请您联", "系我们。"]
    assert joined(lines, 10) == [
        "我们是 Kingsoft Cloud，网址为 https://www.example.com/a/b.html。请您联系我们。"
    ]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("标题\n====\n\n甲。\n\n\n\n乙。  \n", "# 标题\n\n甲。\n\n乙。\n"),
        ("# 标题\n\n总则\n----\n甲。", "# 标题\n\n## 总则\n甲。\n"),
        ("---\ntitle: x\n---\n甲。", "---\ntitle: x\n---\n甲。\n"),
        ("```\n**a**\n1. b；2. c\n```", "```\n**a**\n1. b；2. c\n```\n"),
        ("| 1. a；2. b |\n| --- |", "| 1. a；2. b |\n| --- |\n"),
        ("- 包括：（1）甲；（2）乙", "- 包括：\n- （1）甲；\n- （2）乙\n"),
        ("## 一、甲\n\n**二、乙**\n\n**丙**\n\n丁。", "## 一、甲\n\n## 二、乙\n\n### 丙\n\n丁。\n"),
        ("**（1）甲方**\n\n**甲方应当付款。**", "**（1）甲方**\n\n**甲方应当付款。**\n"),
    ],
    ids=[
        "underlined",
        "underlined below",
        "front matter",
        "code",
        "table",
        "bullet",
        "bold",
        "not bold headings",
    ],
)
def test_markdown(written: str, expected: str) -> None:
    assert convert(written.encode(), "raw.md").markdown == expected


# --- headings ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "lines",
    [
        "协议\n一、甲方\n二、乙方\n三、丙方",
        "协议\n第一条 本协议一式两份\n第二条 双方各执一份",
        "协议\n1. 甲方\n2. 乙方",
        "协议\n本协议由双方订立\n甲方应当付款。",
    ],
)
def test_short_lines_that_say_something_are_no_headings(lines: str) -> None:
    """A heading alone need not be read: whatever may be all that a clause says must not become one."""
    assert [
        line for line in convert(lines.encode(), "raw.txt").markdown.splitlines() if line.startswith("#")
    ] == ["# 协议"]


def test_the_last_clause_without_text_below_it_is_read() -> None:
    markdown = convert("协议\n一、总则\n甲方付款。\n二、本协议一式两份".encode(), "raw.txt").markdown
    assert {clause.at: clause.heading_only for clause in segment(markdown)} == {
        "preamble": True,
        "一": False,
        "二": False,
    }
    assert "\n二、本协议一式两份" in markdown


# --- encodings and formats -----------------------------------------------------------------------------------

LINES = "某某协议\r\n\r\n一、总则\r本协议自公布之日起生效。\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (LINES.encode(), "UTF-8"),
        (LINES.encode("utf-8-sig"), "UTF-8 with BOM"),
        (LINES.encode("gb18030"), "GB18030"),
        (LINES.encode("utf-16"), "UTF-16"),
        (b"\xfe\xff" + LINES.encode("utf-16-be"), "UTF-16"),
    ],
)
def test_encodings(data: bytes, encoding: str) -> None:
    converted = convert(data, "raw.txt")
    assert converted.markdown == "# 某某协议\n\n## 一、总则\n\n本协议自公布之日起生效。\n"
    assert converted.encoding == encoding


def test_html_declares_its_encoding() -> None:
    page = "<html><head><meta charset='big5'></head><body><h1>服務條款</h1><p>您同意。</p></body></html>"
    assert convert(page.encode("big5"), "raw.html").markdown == "# 服務條款\n\n您同意。\n"


def test_utf_8_comes_before_what_can_read_anything() -> None:
    page = "<html><head><meta charset='iso-8859-1'></head><body><p>您同意本协议。</p></body></html>"
    assert convert(page.encode(), "raw.html").encoding == "UTF-8"
    assert (
        convert("<html><head><meta charset=windows-1252></head><p>café</p>".encode("cp1252"), "x").markdown
        == "café\n"
    )


def test_a_wrong_declaration_is_not_believed() -> None:
    page = "<html><head><meta charset=utf-8></head><body><p>您同意本协议。</p></body></html>"
    assert convert(page.encode("gb18030"), "raw.html").encoding == "GB18030"


@pytest.mark.parametrize(
    ("name", "text", "form"),
    [
        ("raw.txt", "<!DOCTYPE html><p>甲方。</p>", "html"),
        ("raw.txt", "# 甲\n\n## 乙\n\n丙。", "markdown"),
        ("raw.html", "没有标签的文字", "html"),
        ("raw", "甲方。", "text"),
    ],
)
def test_the_content_comes_before_the_name(name: str, text: str, form: str) -> None:
    assert convert(text.encode(), name).format == form


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "the file is empty"),
        (b" \n\t\r\n", "the file is empty"),
        (b"\xef\xbb\xbf", "no text was found"),
        ("甲\0乙".encode(), "zero byte"),
        ("甲方。\n".encode() + b"\xff\xff", "fits neither UTF-8 nor GB18030"),
        (b"\xff\xfe\x00\xd8", "cannot be read as UTF-16"),
        (b"\x89PNG\r\n", "a picture"),
        (b"{\\rtf1 x}", "an RTF file"),
        (b"PK\x03\x04zip", "another kind than DOCX"),
        (b"a" * (MAX_BYTES + 1), "larger than 5 MB"),
        (b"a\n" * (MAX_LINES + 1), "more than 100,000 lines"),
        (b"<html>" + b"<p>" * 200_001, "more than 200,000 tags"),
        (b"<html><script>1</script></html>", "no text was found"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read(data: bytes, fault: str) -> None:
    with pytest.raises(BadInput) as caught:
        convert(data, "raw.txt")
    assert fault in caught.value.problems[0].fault and caught.value.problems[0].remedy


def test_deep_pages_are_read() -> None:
    page = "<html><body>" + "<div>" * 20_000 + "深处的条款。" + "</div>" * 20_000
    assert convert(page.encode(), "raw.html").markdown == "深处的条款。\n"


@pytest.mark.parametrize(
    ("library", "data", "extra"),
    [("bs4", b"<html><p>a</p></html>", "html"), ("lxml", b"<html><p>a</p></html>", "html"),
     ("docx", b"PK\x03\x04 word/document.xml", "docx"), ("pypdf", b"%PDF-1.7", "pdf")],
)  # fmt: skip
def test_a_missing_library_is_named(
    monkeypatch: pytest.MonkeyPatch, library: str, data: bytes, extra: str
) -> None:
    monkeypatch.setitem(__import__("sys").modules, library, None)
    with pytest.raises(Stop) as stop:
        convert(data, "raw")
    assert stop.value.code == WRONG_USAGE and f"pip install 'agreement-checker[{extra}]'" in str(stop.value)


def test_cells_that_span_rows_and_columns_leave_the_others_in_their_place() -> None:
    rows = (
        "<tr><th>类型<th>时间<th>退款<tr><td rowspan=2>直播<td>首课前<td>全退<tr><td>首课后<td>不退"
        "<tr><td colspan=2>录播<td>不退"
    )
    made = convert(f"<table>{rows}</table>".encode(), "raw.html").markdown
    assert made.splitlines() == [
        "| 类型 | 时间 | 退款 |", "| --- | --- | --- |", "| 直播 | 首课前 | 全退 |", "|  | 首课后 | 不退 |", "| 录播 |  | 不退 |",
    ]  # fmt: skip


def test_a_button_in_a_heading_is_its_words_and_others_are_told() -> None:
    page = "<h3><button>一、总则</button></h3><p>第一条 本协议适用于您。</p><button>我同意</button>"
    done = convert(page.encode(), "raw.html")
    assert "### 一、总则" in done.markdown
    assert "<button> was left out: “我同意”" in done.notes
