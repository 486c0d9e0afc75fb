"""Markdown as it is: tidied, numbers inside a paragraph cut, bold lines made headings. Never changes a word."""

import re
from collections.abc import Iterator
from itertools import pairwise

from checker.convert.blocks import Block, counted, label_of
from checker.convert.inline import split
from checker.normal import WHITE

_HEADING = re.compile(r"(#{1,6})\s+(?=\S)")
_PREFIX = re.compile(r"\s*(?:>\s*)*(?:[-+*]\s+)?")
_BOLD = re.compile(r"(\*\*|__)(?!\s)((?:(?!\1).)+)\1")
_STOPS = re.compile(r"[。；;！!，,]|[：:]$")
_LONGEST = 40  # characters of a bold line that is a heading


def convert(text: str, notes: list[str]) -> str:
    """The Markdown text, tidied: at most one blank line, no white space at line ends. What was changed is added to
    `notes`."""
    made: list[str] = []
    level = 1  # of the heading above
    levels: dict[str, int] = {}  # of headings with a number, by kind
    cuts = 0
    for block in split(_blocks(text)):
        cuts += block.cut
        line = block.prefix + block.text
        if heading := _HEADING.match(line):
            level = len(heading[1])
            levels.setdefault(_kind(line[heading.end() :]), level)
        elif not block.prefix and not block.whole and (title := _bold_title(block.text)):
            line = f"{'#' * levels.get(_kind(title) or title, min(level + 1, 6))} {title}"
            notes.append(f"taken for a heading, a bold line: “{title}”")
        cut = block.cut and not block.prefix.strip()
        if (cut or not line.strip(WHITE)) and made and made[-1]:
            made.append("")
        if line.strip(WHITE):
            made.append(line)
    if cuts:
        notes.append(f"paragraphs with several numbers: cut in {counted(cuts, 'place')}")
    return "\n".join(made).rstrip("\n") + "\n"


def _blocks(text: str) -> Iterator[Block]:
    """One block for each line; whole: what is not cut, such as headings, tables and code."""
    fenced = underlined = False
    above = ""
    lines = [line.rstrip(WHITE) for line in text.split("\n")]
    for line, below in pairwise([*lines, ""]):
        before, above = above, line
        if underlined:  # the line under a heading, which has been marked instead
            underlined = False
            continue
        fence = line.lstrip().startswith(("```", "~~~"))
        fenced ^= fence
        marks = "" if fenced or fence or before else _underlined(line, below)
        if marks:
            yield Block(line.strip(WHITE), prefix=marks, whole=True)
            underlined = True
        elif fenced or fence or not line or line.lstrip().startswith(("|", "#")):
            yield Block(line, whole=True)
        else:
            prefix = _PREFIX.match(line)
            assert prefix is not None
            yield Block(line[prefix.end() :], prefix=prefix[0])


def _underlined(line: str, below: str) -> str:
    """The marks of a heading that a line of `===` or `---` below it makes; empty for any other line."""
    if not line or line.startswith(("#", "|", ">", "-")):
        return ""
    if re.fullmatch(r"={2,}", below):
        return "# "
    short = len(line) <= _LONGEST and not _STOPS.search(line)
    return "## " if short and re.fullmatch(r"-{2,}", below) else ""


def _kind(title: str) -> str:
    label = label_of(title)
    return label.kind if label else ""


def _bold_title(text: str) -> str:
    """The words of a line that is bold as a whole, and short; empty for any other line."""
    found = _BOLD.fullmatch(text.strip(WHITE))
    words = found[2].strip(WHITE) if found else ""
    good = bool(re.search(r"\w", words)) and len(words) <= _LONGEST and not _STOPS.search(words)
    if good and (label := label_of(words)) and label.kind.startswith(("sub", "ring")):
        return ""
    return words if good else ""
