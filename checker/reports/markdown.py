"""The audit report on one suite, and the index of all reports, for people who read them on GitHub.

Never cuts a quote that decides, never writes a file."""

from collections.abc import Iterator, Sequence

from checker.gate import DEFAULT, Gate
from checker.model import Assessment, Verdict
from checker.reports import notes, words
from checker.reports.markdown_all import everything
from checker.reports.markdown_finding import action
from checker.reports.markdown_index import index
from checker.reports.markdown_open import to_obtain
from checker.reports.markdown_scope import scope
from checker.reports.markdown_summary import summary
from checker.reports.md import anchor, escape, link, table
from checker.reports.page import Page
from checker.reports.words import pick


def render(
    assessments: Sequence[Assessment], *,
    lang: str = "en", verbose: bool = False, colour: bool = False, gate: Gate = DEFAULT,
) -> str:  # fmt: skip
    """The index and the reports as one text, linked from the working directory; for one suite, its report."""
    pages = [
        Page(a, lang, up="", prefix=f"{a.suite.id}." if len(assessments) > 1 else "", gate=gate)
        for a in assessments
    ]
    reports = ["\n\n".join(_report(page)) for page in pages]
    if len(reports) > 1:
        linked = index(assessments, lang, lambda suite, at: f"#{suite}.{at}" if at else f"#{suite}")
        reports.insert(0, "\n\n".join(linked))
    return f"{_comment(lang)}\n\n" + "\n\n---\n\n".join(reports) + "\n"


def render_suite(assessment: Assessment, *, lang: str, gate: Gate = DEFAULT) -> str:
    """The audit report on one suite, to stand in a folder beside `policies/` as `<suite>.<lang>.md`."""
    page = Page(assessment, lang, up="../", prefix="", gate=gate)
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
    yield f"## {say(words.SUMMARY)}"
    yield from summary(page)
    yield f"## {say(words.ACTION)}"
    yield from action(page)
    yield from to_obtain(page)
    yield f"## {say(words.ALL)}"
    yield from everything(page)
    yield from scope(page)
    yield f"## {say(words.HOW_TO_READ)}"
    yield from _how_to_read(page)


def _how_to_read(page: Page) -> Iterator[str]:
    headers = [page.say(words.VERDICT), page.say(words.MEANING)]
    rows = [[f"**{page.verdict(v)}**", pick(notes.EXPLANATIONS[v], page.lang)] for v in Verdict]
    yield table(headers, rows)
    yield "\n".join(f"- {pick(note, page.lang)}" for note in notes.NOTES)
