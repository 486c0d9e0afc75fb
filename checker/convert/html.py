"""HTML to blocks: the main content, with headings, numbers of lists, bold, tables and links. Never runs or fetches
anything; what is left out is said."""

import re
from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Any

from checker.convert.blocks import RULE, Block, label_of, one_line
from checker.convert.extras import wanted
from checker.convert.inlines import Piece, line_of, table
from checker.convert.numerals import numeral
from checker.errors import BadInput, Place, Problem

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_MOST_TAGS = 200_000
_MOST_ACROSS = 100  # columns of one cell
_SILENT = {"script", "style", "noscript", "template", "head", "svg", "iframe", "object", "select", "button", "input",
           "textarea", "audio", "video", "canvas"}  # fmt: skip
_SEEN = {"button", "textarea", "select", "object", "noscript"}  # of those, what a reader may have seen
_TITLES = ["h1", "h2", "h3", "h4", "h5", "h6", "summary"]
_ASIDE = {"nav", "footer", "aside", "dialog"}
_ASIDE_ROLES = {"navigation", "contentinfo", "complementary", "banner", "search", "dialog"}
_BLOCKS = {"p", "div", "section", "article", "main", "header", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl",
           "dt", "dd", "table", "tr", "blockquote", "pre", "address", "figure", "figcaption", "form", "fieldset",
           "body", "html", "details", "summary", "center", "hr"}  # fmt: skip
_STYLES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "1": "decimal"}
_CSS = {"lower-alpha": "lowerLetter", "lower-latin": "lowerLetter", "upper-alpha": "upperLetter",
        "upper-latin": "upperLetter", "lower-roman": "lowerRoman", "upper-roman": "upperRoman", "decimal": "decimal",
        "cjk-ideographic": "chineseCounting", "simp-chinese-informal": "chineseCounting",
        "cjk-decimal": "chineseCounting", "none": "none"}  # fmt: skip


def blocks(text: str, file: str, notes: list[str]) -> list[Block]:
    """Raises BadInput, or Stop where the libraries are not installed."""
    with wanted("html"):
        from bs4 import BeautifulSoup

        import_module("lxml")
    if text.count("<") > _MOST_TAGS:
        fault = f"more than {_MOST_TAGS:,} tags"
        raise BadInput(
            [Problem(Place(file), fault, "save the text of the agreement alone, without the page")]
        )
    soup = BeautifulSoup(text, "lxml")
    main = _main(soup, notes)
    return list(_Walk(notes).blocks(main)) if main else []


def _main(soup: "BeautifulSoup", notes: list[str]) -> "Tag | None":
    """The element with the main content: `main`, or the one `article` with most of the text, else the body."""
    body = soup.body
    if body is None:
        return None
    everything = len(_words(body))
    for name in ("main", "article"):
        found = body.find_all(name)
        if len(found) == 1 and 2 * len(_words(found[0])) > everything:
            outside = everything - len(_words(found[0]))
            if outside:
                notes.append(f"only the <{name}> of the page was taken: {outside:,} characters stand outside")
            return found[0]
    return body


def _words(tag: "Tag") -> str:
    return "".join(
        "".join(str(text).split())
        for text in tag.find_all(string=True)
        if text.parent is None or text.parent.name not in _SILENT
    )


class _List:
    """A list that is open: what its items begin with."""

    def __init__(self, tag: "Tag") -> None:
        self.ordered = tag.name == "ol"
        css = re.search(
            r"list-style(?:-type)?\s*:[^;]*?([a-z-]+)\s*(?:;|$)", str(tag.get("style", "")), re.IGNORECASE
        )
        named = _CSS.get(css[1].lower(), "") if css else ""
        self.form = named or _STYLES.get(str(tag.get("type", "1")), "decimal")
        self.next = _whole(tag.get("start"), 1)

    def begin(self, tag: "Tag") -> str:
        """The label or bullet of the next item."""
        if not self.ordered:
            return "- "
        number = _whole(tag.get("value"), self.next)
        self.next = number + 1
        label = numeral(self.form, number)
        ends = (
            "、"
            if self.form == "chineseCounting"
            else ")"
            if "Letter" in self.form or "Roman" in self.form
            else "."
        )
        return f"{label}{ends} " if label else ""


class _Walk:
    """Goes through the elements one by one, without recursion: pages may be nested as deep as they like."""

    def __init__(self, notes: list[str]) -> None:
        self.notes = notes
        self.pieces: list[Piece] = []
        self.lists: list[_List] = []
        self.level = 0
        self.bold = 0
        self.as_it_is = 0  # inside of `pre`, where line breaks count
        self.addresses: list[str] = []
        self.marker = ""  # of the item that has just begun

    def blocks(self, main: "Tag") -> Iterator[Block]:
        """The blocks below `main`."""
        from bs4 import Tag
        from bs4.element import NavigableString, PreformattedString

        stack: list[tuple[Any, bool]] = [(main, False)]
        while stack:
            node, done = stack.pop()
            if isinstance(node, NavigableString):
                if not isinstance(node, PreformattedString):
                    yield from self._text(str(node))
            elif done:
                yield from self._leave(node)
            elif isinstance(node, Tag) and (node is main or not self._skipped(node)):
                if node.name == "table" and (rows := _rows(node)):
                    yield from self._flushed()
                    yield from table(rows)
                    continue
                yield from self._enter(node)
                stack.append((node, True))
                stack.extend((child, False) for child in reversed(node.contents))
        yield from self._flushed()

    def _text(self, text: str) -> Iterator[Block]:
        lines = text.split("\n") if self.as_it_is else [text]
        for number, line in enumerate(lines):
            if number:
                yield from self._flushed()
            self.pieces.append(Piece(line, self.bold > 0, self.addresses[-1] if self.addresses else ""))

    def _skipped(self, tag: "Tag") -> bool:
        if tag.name == "button" and tag.find_parent(_TITLES):  # the heading of a part that opens and closes
            return False
        if tag.name in _SILENT:
            if tag.name in _SEEN:
                self._leave_out(f"<{tag.name}>", tag)
            return True
        style = str(tag.get("style", "")).replace(" ", "").lower()
        hidden = tag.has_attr("hidden") or "display:none" in style
        aside = tag.name in _ASIDE or str(tag.get("role", "")).lower() in _ASIDE_ROLES
        if hidden or aside:
            self._leave_out("hidden text" if hidden else f"<{tag.name}>", tag)
        return hidden or aside

    def _leave_out(self, what: str, tag: "Tag") -> None:
        """Say what is left out, where it has words."""
        if words := one_line(tag.get_text(" ")):
            self.notes.append(f"{what} was left out: “{words[:40]}{'…' if len(words) > 40 else ''}”")

    def _enter(self, tag: "Tag") -> Iterator[Block]:
        name = tag.name
        if name in _BLOCKS or name == "br":
            yield from self._flushed()
        if name == "hr":
            yield RULE
        elif re.fullmatch("h[1-6]", name):
            self.level = int(name[1])
        elif name in ("ol", "ul"):
            self.lists.append(_List(tag))
        elif name == "li":
            self.marker = self.lists[-1].begin(tag) if self.lists else "- "
        elif name == "a":
            self.addresses.append(str(tag.get("href", "")))
        self.bold += _is_bold(tag)
        self.as_it_is += name == "pre"

    def _leave(self, tag: "Tag") -> Iterator[Block]:
        name = tag.name
        if name in _BLOCKS:
            yield from self._flushed()
        if re.fullmatch("h[1-6]", name):
            self.level = 0
        elif name in ("ol", "ul"):
            self.lists.pop()
        elif name == "li":
            self.marker = ""
        elif name == "a":
            self.addresses.pop()
        self.bold -= _is_bold(tag)
        self.as_it_is -= name == "pre"

    def _flushed(self) -> Iterator[Block]:
        """The line that has been gathered, if it has words."""
        text, strong = line_of(self.pieces)
        self.pieces = []
        if not text:
            return
        if self.level:
            yield Block(text, self.level)
            return
        indent = "  " * (len(self.lists) - 1 + (not self.marker)) if self.lists else ""
        if self.marker.startswith("- "):
            yield Block(text, strong=strong, prefix=f"{indent}- ")
        else:
            label = "" if label_of(text) else self.marker
            yield Block(label + text, strong=strong, prefix=indent)
        self.marker = ""


def _is_bold(tag: "Tag") -> bool:
    weight = re.search(r"font-weight\s*:\s*(bold|[6-9]00)", str(tag.get("style", "")), re.IGNORECASE)
    return tag.name in ("b", "strong") or weight is not None


def _rows(tag: "Tag") -> list[list[str]]:
    """The cells of a table of data; empty for a table that only lays out the page."""
    if tag.find(["table", "h1", "h2", "h3", "ol"]):
        return []
    rows: list[list[str]] = []
    below: dict[int, int] = {}  # columns that a cell from above reaches into, and for how many rows
    for row in tag.find_all("tr"):
        cells: list[str] = []
        begun: dict[int, int] = {}
        for cell in row.find_all(["td", "th"]):
            while below.get(len(cells)):
                cells.append("")
            column, across = len(cells), min(_whole(cell.get("colspan"), 1), _MOST_ACROSS) or 1
            cells += [one_line(cell.get_text(" ")), *[""] * (across - 1)]
            begun |= dict.fromkeys(range(column, column + across), _whole(cell.get("rowspan"), 1))
        below = {at: rest - 1 for at, rest in (below | begun).items() if rest > 1}
        if any(cells):
            rows.append(cells)
    return rows if max(map(len, rows), default=0) > 1 else []


def _whole(written: object, otherwise: int) -> int:
    found = re.fullmatch(r"\s*(\d{1,4})\s*", str(written))
    return int(found[1]) if found else otherwise
