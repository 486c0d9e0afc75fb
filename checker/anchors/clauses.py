"""Which clause of the text as it is now is which clause of the text that was read. Compares words, never what they mean.

Pure. A pair is sure when the words are the same and no other pair is possible, whatever the numbers are; it is likely when
`checker diff` would take the one for the other."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from checker.diff.clauses import clause_changes
from checker.text import SourceText


class Pairs(NamedTuple):
    """Ids of before with the ids of now, each used once; `was`, `now`: the own words of each clause, without its number."""

    sure: Mapping[str, str]
    likely: Mapping[str, str]
    was: Mapping[str, str]
    now: Mapping[str, str]

    def at(self, at: str) -> str:
        """The id of now, sure or likely; "" where the clause is no longer there."""
        return self.sure.get(at) or self.likely.get(at, "")


def paired(was: SourceText, now: SourceText) -> Pairs:
    """The clauses of two texts, in pairs."""
    if was is now:
        words = own_words(now)
        return Pairs({at: at for at in words}, {}, words, words)
    old, new = own_words(was), own_words(now)
    sure = _sure(old, new)
    taken = set(sure.values())
    guessed = clause_changes(was, now).moved
    likely = {at: to for at, to in guessed.items() if at not in sure and to not in taken}
    return Pairs(sure, likely, old, new)


def own_words(text: SourceText) -> dict[str, str]:
    """The own words of each clause, in the order of the text: against nothing, every clause is an added one."""
    added = clause_changes(None, text).changes
    return {change.now.at: change.now.words for change in added if change.now}


def _sure(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, str]:
    """Clauses whose words stand once on either side; from these outwards, neighbours with the same words. Where two
    neighbours claim one clause, the number decides; without it, nothing is sure."""
    ats, ats_now = list(old), list(new)
    claims: dict[int, set[int]] = {}
    for i, j in _claims(list(old.values()), list(new.values())):
        claims.setdefault(i, set()).add(j)
    claimed = Counter(j for several in claims.values() for j in several)
    sure = {}
    for i, several in claims.items():
        alone = len(several) == 1 and all(claimed[j] == 1 for j in several)
        for j in several:
            if alone or ats_now[j] == ats[i]:
                sure[ats[i]] = ats_now[j]
    return sure


def _claims(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of clauses by their numbers in the texts."""
    times, times_now = Counter(old), Counter(new)
    places = {words: j for j, words in enumerate(new)}
    known = {i: places[words] for i, words in enumerate(old) if times[words] == 1 == times_now.get(words, 0)}
    found = list(known.items())
    # The texts begin and end together.
    for i, j in [(-1, -1), *known.items(), (len(old), len(new))]:
        for step in (1, -1):
            a, b = i + step, j + step
            while 0 <= a < len(old) and 0 <= b < len(new) and a not in known and old[a] == new[b]:
                found.append((a, b))
                a, b = a + step, b + step
    return found
