"""The clauses of a text with their labels read as numbers. Never decides what follows from a number."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from checker.labels import ROMAN, Line, heading_of, number_of, plain, sub_item_of
from checker.text import SourceClause

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_LONGEST_TITLE = 100
_BEFORE_TITLE = " 　、.．：:)）】*"


class Entry(NamedTuple):
    """One clause: what its label says, and its title.

    `kind`: part, chapter, dotted, plain, or the alphabet of a sub-item; "" without a label. `values`: the numbers
    that the label may mean, several for `(i)`. `series`: which labels it is counted with, below one parent.
    `label`: as it is written. `title`: the first line without the label. `offset`, `end`: of that line."""

    clause: SourceClause
    kind: str
    values: tuple[int, ...]
    series: str
    label: str
    title: str
    offset: int
    end: int
    heading: bool


def outline(clauses: Sequence[SourceClause], lines: Iterable[Line]) -> tuple[Entry, ...]:
    """The clauses in order, each with its label and title."""
    at_line: Mapping[int, Line] = {line.number: line for line in lines}
    return tuple(_entry(clause, at_line[clause.line]) for clause in clauses)


def number(written: str) -> int | None:
    """The number that digits or Chinese numerals mean; None for anything else."""
    written = plain(written)
    if written.isdecimal():
        return int(written) if len(written) < 8 else None
    if len(written) > 1 and all(char in _DIGITS for char in written):
        return int("".join(str(_DIGITS[char]) for char in written))  # 二〇
    total = digit = 0
    for char in written:
        if char in _UNITS:
            total += (digit or 1) * _UNITS[char]
            digit = 0
        elif char in _DIGITS:
            digit = _DIGITS[char]
        else:
            return None
    return total + digit if written else None


def _entry(clause: SourceClause, line: Line) -> Entry:
    kind, series, label = "", "", ""
    values: tuple[int, ...] = ()
    numbered = None if clause.at in ("preamble", "closing") else number_of(line)
    item = None if numbered or clause.at in ("preamble", "closing") else sub_item_of(line)
    if numbered:
        kind, values, series = _numbered(numbered)
        label = numbered[0].strip(" 、.．：:")
    elif item:
        kind, values = _item(item)
        series, label = kind, item[0]
    taken = numbered or item
    title = (line.body[taken.end() : taken.end() + _LONGEST_TITLE] if taken else heading_of(line)).strip(
        _BEFORE_TITLE
    )
    return Entry(clause, kind, values, series, label, title, line.start, line.end, line.level > 0)


def _numbered(label: re.Match[str]) -> tuple[str, tuple[int, ...], str]:
    kind = label.lastgroup or ""
    if kind in ("part", "unit"):
        value = None if "之" in label["part"] else number(label["part"][1:-1])
        return "part", () if value is None else (value,), label["unit"]
    if kind == "dotted":
        first, _, last = plain(label["dotted"]).rpartition(".")
        return kind, (int(last),), f"{first}."
    value = number(label[kind])
    return kind, () if value is None else (value,), kind


def _item(item: re.Match[str]) -> tuple[str, tuple[int, ...]]:
    if item["ring"]:
        value = _ring(item["ring"])
        return "ring", (value,) if value else ()
    mark = item["mark"]
    if mark.isdigit():
        return "number", (int(mark),)
    if not mark.isascii():
        value = number(mark)
        return "chinese", () if value is None else (value,)
    letter = (ord(mark.lower()) - ord("a") + 1,) if len(mark) == 1 else ()
    roman = (ROMAN.index(mark) + 1,) if mark in ROMAN else ()
    return "capital" if mark.isupper() else "letter", letter + roman


def _ring(ring: str) -> int | None:
    for first, last, base in (("①", "⑳", 1), ("㉑", "㉟", 21), ("㊱", "㊿", 36)):
        if first <= ring <= last:
            return ord(ring) - ord(first) + base
    return None
