"""Runs of text with their formatting to one line of Markdown, and cells to the rows of a table."""

import re
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import quote

from checker.convert.blocks import ROW, Block, one_line

_ADDRESS = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)


class Piece(NamedTuple):
    """A run of text; `address`: where it links to, or empty."""

    text: str
    bold: bool = False
    address: str = ""


def line_of(pieces: Sequence[Piece]) -> tuple[str, bool]:
    """One line of Markdown, and whether all of it is bold (then without marks)."""
    words = [piece for piece in pieces if piece.text.strip()]
    strong = bool(words) and all(piece.bold for piece in words)
    parts: list[str] = []
    for piece in _runs(pieces):
        text = _linked(piece)
        if piece.bold and not strong and piece.text.strip():
            inner = text.strip()
            start = text.index(inner)
            text = f"{text[:start]}**{inner}**{text[start + len(inner) :]}"
        parts.append(text)
    return one_line("".join(parts)), strong


def _runs(pieces: Sequence[Piece]) -> list[Piece]:
    """Neighbours of one kind made one; white space is of the kind before it."""
    made: list[Piece] = []
    for piece in pieces:
        if made and (made[-1][1:] == piece[1:] or not (piece.text.strip() or piece.address)):
            made[-1] = made[-1]._replace(text=made[-1].text + piece.text)
        elif piece.text:
            made.append(piece)
    return made


def _linked(piece: Piece) -> str:
    """The text with the address it links to, unless it says it already."""
    address = piece.address.strip()
    shown = one_line(piece.text)
    if not shown or not _ADDRESS.match(address) or "[" in shown or "]" in shown:
        return piece.text
    bare = re.sub(r"^(?:https?://|mailto:|tel:)|/$", "", address, flags=re.IGNORECASE)
    if bare in shown:
        return piece.text
    safe = quote(address, safe="/:?&=#%@+,;~!$'*.-_")
    lead, trail = (
        piece.text[: len(piece.text) - len(piece.text.lstrip())],
        piece.text[len(piece.text.rstrip()) :],
    )
    return f"{lead}[{shown}]({safe}){trail}"


def table(rows: Sequence[Sequence[str]]) -> list[Block]:
    """The rows of a Markdown table, the first as its head."""
    columns = max(map(len, rows), default=0)
    made = [_row([*cells, *[""] * (columns - len(cells))]) for cells in rows]
    made.insert(1, Block("| " + " | ".join(["---"] * columns) + " |", prefix=ROW, whole=True))
    return made


def _row(cells: Sequence[str]) -> Block:
    return Block(
        "| " + " | ".join(one_line(cell).replace("|", "\\|") for cell in cells) + " |", prefix=ROW, whole=True
    )
