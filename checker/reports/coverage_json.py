"""Coverage for machines: the JSON contract, described by schemas/coverage.schema.json.

Knows no language and no label; leaves nothing out. Never changes without a new SCHEMA_VERSION."""

import json
from typing import Any

from checker.coverage.model import (
    ACCOUNTED,
    AgreementCoverage,
    Candidate,
    Candidates,
    ClauseCoverage,
    Coverage,
    Pillar,
    State,
    SuiteCoverage,
)

SCHEMA_VERSION = "1"


def render(coverage: Coverage, *, lang: str) -> str:
    """The coverage as JSON; `lang` changes nothing."""
    baseline = coverage.baseline
    contract = {
        "schema_version": SCHEMA_VERSION,
        "baseline": {"id": baseline.id, "version": baseline.version},
        "suites": list(map(_suite, coverage.suites)),
    }
    return json.dumps(contract, ensure_ascii=False, indent=2) + "\n"


def _suite(suite: SuiteCoverage) -> dict[str, Any]:
    assessed = suite.assessment is not None
    return {
        "suite": suite.id,
        "as_of": suite.assessment.as_of if suite.assessment else None,
        "problems": suite.problems,
        "agreements": list(map(_agreement, suite.agreements)),
        "rests_on_one_clause": list(map(_pillar, suite.pillars)) if assessed else None,
        "candidates": list(map(_candidates, suite.candidates)) if assessed else None,
    }


def _agreement(each: AgreementCoverage) -> dict[str, Any]:
    return {
        "id": each.id, "title": each.title, "file": each.file, "source_file": each.source_file,
        "stale": each.stale, "quotes_not_found": each.lost,
        "counts": {
            "clauses": len(each.clauses),
            **{state: each.number(state) for state in State},
            "accounted_for": each.number(*ACCOUNTED),
        },
        "characters": each.characters._asdict(),
        "clauses": [{"line": clause.line, **_clause(clause)} for clause in each.clauses],
        "unused_provisions": [unused._asdict() for unused in each.unused],
    }  # fmt: skip


def _clause(clause: ClauseCoverage) -> dict[str, Any]:
    return {
        "at": clause.at, "state": clause.state, "because": clause.because or None, "kinds": sorted(clause.kinds),
    }  # fmt: skip


def _pillar(pillar: Pillar) -> dict[str, Any]:
    evidence = pillar.evidence
    return {
        "requirement": pillar.requirement, "verdict": pillar.verdict, "without": pillar.without,
        "agreement": evidence.agreement, "at": evidence.clause,
        "source_file": evidence.source_file, "line": evidence.source_line,
    }  # fmt: skip


def _candidates(found: Candidates) -> dict[str, Any]:
    finding = found.finding
    return {
        "requirement": finding.requirement.id, "verdict": finding.verdict,
        "severity": finding.requirement.severity, "clauses": list(map(_candidate, found.places)),
    }  # fmt: skip


def _candidate(candidate: Candidate) -> dict[str, Any]:
    return {
        "agreement": candidate.clause.agreement, **_clause(candidate.clause), "words": candidate.word,
        "source_file": candidate.source_file, "line": candidate.line, "text": candidate.text,
    }  # fmt: skip
