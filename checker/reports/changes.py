"""What became of a finding, in words: for the verdict lock, the pytest plugin and the report on a change. Plain text;
never compares: `checker.compare` has."""

from collections.abc import Iterator

from checker.compare import Change, ClauseRef, Direction, Point
from checker.lock import Difference
from checker.model import Assessment, Finding, Words
from checker.reports import findings as about
from checker.reports import words
from checker.reports.plain import cut, plain
from checker.reports.words import pick

DIRECTIONS = {
    Direction.WORSE: Words("变差", "worse"),
    Direction.BETTER: Words("改善", "better"),
    Direction.CHANGED: Words("有变化", "changed"),
}
_NOTHING = Words("未评估", "not assessed")
_ARROW = Words("{was} → {now}", "{was} → {now}")
_SOURCE = Words("{agreement} 的源文本已变更", "the source text of {agreement} has changed")
_NEW_SOURCE = Words("{agreement} 为新增协议", "{agreement} is a new agreement")
_GONE_SOURCE = Words("{agreement} 已移除", "{agreement} is gone")
_BASELINE = Words("基线：{was} → {now}", "baseline: {was} → {now}")
_CAME = Words("现作为依据", "behind it now")
_WENT = Words("不再作为依据", "no longer behind it")
_WORDING = Words(
    "依据的文字、其编码或者现行法律已变更",
    "the words behind it, their encoding, or the law in force have changed",
)
_ASSUMED = Words("现为推定适用", "it is now assumed to apply")
_NOT_ASSUMED = Words("不再是推定适用", "it is no longer assumed to apply")
_HIT_NOT = Words("未触及", "not hit")
_QUOTE_COLUMNS = 120


def arrow(change: Change, lang: str) -> str:
    """`violated → partial`, or the one verdict that stays."""
    was, now = (
        pick(words.VERDICTS[s.verdict], lang) if s else pick(_NOTHING, lang) for s in (change.was, change.now)
    )
    return was if was == now else pick(_ARROW, lang).format(was=was, now=now)


def headline(change: Change, lang: str) -> str:
    """The verdicts and where the change leads: `violated → partial (better)`."""
    return arrow(change, lang) + pick(words.IN_BRACKETS, lang).format(
        pick(DIRECTIONS[change.direction], lang)
    )


def points(change: Change, finding: Finding | None, lang: str) -> Iterator[str]:
    """What changed below the verdict, a line each; clauses that came with their words, as `finding` has them."""
    for point in change.points:
        yield _status(point, finding, lang)
        yield from _places(_CAME, point.came, finding, lang)
        yield from _places(_WENT, point.went, None, lang)
    if change.was and change.now:
        if change.was.assumed is not change.now.assumed:
            yield pick(_ASSUMED if change.now.assumed else _NOT_ASSUMED, lang)
        elif not change.points and change.was.verdict is change.now.verdict:
            yield pick(_WORDING, lang)


def difference(found: Difference, assessment: Assessment, lang: str) -> Iterator[str]:
    """One difference from the lock: what it is about and what changed, then the points, indented."""
    if found.change is None:
        yield _subject(found, lang)
        return
    finding = next((f for f in assessment.findings if f.requirement.id == found.subject), None)
    title = f" · {plain(pick(finding.requirement.title, lang))}" if finding else ""
    yield f"{plain(found.subject)}{pick(words.COLON, lang)}{headline(found.change, lang)}{title}"
    yield from (f"  {line}" for line in points(found.change, finding, lang))


def _subject(found: Difference, lang: str) -> str:
    if found.subject == "baseline":
        return plain(pick(_BASELINE, lang).format(was=found.was, now=found.now))
    said = _SOURCE if found.was and found.now else _NEW_SOURCE if found.now else _GONE_SOURCE
    return plain(pick(said, lang).format(agreement=found.subject.removeprefix("source of ")))


def _status(point: Point, finding: Finding | None, lang: str) -> str:
    was, now = _status_word(point.was, lang), _status_word(point.now, lang)
    told = was if was == now else pick(_ARROW, lang).format(was=was, now=now)
    return f"{_wording(point.id, finding, lang)}{pick(words.COLON, lang)}{told}"


def _status_word(status: str, lang: str) -> str:
    return pick(words.STATUSES[status], lang) if status else pick(_HIT_NOT, lang)


def _wording(name: str, finding: Finding | None, lang: str) -> str:
    """What an element or prohibition says; its id where the baseline does not have it (any more)."""
    if finding:
        for clause in (*finding.requirement.elements, *finding.requirement.prohibitions):
            if clause.id == name:
                return plain(pick(clause.words, lang))
    return plain(name)


def _places(label: Words, found: tuple[ClauseRef, ...], finding: Finding | None, lang: str) -> Iterator[str]:
    for place in found:
        named = (
            f"  {pick(label, lang)}{pick(words.COLON, lang)}{about.named(place.agreement, place.at, lang)}"
        )
        quotes = _quotes(place, finding) if finding else []
        for quote in quotes:
            yield f"{named} {pick(words.QUOTE, lang).format(quote=cut(plain(quote), _QUOTE_COLUMNS))}"
        if not quotes:
            yield named


def _quotes(place: ClauseRef, finding: Finding) -> list[str]:
    """The words of a clause that are evidence of a finding."""
    of_elements = [evidence for element in finding.elements for evidence in element.evidence]
    of_prohibitions = [evidence for prohibition in finding.prohibitions for evidence in prohibition.evidence]
    here = [e.quote for e in (*of_elements, *of_prohibitions) if ClauseRef(e.agreement, e.clause) == place]
    return list(dict.fromkeys(here))
