"""The report for machines: the JSON contract, described by schemas/assessment.schema.json.

Knows no language and no label. Never changes without a new SCHEMA_VERSION."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from checker.model import (
    Agreement,
    Assessment,
    Citation,
    Clause,
    ElementStatus,
    Evidence,
    Finding,
    ProhibitionStatus,
    Verdict,
)

SCHEMA_VERSION = "1"
_EVIDENCE = ("agreement", "clause", "quote", "file", "line", "source_file", "source_line")
# The order of the keys in `counts` is part of the contract; that of Verdict is worst first.
_COUNTED = (
    Verdict.MET, Verdict.PARTIAL, Verdict.MISSING, Verdict.VIOLATED, Verdict.UNDETERMINED,
    Verdict.NOT_APPLICABLE,
)  # fmt: skip

_encode = json.JSONEncoder(ensure_ascii=False).encode


def render(
    assessments: Sequence[Assessment], *, lang: str = "en", verbose: bool = False, colour: bool = False
) -> str:
    """The assessments as one JSON document, a line for each finding, so that diffs stay readable. The other
    arguments change nothing: machines read one language.

    Raises ValueError when the assessments are of several baselines or days, which one document cannot say."""
    baselines = {(a.baseline.id, a.baseline.version, a.as_of) for a in assessments}
    if len(baselines) != 1:
        raise ValueError("one JSON report holds assessments against one baseline as of one day")
    [(baseline, version, as_of)] = baselines
    head = {
        "schema_version": SCHEMA_VERSION,
        "baseline": {"id": baseline, "version": version},
        "as_of": as_of,
    }
    return _with_list(head, "assessments", map(_assessment, assessments), ",\n") + "\n"


def _with_list(head: dict[str, Any], key: str, items: Iterable[str], between: str = ", ") -> str:
    """A JSON object with one more key: a list of items that are JSON already."""
    edge = between.strip(", ")
    return f'{_encode(head)[:-1]}, "{key}": [{edge}{between.join(items)}{edge}]}}'


def _assessment(assessment: Assessment) -> str:
    counts = assessment.counts()
    head = {
        "suite": assessment.suite.id,
        "agreements": [_agreement(agreement) for agreement in assessment.suite.agreements],
        "counts": {verdict.value: counts[verdict] for verdict in _COUNTED},
    }
    # A clause stands behind many findings: each piece of evidence is written once.
    written: dict[int, str] = {}
    return _with_list(
        head, "findings", [_finding(finding, written) for finding in assessment.findings], ",\n"
    )


def _agreement(agreement: Agreement) -> dict[str, Any]:
    return {"id": agreement.id, "title": agreement.title, "sha256": agreement.sha256}


def _finding(finding: Finding, written: dict[int, str]) -> str:
    requirement = finding.requirement
    head = {
        "requirement": requirement.id,
        "group": requirement.group,
        "severity": requirement.severity.value,
        "verdict": finding.verdict.value,
        "applicability": finding.applicability.answer.value,
        "fingerprint": finding.fingerprint,
        "citations": [_citation(citation) for citation in finding.in_force],
    }
    elements = ", ".join([_state(e.element, e.status, e.evidence, written) for e in finding.elements])
    prohibitions = ", ".join(
        [_state(p.prohibition, p.status, p.evidence, written) for p in finding.prohibitions]
    )
    rest = f'"elements": [{elements}], "prohibitions": [{prohibitions}], "waiver": null'
    return f"{_encode(head)[:-1]}, {rest}}}"


def _state(
    clause: Clause,
    status: ElementStatus | ProhibitionStatus,
    evidence: Sequence[Evidence],
    written: dict[int, str],
) -> str:
    for each in evidence:
        if id(each) not in written:  # every field but the last, which is for people
            written[id(each)] = _encode(dict(zip(_EVIDENCE, each, strict=False)))
    quotes = ", ".join([written[id(each)] for each in evidence])
    return (
        f'{{"id": "{clause.id}", "status": "{status.value}", "evidence": [{quotes}]}}'  # ids are plain ASCII
    )


def _citation(citation: Citation) -> dict[str, Any]:
    written: dict[str, Any] = {"law": citation.law, "article": citation.article}
    if citation.paragraph:
        written["paragraph"] = citation.paragraph
    if citation.item:
        written["item"] = citation.item
    return written
