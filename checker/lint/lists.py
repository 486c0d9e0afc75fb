"""Lists that are announced and do not come. Never says what should stand in them."""

import re
from collections.abc import Iterator, Mapping
from itertools import zip_longest

from checker.labels import Line
from checker.lint.model import Remark, Text
from checker.model import Words
from checker.text import SourceClause

_DOCUMENTS = re.compile(r"(?:以下|下列|如下)[^。：:，,]{0,6}(?:协议|文件|政策|规则|附件)")


def empty(text: Text) -> Iterator[Remark]:
    """Clauses that end with a colon and have nothing below them; and announced lists of documents where the next
    line names none."""
    for line, following in zip_longest(text.lines, text.lines[1:]):
        if not line.body.rstrip("*_ ").endswith(("：", ":")) or line.level or line.is_break:
            continue
        here = text.clause(line.start)
        there = text.clause(following.start) if following and not following.is_break else None
        if following and there is here:
            if _DOCUMENTS.search(line.body[-200:]) and not following.loose and "《" not in following.body:
                said = Words("下一段没有列出任何文件", "the next paragraph names no document")
                yield _remark(text, line, said, here)
        elif following and there and (here.at == "preamble" or _below(there, here, text.source.by_at)):
            continue
        elif there:
            said = Words(
                f"其下没有内容，接着就是 {there.at}", f"nothing stands below it; {there.at} comes next"
            )
            yield _remark(text, line, said, here)
        else:
            yield _remark(text, line, Words("其后没有内容", "nothing follows"), here)


def _below(clause: SourceClause, above: SourceClause, by_at: Mapping[str, SourceClause]) -> bool:
    """Whether a clause stands below another, however deep. An item that goes on with the list above it does not."""
    while clause.parent:
        if clause.parent == above.at:
            return True
        clause = by_at[clause.parent]
    return False


def _remark(text: Text, line: Line, message: Words, clause: SourceClause) -> Remark:
    start = max(line.start, line.end - 60)
    return text.remark("empty-list", start, line.end, message, clause.at)
