"""Typical wording of each kind of provision, from `hints.yaml`: where a reader should look. A hint never decides
what a clause means, and its absence proves nothing.

A phrase is looked up as it is written: `(a|b)` stands for one of these, `…` for a few characters of the same
sentence. It stands on one line, and marks of Markdown count for nothing. The text is gone through once, whatever the
number of phrases; no regular expression is run on it."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from checker import schema, source, vocabulary
from checker.errors import BadInput
from checker.normal import normalise

WORDS = Path(__file__).parent / "hints.yaml"
GAP = 20  # characters that `…` may stand for
_LINE_END = "\0"  # ends a sentence; white space may stand within words
_MARKS = str.maketrans("*#>`\n\r", "    " + 2 * _LINE_END)  # as many characters as before
_SENTENCE_ENDS = frozenset("。；;！!？?" + _LINE_END)
_MOST_WORDS = 2  # that a hint names
_MOST_OF_A_WORD = 16  # Chinese characters of each; twice as many Latin ones
_LOWER = {
    upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)
}  # as long as before, unlike `str.lower`


class Hint(NamedTuple):
    """A kind of provision whose typical words occur, and the first of these words, shortened and joined with /."""

    kind: str
    word: str


class Found(NamedTuple):
    """Typical words of a kind where they first stand: `word` as `shown` shows them, from `start` to `end` in the text;
    `means` the key and values of the kind that they are typical of (empty: whatever its values)."""

    kind: str
    means: Mapping[str, tuple[str, ...]]
    word: str
    start: int
    end: int


_Phrase = tuple[
    tuple[str, ...], ...
]  # the ways to write each of its parts, with a gap between each two parts


class _Group(NamedTuple):
    kind: str
    means: Mapping[str, tuple[str, ...]]
    phrases: tuple[_Phrase, ...]


def hints(text: str) -> tuple[Hint, ...]:
    """The kinds of provision whose typical words occur in `text`, in the order of the vocabulary, each once."""
    words: dict[str, list[Found]] = {}
    for found in find(text):
        words.setdefault(found.kind, []).append(found)
    return tuple(
        Hint(kind, " / ".join(map(_readable, _first(words[kind]))))
        for kind in vocabulary.kinds()
        if kind in words
    )


def find(text: str) -> tuple[Found, ...]:
    """Every group of words that occurs in `text`, each with its first phrase there, in the order of the list."""
    folded = normalise(without_marks(text))
    places = _Places(folded.text.translate(_LOWER))
    spans: dict[int, list[tuple[int, int]]] = {}  # of phrases, by the number of their group
    for number, phrase in {each for part in places.starts for each in _begun_by().get(part, ())}:
        if span := places.first(phrase):
            spans.setdefault(number, []).append(span)
    found: list[Found] = []
    for number in sorted(spans):
        group, (start, end) = _groups()[number], min(spans[number])
        first, last = folded.original(start), folded.original(end - 1)
        found.append(Found(group.kind, group.means, folded.text[start:end], first, last + 1))
    return tuple(found)


def without_marks(text: str) -> str:
    """The text with white space for marks of Markdown and a control character for the end of each line, as long as
    before."""
    return text.translate(_MARKS)


def shown(text: str) -> str:
    """Text in which the words of `find` can be found again: without marks of Markdown, white space as in quotes."""
    return normalise(without_marks(text)).text


def asked(pattern: Mapping[str, Any], words: Sequence[Found]) -> tuple[Found, ...]:
    """Those of the words of a text that are typical of what a pattern of a condition asks for: its kind, and each of
    the values that it asks for and that there are words for. None where words for one of them are not there."""
    of_kind = [found for found in words if found.kind == pattern["kind"]]
    typical: list[Found] = []
    narrowed = False
    for key, covered in _narrowed(pattern["kind"]).items():
        wanted = _wanted(pattern.get(key)) & covered
        if wanted and wanted != covered:
            narrowed = True
            fitting = [found for found in of_kind if not wanted.isdisjoint(found.means.get(key, ()))]
            if not fitting:
                return ()
            typical += fitting
    return tuple(found for found in of_kind if not narrowed or found in typical)


def _wanted(test: Any) -> frozenset[str]:
    """The values that a test of a pattern asks for; none where it asks for something else than values."""
    if isinstance(test, Mapping):
        return frozenset().union(*(test.get(word, ()) for word in ("includes", "includes_any", "only")))
    return frozenset(test if isinstance(test, list) else [test] if isinstance(test, str) else ())


def _first(words: Sequence[Found]) -> list[str]:
    """The first words of a text, none of which repeats or overlaps another; of those that begin together the longest."""
    chosen: list[Found] = []
    for found in sorted(words, key=lambda each: (each.start, -each.end)):
        repeats = any(found.start < each.end or found.word in each.word for each in chosen)
        if not repeats and len(chosen) < _MOST_WORDS:
            chosen.append(found)
    return [found.word for found in chosen]


def _readable(word: str) -> str:
    """The words without marks at their ends, or their beginning and their end where they are long."""
    word = word.strip("（），。、：“”")
    if sum(1 if character.isascii() else 2 for character in word) <= 2 * _MOST_OF_A_WORD:
        return word
    half = _MOST_OF_A_WORD // 2
    return f"{word[:half]}…{word[1 - half :]}"


# --- a text ----------------------------------------------------------------------------------------------------


class _Places:
    """Where the parts of phrases stand in a text."""

    def __init__(self, text: str) -> None:
        self.starts: dict[str, list[int]] = {}  # of each part that occurs
        self.sentence_ends: list[int] = []
        parts = _parts()
        for place, character in enumerate(text):
            if character in parts:
                for part in parts[character]:
                    if text.startswith(part, place) and _begins_word(text, place):
                        self.starts.setdefault(part, []).append(place)
            if character in _SENTENCE_ENDS:
                self.sentence_ends.append(place)

    def first(self, phrase: _Phrase) -> tuple[int, int] | None:
        """Where a phrase first stands. After its first part each of the others is taken where it comes first."""
        if any(self.starts.keys().isdisjoint(ways) for ways in phrase[1:]):
            return None
        for start, end in sorted(
            (start, start + len(way)) for way in phrase[0] for start in self.starts.get(way, ())
        ):
            for ways in phrase[1:]:
                end = self.after(ways, end)
            if end >= 0:
                return start, end
        return None

    def after(self, ways: tuple[str, ...], end: int) -> int:
        """Where the first of these ends that begins within a gap after `end`, in the same sentence; -1 without one."""
        if end < 0:
            return -1
        found = [
            (starts[number], starts[number] + len(way))
            for way in ways
            if (starts := self.starts.get(way, ())) and (number := bisect_left(starts, end)) < len(starts)
        ]
        start, after = min(found, default=(end + GAP + 1, -1))
        return after if start - end <= GAP and self.sentence(start) == self.sentence(end) else -1

    def sentence(self, place: int) -> int:
        """The number of the sentence that a place stands in."""
        return bisect_left(self.sentence_ends, place)


def _begins_word(text: str, start: int) -> bool:
    """False inside a word of a language with spaces: `fees` is not in "coffees"."""
    before, first = text[max(start - 1, 0) : start], text[start]
    return not (before.isascii() and before.isalpha() and first.isascii() and first.isalpha())


# --- the list --------------------------------------------------------------------------------------------------


@cache
def _narrowed(kind: str) -> Mapping[str, frozenset[str]]:
    """The keys of a kind that some of its words are narrowed to, and the values that there are words for."""
    groups = [group.means for group in _groups() if group.kind == kind]
    keys = {key for means in groups for key in means}
    return {key: frozenset().union(*(means.get(key, ()) for means in groups)) for key in keys}


@cache
def _parts() -> Mapping[str, tuple[str, ...]]:
    """Every way to write a part of some phrase, by its first character."""
    ways = {way for group in _groups() for phrase in group.phrases for part in phrase for way in part}
    found: dict[str, list[str]] = {}
    for way in sorted(ways):
        found.setdefault(way[0], []).append(way)
    return {character: tuple(each) for character, each in found.items()}


@cache
def _begun_by() -> Mapping[str, tuple[tuple[int, _Phrase], ...]]:
    """The phrases that begin with a part, written in this way, each with the number of its group."""
    found: dict[str, list[tuple[int, _Phrase]]] = {}
    for number, group in enumerate(_groups()):
        for phrase in group.phrases:
            for way in phrase[0]:
                found.setdefault(way, []).append((number, phrase))
    return {way: tuple(each) for way, each in found.items()}


@cache
def _groups() -> tuple[_Group, ...]:
    """The word list. Raises BadInput with every problem of the file."""
    document = source.load(WORDS, WORDS.name)
    if problems := schema.validate(document, "hints"):
        raise BadInput(problems)
    return tuple(
        _Group(
            kind,
            {key: tuple(values) for key, values in group.get("means", {}).items()},
            tuple(_phrase(written) for written in group["words"]),
        )
        for kind, groups in document.data.items()
        for group in groups
    )


def _phrase(written: str) -> _Phrase:
    return tuple(tuple(_ways(part)) for part in written.split("…"))


def _ways(part: str) -> Iterator[str]:
    """A part of a phrase for each way to choose among its alternatives."""
    pieces = re.split(r"[()]", part)  # every second one stood in brackets
    choices = (piece.split("|") if number % 2 else [piece] for number, piece in enumerate(pieces))
    yield from map("".join, product(*choices))
