"""Which lines are headings, where the file itself does not say so. Never changes a character.

A line becomes a heading when it is short, ends no sentence, has text below it, and is
- all bold, or larger than the rest; or
- a number of the outermost series (第一章, 一、, or 1. with 1.1 below it), all of which look like headings; or
- a line without a number before a list that begins again at 1, as another list has before."""

import re
from collections.abc import Sequence
from itertools import takewhile

from checker.convert.blocks import Block, Label, label_of

_LONGEST = 40
_LONGEST_TITLE = 60
_ORDER = ("part 编", "part 章", "part 节", "part 条", "chapter", "plain")


def find(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, those that are headings marked so."""
    found = _titled(_levelled(list(blocks)))
    labels = _with_spaced(found, [label_of(block.text) for block in found])
    headings = {*_numbered(found, labels), *_bold(found, labels), *_restarts(found, labels)}
    return _with_levels(found, labels, headings)


def _levelled(blocks: list[Block]) -> list[Block]:
    """Level 1 is for the title: other headings of level 1, and all below them, go one level down."""
    first = next((number for number, block in enumerate(blocks) if block.level), 0)
    title = first if blocks and blocks[first].level == 1 and not label_of(blocks[first].text) else -1
    if not any(block.level == 1 and number != title for number, block in enumerate(blocks)):
        return blocks
    return [
        block._replace(level=min(block.level + 1, 6)) if block.level and number != title else block
        for number, block in enumerate(blocks)
    ]


def _titled(blocks: list[Block]) -> list[Block]:
    """The first line is the title, or a strong line right below it (the first may be printed at the top of every page),
    where no heading says otherwise."""
    if not blocks or any(block.level == 1 for block in blocks):
        return blocks
    before = list(takewhile(lambda block: not (block.level or label_of(block.text)), blocks[:5]))
    strong = next((number for number, block in enumerate(before) if block.strong), 0)
    if not before or len(blocks) < 2 or not _short(blocks[strong], _LONGEST_TITLE):
        return blocks
    return [*blocks[:strong], blocks[strong]._replace(level=1), *blocks[strong + 1 :]]


def _short(block: Block, most: int = _LONGEST) -> bool:
    text = block.text.strip("*_ ")
    stops = re.search(r"[。；;！!，,]", text) or text.endswith(("：", ":"))
    return (
        not block.whole
        and not block.prefix
        and len(text) <= most
        and not stops
        and bool(re.search(r"\w", text))
    )


def _numbered(blocks: Sequence[Block], labels: Sequence[Label | None]) -> set[int]:
    """Lines of one kind of number, where all of these are short. One without text below it may be all that its clause
    says: a heading would hide it."""
    found: set[int] = set()
    for kind in _ORDER:
        own = [n for n, label in enumerate(labels) if _kind(label) == kind and not blocks[n].level]
        if kind == "plain":
            own = _with_sections(labels)
        if all(_short(blocks[n]) for n in own):
            good = {n for n in own if _has_text(labels, n)}
            # Of 1. 2. 3. all are headings or none: a number below a heading would be taken for a part of it.
            found |= good if kind != "plain" or len(good) == len(own) else set()
    return found


def _has_text(labels: Sequence[Label | None], number: int) -> bool:
    """Whether what comes next is not one more of the kind: a list of short lines is no list of headings."""
    return number + 1 < len(labels) and _kind(labels[number + 1]) != _kind(labels[number])


def _with_spaced(blocks: Sequence[Block], labels: list[Label | None]) -> list[Label | None]:
    """The labels, and those of lines such as `14 Liability` after 13."""
    last = 0
    for number, label in enumerate(labels):
        spaced = re.match(r"(\d{1,3})\s+\w", blocks[number].text) if label is None else None
        if spaced and int(spaced[1]) == last + 1 > 1 and _short(blocks[number]):
            label = labels[number] = Label("plain", last + 1)
        if label and label.kind == "plain":
            last = label.value
    return labels


def _with_sections(labels: Sequence[Label | None]) -> list[int]:
    """Of lines `1.`, `2.`, … those of the series some of which have `1.1`, `2.1`, … right below them."""
    series: list[int] = []
    sections = 0
    for number, label in enumerate(labels):
        if label and label.kind == "plain" and label.value == len(series) + 1:
            series.append(number)
            below = labels[number + 1] if number + 1 < len(labels) else None
            below = below or (labels[number + 2] if number + 2 < len(labels) else None)
            sections += below == Label(f"dotted {label.value}", 1)
    return series if sections else []


def _bold(blocks: Sequence[Block], labels: Sequence[Label | None]) -> set[int]:
    strong = [number for number, block in enumerate(blocks) if block.strong and not block.level]
    letters = sum(len(block.text) for block in blocks)
    if 2 * sum(len(blocks[number].text) for number in strong) > letters:
        return set()
    short = {n for n in strong if _short(blocks[n]) and _kind(labels[n]) in (*_ORDER, "sub (", "")}
    return {n for n in short if n + 1 < len(blocks) and (n + 1 not in short or _has_text(labels, n))}


def _restarts(blocks: Sequence[Block], labels: Sequence[Label | None]) -> set[int]:
    """Lines without a number right before a `1.`, where the numbers begin again at least once."""
    firsts = [n for n, label in enumerate(labels) if label == Label("plain", 1) and n]
    good = {
        n - 1
        for n in firsts
        if labels[n - 1] is None and _short(blocks[n - 1], 20) and not blocks[n - 1].level
    }
    return good if len(good) > 1 else set()


def _with_levels(blocks: Sequence[Block], labels: Sequence[Label | None], headings: set[int]) -> list[Block]:
    kinds = {_kind(labels[n]) for n in headings}
    given = {_kind(labels[n]): block.level for n, block in enumerate(blocks) if block.level > 1}
    order = [kind for kind in (*_ORDER, "") if kind in kinds]
    made: list[Block] = []
    above = 1  # level of the heading without a number that is open, as the file itself has it
    for number, block in enumerate(blocks):
        kind = _kind(labels[number])
        if block.level:
            above = block.level if not kind else above
        elif number in headings:
            level = given.get(kind) or (2 + order.index(kind) if kind in order else 6)
            block = block._replace(level=min(max(level, above + 1), 6))
        made.append(block)
    return made


def _kind(label: Label | None) -> str:
    return label.kind.removesuffix(" cn") if label else ""
