"""References within a text to a clause that has another number now, and that still name the old one. Prefers silence: a
reference counts only where its own clause has not changed, and where one clause alone had the number that it names.

Pure."""

import re
from collections.abc import Iterator, Mapping

from checker.anchors.model import Pointer
from checker.labels import plain
from checker.lint.model import Text
from checker.lint.references import own
from checker.text import SourceText


def outdated(was: SourceText, now: SourceText, sure: Mapping[str, str]) -> Iterator[Pointer]:
    """References in the text as it is to clauses that are surely others now; `sure`: id of before → id of now."""
    if all(at == there for at, there in sure.items()):
        return
    before, after = Text("", was), Text("", now)
    named, unchanged = _Named(before), set(sure.values())
    for found in own(after):
        here = after.clause(found.start())
        at = named.at(found)
        if at in sure and sure[at] != at and here.at in unchanged:
            yield Pointer(after.place(found.start())[0], here.at, at, sure[at])


class _Named:
    """The clauses of a text by what they are called."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.labels: dict[str, list[str]] = {}
        for entry in text.outline:
            if entry.kind in ("part", "chapter", "plain"):
                self.labels.setdefault(plain(entry.label), []).append(entry.clause.at)

    def at(self, found: re.Match[str]) -> str:
        """The id of the clause that a reference names; "" where it could be several, or none."""
        written = plain(found["first"] or found["dotted"] or "")
        if "." in written:
            ids = self.text.source.by_at
            return written if written in ids and f"{written}#2" not in ids else ""
        ways = (written, f"第{written}{found['unit']}")  # 七、 is called 第七条 too, but 7. is not
        having = [at for way in ways for at in self.labels.get(way, ())]
        return having[0] if len(having) == 1 else ""
