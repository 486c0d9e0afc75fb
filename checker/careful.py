"""The careful reading of YAML: data, the place of every key and value, and everything that is wrong.

Takes twice the time of the quick reading (`quick`), which comes first. Never reads files.
"""

from typing import TYPE_CHECKING, Any

from checker.errors import Place, Problem
from checker.scalars import STARTS, meaning
from checker.yaml_faults import place_of, show, syntax

if TYPE_CHECKING:
    from yaml import Mark

MOST_DEPTH = 64
MOST_PROBLEMS = 100


def read_carefully(text: str, file: str) -> "Careful":
    """Read one YAML document, called `file` in messages; its problems are in what is returned."""
    import yaml

    reading = Careful(file, yaml)
    try:
        reading.build(getattr(yaml, "CBaseLoader", yaml.BaseLoader)(text).get_event)
    except _Stop:
        pass
    except (UnicodeEncodeError, yaml.reader.ReaderError):
        fault = "the text holds a character that YAML does not allow"
        reading.problems.append(Problem(Place(file), fault, "save it as UTF-8 again"))
    except yaml.YAMLError as error:
        reading.problems.append(syntax(error, text, file))
    if not reading.problems and (reading.root is None or reading.says_nothing):
        reading.problems.append(Problem(Place(file), "the file is empty", "write at least one `key: value`"))
    return reading


class _Stop(Exception):
    """Reading on makes no sense; the problems are in the builder."""


class Careful:
    """Makes the data from parser events; keeps its own stack, so that depth costs no recursion."""

    def __init__(self, file: str, yaml: Any) -> None:
        self.file = file
        self.yaml = yaml
        self.problems: list[Problem] = []
        self.data: Any = None
        self.root: Mark | None = None
        self.says_nothing = False
        # id of a container -> {key: (mark of key, mark of value)}, or [mark, …] for a list
        self.marks: dict[int, Any] = {}
        self.lines: dict[int, int] = {}  # id of a container -> the line where it begins

    def build(self, next_event: Any) -> None:
        """Take every event."""
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
                if key is Careful:  # the container stood where a key must be
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
                stack.append((top, places, Careful, mark) if is_key else (top, places, key, key_mark))
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
        self.lines[id(made)] = event.start_mark.line
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
