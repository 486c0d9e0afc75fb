"""DOCX: the numbers that Word shows and does not store, headings, tables, and what must not be taken over."""

import io
import re
import zipfile
from collections.abc import Sequence
from typing import Any

import docx
import pytest
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.convert import convert
from checker.convert.numbering import Numbering
from checker.convert.numerals import numeral
from checker.errors import BadInput

# Levels of a list: form of the number, and the text around it.
Levels = Sequence[tuple[str, str]]


def level_xml(at: int, form: str, text: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def numbering_xml(lists: Sequence[Levels], *, nums: str = "") -> Any:
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{number}">'
        + "".join(level_xml(at, *level) for at, level in enumerate(levels))
        + "</w:abstractNum>"
        for number, levels in enumerate(lists)
    )
    nums = nums or "".join(
        f'<w:num w:numId="{number + 1}"><w:abstractNumId w:val="{number}"/></w:num>'
        for number in range(len(lists))
    )
    return parse_xml(f"<w:numbering {nsdecls('w')}>{abstract}{nums}</w:numbering>")


def document(numbering: Any = None) -> Any:
    made = docx.Document()
    if numbering is not None:
        root = made.part.numbering_part.element
        for child in list(root):
            root.remove(child)
        for child in list(numbering):
            root.append(child)
    return made


def numbered(made: Any, text: str, at: int = 0, number: int = 1) -> Any:
    paragraph = made.add_paragraph(text)
    properties = paragraph._p.get_or_add_pPr()
    properties.append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr>')
    )
    return paragraph


def saved(made: Any) -> bytes:
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def lines(made: Any) -> list[str]:
    return [line for line in convert(saved(made), "raw.docx").markdown.splitlines() if line]


@pytest.mark.parametrize(
    ("form", "number", "shown"),
    [
        ("decimal", 12, "12"), ("decimalZero", 3, "03"), ("lowerLetter", 3, "c"), ("lowerLetter", 27, "aa"),
        ("upperLetter", 2, "B"), ("lowerRoman", 14, "xiv"), ("upperRoman", 9, "IX"),
        ("chineseCounting", 1, "一"), ("chineseCounting", 10, "十"), ("chineseCounting", 11, "十一"),
        ("chineseCounting", 20, "二十"), ("chineseCountingThousand", 103, "一百零三"),
        ("chineseCountingThousand", 110, "一百一十"), ("chineseCountingThousand", 1003, "一千零三"),
        ("chineseLegalSimplified", 12, "壹拾贰"), ("ideographTraditional", 2, "乙"), ("ideographDigital", 20, "二〇"),
        ("decimalEnclosedCircle", 20, "⑳"), ("decimalEnclosedCircleChinese", 21, "㉑"),
        ("decimalEnclosedCircle", 51, "51"), ("decimalFullWidth", 12, "１２"), ("none", 1, ""), ("decimal", 0, "0"),
    ],
)  # fmt: skip
def test_numerals(form: str, number: int, shown: str) -> None:
    assert numeral(form, number) == shown


def test_an_unknown_form_is_no_guess() -> None:
    assert numeral("hebrew1", 1) is None


def test_chapters_articles_and_items() -> None:
    made = document(
        numbering_xml(
            [
                [
                    ("chineseCounting", "第%1章"),
                    ("chineseCounting", "（%2）"),
                    ("decimal", "%3."),
                    ("lowerLetter", "%4)"),
                ]
            ]
        )
    )
    for at, text in enumerate(["总则", "定义", "甲", "乙"]):
        numbered(made, text, at)
    numbered(made, "丙", 2)
    numbered(made, "又一", 1)
    numbered(made, "从头", 2)
    numbered(made, "附则", 0)
    assert lines(made) == [
        "## 第一章 总则", "（一）定义", "1. 甲", "a) 乙", "2. 丙", "（二）又一", "1. 从头", "第二章 附则",
    ]  # fmt: skip


def test_numbers_with_those_above_them() -> None:
    made = document(
        numbering_xml([[("chineseCounting", "%1、"), ("decimal", "%1.%2"), ("decimal", "%1.%2.%3")]])
    )
    numbered(made, "一章")
    numbered(made, "一节", 1)
    numbered(made, "细目", 2)
    assert lines(made)[1:] == ["一.1 一节", "一.1.1 细目"]


def test_legal_numbers_are_decimal() -> None:
    xml = numbering_xml([[("chineseCounting", "%1、"), ("decimal", "%1.%2", "<w:isLgl/>")]])  # type: ignore[list-item]
    made = document(xml)
    numbered(made, "一章")
    numbered(made, "一节", 1)
    assert lines(made)[-1] == "1.1 一节"


def test_instances_go_on_unless_they_restart() -> None:
    nums = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    counted = Numbering(numbering_xml([[("decimal", "%1.")]], nums=nums))
    assert [counted.label(identity, 0) for identity in (1, 2, 3, 3, 1)] == ["1.", "2.", "1.", "2.", "3."]


def test_a_level_that_never_restarts() -> None:
    counted = Numbering(
        numbering_xml([[("decimal", "%1."), ("decimal", "(%2)", '<w:lvlRestart w:val="0"/>')]])
    )  # type: ignore[list-item]
    assert [counted.label(1, at) for at in (0, 1, 0, 1)] == ["1.", "(1)", "2.", "(2)"]


def test_numbers_from_the_style() -> None:
    made = document(
        numbering_xml(
            [
                [
                    ("chineseCounting", "%1、", '<w:pStyle w:val="Heading1"/>'),
                    ("decimal", "%1.%2", '<w:pStyle w:val="Heading2"/><w:isLgl/>'),
                ]
            ]
        )  # type: ignore[list-item]
    )
    for name in ("Heading 1", "Heading 2"):
        properties = made.styles[name].element.get_or_add_pPr()
        properties.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="1"/></w:numPr>'))
    made.add_heading("总则", 1)
    made.add_heading("范围", 2)
    made.add_paragraph("正文。")
    plain = made.add_heading("不编号", 1)
    plain._p.get_or_add_pPr().append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="0"/></w:numPr>'))
    assert lines(made) == ["## 一、总则", "### 1.1 范围", "正文。", "## 不编号"]


def test_unknown_forms_are_said() -> None:
    made = document(numbering_xml([[("thaiCounting", "%1.")]]))
    numbered(made, "甲")
    converted = convert(saved(made), "raw.docx")
    assert converted.markdown == "1. 甲\n"
    assert "thaiCounting" in converted.notes[0]


def test_bold_lines_tables_links_and_breaks() -> None:
    made = document()
    made.add_heading("某某协议", 0)
    made.add_paragraph().add_run("双方").bold = True
    paragraph = made.add_paragraph("甲方应当")
    paragraph.add_run("立即").bold = True
    run = paragraph.add_run("付款。")
    run.add_break(WD_BREAK.LINE)
    paragraph.add_run("乙方应当发货。")
    table = made.add_table(2, 2)
    for cell, text in zip(
        [*table.rows[0].cells, *table.rows[1].cells], ["名称", "价格", "甲|乙", "一元"], strict=True
    ):
        cell.text = text
    assert lines(made) == [
        "# 某某协议", "## 双方", "甲方应当**立即**付款。", "乙方应当发货。", "| 名称 | 价格 |", "| --- | --- |", "| 甲\\|乙 | 一元 |",
    ]  # fmt: skip


def test_numbers_in_tables_are_counted_once() -> None:
    made = document(numbering_xml([[("decimal", "%1.")]]))
    outer = made.add_table(1, 1)
    inner = outer.rows[0].cells[0].add_table(1, 1)
    numbered(inner.rows[0].cells[0], "里面")
    numbered(made, "外面")
    assert lines(made) == ["1. 里面", "2. 外面"]


def test_tracked_changes_are_accepted_and_hidden_parts_found() -> None:
    made = document()
    body = made.element.body
    w = nsdecls("w")
    body.insert(0, parse_xml(
        f'<w:p {w}><w:r><w:t>甲方</w:t></w:r><w:del w:id="1"><w:r><w:delText>不</w:delText></w:r></w:del>'
        '<w:ins w:id="2"><w:r><w:t>必须</w:t></w:r></w:ins><w:r><w:t>付款。</w:t></w:r></w:p>'
    ))  # fmt: skip
    body.insert(
        1,
        parse_xml(
            f"<w:sdt {w}><w:sdtContent><w:p><w:r><w:t>控件中的条款。</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        ),
    )
    converted = convert(saved(made), "raw.docx")
    assert converted.markdown == "甲方必须付款。\n\n控件中的条款。\n"
    assert "tracked changes were taken as accepted" in converted.notes


WORDS = st.sampled_from(
    ["甲方", "；", "。", "（1）", "（2）", "1.", "第一条 ", "一、", "Cloud ", "|", "\t", "[x]"]
)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(WORDS, min_size=1, max_size=8).map("".join), min_size=1, max_size=8))
def test_never_a_word_is_changed(paragraphs: list[str]) -> None:
    made = document()
    for number, text in enumerate(paragraphs):
        made.add_paragraph().add_run(text).bold = bool(number % 2)
    if "".join(paragraphs).strip():
        markdown = convert(saved(made), "raw.docx").markdown
        assert re.sub(r"[\s*#]", "", markdown) == re.sub(r"\s", "", "".join(paragraphs))


def archive(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/") + ".xml", content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (archive(word__document=b" " * 250_000_000), "becomes too large"),
        (archive(word__document=b"<w:document"), "no DOCX file that can be read"),
        (archive(word__document=b"<a/>")[:-30], "cannot be unpacked"),
        (archive(xl__workbook=b"<a/>"), "another kind than DOCX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an old Word file"),
    ],
    ids=["bomb", "broken XML", "cut off", "spreadsheet", "encrypted"],
)
def test_what_is_no_document(data: bytes, fault: str) -> None:
    with pytest.raises(BadInput) as caught:
        convert(data, "raw.docx")
    assert fault in caught.value.problems[0].fault and caught.value.problems[0].remedy
