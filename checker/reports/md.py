"""Pieces of GitHub Markdown. `escape` is the one way in for text of others; knows nothing of findings."""

import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from checker.reports.plain import plain

# A character written as an entity is text to every parser, in table cells too.
_MARKUP = re.compile(r"[\\`*_{}\[\]<>#!|~&$^]")
# Markup only at the start of a line: list markers, and the underlines of headings.
_MARKER = re.compile(r"^(\d{0,9})((?<!\d)[-+=]|(?<=\d)[.)](?= |$))")
# GitHub links bare addresses and mentions and turns :name: into a picture. It looks for them in what is
# shown, so an entity would not stop it; an empty comment does, and is not copied with the text.
_ADDRESS = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?<=@)(?=\w)|(?<=:)(?=[a-z0-9_+-]+:)", re.IGNORECASE)
_NOTHING = "<!-- -->"


def escape(text: str) -> str:
    """Text as Markdown that shows it and no more, on one line, in a paragraph, heading, link or cell.

    What is shown is `plain(text)`."""
    safe = _NOTHING.join(_MARKUP.sub(_entity, part) for part in _ADDRESS.split(plain(text)))
    return _MARKER.sub(lambda marker: marker[1] + _entity(marker, 2), safe)


def _entity(found: re.Match[str], group: int = 0) -> str:
    return f"&#{ord(found[group])};"


def code(text: str) -> str:
    """An id or a hash of ours in code type; text that is no such thing is shown plain."""
    return f"`{text}`" if re.fullmatch(r"[\w.@ -]+", text, re.ASCII) else escape(text)


def link(shown: str, target: str) -> str:
    """A link; `shown` is Markdown already."""
    return f"[{shown}]({target})"


def path(file: str, *, up: str, line: int = 0) -> str:
    """The target of a link to a line of a file; `up` leads from the report to the working directory.

    GitHub jumps to a line of a Markdown file in the plain view only."""
    start = "" if file.startswith("/") else up
    return quote(start + file, safe="/.-_~") + (f"?plain=1#L{line}" if line else "")


def anchor(name: str) -> str:
    """A place that `#name` links to."""
    return f'<a id="{name}"></a>'


def table(headers: Sequence[str], rows: Iterable[Sequence[str]], *, right: int = 0) -> str:
    """A table of cells that are Markdown already; the last `right` columns are aligned right."""
    rule = ["---"] * (len(headers) - right) + ["---:"] * right
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (headers, rule, *rows))


def details(summary: str, body: str) -> str:
    """Blocks that are folded away under a line of plain text."""
    return f"<details><summary>{summary}</summary>\n\n{body}\n\n</details>"


def quoted(lines: Iterable[str], *, indent: str = "") -> str:
    """A block quote of paragraphs."""
    return f"\n{indent}>\n".join(f"{indent}> {line}" for line in lines)
