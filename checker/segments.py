"""The clauses of a source text, by their labels, headings and layout. Never judges what a clause means.

A label stands at the beginning of a line, after Markdown markup (`#`, `-`, `>`, `**`, `[`); labels inside a
line are not split. Labels, and the id (`at`) of their clause:

    一、 第三条 ## 6. Rights    一  第三条  6
    1.2  4.1.2                 1.2  4.1.2, in whatever chapter they stand
    ## General                 General: a heading without a number
    3.  3、                    General 3: the clause or heading above it, then the number; 3 without one
    （一）                      一(一), and below it 一(一) 1 for 1.
    (1) 1) （1） (a) (i) ①     6.2(1) …: sub-items of the clause above. They nest: 9.1(1)(a); (2) closes (a)

Text before the first label is `preamble`, the title (`# …`) included. A line without a label belongs to the
clause before it. But if it is neither a bullet nor indented it ends a list: of sub-items, or of numbers that
a colon introduced (4.1.1 or 1. after "4.1 …："), and belongs to the clause with the list. A line `---` ends
all clauses: text after it is `closing`. An id given twice gets `#2`, `#3`, ….
"""

import re
from typing import NamedTuple

from checker.labels import CN, ROMAN, Line, heading_of, lines, number_of, plain, sub_item_of

# A smaller rank holds a larger one. Headings without a number have rank 0: their Markdown level decides.
_UNIT_RANK = {"编": 1, "章": 2, "节": 3, "条": 5}
_CHAPTER, _HEADING_PLAIN, _SECTION, _PLAIN, _DOTTED, _LISTED, _SUB = 4, 6, 7, 8, 9, 98, 99


class SourceClause(NamedTuple):
    """A numbered place in a source text.

    `heading`: the headings above it and its own, joined with " › ". `parent`: the id of the clause it stands
    in, or "". `level`: how deep, from 1. `line`: from 1. `spans`: (start, end) offsets of its own text,
    several when sub-items stand between. `extent`: (start, end) with all that stands below it.
    `heading_only`: a heading or title and no other text of its own, so there is nothing to account for.
    """

    at: str
    heading: str
    parent: str
    level: int
    line: int
    spans: tuple[tuple[int, int], ...]
    extent: tuple[int, int]
    heading_only: bool


def segment(text: str) -> tuple[SourceClause, ...]:
    """The clauses of `text` in document order, by the grammar in the module's docstring."""
    reading = _Reading()
    for line in lines(text):
        if line.is_break:
            reading.end_all()
        else:
            reading.take(line)
    return tuple(clause.finished() for clause in reading.clauses)


class _Clause:
    """A clause while it is being read."""

    def __init__(
        self, at: str, heading: str, parent: str, depth: int, line: int, rank: int, level: int,
        text: bool, kind: tuple[str, str], value: int,
    ) -> None:  # fmt: skip
        self.at, self.heading, self.parent, self.depth, self.line = at, heading, parent, depth, line
        self.rank = rank
        self.level = level  # of the heading; 0: not a heading
        self.text = text  # the preamble or the closing: any label ends it
        self.kind = kind  # of a sub-item: alphabet, bracket
        self.value = value  # of a sub-item: which one
        self.lines = 0
        self.spans: list[tuple[int, int]] = []
        self.end = 0
        self.colon = False  # its last line of text introduces a list

    def finished(self) -> SourceClause:
        return SourceClause(
            self.at, self.heading, self.parent, self.depth, self.line, tuple(self.spans),
            (self.spans[0][0], self.end), bool(self.level) and self.lines == 1,
        )  # fmt: skip


class _Reading:
    """The clauses so far, and which of them are open (`stack`, outermost first)."""

    def __init__(self) -> None:
        self.clauses: list[_Clause] = []
        self.stack: list[_Clause] = []
        self.used: set[str] = set()
        self.times: dict[str, int] = {}  # of ids given more than once
        self.last: _Clause | None = None  # whose text the line before was

    def end_all(self) -> None:
        """A thematic break."""
        self.stack, self.last = [], None

    def take(self, line: Line) -> None:
        """One more line: it opens a clause, or goes on with one."""
        if numbered := number_of(line):
            self._open_numbered(line, numbered)
        elif (item := sub_item_of(line)) and (kind := self._kind(item)):
            self._open_sub_item(line, item, *kind)
        elif line.level and (title := heading_of(line)):
            self._open_heading(line, title)
        else:
            self._go_on(line)

    def _open_numbered(self, line: Line, label: re.Match[str]) -> None:
        kind = label.lastgroup if label.lastgroup != "unit" else "part"
        name = plain(label[kind or 0])
        if kind == "part":
            rank = _UNIT_RANK[label["unit"]]
        elif kind == "plain":
            rank = _HEADING_PLAIN if line.level else self._rank_of_plain(int(name))
        else:
            rank = _CHAPTER if kind == "chapter" else _DOTTED + name.count(".")
        self._close(line.level, rank)
        value = int(name) if kind == "plain" else 0
        if rank in (_PLAIN, _LISTED) and self.stack:
            name = f"{self.stack[-1].at} {name}"
        self._open(name, line, rank, value=value)

    def _rank_of_plain(self, value: int) -> int:
        """A `1.` after "6.2 …:" begins a list in 6.2, and the next number goes on with it."""
        if any(open_.rank == _LISTED and open_.value + 1 == value for open_ in self.stack):
            return _LISTED
        above = self.stack[-1] if self.stack else None
        begins = value == 1 and above is not None and above.colon and _DOTTED < above.rank < _LISTED
        return _LISTED if begins else _PLAIN

    def _open_sub_item(self, line: Line, item: re.Match[str], alphabet: str, value: int) -> None:
        if alphabet == "chinese" and (not self.stack or self._holds_sections()):
            self._close(line.level, _SECTION)
            base = self.stack[-1].at if self.stack else ""
            self._open(f"{base}({item['mark']})", line, _SECTION)
            return
        kind = (alphabet, item["open"] and "(")
        for number in range(len(self.stack) - 1, -1, -1):
            other = self.stack[number]
            if other.rank != _SUB:
                break
            if other.kind == kind or (other.kind[0] == alphabet and 1 < value == other.value + 1):
                del self.stack[number:]
                break
        base = self.stack[-1].at if self.stack and self.stack[-1].at != "preamble" else ""
        self._open(base + (item["ring"] or f"({plain(item['mark'])})"), line, _SUB, kind, value)

    def _holds_sections(self) -> bool:
        """Whether `（一）` can stand between a chapter and its numbers: 一、 （一） 1. (1)."""
        return self.stack[-1].rank < _SECTION or any(open_.rank == _SECTION for open_ in self.stack)

    def _kind(self, item: re.Match[str]) -> tuple[str, int] | None:
        """The alphabet of a sub-item and its number in it; `(i)` is a letter after `(h)`, else Roman."""
        if item["ring"]:
            return "ring", ord(item["ring"])
        mark = item["mark"]
        if mark.isdigit():
            return "number", int(mark)
        if mark[0] in CN:
            return "chinese", 0
        after = any(open_.kind[0] == "letter" and open_.value + 1 == ord(mark[0]) for open_ in self.stack)
        if mark in ROMAN and not (len(mark) == 1 and after):
            return "roman", ROMAN.index(mark) + 1
        return ("letter" if mark.islower() else "capital", ord(mark)) if len(mark) == 1 else None

    def _open_heading(self, line: Line, title: str) -> None:
        if line.level == 1 and all(clause.at == "preamble" for clause in self.clauses):
            self._go_on(line)
            return
        self._close(line.level, 0)
        self._open(title, line, 0)

    def _go_on(self, line: Line) -> None:
        """A line without a label: to the clause before it, or to the one whose list the line ends."""
        stack = self.stack
        if not line.loose and not line.level:
            self._end_list()
        if stack:
            self._add(stack[-1], line)
            return
        name = "closing" if any(clause.at != "preamble" for clause in self.clauses) else "preamble"
        if self.clauses and self.clauses[-1].at == name:
            self.stack = [self.clauses[-1]]
            self._add(self.stack[-1], line)
        else:
            self._open(name, line, 0)

    def _end_list(self) -> None:
        """Close one list: the sub-items, however nested, or else the numbers that a colon introduced."""
        stack = self.stack
        before = len(stack)
        while len(stack) > 1 and stack[-1].rank == _SUB and not stack[-1].level:
            stack.pop()
        if len(stack) < max(before, 2) or stack[-1].level or not stack[-2].colon:
            return
        if stack[-1].rank == _SECTION or _DOTTED < stack[-1].rank < _SUB:
            stack.pop()

    def _close(self, level: int, rank: int) -> None:
        """Close what a heading of this level, or a number of this rank (0: none), cannot stand below."""
        for number, open_ in enumerate(self.stack):
            higher = open_.rank >= rank if rank else not open_.level
            if higher or open_.text or 0 < level <= open_.level:
                del self.stack[number:]
                break

    def _open(
        self, name: str, line: Line, rank: int, kind: tuple[str, str] = ("", ""), value: int = 0
    ) -> None:
        above = self.stack[-1] if self.stack else None
        heading = above.heading if above else ""
        if line.level:
            own = heading_of(line)
            heading = f"{heading} › {own}" if heading else own
        text = name in ("preamble", "closing") and not rank
        clause = _Clause(
            self._unused(name), heading, above.at if above else "", len(self.stack) + 1, line.number,
            rank, line.level, text, kind, value,
        )  # fmt: skip
        self.clauses.append(clause)
        self.stack.append(clause)
        self._add(clause, line)

    def _unused(self, name: str) -> str:
        at = name
        while at in self.used:
            self.times[name] = self.times.get(name, 1) + 1
            at = f"{name}#{self.times[name]}"
        self.used.add(at)
        return at

    def _add(self, clause: _Clause, line: Line) -> None:
        if self.last is clause:
            clause.spans[-1] = (clause.spans[-1][0], line.end)
        else:
            clause.spans.append((line.start, line.end))
        clause.lines += 1
        clause.colon = not line.level and line.body.endswith(("：", ":"))
        for open_ in self.stack:
            open_.end = line.end
        self.last = clause
