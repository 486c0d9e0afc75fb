"""The report for GitLab: gaps as a Code Quality report. Never decides what fails the run, and heeds no gate.

Severities follow the verdict and the severity of the requirement (_SEVERITIES), so that a change of the gate changes no
entry; `blocker` is not used: what stops a pipeline is the exit code. GitLab knows no suppression: a waived gap stays in
the list, as `info` and with its waiver in the description. A finding keeps its fingerprint when its lines move. Paths are
relative to the working directory: run it at the root of the repository."""

import json
from collections.abc import Sequence
from typing import Any

from checker.gate import DEFAULT, Gate
from checker.model import Assessment, Finding, Severity, Verdict
from checker.reports import findings as about
from checker.reports.gaps import context, gaps, heading, position, quoted, short
from checker.reports.plain import plain
from checker.reports.quotes import in_order
from checker.reports.words import pick

# What is written weighs more than what is left out; what is half said, or may be said elsewhere, less than either.
_SEVERITIES = {
    Verdict.VIOLATED: {Severity.HIGH: "critical", Severity.MEDIUM: "major", Severity.LOW: "minor"},
    Verdict.MISSING: {Severity.HIGH: "major", Severity.MEDIUM: "minor", Severity.LOW: "info"},
    Verdict.PARTIAL: {Severity.HIGH: "minor", Severity.MEDIUM: "minor", Severity.LOW: "info"},
    Verdict.UNDETERMINED: {Severity.HIGH: "minor", Severity.MEDIUM: "minor", Severity.LOW: "info"},
}
_WAIVED = "info"


def render(
    assessments: Sequence[Assessment], *,
    lang: str = "en", verbose: bool = False, colour: bool = False, gate: Gate = DEFAULT,
) -> str:  # fmt: skip
    """The gaps of all assessments as one JSON array, worst first, a line each; only `lang` changes anything."""
    entries: dict[str, str] = {}
    for finding, assessment in gaps(assessments):
        entry = _entry(finding, assessment, lang)
        if entry["fingerprint"] in entries:  # two folders with one suite in them
            entry["fingerprint"] += f"-{len(entries)}"
        entries[entry["fingerprint"]] = json.dumps(entry, ensure_ascii=False)
    return "[\n" + ",\n".join(entries.values()) + "\n]\n" if entries else "[]\n"


def _entry(finding: Finding, assessment: Assessment, lang: str) -> dict[str, Any]:
    path, line = position(finding, assessment)
    return {
        "description": _description(finding, assessment, lang),
        "check_name": finding.requirement.id,
        "fingerprint": finding.fingerprint,
        "severity": _severity(finding),
        "location": {"path": path, "lines": {"begin": line}},
    }


def _severity(finding: Finding) -> str:
    return _WAIVED if finding.waived else _SEVERITIES[finding.verdict][finding.requirement.severity]


def _description(finding: Finding, assessment: Assessment, lang: str) -> str:
    """All on one line, which is what GitLab shows."""
    parts = [heading(finding, lang), plain(pick(finding.requirement.title, lang)), short(finding, lang)]
    hits = about.hits(finding)
    if hits and hits[0].evidence:
        parts.append(quoted(in_order(hits[0].evidence, assessment.suite)[0], lang))
    return " · ".join([*parts, *context(finding, assessment, lang)])
