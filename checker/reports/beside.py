"""Two wordings side by side in a terminal, with marks on the words that changed. Chinese characters take two columns."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from checker.columns import width
from checker.reports.plain import plain

LEAST_COLUMNS = 40
MOST_COLUMNS = 200
_BETWEEN = " │ "
# What is kept on one line if it fits: a mark, a run of Latin letters or digits.
_UNIT = re.compile(r"\[-|-\]|\{\+|\+\}|[!-~]+?(?=\[-|-\]|\{\+|\+\}|[^!-~]|$)|.", re.DOTALL)


class Run(NamedTuple):
    """Words of one column, safe to show; `code`: their colour on a terminal. A line break begins a new line."""

    text: str
    code: str = ""


def beside(left: Sequence[Run], right: Sequence[Run], columns: int, colour: bool) -> Iterator[str]:
    """The two columns as lines of at most so many columns in all."""
    columns = min(max(columns, LEAST_COLUMNS), MOST_COLUMNS)
    half = (columns - len(_BETWEEN)) // 2
    lefts, rights = list(_lines(left, half, colour)), list(_lines(right, half, colour))
    for number in range(max(len(lefts), len(rights))):
        one, used = lefts[number] if number < len(lefts) else ("", 0)
        other = rights[number][0] if number < len(rights) else ""
        yield f"{one}{' ' * (half - used)}{_BETWEEN}{other}".rstrip()


def spaced(text: str) -> str:
    """A run of words made safe to show, with the white space around it."""
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{' ' if before else ''}{plain(text)}{' ' if after and text.strip() else ''}"


def _lines(runs: Sequence[Run], columns: int, colour: bool) -> Iterator[tuple[str, int]]:
    """Lines of one column, and how many columns each takes."""
    line: list[Run] = []
    used = 0
    for run in runs:
        for unit in _units(run.text, columns):
            needed = width(unit)
            if unit == "\n" or used + needed > columns:
                yield _painted(line, colour), used
                line, used = [], 0
            if unit != "\n" and (used or unit != " "):
                line.append(Run(unit, run.code))
                used += needed
    yield _painted(line, colour), used


def _units(text: str, columns: int) -> Iterator[str]:
    """What may not be broken; what is wider than the column, in characters."""
    for unit in _UNIT.findall(text):
        yield from [unit] if len(unit) <= columns else unit


def _painted(line: Sequence[Run], colour: bool) -> str:
    """The units of a line as one text, neighbours of one colour painted together."""
    parts: list[Run] = []
    for text, code in line:
        if parts and parts[-1].code == code:
            parts[-1] = Run(parts[-1].text + text, code)
        else:
            parts.append(Run(text, code))
    return "".join(f"\x1b[{code}m{text}\x1b[0m" if colour and code else text for text, code in parts)
