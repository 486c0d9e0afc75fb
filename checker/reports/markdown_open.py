"""What cannot be judged before a document is obtained: the documents, the requirements that wait for them."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from checker.model import Evidence, Finding, NotHeld
from checker.reports import findings as about
from checker.reports import waived, words
from checker.reports.markdown_finding import raised
from checker.reports.md import anchor, code, escape, table
from checker.reports.near import EVERY, nearest
from checker.reports.page import Page
from checker.reports.words import pick


def to_obtain(page: Page) -> Iterator[str]:
    """The blocks of the section, heading included; none where nothing is undetermined."""
    waiting = about.waiting(page.assessment)
    if not waiting:
        return
    yield f"## {page.say(words.OPEN)}"
    yield page.say(words.OPEN_SENTENCE)
    for documents, findings in waiting.items():
        yield _obtain(page, documents, len(findings))
        labels = (words.REQUIREMENT, words.SEVERITY, words.LOOK_FOR, words.NEAREST_HELD)
        yield table([page.say(label) for label in labels], [_row(page, finding) for finding in findings])


def _obtain(page: Page, documents: Sequence[NotHeld], number: int) -> str:
    named = pick(words.LIST, page.lang).join(page.not_held(held) for held in documents)
    return page.say(words.OBTAIN, documents=named, requirements=words.requirements(number, page.lang))


def _row(page: Page, finding: Finding) -> list[str]:
    requirement, lang = finding.requirement, page.lang
    name = anchor(page.prefix + requirement.id) + escape(pick(requirement.title, lang))
    name += f" {code(requirement.id)}"
    if about.assumed(finding):
        named = page.say(words.ASSUMED_NAMED, facts=escape(about.unknown(finding, lang)))
        name += pick(words.IN_BRACKETS, lang).format(named) + raised(page, finding)
    for label, said in waived.points(finding, lang):
        name += pick(words.IN_BRACKETS, lang).format(page.say(label) + pick(words.COLON, lang) + escape(said))
    elements = [escape(pick(each.element.words, lang)) for each in about.unsaid(finding)]
    severity = pick(words.SEVERITIES[requirement.severity], lang)
    return [name, severity, pick(words.TEXTS, lang).join(elements), page.places(_near(page, finding)) or "–"]


def _near(page: Page, finding: Finding) -> list[Evidence]:
    """The nearest clauses of all elements, each element's nearest first."""
    index = page.assessment.provisions
    near = [nearest(each.element, index, most=EVERY).shown for each in about.unsaid(finding)]
    ranks = zip_longest(*near)
    return about.places(provision.evidence for rank in ranks for provision in rank if provision)
