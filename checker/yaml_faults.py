"""What makes a file no YAML: its bytes, its characters or its syntax, in plain words.

Never looks at what YAML allows and this project refuses: that is up to `source`.
"""

import re
from typing import TYPE_CHECKING

from checker.errors import BadInput, Place, Problem

if TYPE_CHECKING:
    from yaml import Mark, YAMLError

_INVISIBLE = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]"

# What the parser says -> what we say. `{line}`: where the broken thing began; `{char}`: what is at the fault.
_ENDLESS = ("the quotation mark opened in line {line} is not closed", "close it")
_MISFIT = ("this line does not fit the lines above it", "indent it like its neighbours, or quote the text")
_SYNTAX = (
    ("or ']'", "the list opened with `[` in line {line} is not closed", "add `]`, or `,` between items"),
    ("or '}'", "the mapping opened with `{{` in line {line} is not closed", "add `}}`, or `,` between keys"),
    ("end of stream", *_ENDLESS),
    ("unexpected document", *_ENDLESS),
    ("mapping values", "a second `:` stands where none can be", "put text that contains a colon in quotes"),
    ("expected ':'", "this is not a key with a value", "write `key: value`, with a space after the colon"),
    ("expected key", *_MISFIT),
    ("block end", *_MISFIT),
    ("'-' indicator", *_MISFIT),
    ("sequence entries", "a list cannot begin here", "begin the list on a line of its own"),
    ("unknown escape", "`\\` is not followed by a known letter", "write `\\\\`, or use single quotes"),
    ("any token", "text cannot begin with `{char}`", "put the text in quotes"),
    ("alphabetic or numeric", "text cannot begin with `*` or `&`", "put the text in quotes"),
    ("node content", "a value is missing before `{char}`", "write the value, or remove what is too much"),
)  # fmt: skip


def decode(content: bytes, file: str) -> str:
    """The text of a file, without a byte-order mark. Raises BadInput if it is not UTF-8."""
    try:
        return content.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        fault = f"not UTF-8: byte 0x{content[error.start]:02X} at offset {error.start}"
        utf16 = content[:2] in (b"\xff\xfe", b"\xfe\xff")
        remedy = f"save the file as UTF-8 (it seems to be {'UTF-16' if utf16 else 'GBK or another encoding'})"
        raise BadInput([Problem(Place(file, line), fault, remedy)]) from None


def invisible(text: str, file: str, most: int) -> list[Problem]:
    """A problem for each character, up to `most`, that no editor shows or that may be read as a line end."""
    if text.replace("\n", "").isprintable():  # as nearly every file is: then there is nothing to look for
        return []
    problems = []
    for found in re.finditer(_INVISIBLE, text):
        start = found.start()
        place = Place(file, text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start))
        problems.append(Problem(place, f"invisible character U+{ord(found.group()):04X}", "delete it"))
        if len(problems) == most:
            break
    return problems


def syntax(error: "YAMLError", text: str, file: str) -> Problem:
    """The parser's complaint in plain words."""
    said = str(getattr(error, "problem", None) or error).partition("\n")[0]
    began = getattr(error, "context_mark", None)
    mark = (began if "expected ':'" in said else None) or getattr(error, "problem_mark", None) or began
    if mark is None:
        return Problem(Place(file), f"this is not valid YAML ({said})", "check the file")
    place, char = place_of(file, mark), text[mark.index : mark.index + 1]
    if char == "\t" or "tab character" in said:
        return Problem(place, "a tab is used for indentation", "use spaces")
    line_start = text.rfind("\n", 0, mark.index) + 1
    if "mapping values" in said and ":" not in text[line_start : mark.index]:
        said = "expected key"  # not a second colon: the line is indented like text that goes on
    found = (entry[1:] for entry in _SYNTAX if entry[0] in said)
    fault, remedy = next(found, ("this is not valid YAML ({said})", "quote text with special characters"))
    values = {"said": said, "line": began.line + 1 if began else place.line, "char": char}
    line_above = text.rfind("\n", 0, max(line_start - 1, 0)) + 1
    wide = any(re.compile(r"[ -]*\w+：").match(text, start) for start in (line_start, line_above))
    return Problem(
        place,
        fault.format(**values),
        remedy.format(**values) + ("; write the colon as `: `, not as `：`" if wide else ""),
    )


def place_of(file: str, mark: "Mark") -> Place:
    """The place of a mark of the parser."""
    return Place(file, mark.line + 1, mark.column + 1)  # PyYAML counts from 0


def show(value: str, most: int = 60) -> str:
    """Untrusted text for a message: in backticks, cut with `…`, nothing in it that a terminal would obey."""
    cut = value if len(value) <= most else value[: most - 1] + "…"
    return "`" + "".join(char if char.isprintable() else ascii(char)[1:-1] for char in cut) + "`"
