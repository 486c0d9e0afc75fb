"""The word list: what a phrase finds, what a pattern asks for, and how well the words fit what people encoded.

Precision and recall are kept in tests/data/hints.yaml and may not fall; `UPDATE_GOLDEN=1` writes them anew. Figures of
`documents` and of `cases_read` are in-sample: the words were chosen with these texts at hand. `cases_not_read` are the
quotes of the cases of every second requirement, whose words nobody looked at while choosing."""

import math
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker import hints, schema, source, vocabulary
from checker.encodings import opened
from checker.hints import Found, Hint, asked, find
from checker.text import Position
from tests.cases import all_cases

ROOT = Path(__file__).parent.parent
FIGURES = ROOT / "tests" / "data" / "hints.yaml"
ENCODINGS = sorted(
    path
    for path in (ROOT / "policies").glob("*/*.yaml")
    if path.name not in ("suite.yaml", "waivers.yaml") and not path.name.endswith(".lock.yaml")
)
WORDS: dict[str, list[dict[str, Any]]] = source.load(hints.WORDS, "hints.yaml").data
Sample = tuple[str, set[str]]  # a text, and the kinds that people encoded of it


# --- what a phrase finds ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind", "word"),
    [
        ("您有权要求我们删除您的信息。", "right", "有权要求"),
        ("我们对此不承担任何赔偿责任。", "liability", "不承担"),
        ("由此产生的损失，概不 承担责任", "liability", "概不承担责任"),
        ("请您仔细阅读并充分理解本政策", "processing_rules", "阅读并充分理解本政策"),
        ("如您不同意本政策，请停止使用", "refusal_consequence", "如您不同意本"),
        ("不填写不影响您使用其他功能", "refusal_consequence", "不填写不影响"),
        ("我们会处理您主动上传的图片", "collection", "会处理您主动上传的"),
        ("您注册时，需要向我们提供手机号码", "collection", "需要向我们提供"),
        ("除法律规定的情况外，我们不会向他人提供", "provision_to_others", "会向他人提供"),
        ("事先取得您的单独同意", "provision_to_others", "取得您的单独同意"),
        ("法律、行政法规规定的情形", "consent_exception", "法规规定的情形"),
        ("我们委托云服务商存储数据", "entrustment", "我们委托"),
        ("与其签订协议，约定处理的目的和期限", "entrustment", "签订协议，约定处理"),
        ("继续使用的，视为同意", "consent", "视为同意"),
        ("继续使用的，视为您接受修订后的政策", "consent", "接受修订后的政策"),
        ("> 由此产生的损失，**概不**承担责任", "liability", "概不承担责任"),
        ("This Agreement is under the GOVERNING LAW of France.", "dispute", "GOVERNING LAW"),
        ("本公司保留最终解释权", "interpretation", "最终解释权"),
    ],
)
def test_typical_words_are_found(text: str, kind: str, word: str) -> None:
    found = {hint.kind: hint.word for hint in hints.hints(text)}
    assert word in found[kind]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("今天天气很好。", "liability"),
        ("向第三方说明。我们的信息", "provision_to_others"),  # a gap does not reach into the next sentence
        ("coffees", "payment"),  # the word is `fees`
        ("放弃" + "很" * 30 + "索赔", "remedy_exclusion"),  # nor over more than a few characters
        ("# 隐私政策\n\n更新日期", "amendment"),  # nor over the end of a line
        ("概不承\n担责任", "liability"),
        ("您注册时，需要向我们提供手机号码", "user_duty"),
        ("告知可能造成的危害、已采取的措施", "termination"),
        ("您可以在系统设置中关闭权限", "termination"),
        ("我们委托某某有限公司存储数据", "identity"),
        ("应当由其监护人阅读并同意本政策", "acceptance"),
    ],
)
def test_words_that_are_not_there_are_not_found(text: str, kind: str) -> None:
    assert kind not in {hint.kind for hint in hints.hints(text)}


def test_hints_come_in_the_order_of_the_vocabulary_each_kind_once() -> None:
    kinds = [hint.kind for hint in hints.hints("，".join(path.read_text("utf-8") for path in ENCODINGS[:3]))]
    assert kinds == [kind for kind in vocabulary.kinds() if kind in kinds]
    assert {"identity", "collection", "right", "retention", "liability", "amendment", "dispute"} <= set(kinds)


def test_a_hint_names_the_first_words_in_the_order_of_the_text() -> None:
    assert hints.hints("加粗的条款，请特别注意粗体字") == (Hint("prominence", "加粗"),)


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("我们会收集您的精确位置信息", "collection", "会收集您的精确位置信息"),  # 精确位置 is inside
        ("您可以查阅、复制您的信息", "right", "您可以查阅"),  # 查阅、复制 overlaps
        ("某某有限公司（以下简称“某某”）", "identity", "有限公司"),
        ("您可以撤回。监护人有权更正，近亲属可以查阅", "right", "您可以撤回 / 监护人有权更正"),
        ("我们有权不时单方面并且不经任何通知即修改", "amendment", "有权不时单方面并…任何通知即修改"),
    ],
)
def test_a_hint_names_two_readable_words_that_do_not_repeat(text: str, kind: str, words: str) -> None:
    assert {hint.kind: hint.word for hint in hints.hints(text)}[kind] == words


@given(
    st.lists(
        st.sampled_from(
            ["您有权", "删除", "不承担", "责任", "。", " ", "\n", "A", "监护人", "同意", "İ", "**", "# "]
        )
    )
)
def test_found_words_stand_where_they_are_said_to(parts: list[str]) -> None:
    text = "".join(parts)
    for found in find(text):
        assert hints.shown(text[found.start : found.end]) == found.word
        assert "\n" not in text[found.start : found.end]


# --- what a pattern asks for -----------------------------------------------------------------------------------

DELETION = Found("right", {"rights": ("deletion",)}, "删除权", 0, 3)
GUARDIAN = Found("right", {"holder": ("guardian",)}, "监护人有权", 4, 9)
PLAIN = Found("right", {}, "有权要求", 8, 12)
WORDS_FOUND = (DELETION, GUARDIAN, PLAIN)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ({"rights": {"includes": ["deletion"]}}, (DELETION,)),
        ({"rights": {"includes_any": ["deletion", "access"]}}, (DELETION,)),
        ({"rights": {"includes": ["access"]}}, ()),
        ({"rights": {"includes": ["deletion"]}, "holder": "guardian"}, (DELETION, GUARDIAN)),
        ({"rights": {"includes": ["access"]}, "holder": "guardian"}, ()),  # words for one of the two alone
        ({"stance": ["granted", "conditional"], "holder": "individual"}, WORDS_FOUND),
        ({"rights": {"includes": ["opt_out_of_sale"]}}, WORDS_FOUND),  # there are no words for it
        ({"rights": {"lacks": ["access"]}}, WORDS_FOUND),
    ],
)
def test_words_are_those_that_a_pattern_asks_for(
    pattern: dict[str, Any], expected: tuple[Found, ...]
) -> None:
    assert asked({"kind": "right", **pattern}, WORDS_FOUND) == expected
    assert asked({"kind": "deletion", **pattern}, WORDS_FOUND) == ()


@pytest.mark.parametrize(
    ("text", "right", "offered"),
    [
        ("我们有权在必要时单方面修改本协议", "correction", False),
        ("我们有权注销您的账号", "cancel_account", False),
        ("您有权更正您的信息", "correction", True),
        ("您有权更正您的信息", "deletion", False),
    ],
)
def test_rights_of_others_are_not_offered_as_rights_of_the_individual(
    text: str, right: str, offered: bool
) -> None:
    assert bool(asked({"kind": "right", "rights": {"includes_any": [right]}}, find(text))) is offered


# --- the list itself -------------------------------------------------------------------------------------------


def test_the_list_follows_its_schema_and_the_vocabulary() -> None:
    assert schema.validate(source.load(hints.WORDS, "hints.yaml"), "hints") == []
    assert list(WORDS) == list(vocabulary.kinds())
    for kind, groups in WORDS.items():
        for group in groups:
            for key, values in group.get("means", {}).items():
                assert set(values) <= set(vocabulary.kinds()[kind][key].values), (kind, key)
            assert [word for word in group["words"] if word != word.translate(hints._LOWER)] == []


@pytest.mark.parametrize("name", ["金山", "小米", "小忆", "有米", "minimax", "稀宇", "ksyun", "trustarc"])
def test_the_list_names_nobody(name: str) -> None:
    words = {word for groups in WORDS.values() for group in groups for word in group["words"]}
    assert [word for word in words if name in word] == []


# --- precision and recall --------------------------------------------------------------------------------------


def documents() -> Iterator[Sample]:
    """Each clause's own text, with the kinds encoded of quotes that begin in it."""
    for path in ENCODINGS:
        document, text = opened(path, path.name)
        kinds: dict[str, set[str]] = {}
        for clause in document.data["clauses"]:
            found = text.find(clause["quote"], clause["at"])
            assert isinstance(found, Position)
            kinds.setdefault(found.at, set()).update(each["kind"] for each in clause["provisions"])
        for part in text.clauses:
            if not part.heading_only or part.at in kinds:
                yield "".join(text.text[start:end] for start, end in part.spans), kinds.get(part.at, set())


def cases(half: int) -> Iterator[Sample]:
    """Each quote of the cases of every second requirement, with the kinds encoded of it."""
    every = all_cases()
    folders = sorted({case.requirement for case in every})
    quotes: dict[str, set[str]] = {}
    for case in every:
        if folders.index(case.requirement) % 2 == half:
            for clause in case.data.get("clauses", ()):
                kinds = {each["kind"] for each in clause["provisions"]}
                quotes.setdefault(clause["quote"], set()).update(kinds)
    yield from quotes.items()


def measured(samples: Iterator[Sample]) -> dict[str, dict[str, float]]:
    """Precision and recall of each kind that is hinted at or encoded, and of all together, rounded down."""
    hinted: Counter[str] = Counter()
    encoded: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for text, kinds in samples:
        found = {hint.kind for hint in hints.hints(text)}
        for name, these in ((hinted, found), (encoded, kinds), (right, found & kinds)):
            name.update([*these, *["all"] * len(these)])
    return {
        kind: {"precision": _share(right[kind], hinted[kind]), "recall": _share(right[kind], encoded[kind])}
        for kind in ("all", *vocabulary.kinds())
        if hinted[kind] or encoded[kind]
    }


def _share(part: int, whole: int) -> float:
    return math.floor(1000 * part / whole) / 1000 if whole else 1.0


def figures() -> dict[str, dict[str, dict[str, float]]]:
    whole = {name: measured(cases(half)) for half, name in enumerate(("cases_read", "cases_not_read"))}
    return {
        "documents": measured(documents()),
        **{name: {"all": each["all"]} for name, each in whole.items()},
    }


def written(found: dict[str, dict[str, dict[str, float]]]) -> str:
    lines = [
        "# Precision and recall of the word list, rounded down: see tests/test_hints.py. In-sample but the last."
    ]
    for name, kinds in found.items():
        lines += ["", f"{name}:"]
        lines += [
            f"  {kind}: {{precision: {each['precision']}, recall: {each['recall']}}}"
            for kind, each in kinds.items()
        ]
    return "\n".join(lines) + "\n"


def test_precision_and_recall_do_not_fall() -> None:
    now = figures()
    if os.environ.get("UPDATE_GOLDEN"):
        FIGURES.write_text(written(now), encoding="utf-8")
    kept = source.load(FIGURES, FIGURES.name).data
    fallen = [
        f"{name}: {figure} of {kind} was {was}, is {now[name].get(kind, {}).get(figure)}"
        for name, kinds in kept.items()
        for kind, each in kinds.items()
        for figure, was in each.items()
        if now[name].get(kind, {figure: 0.0})[figure] < was
    ]
    assert fallen == []
    assert kept["documents"]["all"]["recall"] >= 0.85
    assert kept["documents"]["all"]["precision"] >= 0.4
