"""Where words stand in one source text, and between which others. Never compares two texts.

Pure. A start is an offset of the folded text."""

import re
from bisect import bisect_right

from checker.anchors.model import Stretch
from checker.labels import CN
from checker.text import SourceClause, SourceText

MOST_SPOTS = 20  # of one quote that are looked at

_NUMBER = re.compile(rf"\d+|[{CN}]+|(?<=\()[a-zA-Z]+(?=\))|[①-⑳㉑-㉟㊱-㊿]")


def spots(text: SourceText, words: str, at: str | None = None) -> list[int]:
    """Where folded words stand in a clause and below it, or anywhere: the first of these places."""
    start, end = (0, len(text.folded.text)) if at is None else extent(text, at)
    found: list[int] = []
    while words and len(found) < MOST_SPOTS:
        start = text.folded.text.find(words, start, end)
        if start < 0:
            break
        found.append(start)
        start += 1
    return found


def extent(text: SourceText, at: str) -> tuple[int, int]:
    """The folded stretch of a clause with all that stands below it."""
    start, end = text.by_at[at].extent
    return text.folded.folded(start), text.folded.folded(end)


def touched(text: SourceText, start: int, size: int) -> list[str]:
    """The clauses in whose own words a stretch stands, in order."""
    first, last = (text.folded.original(offset) for offset in (start, start + size - 1))
    spans = range(max(bisect_right(text.starts, first) - 1, 0), max(bisect_right(text.starts, last), 1))
    return list(dict.fromkeys(text.clauses[text.owners[span]].at for span in spans))


def above(text: SourceText, at: str) -> list[str]:
    """The clauses that a clause stands in, innermost first."""
    found = []
    while at := text.by_at[at].parent:
        found.append(at)
    return found


def home(text: SourceText, start: int, size: int, at: str) -> str:
    """The clause to anchor a stretch in: the one called `at`, else one whose number is built like it, else the innermost;
    of those only that hold all of it. "" where none does."""
    innermost = touched(text, start, size)[0]
    holding = [each for each in [innermost, *above(text, innermost)] if extent(text, each)[1] >= start + size]
    built = _built(at)
    alike = (each for each in holding if _built(each) == built)
    return at if at in holding else next(alike, holding[0] if holding else "")


def _built(at: str) -> str:
    return _NUMBER.sub("0", at.partition("#")[0])


def stretch(text: SourceText, start: int, size: int) -> Stretch:
    """The words at a place, as the file has them."""
    first, last = text.folded.original(start), text.folded.original(start + max(size, 1) - 1) + 1
    line = bisect_right(text.breaks, first)
    return Stretch(text.text[first:last], text.clause_at(first).at, line)


def clause_stretch(clause: SourceClause, words: str) -> Stretch:
    """The own words of a clause."""
    return Stretch(words, clause.at, clause.line)
