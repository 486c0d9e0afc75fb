"""What changed between two wordings of a clause, and how alike they are. Aware of Chinese: a character is a word, as is a
run of Latin letters or digits. Pure; never looks at clauses."""

import re
from typing import NamedTuple

# A number, a Latin word, else one character.
_TOKEN = re.compile(r"\d+(?:\.\d+)?%?|[A-Za-z]+(?:['’][A-Za-z]+)?|.", re.DOTALL)
_SENTENCE = re.compile(r"[^。；;.!?！？\n]*[。；;.!?！？\n]?")
_MOST_TOKENS = 6_000  # beyond this sentences are compared, so that time stays bounded
_ISLAND = 3  # words
_MOST_CHARACTERS = 5_000  # that count for likeness


class Piece(NamedTuple):
    """A run of words: what stood there and what stands there now; the same where nothing changed."""

    was: str
    now: str

    @property
    def same(self) -> bool:
        """Whether nothing changed in this run."""
        return self.was == self.now


def pieces(was: str, now: str) -> list[Piece]:
    """Two wordings in runs that stayed and runs that changed; joined, they give each wording whole.

    Up to three words that stay between two changes, and are no longer than either, belong to the change: a person reads
    15个工作日 → 30日 as one change, not as three."""
    from rapidfuzz.distance import Indel  # difflib takes minutes where words repeat

    old, new = _tokens(was, now)
    runs = [
        Piece("".join(old[op.src_start : op.src_end]), "".join(new[op.dest_start : op.dest_end]))
        for op in Indel.opcodes(old, new)
    ]
    joined: list[Piece] = []
    for run in _changes_joined(runs):
        joined.append(run)
        while len(joined) > 2 and _is_island(*joined[-3:]):
            before, island, after = joined[-3:]
            joined[-3:] = [Piece(before.was + island.was + after.was, before.now + island.now + after.now)]
    return joined


def _changes_joined(runs: list[Piece]) -> list[Piece]:
    """A deletion and the insertion beside it as one change."""
    joined: list[Piece] = []
    for run in runs:
        if joined and not run.same and not joined[-1].same:
            joined[-1] = Piece(joined[-1].was + run.was, joined[-1].now + run.now)
        else:
            joined.append(run)
    return joined


def _is_island(before: Piece, middle: Piece, after: Piece) -> bool:
    if before.same or after.same or len(_TOKEN.findall(middle.was)) > _ISLAND:
        return False
    return all(len(middle.was) <= max(len(each.was), len(each.now)) for each in (before, after))


def alike(one: str, other: str, least: float = 0) -> float:
    """How alike two wordings are, from 0 to 100; 0 for less than `least`."""
    from rapidfuzz import fuzz  # only where clauses have changed

    return float(fuzz.ratio(one[:_MOST_CHARACTERS], other[:_MOST_CHARACTERS], score_cutoff=least))


def _tokens(was: str, now: str) -> tuple[list[str], list[str]]:
    """Both wordings in words; in sentences where there are too many words, whole where there are too many sentences."""
    for pattern in (_TOKEN, _SENTENCE):
        old, new = pattern.findall(was), pattern.findall(now)
        if len(old) + len(new) <= _MOST_TOKENS:
            return old, new
    return [was], [now]
