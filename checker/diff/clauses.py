"""What became of the clauses of a source text: added, removed, moved, reworded. Compares words, never what they mean.

Pure. Clauses are known by their words first and by their number second, so that a clause inserted above others does not
make all of them new."""

from collections.abc import Iterator, Mapping
from math import prod
from typing import NamedTuple

from checker.diff.model import ClauseChange, Kind, Wording
from checker.diff.rewording import alike
from checker.labels import lines, number_of, sub_item_of
from checker.normal import normalise
from checker.text import SourceClause, SourceText

_ALIKE = 60  # of 100: from here on two wordings under different numbers are one clause, reworded
_MOST_WORK = 10_000_000_000  # pairs of characters; beyond this, too
_MOST_PAIRS = 40_000  # beyond this, clauses whose number and words have both changed are not paired


class ClauseChanges(NamedTuple):
    """The changes, in the order of the text as it is, and where each clause of before stands now (`at` → `at`)."""

    changes: tuple[ClauseChange, ...]
    moved: Mapping[str, str]


def clause_changes(was: SourceText | None, now: SourceText | None) -> ClauseChanges:
    """What became of every clause; None for a text that is not there."""
    old, new = _wordings(was), _wordings(now)
    pairs = {at: at for at in old if at in new and old[at].words == new[at].words}
    pairs |= _paired(old, new, pairs)
    changes = [change for at, at_now in pairs.items() if (change := _changed(old[at], new[at_now]))]
    taken = set(pairs.values())
    changes += [ClauseChange(Kind.ADDED, None, new[at]) for at in new if at not in taken]
    changes += [ClauseChange(Kind.REMOVED, old[at], None) for at in old if at not in pairs]
    return ClauseChanges(_in_order(changes, old, new, pairs), pairs)


def _changed(was: Wording, now: Wording) -> ClauseChange | None:
    if was.words != now.words:
        return ClauseChange(Kind.REWORDED, was, now)
    return ClauseChange(Kind.MOVED, was, now) if was.at != now.at else None


def _wordings(text: SourceText | None) -> dict[str, Wording]:
    if text is None:
        return {}
    return {
        clause.at: Wording(clause.at, clause.heading, _words(text, clause), text.file, clause.line)
        for clause in text.clauses
    }


def _words(text: SourceText, clause: SourceClause) -> str:
    """The clause's own words, without its number and what stands below it."""
    own = "\n".join(text.text[start:end] for start, end in clause.spans)
    first = next(lines(own), None)
    label = first and (number_of(first) or sub_item_of(first))
    if first and label:
        own = first.body[label.end() :] + own[first.end :]
    return normalise(own).text.strip(" 、.．:：")


def _paired(
    old: Mapping[str, Wording], new: Mapping[str, Wording], pairs: Mapping[str, str]
) -> dict[str, str]:
    """The clauses that are not where they were with the words they had: by their words, by number and likeness, by
    likeness alone, by number alone."""
    left = {at: wording for at, wording in old.items() if at not in pairs}
    taken = set(pairs.values())
    right = {at: wording for at, wording in new.items() if at not in taken}
    found: dict[str, str] = {}

    def pair(at: str, at_now: str) -> None:
        found[at] = at_now
        del left[at], right[at_now]

    by_words: dict[str, list[str]] = {}
    for at, wording in right.items():
        by_words.setdefault(wording.words, []).append(at)
    for at in list(left):
        if same := by_words.get(left[at].words):
            pair(at, same.pop(0))
    for at in [at for at in left if at in right and alike(left[at].words, right[at].words, _ALIKE)]:
        pair(at, at)
    for at, at_now in _alike(left, right):
        if at in left and at_now in right:
            pair(at, at_now)
    for at in [at for at in left if at in right]:
        pair(at, at)
    return found


def _alike(left: Mapping[str, Wording], right: Mapping[str, Wording]) -> Iterator[tuple[str, str]]:
    """Clauses whose number and words have both changed, most alike first."""
    characters = (sum(len(each.words) + 1 for each in side.values()) for side in (left, right))
    if len(left) * len(right) > _MOST_PAIRS or prod(characters) > _MOST_WORK:
        return
    scores = [
        (-score, at, at_now)
        for at, was in left.items()
        for at_now, now in right.items()
        if (score := alike(was.words, now.words, _ALIKE))
    ]
    yield from ((at, at_now) for _, at, at_now in sorted(scores))


def _in_order(
    changes: list[ClauseChange],
    old: Mapping[str, Wording],
    new: Mapping[str, Wording],
    pairs: Mapping[str, str],
) -> tuple[ClauseChange, ...]:
    """By the text as it is; what was removed, behind the clause above it that is still there."""
    lines_of_removed: dict[str, int] = {}
    line = 0
    for at in old:
        line = new[pairs[at]].line if at in pairs else line
        lines_of_removed[at] = line

    def order(change: ClauseChange) -> tuple[int, int]:
        if change.now:
            return change.now.line, 0
        assert change.was is not None  # one of the two is there
        return lines_of_removed[change.was.at], change.was.line

    return tuple(sorted(changes, key=order))
