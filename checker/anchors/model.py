"""What became of the anchors of an encoding, as data. Imports nothing of ours."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class Standing(StrEnum):
    """How a quote, or a clause that was set aside, stands in the text as it is now."""

    UNCHANGED = "unchanged"
    MOVED = "moved"  # the same words, under another number
    REWORDED = "reworded"  # other words, and where they are is known
    GONE = "gone"
    AMBIGUOUS = "ambiguous"  # the same words in several places
    CONTEXT = "context"  # the same words, but others around them
    UNKNOWN = "unknown"  # set aside, and nothing to compare it with


SAFE = (Standing.UNCHANGED, Standing.MOVED)


class Stretch(NamedTuple):
    """Words somewhere in a source text: the innermost clause and the line (from 1) where they begin."""

    words: str
    at: str
    line: int


class Anchor(NamedTuple):
    """A clause of the encoding: which one, its anchor, how its quote stands, and the id to be written.

    `was`, `now`: what to compare, the quote, or for CONTEXT the words of its clause; `now` is None where nothing is like
    it. `alike`: of 100. `places`: for AMBIGUOUS, where the quote stands (the first of them). `mark`: why it waited to be
    read already; such a clause is left to whoever reads it."""

    number: int
    at: str
    quote: str
    standing: Standing
    at_now: str
    was: Stretch | None = None
    now: Stretch | None = None
    alike: int = 0
    places: tuple[Stretch, ...] = ()
    mark: str = ""


class Aside(NamedTuple):
    """A clause that was set aside: group and number in it, its id, how it stands, the id to be written ("": none, for one
    that is surely gone has nothing to be read).

    `mark`: whether it waited to be read already."""

    group: int
    number: int
    at: str
    standing: Standing
    at_now: str
    was: Stretch | None = None
    now: Stretch | None = None
    mark: bool = False


class Anchors(NamedTuple):
    """All of one encoding. `sha256` is that of the text as it is.

    `changed`: the text is not the one that was read. `compared`: the one that was read is known. `new`: clauses that are
    neither encoded nor set aside. `homes`: where the clauses of each id that is encoded stand now."""

    quotes: tuple[Anchor, ...]
    asides: tuple[Aside, ...]
    new: tuple[Stretch, ...]
    homes: Mapping[str, frozenset[str]]
    sha256: str
    changed: bool
    compared: bool

    @property
    def to_write(self) -> bool:
        """Whether the encoding has to be changed."""
        quotes = any(each.at_now != each.at or not (each.mark or _safe(each)) for each in self.quotes)
        asides = any(each.at_now != each.at or not (each.mark or _safe(each)) for each in self.asides)
        return self.changed or quotes or asides

    @property
    def to_read(self) -> int:
        """How many clauses a person has to read."""
        quotes = sum(bool(each.mark) or not _safe(each) for each in self.quotes)
        asides = sum(each.at_now != "" and (each.mark or not _safe(each)) for each in self.asides)
        return quotes + asides + len(self.new)


def _safe(each: Anchor | Aside) -> bool:
    return each.standing in SAFE
