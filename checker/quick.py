"""The quick reading of YAML in which nothing is odd: data, and the line where each mapping and list begins.

Whatever needs a second thought (an anchor, an equal key, an error) ends it; `careful` then says what is wrong.
"""

from typing import Any

from checker.careful import MOST_DEPTH
from checker.scalars import STARTS, meaning


def read_quickly(text: str) -> tuple[Any, dict[int, int]] | None:
    """The data, and the line (from 0) of each container by its id; None when something is odd.

    One loop over local names: half of the time of reading a suite is spent here."""
    import yaml

    scalar, mapping, sequence = yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent
    ends = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
    lines: dict[int, int] = {}
    stack: list[Any] = []
    root: Any = None
    top: Any = None
    key: Any = None
    try:
        next_event = getattr(yaml, "CBaseLoader", yaml.BaseLoader)(text).get_event
        for event in iter(next_event, None):
            kind = type(event)
            if kind is scalar:
                value = event.value
                if event.anchor or event.tag:
                    return None
                if value[:1] in STARTS and not event.style:
                    value, wrong = meaning(value)
                    if wrong or (value is None and top is None):
                        return None
            elif kind in ends:
                top = stack.pop()
                continue
            elif kind is mapping or kind is sequence:
                value = {} if kind is mapping else []
                lines[id(value)] = event.start_mark.line
                if event.anchor or event.tag or len(stack) >= MOST_DEPTH:
                    return None
            elif kind is yaml.AliasEvent or (kind is yaml.DocumentStartEvent and root is not None):
                return None
            else:
                continue
            if key is not None:
                top[key] = value
                key = None
            elif type(top) is list:
                top.append(value)
            elif top is None:
                root = value
            elif type(value) is str and value != "<<" and value not in top:
                key = value
                continue
            else:
                return None
            if kind is not scalar:
                stack.append(top)
                top = value
    except (UnicodeEncodeError, yaml.YAMLError):
        return None
    return None if root is None else (root, lines)
