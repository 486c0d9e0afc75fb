"""The text most like a quote that is not found, to show what differs. Takes bounded time."""

from collections import Counter
from difflib import SequenceMatcher
from typing import NamedTuple

_NEAR_CHARS = 600  # of a quote, compared at a time: bounds the search for the nearest text


class Near(NamedTuple):
    """The text most like a quote: where, how many percent alike, both wordings from where they differ."""

    offset: int
    alike: int
    quoted: str
    source: str


def nearest(words: str, text: str, start: int, end: int) -> Near | None:
    """The place in `text[start:end]` most like `words`, or like the part of them that stands nowhere."""
    for first in range(0, len(words), _NEAR_CHARS // 2):  # overlapping parts: no difference falls between two
        part = words[first : first + _NEAR_CHARS]
        if text.find(part, start, end) < 0:
            break
    near = [_compare(part, text, offset, end) for offset in _candidates(part, text, start, end)]
    return max((one for one in near if one.alike >= 50), key=lambda one: one.alike, default=None)


def _candidates(part: str, text: str, start: int, end: int) -> list[int]:
    """Offsets at which `part` would share most groups of four characters with `text`, best first."""
    votes: Counter[int] = Counter()
    for index in range(max(len(part) - 3, 1)):
        group = part[index : index + 4]
        place = text.find(group, start, end)
        for _ in range(8):  # a common phrase votes for its first places only
            if place < 0:
                break
            votes[max(place - index, start)] += 1
            place = text.find(group, place + 1, end)
    return [offset for offset, _ in votes.most_common(3)]


def _compare(part: str, text: str, offset: int, end: int) -> Near:
    window = text[offset : min(offset + len(part), end)]
    matcher = SequenceMatcher(None, part, window, autojunk=False)
    changes = [(i, j) for kind, i, _, j, _ in matcher.get_opcodes() if kind != "equal"]
    i, j = changes[0] if changes else (len(part), len(window))
    alike = min(int(matcher.ratio() * 100), 99)
    source = text[offset + j : min(offset + j + 12, end)]
    return Near(offset, alike, part[i : i + 12] or "the end", source or "nothing")
