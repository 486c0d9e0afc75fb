"""YAML text to a tree that keeps what the data leave out: comments, blank lines, how numbers are spelled.

Takes text that `source.parse` accepts. Never changes the text, never writes any. The marks of the parser say where
every scalar stands, so what lies between two of them is punctuation or a comment: no comment can be lost.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from checker.scalars import STARTS, meaning

if TYPE_CHECKING:
    import yaml

_COMMENT = re.compile(r"#[^\n]*")


@dataclass(slots=True)
class Node:
    """A scalar, a mapping or a list, where it stands, and the comments after its last entry."""

    start: int
    end: int
    column: int
    flow: bool = False
    text: str | None = None  # of a scalar that is text
    spelled: str = ""  # of a number, a boolean or null: as the file writes it
    entries: list["Entry"] | None = None  # of a mapping or a list
    is_list: bool = False
    quoting: str = ""  # how text is to be written: see `layout`
    head: list[str] = field(default_factory=list)  # of the root: what stands above everything
    tail: list[str] = field(default_factory=list)

    @property
    def is_block(self) -> bool:
        """Whether it is a mapping or a list without brackets."""
        return self.entries is not None and not self.flow


@dataclass(slots=True)
class Entry:
    """One entry of a mapping, or one item of a list, which has no key."""

    key: str | None
    value: Node
    start: int
    key_end: int
    end: int
    before: list[str] = field(default_factory=list)  # comments on lines of their own; "" is a blank line
    after: list[str] = field(default_factory=list)  # what stands behind it on its line: none or one


class _Comment(NamedTuple):
    text: str
    at: int
    own_line: bool
    column: int


def read(text: str) -> Node:
    """The tree of a YAML text that `source.parse` accepts."""
    import yaml

    root = yaml.compose(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    assert root is not None  # `source.parse` refuses what is empty
    tree = _node(root, text)
    _Comments(tree, text).attach()
    return tree


def remarks(node: Node, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every comment, with the path of the entry that it stands at, and how it stands there."""
    yield from ((path, "head", line) for line in node.head if line)
    for number, entry in enumerate(node.entries or ()):
        here = (*path, number if node.is_list else entry.key)
        yield from ((here, "before", line) for line in entry.before if line)
        yield from ((here, "after", line) for line in entry.after)
        yield from remarks(entry.value, here)
    yield from ((path, "tail", line) for line in node.tail if line)


def _node(node: "yaml.Node", text: str) -> Node:
    import yaml

    start, end = node.start_mark.index, node.end_mark.index
    made = Node(start, end, node.start_mark.column)
    if isinstance(node, yaml.ScalarNode):
        plain = not node.style and node.value[:1] in STARTS
        if plain and not isinstance(meaning(node.value)[0], str):
            made.spelled = text[start:end].strip()
        else:
            made.text = node.value
        made.end = start + len(text[start:end].rstrip())
        return made
    assert isinstance(node, yaml.CollectionNode)
    made.is_list, made.flow = isinstance(node, yaml.SequenceNode), bool(node.flow_style)
    made.entries = [_entry(part, text) for part in node.value]
    if made.entries and not made.flow:  # the parser ends a block at what follows it
        made.end = made.entries[-1].end
    return made


def _entry(part: Any, text: str) -> Entry:
    key, value = part if isinstance(part, tuple) else (None, part)
    made = _node(value, text)
    if key is None:
        return Entry(None, made, made.start, made.start, made.end)
    start, key_end = key.start_mark.index, key.end_mark.index
    return Entry(key.value, made, start, key_end, max(made.end, key_end))


class _Comments:
    """Puts every comment and every blank line to the entry that it belongs to."""

    def __init__(self, root: Node, text: str) -> None:
        self.root = root
        self.text = text
        self.scalars: list[tuple[int, int, Entry | None]] = []
        self.blocks: list[tuple[Entry, Node]] = []  # entries of blocks with what they are in, as they stand
        self.flows: list[Node] = []
        self.open: list[Node] = []
        self._collect(root, None)
        self.flows.reverse()  # the next one last

    def _collect(self, node: Node, entry: Entry | None) -> None:
        if node.entries is None:
            self.scalars.append((node.start, node.end, entry))
            return
        if node.flow:
            self.flows.append(node)
        for each in node.entries:
            if not node.flow:
                self.blocks.append((each, node))
            if not node.is_list:
                self.scalars.append((each.start, each.key_end, None))
            self._collect(each.value, each)

    def attach(self) -> None:
        """Go through what lies between the scalars."""
        at = 0
        for start, end, entry in [*self.scalars, (len(self.text), len(self.text), None)]:
            column: float = float("inf")
            for found in _COMMENT.finditer(self.text, at, start):
                column = self._attach(self._comment(found), column)
            if entry and self.text[start : start + 1] in ("|", ">"):
                head = _COMMENT.search(self.text, start, self.text.find("\n", start))
                if head:
                    _put_behind(entry, head.group().rstrip())
            at = end
        for number, (entry, _) in enumerate(self.blocks):
            if self._blank_above(entry.start):
                (entry.before if number else self.root.head).append("")

    def _comment(self, found: re.Match[str]) -> _Comment:
        line = self.text.rfind("\n", 0, found.start()) + 1
        own_line = not self.text[line : found.start()].strip()
        return _Comment(found.group().rstrip(), found.start(), own_line, found.start() - line)

    def _attach(self, comment: _Comment, most: float) -> float:
        """Put a comment where it belongs. `most`, and what is returned: the column that it, and the next one before
        the same scalar, may at most be taken to stand in, so that their order stays."""
        if brackets := self._brackets_around(comment.at):
            _put_within(brackets, comment, self.text)
            return most
        lines = ["", comment.text] if self._blank_above(comment.at) else [comment.text]
        number = bisect_left(self.blocks, comment.at, key=lambda block: block[0].start)
        if not number and self.blocks:
            self.root.head += lines
            return most
        last = self.blocks[number - 1][0] if self.blocks else None
        if last and self._put_at(last, comment):
            return most
        following = self.blocks[number] if number < len(self.blocks) else None
        return self._put_between(following, comment, lines, min(most, comment.column))

    def _brackets_around(self, at: int) -> Node | None:
        """The innermost brackets that a place is in; places are asked for in their order."""
        while self.flows and self.flows[-1].start < at:
            self.open.append(self.flows.pop())
            while len(self.open) > 1 and self.open[-2].end <= self.open[-1].start:
                del self.open[-2]
        while self.open and self.open[-1].end <= at:
            self.open.pop()
        return self.open[-1] if self.open else None

    def _put_at(self, entry: Entry, comment: _Comment) -> bool:
        """Put a comment to the last entry of a block that begins before it, if it stands on its line or inside."""
        inside = comment.at < entry.end and not entry.value.is_block
        if comment.own_line:
            if inside:
                entry.before.append(comment.text)
            return inside
        behind = entry.key_end if entry.value.is_block else entry.end
        if inside or self.text.find("\n", behind, comment.at) < 0:
            _put_behind(entry, comment.text)
            return True
        return False

    def _put_between(
        self, following: tuple[Entry, Node] | None, comment: _Comment, lines: list[str], column: float
    ) -> float:
        """Above the entry that follows; or, when indented deeper, at the end of the block it is indented like."""
        indent = following[1].column if following else -1
        blocks = [node for node in self._blocks_around(comment.at) if indent < node.column <= column]
        if following and not blocks:
            following[0].before.extend(lines)
            return indent
        block = blocks[-1] if blocks else self.root
        block.tail.extend(lines)
        return block.column

    def _blocks_around(self, at: int) -> list[Node]:
        """The blocks that the last entry before a place is in, from the root on."""
        found = [self.root]
        while found[-1].is_block:
            entries = found[-1].entries or []
            number = bisect_left(entries, at, key=lambda entry: entry.start)
            if not number or not entries[number - 1].value.is_block or entries[number - 1].value.start > at:
                break
            found.append(entries[number - 1].value)
        return found

    def _blank_above(self, at: int) -> bool:
        end = self.text.rfind("\n", 0, at)
        return end >= 0 and not self.text[self.text.rfind("\n", 0, end) + 1 : end].strip()


def _put_within(node: Node, comment: _Comment, text: str) -> None:
    """Put a comment to an entry of the brackets that it stands in."""
    entries = node.entries or []
    number = bisect_left(entries, comment.at, key=lambda entry: entry.start)
    last = entries[number - 1] if number else None
    if last and text.find("\n", last.end, comment.at) < 0:
        _put_behind(last, comment.text)
    elif number < len(entries):
        entries[number].before.append(comment.text)
    else:
        node.tail.append(comment.text)


def _put_behind(entry: Entry, text: str) -> None:
    entry.before += entry.after  # of two, the first goes above the entry
    entry.after[:] = [text]
