"""The report on a change for a terminal: for each suite verdicts, clauses with what is encoded, what to read again."""

from collections.abc import Iterator

from checker.compare import Direction
from checker.diff.model import (
    AgreementChange,
    ClauseChange,
    Diff,
    ProvisionChange,
    SuiteChange,
    VerdictChange,
)
from checker.gate import Gate
from checker.model import Words
from checker.reports import changes, diff_words, gated, waived, words
from checker.reports.diff_rules import against
from checker.reports.plain import plain
from checker.reports.words import pick

_COLOURS = {Direction.WORSE: "1;31", Direction.BETTER: "32", Direction.CHANGED: "33"}


def render(diff: Diff, *, lang: str, gate: Gate, colour: bool = False) -> str:
    """The change as text; `colour` marks directions and changed words."""
    return "\n".join([*_Report(diff, lang, gate, colour).lines(), ""])


class _Report:
    """Holds what every line needs to know."""

    def __init__(self, diff: Diff, lang: str, gate: Gate, colour: bool) -> None:
        self.diff, self.lang, self.gate, self.colour = diff, lang, gate, colour

    def paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and text else text

    def say(self, label: Words, **values: object) -> str:
        return pick(label, self.lang).format(**values)

    def lines(self) -> Iterator[str]:
        yield diff_words.title(self.diff, self.lang)
        yield from against(self.diff, self.lang)
        yield ""
        told = [suite for suite in self.diff.suites if suite.changed]
        if not told:
            yield self.say(diff_words.NOTHING)
        for suite in told:
            yield from self.suite(suite)
        yield from diff_words.total_sentences(self.diff, self.lang) if told else ()
        yield gated.counted(self.gate, self.diff.assessments, self.lang)

    def suite(self, suite: SuiteChange) -> Iterator[str]:
        yield diff_words.suite_title(suite, self.lang)
        if fate := diff_words.suite_fate(suite, self.lang):
            yield f"  {fate}"
        yield from (f"  {plain(line)}" for line in diff_words.agreement_fates(suite, self.lang))
        yield ""
        if suite.now is None:
            return
        if not suite.verdicts:
            yield f"  {self.say(diff_words.NO_VERDICT)}"
            yield ""
        for verdict in diff_words.worst_first(suite.verdicts):
            yield from self.verdict(verdict, suite)
            yield ""
        if suite.was is None:
            return
        yield from self.section(diff_words.CLAUSES, self.clauses(suite))
        for label, read_again in ((diff_words.UNREAD, False), (diff_words.READ_AGAIN, True)):
            yield from self.section(label, self.unread(suite, read_again))
        yield from self.section(diff_words.ENCODING_ALONE, self.encoding_alone(suite))
        yield from self.section(diff_words.OTHERS, diff_words.others(suite, self.lang))

    def section(self, label: Words, body: Iterator[str]) -> Iterator[str]:
        lines = [f"    {line}" for line in body]
        if lines:
            yield f"  {self.say(label)}"
            yield from lines
            yield ""

    def verdict(self, verdict: VerdictChange, suite: SuiteChange) -> Iterator[str]:
        requirement = verdict.there.requirement
        direction = pick(changes.DIRECTIONS[verdict.change.direction], self.lang)
        severity = pick(words.SEVERITIES[requirement.severity], self.lang)
        arrow = changes.arrow(verdict.change, self.lang)
        waived_as_whole = waived.short(verdict.now, self.lang) if verdict.now else ""
        line = f"{arrow} · {severity} · {verdict.requirement}{waived_as_whole}"
        yield f"  {self.paint(direction, _COLOURS[verdict.change.direction])} · {line}"
        yield f"    {plain(pick(requirement.title, self.lang))}"
        if suite.was is None and not suite.by_lock:
            return
        yield from (f"    {line}" for line in changes.points(verdict.change, verdict.now, self.lang))
        if told := diff_words.causes(verdict.causes, suite, self.lang):
            yield f"    {self.say(diff_words.BECAUSE)}{pick(words.COLON, self.lang)}{plain(pick(words.LIST, self.lang).join(told))}"

    def clauses(self, suite: SuiteChange) -> Iterator[str]:
        for agreement in suite.agreements:
            if agreement.was is None or agreement.now is None:
                continue
            for clause in agreement.clauses:
                yield from self.clause(agreement, clause)
            for each in diff_words.provisions_above(agreement):
                yield from self.encoded(each)

    def clause(self, agreement: AgreementChange, clause: ClauseChange) -> Iterator[str]:
        wording = clause.there
        yield f"{diff_words.clause_line(agreement, clause, self.lang)}  {plain(wording.file)}:{wording.line}"
        if clause.was is None or clause.now is None or clause.was.words != clause.now.words:
            yield f"  {self.words(clause)}"
        for each in diff_words.provisions_at(agreement, clause):
            yield from (f"  {line}" for line in self.provision(each))

    def words(self, clause: ClauseChange) -> str:
        shown = ""
        for piece in diff_words.rewording(clause):
            was, now = (diff_words.spaced(text, plain) for text in piece)
            if piece.same:
                shown += was
            else:
                shown += self.paint(f"[-{was}-]", "31") if was else ""
                shown += self.paint(f"{{+{now}+}}", "32") if now else ""
        return shown

    def provision(self, change: ProvisionChange) -> Iterator[str]:
        if change.was:
            yield self.paint(f"- {diff_words.reading(change.was, self.lang)}", "31")
        if change.now:
            yield self.paint(f"+ {diff_words.reading(change.now, self.lang)}", "32")

    def unread(self, suite: SuiteChange, read_again: bool) -> Iterator[str]:
        for agreement in suite.agreements:
            if agreement.read_again is read_again:
                for clause in agreement.unread:
                    yield diff_words.clause_line(agreement, clause, self.lang)

    def encoding_alone(self, suite: SuiteChange) -> Iterator[str]:
        for agreement in suite.agreements:
            if agreement.was is None or agreement.now is None:
                continue
            for each in diff_words.encoding_alone(agreement):
                yield from self.encoded(each)

    def encoded(self, change: ProvisionChange) -> Iterator[str]:
        evidence = change.there.evidence
        yield f"{evidence.agreement} {plain(evidence.clause)}  {plain(evidence.file)}:{evidence.line}"
        yield from (f"  {line}" for line in self.provision(change))
