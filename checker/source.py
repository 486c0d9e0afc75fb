"""YAML text to plain data (dict, list, str, int, float, bool, None) that knows where everything stands.

Scalars are read by the core schema of YAML 1.2, and quoted scalars are always text:

- `null`, `Null`, `NULL`, `~` and nothing at all are None;
- `true`, `True`, `TRUE`, `false`, `False`, `FALSE` are booleans;
- `12`, `-3`, `017` (seventeen), `0o17` (fifteen), `0x1F` are integers; `1.5`, `6.10`, `.5`, `1e3` are floats;
- everything else is text, also what YAML 1.1 read otherwise: `yes`, `no`, `on`, `off`, `2023-06-20`, `1:30`,
  `1_000`, `0b1`.

What could mean two things, or cost without bound, is refused: equal keys, anchors, aliases, merge keys, tags,
keys that are not text, `.inf` and `.nan`, integers of more than 18 digits, several documents, nesting deeper
than 64 levels, files over 5 MB.
Never guesses an encoding, never expands anything, never looks at what the data means.
"""

import re
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from checker.careful import MOST_PROBLEMS, Careful, read_carefully
from checker.errors import BadInput, Place, Problem
from checker.quick import read_quickly
from checker.yaml_faults import decode, invisible, place_of, show

if TYPE_CHECKING:
    from yaml import Mark

__all__ = ["MOST_BYTES", "Document", "load", "parse", "show"]

MOST_BYTES = 5_000_000


class Document(NamedTuple):
    """Data of one YAML file, not to be changed, and the place of each key and value in it."""

    file: str
    data: Any
    text: str
    lines: dict[int, int]  # id of a container -> the line where it begins, from 0
    careful: list[Careful]  # the reading with every place, once somebody has asked for one

    def line(self, container: Any) -> int:
        """The line, from 1, where a mapping or list of `data` begins."""
        return self.lines[id(container)] + 1

    def place(self, path: Sequence[str | int] = (), *, key: bool = False) -> Place:
        """Where the value at `path` begins; with `key`, where its key stands (of a list item: the item).

        Raises KeyError or IndexError when there is nothing at `path`.
        """
        return place_of(self.file, self._mark(path, key))

    def written(self, path: Sequence[str | int]) -> str:
        """The number or boolean at `path` as the file spells it: `6.10`, where the data has 6.1."""
        found = re.compile(r"[^\s,\]}]*").match(self.text, self._mark(path, False).index)
        return found.group() if found else ""

    def _mark(self, path: Sequence[str | int], key: bool) -> "Mark":
        if not self.careful:
            self.careful.append(read_carefully(self.text, self.file))
        reading = self.careful[0]
        container, mark = reading.data, reading.root
        assert mark is not None  # an empty file is no document
        for depth, step in enumerate(path, 1):
            entry = reading.marks[id(container)][step]
            mark = entry if isinstance(container, list) else entry[0 if key and depth == len(path) else 1]
            container = container[step]
        return mark


def load(path: Path, display: str) -> Document:
    """Read and parse the file at `path`, called `display` in messages. Raises BadInput with every problem."""
    return parse(read(path, display), display)


def read(path: Path, display: str) -> bytes:
    """The bytes of the file at `path`, or the first of them when there are too many. Raises BadInput."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe could block for ever
            what = "a folder" if path.is_dir() else "not a regular file"
            raise BadInput([Problem(Place(display), f"this is {what}", "name a YAML file")])
        with path.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise BadInput([Problem(Place(display), "no such file", "check the path")]) from None
    except OSError as error:
        fault = f"the file cannot be read ({error.strerror})"
        raise BadInput([Problem(Place(display), fault, "check the path and the permissions")]) from None


def parse(content: str | bytes, file: str) -> Document:
    """Parse one YAML document, called `file` in messages. Raises BadInput with every problem."""
    if len(content) > MOST_BYTES:
        raise BadInput([Problem(Place(file), "the file is larger than 5 MB", "split it")])
    text = decode(content, file) if isinstance(content, bytes) else content.removeprefix("\ufeff")
    if problems := invisible(text, file, MOST_PROBLEMS):
        raise BadInput(problems)
    if quick := read_quickly(text):
        data, lines = quick
        return Document(file, data, text, lines, [])
    careful = read_carefully(text, file)
    if careful.problems:
        raise BadInput(careful.problems)
    return Document(file, careful.data, text, careful.lines, [careful])
