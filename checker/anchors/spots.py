"""Where words stand in one source text, and between which others. Never compares two texts.

Pure. A start is an offset of the folded text."""

import re
from bisect import bisect_right

from checker.anchors.model import Stretch
from checker.labels import CN, lines, number_of, sub_item_of
from checker.text import SourceClause, SourceText

MOST_SPOTS = 20  # of one quote that are looked at
MOST_AROUND = 400  # characters on either side that are looked at for the end of a sentence
MOST_WHOLE = 4_000  # characters of clauses that are shown whole

# The end of a sentence, or of a paragraph. A semicolon ends none: what follows it may be the condition of what it ends.
_STOP = re.compile(r"[。！？!?]+[”’」』）)\"']*|\.(?=\s|$)|\n[^\S\n]*\n")
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


def sentences(text: SourceText, start: int, size: int) -> Stretch:
    """The words at a place, and around them the rest of their sentences, as far as their clauses and `MOST_AROUND` go."""
    place, (begins, first, last, ends) = _around(text, start, size)
    before = text.text[max(begins, first - MOST_AROUND) : first]
    after = text.text[last - 1 : min(ends, last + MOST_AROUND)]
    cut_before, cut_after = first - begins > MOST_AROUND, ends - last > MOST_AROUND
    if stops := [*_STOP.finditer(before)]:
        before, cut_before = before[stops[-1].end() :], False
    if stop := _STOP.search(after):
        after, cut_after = after[: stop.end()], False
    return place._replace(
        before="…" * cut_before + before.lstrip(), after=after[1:].rstrip() + "…" * cut_after
    )


def whole(text: SourceText, start: int, size: int) -> Stretch | None:
    """The words at a place, and around them those of their clauses, without the label; None where these are long."""
    place, (begins, first, last, ends) = _around(text, start, size)
    if ends - begins > MOST_WHOLE:
        return None
    return place._replace(before=text.text[begins:first].lstrip(), after=text.text[last:ends].rstrip())


def _around(text: SourceText, start: int, size: int) -> tuple[Stretch, tuple[int, int, int, int]]:
    """The words at a place; where the clauses begin that they stand in, where they do, and where each ends."""
    place = stretch(text, start, size)
    first = text.folded.original(start)
    last = first + len(place.words)
    return place, (min(_own(text, first)[0], first), first, last, _own(text, last - 1)[1])


def _own(text: SourceText, offset: int) -> tuple[int, int]:
    """Beginning and end of the words of a clause that stand around an offset, its label apart."""
    span = max(bisect_right(text.starts, offset) - 1, 0)
    begins = text.starts[span]
    _, ends = next(each for each in text.clauses[text.owners[span]].spans if each[0] == begins)
    line = next(lines(text.text[begins : min(ends, begins + MOST_WHOLE)]), None)
    label = line and (number_of(line) or sub_item_of(line))
    if line and label:
        begins += line.start + text.text[begins + line.start : ends].index(line.body) + label.end()
    return begins, ends


def clause_stretch(clause: SourceClause, words: str) -> Stretch:
    """The own words of a clause."""
    return Stretch(words, clause.at, clause.line)
