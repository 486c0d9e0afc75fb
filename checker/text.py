"""A source text: read it, and find quotes in it, each at its line and clause.

Never judges what a clause means, never changes a word: every position is an offset in the file as it stands.
Quotes are compared after `normal.normalise`; clauses are those of `segments.segment`.
"""

import hashlib
from bisect import bisect_right
from collections.abc import Mapping
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from checker.errors import BadInput, Place, Problem
from checker.labels import plain, split
from checker.normal import Folded, normalise
from checker.segments import SourceClause, segment

__all__ = [
    "MAX_BYTES", "MAX_LINES", "Folded", "NotFound", "Position", "SourceClause", "SourceText",
    "normalise", "read", "segment", "source_text",
]  # fmt: skip

MAX_BYTES = 5_000_000
MAX_LINES = 100_000


class Position(NamedTuple):
    """Where a quote stands: line (from 1), offsets in the file, innermost clause, headings above it."""

    line: int
    start: int
    end: int
    at: str
    heading: str


class NotFound(NamedTuple):
    """Why a quote has no position, and what to do about it."""

    fault: str
    remedy: str


class SourceText(NamedTuple):
    """One source text: its name in messages, characters, sha256 (hex, of its bytes), clauses in order."""

    file: str
    text: str
    sha256: str
    clauses: tuple[SourceClause, ...]
    folded: Folded
    by_at: Mapping[str, SourceClause]
    starts: tuple[int, ...]  # offsets at which spans of clauses begin
    owners: tuple[int, ...]  # the numbers of the clauses of those spans
    breaks: tuple[int, ...]  # offsets at which lines begin

    def find(self, quote: str, at: str | None = None) -> Position | NotFound:
        """Where `quote` stands in clause `at` or below it (anywhere if `at` is None), or why nowhere."""
        clause = None if at is None else self.by_at.get(at)
        if at is not None and clause is None:
            return self.unknown(at)
        # Printable and without a space: without white space of any kind, as most quotes are.
        words = quote if quote.isprintable() and " " not in quote else normalise(quote).text
        if not words:
            return NotFound("the quote is empty", "copy the words of the clause from the source text")
        start, end = self._range(clause)
        text = self.folded.text
        first = text.find(words, start, end)
        if first < 0:
            return self._missing(words, clause)
        second = text.find(words, first + 1, end)
        if second >= 0:
            fault = f"the quote stands more than once in {self._called(clause)}"
            fault += f": in {self._name(first)} and in {self._name(second)}"
            return NotFound(fault, "quote more words, so that only one place fits")
        return self._position(first, first + len(words))

    def unknown(self, at: str) -> NotFound:
        """That there is no clause `at`, and which one may be meant."""
        return NotFound(f'{self.file} has no clause "{_short(at)}"', self._did_you_mean(at))

    def clause_at(self, offset: int) -> SourceClause:
        """The innermost clause whose text stands at `offset` of the file."""
        span = bisect_right(self.starts, offset) - 1
        return self.clauses[self.owners[max(span, 0)]]

    def _range(self, clause: SourceClause | None) -> tuple[int, int]:
        if clause is None:
            return 0, len(self.folded.text)
        start, end = clause.extent
        return self.folded.folded(start), self.folded.folded(end)

    def _position(self, start: int, end: int) -> Position:
        folded = self.folded
        first, last = folded.original(start), folded.original(end - 1) + 1
        clause = self.clause_at(first)
        return Position(bisect_right(self.breaks, first), first, last, clause.at, clause.heading)

    def _called(self, clause: SourceClause | None) -> str:
        return f"clause {clause.at} of {self.file}" if clause else self.file

    def _name(self, offset: int) -> str:
        position = self._position(offset, offset + 1)
        return f"clause {position.at} (line {position.line})"

    def _did_you_mean(self, at: str) -> str:
        from difflib import get_close_matches

        known = list(self.by_at)[:20_000]
        asked = plain(at[:200]).replace(" ", "")
        near = [name for name in known if name.replace(" ", "") == asked]
        near = near or get_close_matches(at[:200], known, n=3, cutoff=0.5)
        if near:
            return "did you mean " + " or ".join(f'"{name}"' for name in near) + "?"
        return f'its clauses run from "{known[0]}" to "{known[-1]}": write the id of one of them'

    def _missing(self, words: str, clause: SourceClause | None) -> NotFound:
        where = self._called(clause)
        elsewhere = self.folded.text.find(words)
        if clause and elsewhere >= 0:
            found = self._position(elsewhere, elsewhere + len(words))
            fault = f"the quote does not stand in {where}, but in clause {found.at} (line {found.line})"
            return NotFound(fault, f'write at: "{found.at}", or quote words of clause {clause.at}')
        from checker.nearest import nearest

        near = nearest(words, self.folded.text, *self._range(clause))
        near = near or nearest(words, self.folded.text, *self._range(None))
        if near is None:
            return NotFound(
                f"quote not found in {where}, nor anything like it", "copy the words from the source text"
            )
        fault = (
            f"quote not found in {where}; the nearest text ({self._name(near.offset)}, {near.alike} % alike)"
        )
        return NotFound(
            f"{fault} differs at “{near.quoted}”", f"the source reads “{near.source}” there: copy its words"
        )


def read(path: Path, display: str) -> SourceText:
    """The source text in the file `path`, called `display` in messages.

    Raises BadInput if it is not a file in UTF-8 with words in it, or larger than 5 MB or 100,000 lines.
    """
    data = _bytes_of(path, display)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        place = Place(display, data.count(b"\n", 0, error.start) + 1)
        fault = f"not UTF-8: byte {error.start + 1} cannot be read"
        raise _bad(place, fault, "save the file in the encoding UTF-8") from error
    if "\0" in text:
        place = Place(display, _line_of(text, text.index("\0")))
        raise _bad(place, "not a text file: it has a zero byte", "save the agreement as plain text")
    if text.count("\n") + text.count("\r") > MAX_LINES:
        raise _bad(
            Place(display), f"more than {MAX_LINES:,} lines", "keep each agreement in a file of its own"
        )
    source = source_text(text, display, hashlib.sha256(data).hexdigest())
    if not source.clauses:
        raise _bad(Place(display), "the file has no text", "put the text of the agreement into it")
    return source


def source_text(text: str, display: str, sha256: str) -> SourceText:
    """`text` segmented and ready for `find`; `sha256` is taken on trust."""
    clauses = segment(text)
    spans = sorted([(span[0], number) for number, clause in enumerate(clauses) for span in clause.spans])
    starts, owners = zip(*spans, strict=True) if spans else ((), ())
    by_at = {clause.at: clause for clause in clauses}
    breaks = tuple(accumulate([len(line) + 1 for line in split(text)], initial=0))
    return SourceText(display, text, sha256, clauses, normalise(text), by_at, starts, owners, breaks)


def _short(text: str) -> str:
    return text if len(text) <= 200 else text[:200] + "…"


def _bytes_of(path: Path, display: str) -> bytes:
    try:
        if not path.is_file():
            fault = "not a file" if path.exists() else "no such file"
            raise _bad(Place(display), fault, "write the name of the file with the source text")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        fault = f"the file cannot be read ({getattr(error, 'strerror', None) or error})"
        raise _bad(Place(display), fault, "check its name, and who may read it") from error
    if len(data) > MAX_BYTES:
        fault = f"larger than {MAX_BYTES // 1_000_000} MB"
        raise _bad(Place(display), fault, "keep each agreement in a file of its own")
    return data


def _bad(place: Place, fault: str, remedy: str) -> BadInput:
    return BadInput([Problem(place, fault, remedy)])


def _line_of(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + text.count("\r", 0, offset) - text.count("\r\n", 0, offset) + 1
