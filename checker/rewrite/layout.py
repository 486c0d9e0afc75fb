"""A tree of YAML with its comments to text: indentation, line breaks, quoting. One way for each tree.

Blocks are indented by two columns. What is in brackets stands on one line, or, where that is too long, on several
that begin below its first entry. (ruamel.yaml cannot do that: its emitter breaks flow mappings anywhere, and moves
or drops the comments in them.) Never reads text, never decides on the order of keys or on what is in brackets.
"""

import io
import re
from functools import cache
from typing import Any

from checker.columns import width
from checker.rewrite.commented import Entry, Node
from checker.scalars import STARTS, meaning

WIDTH = 150
# `Node.quoting`: text is plain where nobody misreads it (""), where we do not (LISTED), or never (QUOTED).
LISTED, QUOTED = "listed", "quoted"
_SPACE = re.compile(r"(?<=[^ ]) (?=[^ ])")
# What YAML allows in double quotes alone, as an escape.
_UNSEEN = re.compile(r"[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010fffe]")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


def render(root: Node) -> str:
    """The text of a tree."""
    body = _block(root, 0) if root.is_block else _flow(root, 0, 0, 0)
    lines: list[str] = []
    for line in [*root.head, *body, *root.tail]:
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).rstrip("\n") + "\n"


# --- blocks ----------------------------------------------------------------------------------------------------


def _block(node: Node, column: int) -> list[str]:
    """The lines of a mapping or list without brackets that begins in a column; its tail is the caller's."""
    lines: list[str] = []
    for number, entry in enumerate(node.entries or ()):
        lines += [" " * column + line if line else "" for line in entry.before if line or number]
        lines += _item(entry, column) if node.is_list else _pair(entry, column)
    return lines


def _item(entry: Entry, column: int) -> list[str]:
    inner = column + 2
    if entry.value.is_block:
        first, *others = _block(entry.value, inner)
        return [f"{' ' * column}- {first[inner:]}", *others, *_tail(entry.value, inner)]
    return _leaf(f"{' ' * column}- ", entry, inner)


def _pair(entry: Entry, column: int) -> list[str]:
    key = f"{' ' * column}{_scalar(entry.key or '', '', False)}:"
    if entry.value.is_block:
        inner = column + 2
        return [_behind(key, entry), *_block(entry.value, inner), *_tail(entry.value, inner)]
    return _leaf(f"{key} ", entry, column + 2)


def _leaf(begin: str, entry: Entry, column: int) -> list[str]:
    """An entry of a block that is a scalar or stands in brackets."""
    node = entry.value
    if node.text is not None and _is_literal(node.text):
        sign = "|" if node.text.endswith("\n") else "|-"
        body = node.text.removesuffix("\n").split("\n")
        return [_behind(begin + sign, entry), *(" " * column + line if line else "" for line in body)]
    if node.entries is None:
        written = node.spelled if node.text is None else _scalar(node.text, node.quoting, False)
        return [_behind((begin + written).rstrip(" "), entry)]
    first, *others = _flow(node, width(begin), 0, column)
    lines = [begin + first, *others]
    lines[-1] = _behind(lines[-1], entry)
    return lines


def _tail(node: Node, column: int) -> list[str]:
    return [" " * column + line if line else "" for line in node.tail]


def _behind(line: str, entry: Entry) -> str:
    return "  ".join([line, *entry.after])


# --- brackets --------------------------------------------------------------------------------------------------


def _flow(node: Node, column: int, room: int, begin: int, depth: int = 0) -> list[str]:
    """What stands in brackets, or a scalar in them, from a column on. `room`: what follows on its last line; `begin`:
    where its key begins. Of the lines, the first is without its indentation."""
    flat = _flat(node)
    if flat is not None and column + width(flat) + room <= WIDTH:
        return [flat]
    if node.entries is None:
        return _broken(flat or "", column, room, begin)
    brackets = "[]" if node.is_list else "{}"
    lines = [" " * column + brackets[0]]
    empty = True  # nothing stands on the last line yet after which a line may break
    for number, entry in enumerate(node.entries):
        last = number == len(node.entries) - 1
        need = room + 1 if last else 1
        alone = depth and not node.is_list  # of a mapping in a mapping, such as a note, each entry
        if not empty and (entry.before or alone or not _fits(entry, lines[-1], need)):
            lines.append(" " * (column + 1))
            empty = True
        if entry.before:
            _add_comments(lines, entry.before, column + 1)
        _append(lines, entry, need, empty, depth)
        lines[-1] += "" if last else ","
        empty = bool(entry.after)
        if empty:
            lines[-1] = _behind(lines[-1], entry)
            lines.append(" " * (column + (not last)))
    if node.tail:
        _add_comments(lines, node.tail, column + 1)
        lines[-1] = " " * column
    lines[-1] += brackets[1]
    lines[0] = lines[0][column:]
    return lines


def _add_comments(lines: list[str], comments: list[str], column: int) -> None:
    """Put comments on lines of their own, and begin an empty line after them."""
    if not lines[-1].strip():
        lines.pop()
    lines += [*(" " * column + comment for comment in comments), " " * column]


def _fits(entry: Entry, line: str, need: int) -> bool:
    flat = _flat(entry.value)
    return flat is not None and width(line) + 1 + width(_name(entry) + flat) + need <= WIDTH


def _append(lines: list[str], entry: Entry, need: int, empty: bool, depth: int) -> None:
    """Put an entry at the end of the last line, on as many lines as it takes."""
    lines[-1] += "" if empty else " "
    begin = width(lines[-1])
    lines[-1] += _name(entry)
    first, *others = _flow(entry.value, width(lines[-1]), need, begin, depth + 1)
    lines[-1] += first
    lines += others


def _name(entry: Entry) -> str:
    return f"{_scalar(entry.key, '', True)}: " if entry.key is not None else ""


def _flat(node: Node) -> str | None:
    """On one line; None where comments prevent it, or where no line is that long. Of a scalar always a text."""
    if node.entries is None:
        return (node.spelled or "null") if node.text is None else _scalar(node.text, node.quoting, True)
    if node.tail:
        return None
    parts: list[str] = []
    length = 0
    for entry in node.entries:
        part = _flat(entry.value)
        if part is None or entry.before or entry.after:
            return None
        parts.append(_name(entry) + part)
        length += len(parts[-1])
        if length > WIDTH:
            return None
    return f"[{', '.join(parts)}]" if node.is_list else f"{{{', '.join(parts)}}}"


def _broken(written: str, column: int, room: int, begin: int) -> list[str]:
    """Quoted text that is too long for a line, broken at single spaces, which is how YAML reads a line break; what goes
    on begins in the column where the key, or else the text, begins."""
    if written[:1] not in ("'", '"'):
        return [written]
    lines = [" " * column]
    words = _SPACE.split(written)
    for number, word in enumerate(words):
        need = room if number == len(words) - 1 else 0
        if number and width(lines[-1]) + 1 + width(word) + need > WIDTH:
            lines.append(" " * begin + word)
        else:
            lines[-1] += (" " if number else "") + word
    return [lines[0][column:], *lines[1:]]


# --- scalars ---------------------------------------------------------------------------------------------------


def _scalar(text: str, quoting: str, in_brackets: bool) -> str:
    """Text on one line: plain if it may be, else in double quotes; in single ones where it has double quotes in it."""
    analysis = _emitter().analyze_scalar(text)
    plain = analysis.allow_flow_plain if in_brackets else analysis.allow_block_plain
    if plain and quoting != QUOTED and not _misread(text, quoting == LISTED):
        return text
    if ('"' in text or "\\" in text) and analysis.allow_single_quoted and not analysis.multiline:
        return "'" + text.replace("'", "''") + "'"
    return _double_quoted(text)


def _misread(text: str, by_us: bool) -> bool:
    """Whether plain text is read as something else by our reader; or, if not `by_us` alone, by one of YAML 1.1."""
    if text[:1] in STARTS and not isinstance(meaning(text)[0], str):
        return True
    patterns = _others()
    return not by_us and any(
        pattern.match(text) for pattern in (*patterns.get(text[:1], ()), *patterns.get(None, ()))
    )


def _is_literal(text: str) -> bool:
    """Whether text in a block is written line by line below `|`."""
    lines = text.removesuffix("\n").split("\n")
    if "\n" not in text or not lines[0] or not lines[-1] or lines[0][0] == " ":
        return False
    return not any(_UNSEEN.search(line) or line != line.rstrip() for line in lines)


def _double_quoted(text: str) -> str:
    escaped = re.sub(r'[\\"\n\t]', lambda found: _ESCAPES[found[0]], text)
    return '"' + _UNSEEN.sub(lambda found: ascii(found[0])[1:-1], escaped) + '"'


@cache
def _emitter() -> Any:
    import yaml

    return yaml.emitter.Emitter(io.StringIO(), allow_unicode=True)


@cache
def _others() -> dict[str | None, list[re.Pattern[str]]]:
    """What YAML 1.1 takes for no text: patterns by the first character."""
    import yaml

    resolvers = yaml.SafeLoader.yaml_implicit_resolvers
    return {first: [pattern for _, pattern in found] for first, found in resolvers.items()}
