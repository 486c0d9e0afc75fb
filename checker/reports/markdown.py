"""The audit report on one suite, and the index of all reports, for people who read them on GitHub.

Never cuts a quote, never writes a file."""

from collections.abc import Iterator, Sequence

from checker.engine import groups
from checker.model import Assessment, Finding, Severity, Verdict
from checker.reports import findings as about
from checker.reports import words
from checker.reports.markdown_finding import action
from checker.reports.markdown_index import counted, index
from checker.reports.markdown_scope import scope
from checker.reports.md import anchor, code, escape, link, table
from checker.reports.page import Page
from checker.reports.words import pick

NAMED_IN_SUMMARY = 5


def render(
    assessments: Sequence[Assessment], *, lang: str = "en", verbose: bool = False, colour: bool = False
) -> str:
    """The index and the reports as one text, linked from the working directory; for one suite, its report."""
    pages = [
        Page(a, lang, up="", prefix=f"{a.suite.id}." if len(assessments) > 1 else "") for a in assessments
    ]
    reports = ["\n\n".join(_report(page)) for page in pages]
    if len(reports) > 1:
        linked = index(assessments, lang, lambda suite, at: f"#{suite}.{at}" if at else f"#{suite}")
        reports.insert(0, "\n\n".join(linked))
    return "\n\n---\n\n".join(reports) + "\n"


def render_suite(assessment: Assessment, *, lang: str) -> str:
    """The audit report on one suite, to stand in a folder beside `policies/` as `<suite>.<lang>.md`."""
    page = Page(assessment, lang, up="../", prefix="")
    other = "en" if lang == "zh" else "zh"
    links = f"{link(page.say(words.OTHER_LANGUAGE), f'{assessment.suite.id}.{other}.md')} · "
    links += link(page.say(words.ALL_SERVICES), f"index.{lang}.md")
    return "\n\n".join((_comment(lang), *_report(page, links))) + "\n"


def render_index(assessments: Sequence[Assessment], *, lang: str) -> str:
    """The index of the reports, to stand beside them as `index.<lang>.md`."""
    other = link(pick(words.OTHER_LANGUAGE, lang), f"index.{'en' if lang == 'zh' else 'zh'}.md")

    def target(suite: str, at: str) -> str:
        return f"{suite}.{lang}.md" + (f"#{at}" if at else "")

    return "\n\n".join((_comment(lang), *index(assessments, lang, target, other))) + "\n"


def _comment(lang: str) -> str:
    return f"<!-- {pick(words.DO_NOT_EDIT, lang)} -->"


# --- one suite -----------------------------------------------------------------------------------------


def _report(page: Page, links: str = "") -> Iterator[str]:
    say = page.say
    start = anchor(page.prefix.removesuffix(".")) if page.prefix else ""
    yield f"# {start}{say(words.REPORT_TITLE, service=escape(pick(page.assessment.suite.title, page.lang)))}"
    if links:
        yield links
    yield from scope(page)
    yield f"## {say(words.SUMMARY)}"
    yield from _summary(page)
    yield f"## {say(words.ACTION)}"
    yield from action(page)
    yield f"## {say(words.ALL)}"
    yield from _everything(page)
    yield f"## {say(words.HOW_TO_READ)}"
    yield from _how_to_read(page)


def _summary(page: Page) -> Iterator[str]:
    assessment, lang = page.assessment, page.lang
    counts = assessment.counts()
    numbers = counted(counts, lang, pick(words.LIST_OF_COUNTS, lang))
    sentence = page.say(words.COUNTED, total=len(assessment.findings), counts=numbers)
    assumed = sum(about.assumed(finding) for finding in assessment.findings)
    if assumed:
        number = words.requirements(assumed, lang)
        sentence += pick(words.SPACE, lang) + page.say(words.COUNTED_ASSUMED, requirements=number)
    yield sentence
    yield _gravest(page)
    rows = [
        [pick(assessment.baseline.groups[group], lang), *(str(number or "–") for number in row.values())]
        for group, row in groups(assessment).items()
    ]
    total = [f"**{page.say(words.TOTAL)}**", *(f"**{number}**" for number in counts.values())]
    headers = [page.say(words.GROUP), *(pick(words.VERDICTS[verdict], lang) for verdict in Verdict)]
    yield table(headers, [*rows, total], right=len(Verdict))


def _gravest(page: Page) -> str:
    """One sentence on the worst."""
    for verdict, sentence in ((Verdict.VIOLATED, words.GRAVEST), (Verdict.MISSING, words.GRAVEST_MISSING)):
        found = [
            f for f in page.assessment.findings
            if f.verdict is verdict and f.requirement.severity is Severity.HIGH
        ]  # fmt: skip
        if found:
            named = [_named(page, finding) for finding in found[:NAMED_IN_SUMMARY]]
            if len(found) > len(named):
                named.append(page.say(words.AND_OTHERS, number=len(found) - len(named)))
            return page.say(
                sentence, number=len(found), requirements=words.requirements(len(found), page.lang),
                titles=pick(words.LIST, page.lang).join(named),
            )  # fmt: skip
    return page.say(words.GRAVEST_NONE)


def _named(page: Page, finding: Finding) -> str:
    return link(escape(pick(finding.requirement.title, page.lang)), f"#{page.prefix}{finding.requirement.id}")


def _everything(page: Page) -> Iterator[str]:
    labels = (words.REQUIREMENT, words.TITLE, words.SEVERITY, words.VERDICT, words.WHERE)
    headers = [page.say(label) for label in labels]
    for group, title in page.assessment.baseline.groups.items():
        rows = [_row(page, f) for f in page.assessment.findings if f.requirement.group == group]
        if rows:
            yield f"### {escape(pick(title, page.lang))}"
            yield table(headers, rows)


def _row(page: Page, finding: Finding) -> list[str]:
    requirement, lang = finding.requirement, page.lang
    name = code(requirement.id)
    if finding.verdict in about.ACTION:
        name = link(name, f"#{page.prefix}{requirement.id}")
    verdict = pick(words.VERDICTS[finding.verdict], lang)
    if about.assumed(finding):
        verdict += pick(words.IN_BRACKETS, lang).format(page.say(words.ASSUMED_SHORT))
    return [
        name, escape(pick(requirement.title, lang)), pick(words.SEVERITIES[requirement.severity], lang),
        verdict, _where(page, finding),
    ]  # fmt: skip


def _where(page: Page, finding: Finding) -> str:
    """The clauses behind a verdict, or why the requirement does not apply."""
    if finding.verdict is Verdict.NOT_APPLICABLE:
        reason, by = about.why_not(finding, page.assessment.suite.facts, page.lang)
        return escape(reason) + (pick(words.COLON, page.lang) + page.places(by) if by else "")
    evidence = about.evidence(finding)
    if not evidence and finding.verdict is Verdict.MET:
        return page.say(words.NO_CLAUSE)
    return page.places(evidence) or "–"


def _how_to_read(page: Page) -> Iterator[str]:
    headers = [page.say(words.VERDICT), page.say(words.MEANING)]
    rows = [[f"**{page.verdict(v)}**", pick(words.EXPLANATIONS[v], page.lang)] for v in Verdict]
    yield table(headers, rows)
    yield "\n".join(f"- {pick(note, page.lang)}" for note in words.NOTES)
