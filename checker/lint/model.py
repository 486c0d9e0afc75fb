"""What checks look at and what they find: the texts of one suite, and remarks. Never reads files, never judges the law."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from checker.labels import Line, lines
from checker.lint.outline import Entry, outline
from checker.model import Words
from checker.text import SourceClause, SourceText

_LONGEST_WORDS = 80  # of the words quoted in a remark


class Remark(NamedTuple):
    """What a careful editor would mark: where, by which check, what, and the words themselves.

    `line` and `column` count from 1. `at`: the clause. `message` never holds more of the text than a short quote."""

    file: str
    line: int
    column: int
    check: str
    at: str
    message: Words
    words: str


class Text:
    """One source text of a suite, with what several checks ask of it."""

    def __init__(self, agreement: str, source: SourceText) -> None:
        self.agreement = agreement
        self.source = source

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines that are not blank, in order."""
        return tuple(lines(self.source.text))

    @cached_property
    def outline(self) -> tuple[Entry, ...]:
        """The clauses with their labels and titles, in order."""
        return outline(self.source.clauses, self.lines)

    @cached_property
    def title(self) -> str:
        """The title of the document: its first line."""
        return self.lines[0].body[:100].strip("#* ") if self.lines else ""

    def clause(self, offset: int) -> SourceClause:
        """The clause whose text stands at `offset`."""
        return self.source.clause_at(offset)

    def words(self, start: int, end: int) -> str:
        """The words there, on one line and cut, as a remark quotes them."""
        cut = end > start + _LONGEST_WORDS
        return " ".join(self.source.text[start : start + _LONGEST_WORDS if cut else end].split()) + "…" * cut

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of `offset`, from 1."""
        line = bisect_right(self.source.breaks, offset)
        return line, offset - self.source.breaks[line - 1] + 1

    def remark(self, check: str, start: int, end: int, message: Words, at: str = "") -> Remark:
        """A remark on the words from `start` to `end`."""
        line, column = self.place(start)
        at = at or self.clause(start).at
        return Remark(self.source.file, line, column, check, at, message, self.words(start, end))


Texts = Sequence[Text]
Find = Callable[[Texts], Iterable[Remark]]


class Check(NamedTuple):
    """One check: what it looks for, in a word, and how it finds it in the texts of one suite."""

    title: Words
    find: Find


def each(find: Callable[[Text], Iterator[Remark]]) -> Find:
    """A check that looks at one text at a time."""

    def in_suite(suite: Texts) -> Iterator[Remark]:
        for text in suite:
            yield from find(text)

    return in_suite


def place_named(text: Text, offset: int) -> Words:
    """A place in another text or further up, as a message names it."""
    line, _ = text.place(offset)
    at = text.clause(offset).at
    file = text.source.file.rpartition("/")[2]
    return Words(f"{file} 第 {line} 行（{at}）", f"{file} line {line} ({at})")


def times(number: int) -> str:
    """`1 time`, `2 times`."""
    return f"{number} time" + "s" * (number != 1)
