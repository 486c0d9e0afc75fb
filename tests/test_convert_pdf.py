"""PDF: broken lines, what is printed on every page, headings by their type, and files that cannot be read."""

import io
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.errors import DependencyError

from checker.convert import Converted, convert
from checker.convert.glyphs import restored
from checker.errors import BadInput
from checker.segments import segment

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate

ROOT = Path(__file__).parents[1]
FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
BODY = ParagraphStyle("body", fontName=FONT, fontSize=10.5, leading=16, wordWrap="CJK")
HEADING = ParagraphStyle("heading", parent=BODY, fontSize=14, leading=22)


def pdf(lines: Sequence[str], *, header: str = "", footer: str = "") -> bytes:
    """Pages with these lines, each a paragraph; those that begin with `# ` in larger type. `footer`: with the number of
    the page for `{}`."""

    def margins(canvas: Any, made: Any) -> None:
        canvas.setFont(FONT, 9)
        canvas.drawString(72, 800, header)
        canvas.drawString(280, 30, footer.format(made.page))

    stream = io.BytesIO()
    flow = [Paragraph(line.removeprefix("# "), HEADING if line.startswith("# ") else BODY) for line in lines]
    SimpleDocTemplate(stream).build(flow, onFirstPage=margins, onLaterPages=margins)
    return stream.getvalue()


def converted(lines: Sequence[str], **margins: str) -> Converted:
    return convert(pdf(lines, **margins), "raw.pdf")


LONG = "我们依照法律、行政法规的规定和本协议第三条的约定处理您的个人信息，" * 4 + "并对处理活动负责。"


def test_lines_are_joined_and_headings_found() -> None:
    made = converted(
        ["# 某某隐私政策", "# 一、总则", f"1.1 {LONG}", f"1.2 {LONG}", "# 二、权利", f"2.1 {LONG}"]
    )
    assert made.markdown.split("\n\n") == [
        "# 某某隐私政策", "## 一、总则", f"1.1 {LONG}", f"1.2 {LONG}", "## 二、权利", f"2.1 {LONG}\n",
    ]  # fmt: skip


def test_latin_words_keep_their_spaces() -> None:
    words = (
        "Kingsoft Cloud Holdings Limited（金山云）及其关联公司 Beijing Kingsoft Cloud Network Technology " * 3
    )
    lines = [f"{number}. {words.strip()}。" for number in (1, 2, 3)]
    assert converted(lines).markdown == "\n\n".join(lines) + "\n"


def test_headers_and_page_numbers_are_dropped_and_said() -> None:
    made = converted(
        ["# 某某协议", *[f"{n}. {LONG}" for n in range(1, 40)]], header="某某公司文件", footer="第 {} 页"
    )
    assert "某某公司文件" not in made.markdown and "页" not in made.markdown
    assert [clause.at for clause in segment(made.markdown)] == ["preamble", *map(str, range(1, 40))]
    said = "\n".join(made.notes)
    assert "dropped from" in said and "“某某公司文件”" in said and "dropped the numbers of" in said


def test_addresses_with_the_number_of_the_page_are_dropped() -> None:
    lines = [f"{n}. {LONG}" for n in range(1, 20)]
    pages = len(PdfReader(io.BytesIO(pdf(lines))).pages)
    footer = "https://example.com/terms.html {}/" + str(pages)
    assert "example.com" not in converted(lines, footer=footer).markdown
    assert converted(lines, footer=footer + "0").markdown.count("example.com") == pages


def test_what_stands_on_two_pages_only_is_kept() -> None:
    made = converted([f"{n}. {LONG}" for n in range(1, 14)], header="某某公司文件")
    assert len(PdfReader(io.BytesIO(pdf([f"{n}. {LONG}" for n in range(1, 14)]))).pages) == 2
    assert made.markdown.count("某某公司文件") == 2


SOURCES = sorted((ROOT / "policies").glob("*/*.md"))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_sources_as_pdf(path: Path) -> None:
    """Every clause of the thirteen comes back; `closing` has only a rule before it, which is no text."""
    source = path.read_text(encoding="utf-8")
    lines = []
    for line in source.splitlines():
        words = line.strip().removeprefix("- ").replace("**", "").replace("&", "&amp;").replace("<", "&lt;")
        if words and words != "---":
            lines.append("# " + words.lstrip("# ") if words.startswith("#") else words)
    markdown = converted(lines, footer="- {} -").markdown
    expected = [clause.at for clause in segment(source) if clause.at != "closing"]
    assert [clause.at for clause in segment(markdown)] == expected


def rewritten(change: Any) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(pdf(["第一条 甲方付款。"])))
    change(writer)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def test_a_file_that_anybody_may_open_is_read() -> None:
    data = rewritten(lambda writer: writer.encrypt("", "owner", algorithm="RC4-128"))
    assert convert(data, "raw.pdf").markdown == "第一条 甲方付款。\n"


def blank() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (
            rewritten(lambda writer: writer.encrypt("secret", algorithm="RC4-128")),
            "protected with a password",
        ),
        (blank(), "its pages are pictures"),
        (b"%PDF-1.7\nnothing", "no PDF file that can be read"),
        (pdf(["第一条 甲方付款。"])[:500], "no PDF file that can be read"),
    ],
    ids=["password", "pictures", "broken", "cut off"],
)
def test_what_cannot_be_read(data: bytes, fault: str) -> None:
    with pytest.raises(BadInput) as caught:
        convert(data, "raw.pdf")
    assert fault in caught.value.problems[0].fault and caught.value.problems[0].remedy


@pytest.mark.parametrize("garbled", ["\0金\0山", "\ue001\ue002\ue003", "\ufffd\ufffd"])
def test_words_that_cannot_be_told_are_refused(monkeypatch: pytest.MonkeyPatch, garbled: str) -> None:
    monkeypatch.setattr("pypdf.PageObject.extract_text", lambda *_, **__: garbled)
    with pytest.raises(BadInput, match="its words cannot be told"):
        converted(["第一条 甲方付款。"])


def test_radicals_and_ligatures_become_characters() -> None:
    assert restored("⽤⼾⻅⻚⺠事ﬁnancial 一用") == "用户见页民事financial 一用"
    assert restored(whole := "".join(map(chr, range(0x4E00, 0xA000))) + "（①㈠Ａ") == whole


def test_too_much_drawing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.convert.pdf._MOST_STEPS", 10)
    with pytest.raises(BadInput, match="holds too much"):
        converted(["第一条 甲方付款。"])


def test_an_encryption_that_is_not_read_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise DependencyError("cryptography is required")

    monkeypatch.setattr("pypdf.PdfReader.decrypt", refuse)
    with pytest.raises(BadInput, match="the file is encrypted"):
        convert(rewritten(lambda writer: writer.encrypt("", "owner", algorithm="RC4-128")), "raw.pdf")
