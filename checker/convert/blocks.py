"""What the readers of raw files give: one block for each line of the Markdown to come. Never looks at a file."""

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from checker.labels import CN, ROMAN
from checker.normal import WHITE

_NUMBER = rf"\d{{1,3}}|[a-zA-Z]|[ivx]{{2,5}}|[{CN}]{{1,5}}"
# Labels by kind, in the order in which they are tried; `value` is the number as it is written.
_LABELS = (
    ("part", re.compile(rf"第(?P<value>[{CN}千两\d]{{1,7}})(?P<unit>[编章节条])(?=[\s、：:．.，【(（*]|$)")),
    ("chapter", re.compile(rf"(?P<value>[{CN}]{{1,5}})(?:、|[．.](?!\d))")),
    ("dotted", re.compile(r"(?P<value>\d{1,3}(?:[.．]\d{1,3}){1,5})(?![\d%％])")),
    ("plain", re.compile(r"(?P<value>\d{1,3})(?:[.．](?!\d)|、)")),
    ("sub", re.compile(rf"(?P<open>[(（]?)\s*(?P<value>{_NUMBER})\s*[)）]")),
    ("ring", re.compile(r"(?P<value>[①-⑳㉑-㉟㊱-㊿])")),
)


class Block(NamedTuple):
    """One line. `level`: of a heading, 0: none. `strong`: all of it is bold, or larger than the rest. `prefix`:
    Markdown that comes before it. `whole`: neither to be split nor made a heading. `cut`: it stood in the line of the
    block before."""

    text: str
    level: int = 0
    strong: bool = False
    prefix: str = ""
    whole: bool = False
    cut: bool = False


class Label(NamedTuple):
    """A number that a line begins with: its kind (with unit, alphabet or what stands above it, so that only labels
    of one series are of one kind) and which one of the series it is."""

    kind: str
    value: int


ROW = "|"  # the prefix of a row of a table, which has it in its text already
_ROMAN_LETTERS = {9: 1, 22: 5, 24: 10}  # i, v, x
RULE = Block("---", whole=True)


def label_of(text: str) -> Label | None:
    """The label at the beginning of a line (markup apart), if any."""
    found = label_at(text.lstrip("*_>[ "), 0)
    return found[0] if found else None


def label_at(text: str, start: int) -> tuple[Label, int] | None:
    """The label that stands at `start`, and where it ends, if any."""
    for name, pattern in _LABELS:
        if found := pattern.match(text, start):
            label = _label(name, found)
            return (label, found.end()) if label else None
    return None


def _label(name: str, found: re.Match[str]) -> Label | None:
    written = unicodedata.normalize("NFKC", found["value"])
    if name == "ring":
        return Label("ring", int(written))
    if name == "dotted":
        above, _, last = written.rpartition(".")
        return Label(f"dotted {above}", int(last))
    if name == "part":
        name = f"part {found['unit']}"
    if name == "sub" and found["open"]:
        name = "sub ("
    if written.isdigit():
        return Label(name, int(written))
    if written[0] in CN:
        return Label(f"{name} cn", chinese_number(written))
    if written in ROMAN and len(written) > 1:
        return Label(f"{name} roman", ROMAN.index(written) + 1)
    return Label(f"{name} letter", ord(written.lower()) - ord("a") + 1) if len(written) == 1 else None


def readings(label: Label) -> tuple[Label, ...]:
    """What a label may be: (i), (v) and (x) are letters and Roman numbers."""
    kind, _, alphabet = label.kind.rpartition(" ")
    if alphabet == "letter" and label.value in _ROMAN_LETTERS:
        return label, Label(f"{kind} roman", _ROMAN_LETTERS[label.value])
    return (label,)


def chinese_number(written: str) -> int:
    """一 1, 十二 12, 二十 20, 一百零三 103; 0 for what is no number."""
    digits = {
        "零": 0,
        "〇": 0,
        "一": 1,
        "二": 2,
        "两": 2,
        "三": 3,
        "四": 4,
        "五": 5,
        "六": 6,
        "七": 7,
        "八": 8,
        "九": 9,
    }
    units = {"十": 10, "百": 100, "千": 1000}
    total, digit = 0, 0
    for character in written:
        if character in units:
            total += (digit or 1) * units[character]
            digit = 0
        elif character in digits:
            digit = digits[character] if character not in "零〇" else 0
        else:
            return 0
    return total + digit


def bare(text: str) -> str:
    """The text without white space: what two lines are compared by."""
    return text.translate(_NO_WHITE)


_NO_WHITE = dict.fromkeys(map(ord, WHITE))


def counted(number: int, noun: str) -> str:
    """`1 line`, `2 lines`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def one_line(text: str) -> str:
    """The text with every run of white space made one space."""
    return " ".join(text.replace("\u200b", " ").replace("\ufeff", " ").split())


def render(blocks: Iterable[Block]) -> str:
    """Blocks as Markdown: each a paragraph, list items and rows of a table one below the other."""
    parts: list[str] = []
    before = ""
    for block in blocks:
        if not block.text.strip(WHITE):
            continue
        close = bool(before and block.prefix) and block.prefix.strip() == before.strip()
        parts.append(("\n" if close else "\n\n") if parts else "")
        parts.append(_line(block))
        before = block.prefix
    return "".join(parts) + "\n" if parts else ""


def _line(block: Block) -> str:
    if block.level:
        return "#" * block.level + " " + block.text
    prefix = "" if block.prefix == ROW else block.prefix
    return f"{prefix}**{block.text}**" if block.strong else prefix + block.text
