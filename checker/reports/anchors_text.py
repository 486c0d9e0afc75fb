"""What became of the anchors of an encoding, for a terminal: counts, then old and new words side by side."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from checker import marks
from checker.anchors import SAFE, Anchor, Anchors, Aside, Standing, Stretch
from checker.anchors.grounds import Ground
from checker.diff.model import ClauseChange, Kind, Wording
from checker.model import Words
from checker.reports import words
from checker.reports.beside import Run, beside, spaced
from checker.reports.diff_words import rewording
from checker.reports.findings import cited_clause, clause, named
from checker.reports.plain import cut, plain
from checker.reports.words import pick

STANDINGS = {
    Standing.UNCHANGED: Words("未变", "unchanged"),
    Standing.MOVED: Words("移至其他条款", "moved"),
    Standing.REWORDED: Words("已改写", "reworded"),
    Standing.GONE: Words("已删除", "gone"),
    Standing.AMBIGUOUS: Words("出现于多处", "ambiguous"),
    Standing.CONTEXT: Words("前后文字已变", "context changed"),
    Standing.UNKNOWN: Words("无法比对", "not comparable"),
}
CHANGED = Words("{source} 在阅读之后已变更", "{source} has changed since it was read")
SAME = Words("{source} 与阅读时相同", "{source} is as it was read")
QUOTES = Words("引文（{number}）：{counts}", "quotes ({number}): {counts}")
ASIDES = Words("不编码的条款（{number}）：{counts}", "clauses set aside ({number}): {counts}")
NOT_DONE = Words("未处理的条款（{number}）", "neither encoded nor set aside ({number})")
WAITING = Words("待阅读（{number}）", "still to be read ({number})")
NOT_COMPARED = (
    Words(
        "git 中没有阅读时的源文本：引文仅按其自身文字比对，未比对其前后文字；不编码的条款均未比对。",
        "git does not have the text that was read: quotes were compared by their own words alone, not by the words\n"
        "  around them, and clauses set aside not at all.",
    ),
    Words("请用 --old 指明存有该源文本的 git 版本。", "Name a revision that has it: --old REVISION."),
)
ABSENT = Words(
    "列为不编码、但源文本已无此编号的条款：{ats}", "set aside, but no clause has this number now: {ats}"
)
MOVED = Words("编号已变（{number}）", "under another number now ({number})")
POINTERS = Words("源文本仍引用旧编号（{number}）", "the text still names the old number ({number})")
POINTER = Words("{place}  所引用的条款 {at} 现为 {now}", "{place}  refers to clause {at}, which is {now} now")
ALIKE = Words("{standing}，相似度 {alike}%", "{standing}, {alike} % alike")
ASIDE = Words("不编码的条款{standing}", "set aside, {standing}")
NOTHING_LIKE = Words("源文本中已无相近文字", "nothing like it stands in the text")
STANDS_AGAIN = Words("引文现见于{clause}，第 {line} 行", "its quote stands in {clause}, line {line}")
MOVED_GROUND = Words(
    "{place}：{fact} 所依据的 {clause} 现为 {now}",
    "{place}: {fact} rests on {clause}, which is {now} now",
)
SPLIT_GROUND = Words(
    "{place}：{fact} 所依据的 {clause}，其引文现分见多处条款，请指明其中一处",
    "{place}: {fact} rests on {clause}, whose quotes are in several clauses now; name one of them",
)
UNREAD_GROUND = Words("，该条款待阅读", "; that clause has to be read")
READ_GROUND = Words(
    "{place}：{fact} 所依据的 {clause} 待阅读",
    "{place}: {fact} rests on {clause}, which has to be read",
)
WAIVER = Words(
    "{place}：该豁免所指的 {clause} 现为 {now}，须由批准人重新确认",
    "{place}: this waiver names {clause}, which is {now} now; whoever approved it has to accept it anew",
)
SEVERAL = Words("多处条款", "in several clauses")
_MOST_WORDS = 40  # columns of words in a line that only names them
_RED, _GREEN, _BOLD = "31", "32", "1"


class Lines(NamedTuple):
    """The file of an encoding and its source text as messages show them, and the line of each clause in the encoding:
    of those encoded, and of those set aside by (group, number)."""

    file: str
    source: str
    quotes: Sequence[int]
    asides: dict[tuple[int, int], int]


def render(found: Anchors, lines: Lines, *, lang: str, columns: int, colour: bool) -> str:
    """One encoding; "" where nothing is to be written or read."""
    if not found.to_write and not found.to_read:
        return ""
    return "\n".join([*_Report(found, lines, lang, columns, colour).lines(), "", ""])


def ground_line(place: str, ground: Ground, lang: str) -> str:
    """A declared fact whose clause has moved, or has to be read."""
    values = {"place": plain(place), "fact": plain(ground.fact), "now": plain(clause(ground.at_now, lang))}
    values["clause"] = named(ground.agreement, ground.at, lang)
    if ground.at_now == ground.at:
        return pick(READ_GROUND, lang).format(**values) + "\n"
    line = pick(MOVED_GROUND if ground.moved else SPLIT_GROUND, lang).format(**values)
    return line + (pick(UNREAD_GROUND, lang) if ground.unread and ground.moved else "") + "\n"


def waiver_line(place: str, agreement: str, at: str, at_now: str, lang: str) -> str:
    """A waiver that names a clause that has moved."""
    now = plain(clause(at_now, lang)) or pick(SEVERAL, lang)
    return pick(WAIVER, lang).format(place=plain(place), clause=named(agreement, at, lang), now=now) + "\n"


def _shown_once(each: Anchor) -> object:
    """What neighbours have in common that are shown together: the words around them."""
    return (each.was, each.now) if each.standing is Standing.CONTEXT else each.number


class _Report:
    """Holds what every line needs to know."""

    def __init__(self, found: Anchors, lines: Lines, lang: str, columns: int, colour: bool) -> None:
        self.found, self.at, self.lang, self.columns, self.colour = found, lines, lang, columns, colour

    def say(self, label: Words, **values: object) -> str:
        return pick(label, self.lang).format(**values)

    def bold(self, text: str) -> str:
        return f"\x1b[{_BOLD}m{text}\x1b[0m" if self.colour else text

    def lines(self) -> Iterator[str]:
        found = self.found
        state = self.say(CHANGED if found.changed else SAME, source=plain(self.at.source))
        yield self.bold(f"{plain(self.at.file)}{pick(words.COLON, self.lang)}{state}")
        unmarked = [each for each in found.quotes if not each.mark]
        if unmarked:
            yield f"  {self.say(QUOTES, number=len(unmarked), counts=self.counts(unmarked))}"
        if found.asides:
            yield f"  {self.say(ASIDES, number=len(found.asides), counts=self.counts(found.asides))}"
        if found.changed and not found.compared:
            yield from (f"  {self.say(line)}" for line in NOT_COMPARED)
            if absent := [plain(each.at) for each in found.asides if each.standing is Standing.GONE]:
                yield f"  {self.say(ABSENT, ats=pick(words.LIST, self.lang).join(absent))}"
        yield from self.moved()
        yield from self.pointers()
        unsafe = [each for each in unmarked if each.standing not in SAFE]
        for _, several in groupby(unsafe, _shown_once):
            yield from self.quote([*several])
        for aside in found.asides:
            yield from self.aside(aside)
        yield from self.waiting()
        if found.new:
            yield from ("", f"  {self.bold(self.say(NOT_DONE, number=len(found.new)))}")
            yield from (
                f"    {self.named(self.at.source, each)}  {self.short(each.words)}" for each in found.new
            )

    def counts(self, each: Iterable[Anchor | Aside]) -> str:
        counted = Counter(one.standing for one in each)
        told = [
            self.say(words.COUNT, verdict=pick(label, self.lang), number=counted[one])
            for one, label in STANDINGS.items()
            if counted[one]
        ]
        return pick(words.LIST_OF_COUNTS, self.lang).join(told)

    def moved(self) -> Iterator[str]:
        quotes = [each for each in self.found.quotes if each.at_now != each.at]
        asides = [each for each in self.found.asides if each.at_now not in ("", each.at)]
        if not quotes and not asides:
            return
        yield from ("", f"  {self.bold(self.say(MOVED, number=len(quotes) + len(asides)))}")
        for each in quotes:
            yield f"    {self.renumbered(each, self.at.quotes[each.number])}  {self.short(each.quote)}"
        for aside in asides:
            yield f"    {self.renumbered(aside, self.at.asides[aside.group, aside.number])}"

    def pointers(self) -> Iterator[str]:
        if self.found.pointers:
            yield from ("", f"  {self.bold(self.say(POINTERS, number=len(self.found.pointers)))}")
        for each in self.found.pointers:
            place = f"{plain(self.at.source)}:{each.line}"
            yield f"    {self.say(POINTER, place=place, at=plain(each.at), now=plain(each.at_now))}"

    def renumbered(self, each: Anchor | Aside, line: int) -> str:
        return f"{plain(self.at.file)}:{line}  {plain(each.at)} → {plain(each.at_now)}"

    def quote(self, several: Sequence[Anchor]) -> Iterator[str]:
        """A quote that is not safe, or neighbours around which the same words have changed."""
        each = several[0]
        title = self.standing(each.standing)
        if each.standing is Standing.REWORDED:
            title = self.say(ALIKE, standing=title, alike=each.alike)
        here = [Stretch("", one.at, self.at.quotes[one.number]) for one in several]
        if each.standing is Standing.AMBIGUOUS:
            yield from self.head(title, here, each.places)
            yield f"    {self.say(words.QUOTE, quote=plain(each.quote))}"
        else:
            yield from self.compared(title, here, each.was or Stretch(each.quote, each.at, 0), each.now)

    def aside(self, each: Aside) -> Iterator[str]:
        if each.was is not None and not each.mark:
            title = self.say(ASIDE, standing=self.standing(each.standing))
            here = Stretch("", each.at, self.at.asides[each.group, each.number])
            yield from self.compared(title, [here], each.was, each.now)

    def compared(
        self, title: str, here: Sequence[Stretch], was: Stretch, now: Stretch | None
    ) -> Iterator[str]:
        """Old words and new words, with what changed marked."""
        yield from self.head(title, here, [now] if now else [])
        if now is None:
            gone, nothing = Run(f"[-{spaced(was.words)}-]", _RED), Run(pick(NOTHING_LIKE, self.lang))
            yield from self.columned([gone], [nothing])
            return
        known = was.line > 0  # else only the quote is known, and what stands around it cannot be compared
        old, new = (
            "".join((each.before, each.words, each.after)) if known else each.words for each in (was, now)
        )
        before, after = Wording(was.at, "", old, "", was.line), Wording(now.at, "", new, "", now.line)
        left: list[Run] = []
        right = [] if known else [Run(spaced(now.before))]
        for piece in rewording(ClauseChange(Kind.REWORDED, before, after)):
            marked = not piece.same
            if piece.was:
                left.append(Run(f"[-{spaced(piece.was)}-]", _RED) if marked else Run(spaced(piece.was)))
            if piece.now:
                right.append(Run(f"{{+{spaced(piece.now)}+}}", _GREEN) if marked else Run(spaced(piece.now)))
        if not known:
            right.append(Run(spaced(now.after)))
        yield from self.columned(left, right)

    def head(self, title: str, here: Sequence[Stretch], there: Sequence[Stretch]) -> Iterator[str]:
        """A title, where the clauses are encoded, and where the text has something like them."""
        yield from ("", f"  {self.bold(title)}")
        yield from (f"  - {self.named(self.at.file, place)}" for place in here)
        yield from (f"  + {self.named(self.at.source, place)}" for place in there)

    def columned(self, left: Sequence[Run], right: Sequence[Run]) -> Iterator[str]:
        yield from (f"    {row}" for row in beside(left, right, self.columns - 4, self.colour))

    def waiting(self) -> Iterator[str]:
        marked = [each for each in self.found.quotes if each.mark]
        asides = [each for each in self.found.asides if each.mark and each.at_now]
        if not marked and not asides:
            return
        yield from ("", f"  {self.bold(self.say(WAITING, number=len(marked) + len(asides)))}")
        for each in marked:
            here = self.named(self.at.file, Stretch("", each.at_now, self.at.quotes[each.number]))
            yield f"    {here}  {self.waits(each)}"
        for aside in asides:
            line = self.at.asides[aside.group, aside.number]
            yield f"    {self.named(self.at.file, Stretch('', aside.at_now, line))}"

    def waits(self, each: Anchor) -> str:
        """Why a clause waits to be read, and where its quote stands, if that is known."""
        if each.mark == marks.NEW:
            gone = each.standing is Standing.GONE
            return pick(marks.NO_CLAUSE if gone else marks.WAITS[marks.NEW], self.lang)
        told = self.standing(Standing(each.mark))
        if each.now is None:
            return told
        again = self.say(STANDS_AGAIN, clause=self.clause(each.now.at), line=each.now.line)
        return told + pick(words.IN_BRACKETS, self.lang).format(again)

    def named(self, file: str, place: Stretch) -> str:
        return f"{plain(file)}:{place.line} {self.clause(place.at)}"

    def clause(self, at: str) -> str:
        return plain(cited_clause(at, self.lang))

    def short(self, text: str) -> str:
        return self.say(words.QUOTE, quote=cut(plain(text), _MOST_WORDS))

    def standing(self, standing: Standing) -> str:
        return pick(STANDINGS[standing], self.lang)
