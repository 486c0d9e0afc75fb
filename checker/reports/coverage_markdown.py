"""Coverage as Markdown, to be read on a page or in a comment. Never links: nobody knows where the page will stand."""

from collections.abc import Iterator

from checker.coverage.model import (
    ACCOUNTED,
    AgreementCoverage,
    Candidate,
    Candidates,
    Coverage,
    Pillar,
    State,
    SuiteCoverage,
)
from checker.model import Words
from checker.reports import coverage_words as said
from checker.reports import findings, words
from checker.reports.gaps import heading
from checker.reports.md import code, details, escape, table
from checker.reports.words import pick

_MOST_PLACES = 40  # clauses named in a row
_MOST_CANDIDATES = 10  # of each requirement
_COLUMNS = 120  # of the line of a candidate


def render(coverage: Coverage, *, lang: str) -> str:
    """The coverage as Markdown."""
    blocks = [f"# {pick(said.TITLE, lang)}", pick(said.EXPLAINED, lang)]
    for suite in coverage.suites:
        blocks += _Report(coverage, suite, lang).blocks()
    return "\n\n".join(blocks) + "\n"


class _Report:
    """One suite's part. Holds what every block of it needs to know."""

    def __init__(self, coverage: Coverage, suite: SuiteCoverage, lang: str) -> None:
        self.coverage, self.suite, self.lang = coverage, suite, lang

    def blocks(self) -> Iterator[str]:
        suite = self.suite
        yield f"## {escape(pick(suite.title, self.lang))} ({code(suite.id)})"
        if suite.assessment:
            baseline, as_of = escape(self.coverage.baseline.named), suite.assessment.as_of
            yield pick(words.AGAINST, self.lang).format(baseline=baseline, as_of=as_of)
        else:
            yield f"**{pick(said.NOT_ASSESSED, self.lang).format(number=suite.problems)}**"
        yield self.table()
        yield from self.texts()
        yield from self.unused()
        if suite.assessment:
            yield from self.candidates()
            yield from self.pillars()

    def table(self) -> str:
        headers = [
            said.DOCUMENT, said.NUMBER, *said.STATES.values(), said.SHARE, said.QUOTED, said.IN_CLAUSES, said.ALL,
        ]  # fmt: skip
        rows = map(self.row, self.suite.agreements)
        return table([pick(each, self.lang) for each in headers], rows, right=len(headers) - 1)

    def row(self, each: AgreementCoverage) -> list[str]:
        characters = each.characters
        return [
            escape(each.id),
            *(str(number or "-") for number in (len(each.clauses), *map(each.number, State))),
            said.percent(each.number(*ACCOUNTED), len(each.clauses)),
            said.percent(characters.quoted, characters.all),
            said.percent(characters.encoded, characters.all),
            str(characters.all),
        ]

    def texts(self) -> Iterator[str]:
        """What is to be said of the documents, without any verdict."""
        agreements = self.suite.agreements
        yield from self.listed(
            said.NOT_DONE, {each.id: said.not_done(each, self.lang) for each in agreements}
        )
        yield from self.listed(said.LOST, {each.id: list(each.lost) for each in agreements})
        if stale := [escape(each.id) for each in agreements if each.stale]:
            yield f"**{pick(said.STALE, self.lang)}{pick(words.COLON, self.lang)}**{pick(words.ARTICLES, self.lang).join(stale)}"
        reasons = [(each.id, said.reasons(each, self.lang)) for each in agreements]
        if any(told for _, told in reasons):
            yield f"### {pick(said.ASIDE, self.lang)}"
            yield self.points([(name, told) for name, told in reasons if told])

    def listed(self, label: Words, places: dict[str, list[str]]) -> Iterator[str]:
        if any(places.values()):
            yield f"### {pick(label, self.lang)}"
            yield self.points(
                [(name, said.capped(each, _MOST_PLACES, self.lang)) for name, each in places.items() if each]
            )

    def points(self, told: list[tuple[str, str]]) -> str:
        colon = pick(words.COLON, self.lang)
        return "\n".join(f"- {escape(name)}{colon}{escape(each)}" for name, each in told)

    def unused(self) -> Iterator[str]:
        number = sum(len(each.unused) for each in self.suite.agreements)
        if not number:
            return
        yield f"### {self.counted(said.UNUSED, number)}"
        for each in self.suite.agreements:
            kinds = [
                (kind, said.capped(places, _MOST_PLACES, self.lang))
                for kind, places in said.unused(each, self.lang)
            ]
            if kinds:
                summary = f"{escape(each.id)}{pick(words.IN_BRACKETS, self.lang).format(len(each.unused))}"
                yield details(summary, self.points(kinds))

    def pillars(self) -> Iterator[str]:
        found = self.suite.pillars
        if not found:
            return
        yield f"### {self.counted(said.PILLARS, len(found))}"
        yield pick(said.PILLARS_SAID, self.lang)
        clauses = said.by_clause(self.suite)
        headers = [pick(header, self.lang) for header in (said.CLAUSE, said.CHANGE)]
        counted = pick(words.IN_BRACKETS, self.lang).format(len(clauses))
        yield details(pick(said.CLAUSE, self.lang) + counted, table(headers, map(self.pillar, clauses)))

    def pillar(self, decided: list[Pillar]) -> list[str]:
        """A clause, and the verdicts that it decides."""
        evidence = decided[0].evidence
        place = findings.named(evidence.agreement, evidence.clause, self.lang)
        line = pick(words.LINE, self.lang).format(line=evidence.source_line)
        changes = [f"{code(each.requirement)} {said.verdicts(each, self.lang)}" for each in decided]
        named = f"{place}{pick(words.IN_BRACKETS, self.lang).format(line)}"
        return [escape(named), "<br>".join(changes)]

    def candidates(self) -> Iterator[str]:
        some, none, others = said.gaps(self.suite)
        if some:
            yield f"### {self.counted(said.CANDIDATES, sum(map(len, some)))}"
            yield pick(said.CANDIDATES_SAID, self.lang)
        for alike in some:
            named = "<br>".join(escape(heading(each.finding, self.lang)) for each in alike)
            number = pick(words.IN_BRACKETS, self.lang).format(len(alike[0].places))
            yield details(named + number, self.places(alike[0]))
        if none:
            ids = [code(each.finding.requirement.id) for each in none]
            listed = pick(words.ARTICLES, self.lang).join(ids)
            yield f"{pick(said.GAPS_WITHOUT, self.lang)}{pick(words.COLON, self.lang)}{listed}"
        if others:
            yield pick(said.OTHERS, self.lang).format(number=len(others))

    def places(self, found: Candidates) -> str:
        headers = [pick(each, self.lang) for each in (said.CLAUSE, said.STATE, said.TEXT)]
        shown = table(headers, map(self.candidate, found.places[:_MOST_CANDIDATES]))
        rest = len(found.places) - _MOST_CANDIDATES
        return shown + (f"\n\n… {pick(said.MORE, self.lang).format(number=rest)}" if rest > 0 else "")

    def candidate(self, each: Candidate) -> list[str]:
        place = findings.named(each.clause.agreement, each.clause.at, self.lang)
        line = pick(words.LINE, self.lang).format(line=each.line)
        named = f"{place}{pick(words.IN_BRACKETS, self.lang).format(line)}"
        return [escape(named), escape(said.state(each, self.lang)), escape(said.around(each, _COLUMNS))]

    def counted(self, label: Words, number: int) -> str:
        return f"{pick(label, self.lang)}{pick(words.IN_BRACKETS, self.lang).format(number)}"
