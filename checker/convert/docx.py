"""DOCX to blocks: headings, the numbers that Word computes, bold, tables, links. Never takes over what has been deleted
in tracked changes, comments, or headers and footers of pages."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from checker.convert.blocks import Block, counted
from checker.convert.extras import wanted
from checker.convert.inlines import Piece, line_of, table
from checker.convert.numbering import Numbering, W, number, value
from checker.convert.plain_text import with_contents
from checker.errors import BadInput, Place, Problem

if TYPE_CHECKING:
    from docx.document import Document

_MOST_BYTES = 200_000_000  # of all parts of the file, once unpacked
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_LEFT_OUT = {W + "del", W + "moveFrom", W + "instrText", W + "txbxContent", _MC + "Fallback"}
_CONTENTS = "contents"  # marks the paragraphs of a table of contents


class Style(NamedTuple):
    """A style of paragraphs, with what it takes from the one it is based on. `list`: id and level; -1: by the style."""

    name: str
    heading: int
    bold: bool
    list: tuple[int, int] | None


def blocks(data: bytes, file: str, notes: list[str]) -> list[Block]:
    """Raises BadInput, or Stop where the library is not installed."""
    with wanted("docx"):
        import docx
    _refuse_bombs(data, file)
    try:
        return _Reader(docx.Document(io.BytesIO(data)), notes).blocks()
    except Exception as error:  # whatever the library trips over: the file is broken
        said = str(error).partition("\n")[0][:100] or type(error).__name__
        fault = f"this is no DOCX file that can be read ({said})"
        raise BadInput([Problem(Place(file), fault, "open it in Word and save it as DOCX again")]) from None


def _refuse_bombs(data: bytes, file: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        fault = "the file is broken: it cannot be unpacked"
        raise BadInput([Problem(Place(file), fault, "fetch it again, or save it again in Word")]) from None
    if any(part.flag_bits & 1 for part in parts):
        fault = "the file is protected with a password"
        raise BadInput([Problem(Place(file), fault, "save it without one")])
    if len(parts) > 5_000 or sum(part.file_size for part in parts) > _MOST_BYTES:
        fault = "the file becomes too large when it is unpacked"
        raise BadInput(
            [Problem(Place(file), fault, "save the text of the agreement alone, without pictures")]
        )


class _Reader:
    def __init__(self, document: "Document", notes: list[str]) -> None:
        from docx.opc.constants import RELATIONSHIP_TYPE

        self.document, self.notes = document, notes
        self.relations = document.part.rels
        related = [rel for rel in self.relations.values() if rel.reltype == RELATIONSHIP_TYPE.NUMBERING]
        self.numbering = Numbering(related[0].target_part.element if related else None)
        self.nodes = {node.get(W + "styleId"): node for node in document.styles.element.iter(W + "style")}
        self.styles: dict[str, Style] = {}
        self.default = next(
            (name for name, node in self.nodes.items()
             if node.get(W + "default") in ("1", "true") and node.get(W + "type") == "paragraph"), "",
        )  # fmt: skip

    def blocks(self) -> list[Block]:
        made = list(self._below(self.document.element.body))
        body = self.document.element.body
        if next(body.iter(W + "del", W + "ins"), None) is not None:
            self.notes.append("tracked changes were taken as accepted")
        if count := sum(1 for _ in body.iter(W + "footnoteReference", W + "endnoteReference")):
            self.notes.append(f"left out, {counted(count, 'footnote')}: add the text by hand")
        if self.numbering.unknown:
            forms = ", ".join(sorted(self.numbering.unknown))
            self.notes.append(f"numbers of an unknown form ({forms[:100]}) were written as 1, 2, 3")
        return with_contents(_contents_joined(made, self.notes), self.notes)

    def _below(self, parent: Any) -> Iterator[Block]:
        """Paragraphs and tables, those in content controls and the like too."""
        for child in parent:
            if child.tag == W + "p":
                yield from self._paragraph(child)
            elif child.tag == W + "tbl":
                yield from self._table(child)
            elif child.tag in (
                W + "sdt",
                W + "sdtContent",
                W + "ins",
                W + "customXml",
                W + "smartTag",
                W + "moveTo",
            ):
                yield from self._below(child)

    def _paragraph(self, node: Any) -> Iterator[Block]:
        style = self._style(_property(node, "pStyle") or self.default)
        lines = _lines(list(self._pieces(node, style.bold)))
        written = [line_of(pieces) for pieces in lines]
        written = [(text, strong) for text, strong in written if text]
        label = self._label(node, style) if written or node.find(f"{W}pPr/{W}numPr") is not None else ""
        level = self._level(node, style)
        for place, (text, strong) in enumerate(written):
            own = "" if place else label
            prefix = own if own == "- " else ""
            text = own + _gap(own) + text if own and not prefix else text
            if level:
                yield Block(text, level)
            elif re.match(r"toc \d|toc heading", style.name, re.IGNORECASE):
                yield Block(text, prefix=_CONTENTS)
            else:
                yield Block(text, strong=strong, prefix=prefix)
        for box in node.iter(W + "txbxContent"):
            if not any(above.tag == _MC + "Fallback" for above in box.iterancestors()):
                yield from self._below(box)

    def _label(self, node: Any, style: Style) -> str:
        """The label of a paragraph that belongs to a list."""
        numbered = node.find(f"{W}pPr/{W}numPr")
        identity, at = number(numbered, "numId"), number(numbered, "ilvl")
        if identity is None and style.list:
            identity = style.list[0]
            at = style.list[1] if at is None else at
            if at < 0:
                at = self.numbering.level_of_style(identity, _property(node, "pStyle") or self.default)
        return self.numbering.label(identity, at or 0) if identity else ""

    def _level(self, node: Any, style: Style) -> int:
        outline = number(node.find(W + "pPr"), "outlineLvl")
        return style.heading if outline is None or outline > 8 else min(outline + 1, 6)

    def _style(self, name: str, depth: int = 0) -> Style:
        if name in self.styles:
            return self.styles[name]
        node = self.nodes.get(name)
        if node is None or depth > 20:
            return Style("", 0, False, None)
        above = self._style(value(node, "basedOn") or "", depth + 1)
        called = (value(node, "name") or "")[:100]
        properties = node.find(W + "pPr")
        heading = re.fullmatch(r"heading ([1-9])", called, re.IGNORECASE)
        outline = number(properties, "outlineLvl")
        level = above.heading if outline is None else (outline + 1 if outline < 9 else 0)
        level = 1 if called.lower() == "title" else int(heading[1]) if heading else level
        in_list = properties.find(W + "numPr") if properties is not None else None
        identity, at = number(in_list, "numId"), number(in_list, "ilvl")
        own = None if identity is None else (identity, -1 if at is None else at)
        bold = _on(node.find(W + "rPr"))
        made = Style(called, min(level, 6), above.bold if bold is None else bold, own or above.list)
        self.styles[name] = made
        return made

    def _pieces(self, node: Any, bold: bool, address: str = "") -> Iterator[Piece]:
        """The runs of a paragraph; line breaks are pieces of their own."""
        for child in node:
            if child.tag in _LEFT_OUT or child.tag == W + "pPr":
                continue
            if child.tag == W + "r":
                own = _on(child.find(W + "rPr"))
                yield from self._pieces(child, bold if own is None else own, address)
            elif child.tag == W + "hyperlink":
                yield from self._pieces(child, bold, self._address(child) or address)
            elif child.tag == W + "t":
                yield Piece(child.text or "", bold, address)
            elif child.tag in (W + "tab", W + "ptab"):
                yield Piece(" ", bold, address)
            elif child.tag == W + "noBreakHyphen":
                yield Piece("-", bold, address)
            elif child.tag in (W + "br", W + "cr"):
                yield Piece("\n")
            else:
                yield from self._pieces(child, bold, address)

    def _address(self, node: Any) -> str:
        relation = self.relations.get(node.get(_R + "id", ""))
        return relation.target_ref if relation is not None and relation.is_external else ""

    def _table(self, node: Any) -> Iterator[Block]:
        """A Markdown table; a table of one column, or one that holds others, only lays out the page."""
        cells = [list(row.iter(W + "tc")) for row in node.iter(W + "tr")]
        if next(node.iterfind(f".//{W}tbl"), None) is not None:
            for row in node.iterchildren(W + "tr"):
                for cell in row.iterchildren(W + "tc"):
                    yield from self._below(cell)
        elif max(map(len, cells), default=0) < 2:
            yield from (block for row in cells for cell in row for block in self._below(cell))
        else:
            yield from table(
                [[" ".join(block.text for block in self._below(cell)) for cell in row] for row in cells]
            )


def _property(node: Any, name: str) -> str | None:
    return value(node.find(W + "pPr"), name)


def _on(properties: Any | None) -> bool | None:
    """Whether bold is switched on, or off, or neither."""
    written = value(properties, "b")
    return None if written is None else written not in ("0", "false", "off")


def _lines(pieces: list[Piece]) -> list[list[Piece]]:
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece.text == "\n":
            lines.append([])
        else:
            lines[-1].append(piece)
    return lines


def _gap(label: str) -> str:
    """Word puts a tab or a space after the number, or lets the text follow at once; a number must stay a number."""
    return "" if label.endswith(("、", "）", "．")) else " "


def _contents_joined(found: list[Block], notes: list[str]) -> list[Block]:
    """The paragraphs of a table of contents, which Word marks, as one."""
    lines = [block for block in found if block.prefix == _CONTENTS]
    if not lines:
        return found
    notes.append(f"a table of contents of {len(lines)} lines was made one paragraph")
    first = found.index(lines[0])
    joined = Block(" ".join(block.text for block in lines), whole=True)
    rest = [block for block in found[first:] if block.prefix != _CONTENTS]
    return [*found[:first], joined, *rest]
