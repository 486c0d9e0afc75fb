"""How each quote of an encoding, and each clause set aside, stands in the source text as it is now.

Pure. A quote is safe (unchanged, moved) only when its very words stand once in the clause that is named; where the text
that was read is known, also only when the words around it, and those of the clauses it stands in, are the same. Never
decides what words mean, never drops a quote."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from checker.anchors.clauses import Pairs, own_words, paired
from checker.anchors.likeness import Likeness, stands_nearly
from checker.anchors.model import Anchor, Anchors, Aside, Standing, Stretch
from checker.anchors.pointers import outdated
from checker.anchors.spots import (
    above,
    clause_stretch,
    extent,
    home,
    sentences,
    spots,
    stretch,
    touched,
    whole,
)
from checker.marks import NEW
from checker.text import SourceText, normalise


def anchors(data: Mapping[str, Any], now: SourceText, was: SourceText | None) -> Anchors:
    """What became of every anchor of an encoding that follows the schema. `was`: the text with the recorded hash, if known."""
    recorded = data["source"]["sha256"]
    changed = recorded != now.sha256
    if not changed:
        was = now
    assert was is None or was.sha256 == recorded
    return _Reading(data, now, was, changed).anchors()


class _Reading:
    """One encoding between two texts."""

    def __init__(
        self, data: Mapping[str, Any], now: SourceText, was: SourceText | None, changed: bool
    ) -> None:
        self.data, self.now, self.was, self.changed = data, now, was, changed
        self.pairs = paired(was, now) if was else Pairs({}, {}, {}, own_words(now))
        self.taken_out = self._taken_out()
        self.origins = {there: at for at, there in self.pairs.sure.items()}
        self.words = [normalise(clause.get("quote", "")).text for clause in data["clauses"]]
        self.spots = [spots(now, words) for words in self.words]
        self.votes = self._votes()

    def _taken_out(self) -> dict[str, list[str]]:
        """For each clause of the text that was read, those directly below it that are no longer there."""
        below: dict[str, list[str]] = {}
        for clause in self.was.clauses if self.was else ():
            if not self.pairs.at(clause.at):
                below.setdefault(clause.parent, []).append(clause.at)
        return below

    @cached_property
    def likeness(self) -> Likeness:
        """Made once a quote is lost."""
        return Likeness(self.words, self.now.folded.text)

    def anchors(self) -> Anchors:
        quotes = tuple(self._quotes())
        asides = tuple(self._asides())
        accounted = {each.at_now for each in quotes if each.standing is not Standing.GONE}
        accounted |= {each.at_now for each in asides}
        new = tuple(
            clause_stretch(clause, self.pairs.now[clause.at])
            for clause in self.now.clauses
            if not clause.heading_only and clause.at not in accounted
        )
        behind = tuple(self._behind(quotes, new))
        homes: dict[str, set[str]] = {}
        for each in quotes:
            homes.setdefault(each.at, set()).add(each.at_now)
        frozen = {at: frozenset(there) for at, there in homes.items()}
        pointers = tuple(outdated(self.was, self.now, self.pairs.sure)) if self.was else ()
        known = self.was is not None
        return Anchors(quotes, asides, new, behind, frozen, pointers, self.now.sha256, self.changed, known)

    def _behind(self, quotes: Sequence[Anchor], new: Sequence[Stretch]) -> Iterator[int]:
        """For each new clause, the last entry of the nearest clause before it in the text that has one."""
        order = {clause.at: number for number, clause in enumerate(self.now.clauses)}
        known = {
            each.at_now: each.number for each in quotes if Standing.GONE not in (each.standing, each.mark)
        }
        places = sorted((order[at], number) for at, number in known.items() if at in order)
        for each in new:
            before = bisect_left(places, (order[each.at], -1))
            yield places[before - 1][1] if before else -1

    # --- quotes ---------------------------------------------------------------------------------------------------

    def _quotes(self) -> Iterator[Anchor]:
        for number, clause in enumerate(self.data["clauses"]):
            anchor = Anchor(number, clause["at"], clause.get("quote", ""), Standing.UNCHANGED, clause["at"])
            if mark := clause.get("needs_reading"):
                yield self._marked(anchor._replace(mark=mark))
            elif spot := self._read_at(anchor):
                yield self._compared(anchor, spot[0])
            else:
                yield self._by_words(anchor)

    def _marked(self, anchor: Anchor) -> Anchor:
        """A clause that waits to be read: it waits on, under the number that its clause has now."""
        here = self.spots[anchor.number]
        there = stretch(self.now, here[0], len(self.words[anchor.number])) if len(here) == 1 else None
        at_now = self.pairs.sure.get(anchor.at, anchor.at)
        idle = anchor.mark == NEW and at_now not in self.now.by_at
        return anchor._replace(
            at_now=at_now, now=there, standing=Standing.GONE if idle else Standing.UNCHANGED
        )

    def _read_at(self, anchor: Anchor) -> list[int]:
        """Where the quote stood in the text that was read; nothing where it did not stand there once."""
        if self.was is None or anchor.at not in self.was.by_at:
            return []
        found = spots(self.was, self.words[anchor.number], anchor.at)
        return found if len(found) == 1 else []

    def _compared(self, anchor: Anchor, old: int) -> Anchor:
        """By the words and what stands around them, before and now."""
        assert self.was is not None
        words, everywhere = self.words[anchor.number], self.spots[anchor.number]
        size = len(words)
        if not everywhere:
            return self._lost(anchor, old)
        at_now = self.pairs.at(anchor.at)
        here = spots(self.now, words, at_now) if at_now else []
        before = touched(self.was, old, size)
        if len(here) != 1:
            here = [spot for spot in everywhere if not self._stood_there(spot, size, before[0])]
            if not here:
                return self._lost(anchor, old, everywhere[0])
            at_now = home(self.now, here[0], size, anchor.at)
        if len(here) != 1:
            return self._ambiguous(anchor)
        after = touched(self.now, here[0], size)
        known = len(everywhere) == 1 or self.pairs.sure.get(before[0]) == after[0]
        if at_now and known and self._same_around(before, after):
            return self._safe(anchor, at_now)
        was = self._around(self.pairs.was, self.was, before)
        was += "".join("\n" + self.pairs.was[gone] for at in before for gone in self.taken_out.get(at, ()))
        return anchor._replace(
            standing=Standing.CONTEXT, at_now=at_now or anchor.at,
            was=clause_stretch(self.was.by_at[before[0]], was),
            now=clause_stretch(self.now.by_at[after[0]], self._around(self.pairs.now, self.now, after)),
        )  # fmt: skip

    def _stood_there(self, spot: int, size: int, at: str) -> bool:
        """Whether words stand in a clause that had them already when it was read, and that is not the clause `at`."""
        return self.origins.get(touched(self.now, spot, size)[0], at) != at

    def _same_around(self, before: list[str], after: list[str]) -> bool:
        """Whether the clauses that a quote touches, and those above them, have the words that they had, and none of those
        below them was taken out (one that is new has to be read anyway)."""
        assert self.was is not None
        if any(at in self.taken_out for at in before):
            return False
        was, now = self.pairs.was, self.pairs.now
        sides = ([was[at] for at in before], [was[at] for at in above(self.was, before[0])])
        return sides == ([now[at] for at in after], [now[at] for at in above(self.now, after[0])])

    def _around(self, words: Mapping[str, str], text: SourceText, ats: list[str]) -> str:
        """The words to be compared: those of the clauses above, then of the clauses that a quote touches."""
        return "\n".join(words[at] for at in [*reversed(above(text, ats[0])), *ats])

    def _by_words(self, anchor: Anchor) -> Anchor:
        """By the words alone, and by where the other quotes of the same clause went."""
        everywhere, size = self.spots[anchor.number], len(self.words[anchor.number])
        if not everywhere:
            return self._lost(anchor, None)
        if len(everywhere) == 1:
            at_now = home(self.now, everywhere[0], size, anchor.at)
            if at_now == anchor.at or (at_now and self._may_move(anchor, at_now)):
                return self._safe(anchor, at_now)
            return self._ambiguous(anchor)
        at_now = self._voted(anchor.at)
        if at_now in self.now.by_at and len(spots(self.now, self.words[anchor.number], at_now)) == 1:
            return self._safe(anchor, at_now)
        return self._ambiguous(anchor)

    def _may_move(self, anchor: Anchor, at_now: str) -> bool:
        """Whether words that stand in another clause alone have moved there: not if quotes of other clauses are there, or
        if their own clause has words that are like them. For then the two clauses may always have said the same."""
        others = (at for at, there in self.votes.items() if at_now in there and at != anchor.at)
        if any(not _one_in_another(at, anchor.at) for at in others):
            return False
        words, text = self.words[anchor.number], self.now.folded.text
        start, end = extent(self.now, anchor.at) if anchor.at in self.now.by_at else (0, 0)
        return not stands_nearly(words, text[start:end])

    def _votes(self) -> dict[str, set[str]]:
        """Where the quotes of each clause stand that stand once in the whole text."""
        votes: dict[str, set[str]] = {}
        for number, clause in enumerate(self.data["clauses"]):
            if len(self.spots[number]) == 1:
                there = home(self.now, self.spots[number][0], len(self.words[number]), clause["at"])
                votes.setdefault(clause["at"], set()).add(there)
        return votes

    def _voted(self, at: str) -> str:
        """Where a clause is, if all its quotes say the same; without any, where it was if nothing at all has moved."""
        if not self.changed:
            return at
        if voted := self.votes.get(at):
            return next(iter(voted)) if len(voted) == 1 else ""
        return at if all(there == {here} for here, there in self.votes.items()) else ""

    def _safe(self, anchor: Anchor, at_now: str) -> Anchor:
        standing = Standing.UNCHANGED if at_now == anchor.at else Standing.MOVED
        words = self.words[anchor.number]
        there = stretch(self.now, spots(self.now, words, at_now)[0], len(words))
        return anchor._replace(standing=standing, at_now=at_now, now=there)

    def _ambiguous(self, anchor: Anchor) -> Anchor:
        size = len(self.words[anchor.number])
        places = tuple(stretch(self.now, spot, size) for spot in self.spots[anchor.number])
        return anchor._replace(standing=Standing.AMBIGUOUS, places=places)

    def _lost(self, anchor: Anchor, old: int | None, twin: int | None = None) -> Anchor:
        """The words stand nowhere: the place most like them, in their clause if that has one. Or they stand in another
        clause alone (`twin`), which had them always: then no other clause is looked at. `old`: where they stood."""
        size = len(self.words[anchor.number])
        at = self.pairs.at(anchor.at) or (anchor.at if self.was is None else "")
        expected = [extent(self.now, at)] if at in self.now.by_at else []
        anywhere = [(0, len(self.now.folded.text))] if twin is None else []
        near = self.likeness.nearest(self.words[anchor.number], *expected, *anywhere)
        if near is None:
            was, there = self._shown(anchor, old, None if twin is None else (twin, size))
            return anchor._replace(standing=Standing.GONE, was=was, now=there)
        was, there = self._shown(anchor, old, (near.start, near.end - near.start))
        at_now = self.pairs.at(anchor.at) or anchor.at
        return anchor._replace(
            standing=Standing.REWORDED, at_now=at_now, was=was, now=there, alike=near.alike
        )

    def _shown(
        self, anchor: Anchor, old: int | None, near: tuple[int, int] | None
    ) -> tuple[Stretch, Stretch | None]:
        """What is compared: whole clauses if they are short and both are known, else sentences, or the quote alone."""
        size = len(self.words[anchor.number])
        if self.was is None or old is None:
            return Stretch(anchor.quote, anchor.at, 0), sentences(self.now, *near) if near else None
        was, now = whole(self.was, old, size), whole(self.now, *near) if near else None
        if was and now:
            return was, now
        return sentences(self.was, old, size), sentences(self.now, *near) if near else None

    # --- clauses set aside ----------------------------------------------------------------------------------------

    def _asides(self) -> Iterator[Aside]:
        for group, entry in enumerate(self.data["no_provision"]):
            for number, at in enumerate(entry["at"]):
                mark = at in entry.get("needs_reading", ())
                yield self._aside(Aside(group, number, at, Standing.UNCHANGED, at, mark=mark))

    def _aside(self, aside: Aside) -> Aside:
        if not self.changed:
            return aside
        if self.was is None:
            there = aside.at in self.now.by_at
            return aside._replace(standing=Standing.UNKNOWN if there else Standing.GONE)
        at_now = self.pairs.at(aside.at)
        if not at_now:
            return aside._replace(standing=Standing.GONE, at_now="", was=self._own(self.was, aside.at))
        if aside.at in self.pairs.sure:
            standing = Standing.UNCHANGED if at_now == aside.at else Standing.MOVED
            return aside._replace(standing=standing, at_now=at_now)
        was, now = self._own(self.was, aside.at), self._own(self.now, at_now)
        same = was and now and was.words == now.words
        standing = Standing.AMBIGUOUS if same else Standing.REWORDED
        return aside._replace(standing=standing, at_now=at_now, was=was, now=now)

    def _own(self, text: SourceText, at: str) -> Stretch | None:
        words = self.pairs.was if text is self.was else self.pairs.now
        return clause_stretch(text.by_at[at], words[at]) if at in words else None


def _one_in_another(one: str, other: str) -> bool:
    """Whether one id is that of a clause in the other: 6.2 and 6.2(1)."""
    outer, inner = sorted((one, other), key=len)
    return inner.startswith(outer) and not inner[len(outer) :][:1].isdigit()
