"""The index of audit reports: services, their groups, each requirement across them. Knows no file names."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from checker.engine import groups, in_force
from checker.model import GAPS, Assessment, Baseline, Finding, Verdict
from checker.reports import findings as about
from checker.reports import waived, words
from checker.reports.citations import not_in_force
from checker.reports.md import code, escape, link, table
from checker.reports.words import pick

Target = Callable[[str, str], str]  # from a suite's id, and an anchor or "", to where a link leads


_COLUMNS = (words.SERVICE, words.DOCUMENTS, words.CLAUSE_COUNT, words.NOT_HELD)


def index(assessments: Sequence[Assessment], lang: str, target: Target, links: str = "") -> Iterator[str]:
    """The blocks of the index."""
    first = assessments[0]
    baseline = first.baseline
    yield f"# {pick(words.INDEX_TITLE, lang)}"
    if links:
        yield links
    yield pick(words.INDEX_AGAINST, lang).format(
        title=escape(pick(baseline.title, lang)), baseline=code(baseline.named),
        as_of=first.as_of, requirements=words.requirements(len(baseline.requirements), lang),
    )  # fmt: skip
    services = [link(escape(pick(a.suite.title, lang)), target(a.suite.id, "")) for a in assessments]
    yield f"## {pick(words.SERVICES, lang)}"
    yield _services(assessments, services, lang)
    yield pick(words.NOT_BETTER, lang)
    yield pick(words.MET_MAY_BE_SILENCE, lang)
    yield f"## {pick(words.MATRIX, lang)}"
    yield _matrix(assessments, services, lang)
    yield f"## {pick(words.ALL, lang)}"
    yield pick(words.INDEX_LINKED, lang)
    headers = [pick(words.REQUIREMENT, lang), pick(words.SEVERITY, lang), *services]
    numbers = range(len(baseline.requirements))
    yield table(headers, [_across(number, assessments, lang, target) for number in numbers])
    yield f"## {pick(words.LAWS_CITED, lang)}"
    yield _laws(baseline, first.as_of, lang)


def counted(counts: Mapping[Verdict, int], lang: str, between: str) -> str:
    """The numbers that are not 0, with their verdicts, worst first."""
    return between.join(
        pick(words.COUNT, lang).format(number=number, verdict=pick(words.VERDICTS[verdict], lang))
        for verdict, number in counts.items()
        if number
    )


def _services(assessments: Sequence[Assessment], services: Sequence[str], lang: str) -> str:
    headers = [pick(w, lang) for w in _COLUMNS]
    rows = [
        [
            service, str(len(a.suite.agreements)), str(sum(held.clauses for held in a.suite.agreements)),
            str(len(a.suite.not_held)), *map(str, a.counts().values()),
        ]
        for a, service in zip(assessments, services, strict=True)
    ]  # fmt: skip
    headers += [pick(words.VERDICTS[verdict], lang) for verdict in Verdict]
    return table(headers, rows, right=len(headers) - 1)


def _matrix(assessments: Sequence[Assessment], services: Sequence[str], lang: str) -> str:
    counts = [groups(assessment) for assessment in assessments]
    rows = [
        [escape(pick(title, lang)), *(counted(of_suite[group], lang, " · ") or "–" for of_suite in counts)]
        for group, title in assessments[0].baseline.groups.items()
    ]
    return table([pick(words.GROUP, lang), *services], rows)


def _laws(baseline: Baseline, as_of: str, lang: str) -> str:
    """The texts that the baseline cites: title, who issued it, its rank, from when it applies, what to know of it."""
    labels = (words.LAW, words.ISSUED_BY, words.NORM, words.EFFECTIVE, words.REMARK)
    return table(
        [pick(label, lang) for label in labels],
        [
            [
                escape(pick(law.title, lang)), escape(pick(law.issued_by, lang)), pick(words.NORMS[law.norm], lang),
                law.effective + ("" if in_force(law, as_of) else not_in_force(as_of, lang)),
                escape(pick(law.note, lang)) if law.note else "",
            ]
            for law in baseline.laws.values()
        ],
    )  # fmt: skip


def _across(number: int, assessments: Sequence[Assessment], lang: str, target: Target) -> list[str]:
    """One requirement in every suite."""
    requirement = assessments[0].baseline.requirements[number]
    title = f"{escape(pick(requirement.title, lang))} {code(requirement.id)}"
    verdicts = [_verdict(a.suite.id, a.findings[number], lang, target) for a in assessments]
    return [title, pick(words.SEVERITIES[requirement.severity], lang), *verdicts]


def _verdict(suite: str, finding: Finding, lang: str, target: Target) -> str:
    word = pick(words.VERDICTS[finding.verdict], lang)
    marks = about.assumed_short(finding, lang) + waived.short(finding, lang)
    if finding.verdict not in GAPS:
        return word + marks
    shown = f"**{word}**" if finding.verdict is Verdict.VIOLATED else word
    return link(shown, target(suite, finding.requirement.id)) + marks
