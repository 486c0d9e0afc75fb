"""What can be wrong with the input, and where. Never prints, never formats for a terminal."""

from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

_T = TypeVar("_T")
_Made = TypeVar("_Made")


class Place(NamedTuple):
    """A place in an input file: path as given on the command line; line and column count from 1, 0 when unknown."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join([self.file, *(str(number) for number in (self.line, self.column) if number)])


class Problem(NamedTuple):
    """One fault in the input: where it is, what is wrong, what to do about it."""

    place: Place
    fault: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.place}: {self.fault}; {self.remedy}"


class BadInput(Exception):
    """The input cannot be used. Carries every problem found, sorted by place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


def each(items: Iterable[_T], make: Callable[[_T], _Made]) -> list[_Made]:
    """What `make` gives for each of the items, all of which are gone through whatever is wrong with some.

    Raises BadInput with the problems of all of them."""
    made: list[_Made] = []
    problems: list[Problem] = []
    for item in items:
        try:
            made.append(make(item))
        except BadInput as bad:
            problems += bad.problems
    if problems:
        raise BadInput(problems)
    return made


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """The one of `known` that `word` is probably meant to be, if any."""
    from difflib import get_close_matches  # a slow import that only faults need

    folded = {name.lower().replace("-", "_").replace(" ", "_"): name for name in known}
    near = get_close_matches(word[:100].lower().replace("-", "_").replace(" ", "_"), folded, 1, 0.7)
    return folded[near[0]] if near else None


def one_of(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """The remedy for a word that is none of `known`; `otherwise`: what else to do, in an imperative."""
    known = list(known)
    if near := did_you_mean(word, known):
        return f'did you mean "{near}"?' + (f" If not, {otherwise}" if otherwise else "")
    return "write one of: " + ", ".join(known) + (f"; or {otherwise}" if otherwise else "")
