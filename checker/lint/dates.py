"""Dates that cannot be, and dates of a document that contradict one another. Never asks what day it is today."""

import re
from calendar import monthrange
from collections.abc import Iterator
from typing import NamedTuple

from checker.lint.model import Remark, Text
from checker.model import Words

_DATE = (
    r"(?<![\d./-])(?P<y>\d{4})\s{0,3}(?:年\s{0,3}(?P<m>\d{1,2})\s{0,3}月\s{0,3}(?P<d>\d{1,2})\s{0,3}日"
    r"|(?P<mark>[-/.])(?P<m2>\d{1,2})(?P=mark)(?P<d2>\d{1,2})(?![\d.-]))"
)
_ANY = re.compile(_DATE)
_ROLES = {
    "updated": r"(?:更新|修订|修改|最近更新|最后更新)(?:时间|日期|于)?",
    "effective": r"生效(?:时间|日期|于)?",
    "published": r"(?:发布|公布|公示)(?:时间|日期|于)?",
    "version": r"版本(?:号|日期)?",
}
_LABELLED = {
    role: re.compile(rf"(?:{label})\s{{0,3}}(?:为|[：:])?\s{{0,3}}(?:\*\*)?\s{{0,3}}(?P<date>{_DATE})")
    for role, label in _ROLES.items()
}
_CALLED = {
    "updated": Words("更新日期", "date of update"),
    "effective": Words("生效日期", "effective date"),
    "published": Words("发布日期", "date of publication"),
    "version": Words("版本日期", "date of the version"),
}


class _Dated(NamedTuple):
    start: int
    end: int
    day: tuple[int, int, int]


def impossible(text: Text) -> Iterator[Remark]:
    """Days that no calendar has."""
    for found in _ANY.finditer(text.source.text):
        year, month, day = _day(found)
        if not (1900 <= year <= 2200):
            continue  # not a date of a document: a number that looks like one
        if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
            said = Words("日历上没有这一天", "there is no such day")
            yield text.remark("date-impossible", *found.span(), said)


def contradicting(text: Text) -> Iterator[Remark]:
    """A text that is updated or published after it takes effect, that has two dates of one kind, or whose version has
    another date than its update. A text with more than two dates of a kind tells its history: it is left alone."""
    dates = {role: _labelled(text, role) for role in _ROLES}
    if any(len({dated.day for dated in found}) > 2 for found in dates.values()):
        return
    for role, found in dates.items():
        for later in found[1:]:
            if later.day != found[0].day:
                yield _remark(text, later, role, role, found[0])
    for role in ("updated", "published"):
        if dates[role] and dates["effective"] and dates[role][0].day > dates["effective"][0].day:
            yield _remark(text, dates[role][0], role, "effective", dates["effective"][0])
    if dates["version"] and dates["updated"] and dates["version"][0].day != dates["updated"][0].day:
        yield _remark(text, dates["version"][0], "version", "updated", dates["updated"][0])


def _labelled(text: Text, role: str) -> list[_Dated]:
    return [
        _Dated(found.start("date"), found.end("date"), _day(found))
        for found in _LABELLED[role].finditer(text.source.text)
    ]


def _day(found: re.Match[str]) -> tuple[int, int, int]:
    return int(found["y"]), int(found["m"] or found["m2"]), int(found["d"] or found["d2"])


def _remark(text: Text, dated: _Dated, role: str, other_role: str, other: _Dated) -> Remark:
    line, _ = text.place(other.start)
    written = text.words(other.start, other.end)
    this, that = _CALLED[role], _CALLED[other_role]
    said = Words(
        f"{this.zh}与第 {line} 行的{that.zh}“{written}”矛盾",
        f"{this.en} contradicts the {that.en} “{written}” in line {line}",
    )
    return text.remark("date-order", dated.start, dated.end, said)
