"""What a reader of a finding asks, answered in words: which first, what is missing, what is assumed.

Shared by the formats for people. Never lays out, never escapes: what it returns is plain text."""

from collections.abc import Iterable, Mapping, Sequence

from checker.model import (
    Agreement,
    Answer,
    Assessment,
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
from checker.reports.plain import plain
from checker.reports.words import pick

_VERDICTS = tuple(Verdict)
_SEVERITIES = tuple(Severity)
PRIVACY_POLICIES = ("privacy_policy", "sdk_privacy_policy", "account_privacy_policy")


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


def places(evidence: Iterable[Evidence]) -> list[Evidence]:
    """One piece of evidence for each clause, in order."""
    found: dict[tuple[str, str], Evidence] = {}
    for each in evidence:
        found.setdefault((each.agreement, each.clause), each)
    return list(found.values())


def by_silence(finding: Finding) -> bool:
    """Whether a requirement is met only because no clause held says otherwise."""
    return finding.verdict is Verdict.MET and not any(element.by for element in finding.elements)


def unchecked(finding: Finding, suite: Suite) -> list[NotHeld]:
    """The documents not held that could say otherwise: any, where the requirement does not name types."""
    types = finding.requirement.stands_in
    return [held for held in suite.not_held if not types or held.type in types]


def said_in_some(element: ElementFinding, suite: Suite) -> tuple[list[Agreement], list[Agreement]]:
    """The privacy policies that say an element and those that do not; empty where none or all do."""
    policies = [agreement for agreement in suite.agreements if agreement.type in PRIVACY_POLICIES]
    saying = {e.agreement for e in element.evidence}
    said = [policy for policy in policies if policy.id in saying]
    silent = [policy for policy in policies if policy.id not in saying]
    return (said, silent) if said and silent else ([], [])


def waiting(assessment: Assessment) -> dict[tuple[NotHeld, ...], list[Finding]]:
    """The undetermined findings, worst first, by the documents that they wait for; most awaited first."""
    found: dict[tuple[NotHeld, ...], list[Finding]] = {}
    for finding in worst_first(f for f in assessment.findings if f.verdict is Verdict.UNDETERMINED):
        found.setdefault(finding.deferred_to, []).append(finding)
    return dict(sorted(found.items(), key=lambda pair: -len(pair[1])))


def violations(assessment: Assessment) -> list[tuple[Agreement, list[Evidence], list[Finding]]]:
    """For each document that violates: its violating clauses and the requirements that they violate."""
    violated = worst_first(f for f in assessment.findings if f.verdict is Verdict.VIOLATED)
    table = []
    for agreement in assessment.suite.agreements:
        of_finding = [(f, [e for e in evidence(f) if e.agreement == agreement.id]) for f in violated]
        here = places(e for _, found in of_finding for e in found)
        if here:
            table.append((agreement, here, [f for f, found in of_finding if found]))
    return table


def assumed(finding: Finding) -> bool:
    """Whether the requirement is judged although it is not known to apply."""
    return finding.applicability.answer is Answer.OPEN


def assumed_short(finding: Finding, lang: str) -> str:
    """What stands behind the verdict of a finding that is assumed to apply; else empty."""
    return pick(words.IN_BRACKETS, lang).format(pick(words.ASSUMED_SHORT, lang)) if assumed(finding) else ""


def assumption(finding: Finding, lang: str) -> str:
    """Which facts nobody has declared, and how it is judged; empty where nothing is assumed."""
    if not assumed(finding):
        return ""
    unless = "unless" in finding.requirement.applies_source
    sentence = words.ASSUMED_UNLESS if unless else words.ASSUMED_WHEN
    return pick(sentence, lang).format(facts=unknown(finding, lang))


def unknown(finding: Finding, lang: str) -> str:
    """The facts that leave open whether the requirement applies, as questions inside a sentence."""
    return pick(words.LIST, lang).join(names.whether(fact, lang) for fact in finding.applicability.facts)


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


def clause(at: str, lang: str) -> str:
    """The number of a clause as a reader sees it; `preamble` and `closing` are no numbers."""
    name = words.NAMES_OF_PARTS.get(at)
    return pick(name, lang) if name else at


def named(agreement: str, at: str, lang: str) -> str:
    """A clause and the agreement that it stands in: `privacy-policy 6.4`."""
    return f"{plain(agreement)} {plain(clause(at, lang))}"


def headings_above(evidence: Evidence, title: str) -> str:
    """The headings over a quote, but for the title of the document and one that the clause begins with: `账号 6`."""
    named = evidence.heading.split(" › ")
    return " › ".join(each for each in named if each != title and not evidence.clause.startswith(each))


def documents_named(not_held: Iterable[NotHeld], lang: str) -> str:
    """Documents that are not held, with their types, in a sentence."""
    return pick(words.LIST, lang).join(_document(held, lang) for held in not_held)


def _document(held: NotHeld, lang: str) -> str:
    kind, named = names.document_type(held.type, lang), title(held.title, lang)
    return named if kind in named else named + pick(words.IN_BRACKETS, lang).format(kind)


def title(written: str, lang: str) -> str:
    """The title of a document in title marks; what is no title as a whole (“服务规则”, 官网《用户协议》) as it stands."""
    if "“" in written or "《" in written:
        return written
    return f"《{written}》" if lang == "zh" else f"“{written}”"


def _facts(facts: Iterable[str], lang: str) -> str:
    return pick(words.LIST, lang).join(f"“{names.fact(fact, lang)}”" for fact in facts)
