"""The report for spreadsheets: a CSV table, a row for each finding, in the order of the catalogue. Never counts.

As spreadsheets want it: a byte order mark, lines that end with CR LF, one line a row, no cell that is a formula, none
longer than a cell can be. Clauses, quotes and sources have their entries in the same order: what violates, else what
says it, else what refers to a document not held, else why the requirement does not apply."""

import csv
import re
from collections.abc import Sequence

from checker.gate import DEFAULT, Gate
from checker.model import GAPS, Answer, Assessment, Evidence, Finding, Verdict, Words
from checker.reports import findings as about
from checker.reports import waived, words
from checker.reports.citations import basis
from checker.reports.plain import plain
from checker.reports.quotes import in_order
from checker.reports.words import pick

MOST = 32_767  # characters in a cell of Excel, which counts UTF-16 units
HEADERS = (
    Words("文件套", "Suite"), Words("要求标识", "Requirement"), Words("要求", "Title"), words.GROUP, words.SEVERITY,
    words.VERDICT, Words("是否适用", "Applies"), Words("致使检查不通过", "Fails the run"),
    Words("是否豁免", "Waived"), Words("豁免说明", "Waivers"), Words("未载明的要素", "Elements not said"),
    Words("违反的禁止事项", "Prohibitions hit"), Words("条款", "Clauses"), Words("引文", "Quotes"),
    Words("源文本位置", "Source"), Words("法律依据", "Articles of law"), words.REMEDY, words.FINGERPRINT,
)  # fmt: skip
_MARK = "\ufeff"
# What a spreadsheet would compute; characters without width do not keep it from doing so.
_FORMULA = re.compile("[\\s\u200b-\u200d\u2060\ufeff]*[=+@＝＋－＠-]")
_CUT = Words("……（共 {number} 个字符，此处截断）", "… (cut: {number} characters in all)")


class _Lines(list[str]):
    """Where the writer of the csv module writes to."""

    def write(self, line: str) -> None:
        self.append(line)


def render(
    assessments: Sequence[Assessment], *,
    lang: str = "en", verbose: bool = False, colour: bool = False, gate: Gate = DEFAULT,
) -> str:  # fmt: skip
    """The findings of all assessments as one table, headers first; `verbose` and `colour` change nothing."""
    lines = _Lines([_MARK])
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow([pick(header, lang) for header in HEADERS])
    for assessment in assessments:
        for finding in assessment.findings:
            writer.writerow([_cell(text, lang) for text in _row(finding, assessment, lang, gate)])
    return "".join(lines)


def _row(finding: Finding, assessment: Assessment, lang: str, gate: Gate) -> list[str]:
    requirement, baseline = finding.requirement, assessment.baseline
    evidence = _evidence(finding, assessment, lang)
    return [
        assessment.suite.id,
        requirement.id,
        pick(requirement.title, lang),
        pick(baseline.groups[requirement.group], lang),
        pick(words.SEVERITIES[requirement.severity], lang),
        pick(words.VERDICTS[finding.verdict], lang),
        _applies(finding, assessment, lang),
        _yes(gate.gates(finding), lang),
        _yes(finding.waived, lang),
        _list([said for _, said in waived.points(finding, lang)], lang),
        _unsaid(finding, lang),
        _violated(finding, lang),
        _list([f"{e.agreement} {about.clause(e.clause, lang)}" for e in evidence], lang),
        _list([pick(words.QUOTE, lang).format(quote=plain(e.quote)) for e in evidence], lang),
        _list([f"{e.source_file}:{e.source_line}" for e in evidence], lang),
        _list(basis(finding, baseline.laws, assessment.as_of, lang), lang),
        pick(requirement.remedy, lang) if finding.verdict in GAPS else "",
        finding.fingerprint,
    ]


def _applies(finding: Finding, assessment: Assessment, lang: str) -> str:
    if finding.verdict is Verdict.NOT_APPLICABLE:
        reason, _ = about.why_not(finding, assessment.suite.facts, lang)
        return _yes(False, lang) + pick(words.COLON, lang) + reason
    if finding.applicability.answer is Answer.OPEN:
        return pick(words.ASSUMED_SHORT, lang) + pick(words.COLON, lang) + about.assumption(finding, lang)
    return _yes(True, lang)


def _unsaid(finding: Finding, lang: str) -> str:
    """Of a gap: the elements that are not said, and the documents not held in which they may stand."""
    if finding.verdict not in GAPS:
        return ""
    said = _list([pick(e.element.words, lang) for e in about.unsaid(finding)], lang)
    if not finding.deferred_to:
        return said
    elsewhere = pick(words.COLON, lang) + about.documents_named(finding.deferred_to, lang)
    return said + pick(words.IN_BRACKETS, lang).format(pick(words.DEFERRED, lang) + elsewhere)


def _violated(finding: Finding, lang: str) -> str:
    hits = about.hits(finding) if finding.verdict in GAPS else []
    return _list([pick(hit.prohibition.words, lang) for hit in hits], lang)


def _evidence(finding: Finding, assessment: Assessment, lang: str) -> list[Evidence]:
    """Each quote once, by document and position."""
    if finding.verdict is Verdict.NOT_APPLICABLE:
        return about.why_not(finding, assessment.suite.facts, lang)[1]
    parts = about.hits(finding) or about.said(finding) or about.unsaid(finding)
    return in_order(list(dict.fromkeys(e for part in parts for e in part.evidence)), assessment.suite)


def _yes(answer: bool, lang: str) -> str:
    return pick(words.YES if answer else words.NO, lang)


def _list(entries: Sequence[str], lang: str) -> str:
    return pick(words.TEXTS, lang).join(entries)


def _cell(text: str, lang: str) -> str:
    """Text on one line that a spreadsheet shows and never computes, cut if a cell cannot hold it."""
    line = plain(text)
    safe = f"'{line}" if _FORMULA.match(line) else line
    units = safe.encode("utf-16-le")
    if len(units) <= 2 * MOST:
        return safe
    mark = pick(_CUT, lang).format(number=len(line))
    return units[: 2 * (MOST - len(mark))].decode("utf-16-le", "ignore") + mark
