"""Conditions read aloud: nothing of a condition is swallowed, and two that differ read differently."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker import mismatch, source, vocabulary
from checker.catalogue import load_baseline
from checker.patterns import TEST_WORDS
from checker.reports import aloud, names, titles
from tests.cases import ROOT

BASELINE = load_baseline()
CONDITIONS = [
    (f"{requirement.id}/{clause.id}", clause.source)
    for requirement in BASELINE.requirements
    for clause in (*requirement.elements, *requirement.prohibitions)
]
APPLIES = [(requirement.id, requirement.applies_source) for requirement in BASELINE.requirements]
GOLDEN = source.load(ROOT / "tests/data/aloud.yaml", "aloud.yaml").data
LANGUAGES = ["en", "zh"]


def read(condition: Mapping[str, Any], lang: str) -> str:
    return "\n".join(indent + text for indent, text in aloud.outline(aloud.condition(condition, lang)))


def read_applies(applies: Mapping[str, Any], lang: str) -> str:
    said = aloud.applies(applies, lang)
    return "\n".join(indent + text for each in said for indent, text in aloud.outline(each))


def named(tests: Any, kind: str, keys: tuple[str, ...], lang: str) -> Iterator[str]:
    """What must occur of the tests of a kind: titles of keys and values, and numbers."""
    for key, test in tests.items():
        if key not in TEST_WORDS:
            yield titles.key(kind, (*keys, key), lang)
        below = keys if key in TEST_WORDS else (*keys, key)
        if isinstance(test, Mapping):
            yield from named(test, kind, below, lang)
        elif key != "present":
            these = test if isinstance(test, list) else [test]
            yield from (titles.value(kind, below, each, lang) for each in these)


def required(condition: Any, lang: str) -> Iterator[str]:
    for pattern in mismatch.patterns(condition):
        yield titles.kind(pattern["kind"], lang)
        yield from named({k: v for k, v in pattern.items() if k != "kind"}, pattern["kind"], (), lang)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("name", "condition"), CONDITIONS, ids=[name for name, _ in CONDITIONS])
def test_nothing_of_a_condition_is_swallowed(name: str, condition: Any, lang: str) -> None:
    said = read(condition, lang)
    assert [word for word in required(condition, lang) if word not in said] == []
    if "each" in condition:
        for must in condition["must"]:
            assert all(word in said for word in named(must, condition["each"]["kind"], (), lang))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("name", "applies"), APPLIES, ids=[name for name, _ in APPLIES])
def test_nothing_of_an_applicability_is_swallowed(name: str, applies: Any, lang: str) -> None:
    said = read_applies(applies, lang)
    for part in (*applies.get("when", ()), *applies.get("unless", ())):
        assert names.fact(part["fact"], lang) in said if "fact" in part else read_in(part, said, lang)
    if "subject" in applies:
        assert all(word in said for word in required({"some": applies["subject"]}, lang))


def read_in(part: Any, said: str, lang: str) -> bool:
    return all(word in said for word in required(part, lang))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_conditions_that_differ_read_differently(lang: str) -> None:
    by_reading: dict[str, Any] = {}
    for _, condition in CONDITIONS:
        other = by_reading.setdefault(read(condition, lang), condition)
        # One value alone: to include all of it and to include some of it are the same.
        assert normal(other) == normal(condition)
    patterns = [pattern for _, condition in CONDITIONS for pattern in mismatch.patterns(condition)]
    by_pattern: dict[str, Any] = {}
    for pattern in patterns:
        assert normal(by_pattern.setdefault(aloud.pattern(pattern, lang), pattern)) == normal(pattern)


def normal(part: Any) -> Any:
    if isinstance(part, list):
        each = [normal(one) for one in part]
        return each[0] if len(each) == 1 else each
    if not isinstance(part, Mapping):
        return part
    if set(part) == {"includes_any"} and len(part["includes_any"]) == 1:
        return {"includes": part["includes_any"][0]}
    return {key: normal(value) for key, value in part.items()}


def entries() -> list[Any]:
    return [pytest.param(entry, id=f"{entry['requirement']}/{entry['clause']}") for entry in GOLDEN]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("entry", entries())
def test_golden(entry: Any, lang: str) -> None:
    requirement = next(each for each in BASELINE.requirements if each.id == entry["requirement"])
    if entry["clause"] == "applies":
        assert read_applies(requirement.applies_source, lang) == entry[lang]
    else:
        clauses = (*requirement.elements, *requirement.prohibitions)
        clause = next(each for each in clauses if each.id == entry["clause"])
        assert read(clause.source, lang) == entry[lang]


RIGHT = {"kind": "right", "stance": "denied"}
HANDLING = {"kind": "request_handling"}


@pytest.mark.parametrize(
    ("condition", "en", "zh"),
    [
        (
            {"not": {"some": RIGHT}},
            "this does not hold:\n  some clause is read as “right”: stance “denied”",
            "下列一项不成立：\n  至少有一处条款解读为“权利”：立场为“否认”",
        ),
        (
            {"none": RIGHT},
            "no clause is read as “right”: stance “denied”",
            "没有条款解读为“权利”：立场为“否认”",
        ),
        (
            {"each": HANDLING, "must": {"identity_check": True, "extension": "none"}},
            "some clause is read as “handling of requests”; and every such clause has identity check “yes”; "
            "extension “none”",
            "有条款解读为“请求处理”；且此类条款均符合：身份核验为“是”；延期为“不延期”",
        ),
        (
            {"some": {"kind": "right", "rights": {"lacks": ["access", "copy"]}, "way": {"present": False}}},
            "some clause is read as “right”: rights given, without any of “access”, “copy”; way not given",
            "至少有一处条款解读为“权利”：权利已写明，且不包括“查阅”、“复制”中的任何一项；行使方式未写明",
        ),
        (
            {"some": {"kind": "minors_admission", "age": {"at_least": 14, "at_most": 17}}},
            "some clause is read as “minors as users”: age at least 14, and at most 17",
            "至少有一处条款解读为“未成年人准入”：年龄不少于14，且不超过17",
        ),
        (
            {"some": {"kind": "termination", "notice": ["none", "at_once", "unstated"]}},
            "some clause is read as “suspension or termination”: notice “none”, “at once, without advance "
            "notice” or “unstated”",
            "至少有一处条款解读为“中止或终止”：通知为“不通知”、“立即（不提前通知）”或“未说明”",
        ),
    ],
)
def test_every_word_is_read(condition: Any, en: str, zh: str) -> None:
    assert (read(condition, "en"), read(condition, "zh")) == (en, zh)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_a_declared_fact_does_is_said(lang: str) -> None:
    fact, clause = {"fact": "paid"}, {"some": RIGHT}
    alone, both = read_applies({"when": [fact]}, lang), read_applies({"when": [fact, clause]}, lang)
    unless = read_applies({"unless": [fact, clause]}, lang)
    assumed = {"en": "it is assumed to apply", "zh": "推定适用"}[lang]
    outweighs = {"en": "where a fact is declared “no”", "zh": "事实声明为“否”的"}[lang]
    assert assumed in alone and assumed in both and assumed in unless
    assert outweighs in unless and outweighs not in both
    assert assumed not in read_applies({"when": [clause]}, lang)
    subject = read_applies({"when": [fact], "subject": [RIGHT]}, lang)
    assert titles.kind("right", lang) in subject and assumed in subject


def test_marks_stand_before_what_they_mark() -> None:
    condition = {"all": [{"some": [RIGHT, HANDLING]}, {"none": RIGHT}]}
    said = aloud.condition(condition, "en", lambda part: "(p) " if "kind" in part else "(c) ")
    lines = [text for _, text in aloud.outline(said)]
    assert [line[:4] for line in lines] == ["all ", "(c) ", "(p) ", "(p) ", "(c) "]


KINDS = vocabulary.kinds()


@given(st.data())
def test_every_value_of_the_vocabulary_can_be_read(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(sorted(KINDS)))
    key = data.draw(st.sampled_from(sorted(KINDS[kind])))
    field = KINDS[kind][key]
    if not field.values:
        return
    chosen = data.draw(st.lists(st.sampled_from(field.values), min_size=1, unique=True))
    word = data.draw(st.sampled_from(["includes", "includes_any", "only", "lacks"]))
    test: Any = {word: chosen} if field.type == "list" else chosen
    for lang in LANGUAGES:
        said = aloud.pattern({"kind": kind, key: test}, lang)
        assert titles.kind(kind, lang) in said and titles.key(kind, (key,), lang) in said
        assert all(f"“{titles.value(kind, (key,), value, lang)}”" in said for value in chosen)
