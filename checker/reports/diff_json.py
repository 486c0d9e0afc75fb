"""The report on a change for machines: the JSON contract, described by schemas/diff.schema.json.

Knows no language and no label. Never changes without a new SCHEMA_VERSION."""

import json
from typing import Any

from checker.compare import ClauseRef, Point
from checker.diff.model import (
    AgreementChange,
    ClauseChange,
    Diff,
    ProvisionChange,
    SuiteChange,
    VerdictChange,
    WaiverChange,
    Wording,
)
from checker.gate import Gate
from checker.model import Finding
from checker.reports import diff_words
from checker.reports.as_json import waived

SCHEMA_VERSION = "1"


def render(diff: Diff, *, lang: str, gate: Gate, colour: bool = False) -> str:
    """The change as one JSON document: all of it, nothing cut. A suite or agreement in which nothing changed is left
    out. `gate` decides what counts; the other arguments change nothing: machines read one language."""
    return json.dumps(_diff(diff, gate), ensure_ascii=False, indent=1) + "\n"


def _diff(diff: Diff, gate: Gate) -> dict[str, Any]:
    was, now = map(_baseline, diff.baselines)
    return {
        "schema_version": SCHEMA_VERSION, "was": diff.was, "now": diff.now, "baselines": {"was": was, "now": now},
        "as_of": diff.assessments[0].as_of, "baseline_is_new": diff.baseline_is_new,
        "rules": [rule._asdict() for rule in diff.rules],
        "gate": {"fail_on": str(gate), **gate.counts(diff.assessments)._asdict()},
        "totals": diff_words.totals(diff)._asdict(),
        "suites": [_suite(suite, _marked(suite, diff), gate) for suite in diff.suites if suite.changed],
    }  # fmt: skip


def _baseline(named: str) -> dict[str, str]:
    name, _, version = named.partition(" ")
    return {"id": name, "version": version}


def _marked(suite: SuiteChange, diff: Diff) -> dict[str, Finding]:
    """The findings of the new side by requirement, those marked that got worse: only of these the gate can tell."""
    if suite.now is None:
        return {}
    judged = next(each for each in diff.assessments if each.suite.id == suite.now.suite.id)
    return {finding.requirement.id: finding for finding in judged.findings}


def _suite(suite: SuiteChange, marked: dict[str, Finding], gate: Gate) -> dict[str, Any]:
    was, now = (each.suite.id if each else None for each in (suite.was, suite.now))
    return {
        "suite": now or was, "was": was, "now": now, "by_lock": suite.by_lock,
        "agreements": [] if suite.by_lock else [_agreement(each) for each in suite.agreements if each.changed],
        "facts": [
            {"fact": fact.name, "was": fact.was or None, "now": fact.now or None} for fact in suite.facts
        ],
        "documents": [document._asdict() for document in suite.documents],
        "waivers": list(map(_waiver, suite.waivers)),
        "verdicts": [
            _verdict(verdict, marked.get(verdict.requirement), gate)
            for verdict in diff_words.worst_first(suite.verdicts)
        ],
    }  # fmt: skip


# --- clauses and provisions -----------------------------------------------------------------------------------


def _agreement(agreement: AgreementChange) -> dict[str, Any]:
    unread = set(agreement.unread)
    return {
        "was": agreement.was.id if agreement.was else None,
        "now": agreement.now.id if agreement.now else None,
        "read_again": agreement.read_again,
        "clauses": [_clause(clause, clause in unread) for clause in agreement.clauses],
        "provisions": list(map(_provision, agreement.provisions)),
    }


def _clause(clause: ClauseChange, unread: bool) -> dict[str, Any]:
    return {
        "change": clause.kind, "was": _wording(clause.was), "now": _wording(clause.now), "unread": unread,
    }  # fmt: skip


def _wording(wording: Wording | None) -> dict[str, Any] | None:
    if wording is None:
        return None
    return {"at": wording.at, "words": wording.words, "file": wording.file, "line": wording.line}


def _provision(change: ProvisionChange) -> dict[str, Any]:
    evidence = change.there.evidence
    return {
        "clause": {"agreement": evidence.agreement, "at": evidence.clause},
        "file": evidence.file, "line": evidence.line, "with_text": change.with_text,
        "was": dict(change.was.fields) if change.was else None,
        "now": dict(change.now.fields) if change.now else None,
    }  # fmt: skip


# --- waivers and verdicts -------------------------------------------------------------------------------------


def _waiver(change: WaiverChange) -> dict[str, Any]:
    return {
        "requirement": change.there.waiver.requirement, "was": change.was and waived(change.was), "now": change.now and waived(change.now),
    }  # fmt: skip


def _verdict(verdict: VerdictChange, marked: Finding | None, gate: Gate) -> dict[str, Any]:
    states = verdict.change.was, verdict.change.now
    was, now = (state.verdict if state else None for state in states)
    causes = verdict.causes
    return {
        "requirement": verdict.requirement, "severity": verdict.there.requirement.severity,
        "direction": verdict.change.direction, "was": was, "now": now,
        "gating": bool(marked and gate.gates(marked)), "waived": bool(marked and marked.waived),
        "points": list(map(_point, verdict.change.points)),
        "causes": {
            "clauses": _places(causes.places), "facts": causes.facts, "documents": causes.documents,
            "rules": causes.rules,
        },
    }  # fmt: skip


def _point(point: Point) -> dict[str, Any]:
    return {
        "id": point.id, "was": point.was or None, "now": point.now or None, "direction": point.direction,
        "came": _places(point.came), "went": _places(point.went),
    }  # fmt: skip


def _places(places: tuple[ClauseRef, ...]) -> list[dict[str, str]]:
    return [{"agreement": place.agreement, "at": place.at} for place in places]
