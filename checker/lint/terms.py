"""Defined terms: used without a definition, defined twice, defined and not used. Never says what a term means."""

import re
from collections.abc import Iterator

from checker.lint.model import Remark, Text, place_named, times
from checker.model import Words

# （以下简称“X”）, 下称“X”, 统称为“X”, and the second of 简称“X”、“Y” or “X”或“Y”
_DEFINED = re.compile(
    r"(?:以下|下称|如下|下列|上述|共同|一并|简|统|合)(?:[均又亦也])?(?:合称|统称|简称|称)?(?:为|作)?\s{0,2}[：:]?\s{0,2}(?P<terms>[“「][^“”「」\n]{1,30}[”」](?:\s{0,2}[、或和/]\s{0,2}(?:者)?[“「][^“”「」\n]{1,30}[”」]){0,3})"
)
_IN_BRACKETS = re.compile(
    r"[（(]\s{0,2}(?P<terms>[“「][^“”「」\n]{1,30}[”」](?:\s{0,2}[、或和/]\s{0,2}(?:者)?[“「][^“”「」\n]{1,30}[”」]){0,3})\s{0,2}[)）]"
)
_CALLED = re.compile(r"称[为作]?\s{0,2}[：:]?\s{0,2}[“「]")
_TERM = re.compile(r"[“「]([^“”「」\n]{1,30})[”」]")
_PARTIES = ("甲方", "乙方", "丙方")


def _definitions(text: Text) -> Iterator[tuple[str, int, int]]:
    """The terms that a text introduces, each with the place of its words."""
    whole = text.source.text
    named = [found for found in _DEFINED.finditer(whole) if _CALLED.search(found[0])]
    for found in sorted([*named, *_IN_BRACKETS.finditer(whole)], key=lambda found: found.start("terms")):
        for term in _TERM.finditer(found["terms"]):
            if term[1].isdigit():
                continue
            start = found.start("terms") + term.start()
            yield term[1], start, start + len(term[0])


def twice(text: Text) -> Iterator[Remark]:
    """Terms that a text introduces a second time."""
    first: dict[str, int] = {}
    for term, start, end in _definitions(text):
        if term in first:
            where = place_named(text, first[term])
            said = Words(f"“{term}”在 {where.zh}已有定义", f"“{term}” is defined in {where.en} already")
            yield text.remark("term-twice", start, end, said)
        first.setdefault(term, start)


def unused(text: Text) -> Iterator[Remark]:
    """Terms that a text introduces and never uses again."""
    told: set[str] = set()
    for term, start, end in _definitions(text):
        if term in told:
            continue
        told.add(term)
        if len(told) > 1_000:
            return  # each is looked for in the whole text
        if text.source.text.count(term) == 1:
            said = Words(f"定义了“{term}”，其后再未使用", f"“{term}” is defined and never used")
            yield text.remark("term-unused", start, end, said)


def undefined(text: Text) -> Iterator[Remark]:
    """Parties (甲方, 乙方) of whom a text does not say who they are."""
    whole = text.source.text
    for party in _PARTIES:
        offset = whole.find(party)
        if offset < 0 or re.search(
            rf"[“「（(【《]{party}|{party}\s{{0,4}}(?:[：:]|[(（])|(?:指|称|称为|是){party}|{party}(?:指|是指|为[^，。]{{1,30}}公司)",
            whole,
        ):
            continue
        count = whole.count(party)
        said = Words(
            f"全文没有说明“{party}”是谁（用了 {count} 次）",
            f"the text nowhere says who “{party}” is (used {times(count)})",
        )
        yield text.remark("term-undefined", offset, offset + len(party), said)
