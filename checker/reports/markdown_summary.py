"""The summary of an audit report: counts, the gravest findings, the documents that violate."""

from collections.abc import Iterator

from checker.engine import groups
from checker.model import Finding, Severity, Verdict
from checker.reports import findings as about
from checker.reports import gated, waived, words
from checker.reports.markdown_index import counted
from checker.reports.md import escape, link, path, table
from checker.reports.page import Page
from checker.reports.words import pick


def summary(page: Page) -> Iterator[str]:
    """The blocks of the section."""
    yield _counts(page)
    yield escape(gated.counted(page.gate, [page.assessment], page.lang))
    yield from _gravest(page)
    violations = about.violations(page.assessment)
    if violations:
        yield f"### {page.say(words.BY_DOCUMENT)}"
        headers = [page.say(label) for label in (words.DOCUMENT, words.VIOLATING, words.REQUIREMENTS)]
        rows = [
            [
                link(escape(agreement.title), path(agreement.source_file, up=page.up)),
                str(len(clauses)),
                pick(words.LIST, page.lang).join(_named(page, finding) for finding in violated),
            ]
            for agreement, clauses, violated in violations
        ]
        yield table(headers, rows)
    yield f"### {page.say(words.BY_GROUP)}"
    yield _by_group(page)


def _counts(page: Page) -> str:
    assessment, lang = page.assessment, page.lang
    counts = assessment.counts()
    numbers = counted(counts, lang, pick(words.LIST_OF_COUNTS, lang))
    sentences = [page.say(words.COUNTED, total=len(assessment.findings), counts=numbers)]
    silent = sum(map(about.by_silence, assessment.findings))
    if silent:
        sentences.append(page.say(words.COUNTED_SILENT, met=counts[Verdict.MET], number=silent))
    assumed = sum(map(about.assumed, assessment.findings))
    if assumed:
        number = words.requirements(assumed, lang)
        sentences.append(page.say(words.COUNTED_ASSUMED, requirements=number))
    return pick(words.SPACE, lang).join(sentences)


def _gravest(page: Page) -> Iterator[str]:
    """All requirements of high severity that are violated or missing."""
    none = True
    for verdict, sentence in words.GRAVEST.items():
        found = [
            f for f in page.assessment.findings
            if f.verdict is verdict and f.requirement.severity is Severity.HIGH
        ]  # fmt: skip
        if found:
            none = False
            yield page.say(sentence, number=len(found))
            yield "\n".join(f"- {_named(page, finding)}" for finding in found)
    if none:
        yield page.say(words.GRAVEST_NONE)


def _named(page: Page, finding: Finding) -> str:
    title = escape(pick(finding.requirement.title, page.lang))
    return link(title, f"#{page.prefix}{finding.requirement.id}") + waived.short(finding, page.lang)


def _by_group(page: Page) -> str:
    assessment, lang = page.assessment, page.lang
    rows = [
        [pick(assessment.baseline.groups[group], lang), *(str(number or "–") for number in row.values())]
        for group, row in groups(assessment).items()
    ]
    total = [f"**{page.say(words.TOTAL)}**", *(f"**{n}**" for n in assessment.counts().values())]
    headers = [page.say(words.GROUP), *(pick(words.VERDICTS[verdict], lang) for verdict in Verdict)]
    return table(headers, [*rows, total], right=len(Verdict))
