"""How an article of law is cited, in Chinese and in English. Never decides which law is in force."""

import re
from collections.abc import Mapping

from checker.model import Citation, Finding, Law
from checker.reports.words import ARTICLES, IN_BRACKETS, NOT_IN_FORCE, pick

_DIGITS = "〇一二三四五六七八九"
# What stands behind the name of a law and not in it: the year of its amendment, or what it is an annex to.
_BEHIND = re.compile(r"(?:（\d{4}年修[正订]）|（《[^》]+》附件）)$")
# The articles of a code are numbered through its books.
_BOOK = re.compile(r", Book \w+: .*$")


def basis(finding: Finding, laws: Mapping[str, Law], as_of: str, lang: str) -> list[str]:
    """The citations of a finding, one text for each law; a law that is not in force on the day is marked.

    The books of a code count as one law."""
    by_law: dict[tuple[str, bool], list[Citation]] = {}
    for citation in finding.requirement.citations:
        law = (_name(laws[citation.law], lang), citation in finding.in_force)
        by_law.setdefault(law, []).append(citation)
    return [
        name
        + pick(ARTICLES, lang).join(_place(citation, lang) for citation in citations)
        + ("" if in_force else not_in_force(as_of, lang))
        for (name, in_force), citations in by_law.items()
    ]


def cite(citation: Citation, law: Law, lang: str) -> str:
    """One citation: E-Commerce Law art. 34(1); 《中华人民共和国电子商务法》第三十四条第一款."""
    return _name(law, lang) + _place(citation, lang)


def _name(law: Law, lang: str) -> str:
    if lang != "zh":
        return _BOOK.sub("", law.title.en) + " "
    behind = _BEHIND.search(law.title.zh)
    name = law.title.zh[: behind.start()] if behind else law.title.zh
    name = name.partition("·")[0].replace("《", "〈").replace("》", "〉")
    return f"《{name}》{behind[0] if behind else ''}"


def _place(citation: Citation, lang: str) -> str:
    numbers = [n for n in (citation.paragraph, citation.item) if n]
    numbered = citation.article.isascii()  # a text without 第…条 numbers its parts 一、 二、
    if lang != "zh":
        place = f"art. {citation.article}" if numbered else f"item {_arabic(citation.article)}"
        return place + "".join(f"({n})" for n in numbers)
    if not numbered:
        return f"第{citation.article}项"
    article = _numeral(int(citation.article)) if citation.article.isdigit() else citation.article
    paragraph = f"第{_numeral(citation.paragraph)}款" if citation.paragraph else ""
    return f"第{article}条{paragraph}" + (f"第{_numeral(citation.item)}项" if citation.item else "")


def not_in_force(as_of: str, lang: str) -> str:
    """What stands behind a law that does not apply on the day."""
    return pick(IN_BRACKETS, lang).format(pick(NOT_IN_FORCE, lang).format(as_of=as_of))


def _numeral(number: int) -> str:
    """A number up to 9999 as laws write it: 10 is 十, 101 is 一百零一, 1034 is 一千零三十四."""
    if number < 10:
        return _DIGITS[number]
    written, zero = "", False
    for value, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // value % 10
        if digit:
            written += ("零" if zero else "") + _DIGITS[digit] + unit
        zero = bool(written) and not digit
    return written.removeprefix("一") if written.startswith("一十") else written


def _arabic(numeral: str) -> int:
    """The number that a Chinese numeral up to 九十九 writes; 0 for what is none."""
    return next((number for number in range(1, 100) if _numeral(number) == numeral), 0)
