"""The reports of `checker diff`: text, Markdown, JSON. What they say, what they leave out, what cannot harm them."""

import json
import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from checker.agreements import load_suite
from checker.catalogue import load_baseline
from checker.compare import Direction
from checker.diff import Diff, Side, diff
from checker.engine import assess
from checker.gate import Gate, parse
from checker.model import Evidence, Fact, NotHeld, Suite, Words
from checker.reports import DIFF_FORMATS, diff_words, render_diff
from checker.reports.diff_markdown import MOST_CHARACTERS
from checker.text import SourceText, read, source_text
from tests.cases import ROOT
from tests.test_diff import (
    DAY,
    DELETION_LESS,
    ENCODED,
    FACTS,
    LIABILITY,
    POLICY,
    REWORDED,
    RIGHT,
    SECOND,
    TERMS,
    TWICE,
    UNLIMITED,
    VIOLATING,
    Held_suite,
    agreement,
    compared,
    encoding,
    inserted,
    rules,
    side,
    suite,
    waiver,
    without_rights,
)

LANGUAGES = ("en", "zh")
SCHEMA = json.loads((ROOT / "checker/schemas/diff.schema.json").read_text(encoding="utf-8"))
WORSE = parse("worse")
MARKDOWN = MarkdownIt("gfm-like", {"html": True})
assert MARKDOWN.linkify is not None
MARKDOWN.linkify.set({"fuzzy_link": False})  # GitHub links no bare name of a host
MARKDOWN.linkify.add("//", None)

both_languages = pytest.mark.parametrize("lang", LANGUAGES)


def text(found: Diff, lang: str = "en", gate: Gate = WORSE, colour: bool = False) -> str:
    return render_diff(found, "text", lang=lang, gate=gate, colour=colour)


def markdown(found: Diff, lang: str = "en", gate: Gate = WORSE) -> str:
    return render_diff(found, "markdown", lang=lang, gate=gate)


def data(found: Diff, gate: Gate = WORSE) -> Any:
    """The JSON report, which fits its schema."""
    made = json.loads(render_diff(found, "json", lang="en", gate=gate))
    jsonschema.Draft202012Validator(SCHEMA).validate(made)
    return made


# --- samples: a change of every kind ---------------------------------------------------------------------------


def one(was: Held_suite, now: Held_suite) -> Diff:
    return compared(side(was), side(now))


@cache
def sample(name: str) -> Diff:
    return SAMPLES[name]()


def everything() -> Diff:
    """Clauses of every kind, a fact, a document, a waiver, verdicts each way."""
    text, encoded = inserted("监护人可以行使上述权利。", [{**RIGHT, "holder": "guardian"}])
    text = text.replace("1.2 您可以申请注销账号。\n\n", "").replace("由您自行承担", "概由您自行承担")
    encoded = {**encoded, "3.1": ("概由您自行承担", [UNLIMITED])}
    encoded = {at: each for at, each in encoded.items() if at not in ("1.2", "3.2")}
    text = text.replace("见《云记事隐私政策》", "见《云记事个人信息保护政策》")
    encoded = {**encoded, "3.2": ("我们如何处理您的个人信息", ENCODED["3.2"][1])}
    facts = {**FACTS, "paid": "yes"}
    open_facts = {**FACTS, "minors_excluded": "no"}
    return one(
        suite(agreement(), facts=open_facts, waivers=[waiver()]),
        suite(agreement(text, encoded), facts={**facts, "minors_excluded": "no"}, missing=(),
              waivers=[waiver(expires="2026-11-21")]),
    )  # fmt: skip


SAMPLES: dict[str, Callable[[], Diff]] = {
    "nothing": lambda: one(suite(), suite()),
    "everything": everything,
    "worse": lambda: one(suite(), suite(agreement(TERMS, DELETION_LESS))),
    "better": lambda: one(suite(agreement(TERMS, DELETION_LESS)), suite()),
    "evidence": lambda: one(
        suite(agreement(TERMS, VIOLATING)),
        suite(agreement(REWORDED, {**VIOLATING, "3.1": ("由您自行承担，我们概不负责", [UNLIMITED])})),
    ),
    "unread": lambda: one(suite(), suite(agreement(REWORDED))),
    "read again": lambda: one(suite(), suite(agreement(REWORDED, second="2026-11-22"))),
    "removed clause": lambda: one(suite(), suite(agreement(*without_rights()))),
    "renamed": lambda: one(suite(), suite(agreement(name="user-agreement"), name="cloud")),
    "new suite": lambda: compared(side(), side(suite(agreement(TERMS, VIOLATING)))),
    "gone suite": lambda: compared(side(suite(), suite(agreement("# 甲\n\n1.1 乙。\n", {}), name="other")),
                                   side(suite(agreement("# 甲\n\n1.1 乙。\n", {}), name="other"))),
    "second violation": lambda: one(suite(agreement(TERMS, VIOLATING)), suite(agreement(SECOND, TWICE))),
    "waived": lambda: one(suite(), suite(waivers=[waiver()])),
}  # fmt: skip

every_sample = pytest.mark.parametrize("name", SAMPLES)


# --- what they say ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("nothing", "## Compliance: no verdict has changed"),
        ("worse", "## Compliance: 1 worse"),
        ("better", "## Compliance: 1 better"),
        ("evidence", "## Compliance: 1 neither better nor worse, but changed"),
        ("unread", "## Compliance: no verdict has changed"),
    ],
)
def test_the_comment_begins_with_the_worst(name: str, heading: str) -> None:
    assert markdown(sample(name)).splitlines()[:3] == ["<!-- checker diff -->", "", heading]


@every_sample
@both_languages
def test_the_same_change_is_told_in_the_same_bytes(name: str, lang: str) -> None:
    for form in DIFF_FORMATS:
        once = render_diff(sample(name), form, lang=lang, gate=WORSE)
        assert once == render_diff(SAMPLES[name](), form, lang=lang, gate=WORSE)
        assert once.endswith("\n") and not once.endswith("\n\n")


@every_sample
def test_the_data_fits_its_schema_and_knows_no_language(name: str) -> None:
    assert data(sample(name))
    assert render_diff(sample(name), "json", lang="en", gate=WORSE) == render_diff(
        sample(name), "json", lang="zh", gate=WORSE, colour=True
    )


@every_sample
def test_the_data_agrees_with_the_text(name: str) -> None:
    found, told = data(sample(name)), text(sample(name))
    totals = found["totals"]
    verdicts = [v for s in found["suites"] for v in s["verdicts"]]
    clauses = [c for s in found["suites"] for a in s["agreements"] for c in a["clauses"]]
    for direction in ("worse", "better", "changed"):
        assert totals[direction] == sum(v["direction"] == direction for v in verdicts)
    for kind in ("added", "removed", "moved", "reworded"):
        assert totals["clauses"][kind] == sum(c["change"] == kind for c in clauses)
    if found["suites"]:
        assert (
            f"Verdicts: {totals['worse']} worse, {totals['better']} better, {totals['changed']} otherwise"
            in told
        )
        clause_totals = totals["clauses"]
        assert f"{clause_totals['reworded']} reworded, {clause_totals['added']} added" in told
        assert f"to be read again: {totals['unread']}." in told
    else:
        assert "Nothing that bears on the assessment has changed." in told
    gate = found["gate"]
    assert (
        f"{gate['gaps']} with gaps, {gate['waived']} of them waived, {gate['gating']} failing the run."
        in told
    )
    for each in found["suites"]:
        assert f"({each['suite']})" in told
        if each["now"]:
            for verdict in each["verdicts"]:
                assert f"· {verdict['requirement']}" in told
    assert gate["gating"] == sum(v["gating"] for v in verdicts)


def test_the_data_of_a_change_of_every_kind() -> None:
    found = data(sample("everything"))
    [suite] = found["suites"]
    [terms] = suite["agreements"]
    assert [(c["change"], c["was"] and c["was"]["at"], c["now"] and c["now"]["at"]) for c in terms["clauses"]] == [
        ("removed", "1.2", None), ("added", None, "2.1"), ("moved", "2.1", "2.2"), ("moved", "2.2", "2.3"),
        ("reworded", "3.1", "3.1"), ("reworded", "3.2", "3.2"),
    ]  # fmt: skip
    assert [c["now"]["at"] for c in terms["clauses"] if c["unread"]] == []
    assert suite["facts"] == [{"fact": "paid", "was": "no", "now": "yes"}]
    assert suite["documents"] == [{"title": "云记事隐私政策", "missing": False}]
    [changed] = suite["waivers"]
    assert (changed["was"]["state"], changed["now"]["state"]) == ("valid", "expired")
    verdicts = {v["requirement"]: v for v in suite["verdicts"]}
    assert {name: (v["direction"], v["was"], v["now"], v["gating"]) for name, v in verdicts.items()} == {
        "terms.liability": ("worse", "met", "violated", True),
        "terms.refund": ("worse", "not_applicable", "missing", True),
        "rights.withdrawal": ("worse", "undetermined", "missing", True),
        "rights.guardian": ("better", "missing", "met", False), "rights.deletion": ("changed", "met", "met", False),
    }  # fmt: skip
    assert verdicts["terms.refund"]["causes"]["facts"] == ["paid"]
    assert verdicts["rights.withdrawal"]["causes"]["documents"] == ["云记事隐私政策"]
    place = {"agreement": "terms", "at": "3.1"}
    assert verdicts["terms.liability"]["causes"]["clauses"] == [place]
    assert verdicts["terms.liability"]["points"] == [
        {"id": "unlimited", "was": None, "now": "hit", "direction": "worse", "came": [place], "went": []}
    ]
    ranks = ["worse", "better", "changed"]
    order = [
        (ranks.index(v["direction"]), ["high", "medium", "low"].index(v["severity"]))
        for v in suite["verdicts"]
    ]
    assert order == sorted(order)
    [liability] = [p for p in terms["provisions"] if p["clause"] == place]
    assert (liability["was"], liability["now"], liability["with_text"]) == (LIABILITY, UNLIMITED, True)


@both_languages
def test_every_changed_provision_is_shown(lang: str) -> None:
    """Under its clause, apart where its text stayed, and where only a clause below it changed."""
    items = TERMS.replace(
        "2.1 您有权查阅、更正、删除您的个人信息。",
        "2.1 您有权：\n\n（1）查阅您的个人信息；\n\n（2）删除您的个人信息。",
    )
    was = encoding(c2_1=("查阅您的个人信息", [RIGHT]))
    now = encoding(c2_1=("查阅您的个人信息", [{**RIGHT, "rights": ["access"]}]))
    samples = [
        one(suite(agreement(items, was)), suite(agreement(items.replace("（2）删除", "（2）请求删除"), now))),
        one(suite(agreement(items, was)), suite(agreement(items, now))),
        sample("everything"), sample("removed clause"), sample("worse"),
        one(suite(agreement(*inserted("监护人。", [RIGHT]))), suite()),
    ]  # fmt: skip
    for found in samples:
        changes = [p for s in found.suites for a in s.agreements for p in a.provisions]
        assert changes
        for report in (text(found, lang), plain_text(markdown(found, lang))):
            shown = re.sub(r"\s", "", report)
            for each in changes:
                for provision in (each.was, each.now):
                    reading = re.sub(r"\s", "", diff_words.reading(provision, lang))
                    assert reading in shown


def test_a_removed_clause_is_not_called_a_change_of_the_encoding_alone() -> None:
    for report in (text(sample("removed clause")), markdown(sample("removed clause"))):
        assert "encoding has changed, the text has not" not in report.lower()
        assert "encoding changed, text not" not in report
        assert "terms 2.1 removed" in report
        assert "terms 2.1 moved (was 2.2)" in report


def test_words_keep_their_spaces() -> None:
    was, now = "We may share your data with others.", "We must never share your data with partners."
    english = "# Terms\n\n1.1 {}\n"
    found = one(suite(agreement(english.format(was), {})), suite(agreement(english.format(now), {})))
    assert "We [-may -]{+must never +}share your data with [-others-]{+partners+}\n" in text(found)
    assert "We <del>may </del><ins>must never </ins>share your data with <del>others</del>" in markdown(found)


def test_what_the_rules_changed_is_said(tmp_path: Path) -> None:
    stricter = rules(
        tmp_path,
        ("{includes: [deletion]}", "{includes: [deletion, portability]}"),
        ('version: "1"', 'version: "2"'),
    )
    found = compared(side(suite()), side(suite(), baseline=stricter))
    for report in (text(found), markdown(found)):
        assert "The baseline has changed from small 1 to small 2" in report
        assert "changed rules" in report


def test_colour_marks_directions_and_words_in_text_alone() -> None:
    found = sample("everything")
    coloured = text(found, colour=True)
    assert "\x1b[1;31mworse\x1b[0m" in coloured and "\x1b[32m" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == text(found)
    for form in ("markdown", "json"):
        assert "\x1b" not in render_diff(found, form, lang="en", gate=WORSE, colour=True)


@pytest.mark.parametrize(
    ("rule", "gating"), [("never", False), ("worse", True), ("worse:high", True), ("violated", False)]
)
def test_the_gate_decides_what_counts(rule: str, gating: bool) -> None:
    found = data(sample("worse"), parse(rule))
    assert [v["gating"] for s in found["suites"] for v in s["verdicts"]] == [gating]
    said = "**The gate failed: 1 finding counts.**" if gating else "**The gate passed.**"
    assert said in markdown(sample("worse"), gate=parse(rule))


def test_what_got_worse_and_is_waived_fails_nothing() -> None:
    worse = agreement(TERMS, VIOLATING)
    assessment = side(suite(worse)).assessments[0]
    finding = next(f for f in assessment.findings if f.requirement.id == "terms.liability")
    accepted = waiver(requirement="terms.liability", fingerprint=finding.fingerprint)
    found = one(suite(), suite(worse, waivers=[accepted]))
    [verdict] = data(found)["suites"][0]["verdicts"]
    assert (verdict["direction"], verdict["waived"], verdict["gating"]) == ("worse", True, False)
    assert "**The gate passed.**" in markdown(found)
    assert "(waived)" in markdown(found) and "(waived)" in text(found)


# --- languages -------------------------------------------------------------------------------------------------

CHINESE = re.compile(r"[\u4e00-\u9fff\uff00-\uffef、。《》]")
# What is written alike in both: ids, names of files and of commands, dates.
ALIKE = re.compile(
    r"`[^`]*`|&#\d+;|<!--.*?-->|</?\w+>|\S+\.(md|yaml)(:\d+)?|[a-z]+\.[a-z]+\b|\b(notes|terms|cloud|other|user-agreement|small|side"
    r"|worse:\w+|cloud-notes|privacy-policy)\b"
)


def foreign(report: str, lang: str) -> list[str]:
    kept = ALIKE.sub(" ", report)
    return re.findall(r"[A-Za-z]{2,}", kept) if lang == "zh" else CHINESE.findall(kept)


@cache
def in_one_language(name: str, lang: str) -> Diff:
    """A sample in which all that others have written is a number."""
    return _exchanged(sample(name), "12345")


def _exchanged(value: Any, words: str) -> Any:
    """The same with all text of others exchanged."""
    if isinstance(value, Words) or value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Suite):
        value = value._replace(title=Words(words, words), operator=words)
    if isinstance(value, NotHeld):
        value = value._replace(title=words)
    if isinstance(value, Evidence):
        return value._replace(quote=words, heading=words)
    if isinstance(value, Fact):
        return value
    if type(value).__name__ == "Requirement":
        return value
    if type(value).__name__ == "Wording":
        return value._replace(words=words + value.words[:1].replace(value.words[:1], "6"), heading=words)
    if type(value).__name__ == "DocumentChange":
        return value._replace(title=words)
    if type(value).__name__ == "Causes":
        return value._replace(documents=tuple(words for _ in value.documents))
    if type(value).__name__ == "Waiver":
        return value._replace(reason=words, approved_by=words)
    if hasattr(value, "_fields"):
        return type(value)(*(_exchanged(each, words) for each in value))
    if isinstance(value, tuple):
        return tuple(_exchanged(each, words) for each in value)
    return value


@every_sample
@both_languages
def test_no_label_is_in_the_other_language(name: str, lang: str) -> None:
    found = in_one_language(name, lang)
    for form in ("text", "markdown"):
        assert foreign(render_diff(found, form, lang=lang, gate=WORSE), lang) == []


# --- Markdown --------------------------------------------------------------------------------------------------


def tokens(report: str) -> list[Any]:
    return [each for block in MARKDOWN.parse(report) for each in (block, *(block.children or ()))]


def plain_text(report: str) -> str:
    """What a reader sees."""
    return "\n".join(
        "".join(child.content for child in token.children or () if child.type in ("text", "code_inline"))
        for token in MARKDOWN.parse(report)
        if token.type == "inline"
    )


def raw(report: str) -> list[str]:
    """The HTML tags that a browser would see."""
    html = "".join(token.content for token in tokens(report) if token.type in ("html_block", "html_inline"))
    return re.findall(r"<[^>]*>", html)


OURS = {"<details>", "</details>", "<summary>", "</summary>", "<ins>", "</ins>", "<del>", "</del>", "<br>",
        "<!-- checker diff -->", "<!-- -->"}  # fmt: skip


def assert_sound(report: str) -> None:
    assert len(report) <= MOST_CHARACTERS
    tags = raw(report)
    assert set(tags) <= OURS
    for name in ("details", "summary", "ins", "del"):
        depth = 0
        for tag in tags:
            depth += (tag == f"<{name}>") - (tag == f"</{name}>")
            assert depth in (0, 1), f"{name} are balanced and never nested"
        assert depth == 0
    assert not [each for each in tokens(report) if each.type in ("link_open", "image", "code_block", "fence")]
    assert not [each for each in tokens(report) if each.type == "heading_open" and each.tag != "h2"]


@every_sample
@both_languages
def test_the_comment_is_sound(name: str, lang: str) -> None:
    report = markdown(sample(name), lang)
    assert_sound(report)
    assert [each.tag for each in tokens(report) if each.type == "heading_open"] == ["h2"]


def test_the_table_has_a_row_a_verdict_and_five_cells_a_row() -> None:
    found = sample("everything")
    report = markdown(found)
    rows = sum(each.type == "tr_open" for each in tokens(report))
    assert rows == 1 + len(found.suites[0].verdicts)
    assert sum(each.type in ("td_open", "th_open") for each in tokens(report)) == 5 * rows


HOSTILE = [
    "<script>alert(1)</script>", "</details></summary>", "<!-- ", "-->", "@everyone", "@org/team", "|", "| a | b |", "``` x",
    "`x`", "[x](http://x.y)", "![x](http://x.y/z.png)", "http://x.y", "www.x.y", "x@y.zz", "#1", "org/repo#12", ":tada:",
    "**x**", "~~x~~", "\\", "\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "\x9b31m", "\u202egnp", "\u2066x\u2069", "\u200f", "\x00",
    "</ins>", "</del><ins>", "# x", "- x", "> x", "1. x", "&lt;b&gt;", "&#60;b>", "$x$", "---", "===", "[-x-]", "{+x+}", "\u2028",
    "\ufeff", "\ud800".encode("utf-8", "replace").decode(), "𠮷", "删除",
]  # fmt: skip
HOSTILE_TEXTS = st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=5).map("".join)


def hostile(words: str, other: str) -> Diff:
    """Changes in which all that others write is hostile: clauses, quotes, titles, waivers, names of files and sides."""

    def made(said: str, encoded: Sequence[Any]) -> Held_suite:
        texts = "# 协议\n\n2.1 您可以删除甲。" + " ".join(said.split()) + "\n"
        held, source = agreement(texts, {"2.1": ("您可以删除甲", encoded)}, file=said + ".md")
        evil = [p._replace(evidence=p.evidence._replace(quote=said, heading=said, file=said + ".yaml"),
                           fields=MappingProxyType({**p.fields, "note": {"zh": said, "en": said}})) for p in held.provisions]  # fmt: skip
        held = held._replace(title=said, provisions=tuple(evil))
        its, sources = suite((held, source), missing=(POLICY._replace(title=said),) if encoded else (),
                             waivers=[waiver(reason=said, approved_by=said)])  # fmt: skip
        return its._replace(title=Words(said, said), operator=said), sources

    found = one(made(words, [RIGHT]), made(other, []))
    return found._replace(was=words, now=other)


@settings(max_examples=150, deadline=None)
@given(HOSTILE_TEXTS, HOSTILE_TEXTS, st.sampled_from(LANGUAGES))
def test_hostile_words_are_words(words: str, other: str, lang: str) -> None:
    found = hostile(words, other)
    report = markdown(found, lang)
    assert_sound(report)
    rows = sum(each.type == "tr_open" for each in tokens(report))
    assert sum(each.type in ("td_open", "th_open") for each in tokens(report)) == 5 * rows
    assert not re.search(r"(?<![\w<])@\w", report)
    printed = text(found, lang)
    for told in (report, printed):
        assert not re.search(
            "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028]", told
        )
    data(found)


# --- a great change --------------------------------------------------------------------------------------------


def transformed(folder: str, change: Callable[[str], str]) -> tuple[Suite, dict[tuple[str, str], SourceText]]:
    """A real suite with other words in every clause; the encoding stays."""
    held = load_suite(ROOT / folder, folder)
    texts = {(held.id, each.id): read(ROOT / each.source_file, each.source_file) for each in held.agreements}
    return held, {key: source_text(change(each.text), each.file, each.sha256) for key, each in texts.items()}


def rewritten(text: str) -> str:
    lines = (
        line + "，另有约定的除外（详见<b>附件</b>|*说明*）。" if len(line) > 15 else line
        for line in text.split("\n")
    )
    return "\n".join(lines)


@cache
def great() -> Diff:
    """Every clause of a great suite is reworded, half of its provisions are gone."""
    baseline = load_baseline()
    held, texts = transformed("policies/kingsoft-cloud", lambda text: text)
    now, texts_now = transformed("policies/kingsoft-cloud", rewritten)
    half = tuple(each._replace(provisions=each.provisions[::2]) for each in now.agreements)
    was_side = Side("main", [assess(held, baseline, as_of=DAY)], texts, {})
    now_side = Side("", [assess(now._replace(agreements=half), baseline, as_of=DAY)], texts_now, {})
    return diff(was_side, now_side, lambda old: assess(old.suite, baseline, as_of=DAY))


@both_languages
def test_a_great_change_fits_into_a_comment_and_says_what_is_left_out(lang: str) -> None:
    found = great()
    assert len(text(found, lang)) > MOST_CHARACTERS, "else nothing would have to be left out"
    report = markdown(found, lang)
    assert_sound(report)
    assert len(report) > MOST_CHARACTERS // 2, "what fits is shown"
    said = r"(\d+) parts are left out" if lang == "en" else r"略去 (\d+) 个部分"
    [number] = re.findall(said, report)
    assert int(number) > 0
    assert report.count("<details>") > 0
    assert diff_words.total_sentences(found, lang)[0] in report, "the summary is never cut"
    worst = diff_words.worst_first(found.suites[0].verdicts)[0]
    assert worst.change.direction is Direction.WORSE and f"`{worst.requirement}`" in report
    assert data(found)["totals"]["clauses"]["reworded"] > 200


@both_languages
@pytest.mark.parametrize("title", ["<" * 20_000, "|" * 60_000, "长" * 70_000])
def test_a_title_without_end_does_not_burst_the_comment(title: str, lang: str) -> None:
    its, texts = suite(agreement(TERMS, DELETION_LESS), missing=(POLICY._replace(title=title),))
    named = (its._replace(title=Words(title, title)), texts)
    found = one(suite(missing=()), named)
    report = markdown(found, lang)
    assert_sound(report)
    assert diff_words.total_sentences(found, lang)[0] in report


def test_many_suites_do_not_burst_the_comment() -> None:
    many = [suite(agreement(TERMS, VIOLATING), name=f"suite-{number}") for number in range(150)]
    found = compared(side(), side(*many))
    report = markdown(found)
    assert_sound(report)
    rows = sum(each.type == "tr_open" for each in tokens(report)) - 1
    [left] = re.findall(r"(\d+) more changed verdicts are not listed", report)
    assert rows + int(left) == sum(len(each.verdicts) for each in found.suites)
