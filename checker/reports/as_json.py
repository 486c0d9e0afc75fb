"""The report for machines: the JSON contract, described by schemas/assessment.schema.json.

Knows no language and no label. Never changes without a new SCHEMA_VERSION."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from checker.gate import DEFAULT, Gate
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
    Waived,
)

SCHEMA_VERSION = "1"
# The order of the keys in `counts` is part of the contract; that of Verdict is worst first.
_COUNTED = (
    Verdict.MET, Verdict.PARTIAL, Verdict.MISSING, Verdict.VIOLATED, Verdict.UNDETERMINED,
    Verdict.NOT_APPLICABLE,
)  # fmt: skip

_encode = json.JSONEncoder(ensure_ascii=False).encode


def render(
    assessments: Sequence[Assessment], *,
    lang: str = "en", verbose: bool = False, colour: bool = False, gate: Gate = DEFAULT,
) -> str:  # fmt: skip
    """The assessments as one JSON document, a line for each finding, so that diffs stay readable. `gate`
    decides what is counted; the other arguments change nothing: machines read one language.

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
    items = (_assessment(assessment, gate) for assessment in assessments)
    return "\n".join([*_with_list(head, "assessments", items), ""])


def waived(waived: Waived) -> dict[str, Any]:
    """One waiver and what it is worth, as JSON."""
    waiver = waived.waiver
    clause = {"clause": {"agreement": waiver.agreement, "at": waiver.at}} if waiver.at else {}
    limits = {"element": waiver.element, "prohibition": waiver.prohibition}
    return {
        "state": waived.state, **{key: limit for key, limit in limits.items() if limit}, **clause,
        "fingerprint": waiver.fingerprint, "reason": waiver.reason, "approved_by": waiver.approved_by,
        "approved_on": waiver.approved_on, "expires": waiver.expires, "file": waiver.file, "line": waiver.line,
    }  # fmt: skip


def _with_list(head: dict[str, Any], key: str, items: Iterable[list[str]]) -> list[str]:
    """The lines of a JSON object with one more key: a list of items that are lines of JSON already."""
    lines = [f'{_encode(head)[:-1]}, "{key}": [']
    for item in items:
        lines += item
        lines[-1] += ","
    return [*lines[:-1], lines[-1][:-1], "]}"]


def _assessment(assessment: Assessment, gate: Gate) -> list[str]:
    counts = assessment.counts()
    counted = gate.counts([assessment])
    head = {
        "suite": assessment.suite.id,
        "agreements": [_agreement(agreement) for agreement in assessment.suite.agreements],
        "counts": {verdict: counts[verdict] for verdict in _COUNTED},
        "gate": {"fail_on": str(gate), **counted._asdict()},
    }
    # A clause stands behind many findings: each piece of evidence is written once.
    written: dict[int, str] = {}
    return _with_list(head, "findings", ([_finding(finding, written)] for finding in assessment.findings))


def _agreement(agreement: Agreement) -> dict[str, Any]:
    return {"id": agreement.id, "title": agreement.title, "sha256": agreement.sha256}


# --- findings: templates, since an encoder costs more to set up than such small objects to write --------------


def _finding(finding: Finding, written: dict[int, str]) -> str:
    requirement = finding.requirement  # its id, as all ids, is plain ASCII
    citations = ", ".join([_citation(citation) for citation in finding.in_force])
    elements = ", ".join([_state(e.element, e.status, e.evidence, written) for e in finding.elements])
    prohibitions = ", ".join(
        [_state(p.prohibition, p.status, p.evidence, written) for p in finding.prohibitions]
    )
    return (
        f'{{"requirement": "{requirement.id}", "group": "{requirement.group}", '
        f'"severity": "{requirement.severity}", "verdict": "{finding.verdict}", '
        f'"applicability": "{finding.applicability.answer}", "fingerprint": "{finding.fingerprint}", '
        f'"citations": [{citations}], "elements": [{elements}], "prohibitions": [{prohibitions}], "waiver": {_waiver(finding)}}}'
    )


def _waiver(finding: Finding) -> str:
    """What was accepted of a finding; null where nothing was."""
    if not finding.waivers:
        return "null"
    return _encode({"covers": finding.waived, "waivers": list(map(waived, finding.waivers))})


def _state(
    clause: Clause,
    status: ElementStatus | ProhibitionStatus,
    evidence: Sequence[Evidence],
    written: dict[int, str],
) -> str:
    for each in evidence:
        if id(each) not in written:
            written[id(each)] = _evidence(each)
    quotes = ", ".join([written[id(each)] for each in evidence])
    return f'{{"id": "{clause.id}", "status": "{status}", "evidence": [{quotes}]}}'


def _evidence(evidence: Evidence) -> str:
    agreement, clause, quote, file, line, source_file, source_line, _ = evidence
    return (
        f'{{"agreement": {_encode(agreement)}, "clause": {_encode(clause)}, "quote": {_encode(quote)}, '
        f'"file": {_encode(file)}, "line": {line}, '
        f'"source_file": {_encode(source_file)}, "source_line": {source_line}}}'
    )


def _citation(citation: Citation) -> str:
    paragraph = f', "paragraph": {citation.paragraph}' if citation.paragraph else ""
    item = f', "item": {citation.item}' if citation.item else ""
    return f'{{"law": {_encode(citation.law)}, "article": {_encode(citation.article)}{paragraph}{item}}}'
