"""The place in a long text most like words that no longer stand in it. Takes bounded time: a place is looked at only where
it shares rare groups of characters with the words.

Pure. Offsets are those of the folded text."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial
from typing import NamedTuple

_MOST_PLACES = 64  # of one group of characters; a more common one tells nothing
_MOST_WORDS = 1_000  # characters of a quote that count
_MOST_STARTS = 3  # that are looked at closely
_BIN = 16
_WITHIN = re.compile(r"[A-Za-z0-9]{2}")
_SHORT = 200  # characters of a quote that is looked for place by place,
_SMALL = 4_000  # in a stretch of so many
LEAST = 60  # of 100: what is less alike is something else


class Near(NamedTuple):
    """A stretch of the text, and how much of 100 it is like the words."""

    start: int
    end: int
    alike: int


def stands_nearly(words: str, text: str) -> bool:
    """Whether a text (the beginning of a long one) has a place that is like the words (their beginning)."""
    from rapidfuzz import fuzz

    words, text = words[:_SHORT], text[:_SMALL]
    return bool(text and fuzz.partial_ratio(words, text, score_cutoff=LEAST))


class Likeness:
    """Finds the nearest places of many quotes; the text is gone through once for all of them."""

    def __init__(self, quotes: Iterable[str], text: str) -> None:
        self._text = text
        self._places: dict[str, list[int]] = {}
        for quote in quotes:
            self._places |= {group: [] for group in _groups(quote[:_MOST_WORDS])}
        for size in {len(group) for group in self._places}:
            for offset in range(len(text) - size + 1):
                places = self._places.get(text[offset : offset + size])
                if places is not None and len(places) <= _MOST_PLACES:
                    places.append(offset)

    def nearest(self, quote: str, *stretches: tuple[int, int]) -> Near | None:
        """The place most like one of the quotes in the first of the stretches that has one like it at all; None where none
        has."""
        words = quote[:_MOST_WORDS]
        for start, end in stretches:
            starts = self._starts(words, start, end)
            if not starts and end - start <= _SMALL and len(words) <= _SHORT:
                starts = self._aligned(words, start, end)
            found = [self._fitted(words, near) for near in starts]
            best = max(found, key=lambda near: near.alike, default=None)
            if best and best.alike >= LEAST:
                end = min(best.end + len(quote) - len(words), len(self._text))
                return best._replace(start=self._whole(best.start, -1), end=self._whole(end, 1))
        return None

    def _whole(self, edge: int, step: int) -> int:
        """An edge moved outwards so that it does not cut a Latin word or a number in two; by so many characters at most."""
        for _ in range(_BIN):
            if not _WITHIN.fullmatch(self._text[max(edge - 1, 0) : edge + 1]):
                break
            edge += step
        return edge

    def _starts(self, words: str, start: int, end: int) -> list[int]:
        """Where the words would begin, by the groups of characters that they share with the text, best first."""
        votes: Counter[int] = Counter()
        groups = [(number, self._places[group]) for number, group in enumerate(_groups(words))]
        rare = [each for each in groups if len(each[1]) <= _MOST_PLACES] or groups
        for number, places in rare:
            votes.update(max(place - number, start) for place in places if start <= place < end)
        bins: Counter[int] = Counter()  # what was inserted or left out shifts the places behind it
        for offset, times in votes.items():
            bins[offset // _BIN] += times
        both = {number: bins[number] + bins.get(number + 1, 0) for number in bins}
        best = sorted(both, key=lambda number: (-both[number], number))[:_MOST_STARTS]
        near = (range(number * _BIN, (number + 2) * _BIN) for number in best)
        likely = [max(offsets, key=lambda offset: votes.get(offset, 0)) for offsets in near]
        likely += [offset for offset, _ in votes.most_common(_MOST_STARTS)]
        found = sorted(set(likely), key=lambda offset: -self._alike(words, offset, offset + len(words)))
        return found[:_MOST_STARTS]

    def _aligned(self, words: str, start: int, end: int) -> list[int]:
        """Where the words would begin in a small stretch, for words of which every group is a common one."""
        from rapidfuzz import fuzz

        found = fuzz.partial_ratio_alignment(words, self._text[start:end], score_cutoff=LEAST)
        return [start + found.dest_start] if found else []

    def _fitted(self, words: str, begins: int) -> Near:
        """The stretch around a place that is most like the words: its beginning and end moved until nothing is better."""
        last, size = len(self._text), len(words)
        reach = max(2 * _BIN, size // 3)
        alike = partial(self._alike, words)
        start, end = begins, min(begins + size, last)
        for step in (max(reach // 8, 1), 1):
            for _ in range(2):
                near = range(max(start - reach, 0), min(start + reach, last) + 1, step)
                start = max([start, *near], key=lambda each: alike(each, end))
                near = range(max(end - reach, 0), min(end + reach, last) + 1, step)
                end = max([end, *near], key=lambda each: alike(start, each))
            reach = step
        return Near(start, end, min(int(alike(start, end)), 99))

    def _alike(self, words: str, start: int, end: int) -> float:
        from rapidfuzz import fuzz

        return float(fuzz.ratio(words, self._text[start:end])) if start < end else 0.0


def _groups(words: str) -> Sequence[str]:
    """Every run of three characters; of two, where there are few."""
    size = 2 if len(words) < 12 else 3
    return [words[number : number + size] for number in range(max(len(words) - size + 1, 1))]
