"""The findings that need action, a section each.

Never cuts a quote that decides, never leaves one without its source."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from checker.model import Clause, Evidence, Finding, Provision, Verdict, Words
from checker.reports import findings as about
from checker.reports import waived, words
from checker.reports.citations import basis
from checker.reports.md import anchor, code, details, escape, link, quoted
from checker.reports.near import nearest
from checker.reports.page import Page
from checker.reports.plain import cut, plain
from checker.reports.quotes import Quote, gathered, wholes
from checker.reports.reading import read_as, readings
from checker.reports.words import pick

VERDICTS = (Verdict.VIOLATED, Verdict.MISSING, Verdict.PARTIAL)  # what is undetermined has its own section
SHORT_QUOTE = 60  # characters
SHORT_LIST = 3
_INDENT = "  "


class _Shown(NamedTuple):
    """An element or a prohibition and the quotes behind it."""

    clause: Clause
    quotes: Sequence[Quote]


def action(page: Page) -> Iterator[str]:
    """The findings that need action, worst first, under a heading for each verdict."""
    findings = about.worst_first(f for f in page.assessment.findings if f.verdict in VERDICTS)
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
    for label, said in waived.points(finding, lang):
        yield _point(page, label, escape(said))
    if about.assumed(finding):
        yield _point(page, words.ASSUMED, escape(about.assumption(finding, lang)) + raised(page, finding))
    hits = [(hit.prohibition, hit.by) for hit in about.hits(finding)]
    if hits:
        yield f"**{page.say(words.VIOLATED)}**"
        yield from _items(page, _with_quotes(page, hits))
    yield from _missing(page, finding)
    said = "\n\n".join(
        _items(page, _with_quotes(page, [(each.element, each.by) for each in about.said(finding)]))
    )
    if said and finding.verdict is Verdict.VIOLATED:
        yield details(page.say(words.SAID), said)
    elif said:
        yield f"**{page.say(words.SAID)}**\n\n{said}"
    yield _point(page, words.REMEDY, escape(pick(requirement.remedy, lang)))


def raised(page: Page, finding: Finding) -> str:
    """Where the subject of a requirement that is assumed to apply comes up; empty where no clause tells."""
    by = about.places(provision.evidence for provision in finding.applicability.by)
    return pick(words.SPACE, page.lang) + page.say(words.RAISED_IN, places=page.places(by)) if by else ""


def _with_quotes(page: Page, found: Sequence[tuple[Clause, Sequence[Provision]]]) -> list[_Shown]:
    """Elements or prohibitions with the quotes of what says them; of quotes at one place the longest stands for all."""
    whole = wholes(provision.evidence for _, by in found for provision in by)
    return [_Shown(clause, gathered(by, whole, page.assessment.suite)) for clause, by in found]


def _items(page: Page, shown: Sequence[_Shown]) -> Iterator[str]:
    """Elements or prohibitions as a list, each with its quotes; a quote that stands above is not repeated."""
    above: dict[Evidence, list[str]] = {}
    for clause, quotes in shown:
        parts = [f"- {escape(pick(clause.words, page.lang))}"]
        again = [quote.evidence for quote in quotes if quote.evidence in above]
        for quote in quotes:
            read = above.setdefault(quote.evidence, [])
            lines = [line for line in _reading(page, quote.provisions) if line not in read]
            read += lines
            if quote.evidence not in again:
                parts.append(_quote(page, quote.evidence))
            elif lines:
                lines.insert(0, _point(page, words.QUOTED_ABOVE, page.place(quote.evidence)))
                again.remove(quote.evidence)
            if lines:
                parts.append(_INDENT + f"\\\n{_INDENT}".join(lines))
        if again:
            named = pick(words.LIST, page.lang).join(page.place(e) for e in about.places(again))
            parts.append(_INDENT + _point(page, words.QUOTED_ABOVE, named))
        yield "\n\n".join(parts)


def _quote(page: Page, evidence: Evidence) -> str:
    """The words, and where they stand."""
    titled = next(a.title for a in page.assessment.suite.agreements if a.id == evidence.agreement)
    title = escape(about.title(titled, page.lang))
    clause = escape(about.cited_clause(evidence.clause, page.lang))
    above = about.headings_above(evidence, titled)
    heading = pick(words.IN_BRACKETS, page.lang).format(escape(above)) if above else ""
    line = link(page.say(words.LINE, line=evidence.source_line), page.source(evidence))
    where = pick(words.CLAUSE_OF, page.lang).format(title=title, clause=clause, heading=heading, line=line)
    return quoted((escape(evidence.quote), f"— {where}"), indent=_INDENT)


def _reading(page: Page, provisions: Sequence[Provision]) -> list[str]:
    """How the reader understood the words, a line for each provision, and what he or she remarked."""
    return [_point(page, label, escape(text)) for label, text in readings(provisions, page.lang)]


def _missing(page: Page, finding: Finding) -> Iterator[str]:
    """The elements that are not said, each with the clauses that come nearest."""
    unsaid = about.unsaid(finding)
    if not unsaid:
        return
    yield f"**{page.say(words.MISSING)}**"
    lines, above = [], [""]
    for element in unsaid:
        near = list(_near(page, element.element))
        lines.append(f"- {escape(pick(element.element.words, page.lang))}")
        lines += [
            f"{_INDENT}- {line}" for line in ([page.say(words.NEAR_AS_ABOVE)] if near == above else near)
        ]
        above = near if near != [page.say(words.NOTHING_NEAR)] else [""]
    yield "\n".join(lines)
    if finding.deferred_to:
        named = [page.not_held(held) for held in finding.deferred_to]
        yield _point(page, words.DEFERRED, pick(words.TEXTS, page.lang).join(named))


def _near(page: Page, clause: Clause) -> Iterator[str]:
    near, brackets = nearest(clause, page.assessment.provisions), pick(words.IN_BRACKETS, page.lang)
    if not near.shown:
        yield page.say(words.NOTHING_NEAR)
    for provision in near.shown:
        evidence = provision.evidence
        quote = page.say(words.QUOTE, quote=escape(cut(plain(evidence.quote), 2 * SHORT_QUOTE)))
        reading = escape(read_as(provision, page.lang, most=SHORT_LIST))
        where = f"{page.place(evidence)} {quote}{brackets.format(reading)}"
        yield page.say(words.NEAREST) + pick(words.COLON, page.lang) + where
    if near.more:
        yield page.say(words.AND_MORE, number=near.more)


def _point(page: Page, label: Words, text: str) -> str:
    return f"**{page.say(label)}**{pick(words.COLON, page.lang)}{text}"
