"""Sentences that a text has twice, word for word. Never minds what two documents have in common."""

import re
from collections.abc import Iterator

from checker.labels import Line, number_of, sub_item_of
from checker.lint.model import Remark, Text, place_named
from checker.model import Words

_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")
_LEAST, _MOST = 20, 2_000  # characters: shorter ones are phrases, longer ones no sentences


def _stands_apart(line: Line) -> bool:
    """Whether a line is a heading, an item of a list, or a row of a table: these may well be alike."""
    return (
        line.level > 0
        or line.loose
        or line.body.startswith("|")
        or bool(number_of(line) or sub_item_of(line))
    )


def repeated(text: Text) -> Iterator[Remark]:
    """Each sentence that stood further up already, at its second place and after."""
    first: dict[str, int] = {}
    apart = {line.start for line in text.lines if _stands_apart(line)}
    for found in _SENTENCE.finditer(text.source.text):
        if len(found[0]) > _MOST:
            continue
        words = re.sub(r"[\s*_>#-]", "", found[0])
        if len(words) < _LEAST or words.endswith(("：", ":")):
            continue
        offset = found.start() + len(found[0]) - len(found[0].lstrip())
        if offset in apart:
            continue
        if words in first:
            where = place_named(text, first[words])
            said = Words(f"与 {where.zh}的一句完全相同", f"the same sentence stands in {where.en}")
            yield text.remark("repeated-text", offset, found.end(), said)
        else:
            first[words] = offset
