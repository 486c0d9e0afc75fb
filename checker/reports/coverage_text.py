"""Coverage for a terminal: for each suite a table of its documents, then what deserves a look. Never asks the terminal."""

from checker.coverage.model import ACCOUNTED, AgreementCoverage, Candidates, Coverage, State, SuiteCoverage
from checker.reports import coverage_words as said
from checker.reports import findings, words
from checker.reports.gaps import heading
from checker.reports.plain import cut, plain
from checker.reports.words import pick
from checker.reports.wrap import COLUMNS, Page

_MOST_OF_A_NAME = 24  # columns of the id of a document
_MOST_PLACES = 12  # clauses named in a row
_MOST_OF_A_KIND = 4  # clauses named for a kind that fits no condition
_MOST_CANDIDATES = 3  # of each requirement


def render(coverage: Coverage, *, lang: str) -> str:
    """The coverage as text."""
    return "\n".join(_Report(coverage, suite, lang).text() for suite in coverage.suites)


class _Report:
    """One suite's report. Holds what every part of it needs to know."""

    def __init__(self, coverage: Coverage, suite: SuiteCoverage, lang: str) -> None:
        self.coverage, self.suite, self.lang = coverage, suite, lang
        self.page = Page(lang)

    def text(self) -> str:
        page, suite = self.page, self.suite
        page.say(f"{plain(pick(suite.title, self.lang))} ({suite.id})")
        if suite.assessment:
            baseline, as_of = self.coverage.baseline.named, suite.assessment.as_of
            page.say(pick(words.AGAINST, self.lang).format(baseline=baseline, as_of=as_of))
        page.gap()
        page.lines += self.table().splitlines()
        page.gap()
        page.say(pick(said.EXPLAINED, self.lang))
        self.texts()
        if suite.assessment:
            self.candidates()
            self.pillars()
        else:
            page.gap()
            page.say(pick(said.NOT_ASSESSED, self.lang).format(number=suite.problems))
        return page.text()

    def table(self) -> str:
        from tabulate import tabulate

        headers = [
            said.DOCUMENT, said.NUMBER, *said.STATES.values(), said.SHARE, said.QUOTED, said.IN_CLAUSES,
        ]  # fmt: skip
        # The headers as a row like any other: as headers they are padded, and the table gets too wide.
        rows = [[pick(header, self.lang) for header in headers], *map(self.row, self.suite.agreements)]
        align = ("left", *["right"] * (len(headers) - 1))
        return tabulate(rows, tablefmt="plain", colalign=align, disable_numparse=True)

    def row(self, each: AgreementCoverage) -> list[str]:
        numbers = [len(each.clauses), *(each.number(state) for state in State)]
        return [
            cut(plain(each.id), _MOST_OF_A_NAME),
            *(str(number or "-") for number in numbers),
            said.percent(each.number(*ACCOUNTED), len(each.clauses)),
            said.percent(each.characters.quoted, each.characters.all),
            said.percent(each.characters.encoded, each.characters.all),
        ]

    def texts(self) -> None:
        """What is to be said of the documents, without any verdict."""
        agreements = self.suite.agreements
        for label, told in (
            (said.NOT_DONE, {each.id: said.not_done(each, self.lang) for each in agreements}),
            (said.LOST, {each.id: list(each.lost) for each in agreements}),
        ):
            if any(told.values()):
                self.page.gap()
                self.page.head(label)
                for name, places in told.items():
                    self.named(name, places)
        if stale := [each.id for each in agreements if each.stale]:
            self.page.gap()
            self.page.point(said.STALE, said.capped(stale, _MOST_PLACES, self.lang))
        reasons = [(each.id, why) for each in agreements if (why := said.reasons(each, self.lang))]
        if reasons:
            self.page.gap()
            self.page.head(said.ASIDE)
        for name, why in reasons:
            self.page.say(f"{plain(name)}{pick(words.COLON, self.lang)}{why}", 1)
        self.unused()

    def named(self, name: str, places: list[str]) -> None:
        if places:
            listed = said.capped([plain(place) for place in places], _MOST_PLACES, self.lang)
            self.page.say(f"{plain(name)}{pick(words.COLON, self.lang)}{listed}", 1)

    def unused(self) -> None:
        total = sum(len(each.unused) for each in self.suite.agreements)
        if not total:
            return
        self.page.gap()
        self.page.say(f"{pick(said.UNUSED, self.lang)}{pick(words.IN_BRACKETS, self.lang).format(total)}")
        for each in self.suite.agreements:
            kinds = [
                f"{kind} {said.capped([plain(place) for place in places], _MOST_OF_A_KIND, self.lang)}"
                for kind, places in said.unused(each, self.lang)
            ]
            if kinds:
                listed = pick(words.TEXTS, self.lang).join(kinds)
                self.page.say(f"{plain(each.id)}{pick(words.COLON, self.lang)}{listed}", 1)

    # --- what needs an assessment ----------------------------------------------------------------------------

    def pillars(self) -> None:
        found = self.suite.pillars
        self.page.gap()
        self.page.say(f"{pick(said.PILLARS, self.lang)}{self.counted(len(found))}")
        if found:
            self.page.say(pick(said.PILLARS_SAID, self.lang))
        for each in said.by_clause(self.suite):
            evidence = each[0].evidence
            place = findings.named(evidence.agreement, evidence.clause, self.lang)
            decided = [f"{pillar.requirement} {said.verdicts(pillar, self.lang)}" for pillar in each]
            self.page.place(f"{place}  {plain(evidence.source_file)}:{evidence.source_line}", 1)
            self.page.say(pick(words.TEXTS, self.lang).join(decided), 2)

    def candidates(self) -> None:
        some, none, others = said.gaps(self.suite)
        self.page.gap()
        self.page.say(f"{pick(said.CANDIDATES, self.lang)}{self.counted(sum(map(len, some)))}")
        if some:
            self.page.say(pick(said.CANDIDATES_SAID, self.lang))
        for each in some:
            self.page.gap()
            self.requirements(each)
        self.page.gap()
        if none:
            ids = [each.finding.requirement.id for each in none]
            self.page.point(said.GAPS_WITHOUT, pick(words.ARTICLES, self.lang).join(ids))
        if others:
            self.page.say(pick(said.OTHERS, self.lang).format(number=len(others)))

    def requirements(self, found: list[Candidates]) -> None:
        """Requirements with the same candidates, and these."""
        for each in found:
            self.page.say(heading(each.finding, self.lang), 1)
        places = found[0].places
        for candidate in places[:_MOST_CANDIDATES]:
            clause = candidate.clause
            place = findings.named(clause.agreement, clause.at, self.lang)
            self.page.place(f"{place}  {plain(candidate.source_file)}:{candidate.line}", 2)
            self.page.say(f"{said.state(candidate, self.lang)}", 3)
            self.page.place(said.around(candidate, COLUMNS - 8), 3)
        if (rest := len(places) - _MOST_CANDIDATES) > 0:
            self.page.say(f"… {pick(said.MORE, self.lang).format(number=rest)}", 2)

    def counted(self, number: int) -> str:
        return pick(words.IN_BRACKETS, self.lang).format(number or pick(said.NONE, self.lang))
