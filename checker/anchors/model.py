"""What became of the anchors of an encoding, as data. Never reads a text."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from checker.marks import NEW


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
    """Words somewhere in a source text: the innermost clause and the line (from 1) where they begin. `before`, `after`: what
    stands around them."""

    words: str
    at: str
    line: int
    before: str = ""
    after: str = ""


class Anchor(NamedTuple):
    """A clause of the encoding: which one, its anchor, how its quote stands, and the id to be written.

    `was`, `now`: what to compare, the quote, or for CONTEXT the words of its clause; `now` is None where nothing is like
    it. `alike`: of 100. `places`: for AMBIGUOUS, where the quote stands (the first of them). `mark`: why it waited to be
    read already; such a clause is left to whoever reads it, and is GONE only if it was new and the text has it no more."""

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


class Pointer(NamedTuple):
    """A reference in the text, by line and clause, that names `at`, which is `at_now` now."""

    line: int
    here: str
    at: str
    at_now: str


class ToRead(NamedTuple):
    """What a person has to read: how many clauses are new, how many others, and by how many entries these are encoded
    or set aside. `idle`: entries marked new whose clause the text has not any more."""

    new: int
    again: int
    entries: int
    idle: int = 0

    def __bool__(self) -> bool:
        return self.new > 0 or self.entries > 0 or self.idle > 0


class Anchors(NamedTuple):
    """All of one encoding. `sha256` is that of the text as it is.

    `changed`: the text is not the one that was read. `compared`: the one that was read is known. `new`: clauses that are
    neither encoded nor set aside; `behind`: for each, the number of the encoded clause that it belongs behind (-1: none).
    `homes`: where the clauses of each id that is encoded stand now. `pointers`: references that name an old number."""

    quotes: tuple[Anchor, ...]
    asides: tuple[Aside, ...]
    new: tuple[Stretch, ...]
    behind: tuple[int, ...]
    homes: Mapping[str, frozenset[str]]
    pointers: tuple[Pointer, ...]
    sha256: str
    changed: bool
    compared: bool

    @property
    def to_write(self) -> bool:
        """Whether the encoding has to be changed."""
        each_now: list[Anchor | Aside] = [*self.quotes, *self.asides]
        changes = any(each.at_now != each.at or not (each.mark or _safe(each)) for each in each_now)
        return self.changed or changes or bool(self.new)

    @property
    def to_read(self) -> ToRead:
        """What a person has to read."""
        quotes = [
            each for each in self.quotes if each.mark not in ("", NEW) or not (each.mark or _safe(each))
        ]
        asides = [each for each in self.asides if each.at_now and (each.mark or not _safe(each))]
        again = [each.at_now for each in quotes] + [each.at_now for each in asides]
        waiting = [each for each in self.quotes if each.mark == NEW]
        there = {each.at_now for each in waiting if each.standing is not Standing.GONE}
        idle = sum(each.standing is Standing.GONE for each in waiting)
        return ToRead(len(self.new) + len(there), len(set(again)), len(again), idle)


def _safe(each: Anchor | Aside) -> bool:
    return each.standing in SAFE
