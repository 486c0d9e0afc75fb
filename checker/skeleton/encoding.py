"""From a source text to the skeleton of its encoding: every clause, its text as a comment, and hints where to look.

Never says what a clause means: hints are comments, and each clause stays `needs_reading: new` until a person has read
it. Never reads or writes files."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from checker import vocabulary
from checker.hints import hints
from checker.normal import spaced
from checker.reports.plain import plain
from checker.reports.wrap import wrapped
from checker.text import SourceClause, SourceText

_DAY = r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})(?!\d)\s*日?"
_DATES = {
    "updated": (
        rf"(?:更新|修订|修改)(?:日期|时间|日|于)\s*[:：为]?\s*{_DAY}",
        rf"(?:Last\s+(?:updated|modified|revised)|Updated)(?:\s+on)?\s*:?\s*{_DAY}",
    ),
    "effective": (
        rf"(?:生效|施行)(?:日期|时间|日|于)\s*[:：为]?\s*{_DAY}",
        rf"本(?:协议|政策|条款|声明|规则|隐私政策|服务条款)[^。；，,]{{0,10}}自\s*{_DAY}\s*起?(?:正式)?(?:生效|施行)",
        rf"Effective(?:\s+date|\s+as\s+of|\s+from)?\s*:?\s*{_DAY}",
    ),
}
# What YAML reads as plain text, wherever it stands and whatever it says.
_PLAIN = re.compile(
    r"(?!(?:true|false|null|yes|no|on|off)$)[a-z\u4e00-\u9fff（《][\w\u4e00-\u9fff（）《》· -]*",
    re.IGNORECASE,
)


def skeleton(
    text: SourceText, *, agreement: str, title: str, type: str, dates: Mapping[str, str], day: str,
    schema_line: str, reasons: Mapping[str, str],
) -> str:  # fmt: skip
    """The YAML of an encoding that nobody has made yet. `day`: of the reading that begins; `schema_line`: the comment by
    which editors find the schema, or nothing; `reasons`: why a clause may be set aside, with the words for it."""
    written = ", ".join(f"{key}: {value}" for key, value in dates.items())
    lines = [
        *([schema_line] if schema_line else []),
        f"agreement: {agreement}",
        f"title: {scalar(title)}",
        f"type: {type}",
        f"dates: {{{written}}}",
        f"source: {{file: {agreement}.md, sha256: {text.sha256}}}",
        f"reading: {{first: {day}}}",
    ]
    clauses = [line for clause in to_read(text) for line in entry(text, clause)]
    lines += ["clauses:", *clauses] if clauses else ["clauses: []"]
    lines += [
        "# Clauses that were read and say nothing that the vocabulary describes: {at: [...], because: REASON}."
    ]
    lines += [f"#   {reason}: {words}" for reason, words in reasons.items()]
    return "\n".join([*lines, "no_provision: []"]) + "\n"


def to_read(text: SourceText) -> list[SourceClause]:
    """The clauses to be accounted for: those that are more than a heading."""
    return [clause for clause in text.clauses if not clause.heading_only]


def title_of(text: SourceText) -> str:
    """The first line with words, without markup: a heading of level 1, or what comes first."""
    lines = [line.strip() for line in text.text.splitlines() if re.search(r"\w", line)]
    first = next((line for line in lines if re.match(r"#\s", line)), lines[0] if lines else "")
    return plain(spaced(first)).strip("#*_> ")[:200].strip()


def dates_of(text: SourceText) -> dict[str, str]:
    """The dates that the text states unmistakably: named as such, and only one day for each name."""
    found = {}
    for name, patterns in _DATES.items():
        days = {
            _day(match) for pattern in patterns for match in re.finditer(pattern, text.text, re.IGNORECASE)
        }
        if len(days) == 1 and (day := days.pop()):
            found[name] = day
    return found


def _day(match: re.Match[str]) -> str:
    try:
        return date(*map(int, match.groups())).isoformat()
    except ValueError:
        return ""


def scalar(text: str) -> str:
    """Text as a YAML scalar: as it is where nothing can be misread, else in double quotes."""
    return text if _PLAIN.fullmatch(text) and text == text.strip() else quoted(text)


def quoted(text: str) -> str:
    """Text in double quotes, with escapes for what no editor shows."""
    written = json.dumps(text, ensure_ascii=False)
    return "".join(char if char.isprintable() else _escape(char) for char in written)


def _escape(char: str) -> str:
    return f"\\u{ord(char):04x}" if ord(char) <= 0xFFFF else f"\\U{ord(char):08x}"


def entry(text: SourceText, clause: SourceClause) -> Iterator[str]:
    """The lines by which a clause waits to be read: its words and hints as comments, its id, and `needs_reading`."""
    own = [text.text[start:end] for start, end in clause.spans]
    yield f"  # {_comment(clause.at)} · line {clause.line}"
    for line in "\n".join(own).splitlines():
        if words := _comment(line):
            yield from wrapped(words, "  # ", hanging="").split("\n")
    if found := hints("\n".join(own)):
        kinds = ", ".join(f"{hint.kind} ({_comment(hint.word)})" for hint in found)
        yield from wrapped(f"typical of: {kinds}", "  # ", hanging="  ").split("\n")
        for hint in found:
            yield from wrapped(_blank(hint.kind), "  #   ", hanging=" ").split("\n")
    yield f"  - at: {quoted(clause.at)}"
    yield "    needs_reading: new"


def _blank(kind: str) -> str:
    """A provision of this kind with the keys that it must have, to be filled in."""
    keys = (
        f"{key}: {'[…]' if field.type == 'list' else '…'}"
        for key, field in vocabulary.kinds()[kind].items()
        if field.required
    )
    return f"{{{', '.join((f'kind: {kind}', *keys))}}}"


def _comment(text: str) -> str:
    """Text that cannot end a comment, nor hide in it."""
    line = plain(spaced(text))
    return line if line.isprintable() else "".join(char if char.isprintable() else "\ufffd" for char in line)


def reasons_of(schema: Any) -> dict[str, str]:
    """The reasons that the schema of agreements knows, each with its title and description."""
    group = schema["properties"]["no_provision"]["items"]["properties"]["because"]
    return {choice["const"]: f"{choice['title']}: {choice['description']}" for choice in group["oneOf"]}
