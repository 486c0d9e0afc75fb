"""The audit reports: text of others stays text, links lead somewhere, one language is spoken."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from checker.model import Verdict
from checker.reports import markdown, render
from checker.reports.md import code, escape, path
from checker.reports.plain import plain
from tests.report_samples import ROOT, assessments, worded

PARSER = MarkdownIt("gfm-like", {"html": True})
assert PARSER.linkify is not None
PARSER.linkify.set({"fuzzy_link": False})  # links example.com, as GitHub does not; www. is looked for below
PARSER.linkify.add("//", None)

NASTY = [
    "|", "\\", "`", "```", "~~~", "<", ">", "<b>", "</a>", "<!--", "-->", "[", "]", "](http://x.y)", "![", "*", "**", "_",
    "#", "# ", "!", "~", "- ", "+ ", "1. ", "12) ", "> ", "&amp;", "&lt;", "&#60;", "$x$", "^", "{", "}", "=", "===",
    "---", "\n", "\n\n", "\t", "    ", "\r", "\u2028", "\x00", "\x1b[31m", "\u202e", "https://x.y/z", "http://", "www.x.y",
    "ftp://x.y", "mailto:a@b.cn", "a@b.cn", "@name", ":smile:", "：", "。", "删除", "Abc", " ", "9",
]  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(NASTY), max_size=8).map("".join)).filter(plain)
CONTEXTS = {
    "paragraph": "{}",
    "heading": '#### <a id="x"></a>{}',
    "quote in a list": "- item\n\n  > {}\n  >\n  > — x",
    "cell": "| a | b |\n| --- | ---: |\n| {} | y |",
    "link": "[{}](x.md#L1)",
    "end of a sentence": "word: {}",
}


def tokens(text: str) -> list[Token]:
    return [inner for token in PARSER.parse(text) for inner in (token.children or [token])]


def shown(text: str) -> str:
    """What a reader sees, blocks and cells by spaces; any markup but an empty comment is shown as its name."""
    return "".join(visible(token) for token in tokens(text))


def visible(token: Token) -> str:
    if token.type in ("text", "text_special"):
        return token.content
    return "" if token.content == "<!-- -->" else f"⟨{token.type}⟩"


@pytest.mark.parametrize("context", CONTEXTS)
@settings(deadline=None)
@given(text=TEXTS)
def test_text_of_others_stays_text(context: str, text: str) -> None:
    assert shown(CONTEXTS[context].format(escape(text))) == shown(CONTEXTS[context].format("STAND")).replace(
        "STAND", plain(text)
    )


@settings(deadline=None)
@given(text=TEXTS)
def test_no_address_is_linked_by_github(text: str) -> None:
    for token in tokens(escape(text)):
        assert not re.search(r"https?://|ftp://|www\.|@\w|:[a-z0-9_+-]+:", token.content, re.IGNORECASE)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("6.2", "6.2"),
        ("2. 用户注册", "2&#46; 用户注册"),
        ("a|b", "a&#124;b"),
        ("一\n二", "一 二"),
        ("见 www.x.cn", "见 www<!-- -->.x.cn"),
        ("\x1b[1m", "\ufffd&#91;1m"),
    ],
)
def test_escape(text: str, written: str) -> None:
    assert escape(text) == written


def test_code_takes_ids_only() -> None:
    assert code("cn-pipl 2026.1") == "`cn-pipl 2026.1`"
    assert code("a`b") == "a&#96;b"


def test_path_is_a_safe_target() -> None:
    assert path("policies/a b/隐私(1).md", up="../", line=3) == (
        "../policies/a%20b/%E9%9A%90%E7%A7%81%281%29.md?plain=1#L3"
    )
    assert path("/tmp/x.md", up="../") == "/tmp/x.md"
    assert path("javascript:x", up="") == "javascript%3Ax"


# --- whole reports ---------------------------------------------------------------------------------------------

HOSTILE = "|`<script>alert(1)</script> [x](http://y.z) **b** # @me https://a.b\n\n- c &lt; \u202e"


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("assessment", assessments(), ids=lambda a: a.suite.id)
def test_hostile_text_changes_nothing_around_it(assessment: Any, lang: str) -> None:
    def shape(text: str) -> list[str]:
        page = markdown.render_suite(worded(assessment, text), lang=lang)
        return [token.type for token in tokens(page) if token.content != "<!-- -->" and token.type != "text"]

    special = {"text_special"}
    assert [kind for kind in shape(HOSTILE) if kind not in special] == [
        k for k in shape("X") if k not in special
    ]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_links_lead_somewhere(lang: str) -> None:
    pages = {f"{a.suite.id}.{lang}.md": markdown.render_suite(a, lang=lang) for a in assessments()}
    pages[f"index.{lang}.md"] = markdown.render_index(assessments(), lang=lang)
    anchors = {name: set(re.findall(r'<a id="([^"]+)">', page)) for name, page in pages.items()}
    for name, page in pages.items():
        for target in re.findall(r"\]\(([^)]+)\)", page):
            file, _, anchor = target.replace("?plain=1", "").partition("#")
            if file.startswith("../"):
                lines = (ROOT / file[3:]).read_text(encoding="utf-8").splitlines()
                assert not anchor or 0 < int(anchor.removeprefix("L")) <= len(lines), target
            elif re.fullmatch(r"[a-z-]+\.(en|zh)\.md", file) and f".{lang}." not in file:
                assert file.replace(".en." if lang == "zh" else ".zh.", f".{lang}.") in pages
            else:
                assert not anchor or anchor in anchors[file or name], target


@pytest.mark.parametrize("assessment", assessments(), ids=lambda a: a.suite.id)
def test_report_holds_every_quote_that_decides(assessment: Any) -> None:
    page = markdown.render_suite(assessment, lang="en")
    quoted = "\n".join(re.findall(r"^  > (.+)$", page, re.MULTILINE))
    for finding in assessment.findings:
        assert f"`{finding.requirement.id}`" in page
        for prohibition in finding.prohibitions:
            for evidence in prohibition.evidence:
                if finding.verdict is Verdict.VIOLATED:
                    assert escape(evidence.quote) in quoted


def test_worst_comes_first() -> None:
    page = markdown.render_suite(assessments()[0], lang="en")
    headings = re.findall(r"^### (\w+) \(\d+\)$", page, re.MULTILINE)
    order = ["Violated", "Missing", "Partial"]
    assert headings == [word for word in order if word in headings]
    assert headings


@pytest.mark.parametrize("kind", ["suite", "index", "text"])
def test_english_report_has_no_chinese(kind: str) -> None:
    latin = [worded(a, "X") for a in assessments()]
    page = page_of(kind, latin, "en").replace("[中文]", "")
    assert re.findall(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+", page) == []


@pytest.mark.parametrize("kind", ["suite", "index", "text"])
def test_chinese_report_has_no_english(kind: str) -> None:
    chinese = [worded(a, "文", "前言") for a in assessments()]
    page = page_of(kind, chinese, "zh")
    page = re.sub(r"`[^`]*`|\]\([^)]*\)|<[^>]*>|&#\d+;|policies/\S+", " ", page).replace("[English", "")
    words = re.findall(r"(?<![\w.-])[A-Za-z][a-z]+(?: [a-z]+)+", page)
    assert words == []
    for word in (
        "violated",
        "missing",
        "partial",
        "undetermined",
        "met",
        "applicable",
        "high",
        "Total",
        "art",
    ):
        assert not re.search(rf"(?<![\w.-]){word}(?![\w-])", page)


def page_of(kind: str, assessed: list[Any], lang: str) -> str:
    if kind == "suite":
        return "".join(markdown.render_suite(a, lang=lang) for a in assessed)
    return (
        markdown.render_index(assessed, lang=lang) if kind == "index" else render(assessed, "text", lang=lang)
    )


def test_several_suites_in_one_text_keep_their_anchors_apart() -> None:
    page = render(assessments(), "markdown")
    anchors = re.findall(r'<a id="([^"]+)">', page)
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r"\]\(#([^)]+)\)", page)) <= set(anchors)
    assert page.endswith("\n") and not page.endswith("\n\n")
