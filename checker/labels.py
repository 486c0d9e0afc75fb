"""One line of a source text: its Markdown markup, and the label that a clause may begin with.

Never looks at the lines around it: how labels nest is up to `segments`.
"""

import re
import unicodedata
from collections.abc import Iterator

from checker.normal import WHITE, spaced

CN = "一二三四五六七八九十百零〇"
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
_HEADING_CHARS = 80  # of a heading, in ids and paths of headings
_MARKS = frozenset(">#-+*•·_[")  # what markup begins with
_MARKUP = re.compile(r"(?:>\s*)*(?P<hashes>\#{1,6}(?=\s|\Z))?(?P<bullet>[-+*•·](?=\s|\Z))?\s*(?:\*\*|__)?\[?")
_BREAK = re.compile(r"(?:-{3,}|\*{3,}|_{3,})")
_NUMBERED = re.compile(
    rf"(?P<part>第[{CN}千两\d]{{1,7}}(?P<unit>[编章节条])(?:之[{CN}]{{1,3}})?)(?=[\s、：:．.，【(（*]|$)"
    rf"|(?P<chapter>[{CN}]{{1,5}})(?:、|[．.](?!\d))"
    r"|(?P<dotted>\d{1,3}(?:[.．]\d{1,3}){1,5})(?![\d%％])"
    r"|(?P<plain>\d{1,3})(?:[.．](?!\d)|、|(?=\s))"
)
_SUB_ITEM = re.compile(
    rf"(?P<open>[(（]?)\s*(?P<mark>\d{{1,3}}|[a-zA-Z]|[ivx]{{2,5}}|[{CN}]{{1,3}})\s*[)）]|(?P<ring>[①-⑳㉑-㉟㊱-㊿])"
)


class Line:
    """A line that is not blank: where its words stand, and what its markup says.

    A plain class: every field of every line is read several times, in a tenth of the time that named tuples take."""

    def __init__(
        self, number: int, start: int, end: int, level: int, loose: bool, is_break: bool, body: str
    ) -> None:
        self.number, self.start, self.end = number, start, end
        self.level = level  # of the heading; 0: not a heading
        self.loose = loose  # a bullet, or indented: goes on with the list above it
        self.is_break = is_break  # a thematic break: `---`
        self.body = body  # without the markup


def split(text: str) -> list[str]:
    """The lines of `text`. A line ends one character before the next: of a longer break a space is left."""
    return text.replace("\r\n", " \n").replace("\r", "\n").split("\n")


def lines(text: str) -> Iterator[Line]:
    """The lines of `text` that are not blank, in order."""
    offset = 0
    for number, line in enumerate(split(text), 1):
        words = line.strip(WHITE)
        if words:
            indent = line.index(words[0])
            start = offset + indent
            loose = indent > 0 and ("\t" in line[:indent] or "  " in line[:indent])
            if words[0] in _MARKS:
                yield _marked_line(number, start, words, loose)
            else:
                yield Line(number, start, start + len(words), 0, loose, False, words)
        offset += len(line) + 1


def _marked_line(number: int, start: int, words: str, loose: bool) -> Line:
    markup = _MARKUP.match(words)
    hashes, bullet = markup.groups() if markup else ("", "")
    body = words[markup.end() :] if markup else words
    is_break = _BREAK.fullmatch(words) is not None
    return Line(number, start, start + len(words), len(hashes or ""), loose or bool(bullet), is_break, body)


def number_of(line: Line) -> re.Match[str] | None:
    """The number that the line begins with, if any; `lastgroup` is part, chapter, dotted or plain."""
    found = _NUMBERED.match(line.body)
    if found and not line.level and found.end() == found.end("plain"):
        return None  # `3 parties` begins a sentence; `## 3 Parties` is a heading with a number
    return found


def sub_item_of(line: Line) -> re.Match[str] | None:
    """The mark of a sub-item that the line begins with, if any."""
    return _SUB_ITEM.match(line.body)


def heading_of(line: Line) -> str:
    """The words of a heading: one line, without markup, cut."""
    return " ".join(spaced(line.body.rstrip("# ").replace("*", "")).split())[:_HEADING_CHARS].strip()


def plain(label: str) -> str:
    """The label with full-width characters made ordinary."""
    return label if label.isascii() else unicodedata.normalize("NFKC", label)
