"""Labels of a source text that look as if one was lost when the text was converted. Never judges the text itself."""

import re
from collections.abc import Iterator

from checker.convert.blocks import Label, label_of, readings
from checker.text import SourceText


def slips(text: SourceText) -> Iterator[str]:
    """Sentences about clauses whose numbers do not follow from those before them, or that have the id of another."""
    seen: dict[tuple[str, str], dict[int, str]] = {}
    for clause in text.clauses:
        start, end = clause.spans[0]
        words = text.text[start:end].lstrip("#-+*•· ")
        label = label_of(words)
        if label is None and text.text.startswith("#", start) and (spaced := re.match(r"(\d{1,3})\s", words)):
            label = Label("plain", int(spaced[1]))  # `## 14 Liability`
        if "#" in clause.at and clause.at.rpartition("#")[2].isdigit():
            yield f"clause {clause.at} (line {clause.line}) has the number of another clause"
        if label is None or clause.at in ("preamble", "closing"):
            continue
        found = readings(label)
        over = "" if label.kind.startswith(("dotted", "part")) else clause.parent
        before = [
            series for each in found if (series := seen.get((over, each.kind))) and each.value - 1 in series
        ]
        known = seen.get((over, label.kind))
        if not before and label.value > 1 and all(each.value > 1 for each in found):
            last = known[max(known)] if known else ""
            follows = f"follows {last}" if last else "is the first of its kind"
            yield f"clause {clause.at} (line {clause.line}) {follows}: look whether a label was lost"
        for each in found:
            seen.setdefault((over, each.kind), {})[each.value] = clause.at
