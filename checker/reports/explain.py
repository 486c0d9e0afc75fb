"""One requirement told in full, for a person at the terminal: the law, the conditions, the remedy; and on a suite,
what was found and where. Returns text; never reads files."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from checker.model import Assessment, Baseline, Clause, Evidence, Finding, Requirement
from checker.reports import citations, findings, words
from checker.reports.plain import plain
from checker.reports.words import pick


def requirement(requirement: Requirement, baseline: Baseline, *, lang: str) -> str:
    """What a requirement demands, when it applies, on what law it rests, and what to write instead."""
    lines = [
        f"{requirement.id} · {pick(requirement.title, lang)}",
        *_labelled(words.SEVERITY, pick(words.SEVERITIES[requirement.severity], lang), lang),
        *_basis(requirement, baseline, lang),
        *_labelled(words.APPLIES, pick(requirement.applies_words, lang), lang),
        *_applies(requirement.applies_source),
    ]
    for label, clauses in (
        (words.MUST_SAY, requirement.elements),
        (words.MUST_NOT_SAY, requirement.prohibitions),
    ):
        for clause in clauses:
            lines += [
                "",
                *_labelled(label, f"{clause.id} · {pick(clause.words, lang)}", lang),
                *_condition(clause),
            ]
    return "\n".join([*lines, "", *_labelled(words.REMEDY, pick(requirement.remedy, lang), lang)]) + "\n"


def finding(finding: Finding, assessment: Assessment, *, lang: str) -> str:
    """The requirement, then its verdict on a suite: each element and prohibition with the clauses behind it."""
    verdict = pick(words.VERDICTS[finding.verdict], lang)
    title = pick(assessment.suite.title, lang)
    lines = [
        requirement(finding.requirement, assessment.baseline, lang=lang),
        *_labelled(words.VERDICT, f"{verdict} · {title}", lang),
        *_applicability(finding, assessment, lang),
    ]
    for element in finding.elements:
        lines += _states(element.element, pick(words.STATUSES[element.status], lang), element.evidence, lang)
        if not element.evidence:
            lines += _places(words.LOOKED_AT, element.looked_at, lang)
    for each in finding.prohibitions:
        lines += _states(each.prohibition, pick(words.STATUSES[each.status], lang), each.evidence, lang)
    for held in finding.deferred_to:
        lines += _labelled(words.DEFERRED, findings.documents_named([held], lang), lang)
    return "\n".join(lines) + "\n"


def _labelled(label: words.Words, text: str, lang: str) -> Iterator[str]:
    yield f"{pick(label, lang)}{pick(words.COLON, lang)}{text}"


def _basis(requirement: Requirement, baseline: Baseline, lang: str) -> Iterator[str]:
    for citation in requirement.citations:
        yield from _labelled(words.BASIS, citations.cite(citation, baseline.laws[citation.law], lang), lang)


def _applies(source: Mapping[str, Any]) -> Iterator[str]:
    for word in ("when", "unless"):
        for part in source.get(word, ()):
            yield f"    {word} {_written(part)}"
    if "subject" in source:
        yield f"    subject {_written(source['subject'])}"


def _condition(clause: Clause) -> Iterator[str]:
    yield from (f"    {line}" for line in _outline(clause.source))


def _outline(source: Any, indent: str = "") -> Iterator[str]:
    """A condition as the baseline writes it, a pattern a line."""
    for word, part in source.items():
        if isinstance(part, list):
            yield f"{indent}{word}:"
            for each in part:
                inner = (
                    list(_outline(each))
                    if "kind" not in each and word in ("all", "any")
                    else [_written(each)]
                )
                yield from (f"{indent}  {'- ' if n == 0 else '  '}{line}" for n, line in enumerate(inner))
        else:
            yield f"{indent}{word}: {_written(part)}"


def _written(source: Any) -> str:
    """A pattern in YAML's flow style."""
    if isinstance(source, Mapping):
        return "{" + ", ".join(f"{key}: {_written(part)}" for key, part in source.items()) + "}"
    if isinstance(source, list):
        return "[" + ", ".join(map(_written, source)) + "]"
    return source if isinstance(source, str) else json.dumps(source)


def _applicability(finding: Finding, assessment: Assessment, lang: str) -> Iterator[str]:
    if assumption := findings.assumption(finding, lang):
        yield from _labelled(words.ASSUMED, assumption, lang)
    if finding.verdict == "not_applicable":
        why, by = findings.why_not(finding, assessment.suite.facts, lang)
        yield from _labelled(words.WHY_NOT, why, lang)
        yield from _quotes(by, lang)


def _states(clause: Clause, status: str, evidence: tuple[Evidence, ...], lang: str) -> Iterator[str]:
    yield ""
    yield f"{clause.id} · {status} · {pick(clause.words, lang)}"
    yield from _quotes(evidence, lang)


def _quotes(evidence: Iterator[Evidence] | tuple[Evidence, ...] | list[Evidence], lang: str) -> Iterator[str]:
    for each in evidence:
        yield f"    {each.agreement} {findings.clause(each.clause, lang)}  {each.file}:{each.line}"
        yield f"      “{plain(each.quote)}”"


def _places(label: words.Words, looked_at: tuple[Evidence, ...], lang: str) -> Iterator[str]:
    named = [f"{e.agreement} {findings.clause(e.clause, lang)}" for e in findings.places(looked_at)]
    yield f"    {pick(label, lang)}{pick(words.COLON, lang)}" + (pick(words.LIST, lang).join(named) or "–")
