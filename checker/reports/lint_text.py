"""Remarks on texts for a terminal: document by document, then how many of each check."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from checker.lint import CHECKS, MOST, Remark, Text
from checker.model import Words
from checker.reports.plain import cut, plain
from checker.reports.words import NAMES_OF_PARTS, pick

_COLUMNS = 110
_TITLE = Words("{file}（{title}）：{number} 处", "{file} ({title}): {number}")
_CLAUSE = Words("条款 {at}", "clause {at}")
_NONE = Words("未发现问题。", "No remarks.")
_COUNTS = Words("合计 {number} 处：", "{number} in all:")
_RAN = Words("已运行的检查（{number}）：{names}", "Checks that ran ({number}): {names}")
_LEFT_OUT = Words("未运行的检查（{number}）：{names}", "Checks that did not run ({number}): {names}")
_ALL_RAN = Words("全部 {number} 项检查均已运行。", "All {number} checks ran.")
_CUT_OFF = Words(f"（每套文件只列前 {MOST} 处）", f" (of a suite the first {MOST} are told)")
_LIST = Words("、", ", ")


def render(
    linted: Sequence[tuple[Sequence[Text], Sequence[Remark]]],
    checks: Collection[str],
    *,
    lang: str,
    colour: bool = False,
) -> str:
    """The remarks on the texts of each suite; `checks`: those that ran. `colour` marks the ids of checks."""
    return "\n".join([*_lines(linted, checks, lang, colour), ""])


def _lines(
    linted: Sequence[tuple[Sequence[Text], Sequence[Remark]]],
    checks: Collection[str],
    lang: str,
    colour: bool,
) -> Iterator[str]:
    for suite, found in linted:
        for text in suite:
            here = [remark for remark in found if remark.file == text.source.file]
            if here:
                file, title = plain(text.source.file), cut(plain(text.title), 60)
                yield pick(_TITLE, lang).format(file=file, title=title, number=len(here))
                for remark in here:
                    yield from _remark(remark, lang, colour)
                yield ""
    counts = Counter(remark.check for _, found in linted for remark in found)
    if counts:
        yield pick(_COUNTS, lang).format(number=counts.total())
        for name in CHECKS:
            if counts[name]:
                cut_off = pick(_CUT_OFF, lang) if counts[name] >= MOST else ""
                yield f"{counts[name]:>5}  {name}  {pick(CHECKS[name].title, lang)}{cut_off}"
    else:
        yield pick(_NONE, lang)
    if left_out := [name for name in CHECKS if name not in checks]:
        yield pick(_RAN, lang).format(number=len(checks), names=_names(checks, lang))
        yield pick(_LEFT_OUT, lang).format(number=len(left_out), names=_names(left_out, lang))
    else:
        yield pick(_ALL_RAN, lang).format(number=len(checks))


def _names(names: Collection[str], lang: str) -> str:
    return pick(_LIST, lang).join(names)


def _remark(remark: Remark, lang: str, colour: bool) -> Iterator[str]:
    check = f"\x1b[33m{remark.check}\x1b[0m" if colour else remark.check
    part = NAMES_OF_PARTS.get(remark.at)
    at = pick(part, lang) if part else pick(_CLAUSE, lang).format(at=cut(plain(remark.at), 60))
    place = f"{plain(remark.file)}:{remark.line}:{remark.column}"
    yield f"  {place}  {at}  {check}  {plain(pick(remark.message, lang))}"
    yield f"    {cut(plain(remark.words), _COLUMNS)}"
