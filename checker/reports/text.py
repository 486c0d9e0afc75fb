"""The report for a terminal: a table for each suite, then its gaps, worst first. Never asks the terminal."""

from collections.abc import Iterator, Sequence

from checker.engine import groups
from checker.gate import DEFAULT, Gate
from checker.model import GAPS, Answer, Assessment, Clause, Evidence, Finding, Verdict, Words
from checker.reports import findings as about
from checker.reports import gated, waived, words
from checker.reports.citations import basis
from checker.reports.gaps import heading
from checker.reports.near import EVERY, MOST, nearest
from checker.reports.plain import cut, plain
from checker.reports.quotes import in_order
from checker.reports.words import pick

QUOTE_COLUMNS = 100
EVIDENCE_SHOWN = 3
_COLOURS = {
    Verdict.VIOLATED: "1;31", Verdict.MISSING: "31", Verdict.PARTIAL: "33", Verdict.UNDETERMINED: "36",
    Verdict.MET: "32", Verdict.NOT_APPLICABLE: "2",
}  # fmt: skip


def render(
    assessments: Sequence[Assessment], *,
    lang: str = "en", verbose: bool = False, colour: bool = False, gate: Gate = DEFAULT,
) -> str:  # fmt: skip
    """The assessments as text; `verbose` shows every finding and whole quotes, `colour` marks verdicts."""
    reports = (_Report(assessment, lang, verbose, colour, gate) for assessment in assessments)
    return "\n".join(line for report in reports for line in report.lines())


class _Report:
    """One suite's report. Holds what every line of it needs to know."""

    def __init__(self, assessment: Assessment, lang: str, verbose: bool, colour: bool, gate: Gate) -> None:
        self.assessment, self.lang, self.verbose, self.colour = assessment, lang, verbose, colour
        self.gate = gate

    def say(self, label: Words, **values: object) -> str:
        return pick(label, self.lang).format(**values)

    def verdict(self, verdict: Verdict) -> str:
        word = pick(words.VERDICTS[verdict], self.lang)
        return f"\x1b[{_COLOURS[verdict]}m{word}\x1b[0m" if self.colour else word

    def lines(self) -> Iterator[str]:
        yield from self.head()
        yield ""
        yield self.table()
        yield ""
        shown = [f for f in self.assessment.findings if self.verbose or f.verdict in GAPS]
        if not shown:
            yield self.say(words.NOTHING_TO_DO)
            yield ""
        for finding in about.worst_first(shown):
            yield from self.finding(finding)
            yield ""
        yield self.totals()
        yield gated.counted(self.gate, [self.assessment], self.lang)
        yield ""

    def totals(self) -> str:
        """The counts once more, where the reader of a long report is in the end."""
        counts = [
            pick(words.COUNT, self.lang).format(number=number, verdict=self.verdict(verdict))
            for verdict, number in self.assessment.counts().items()
            if number
        ]
        service = plain(pick(self.assessment.suite.title, self.lang))
        listed = pick(words.LIST_OF_COUNTS, self.lang).join(counts)
        return self.say(words.TOTALS, service=service, counts=listed)

    def head(self) -> Iterator[str]:
        suite, baseline = self.assessment.suite, self.assessment.baseline
        yield f"{plain(pick(suite.title, self.lang))} ({suite.id})"
        yield self.say(words.AGAINST, baseline=baseline.named, as_of=self.assessment.as_of)
        yield self.say(
            words.DOCUMENTS_LINE,
            held=words.documents(len(suite.agreements), self.lang),
            clauses=words.clauses(sum(agreement.clauses for agreement in suite.agreements), self.lang),
            not_held=words.documents(len(suite.not_held), self.lang),
        )
        unknown = sum(fact.answer is Answer.OPEN for fact in suite.facts.values())
        if unknown:
            yield self.say(words.FACTS_UNKNOWN, unknown=unknown, facts=len(suite.facts))

    def table(self) -> str:
        from tabulate import tabulate  # 65 ms that only this format pays

        titles = self.assessment.baseline.groups
        rows: list[list[object]] = [
            [pick(titles[group], self.lang), *(counts[verdict] or "-" for verdict in Verdict)]
            for group, counts in groups(self.assessment).items()
        ]
        rows.append([self.say(words.TOTAL), *self.assessment.counts().values()])
        headers = [self.say(words.GROUP), *map(self.verdict, Verdict)]
        align = ("left", *["right"] * len(Verdict))
        # Nothing to parse, in a third of the time: numbers are numbers already.
        return tabulate(rows, headers, tablefmt="simple", colalign=align, disable_numparse=True)

    def finding(self, finding: Finding) -> Iterator[str]:
        yield heading(finding, self.lang, self.verdict(finding.verdict))
        yield f"  {plain(pick(finding.requirement.title, self.lang))}"
        for label, said in waived.points(finding, self.lang):
            yield self.point(label, said)
        for hit in about.hits(finding):
            yield self.point(words.VIOLATED_ONE, pick(hit.prohibition.words, self.lang))
            yield from self.quotes(in_order(hit.evidence, self.assessment.suite))
        if finding.verdict is Verdict.NOT_APPLICABLE:
            reason, by = about.why_not(finding, self.assessment.suite.facts, self.lang)
            yield self.point(words.WHY_NOT, reason)
            yield from self.quotes(by)
        else:
            yield from self.elements(finding)
        if about.assumed(finding):
            yield self.point(words.ASSUMED, about.assumption(finding, self.lang))
        citations = basis(finding, self.assessment.baseline.laws, self.assessment.as_of, self.lang)
        yield self.point(words.BASIS, pick(words.TEXTS, self.lang).join(citations))

    def elements(self, finding: Finding) -> Iterator[str]:
        for element in about.unsaid(finding):
            yield self.point(words.MISSING_ONE, pick(element.element.words, self.lang))
            yield from self.near(element.element)
        if finding.verdict is not Verdict.VIOLATED or self.verbose:
            for element in about.said(finding):
                yield self.point(words.SAID_ONE, pick(element.element.words, self.lang))
                yield from self.quotes(in_order(element.evidence, self.assessment.suite))
        if finding.deferred_to:
            yield self.point(words.DEFERRED, about.documents_named(finding.deferred_to, self.lang))

    def near(self, clause: Clause) -> Iterator[str]:
        """The clauses that come nearest to an element that is not said; verbose with their words."""
        near = nearest(clause, self.assessment.provisions, most=MOST if self.verbose else EVERY).shown
        if not near:
            yield f"    {self.say(words.NOTHING_NEAR)}"
        elif self.verbose:
            yield f"    {self.say(words.NEAREST_HELD)}{pick(words.COLON, self.lang)}".rstrip()
            yield from self.quotes([provision.evidence for provision in near])
        else:
            held = [self.place(each) for each in about.places(provision.evidence for provision in near)]
            shown = words.listed(held[:MOST], max(0, len(held) - MOST), self.lang)
            yield f"  {self.point(words.NEAREST_HELD, shown)}"

    def place(self, evidence: Evidence) -> str:
        return about.named(evidence.agreement, evidence.clause, self.lang)

    def quotes(self, evidence: Sequence[Evidence]) -> Iterator[str]:
        shown = evidence if self.verbose else evidence[:EVIDENCE_SHOWN]
        for e in shown:
            quote = plain(e.quote) if self.verbose else cut(plain(e.quote), QUOTE_COLUMNS)
            yield f"    {self.place(e)}  {e.source_file}:{e.source_line}"
            yield f"      “{quote}”"
        if len(shown) < len(evidence):
            yield f"    … {self.say(words.AND_MORE, number=len(evidence) - len(shown))}"

    def point(self, label: Words, text: str) -> str:
        return f"  {self.say(label)}{pick(words.COLON, self.lang)}{plain(text)}"
