"""Numbers that are missing, and numbers that are given twice. Never minds a list that begins again at 1."""

import re
from collections.abc import Iterator

from checker.labels import CN
from checker.lint.model import Remark, Text
from checker.lint.outline import Entry, number
from checker.model import Words

_LOOKED_BACK = 3_000  # characters above a label in which one is looked for that does not begin a line
_INLINE = re.compile(rf"(?:[（(]\s?|(?<![{CN}\d.]))([{CN}]{{1,4}}|\d{{1,3}})\s?[)）、.．]")
# Articles are counted through the chapters of a document, and numbers before a dot wherever they stand.
_THROUGH = ("part", "dotted")


def gaps(text: Text) -> Iterator[Remark]:
    """Labels that leave numbers out."""
    for entry, before in _in_series(text):
        if _follows(entry, before):
            continue
        value = entry.values[0]
        if value > 1 and _stands_in_line(text, entry, value - 1, before[1].offset if before else 0):
            continue
        if before is None:
            if value <= 200:
                missing = Words(
                    f"编号从“{entry.label}”开始，前面没有 1",
                    f"the numbers begin at “{entry.label}”, not at 1",
                )
                yield _remark(text, "numbering-gap", entry, missing)
        elif value > before[0] + 1:
            out = _left_out(entry, before[0] + 1, value - 1)
            missing = Words(
                f"“{before[1].label}”之后是“{entry.label}”，缺 {out.zh}",
                f"“{entry.label}” comes after “{before[1].label}”: {out.en} left out",
            )
            yield _remark(text, "numbering-gap", entry, missing)
        elif value < before[0]:
            back = Words(
                f"“{entry.label}”排在“{before[1].label}”之后",
                f"“{entry.label}” comes after “{before[1].label}”",
            )
            yield _remark(text, "numbering-gap", entry, back)


def _stands_in_line(text: Text, entry: Entry, value: int, since: int) -> bool:
    """Whether the label that is missed stands within a line above, where no clause begins."""
    above = text.source.text[max(since, entry.offset - _LOOKED_BACK) : entry.offset]
    if entry.kind == "dotted":
        return f"{entry.series}{value}" in above
    if entry.kind in ("letter", "capital"):
        return re.search(rf"[（(\s]{chr(ord('a') + value - 1)}\s?[)）]", above.lower()) is not None
    if entry.kind == "ring":
        return value <= 20 and chr(ord("①") + value - 1) in above
    return any(number(found[1]) == value for found in _INLINE.finditer(above))


def _left_out(entry: Entry, first: int, last: int) -> Words:
    over = entry.series if entry.kind == "dotted" else ""
    if first == last:
        return Words(f"{over}{first}", f"{over}{first} is")
    return Words(f"{over}{first} 至 {over}{last}", f"{over}{first} to {over}{last} are")


def styles(text: Text) -> Iterator[Remark]:
    """Labels whose brackets are full-width where those of the label before them are half-width, or the other way."""
    for entry, before in _in_series(text):
        if before and entry.values[0] == before[0] + 1 and _brackets(entry) != _brackets(before[1]):
            said = Words(
                f"与前一项“{before[1].label}”的括号不同", f"other brackets than “{before[1].label}” before it"
            )
            yield _remark(text, "numbering-style", entry, said)


def _brackets(entry: Entry) -> str:
    return "".join(char for char in entry.label if char in "（）()")


def repeats(text: Text) -> Iterator[Remark]:
    """Labels, and headings without a label, that the one before them, or a sibling, has already."""
    for entry, before in _in_series(text):
        if before and entry.values[0] == before[0] != 1:
            yield _repeat(text, entry, before[1])
    headings: dict[tuple[str, str], Entry] = {}
    for entry in text.outline:
        if entry.heading and not entry.label and entry.clause.at not in ("preamble", "closing"):
            first = headings.setdefault((entry.clause.parent, entry.title), entry)
            if first is not entry:
                yield _repeat(text, entry, first)


def _repeat(text: Text, entry: Entry, first: Entry) -> Remark:
    label = entry.label or entry.title
    said = Words(
        f"“{label}”重复，第 {first.clause.line} 行已有",
        f"“{label}” is given twice: line {first.clause.line} has it too",
    )
    return _remark(text, "numbering-repeat", entry, said)


def _in_series(text: Text) -> Iterator[tuple[Entry, tuple[int, Entry] | None]]:
    """Each clause with a label, and the number and clause before it in its series; None for the first."""
    last: dict[tuple[str, str], tuple[int, Entry]] = {}
    anywhere: dict[str, tuple[int, Entry]] = {}
    for entry in text.outline:
        if not entry.kind:
            continue
        key = ("" if entry.kind in _THROUGH else entry.clause.parent, entry.series)
        before = last.get(key)
        above = anywhere.get(entry.series)
        if before is None and above and entry.kind == "plain" and above[0] + 1 in entry.values:
            before = above  # numbers that are counted through headings
        if not entry.values:
            last.pop(key, None)  # 第三条之一 stands outside the count
            continue
        wanted = before[0] + 1 if before else 1
        value = next((value for value in (wanted, 1) if value in entry.values), entry.values[0])
        yield entry._replace(values=(value,)), before
        last[key] = anywhere[entry.series] = (value, entry)


def _follows(entry: Entry, before: tuple[int, Entry] | None) -> bool:
    value = entry.values[0]
    return value <= 1 or (before is not None and value in (before[0], before[0] + 1))


def _remark(text: Text, check: str, entry: Entry, message: Words) -> Remark:
    return text.remark(check, entry.offset, entry.end, message, entry.clause.at)
