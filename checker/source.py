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

from checker.errors import BadInput, Place, Problem
from checker.scalars import STARTS, meaning
from checker.yaml_faults import decode, invisible, place_of, syntax

if TYPE_CHECKING:
    from yaml import Event, Mark

MOST_BYTES = 5_000_000
MOST_DEPTH = 64
MOST_PROBLEMS = 100


class Document(NamedTuple):
    """Data of one YAML file, not to be changed, and the place of each key and value in it."""

    file: str
    data: Any
    text: str
    root: "Mark"
    # id of a container -> {key: (mark of key, mark of value)}, or [mark, …] for a list
    marks: dict[int, Any]

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
        self.yaml = yaml
        self.problems: list[Problem] = []
        self.data: Any = None
        self.root: Mark | None = None
        self.says_nothing = False
        self.marks: dict[int, Any] = {}

    def build(self, next_event: Any) -> None:
        """Take every event. One loop over local names: half of the time of reading a suite is spent here."""
        yaml, marks = self.yaml, self.marks
        scalar, mapping, sequence = yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent
        ends = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
        stack: list[Any] = []
        top: Any = None  # the container being filled
        places: Any = None  # its marks
        key: Any = None  # when a mapping waits for the value of this key
        key_mark: Any = None
        for event in iter(next_event, None):
            kind = type(event)
            if kind in ends:
                as_key, (top, places, key, key_mark) = (top, places), stack.pop()
                if key is _Builder:  # the container stood where a key must be
                    key, key_mark = self.odd_key(as_key[0], key_mark, places)
                continue
            mark = event.start_mark
            if kind is scalar:
                value = event.value
                if event.anchor is not None or event.tag is not None:
                    self.refuse(event)
                if value[:1] in STARTS and not event.style:
                    value = self.plain(value, mark, key is None and type(top) is dict, top is None)
            elif kind is mapping or kind is sequence:
                value = self.container(event, kind is mapping, len(stack))
            elif kind is yaml.AliasEvent:
                value = self.alias(event)
            else:
                self.document(event)
                continue
            is_key = False
            if key is not None:
                top[key] = value
                places[key] = (key_mark, mark)
                key = None
            elif type(top) is list:
                top.append(value)
                places.append(mark)
            elif top is None:
                self.data, self.root = value, mark
            elif type(value) is str and value not in places:
                key, key_mark = value, mark
            elif kind is scalar or kind is yaml.AliasEvent:
                key, key_mark = self.odd_key(value, mark, places)
            else:
                is_key = True
            if kind is mapping or kind is sequence:
                stack.append((top, places, _Builder, mark) if is_key else (top, places, key, key_mark))
                top, places, key = value, marks[id(value)], None

    def report(self, mark: "Mark", fault: str, remedy: str) -> None:
        self.problems.append(Problem(place_of(self.file, mark), fault, remedy))
        if len(self.problems) >= MOST_PROBLEMS:
            fault = f"{MOST_PROBLEMS} problems up to here; the rest of the file was not read"
            self.problems.append(Problem(place_of(self.file, mark), fault, "correct these first"))
            raise _Stop

    def document(self, event: Any) -> None:
        if isinstance(event, self.yaml.DocumentStartEvent) and self.root is not None:
            self.report(event.start_mark, "a second document begins here", "keep one document in a file")
            raise _Stop

    def plain(self, text: str, mark: "Mark", as_key: bool, alone: bool) -> Any:
        if text == "<<" and as_key:
            self.report(mark, "merge keys (`<<`) are not allowed", "write the keys out")
        self.says_nothing = not text and alone
        value, wrong = meaning(text)
        if wrong:
            self.report(mark, wrong[0].format(show(text, 30)), wrong[1])
        return value

    def odd_key(self, key: Any, mark: "Mark", places: Any) -> tuple[str, "Mark"]:
        """Report a key that cannot be; what to go on with, as data with problems is never handed out."""
        if isinstance(key, str):
            first = places[key][0]
            fault = f"the key {show(key)} stands twice, first in line {first.line + 1}"
            self.report(mark, fault, "remove or rename one of them")
            return key, first
        if isinstance(key, (dict, list)):
            self.report(mark, "a key must be text, but is a list or a mapping", "write a simple key")
        else:
            self.report(mark, f"a key must be text, but is {_word(key)}", "put the key in quotes")
        return "", mark

    def container(self, event: Any, is_mapping: bool, depth: int) -> Any:
        if event.anchor is not None or event.tag is not None:
            self.refuse(event)
        if depth >= MOST_DEPTH:
            self.report(event.start_mark, f"nested deeper than {MOST_DEPTH} levels", "flatten the structure")
            raise _Stop
        made: Any = {} if is_mapping else []
        self.marks[id(made)] = {} if is_mapping else []
        return made

    def alias(self, event: Any) -> str:
        fault = f"the alias {show('*' + event.anchor)} is not allowed"
        self.report(event.start_mark, fault, "write it out (or quote text that begins with `*`)")
        return ""

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
