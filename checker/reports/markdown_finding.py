"""The findings that need action, a section each. Never cuts a quote, never leaves one without its source."""

from collections.abc import Iterator, Sequence

from checker.model import Clause, Evidence, Finding, Words
from checker.reports import findings as about
from checker.reports import words
from checker.reports.citations import basis
from checker.reports.md import anchor, code, escape, link, quoted
from checker.reports.page import Page
from checker.reports.words import pick

REFERENCES = 3  # to a document not held that a finding names; the scope names all
_INDENT = "  "


def action(page: Page) -> Iterator[str]:
    """The findings that need action, worst first, under a heading for each verdict."""
    findings = about.worst_first(f for f in page.assessment.findings if f.verdict in about.ACTION)
    if not findings:
        yield page.say(words.NOTHING_TO_DO)
    verdict = None
    for finding in findings:
        if finding.verdict is not verdict:
            verdict = finding.verdict
            number = sum(f.verdict is verdict for f in findings)
            word = page.verdict(verdict).capitalize()
            yield f"### {page.say(words.VERDICT_HEADING, verdict=word, number=number)}"
        yield from _finding(page, finding)


def _finding(page: Page, finding: Finding) -> Iterator[str]:
    requirement, lang = finding.requirement, page.lang
    yield f"#### {anchor(page.prefix + requirement.id)}{escape(pick(requirement.title, lang))}"
    yield page.say(
        words.FINDING_LINE, requirement=code(requirement.id), verdict=page.verdict(finding.verdict),
        severity=pick(words.SEVERITIES[requirement.severity], lang),
    )  # fmt: skip
    citations = basis(finding, page.assessment.baseline.laws, page.assessment.as_of, lang)
    yield _point(page, words.BASIS, escape(pick(words.TEXTS, lang).join(citations)))
    if about.assumed(finding):
        yield _point(page, words.ASSUMED, escape(about.assumption(finding, lang)))
    hits = [(hit.prohibition, hit.evidence) for hit in about.hits(finding)]
    yield from _clauses(page, words.VIOLATED, hits)
    yield from _clauses(page, words.MISSING, [(e.element, ()) for e in about.unsaid(finding)])
    if finding.deferred_to:
        yield _point(page, words.DEFERRED, _deferred(page, finding))
    yield from _clauses(page, words.SAID, [(e.element, e.evidence) for e in about.said(finding)])
    if about.unsaid(finding):
        looked = page.places(about.looked_at(finding))
        sentence = about.looked_sentence(finding, page.assessment.suite, lang, looked)
        yield _point(page, words.LOOKED_AT, sentence)
    yield _point(page, words.REMEDY, escape(pick(requirement.remedy, lang)))


def _clauses(
    page: Page, label: Words, clauses: Sequence[tuple[Clause, tuple[Evidence, ...]]]
) -> Iterator[str]:
    """Elements or prohibitions as a list, each with the quotes behind it."""
    if not clauses:
        return
    yield f"**{page.say(label)}**"
    items = [
        "\n\n".join((f"- {escape(pick(clause.words, page.lang))}", *(_quote(page, e) for e in evidence)))
        for clause, evidence in clauses
    ]
    yield ("\n\n" if any(evidence for _, evidence in clauses) else "\n").join(items)


def _quote(page: Page, evidence: Evidence) -> str:
    """The words, and where they stand."""
    titles = {agreement.id: agreement.title for agreement in page.assessment.suite.agreements}
    title = escape(about.title(titles[evidence.agreement], page.lang))
    clause = escape(about.cited_clause(evidence.clause, page.lang))
    heading = pick(words.IN_BRACKETS, page.lang).format(escape(evidence.heading)) if evidence.heading else ""
    line = link(page.say(words.LINE, line=evidence.source_line), page.source(evidence))
    where = pick(words.CLAUSE_OF, page.lang).format(title=title, clause=clause, heading=heading, line=line)
    return quoted((escape(evidence.quote), f"— {where}"), indent=_INDENT)


def _deferred(page: Page, finding: Finding) -> str:
    """The documents that are not held, and the clauses that refer to them."""
    named = [
        escape(about.documents_named([held], page.lang))
        + page.say(words.REFERRED, places=page.places(about.places(held.references), most=REFERENCES))
        for held in finding.deferred_to
    ]
    return pick(words.TEXTS, page.lang).join(named)


def _point(page: Page, label: Words, text: str) -> str:
    return f"**{page.say(label)}**{pick(words.COLON, page.lang)}{text}"
