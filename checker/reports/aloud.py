"""Conditions read aloud: patterns, conditions and applicability in plain words, in Chinese and English, with the titles
of the vocabulary. Says every word of a condition; never shortens one, never decides whether it holds."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from checker.model import Words
from checker.reports import names, titles
from checker.reports.words import COLON, TEXTS, pick

_QUOTED = Words("“{}”", "“{}”")
_SOME = Words("至少有一处条款解读为", "some clause is read as ")
_SOME_OF = Words("至少有一处条款解读为下列之一：", "some clause is read as one of these:")
_NONE = Words("没有条款解读为", "no clause is read as ")
_NONE_OF = Words("没有条款解读为下列任何一种：", "no clause is read as any of these:")
_EACH = Words("有条款解读为{}；且此类条款均符合：", "some clause is read as {}; and every such clause has ")
_EACH_OF = Words(
    "有条款解读为{}；且此类条款均符合下列之一：",
    "some clause is read as {}; and every such clause has one of these:",
)
_ALL = Words("下列各项均成立：", "all of these hold:")
_ANY = Words("下列至少一项成立：", "at least one of these holds:")
_NOT = Words("下列一项不成立：", "this does not hold:")
_WHEN = Words("有下列情形之一的，适用：", "it applies when one of these is so:")
_WHEN_ONE = Words("有下列情形的，适用：", "it applies when this is so:")
_UNLESS = Words("有下列情形之一的，不适用：", "it applies unless one of these is so:")
_UNLESS_ONE = Words("有下列情形的，不适用：", "it applies unless this is so:")
_FACT = Words("声明事实：{}", "it is declared: {}")
_SUBJECT = Words(
    "上述事实未知、亦无上述条款的，仅在至少有一处条款解读为下列之一时推定适用：",
    "while a fact above is unknown and no clause above is found, it is assumed to apply only where some clause is read "
    "as one of these:",
)
_FACT_FIRST = Words(
    "事实声明为“否”的，不因条款而排除适用。",
    "where a fact is declared “no”, no clause keeps it from applying.",
)
_UNKNOWN = Words(
    "上述事实未知、亦无上述条款的，推定适用。",
    "while a fact above is unknown and no clause above is found, it is assumed to apply.",
)
_UNKNOWN_FACT = Words("上述事实未知的，推定适用。", "while that is unknown, it is assumed to apply.")
_IS = Words("为{}", "{}")
_OR = Words("或", " or ")
_AND = Words("，且", ", and ")
_COMMA = Words("、", ", ")
_INSIDE = Words("{}（{}）", "{} ({})")
_TEST_WORDS: Mapping[str, Words] = {
    "includes": Words("同时包括{}", "including all of {}"),
    "includes_one": Words("包括{}", "including {}"),
    "includes_any": Words("包括{}中的至少一项", "including at least one of {}"),
    "only": Words("已写明，且不超出{}", "given, with nothing but {}"),
    "lacks": Words("已写明，且不包括{}中的任何一项", "given, without any of {}"),
    "lacks_one": Words("已写明，且不包括{}", "given, without {}"),
    "at_least": Words("不少于{}", "at least {}"),
    "at_most": Words("不超过{}", "at most {}"),
}
_GIVEN = Words("已写明，且", "given, ")  # said once where another test of the same key says it already
_PRESENT = {True: Words("已写明", "given"), False: Words("未写明", "not given")}
_SPACED = Words("{}{}", "{} {}")
_NOTHING = Words("无", "none")


class Said(NamedTuple):
    """A sentence, and those that it introduces."""

    text: str
    parts: "tuple[Said, ...]" = ()


Mark = Callable[[Mapping[str, Any]], str]


def _unmarked(part: Mapping[str, Any]) -> str:
    return ""


def condition(source: Mapping[str, Any], lang: str, mark: Mark = _unmarked) -> Said:
    """A condition as a sentence, with the sentences below it. `mark` says what stands before the sentence of a
    condition inside another, and of a pattern that is one of several."""
    for word, one, several in (("some", _SOME, _SOME_OF), ("none", _NONE, _NONE_OF)):
        if word in source:
            return _of_patterns(source[word], lang, one, several, mark)
    if "each" in source:
        return _each(source, lang)
    word, heading = next(pair for pair in (("all", _ALL), ("any", _ANY), ("not", _NOT)) if pair[0] in source)
    below = source[word] if word != "not" else [source[word]]
    said = [(mark(part), condition(part, lang, mark)) for part in below]
    return Said(pick(heading, lang), tuple(each._replace(text=marked + each.text) for marked, each in said))


def pattern(source: Mapping[str, Any], lang: str) -> str:
    """A pattern in words: `“right”: rights including “deletion”; stance “granted” or “conditional”`."""
    kind = source["kind"]
    told = tests({key: test for key, test in source.items() if key != "kind"}, kind, lang)
    named = pick(_QUOTED, lang).format(titles.kind(kind, lang))
    return named + pick(COLON, lang) + told if told else named


def tests(
    source: Mapping[str, Any], kind: str, lang: str, above: tuple[str, ...] = (), between: Words = TEXTS
) -> str:
    """The tests of keys of a kind in words, one after the other; `above`: the keys that lead to them."""
    parts = []
    for key, each in source.items():
        keys = (*above, key)
        named = titles.key(kind, keys, lang)
        if _is_nested(each):
            parts.append(pick(_INSIDE, lang).format(named, tests(each, kind, lang, keys, _COMMA)))
        else:
            parts.append(pick(_SPACED, lang).format(named, test(each, kind, keys, lang)))
    return pick(between, lang).join(parts)


def test(source: Any, kind: str, keys: Sequence[str], lang: str) -> str:
    """One test of a key in words, without the key: `“granted” or “conditional”`, `at most 15`."""
    if _is_nested(source):
        inside = tests(source, kind, lang, tuple(keys), _COMMA)
        return pick(_INSIDE, lang).format(pick(_PRESENT[True], lang), inside)
    if not isinstance(source, Mapping):
        these = source if isinstance(source, list) else [source]
        return pick(_IS, lang).format(_values(these, kind, keys, lang, _OR))
    first, *others = [_word(word, operand, kind, keys, lang) for word, operand in source.items()]
    return pick(_AND, lang).join([first, *(each.removeprefix(pick(_GIVEN, lang)) for each in others)])


def value(written: Any, kind: str, keys: Sequence[str], lang: str) -> str:
    """What a provision has under a key, in words: its values, or that nothing is given."""
    if written is None:
        return pick(_PRESENT[False], lang)
    if isinstance(written, Mapping):
        inside = [
            pick(_SPACED, lang).format(
                titles.key(kind, (*keys, key), lang), value(part, kind, (*keys, key), lang)
            )
            for key, part in written.items()
        ]
        return pick(_COMMA, lang).join(inside)
    these = written if isinstance(written, list | tuple) else [written]
    return _values(these, kind, keys, lang, _COMMA) or pick(_NOTHING, lang)


def applies(source: Mapping[str, Any], lang: str) -> list[Said]:
    """When a requirement applies, in sentences: declared facts and conditions, and what holds while a fact is
    unknown."""
    word = "when" if "when" in source else "unless"
    one = len(source[word]) == 1
    heading = (_WHEN_ONE if one else _WHEN) if word == "when" else (_UNLESS_ONE if one else _UNLESS)
    parts = tuple(
        _fact(part["fact"], lang) if "fact" in part else condition(part, lang) for part in source[word]
    )
    said = [Said(pick(heading, lang), parts)]
    facts = any("fact" in part for part in source[word])
    if facts and word == "unless" and not one:
        said.append(Said(pick(_FACT_FIRST, lang)))
    if facts and "subject" in source:
        said.append(Said(pick(_SUBJECT, lang), _patterns(source["subject"], lang, _unmarked)))
    elif facts:
        said.append(Said(pick(_UNKNOWN_FACT if one else _UNKNOWN, lang)))
    return said


def outline(said: Said, indent: str = "") -> Iterator[tuple[str, str]]:
    """A sentence and all below it, each with its indent, two blanks deeper on every level."""
    yield indent, said.text
    for part in said.parts:
        yield from outline(part, indent + "  ")


def _fact(name: str, lang: str) -> Said:
    return Said(pick(_FACT, lang).format(pick(_QUOTED, lang).format(names.fact(name, lang))))


def _of_patterns(source: Any, lang: str, one: Words, several: Words, mark: Mark) -> Said:
    found = _listed(source)
    if len(found) == 1:
        return Said(pick(one, lang) + pattern(found[0], lang))
    return Said(pick(several, lang), _patterns(found, lang, mark))


def _patterns(source: Any, lang: str, mark: Mark) -> tuple[Said, ...]:
    return tuple(Said(mark(each) + pattern(each, lang)) for each in _listed(source))


def _each(source: Mapping[str, Any], lang: str) -> Said:
    kind, about = source["each"]["kind"], pattern(source["each"], lang)
    musts = [tests(must, kind, lang) for must in _listed(source["must"])]
    if len(musts) == 1:
        return Said(pick(_EACH, lang).format(about) + musts[0])
    return Said(pick(_EACH_OF, lang).format(about), tuple(map(Said, musts)))


def _listed(source: Any) -> list[Any]:
    return source if isinstance(source, list) else [source]


def _is_nested(test: Any) -> bool:
    return isinstance(test, Mapping) and not set(test) <= {*_TEST_WORDS, "present"}


def _word(word: str, operand: Any, kind: str, keys: Sequence[str], lang: str) -> str:
    if word == "present":
        return pick(_PRESENT[operand], lang)
    if word in ("at_least", "at_most"):
        return pick(_TEST_WORDS[word], lang).format(operand)
    if len(operand) == 1:
        word = {"includes": "includes_one", "includes_any": "includes_one", "lacks": "lacks_one"}.get(
            word, word
        )
    return pick(_TEST_WORDS[word], lang).format(_values(operand, kind, keys, lang, _COMMA))


def _values(values: Iterable[Any], kind: str, keys: Sequence[str], lang: str, last: Words) -> str:
    """Values by their titles, quoted but for numbers; `last`: what stands before the last of several."""
    named = [
        titles.value(kind, keys, each, lang)
        if isinstance(each, int | float) and not isinstance(each, bool)
        else pick(_QUOTED, lang).format(titles.value(kind, keys, each, lang))
        for each in values
    ]
    if len(named) < 2:
        return "".join(named)
    return pick(_COMMA, lang).join(named[:-1]) + pick(last, lang) + named[-1]
