"""Quotation marks and brackets that do not come in pairs. Never looks into addresses and the markup of links."""

import re
from collections.abc import Iterator

from checker.lint.model import Remark, Text
from checker.model import Words

_PAIRS = {
    "“": "”", "‘": "’", "「": "」", "『": "』", "《": "》", "（": "）", "(": ")", "【": "】", "[": "]", "〔": "〕",
}  # fmt: skip
_CLOSING = {closing: opening for opening, closing in _PAIRS.items()}
_MARKS = re.compile("[" + re.escape("".join(_PAIRS) + "".join(_CLOSING)) + "]")
_HIDDEN = re.compile(
    r"<https?://[^>\s]{1,2000}>|(?<=\])\([^()\s]{1,2000}\)|https?://[\w./#?=&%:@~+,;!$'*\[\]-]{1,2000}|`[^`\n]{1,200}`"
)
_ALIKE = {"（": "(", "(": "（", "【": "[", "[": "【"}
# a) 1） （after a line's beginning, or after punctuation): the label of an item, not half a bracket
_LABEL_BEFORE = re.compile(
    r"(?:^|[\s。；;，,：:、*])(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5}|[一二三四五六七八九十]{1,3})$"
)


def unbalanced(text: Text) -> Iterator[Remark]:
    """Marks without their other half within a clause, and full-width brackets closed by half-width ones."""
    whole = _HIDDEN.sub(lambda found: " " * len(found[0]), text.source.text)
    for clause in text.source.clauses:
        open_: list[tuple[str, int]] = []
        for start, end in clause.spans:
            for found in _MARKS.finditer(whole, start, end):
                yield from _take(text, whole, found[0], found.start(), open_)
        for mark, offset in open_:
            yield _remark(text, offset, Words(f"“{mark}”没有另一半", f"no “{_PAIRS[mark]}” closes it"))


def _take(text: Text, whole: str, mark: str, offset: int, open_: list[tuple[str, int]]) -> Iterator[Remark]:
    if mark in _PAIRS:
        if mark == "‘" and _in_latin(whole, offset):
            return
        open_.append((mark, offset))
        return
    opening = _CLOSING[mark]
    if open_ and open_[-1][0] == opening:
        open_.pop()
    elif (mark in ")）" and _LABEL_BEFORE.search(whole[max(offset - 7, 0) : offset])) or (
        mark == "’" and _in_latin(whole, offset)
    ):
        return
    elif open_ and _ALIKE.get(open_[-1][0]) == opening:
        other = open_.pop()[0]
        said = (
            f"与“{mark}”配对的是“{other}”，全角半角不一",
            f"closes “{other}”: one is full-width, one half-width",
        )
        yield _remark(text, offset, Words(*said))
    elif len(open_) > 1 and open_[-2][0] == opening:
        inner, at = open_.pop()
        open_.pop()
        yield _remark(text, at, Words(f"“{inner}”没有另一半", f"no “{_PAIRS[inner]}” closes it"))
    else:
        yield _remark(text, offset, Words(f"“{mark}”没有另一半", f"no “{opening}” opens it"))


def _in_latin(whole: str, offset: int) -> bool:
    """Whether an apostrophe stands in an English word."""
    return whole[offset - 1 : offset].isascii() and whole[offset - 1 : offset].isalpha()


def _remark(text: Text, offset: int, message: Words) -> Remark:
    text_ = text.source.text
    start = max(offset - 10, text_.rfind("\n", max(offset - 10, 0), offset) + 1)
    end = text_.find("\n", offset, offset + 10)
    return text.remark(
        "unbalanced-marks", start, end if end >= 0 else min(offset + 10, len(text_)), message
    )._replace(column=text.place(offset)[1])
