"""The labels that Word shows and does not store: computed from `numbering.xml` and the styles, paragraph by paragraph.

ECMA-376 part 1, 17.9: each paragraph belongs to a level of a list (`w:num`, an instance of a `w:abstractNum`); the
counters belong to the abstract list, so that instances of it go on with one another unless one of them restarts."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from checker.convert.numerals import numeral

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Level(NamedTuple):
    """One level of a list. `text`: such as `第%1条`. `restart`: the level after which it begins again (0: never), or
    None: after every higher one. `legal`: all numbers in it are decimal."""

    form: str
    text: str
    start: int
    restart: int | None
    legal: bool
    style: str


def value(node: Any, name: str, attribute: str = "val") -> str | None:
    """The attribute of the first child called `name`; None without one."""
    child = node.find(W + name) if node is not None else None
    return None if child is None else child.get(W + attribute, "")


def number(node: Any, name: str) -> int | None:
    """The same, as a whole number."""
    written = value(node, name)
    return int(written) if written and re.fullmatch(r"-?\d{1,6}", written) else None


class Numbering:
    """Labels of paragraphs, which must be asked for in the order of the document."""

    def __init__(self, root: Any | None) -> None:
        self.unknown: set[str] = set()  # forms of numbers that are not known here
        self._abstract: dict[str, dict[int, Level]] = {}
        self._lists: dict[int, tuple[str, dict[int, Level], dict[int, int]]] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._restarted: set[tuple[int, int]] = set()
        if root is not None:
            self._read(root)

    def _read(self, root: Any) -> None:
        links: dict[str, str] = {}
        for node in root.iter(W + "abstractNum"):
            name = node.get(W + "abstractNumId", "")
            self._abstract[name] = dict(_levels(node))
            if style := value(node, "styleLink"):
                links[style] = name
        for node in root.iter(W + "abstractNum"):  # a list that takes its levels from a style of lists
            if (style := value(node, "numStyleLink")) in links:
                self._abstract[node.get(W + "abstractNumId", "")] = self._abstract[links[style or ""]]
        for node in root.iter(W + "num"):
            identity = node.get(W + "numId", "")
            name = value(node, "abstractNumId") or ""
            if not identity.isdigit() or name not in self._abstract:
                continue
            levels, starts = dict(self._abstract[name]), {}
            for override in node.iter(W + "lvlOverride"):
                at = override.get(W + "ilvl", "")
                levels.update(_levels(override))
                if at.isdigit() and (start := number(override, "startOverride")) is not None:
                    starts[int(at)] = start
            self._lists[int(identity)] = (name, levels, starts)

    def level_of_style(self, identity: int, style: str) -> int:
        """The level of the list that is linked with a style of paragraphs; the first without one."""
        _, levels, _ = self._lists.get(identity, ("", {}, {}))
        return next((at for at, level in levels.items() if level.style == style), 0)

    def label(self, identity: int, at: int) -> str:
        """What Word shows before the next paragraph at this level of the list; `- ` for a bullet, or nothing."""
        if identity not in self._lists:
            return ""
        name, levels, starts = self._lists[identity]
        if at not in levels:
            return ""
        counters = self._counters.setdefault(name, {})
        if at in starts and (identity, at) not in self._restarted:
            self._restarted.add((identity, at))
            counters.pop(at, None)
            self._drop_below(counters, levels, at)
        first = starts.get(at, levels[at].start)
        counters[at] = counters[at] + 1 if at in counters else first
        self._drop_below(counters, levels, at)
        level = levels[at]
        if level.form == "bullet":
            return "- "
        label = re.sub(
            r"%([1-9])", lambda found: self._shown(int(found[1]) - 1, level, levels, counters), level.text
        )
        return label.strip()

    def _drop_below(self, counters: dict[int, int], levels: dict[int, Level], at: int) -> None:
        """Lower levels begin again."""
        for below in [other for other in counters if other > at]:
            restart = levels[below].restart if below in levels else None
            if restart is None or at < restart:
                del counters[below]

    def _shown(self, at: int, level: Level, levels: dict[int, Level], counters: dict[int, int]) -> str:
        if at not in levels:
            return ""
        form = "decimal" if level.legal else levels[at].form
        shown = numeral(form, current := counters.get(at, levels[at].start))
        if shown is None:
            self.unknown.add(form)
            return str(current)
        return shown


def _levels(node: Any) -> Iterator[tuple[int, Level]]:
    for found in node.iter(W + "lvl"):
        at = found.get(W + "ilvl", "")
        if at.isdigit() and int(at) < 9:
            start = number(found, "start")
            legal = found.find(W + "isLgl")
            yield (
                int(at),
                Level(
                    value(found, "numFmt") or "decimal",
                    (value(found, "lvlText") or "")[:100],
                    1 if start is None else start,
                    number(found, "lvlRestart"),
                    legal is not None and legal.get(W + "val", "1") not in ("0", "false", "off"),
                    value(found, "pStyle") or "",
                ),
            )
