"""What a reader of a finding asks, answered in words: which first, what is missing, where we looked.

Shared by the formats for people. Never lays out, never escapes: what it returns is plain text."""

from collections.abc import Iterable, Mapping, Sequence

from checker.model import (
    Answer,
    ElementFinding,
    ElementStatus,
    Evidence,
    Fact,
    Finding,
    NotHeld,
    ProhibitionFinding,
    ProhibitionStatus,
    Severity,
    Suite,
    Verdict,
)  # fmt: skip
from checker.reports import names, words
from checker.reports.words import pick

_VERDICTS = tuple(Verdict)
_SEVERITIES = tuple(Severity)
ACTION = (Verdict.VIOLATED, Verdict.MISSING, Verdict.PARTIAL, Verdict.UNDETERMINED)


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Findings by verdict, then severity, else in their order."""
    return sorted(
        findings, key=lambda f: (_VERDICTS.index(f.verdict), _SEVERITIES.index(f.requirement.severity))
    )


def unsaid(finding: Finding) -> list[ElementFinding]:
    """The elements that are not said."""
    return [element for element in finding.elements if element.status is not ElementStatus.SAID]


def said(finding: Finding) -> list[ElementFinding]:
    """The elements that are said."""
    return [element for element in finding.elements if element.status is ElementStatus.SAID]


def hits(finding: Finding) -> list[ProhibitionFinding]:
    """The prohibitions that some clause hits."""
    return [p for p in finding.prohibitions if p.status is ProhibitionStatus.HIT]


def evidence(finding: Finding) -> list[Evidence]:
    """The clauses behind a verdict, each place once: those that violate it, else those that say it."""
    parts: Sequence[ElementFinding | ProhibitionFinding] = hits(finding) or said(finding)
    return places(e for part in parts for e in part.evidence)


def looked_at(finding: Finding) -> list[Evidence]:
    """The clauses in which an element that is not said could have stood, each place once."""
    return places(e for element in unsaid(finding) for e in element.looked_at)


def places(evidence: Iterable[Evidence]) -> list[Evidence]:
    """One piece of evidence for each clause, in order."""
    return list({(e.agreement, e.clause): e for e in reversed(list(evidence))}.values())[::-1]


def assumed(finding: Finding) -> bool:
    """Whether the requirement is judged although it is not known to apply."""
    return finding.applicability.answer is Answer.OPEN


def assumption(finding: Finding, lang: str) -> str:
    """What is assumed and which facts are not known; empty where nothing is assumed."""
    if not assumed(finding):
        return ""
    when, facts = pick(finding.requirement.applies_words, lang), _facts(finding.applicability.facts, lang)
    return pick(words.ASSUMED_SENTENCE, lang).format(when=when, facts=facts)


def why_not(finding: Finding, facts: Mapping[str, Fact], lang: str) -> tuple[str, list[Evidence]]:
    """Why a requirement does not apply, and the clauses that this rests on, if it does."""
    applicability = finding.applicability
    if not finding.in_force:
        return pick(words.NOT_BY_LAW, lang), []
    by = places(provision.evidence for provision in applicability.by)
    if applicability.facts:
        answer = pick(words.ANSWERS[facts[applicability.facts[0]].answer], lang)
        named = _facts(applicability.facts, lang)
        return pick(words.NOT_BY_FACT, lang).format(facts=named, answer=answer), by
    return pick(words.NOT_BY_CLAUSES if by else words.NOT_BY_SUBJECT, lang), by


def cited_clause(at: str, lang: str) -> str:
    """A clause as a quote names it: `clause 6.4`, or just `preamble`."""
    return clause(at, lang) if at in words.NAMES_OF_PARTS else pick(words.CLAUSE, lang).format(at=at)


def looked_sentence(finding: Finding, suite: Suite, lang: str, places_named: str) -> str:
    """Where we looked for the elements that are not said, the places already named; or how much was read."""
    found = looked_at(finding)
    if found:
        number = words.clauses(len(found), lang)
        return pick(words.LOOKED_SENTENCE, lang).format(clauses=number, places=places_named)
    read = sum(agreement.clauses for agreement in suite.agreements)
    held = words.documents(len(suite.agreements), lang)
    return pick(words.LOOKED_NOWHERE, lang).format(clauses=words.clauses(read, lang), documents=held)


def clause(at: str, lang: str) -> str:
    """The number of a clause as a reader sees it; `preamble` and `closing` are no numbers."""
    name = words.NAMES_OF_PARTS.get(at)
    return pick(name, lang) if name else at


def documents_named(not_held: Iterable[NotHeld], lang: str) -> str:
    """Documents that are not held, with their types, in a sentence."""
    return pick(words.LIST, lang).join(
        title(held.title, lang) + pick(words.IN_BRACKETS, lang).format(names.document_type(held.type, lang))
        for held in not_held
    )


def title(written: str, lang: str) -> str:
    """The title of a document in title marks."""
    if lang != "zh":
        return f"“{written}”"
    return written if written.startswith("《") else f"《{written}》"


def _facts(facts: Iterable[str], lang: str) -> str:
    return pick(words.LIST, lang).join(f"“{names.fact(fact, lang)}”" for fact in facts)
