"""The gate in words: what was looked at, and what of it fails the run. Never decides: `checker.gate` has."""

from collections.abc import Sequence

from checker.gate import Gate
from checker.model import Assessment, Finding, Severity, Words
from checker.reports import words
from checker.reports.words import pick

_COUNTS = Words(
    "门禁（{rules}）：已评估 {evaluated} 项，不适用 {not_applicable} 项，缺口 {gaps} 项，其中已豁免 {waived} 项，"
    "致使检查不通过 {gating} 项。",
    "Gate ({rules}): {evaluated} evaluated, {not_applicable} not applicable, {gaps} with gaps, {waived} of them waived, "
    "{gating} failing the run.",
)
_FILTERED = Words(
    "没有一项缺口计入门禁：均已豁免或不在门禁条件之内。",
    "No gap counts: each is waived, or the gate leaves it out.",
)
_OPEN = Words("未设置", "open")
_WORSE = Words("较此前变差", "worse than before")
_OF = {
    Severity.HIGH: Words("严重程度高的{rules}", "{rules} of high severity"),
    Severity.MEDIUM: Words("严重程度中及以上的{rules}", "{rules} of medium severity or above"),
    Severity.LOW: Words("{rules}", "{rules}"),
}
_OR = Words("、", " or ")


def counted(gate: Gate, assessments: Sequence[Assessment], lang: str) -> str:
    """What was looked at, and what of it fails the run; that every gap was filtered away, if so."""
    counts = gate.counts(assessments)
    said = pick(_COUNTS, lang).format(rules=rules(gate, lang), **counts._asdict())
    if counts.all_filtered and gate.verdicts:
        said += pick(words.SPACE, lang) + pick(_FILTERED, lang)
    return said


def short(finding: Finding, lang: str) -> str:
    """What stands behind a finding that got worse, where somebody compared; else empty."""
    return pick(words.IN_BRACKETS, lang).format(pick(_WORSE, lang)) if finding.worse else ""


def rules(gate: Gate, lang: str) -> str:
    """What fails a run: `violated or missing of high severity; partial`."""
    by_least: dict[Severity, list[str]] = {}
    for verdict, least in gate.verdicts:
        by_least.setdefault(least, []).append(pick(words.VERDICTS[verdict], lang))
    if gate.worse:
        by_least.setdefault(gate.worse, []).append(pick(_WORSE, lang))
    told = [
        pick(_OF[least], lang).format(rules=pick(_OR, lang).join(named)) for least, named in by_least.items()
    ]
    return pick(words.TEXTS, lang).join(told) or pick(_OPEN, lang)
