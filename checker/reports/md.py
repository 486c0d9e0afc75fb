"""Pieces of GitHub Markdown. `escape` is the one way for text of others to get into it; knows nothing of findings."""

import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from checker.reports.plain import plain

# A character written as an entity is text to every parser, in table cells too.
_MARKUP = re.compile(r"[\\`*_{}\[\]<>#!|~&$^]")
# Markup only at the start of a line: list markers, and the underlines of headings.
_MARKER = re.compile(r"^(?:[-+=:]|\d{1,9}(?=[.)]))")
# GitHub links bare addresses and mentions, and turns :name: into a picture; an empty comment between keeps them text.
_ADDRESS = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?<=@)|(?<=:)(?=[\w+-]+:)", re.IGNORECASE)
_NOTHING = "<!-- -->"


def escape(text: str) -> str:
    """Text as Markdown that shows it and does nothing else: on one line, for a paragraph, a heading, a link or a cell.

    What is shown is `plain(text)`."""
    line = plain(text)
    marker = _MARKER.match(line)
    start = marker.end() if marker else 0
    safe = _NOTHING.join(_MARKUP.sub(_entity, part) for part in _ADDRESS.split(line[start:]))
    if not marker:
        return safe
    return f"{marker[0]}{_entity(line[start])}" + safe[1:] if marker[0].isdigit() else _entity(marker[0]) + safe


def _entity(character: re.Match[str] | str) -> str:
    return f"&#{ord(character if isinstance(character, str) else character[0])};"


def code(text: str) -> str:
    """An id or a hash of ours in code type; text that is no such thing is shown plain."""
    return f"`{text}`" if re.fullmatch(r"[\w.@ -]+", text, re.ASCII) else escape(text)


def link(shown: str, target: str) -> str:
    """A link; `shown` is Markdown already."""
    return f"[{shown}]({target})"


def path(file: str, *, up: str, line: int = 0) -> str:
    """The target of a link to a line of a file, from the place of the report: `up` leads to the working directory."""
    start = "" if file.startswith("/") else up
    return quote(start + file, safe="/.-_~") + (f"#L{line}" if line else "")


def anchor(name: str) -> str:
    """A place that `#name` links to."""
    return f'<a id="{name}"></a>'


def table(headers: Sequence[str], rows: Iterable[Sequence[str]], *, right: int = 0) -> str:
    """A table of cells that are Markdown already; the last `right` columns are aligned right."""
    rule = ["---"] * (len(headers) - right) + ["---:"] * right
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (headers, rule, *rows))


def quoted(lines: Iterable[str], *, indent: str = "") -> str:
    """A block quote of paragraphs."""
    return f"\n{indent}>\n".join(f"{indent}> {line}" for line in lines)
