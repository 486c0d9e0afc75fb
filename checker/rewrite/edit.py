"""Small changes to a YAML file that leave every other byte as it is: comments, order, quoting, line ends, width.

The places come from the parser, the new values from ruamel.yaml in the quoting that the old ones had. What is handed out has
been read again by the strict reader and holds exactly what was meant. Never reads or writes files."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from checker import source
from checker.errors import BadInput, Place, Problem

if TYPE_CHECKING:
    from checker.source import Document

    Addition = tuple[list[Any], int, Any]
    Node = Any  # of the parser: every kind has attributes of its own
    Path = Sequence[str | int]


class Editing:
    """Changes to one document. Paths are those of the document as it was, whatever has been changed before."""

    def __init__(self, document: Document) -> None:
        import yaml

        self.document = document
        self._text = document.text
        self._root: Node = yaml.compose(document.text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
        self._meant = deepcopy(document.data)
        self._dropped: list[tuple[list[Any], Sequence[bool]]] = []  # lists, and which of their items stay
        self._added: list[Addition] = []  # lists, behind how many items, and what
        self._splices: list[tuple[int, int, str]] = []

    def set(self, path: Path, value: str) -> None:
        """Write another text in place of the one at `path`, in its quoting."""
        node = self._node(path)
        if node.style in ("|", ">"):
            place = self.document.place(path)
            raise BadInput([Problem(place, "this value is a block of text", "write it on one line")])
        self._splice(node.start_mark.index, node.end_mark.index, _written(value, node.style))
        self._data(path[:-1])[path[-1]] = value

    def insert(self, path: Path, after: str, key: str, value: str | list[str]) -> None:
        """Give the mapping at `path` a new key behind the key `after`; a list of texts is written in brackets."""
        mapping = self._node(path)
        entry = next(each for each in mapping.value if each[0].value == after)
        self._add(mapping, entry[0], entry[1], f"{key}: {_value(value)}")
        self._data(path)[key] = value

    def append(self, path: Path, values: Sequence[str]) -> None:
        """Add texts to the end of the list at `path`, which is not empty, in the quoting of its first."""
        sequence = self._node(path)
        style = sequence.value[0].style
        for value in values:
            item = _written(value, style)
            self._add(sequence, sequence, sequence.value[-1], item if sequence.flow_style else f"- {item}")
        self._data(path).extend(values)

    def add(self, path: Path, behind: int, lines: Sequence[str], value: Any) -> None:
        """Put whole lines that read as `value`, comments before it, behind that item of the list at `path` (-1: before
        all), from which nothing is dropped. The lines are those of a list of no depth: `- key: …`."""
        sequence = self._node(path)
        if sequence.flow_style and sequence.value:
            place = self.document.place(path)
            raise BadInput(
                [Problem(place, "this list stands in brackets", "write each item on a line of its own")]
            )
        column = 2 if sequence.flow_style else sequence.start_mark.column
        after = self._end_of(sequence.value[behind]) if behind >= 0 else self._begin_list(path, sequence)
        end, line_end = self._line_end(after)
        self._splice(end, end, "".join(f"{line_end}{' ' * column}{line}" for line in lines))
        self._added.append((self._data(path), behind + 1, value))

    def keep(self, path: Path, kept: Sequence[bool]) -> None:
        """Remove those items of the list at `path` that are not to be kept."""
        sequence, data = self._node(path), self._data(path)
        self._dropped.append((data, kept))
        if not any(kept):
            self._empty(path, sequence)
        elif sequence.flow_style:
            self._drop_in_brackets(sequence.value, kept)
        else:
            for item, stays in zip(sequence.value, kept, strict=True):
                if not stays:
                    self._drop_lines(item.start_mark.index, _end(item))

    def remove(self, path: Path, key: str) -> None:
        """Remove a key and its value from the mapping at `path`, which has others."""
        mapping = self._node(path)
        number = next(n for n, (name, _) in enumerate(mapping.value) if name.value == key)
        name, value = mapping.value[number]
        if number == 0:
            self._splice(name.start_mark.index, mapping.value[1][0].start_mark.index, "")
        elif mapping.flow_style:
            self._splice(_end(mapping.value[number - 1][1]), _end(value), "")
        else:
            self._drop_lines(name.start_mark.index, _end(value))
        del self._data(path)[key]

    def result(self) -> str:
        """The text with all changes. Raises BadInput where it would not read as what was meant."""
        for data, kept in self._dropped:
            data[:] = [each for number, each in enumerate(data) if number >= len(kept) or kept[number]]
        for data, number, value in reversed(self._in_order()):
            data.insert(number, value)
        made, done = [], 0
        for start, end, new in sorted(self._splices, key=lambda splice: splice[:2]):
            made += [self._text[done:start], new]
            done = max(end, done)
        text = "".join([*made, self._text[done:]])
        try:
            same = source.parse(text, self.document.file).data == self._meant
        except BadInput:
            same = False
        if not same:
            fault = "this file is written in a way that cannot be changed without touching more"
            raise BadInput([Problem(Place(self.document.file), fault, "lay it out like the examples")])
        return text

    # --- places ---------------------------------------------------------------------------------------------------

    def _node(self, path: Path) -> Node:
        node = self._root
        for step in path:
            if isinstance(step, int):
                node = node.value[step]
            else:
                node = next(value for key, value in node.value if key.value == step)
        return node

    def _data(self, path: Path) -> Any:
        data = self._meant
        for step in path:
            data = data[step]
        return data

    # --- splices --------------------------------------------------------------------------------------------------

    def _splice(self, start: int, end: int, new: str) -> None:
        self._splices.append((start, end, new))

    def _in_order(self) -> list[Addition]:
        """What is added, by the place in its list."""
        return sorted(self._added, key=lambda addition: addition[1])

    def _end_of(self, item: Node) -> int:
        """Where the words of an item end, also of one that ends with a block of text."""
        last = _last(item)
        end = int(last.end_mark.index)
        return len(self._text[:end].rstrip()) if last.id == "scalar" and last.style in ("|", ">") else end

    def _begin_list(self, path: Path, sequence: Node) -> int:
        """Where the key of a list ends; `[]` is taken away."""
        if sequence.flow_style:
            self._splice(sequence.start_mark.index, sequence.end_mark.index, "")
        return self._colon(path)

    def _colon(self, path: Path) -> int:
        """Behind the colon of the key that a path ends with."""
        key = next(name for name, _ in self._node(path[:-1]).value if name.value == path[-1])
        return self._text.index(":", key.end_mark.index) + 1

    def _add(self, container: Node, column_of: Node, last: Node, new: str) -> None:
        """Add an entry to a container behind `last`: in brackets after a comma, else on a line of its own."""
        if container.flow_style:
            self._splice(_end(last), _end(last), f", {new}")
            return
        end, line_end = self._line_end(_end(last))
        self._splice(end, end, f"{line_end}{' ' * column_of.start_mark.column}{new}")

    def _line_end(self, offset: int) -> tuple[int, str]:
        """Where the line of an offset ends, and how lines end there."""
        end = self._text.find("\n", offset)
        if end < 0:
            return len(self._text), "\r\n" if "\r\n" in self._text else "\n"
        return (end - 1, "\r\n") if self._text[end - 1] == "\r" else (end, "\n")

    def _drop_lines(self, start: int, end: int) -> None:
        """Drop the lines from one offset to the other, whole."""
        after = self._text.find("\n", end) + 1 or len(self._text)
        self._splice(self._text.rfind("\n", 0, start) + 1, after, "")

    def _drop_in_brackets(self, items: Sequence[Node], kept: Sequence[bool]) -> None:
        first = kept.index(True)
        if first:
            self._splice(items[0].start_mark.index, items[first].start_mark.index, "")
        for number in range(first + 1, len(items)):
            if not kept[number]:
                self._splice(_end(items[number - 1]), _end(items[number]), "")

    def _empty(self, path: Path, sequence: Node) -> None:
        """Leave an empty list where nothing of it stays."""
        if sequence.flow_style:
            self._splice(sequence.start_mark.index, sequence.end_mark.index, "[]")
            return
        colon = self._colon(path)
        self._splice(colon, colon, " []")
        for item in sequence.value:
            self._drop_lines(item.start_mark.index, _end(item))


def _end(node: Node) -> int:
    """Where a node ends; the parser puts the end of what has no brackets behind the comments after it."""
    return int(_last(node).end_mark.index)


def _last(node: Node) -> Node:
    """The last text or bracketed part of a node."""
    while not isinstance(node.value, str) and not node.flow_style:
        node = node.value[-1] if node.id == "sequence" else node.value[-1][1]
    return node


def _value(value: str | list[str]) -> str:
    if isinstance(value, str):
        return _written(value, None)
    return f"[{', '.join(_written(each, chr(34)) for each in value)}]"


def _written(value: str, style: str | None) -> str:
    """A text as YAML, in double or single quotes or plain; in double quotes where plain would mean something else."""
    from io import StringIO

    from ruamel.yaml import YAML
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString, SingleQuotedScalarString

    yaml = YAML()
    yaml.default_flow_style, yaml.width = True, 1 << 30  # in brackets, where most characters have a meaning
    quoted = {'"': DoubleQuotedScalarString, "'": SingleQuotedScalarString}.get(style or "", str)
    stream = StringIO()
    yaml.dump([quoted(value)], stream)
    written = stream.getvalue().strip()[1:-1]
    return _written(value, '"') if quoted is str and written[:1] in "'\"" else written
