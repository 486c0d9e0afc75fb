"""checker.text: the grammar of clauses, the normalisation, quotes and their faults."""

import hashlib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.errors import BadInput
from checker.text import (
    MAX_BYTES,
    MAX_LINES,
    NotFound,
    Position,
    SourceText,
    normalise,
    read,
    segment,
    source_text,
)

SOURCES = sorted((Path(__file__).parents[1] / "policies").glob("*/*.md"))


def source(text: str) -> SourceText:
    return source_text(text, "terms.md", "0" * 64)


def ids(text: str) -> list[str]:
    return [clause.at for clause in segment(text)]


def own_text(text: str) -> dict[str, list[str]]:
    return {clause.at: [text[start:end] for start, end in clause.spans] for clause in segment(text)}


GRAMMAR = {
    "title and text before the first label": ("# 协议\n\n欢迎。\n\n1.1 甲", ["preamble", "1.1"]),
    "chapters in Chinese numbers": (
        "## 一、总则\n1.1 甲\n## 十二、其他\n12.1 乙",
        ["一", "1.1", "十二", "12.1"],
    ),
    "chapters that are no headings": ("一、甲。\n二、乙：\n(1) 丙", ["一", "二", "二(1)"]),
    "articles": (
        "第三条 甲\n（一）乙\n（二）丙\n第四条之一 丁",
        ["第三条", "第三条(一)", "第三条(二)", "第四条之一"],
    ),
    "parts above articles": ("## 第一章 总则\n第一条 甲\n1. 乙", ["第一章", "第一条", "第一条 1"]),
    "an article named in running text": ("1.1 甲\n第三条规定的情形除外。", ["1.1"]),
    "a numbered heading": ("## 6. 您享有何种权利？\n6.4 删除", ["6", "6.4"]),
    "a numbered heading without a dot": ("## 14 平台责任\n14.1 甲", ["14", "14.1"]),
    "dotted numbers stand alone": (
        "## 六、保密\n6.4 甲：\n6.4.1 乙\n6.4.2 丙",
        ["六", "6.4", "6.4.1", "6.4.2"],
    ),
    "a dotted number with nothing after it": ("2.3您承诺\n2.10如您", ["2.3", "2.10"]),
    "amounts and dates are no labels": ("1.1 甲\n2023.6.20 更新\n3.5% 的费用", ["1.1"]),
    "an unnumbered heading": (
        "## 通则\n1. 甲\n2. 乙\n## 账号\n1. 丙",
        ["通则", "通则 1", "通则 2", "账号", "账号 1"],
    ),
    "bold in a heading": ("#### **期限和终止**\n1. 甲", ["期限和终止", "期限和终止 1"]),
    "a plain number under the title only": ("# 协议\n1. 甲\n2、乙", ["preamble", "1", "2"]),
    "a plain number under a chapter": ("## 一、总则\n1. 甲", ["一", "一 1"]),
    "headings below headings": ("## 通则\n### 范围\n1.1 甲\n## 其他", ["通则", "范围", "1.1", "其他"]),
    "brackets of every kind": (
        "1.1 甲\n（1）乙\n(2) 丙\n1.2 丁\n1) 戊\n2）己",
        ["1.1", "1.1(1)", "1.1(2)", "1.2", "1.2(1)", "1.2(2)"],
    ),
    "bullets and bold before a label": ("- 1.1 甲\n- **(1)** 乙\n  - (a) 丙", ["1.1", "1.1(1)", "1.1(1)(a)"]),
    "a label inside a link": ("10.1 甲\n[（1）乙](https://x.cn)", ["10.1", "10.1(1)"]),
    "sections between chapters and numbers": (
        "## 一、总则\n### （一）范围\n1. 甲\n(1) 乙\n### （二）用语\n1. 丙\n## 二、其他",
        ["一", "一(一)", "一(一) 1", "一(一) 1(1)", "一(二)", "一(二) 1", "二"],
    ),
    "sub-items in Chinese numbers": (
        "3.1 甲\n（一）乙\n（二）丙\n3.2 丁",
        ["3.1", "3.1(一)", "3.1(二)", "3.2"],
    ),
    "a numbered list that a colon introduces": (
        "## 六、信息\n6.2 用于：\n1. 甲\n2. 乙\n6.3 丙\n1. 丁",
        ["六", "6.2", "6.2 1", "6.2 2", "6.3", "六 1"],
    ),
    "circles": ("1.1 甲\n① 乙\n② 丙", ["1.1", "1.1①", "1.1②"]),
    "nesting": (
        "9.1 甲\n(1) 乙\n- (a) 丙\n- (b) 丁\n(2) 戊\n- (a) 己",
        ["9.1", "9.1(1)", "9.1(1)(a)", "9.1(1)(b)", "9.1(2)", "9.1(2)(a)"],
    ),
    "a new list in other brackets": (
        "1.1 甲\n(1) 乙\n1) 丙\n2) 丁\n(2) 戊",
        ["1.1", "1.1(1)", "1.1(1)(1)", "1.1(1)(2)", "1.1(2)"],
    ),
    "brackets that change within a list": ("1.1 甲\n(1) 乙\n2) 丙", ["1.1", "1.1(1)", "1.1(2)"]),
    "(i) after (h) is a letter": ("1.1 甲\n(h) 乙\n(i) 丙\n(j) 丁", ["1.1", "1.1(h)", "1.1(i)", "1.1(j)"]),
    "(i) after (b) is Roman": (
        "1.1 甲\n(b) 乙\n(i) 丙\n(ii) 丁\n(c) 戊",
        ["1.1", "1.1(b)", "1.1(b)(i)", "1.1(b)(ii)", "1.1(c)"],
    ),
    "sub-items before any clause": ("# 说明\n甲：\n1) 乙\n2) 丙", ["preamble", "(1)", "(2)"]),
    "labels inside a line are not split": ("6.2 用于：a) 甲；b) 乙；（1）丙，见6.10节", ["6.2"]),
    "a repeated sub-item": ("9.1 甲\n(2) 乙\n(2) 丙\n(2) 丁", ["9.1", "9.1(2)", "9.1(2)#2", "9.1(2)#3"]),
    "a heading like the id of another": ("## 甲\n## 甲\n## 甲#2", ["甲", "甲#2", "甲#2#2"]),
    "a second list": ("3.7 甲\n(1) 乙\n若发现：\n(1) 丙", ["3.7", "3.7(1)", "3.7(1)#2"]),
    "a repeated number": ("1.1 甲\n1.1 乙\n(1) 丙", ["1.1", "1.1#2", "1.1#2(1)"]),
    "full-width digits": ("１．２ 甲\n（１）乙", ["1.2", "1.2(1)"]),
    "a byte-order mark, CRLF and ideographic spaces": ("\ufeff1.1 甲\r\n　　1.2 乙\r\n", ["1.1", "1.2"]),
    "a thematic break": ("7.3 甲\n\n---\n\n再次提醒您\n第二段", ["7.3", "closing"]),
    "a thematic break before the first label": ("欢迎\n\n---\n\n请读\n1.1 甲", ["preamble", "1.1"]),
    "no text": (" \n\n　\n", []),
}


@pytest.mark.parametrize(("text", "expected"), GRAMMAR.values(), ids=GRAMMAR.keys())
def test_grammar(text: str, expected: list[str]) -> None:
    assert ids(text) == expected


def test_text_after_sub_items_returns_to_their_clause() -> None:
    parts = own_text("6.4 例如：\n- （1）甲；\n- （2）乙。\n  续\n- 又\n\n我们将停止。\n再说。\n6.5 丙")
    assert parts["6.4"] == ["6.4 例如：", "我们将停止。\n再说。"]
    assert parts["6.4(2)"] == ["- （2）乙。\n  续\n- 又"]


def test_text_after_nested_sub_items_returns_past_all_of_them() -> None:
    assert own_text("9.1 甲\n(1) 乙\n(a) 丙\n丁")["9.1"] == ["9.1 甲", "丁"]


def test_text_after_numbers_returns_to_the_clause_whose_colon_introduced_them() -> None:
    assert own_text("4.1 如下：\n4.1.1 甲\n提示：乙\n4.2 丙")["4.1"] == ["4.1 如下：", "提示：乙"]
    assert own_text("4.1 如下。\n4.1.1 甲\n提示：乙\n4.2 丙")["4.1.1"] == ["4.1.1 甲\n提示：乙"]


def test_text_after_listed_numbers_and_sections_returns_too() -> None:
    assert own_text("6.2 用于：\n1. 甲\n2. 乙\n丙")["6.2"] == ["6.2 用于：", "丙"]
    assert own_text("第三条 情形：\n（一）甲\n（二）乙\n前款丙")["第三条"] == ["第三条 情形：", "前款丙"]
    assert own_text("## 一、总则\n### （一）范围\n甲")["一(一)"] == ["### （一）范围\n甲"]


def test_text_after_an_inner_list_goes_no_further_than_its_clause() -> None:
    parts = own_text("## 6. 权利\n您有：\n6.4 例如：\n(1) 甲\n乙\n6.5 丙\n丁")
    assert parts["6.4"] == ["6.4 例如：", "乙"]
    assert parts["6"] == ["## 6. 权利\n您有：", "丁"]


def test_headings_parents_levels_and_lines() -> None:
    text = "# 协议\n\n## 六、信息\n\n### 6.1 收集\n\n6.1.1 甲\n(1) 乙\n\n## 其他\n\n丙"
    found = {c.at: (c.heading, c.parent, c.level, c.line, c.heading_only) for c in segment(text)}
    assert found == {
        "preamble": ("协议", "", 1, 1, True),
        "六": ("六、信息", "", 1, 3, True),
        "6.1": ("六、信息 › 6.1 收集", "六", 2, 5, True),
        "6.1.1": ("六、信息 › 6.1 收集", "6.1", 3, 7, False),
        "6.1.1(1)": ("六、信息 › 6.1 收集", "6.1.1", 4, 8, False),
        "其他": ("其他", "", 1, 10, False),
    }


def test_extent_holds_the_sub_items() -> None:
    text = "1.1 甲：\n(1) 乙\n丙\n1.2 丁"
    clause = segment(text)[0]
    assert text[slice(*clause.extent)] == "1.1 甲：\n(1) 乙\n丙"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("在本协议有效期\n\n内丧失", "在本协议有效期内丧失"),
        ("使用 MiniMax 开放", "使用MiniMax开放"),
        ("Right  to\n access", "Right to access"),
        ("a\u00a0b", "a b"),
        ("a\u3000b", "a b"),
        ("中\u200b文\ufeff字", "中文字"),
        ("，A (b)", "，A (b)"),
        (" a ", "a"),
        ("（1） ①，２", "（1）①，２"),
        ("", ""),
    ],
)
def test_normalise(text: str, folded: str) -> None:
    assert normalise(text).text == folded


TERMS = source(
    "# 协议\n\n## 6. 权利\n\n6.3 您有权更正您的个人\n\n信息。\n\n"
    "6.4 您有权要求我们删除所收集的关于您的信息。例如：\n"
    "- （1）您撤回同意；\n- （2）保存期限届满。\n\n我们在 15 个工作日内答复，答复。\n\n6.5 您撤回同意；"
)


def fault(quote: str, at: str | None) -> tuple[str, str]:
    found = TERMS.find(quote, at)
    assert isinstance(found, NotFound)
    return found.fault, found.remedy


def test_find_gives_the_place() -> None:
    found = TERMS.find("更正您的个人信息", "6.3")
    assert isinstance(found, Position)
    assert (found.line, found.at, found.heading) == (5, "6.3", "6. 权利")
    assert TERMS.text[found.start : found.end] == "更正您的个人\n\n信息"


def test_find_looks_into_sub_items_and_names_the_innermost_clause() -> None:
    found = TERMS.find("您撤回同意；", "6.4")
    assert isinstance(found, Position)
    assert (found.at, found.line) == ("6.4(1)", 10)


def test_find_without_a_clause() -> None:
    found = TERMS.find("15个工作日内", None)
    assert isinstance(found, Position)
    assert (found.at, found.line) == ("6.4", 13)


def test_find_across_a_list() -> None:
    assert isinstance(TERMS.find("您撤回同意；- （2）保存期限", "6.4"), Position)


def test_unknown_clause() -> None:
    assert fault("您", "6.6")[0] == 'terms.md has no clause "6.6"'
    assert fault("您", "6.6")[1].startswith("did you mean ")
    assert fault("您", "6.4（1）")[1] == 'did you mean "6.4(1)"?'
    assert fault("您", "附件")[1] == 'its clauses run from "preamble" to "6.5": write the id of one of them'


def test_quote_in_another_clause() -> None:
    assert fault("更正您的个人信息", "6.5") == (
        "the quote does not stand in clause 6.5 of terms.md, but in clause 6.3 (line 5)",
        'write at: "6.3", or quote words of clause 6.5',
    )


def test_quote_that_differs() -> None:
    assert fault("您有权请求我们删除所收集的关于您的信息", "6.4") == (
        "quote not found in clause 6.4 of terms.md; the nearest text (clause 6.4 (line 9), 94 % alike) "
        "differs at “请求我们删除所收集的关于”",
        "the source reads “要求我们删除所收集的关于” there: copy its words",
    )


def test_quote_that_differs_and_stands_in_another_clause() -> None:
    assert "the nearest text (clause 6.3 (line 5), " in fault("您有权更改您的个人信息", "6.5")[0]


def test_quote_with_a_difference_far_inside() -> None:
    long = "".join(chr(0x4E00 + number) for number in range(3000))
    found = source("1.1 " + long).find(long[:2000] + "的" + long[2000:], "1.1")
    assert isinstance(found, NotFound)
    assert f"differs at “的{long[2000:2011]}”" in found.fault


def test_quote_unlike_anything() -> None:
    assert fault("完全无关", "6.3")[0] == "quote not found in clause 6.3 of terms.md, nor anything like it"


def test_quote_that_stands_twice() -> None:
    assert fault("答复", "6.4") == (
        "the quote stands more than once in clause 6.4 of terms.md: "
        "in clause 6.4 (line 13) and in clause 6.4 (line 13)",
        "quote more words, so that only one place fits",
    )
    assert (
        "in terms.md: in clause 6.4(1) (line 10) and in clause 6.5 (line 15)"
        in fault("您撤回同意；", None)[0]
    )


@pytest.mark.parametrize("quote", ["", " \n　"])
def test_empty_quote(quote: str) -> None:
    assert fault(quote, "6.3")[0] == "the quote is empty"


def test_read(tmp_path: Path) -> None:
    path = tmp_path / "terms.md"
    path.write_bytes("# 协议\r\n\r\n1.1 甲\r\n".encode())
    found = read(path, "policies/a/terms.md")
    assert (found.file, found.text) == ("policies/a/terms.md", "# 协议\r\n\r\n1.1 甲\r\n")
    assert found.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert [(clause.at, clause.line) for clause in found.clauses] == [("preamble", 1), ("1.1", 3)]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "terms.md: the file has no text; "),
        ("　\n\ufeff".encode(), "terms.md: the file has no text; "),
        (
            "1.1 甲\n乙".encode("gb18030"),
            "terms.md:1: not UTF-8: byte 5 cannot be read; save the file in the encoding UTF-8",
        ),
        (b"a\nb\0", "terms.md:2: not a text file: it has a zero byte; "),
        (b"a" * (MAX_BYTES + 1), "terms.md: larger than 5 MB; "),
        (b"a\n" * (MAX_LINES + 1), "terms.md: more than 100,000 lines; "),
    ],
)
def test_read_refuses(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "x"
    path.write_bytes(data)
    with pytest.raises(BadInput) as caught:
        read(path, "terms.md")
    assert str(caught.value).startswith(message)


def test_read_refuses_what_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="terms.md: no such file"):
        read(tmp_path / "none", "terms.md")
    with pytest.raises(BadInput, match="terms.md: not a file"):
        read(tmp_path, "terms.md")
    with pytest.raises(BadInput, match="terms.md: the file cannot be read|terms.md: no such file"):
        read(tmp_path / "a\0b", "terms.md")


HOSTILE = {
    "one long line": ("字" * 100_000, ["preamble"]),
    "sub-items without end": ("(1)\n" * 3000, ["(1)", "(1)#2", "(1)#3"]),
    "a long heading above many numbers": ("## " + "长" * 100_000 + "\n" + "1.\n" * 1000, ["长" * 80]),
    "blanks without end": (" \t　" * 50_000 + "甲", ["preamble"]),
    "markup without end": ("> " * 50_000 + "\n" + "[" * 50_000, ["preamble"]),
    "digits without end": ("1." * 50_000 + "\n" + "（" * 50_000, ["1.1.1.1.1.1"]),
}


@pytest.mark.parametrize(("text", "first"), HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_segmented_and_searched(text: str, first: list[str]) -> None:
    found = source(text)
    assert [clause.at for clause in found.clauses[: len(first)]] == first
    assert isinstance(found.find("甲乙丙丁戊己庚辛" * 1000, None), NotFound)
    assert isinstance(found.find("甲", "没有" * 1000), NotFound)


CHARACTERS = st.sampled_from("甲乙，。（）；： \n\t　\u00a0\u200b\ufeffab1.-#*Z")
TEXTS = st.text(CHARACTERS, max_size=80)
LABELS = st.sampled_from(
    [
        "",
        "",
        "1.1 ",
        "2.3",
        "(1) ",
        "（2）",
        "- (a) ",
        "## 3. ",
        "## 通则\n",
        "一、",
        "4. ",
        "1. ",
        "（一）",
        "---\n",
        "> ",
    ]
)
DOCUMENTS = st.lists(st.tuples(LABELS, st.text(CHARACTERS, max_size=20)), max_size=12).map(
    lambda blocks: "\n".join(label + words for label, words in blocks)
)


@given(TEXTS)
def test_normalise_twice_is_normalise_once(text: str) -> None:
    once = normalise(text).text
    assert normalise(once).text == once


@given(TEXTS)
def test_every_folded_character_is_the_original_one(text: str) -> None:
    folded = normalise(text)
    for offset, character in enumerate(folded.text):
        original = folded.original(offset)
        assert text[original] == character or (character == " " and not normalise(text[original]).text)
        assert folded.folded(original) == offset


@given(st.text(st.sampled_from("甲乙丙，。（）"), min_size=1, max_size=30), st.data())
def test_white_space_between_chinese_characters_changes_nothing(text: str, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(text)))
    blank = data.draw(st.text(st.sampled_from(" \n\r\t　\u00a0\u200b\ufeff"), max_size=4))
    assert normalise(text[:cut] + blank + text[cut:]).text == text


@given(DOCUMENTS)
def test_the_clauses_hold_all_text_once_and_in_order(text: str) -> None:
    clauses = segment(text)
    spans = sorted(span for clause in clauses for span in clause.spans)
    assert all(start < end for start, end in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    between = [
        text[a:b]
        for a, b in zip(
            [0, *(end for _, end in spans)], [*(start for start, _ in spans), len(text)], strict=True
        )
    ]
    assert all(not normalise(gap.replace("---", "")).text for gap in between)
    assert len({clause.at for clause in clauses}) == len(clauses)
    parents = {clause.at: clause for clause in clauses}
    for clause in clauses:
        assert clause.extent[0] == clause.spans[0][0] and clause.extent[1] >= clause.spans[-1][1]
        if clause.parent:
            above = parents[clause.parent]
            assert above.level == clause.level - 1
            assert above.extent[0] <= clause.extent[0] and clause.extent[1] <= above.extent[1]


def check_quote(found: SourceText, start: int, end: int, at: str) -> None:
    """The folded characters from `start` to `end`, quoted, are found, or are said to stand there twice."""
    words = found.folded.text[start:end]
    result = found.find(words, at)
    if isinstance(result, NotFound):
        words = words.strip()
        assert "more than once" in result.fault
        assert found.folded.text.find(words, found.folded.text.find(words) + 1) >= 0
    else:
        assert normalise(found.text[result.start : result.end]).text == normalise(words).text


@settings(deadline=None)
@given(DOCUMENTS, st.data())
def test_what_is_cut_from_a_clause_is_found_there(text: str, data: st.DataObject) -> None:
    found = source(text)
    spans = [(clause.at, *span) for clause in found.clauses for span in clause.spans]
    spans = [span for span in spans if normalise(text[span[1] : span[2]]).text]
    if spans:
        at, first, last = data.draw(st.sampled_from(spans))
        low, high = found.folded.folded(first), found.folded.folded(last)
        start = data.draw(st.integers(low, high - 1))
        end = data.draw(st.integers(start + 1, high))
        if found.folded.text[start:end].strip():
            check_quote(found, start, end, at)


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_what_is_cut_from_a_policy_is_found_there(data: st.DataObject) -> None:
    found = POLICIES[data.draw(st.integers(0, len(POLICIES) - 1))]
    clause = found.clauses[data.draw(st.integers(0, len(found.clauses) - 1))]
    low, high = (found.folded.folded(offset) for offset in clause.spans[0])
    start = data.draw(st.integers(low, high - 1))
    end = data.draw(st.integers(start + 1, high))
    if found.folded.text[start:end].strip():
        check_quote(found, start, end, clause.at)


POLICIES = [read(path, path.name) for path in SOURCES]


def test_every_policy_is_among_those_read() -> None:
    assert len(POLICIES) >= 13


@pytest.mark.parametrize(
    ("name", "at", "words"),
    [
        ("privacy-policy.md", "6.4(3)", "- （3）您撤回同意；"),
        ("privacy-policy.md", "4.5(6)", "- 6）法律、行政法规规定的其他情形。"),
        ("eula.md", "服务 14(d)", "- （d）允许未经授权的第三方获取 MiniMax 开放平台服务，"),
        ("eula.md", "知识产权 5(b)(ii)", "- (ii) 违反任何法律、法规；"),
        (
            "eula.md",
            "期限和终止 6",
            "6. 甲方未在适用到期日后的 15 日内，支付其应付乙方的任何费用或其他款项。",
        ),
        ("user-agreement.md", "9.1(1)(c)", "- (c) 损害国家荣誉和利益的；"),
        ("user-service-agreement.md", "3.7(5)#2", "- (5) 追究您的法律责任。"),
        ("security-responsibility.md", "二(8)", "- (8) 侮辱或者诽谤他人的；"),
        ("account-cancellation.md", "4.1.1", "4.1.1 您将无法再次使用该账号登录金山云官网、控制台等；"),
    ],
)
def test_clauses_of_the_policies(name: str, at: str, words: str) -> None:
    found = next(policy for policy in POLICIES if policy.file == name)
    assert [found.text[start:end].strip() for start, end in found.by_at[at].spans] == [words]
