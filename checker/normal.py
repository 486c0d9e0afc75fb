"""The one normalisation of source texts and quotes, with the way back. Never touches any but white space.

A run of white space (no-break, ideographic and zero-width spaces, byte-order marks and line breaks too)
becomes one space between two printable ASCII characters, and nothing anywhere else.
"""

import re
from bisect import bisect_right
from typing import NamedTuple

WHITE = (  # what `str.isspace` says, and the zero-width characters
    " \t\n\v\f\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u180e"
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d"
    "\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
)
SPACES = re.compile(f"[{WHITE}]+")
# Every run but a single space between printable ASCII characters, which is kept as it is.
_FOLDED = re.compile(f"(?!(?<=[!-~]) (?=[!-~]))[{WHITE}]+")


class Folded(NamedTuple):
    """Normalised text with the way back: `starts[i]` in the folded text is `origins[i]` in the original."""

    text: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]

    def original(self, offset: int) -> int:
        """The original offset of the folded character at `offset`."""
        piece = bisect_right(self.starts, offset) - 1
        return self.origins[piece] + offset - self.starts[piece]

    def folded(self, offset: int) -> int:
        """The folded offset of the original character at `offset`; of what follows it if it was dropped."""
        piece = bisect_right(self.origins, offset) - 1
        if piece < 0:
            return 0
        end = self.starts[piece + 1] if piece + 1 < len(self.starts) else len(self.text)
        return min(self.starts[piece] + offset - self.origins[piece], end)


def normalise(text: str) -> Folded:
    """`text` by the rule in the module's docstring, with the way back to its offsets."""
    pieces: list[str] = []
    starts: list[int] = []
    origins: list[int] = []
    length = done = 0
    last = len(text)
    for run in _FOLDED.finditer(text):
        start, end = run.span()
        kept = start > 0 and end < last and "!" <= text[start - 1] <= "~" and "!" <= text[end] <= "~"
        if kept and text[start] == " ":  # it goes with the words before it, and often with those after it
            start += 1
            kept = False
        if start > done:
            pieces.append(text[done:start])
            starts.append(length)
            origins.append(done)
            length += start - done
        if kept:
            pieces.append(" ")
            starts.append(length)
            origins.append(start)
            length += 1
        done = end
    if done < last:
        pieces.append(text[done:])
        starts.append(length)
        origins.append(done)
    return Folded("".join(pieces), tuple(starts), tuple(origins))
