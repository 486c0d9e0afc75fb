"""Every requirement of a report, by group: its verdict, and for what is met where it is said."""

from collections.abc import Iterator

from checker.model import GAPS, Agreement, ElementFinding, Finding, Verdict
from checker.reports import findings as about
from checker.reports import waived, words
from checker.reports.md import code, details, escape, link, table
from checker.reports.page import MOST_LINKS, Page
from checker.reports.plain import cut, plain
from checker.reports.quotes import in_order, plainest
from checker.reports.reading import remark
from checker.reports.words import pick

QUOTE_COLUMNS = 120


def everything(page: Page) -> Iterator[str]:
    """The blocks of the section."""
    labels = (words.REQUIREMENT, words.TITLE, words.SEVERITY, words.VERDICT, words.WHERE)
    headers = [page.say(label) for label in labels]
    for group, title in page.assessment.baseline.groups.items():
        found = [f for f in page.assessment.findings if f.requirement.group == group]
        if not found:
            continue
        yield f"### {escape(pick(title, page.lang))}"
        yield table(headers, [_row(page, finding) for finding in found])
        met = [finding for finding in found if finding.verdict is Verdict.MET]
        if met:
            lines = "\n".join(line for finding in met for line in _met(page, finding))
            yield details(page.say(words.MET_HERE, number=len(met)), lines)


def _row(page: Page, finding: Finding) -> list[str]:
    requirement, lang = finding.requirement, page.lang
    name = code(requirement.id)
    if finding.verdict in GAPS:
        name = link(name, f"#{page.prefix}{requirement.id}")
    verdict = pick(words.VERDICTS[finding.verdict], lang) + about.assumed_short(finding, lang)
    return [
        name, escape(pick(requirement.title, lang)), pick(words.SEVERITIES[requirement.severity], lang),
        verdict + waived.short(finding, lang), _where(page, finding),
    ]  # fmt: skip


def _where(page: Page, finding: Finding) -> str:
    """The clauses behind a verdict, or why the requirement does not apply."""
    if finding.verdict is Verdict.NOT_APPLICABLE:
        reason, by = about.why_not(finding, page.assessment.suite.facts, page.lang)
        return escape(reason) + (pick(words.COLON, page.lang) + page.places(by) if by else "")
    if finding.verdict is Verdict.UNDETERMINED:
        titles = [about.title(held.title, page.lang) for held in finding.deferred_to]
        return page.say(words.WAITS_FOR, documents=escape(pick(words.LIST, page.lang).join(titles)))
    if about.by_silence(finding):
        return page.say(words.NO_CLAUSE)
    return page.places(in_order(about.evidence(finding), page.assessment.suite)) or "–"


# --- what is met ---------------------------------------------------------------------------------------


def _met(page: Page, finding: Finding) -> Iterator[str]:
    """A requirement that is met: each element with its clauses and one quote."""
    title = f"- {escape(pick(finding.requirement.title, page.lang))} {code(finding.requirement.id)}"
    if about.by_silence(finding):
        yield title + pick(words.COLON, page.lang) + _silence(page, finding)
        return
    yield title
    for element in finding.elements:
        yield f"  - {escape(pick(element.element.words, page.lang))}{_said(page, element)}"


def _said(page: Page, element: ElementFinding) -> str:
    suite, lang = page.assessment.suite, page.lang
    evidence = in_order(element.evidence, suite)
    if not evidence:  # said by what the documents do not say
        return pick(words.COLON, lang) + page.say(words.NO_CONTRARY)
    chosen = plainest(element.by)
    shown, colon, in_brackets = chosen.evidence, pick(words.COLON, lang), pick(words.IN_BRACKETS, lang).format
    quote = page.say(words.QUOTE, quote=escape(cut(plain(shown.quote), QUOTE_COLUMNS)))
    line = f"{colon}{page.place(shown)} {quote}"
    if note := remark(chosen, lang):
        line += in_brackets(f"{page.say(words.READERS_NOTE)}{colon}{escape(note)}")
    if others := about.places([shown, *evidence])[1:]:
        line += f"{pick(words.TEXTS, lang)}{page.say(words.ALSO_IN)} {page.places(others)}"
    said, silent = about.said_in_some(element, suite)
    if said:
        named = {"said": _titles(page, said), "silent": _titles(page, silent)}
        line += in_brackets(page.say(words.SAID_IN_SOME, **named))
    return line


def _silence(page: Page, finding: Finding) -> str:
    """Met because no clause held says otherwise; the clauses on the subject, the documents not read."""
    suite, lang = page.assessment.suite, page.lang
    parts = [page.say(words.NO_CLAUSE)]
    index = page.assessment.provisions
    clauses = (*finding.requirement.elements, *finding.requirement.prohibitions)
    near = about.places(provision.evidence for clause in clauses for provision in clause.near(index))
    if near:
        parts.append(f"{page.say(words.NEAR)}{pick(words.COLON, lang)}{page.places(near)}")
    else:
        parts.append(page.say(words.NOTHING_NEAR))
    unchecked = about.unchecked(finding, suite)
    if unchecked:
        titles = [escape(about.title(held.title, lang)) for held in unchecked[:MOST_LINKS]]
        named = words.listed(titles, len(unchecked) - len(titles), lang, rest=words.OTHERS)
        parts.append(page.say(words.NOT_CHECKED, documents=named))
    return pick(words.TEXTS, lang).join(parts)


def _titles(page: Page, agreements: list[Agreement]) -> str:
    return pick(words.LIST, page.lang).join(escape(about.title(a.title, page.lang)) for a in agreements)
