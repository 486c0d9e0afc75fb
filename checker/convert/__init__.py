"""From a raw file (plain text, Markdown, HTML, DOCX, PDF) to a source text in Markdown.

Never changes a word: only line breaks, white space and markup, and the numbers of lists that Word and browsers show
without storing them. What is left out or guessed is said in `notes`. Never reads or writes files, and never looks at
what a clause means."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from checker.convert.blocks import Block, counted, render
from checker.convert.decoding import decode
from checker.convert.detect import format_of
from checker.convert.headings import find
from checker.convert.inline import split
from checker.errors import BadInput, Place, Problem
from checker.labels import CN
from checker.text import MAX_BYTES, MAX_LINES

__all__ = ["MOST_BYTES", "Converted", "convert"]

MOST_BYTES = 50_000_000  # of a DOCX or PDF file, which may hold pictures; text has the bounds of source texts

_Tracked = Callable[[Sequence[int], str], Iterable[int]]
_SPACED = re.compile(rf"^第\s*[{CN}千两\d]{{1,7}}\s*[编章节条](?:\s+|(?=[：:、（(]))")
_MOST_SHOWN = 50  # headings that were guessed


class Converted(NamedTuple):
    """A source text in Markdown; the format of the raw file, its encoding (empty where the format has its own), and
    what was dropped, joined or guessed."""

    markdown: str
    format: str
    encoding: str
    notes: tuple[str, ...]


def convert(data: bytes, file: str, tracked: _Tracked = lambda items, what: items) -> Converted:
    """The bytes of a raw file as a source text; `file`: its name, in messages and as a hint of the format. `tracked` is
    given the pages of a long file one by one, with a word for it, and may show how far it has come.

    Raises BadInput where they cannot be read, and Stop where a library for them is not installed."""
    form = format_of(data, file)
    most = MOST_BYTES if form in ("docx", "pdf") else MAX_BYTES
    if len(data) > most:
        raise _bad(file, f"larger than {most // 1_000_000} MB", "keep each agreement in a file of its own")
    notes: list[str] = []
    encoding = ""
    if form in ("docx", "pdf"):
        markdown = _rendered(_binary(form, data, file, notes, tracked), notes, plain=form == "pdf")
    else:
        text, encoding = decode(data, file)
        if text.count("\n") > MAX_LINES:
            raise _bad(file, f"more than {MAX_LINES:,} lines", "keep each agreement in a file of its own")
        markdown = _from_text(form, text, file, notes)
    if not markdown.strip():
        raise _bad(file, "no text was found in the file", "name a file with the text of the agreement")
    if len(markdown.encode()) > MAX_BYTES or markdown.count("\n") > MAX_LINES:
        raise _bad(file, "its text is too long", "keep each agreement in a file of its own")
    return Converted(markdown, form, encoding, tuple(notes))


def _from_text(form: str, text: str, file: str, notes: list[str]) -> str:
    if form == "markdown":
        from checker.convert import markdown

        return markdown.convert(text, notes)
    if form == "html":
        from checker.convert import html

        return _rendered(html.blocks(text, file, notes), notes)
    from checker.convert import plain_text

    return _rendered(plain_text.blocks(text.split("\n"), notes), notes)


def _binary(form: str, data: bytes, file: str, notes: list[str], tracked: _Tracked) -> list[Block]:
    if form == "docx":
        from checker.convert import docx

        return docx.blocks(data, file, notes)
    from checker.convert import pdf

    return pdf.blocks(data, file, notes, tracked)


def _rendered(blocks: list[Block], notes: list[str], *, plain: bool = False) -> str:
    """Blocks cut at inner numbers, with headings found. `plain`: strong lines are larger, not always bold."""
    cut = list(split(block._replace(text=_SPACED.sub(_closed_up, block.text)) for block in blocks))
    made = find(cut)
    notes += _said(cut, made)
    return render(block._replace(strong=False) for block in made) if plain else render(made)


def _closed_up(label: re.Match[str]) -> str:
    """`第 一 条` as `第一条`."""
    return "".join(label[0].split()) + " " * label[0][-1].isspace()


def _said(cut: list[Block], made: list[Block]) -> Iterator[str]:
    """What was done to lines, in sentences."""
    if count := sum(block.cut for block in cut):
        yield f"paragraphs with several numbers: cut in {counted(count, 'place')}"
    guessed = [new.text for old, new in zip(cut, made, strict=True) if new.level and not old.level]
    if guessed:
        shown = ", ".join(f"“{text}”" for text in guessed[:_MOST_SHOWN])
        yield f"taken for headings, {counted(len(guessed), 'line')}: {shown}{', …' if len(guessed) > _MOST_SHOWN else ''}"


def _bad(file: str, fault: str, remedy: str) -> BadInput:
    return BadInput([Problem(Place(file), fault, remedy)])
