"""One requirement told in full, for a person at the terminal: the law, the conditions, the remedy; and on a
suite, what was found and where. Returns text; never reads files."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from checker.model import (
    Assessment,
    Baseline,
    Clause,
    ElementStatus,
    Evidence,
    Finding,
    Provision,
    Requirement,
    Words,
)
from checker.reports import citations, findings, waived, words
from checker.reports.near import nearest
from checker.reports.plain import plain
from checker.reports.quotes import gathered
from checker.reports.reading import readings
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
    """The requirement, then its verdict on a suite: each element and prohibition with its clauses."""
    verdict = pick(words.VERDICTS[finding.verdict], lang)
    title = pick(assessment.suite.title, lang)
    lines = [
        requirement(finding.requirement, assessment.baseline, lang=lang),
        *_labelled(words.VERDICT, f"{verdict} · {title}{waived.short(finding, lang)}", lang),
        *_labelled(words.FINGERPRINT, finding.fingerprint, lang),
        *(
            line
            for label, said in waived.points(finding, lang)
            for line in _labelled(label, plain(said), lang)
        ),
        *_applicability(finding, assessment, lang),
    ]
    for element in finding.elements:
        lines += _states(
            element.element, pick(words.STATUSES[element.status], lang), element.by, assessment, lang
        )
        if element.status is not ElementStatus.SAID:
            lines += _near(element.element, assessment, lang)
    for each in finding.prohibitions:
        lines += _states(each.prohibition, pick(words.STATUSES[each.status], lang), each.by, assessment, lang)
    for held in finding.deferred_to:
        lines += _labelled(words.DEFERRED, findings.documents_named([held], lang), lang)
    return "\n".join(lines) + "\n"


def _labelled(label: Words, text: str, lang: str) -> Iterator[str]:
    yield f"{pick(label, lang)}{pick(words.COLON, lang)}{text}"


def _basis(requirement: Requirement, baseline: Baseline, lang: str) -> Iterator[str]:
    for citation in requirement.citations:
        yield from _labelled(words.BASIS, citations.cite(citation, baseline.laws[citation.law], lang), lang)


def _applies(source: Mapping[str, Any]) -> Iterator[str]:
    for word in ("when", "unless"):
        for part in source.get(word, ()):
            yield f"    {word} {flow(part)}"
    if "subject" in source:
        yield f"    subject {flow(source['subject'])}"


def _condition(clause: Clause) -> Iterator[str]:
    yield from (f"    {line}" for line in _outline(clause.source))


def _outline(source: Any, indent: str = "") -> Iterator[str]:
    """A condition as the baseline writes it, a pattern a line."""
    for word, part in source.items():
        if isinstance(part, list):
            yield f"{indent}{word}:"
            for each in part:
                inner = (
                    list(_outline(each)) if "kind" not in each and word in ("all", "any") else [flow(each)]
                )
                yield from (f"{indent}  {'- ' if n == 0 else '  '}{line}" for n, line in enumerate(inner))
        else:
            yield f"{indent}{word}: {flow(part)}"


def flow(source: Any) -> str:
    """Plain data in YAML's flow style, on one line."""
    if isinstance(source, Mapping):
        return "{" + ", ".join(f"{key}: {flow(part)}" for key, part in source.items()) + "}"
    if isinstance(source, list):
        return "[" + ", ".join(map(flow, source)) + "]"
    return source if isinstance(source, str) else json.dumps(source)


def _applicability(finding: Finding, assessment: Assessment, lang: str) -> Iterator[str]:
    if assumption := findings.assumption(finding, lang):
        yield from _labelled(words.ASSUMED, assumption, lang)
    if finding.verdict == "not_applicable":
        why, by = findings.why_not(finding, assessment.suite.facts, lang)
        yield from _labelled(words.WHY_NOT, why, lang)
        yield from _quotes(by, lang)


def _states(
    clause: Clause, status: str, by: tuple[Provision, ...], assessment: Assessment, lang: str
) -> Iterator[str]:
    yield ""
    yield f"{clause.id} · {status} · {pick(clause.words, lang)}"
    for quote in gathered(by, {}, assessment.suite):
        yield from _quotes([quote.evidence], lang)
        yield from _reading(quote.provisions, lang)


def _quotes(evidence: Iterable[Evidence], lang: str) -> Iterator[str]:
    for each in evidence:
        yield f"    {each.agreement} {findings.clause(each.clause, lang)}  {each.file}:{each.line}"
        yield f"      “{plain(each.quote)}”"


def _reading(provisions: tuple[Provision, ...], lang: str) -> Iterator[str]:
    for label, text in readings(provisions, lang):
        yield f"      {pick(label, lang)}{pick(words.COLON, lang)}{plain(text)}"


def _near(clause: Clause, assessment: Assessment, lang: str) -> Iterator[str]:
    """The clauses that come nearest to an element that is not said, or that there are none."""
    near = nearest(clause, assessment.provisions)
    if not near.shown:
        yield f"    {pick(words.NOTHING_NEAR, lang)}"
        return
    yield f"    {pick(words.NEAREST_HELD, lang)}{pick(words.COLON, lang)}".rstrip()
    for provision in near.shown:
        yield from _quotes([provision.evidence], lang)
        yield from _reading((provision,), lang)
    if near.more:
        yield f"    {pick(words.AND_MORE, lang).format(number=near.more)}"
