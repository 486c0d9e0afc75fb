"""Why a test of the verdict lock fails, in words: what was accepted, what is found, on which clauses, what to do. Plain text;
never compares."""

import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from checker.compare import Change, ClauseRef, ClauseRefs, State
from checker.lock import Difference, Lock
from checker.model import GAPS, Assessment, Evidence, Finding, Verdict, Words
from checker.reports import changes, words
from checker.reports import findings as about
from checker.reports.plain import cut, plain
from checker.reports.words import pick
from checker.text import SourceText

_COLUMNS = 600  # of a quote, or of a clause whose words may stand at its end
_ACCEPTED = Words("确认于 {day}（{place}）：", "accepted as of {day} ({place}): ")
_NOW = Words("现为：", "now: ")
_BY = Words("，依据 {places}", ", by {places}")
_GONE = Words("{place}，见源文本 {source}", "{place}, source text {source}")
_NO_CLAUSE = Words("{place}：源文本已无此条款", "{place}: the source text has no such clause any more")
_STANDS = Words(
    "{place}，见编码 {encoding}，源文本 {source}", "{place}, encoded in {encoding}, source text {source}"
)
_NOT_LOCKED = Words("锁定文件中没有该要求", "the lock does not have this requirement")
_NOT_ASKED = Words("基线 {baseline} 没有该要求", "{baseline} has no such requirement")
_REMEDY = Words(
    "如属有意变更，请运行 `checker lock {folder}` 并提交锁定文件",
    "if that is meant, run `checker lock {folder}` and commit the lock",
)


class Regression(NamedTuple):
    """A requirement whose finding is not what was accepted. `file` and `line` (0: nowhere): where the lock has it; `differences`: all
    that differs from the lock; `sources`: gives the source texts by agreement."""

    requirement: str
    change: Change
    lock: Lock
    file: str
    line: int
    assessment: Assessment
    differences: Sequence[Difference]
    sources: Callable[[], Mapping[str, SourceText]]


def message(found: Regression, lang: str) -> str:
    """The whole message, with what changed in its first line."""
    return "\n".join(_lines(found, lang))


def _lines(found: Regression, lang: str) -> Iterator[str]:
    findings = {finding.requirement.id: finding for finding in found.assessment.findings}
    finding = findings.get(found.requirement)
    title = plain(pick(finding.requirement.title, lang) if finding else found.requirement)
    yield f"{changes.headline(found.change, lang)} · {title}"
    yield from (f"  {line}" for line in changes.points(found.change, finding, lang))
    yield from _accepted(found, lang)
    yield from _now(found, finding, lang)
    for each in found.differences:
        if each.change is None:  # the baseline or a source text: perhaps the cause
            yield from (f"  {line}" for line in changes.difference(each, found.assessment, lang))
    folder = shlex.quote(found.file.rpartition("/")[0] or ".")
    yield f"  {pick(_REMEDY, lang).format(folder=folder)}"


def _accepted(found: Regression, lang: str) -> Iterator[str]:
    """The accepted verdict with its clauses; those that are no longer behind it with their words as they stand now."""
    was, now = found.change.was, found.change.now
    if was is None:
        yield f"  {pick(_NOT_LOCKED, lang)}"
        return
    accepted = pick(_ACCEPTED, lang).format(day=found.lock.as_of, place=f"{found.file}:{found.line}")
    yield f"  {accepted}{_rests_on(was, lang)}"
    still = _places(now) if now else ()
    for place in _places(was):
        if place not in still:
            yield from _source(place, found.sources().get(place.agreement), lang)


def _source(place: ClauseRef, source: SourceText | None, lang: str) -> Iterator[str]:
    """A clause as the source text has it."""
    clause = source.by_at.get(place.at) if source else None
    if source is None or clause is None:
        yield f"    {pick(_NO_CLAUSE, lang).format(place=_named(place, lang))}"
        return
    start, end = clause.spans[0]
    where = f"{source.file}:{clause.line}"
    yield f"    {pick(_GONE, lang).format(place=_named(place, lang), source=where)}"
    yield f"      {_quoted(source.text[start:end], lang)}"


def _now(found: Regression, finding: Finding | None, lang: str) -> Iterator[str]:
    """The verdict now with its clauses; those that are new behind it with both positions."""
    change = found.change
    if finding is None or change.now is None:
        yield f"  {pick(_NOT_ASKED, lang).format(baseline=found.assessment.baseline.named)}"
        return
    colon = pick(words.COLON, lang)
    yield f"  {pick(_NOW, lang)}{_rests_on(change.now, lang)}"
    evidence = [each for prohibition in finding.prohibitions for each in prohibition.evidence]
    evidence += [each for element in finding.elements for each in element.evidence]
    if finding.verdict is Verdict.NOT_APPLICABLE:
        reason, evidence = about.why_not(finding, found.assessment.suite.facts, lang)
        yield f"    {pick(words.WHY_NOT, lang)}{colon}{plain(reason)}"
    elif not change.points and finding.verdict in GAPS and _arrived(change):
        for element in about.unsaid(finding):
            yield f"    {pick(words.MISSING_ONE, lang)}{colon}{plain(pick(element.element.words, lang))}"
    came = {place for point in change.points for place in point.came}
    for each in dict.fromkeys(evidence):
        if change.points and ClauseRef(each.agreement, each.clause) not in came:
            continue
        yield f"    {_stands(each, lang)}"
        if not change.points:  # else the points have quoted it
            yield f"      {_quoted(each.quote, lang)}"


def _arrived(change: Change) -> bool:
    """Whether the verdict is another than the accepted one."""
    return change.was is None or change.now is None or change.was.verdict is not change.now.verdict


def _stands(evidence: Evidence, lang: str) -> str:
    return pick(_STANDS, lang).format(
        place=_named(ClauseRef(evidence.agreement, evidence.clause), lang),
        encoding=f"{evidence.file}:{evidence.line}", source=f"{evidence.source_file}:{evidence.source_line}",
    )  # fmt: skip


def _rests_on(state: State, lang: str) -> str:
    """A verdict and the clauses behind it."""
    named = pick(words.LIST, lang).join(_named(place, lang) for place in _places(state))
    verdict = pick(words.VERDICTS[state.verdict], lang)
    return verdict + (pick(_BY, lang).format(places=named) if named else "")


def _places(state: State) -> ClauseRefs:
    """The clauses behind a state, each once."""
    behind = (*state.hit.values(), *state.said.values())
    return tuple(dict.fromkeys(place for places in behind for place in places))


def _named(place: ClauseRef, lang: str) -> str:
    return about.named(place.agreement, place.at, lang)


def _quoted(text: str, lang: str) -> str:
    return pick(words.QUOTE, lang).format(quote=cut(plain(text), _COLUMNS))
