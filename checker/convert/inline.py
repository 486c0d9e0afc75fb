"""Several numbers in one paragraph: `（1）…；（2）…` become lines of their own. Never changes a character but the white
space before a label.

A paragraph is cut only at labels that run on from the first of their series (1, 一, a, ①, 第一条; or from the label the
line begins with, if the one before it has been seen), where each stands where a label can stand: after a stop, and
with words of its own. A reference such as 依据本协议第三条, a date, an amount or `1.5倍` is no such place."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from checker.convert.blocks import Block, Label, bare, label_at, label_of, readings
from checker.normal import WHITE

# Where a label can stand: after a stop, with a conjunction between them if need be.
_STOP = r"[。；;：:！!？?][”’）)]?\s*"
_PLACE = re.compile(rf"{_STOP}(?:\*\*)?(?=[第(（\d①-⑳㉑-㉟㊱-㊿a-zA-Z一二三四五六七八九十])")
_ITEM_PLACE = re.compile(
    r"(?:[。；;：:，,、！!？?](?:或者?|和|及|以及|并且?|and |or )?|(?<=\S)(?=\s))\s*(?:\*\*)?(?=[(（①-⑳㉑-㉟㊱-㊿])"
)


class _Place(NamedTuple):
    """A label in a text: from where to where, and whether the text begins with it."""

    start: int
    label: Label
    end: int
    first: bool


def split(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, those that hold several numbers cut before each of them."""
    every = list(blocks)
    lines = {_title(block.text) for block in every}
    seen: dict[str, int] = {}
    for block in every:
        parts = [block.text]
        if not block.level and not block.whole:
            parts = _parts(block.text, seen)
            if len(parts) > 1 and _contents(parts, lines):
                parts = [block.text]
        for number, part in enumerate(_balanced(parts)):
            if label := label_of(part):
                seen.update(readings(label))
            yield block._replace(text=part, cut=number > 0)


def _parts(text: str, seen: dict[str, int]) -> list[str]:
    cuts = sorted({cut for series in _series(text, seen) for cut in series})
    return [
        text[a:b].strip(WHITE)
        for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)
        if text[a:b].strip()
    ]


def _series(text: str, seen: dict[str, int]) -> Iterator[list[int]]:
    """The offsets to cut at, for each series of labels in the text."""
    places: dict[str, list[_Place]] = {}
    for place in _places(text):
        for reading in readings(place.label):
            places.setdefault(reading.kind, []).append(place._replace(label=reading))
    for kind, found in places.items():
        run: list[_Place] = []
        for place in found:
            value = place.label.value
            begins = not run and (value == 1 or (place.first and seen.get(kind) == value - 1))
            goes_on = run and value == run[-1].label.value + 1 and _has_words(text[run[-1].end : place.start])
            if begins or goes_on:
                run.append(place)
        if len(run) > 1 and _has_words(text[run[-1].end :]):
            yield [place.start for place in run if not place.first]


def _places(text: str) -> Iterator[_Place]:
    """Labels where one can stand: at the beginning, and inside the text."""
    marks = len(text) - len(text.lstrip("*_>[ "))
    if found := label_at(text, marks):
        yield _Place(0, *found, True)
    ends = {match.end() for pattern in (_PLACE, _ITEM_PLACE) for match in pattern.finditer(text)}
    bold = [match.start() for match in re.finditer(r"\*\*", text)]
    for end in sorted(ends):
        found = label_at(text, end)
        if found and end > marks and _stands(text, end, found[0]):
            opens = text.startswith("**", end - 2) and bisect_left(bold, end) % 2 == 1
            yield _Place(end - 2 * opens, *found, False)


def _has_words(text: str) -> bool:
    return bool(re.search(r"\w", text))


def _stands(text: str, start: int, label: Label) -> bool:
    """Kinds without a bracket are cut only where nothing else can be meant."""
    if label.kind.startswith("dotted"):
        return (
            bool(re.match(r"[\d.．]+[\s\u4e00-\u9fff]", text[start : start + 20]))
            and label.kind != "dotted 0"
        )
    if label.kind.startswith("sub") and "(" not in label.kind:
        return "letter" not in label.kind and "cn" not in label.kind
    return True


def _contents(parts: list[str], lines: set[str]) -> bool:
    """Whether the parts are a table of contents: most of them stand as lines of their own."""
    return 2 * sum(_title(part) in lines for part in parts) >= len(parts)


def _title(text: str) -> str:
    return bare(text).strip("*_#；;。，,、")


def _balanced(parts: list[str]) -> Iterator[str]:
    """Bold that a cut has divided is closed, and opened again."""
    is_open = False
    for number, part in enumerate(parts):
        text = "**" + part if is_open else part
        is_open = text.count("**") % 2 == 1
        yield text + "**" if is_open and number < len(parts) - 1 else text
