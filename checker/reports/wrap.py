"""Lines that fit a terminal, Chinese ones too: broken at spaces and between Chinese characters. Never shortens."""

import re

from checker.columns import width
from checker.model import Words
from checker.reports.words import COLON, pick

COLUMNS = 100
_WIDE = r"\u2e80-\u2fff\u3041-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff10-\uff5a\U00020000-\U0003ffff"
_OPENING = "“‘（《〈【「『"
_CLOSING = "”’）》〉】」』，。、；：！？…"
_STOPS = r",.;:!?)\]"  # those of Latin writing stay with the bracket or the character before them too
# What may not be broken: one wide character, or a run of others, with the brackets and stops that belong to it.
_PIECE = re.compile(
    rf"\s+|[{_OPENING}]*(?:[{_WIDE}][{_STOPS}]*|[^\s{_WIDE}{_OPENING}{_CLOSING}]+)(?:[{_CLOSING}][{_CLOSING}{_STOPS}]*)?"
    rf"|[{_OPENING}{_CLOSING}]+"
)


def wrapped(text: str, indent: str = "", *, hanging: str = "  ", columns: int = COLUMNS) -> str:
    """The text, indented, in lines of at most so many columns; `hanging`: by how much more all but the first are
    indented. Only what cannot be broken, such as an address, goes beyond."""
    lines = [indent]
    begins, used = True, width(indent)
    for piece in _PIECE.findall(text):
        needed = width(piece)
        if not begins and used + needed > columns and (piece.strip() or used >= columns):
            lines[-1] = lines[-1].rstrip()
            lines.append(indent + hanging)
            begins, used = True, width(indent + hanging)
        if begins and not piece.strip():
            continue
        lines[-1] += piece
        begins, used = False, used + needed
    return "\n".join(lines).rstrip()


class Page:
    """Lines of a page for a terminal, one after the other."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.lines: list[str] = []

    def say(self, text: str, depth: int = 0) -> None:
        """A paragraph, `depth` levels in."""
        self.lines.append(wrapped(text, "  " * depth))

    def point(self, label: Words, text: str, depth: int = 0) -> None:
        """A label and what it labels."""
        self.say(f"{pick(label, self.lang)}{pick(COLON, self.lang)}{text}", depth)

    def head(self, label: Words, depth: int = 0) -> None:
        """A label over what follows."""
        self.say(f"{pick(label, self.lang)}{pick(COLON, self.lang)}".rstrip(), depth)

    def gap(self) -> None:
        """An empty line, unless there is one."""
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def place(self, text: str, depth: int = 0) -> None:
        """What stands on one line whatever its length: a place that an editor opens."""
        self.lines.append("  " * depth + text)

    def text(self) -> str:
        """The whole page."""
        return "\n".join(self.lines).rstrip() + "\n"
