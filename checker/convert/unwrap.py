"""Lines that were broken to fit a page are joined again. Never changes a character but white space.

A text counts as broken when many of its lines are of about one width and hardly any is wider. Then a line goes on
with the next one when the first word of that would not have fitted, it ends no item of a list, and the next one begins
with no label that could stand there. A sentence may end where a full line ends: a paragraph seldom does."""

import re
from collections import Counter
from collections.abc import Sequence

from wcwidth import wcswidth

from checker.convert.blocks import Label, label_of, readings
from checker.normal import WHITE

_NARROWEST = 40
_WIDEST = 300  # characters: longer lines were not broken
_CLOSING = "*_”’\"')）)】》"
_SLACK = 5  # columns by which broken lines differ: closing marks do not begin a line


def width_of(lines: Sequence[str]) -> int:
    """The width that the lines were broken at; 0 when they were not."""
    widths = Counter(_columns(line.rstrip(WHITE)) for line in lines if line.strip(WHITE))
    total = sum(widths.values())
    near = {
        width: sum(widths[other] for other in range(width - _SLACK, width + 1))
        for width in widths
        if width >= _NARROWEST
    }
    if not near:
        return 0
    best = max(near, key=lambda width: (near[width], width))
    wider = sum(count for width, count in widths.items() if width > best + _SLACK)
    full = [line for line in lines if best - _SLACK <= _columns(line.rstrip(WHITE)) <= best]
    if 2 * sum(_ends_sentence(line) or _ends_item(line) for line in full) > len(full):
        return 0
    return best if near[best] >= max(3, total / 6) and wider <= total / 12 else 0


def joined(lines: Sequence[str], width: int) -> list[str]:
    """The lines, those that were broken at `width` joined; blank lines are left out, and always end a paragraph."""
    made: list[str] = []
    seen: dict[str, int] = {}
    before = ""  # the raw line before
    for line in lines:
        words = line.strip(WHITE)
        if not words:
            before = ""
            continue
        label = label_of(words)
        if before and _goes_on(before, line, width, label, seen):
            made[-1] += _gap(before, words) + words
        else:
            made.append(words)
            if label:
                seen.update(readings(label))
        before = line
    return made


def _goes_on(before: str, line: str, width: int, label: Label | None, seen: dict[str, int]) -> bool:
    words = line.strip(WHITE)
    if _indent(line) > _indent(before) + 2 and not label_of(before.strip(WHITE)):
        return False  # a first line is indented; what follows a label may be, line for line
    first = re.match(r"[!-~]+|.[，。、；：！？”’）》】]*", words)
    full = _columns(before.rstrip(WHITE)) + _columns(first[0] if first else "") > width - _SLACK
    if not full or _ends_item(before):
        return False
    if _ends_sentence(before):  # then what goes on is no heading: it fills its line too, or ends a sentence
        more = _columns(line.rstrip(WHITE)) > width - _SLACK or _ends_item(words) or _ends_sentence(words)
        return label is None and more
    return label is None or not any(_begins(each, seen) for each in readings(label))


def _begins(label: Label, seen: dict[str, int]) -> bool:
    """Whether a label can stand after words that end no sentence: the first of its series, or the next."""
    bracket = not label.kind.startswith("sub") or "(" in label.kind
    return (label.value == 1 and bracket) or seen.get(label.kind) == label.value - 1


def _ends_item(line: str) -> bool:
    return line.rstrip(WHITE + _CLOSING).endswith(("；", ";", "：", ":"))


def _ends_sentence(line: str) -> bool:
    return line.rstrip(WHITE + _CLOSING).endswith(("。", "！", "!", "？", "?", "…"))


def _gap(before: str, words: str) -> str:
    """What stands between two joined lines: a space between Latin words, nothing in an address or Chinese text."""
    last = before.rstrip(WHITE)
    spaced = before[-1:].isspace() and before[-1:] != "\n"
    both_latin = last[-1:].isascii() and words[:1].isascii()
    if spaced and (last[-1:].isascii() or words[:1].isascii()):
        return " "
    broken_word = last.endswith("-") or re.search(r"(://|@|www\.)\S*$", last)
    return " " if both_latin and not broken_word else ""


def _indent(line: str) -> int:
    return _columns(line[: len(line) - len(line.lstrip(WHITE))].replace("\t", "    "))


def _columns(text: str) -> int:
    return max(wcswidth(text), len(text)) if len(text) <= _WIDEST else len(text)
