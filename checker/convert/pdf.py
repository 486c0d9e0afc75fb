"""PDF to blocks: the lines of each page, without what is printed on every page, joined to paragraphs. Never reads
pictures: a scanned page has no text."""

import io
import logging
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from checker.convert.blocks import Block, counted, one_line
from checker.convert.extras import wanted
from checker.convert.glyphs import restored
from checker.convert.plain_text import with_contents
from checker.convert.unwrap import joined, width_of
from checker.errors import BadInput, Place, Problem

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_MOST_PAGES = 1_000
_MOST_STEPS = 3_000_000  # drawing operations of all pages together
_MOST_CHARACTERS = 5_000_000
_BOLD = re.compile(r"bold|black|heavy|demi|simhei|hei(?:ti)?\b", re.IGNORECASE)
_LARGER = 1.15  # times the size of most of the text
_PAGE_OF = re.compile(r"(.{1,200}\s)(\d{1,4})\s?/\s?(\d{1,4})")
_MOST_UNREAD = 0.02  # share of characters that no font names
_UNREAD = re.compile("[\0\ufffd\ue000-\uf8ff]")
_PAGE_NUMBER = re.compile(r"(?:第|Page|[-–—])?\s*(\d{1,4})\s*(?:页|[-–—])?(?:\s*(?:/|of|，?\s*共)\s*\d{1,4}\s*页?)?",
                          re.IGNORECASE)  # fmt: skip


# Gives the items one by one, and may show how far it has come.
Tracked = Callable[[Sequence[int], str], Iterable[int]]


class Line(NamedTuple):
    """One line of a page, or a run of it: its text, size of type, whether all of it is bold, and how far from the left
    edge of the page it begins."""

    text: str
    size: float
    bold: bool
    left: float


class _TooMuch(Exception):
    pass


def blocks(data: bytes, file: str, notes: list[str], tracked: Tracked) -> list[Block]:
    """Raises BadInput, or Stop where the library is not installed."""
    with wanted("pdf"):
        import pypdf
        import pypdf.errors
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it remarks on is not for our users
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        pages = _pages(reader, file, tracked)
    except BadInput:
        raise
    except pypdf.errors.DependencyError:  # for a way of encryption that is rare where no password is needed
        raise _bad(
            file, "the file is encrypted", "save it, or print it to a new PDF, without encryption"
        ) from None
    except _TooMuch:
        raise _bad(
            file, "the file holds too much to be read", "save the pages of the agreement alone"
        ) from None
    except Exception as error:  # whatever the library trips over: the file is broken
        said = one_line(str(error))[:100] or type(error).__name__
        fault = f"this is no PDF file that can be read ({said})"
        raise _bad(
            file, fault, "open it, and print it to a new PDF; or copy its text into a text file"
        ) from None
    _refuse_unread(pages, file)
    if empty := [number for number, page in enumerate(pages, 1) if not page]:
        notes.append(f"no text on page {', '.join(map(str, empty[:10]))}: look whether it is a picture")
    return _paragraphs(_without_margins(pages, notes), notes)


def _refuse_unread(pages: list[list[Line]], file: str) -> None:
    """Raises BadInput where there is no text, or none that can be trusted."""
    letters = "".join(line.text for page in pages for line in page)
    if not letters.strip():
        fault = "the file has no text: its pages are pictures"
        remedy = "find the text itself, or have the pages recognised (OCR) and checked by a person"
        raise _bad(file, fault, remedy)
    if "\0" in letters or len(_UNREAD.findall(letters)) > _MOST_UNREAD * len(letters):
        fault = "its fonts do not say which characters they draw, so that its words cannot be told"
        remedy = "copy its text into a text file, or print it to a new PDF with another program"
        raise _bad(file, fault, remedy)


def _bad(file: str, fault: str, remedy: str) -> BadInput:
    return BadInput([Problem(Place(file), fault, remedy)])


def _pages(reader: "PdfReader", file: str, tracked: Tracked) -> list[list[Line]]:
    from pypdf import PasswordType

    if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
        raise _bad(file, "the file is protected with a password", "save it without one")
    count = len(reader.pages)
    if count > _MOST_PAGES:
        raise _bad(file, f"more than {_MOST_PAGES:,} pages", "save the pages of the agreement alone")
    budget = [_MOST_STEPS, _MOST_CHARACTERS]
    return [_lines(reader.pages[number], budget) for number in tracked(range(count), "reading pages")]


def _lines(page: "PageObject", budget: list[int]) -> list[Line]:
    runs: list[Line] = []

    def step(*_: Any) -> None:
        budget[0] -= 1
        if budget[0] < 0:
            raise _TooMuch

    def text(written: str, around: Any, own: Any, font: Any, size: Any) -> None:
        budget[1] -= len(written)
        if budget[1] < 0:
            raise _TooMuch
        scale = abs(float(own[3] or own[1])) * abs(float(around[3] or around[1]))
        left = float(own[4]) * float(around[0]) + float(own[5]) * float(around[2]) + float(around[4])
        name = str((font or {}).get("/BaseFont", ""))
        runs.append(Line(written, round(float(size) * scale, 1), bool(_BOLD.search(name)), left))

    whole = page.extract_text(visitor_operand_before=step, visitor_text=text)
    if "".join(run.text for run in runs) != whole:
        runs = [Line(whole, 0.0, False, 0.0)]
    return list(_cut(runs))


def _cut(runs: Sequence[Line]) -> Iterator[Line]:
    """The runs put together to lines."""
    line: list[Line] = []
    for run in [*runs, Line("\n", 0.0, False, 0.0)]:
        *ended, rest = run.text.split("\n")
        for part in ended:
            line.append(run._replace(text=part))
            if shown := [each for each in line if each.text.strip()]:
                words = "".join(each.text for each in line)
                bold = all(each.bold for each in shown)
                yield Line(words, max(each.size for each in shown), bold, shown[0].left)
            line = []
        line.append(run._replace(text=rest))


def _without_margins(pages: list[list[Line]], notes: list[str]) -> list[Line]:
    """The lines of all pages, without numbers of pages and what stands at the edge of nearly every page."""
    edges = [_edges(page) for page in pages]
    dropped: set[tuple[int, int]] = set()
    repeated: dict[tuple[str, float], list[tuple[int, int]]] = {}
    for number, page in enumerate(pages):
        for at in edges[number]:
            repeated.setdefault((one_line(page[at].text), page[at].size), []).append((number, at))
    enough = max(3, 0.6 * len(pages))
    for (text, _), places in repeated.items():
        if len({number for number, _ in places}) >= enough and len(text) <= 60:
            dropped.update(places)
            notes.append(f"dropped from {len(places)} pages: “{text}”")
    if numbers := _page_numbers(pages, edges):
        dropped.update(numbers)
        number, at = min(numbers)
        notes.append(f"dropped the numbers of {len(numbers)} pages: “{one_line(pages[number][at].text)}”, …")
    return [
        line
        for number, page in enumerate(pages)
        for at, line in enumerate(page)
        if (number, at) not in dropped
    ]


def _edges(page: Sequence[Line]) -> list[int]:
    """The first and the last lines of a page, as they are drawn: a footer may be drawn first."""
    return sorted({*range(min(3, len(page))), *range(max(0, len(page) - 3), len(page))})


def _page_numbers(pages: list[list[Line]], edges: list[list[int]]) -> set[tuple[int, int]]:
    """Lines that hold a number that grows by one from page to page, on nearly all pages and on two at least; other words
    may stand before it only where it says how many pages there are."""
    series: dict[tuple[str, int], dict[int, int]] = {}
    for number, page in enumerate(pages):
        for at in edges[number]:
            text = one_line(page[at].text)
            if found := _PAGE_NUMBER.fullmatch(text):
                series.setdefault(("", int(found[1]) - number), {}).setdefault(number, at)
            elif (found := _PAGE_OF.fullmatch(text)) and int(found[3]) == len(pages):
                series.setdefault((found[1], int(found[2]) - number), {}).setdefault(number, at)
    best = max(series.values(), key=len, default={})
    return set(best.items()) if len(best) >= max(2, 0.6 * len(pages)) else set()


def _paragraphs(lines: list[Line], notes: list[str]) -> list[Block]:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    usual = sizes.most_common(1)[0][0]
    edge = min(line.left for line in lines)
    indented = [line._replace(text=_indent(line, edge) + line.text.lstrip()) for line in lines]
    width = width_of([line.text for line in indented])
    made: list[Block] = []
    for strong, group in groupby(indented, lambda line: line.bold or line.size > _LARGER * usual):
        own = [line.text for line in group]
        texts = joined(own, width) if width else own
        made += [Block(one_line(text), strong=strong) for text in texts]
    if width and len(made) < len(lines):
        notes.append(
            f"lines broken at the edge of the page were joined: {len(lines)} became {len(made)} paragraphs"
        )
    restored_made = [block._replace(text=restored(block.text)) for block in made]
    if count := sum(one.text != other.text for one, other in zip(made, restored_made, strict=True)):
        notes.append(
            f"characters that the file names as radicals or ligatures were put right in {counted(count, 'paragraph')}"
        )
    return with_contents(restored_made, notes)


def _indent(line: Line, edge: float) -> str:
    """How far a line is indented, in spaces of half its size."""
    return " " * min(int(2 * (line.left - edge) / line.size), 100) if line.size else ""
