"""Text of others (quotes, titles, names) made safe to show as plain text. Never adds markup."""

import re
import unicodedata

# Controls that a terminal obeys, and marks that turn the direction of text: neither may come from a document.
_UNSAFE = r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufff9-\ufffb]"


def plain(text: str) -> str:
    """The text on one line: a run of white space becomes a space, a control character becomes U+FFFD."""
    line = " ".join(text.split())
    # Nearly every text is printable, and nothing unsafe is: to look for it would take much longer.
    return line if line.isprintable() else re.sub(_UNSAFE, "\ufffd", line)


def cut(text: str, columns: int) -> str:
    """The text, cut with an ellipsis to fit into so many columns."""
    taken = fitting = 0  # `fitting`: how many characters leave room for the ellipsis
    for number, character in enumerate(text, 1):
        taken += 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if taken < columns:
            fitting = number
        elif taken > columns:
            return text[:fitting].rstrip() + "…"
    return text
