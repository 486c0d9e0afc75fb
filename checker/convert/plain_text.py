"""Plain text, and what is taken from pages as such, to blocks."""

import re
from collections.abc import Sequence

from checker.convert.blocks import Block, bare
from checker.convert.unwrap import joined, width_of

_LEADER = re.compile(r"(?:\.{4,}|…{2,}|·{4,}|\t)\s*\d{1,4}\s*$")
_CONTENTS = re.compile(r"目录|Contents|TableofContents", re.IGNORECASE)


def blocks(lines: Sequence[str], notes: list[str]) -> list[Block]:
    """One block for each paragraph; what was guessed is added to `notes`."""
    if width := width_of(lines):
        before = sum(bool(line.strip()) for line in lines)
        lines = joined(lines, width)
        if before > len(lines):
            notes.append(f"lines broken at about {width} columns were joined: {before} became {len(lines)}")
    return with_contents([Block(text) for line in lines if (text := line.strip())], notes)


def with_contents(found: Sequence[Block], notes: list[str]) -> list[Block]:
    """The blocks, those of a table of contents made one: its lines would be taken for clauses."""
    made: list[Block] = []
    number = 0
    while number < len(found):
        count = _contents_from(found, number)
        if count:
            text = " ".join(block.text for block in found[number : number + count])
            made.append(Block(text, whole=True))
            notes.append(f"a table of contents of {count} lines was made one paragraph")
        else:
            made.append(found[number])
        number += count or 1
    return made


def _contents_from(found: Sequence[Block], start: int) -> int:
    """How many lines from `start` on are a table of contents: after 目录, each stands again further below; or each ends
    with dots and a page."""
    titled = bool(_CONTENTS.fullmatch(bare(found[start].text).strip("*_#:：")))
    end = start + titled
    while end < len(found) and _LEADER.search(found[end].text):
        end += 1
    if end - start > 1 + titled:
        return end - start
    if not titled:
        return 0
    later = [_title(block) for block in found[start + 1 :]]
    last = {title: number for number, title in enumerate(later)}
    end = 0
    while end < len(later) and last[later[end]] > end:
        end += 1
    return end + 1 if end > 1 else 0


def _title(block: Block) -> str:
    return _LEADER.sub("", bare(block.text)).strip("*_#")
