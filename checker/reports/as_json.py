"""The report for machines: the JSON contract, described by schemas/assessment.schema.json.

Knows no language and no label. Never changes without a new SCHEMA_VERSION."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from checker.model import Agreement, Assessment, Citation, Evidence, Finding, Verdict

SCHEMA_VERSION = "1"
_EVIDENCE = ("agreement", "clause", "quote", "file", "line", "source_file", "source_line")
# The order of the keys in `counts` is part of the contract; that of Verdict is worst first.
_COUNTED = (
    Verdict.MET, Verdict.PARTIAL, Verdict.MISSING, Verdict.VIOLATED, Verdict.UNDETERMINED,
    Verdict.NOT_APPLICABLE,
)  # fmt: skip


def render(
    assessments: Sequence[Assessment], *, lang: str = "en", verbose: bool = False, colour: bool = False
) -> str:
    """The assessments as one JSON document. The other arguments change nothing: machines read one language.

    Raises ValueError when the assessments are of several baselines or days, which one document cannot say."""
    whole = document(assessments)
    encode = json.JSONEncoder(ensure_ascii=False).encode
    # One line a finding: diffs stay readable, and unlike `indent` it is written by the fast encoder.
    suites = []
    for suite in whole.pop("assessments"):
        findings = [encode(finding) for finding in suite.pop("findings")]
        suites.append(_with_lines(encode(suite), "findings", findings))
    return _with_lines(encode(whole), "assessments", suites) + "\n"


def _with_lines(written: str, key: str, items: list[str]) -> str:
    """A JSON object, as it is written, with one more key: a list with a line for each item."""
    return f'{written[:-1]}, "{key}": [\n' + ",\n".join(items) + "\n]}"


def document(assessments: Sequence[Assessment]) -> dict[str, Any]:
    """The assessments as plain data, keys in the order of the contract."""
    baselines = {(a.baseline.id, a.baseline.version, a.as_of) for a in assessments}
    if len(baselines) != 1:
        raise ValueError("one JSON report holds assessments against one baseline as of one day")
    [(baseline, version, as_of)] = baselines
    return {
        "schema_version": SCHEMA_VERSION,
        "baseline": {"id": baseline, "version": version},
        "as_of": as_of,
        "assessments": [_assessment(assessment) for assessment in assessments],
    }


def _assessment(assessment: Assessment) -> dict[str, Any]:
    counts = assessment.counts()
    return {
        "suite": assessment.suite.id,
        "agreements": [_agreement(agreement) for agreement in assessment.suite.agreements],
        "counts": {verdict.value: counts[verdict] for verdict in _COUNTED},
        "findings": [_finding(finding) for finding in assessment.findings],
    }


def _agreement(agreement: Agreement) -> dict[str, Any]:
    return {"id": agreement.id, "title": agreement.title, "sha256": agreement.sha256}


def _finding(finding: Finding) -> dict[str, Any]:
    requirement = finding.requirement
    return {
        "requirement": requirement.id,
        "group": requirement.group,
        "severity": requirement.severity.value,
        "verdict": finding.verdict.value,
        "applicability": finding.applicability.answer.value,
        "fingerprint": finding.fingerprint,
        "citations": [_citation(citation) for citation in finding.in_force],
        "elements": [
            {"id": e.element.id, "status": e.status.value, "evidence": _evidence(e.evidence)}
            for e in finding.elements
        ],
        "prohibitions": [
            {"id": p.prohibition.id, "status": p.status.value, "evidence": _evidence(p.evidence)}
            for p in finding.prohibitions
        ],
        "waiver": None,
    }


def _citation(citation: Citation) -> Mapping[str, Any]:
    written: dict[str, Any] = {"law": citation.law, "article": citation.article}
    if citation.paragraph:
        written["paragraph"] = citation.paragraph
    if citation.item:
        written["item"] = citation.item
    return written


def _evidence(evidence: Sequence[Evidence]) -> list[dict[str, Any]]:
    # Every field but the last, which is for people.
    return [dict(zip(_EVIDENCE, e, strict=False)) for e in evidence]
