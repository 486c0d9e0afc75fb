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
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checker.errors import BadInput, Place, Problem
from checker.scalars import STARTS, meaning
from checker.yaml_faults import decode, invisible, place_of, syntax

if TYPE_CHECKING:
    from yaml import Event, Mark

MOST_BYTES = 5_000_000
MOST_DEPTH = 64
MOST_PROBLEMS = 100


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """Data of one YAML file, not to be changed, and the place of each key and value in it."""

    file: str
    data: Any
    text: str = field(repr=False)
    root: "Mark" = field(repr=False)
    # id of a container -> {key: (mark of key, mark of value)}, or [mark, …] for a list
    marks: dict[int, Any] = field(repr=False)

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
        container, mark = self.data, self.root
        for depth, step in enumerate(path, 1):
            entry = self.marks[id(container)][step]
            mark = entry if isinstance(container, list) else entry[0 if key and depth == len(path) else 1]
            container = container[step]
        return mark


def load(path: Path, display: str) -> Document:
    """Read and parse the file at `path`, called `display` in messages. Raises BadInput with every problem."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe could block for ever
            what = "a folder" if path.is_dir() else "not a regular file"
            raise BadInput([Problem(Place(display), f"this is {what}", "name a YAML file")])
        with path.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise BadInput([Problem(Place(display), "no such file", "check the path")]) from None
    except OSError as error:
        fault = f"the file cannot be read ({error.strerror})"
        raise BadInput([Problem(Place(display), fault, "check the path and the permissions")]) from None
    return parse(content, display)


def parse(content: str | bytes, file: str) -> Document:
    """Parse one YAML document, called `file` in messages. Raises BadInput with every problem."""
    if len(content) > MOST_BYTES:
        raise BadInput([Problem(Place(file), "the file is larger than 5 MB", "split it")])
    text = decode(content, file) if isinstance(content, bytes) else content.removeprefix("\ufeff")
    if problems := invisible(text, file, MOST_PROBLEMS):
        raise BadInput(problems)
    import yaml

    builder = _Builder(file, yaml)
    try:
        builder.build(getattr(yaml, "CBaseLoader", yaml.BaseLoader)(text).get_event)
    except _Stop:
        pass
    except (UnicodeEncodeError, yaml.reader.ReaderError):
        fault = "the text holds a character that YAML does not allow"
        builder.problems.append(Problem(Place(file), fault, "save it as UTF-8 again"))
    except yaml.YAMLError as error:
        builder.problems.append(syntax(error, text, file))
    if not builder.problems and (builder.root is None or builder.says_nothing):
        builder.problems.append(Problem(Place(file), "the file is empty", "write at least one `key: value`"))
    if builder.problems or builder.root is None:
        raise BadInput(builder.problems)
    return Document(file, builder.data, text, builder.root, builder.marks)


def show(value: str, most: int = 60) -> str:
    """Untrusted text for a message: in backticks, cut with `…`, nothing in it that a terminal would obey."""
    cut = value if len(value) <= most else value[: most - 1] + "…"
    return "`" + "".join(char if char.isprintable() else ascii(char)[1:-1] for char in cut) + "`"


class _Stop(Exception):
    """Reading on makes no sense; the problems are in the builder."""


class _Builder:
    """Makes the data from parser events; keeps its own stack, so that depth costs no recursion."""

    def __init__(self, file: str, yaml: Any) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.data: Any = None
        self.root: Mark | None = None
        self.says_nothing = False
        self.marks: dict[int, Any] = {}
        self.stack: list[tuple[Any, Any, Any]] = []
        self.top: Any = None  # the container being filled
        self.here: Any = None  # its marks
        self.key: Any = None  # when a mapping waits for the value of this key
        self.key_mark: Any = None
        self.take: dict[type, Any] = {
            yaml.ScalarEvent: self.scalar,
            yaml.MappingStartEvent: self.open,
            yaml.SequenceStartEvent: self.open,
            yaml.MappingEndEvent: self.close,
            yaml.SequenceEndEvent: self.close,
            yaml.AliasEvent: self.alias,
            yaml.DocumentStartEvent: self.document,
            yaml.DocumentEndEvent: self.nothing,
            yaml.StreamStartEvent: self.nothing,
            yaml.StreamEndEvent: self.nothing,
        }
        self.mapping_start = yaml.MappingStartEvent

    def build(self, next_event: Any) -> None:
        take = self.take
        for event in iter(next_event, None):
            take[type(event)](event)

    def report(self, mark: "Mark", fault: str, remedy: str) -> None:
        self.problems.append(Problem(place_of(self.file, mark), fault, remedy))
        if len(self.problems) >= MOST_PROBLEMS:
            fault = f"{MOST_PROBLEMS} problems up to here; the rest of the file was not read"
            self.problems.append(Problem(place_of(self.file, mark), fault, "correct these first"))
            raise _Stop

    def nothing(self, event: "Event") -> None:
        pass

    def document(self, event: Any) -> None:
        if self.root is not None:
            self.report(event.start_mark, "a second document begins here", "keep one document in a file")
            raise _Stop

    def scalar(self, event: Any) -> None:
        value, mark = event.value, event.start_mark
        if event.anchor is not None or event.tag is not None:
            self.refuse(event)
        if value[:1] in STARTS and not event.style:
            value = self.plain(value, mark)
        self.put(value, mark)

    def plain(self, text: str, mark: "Mark") -> Any:
        if text == "<<" and self.key is None and type(self.top) is dict:
            self.report(mark, "merge keys (`<<`) are not allowed", "write the keys out")
        self.says_nothing = not text and self.top is None
        value, wrong = meaning(text)
        if wrong:
            self.report(mark, wrong[0].format(show(text, 30)), wrong[1])
        return value

    def put(self, value: Any, mark: "Mark") -> None:
        key = self.key
        if key is not None:
            self.top[key] = value
            self.here[key] = (self.key_mark, mark)
            self.key = None
        elif type(self.top) is list:
            self.top.append(value)
            self.here.append(mark)
        elif type(value) is str and self.top is not None and value not in self.here:
            self.key, self.key_mark = value, mark
        elif self.top is None:
            self.data, self.root = value, mark
        else:
            self.odd_key(value, mark)

    def odd_key(self, key: Any, mark: "Mark") -> None:
        self.key, self.key_mark = key, mark
        if isinstance(key, str):
            self.key_mark = self.here[key][0]
            fault = f"the key {show(key)} stands twice, first in line {self.key_mark.line + 1}"
            self.report(mark, fault, "remove or rename one of them")
        elif isinstance(key, (dict, list)):
            self.key = ""  # any text will do: data with problems is never handed out
            self.report(mark, "a key must be text, but is a list or a mapping", "write a simple key")
        else:
            self.key = ""
            self.report(mark, f"a key must be text, but is {_word(key)}", "put the key in quotes")

    def open(self, event: Any) -> None:
        if event.anchor is not None or event.tag is not None:
            self.refuse(event)
        if len(self.stack) >= MOST_DEPTH:
            self.report(event.start_mark, f"nested deeper than {MOST_DEPTH} levels", "flatten the structure")
            raise _Stop
        container: Any = {} if type(event) is self.mapping_start else []
        places: Any = {} if type(event) is self.mapping_start else []
        self.marks[id(container)] = places
        as_key = type(self.top) is dict and self.key is None
        if not as_key:
            self.put(container, event.start_mark)
        self.stack.append((self.top, self.here, (container, event.start_mark) if as_key else None))
        self.top, self.here = container, places

    def close(self, event: "Event") -> None:
        self.top, self.here, as_key = self.stack.pop()
        if as_key:
            self.odd_key(*as_key)

    def alias(self, event: Any) -> None:
        fault = f"the alias {show('*' + event.anchor)} is not allowed"
        self.report(event.start_mark, fault, "write it out (or quote text that begins with `*`)")
        self.put("", event.start_mark)

    def refuse(self, event: Any) -> None:
        if event.anchor is not None:
            fault = f"the anchor {show('&' + event.anchor)} is not allowed"
            self.report(event.start_mark, fault, "write it out (or quote text that begins with `&`)")
        if event.tag is not None:
            fault = f"the tag {show(event.tag.replace('tag:yaml.org,2002:', '!!'))} is not allowed"
            self.report(event.start_mark, fault, "remove it (or quote text that begins with `!`)")


def _word(scalar: Any) -> str:
    if scalar is None:
        return "empty"
    return str(scalar).lower() if isinstance(scalar, bool) else f"the number {scalar}"
