"""The report on a change as a comment on a pull request: the summary first, details folded, never longer than GitHub takes.

What does not fit is left out as whole blocks, the least important first, and the comment says how many. Never links: where a
comment stands, paths of the repository lead nowhere."""

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
from checker.reports.md import code, details, escape, table
from checker.reports.plain import cut, plain
from checker.reports.words import pick

MOST_CHARACTERS = 65_536  # of a comment on GitHub
_MARK = "<!-- checker diff -->"  # by which a job finds its own comment again
_RESERVE = 400  # for the sentence on what is left out
_MOST_ROWS = (60, 20, 6)  # of each list in the summary: as many as fit
_MOST_OF_A_NAME = 120  # columns of titles and places, which others write
_MOST_OF_A_CLAUSE = 3_000  # characters
_HEADINGS = {
    Direction.WORSE: Words("合规影响：变差 {number} 项", "Compliance: {number} worse"),
    Direction.BETTER: Words("合规影响：改善 {number} 项", "Compliance: {number} better"),
    Direction.CHANGED: Words(
        "合规影响：{number} 项要求有其他变化", "Compliance: {number} neither better nor worse, but changed"
    ),
    Direction.SAME: Words("合规影响：评估结论无变化", "Compliance: no verdict has changed"),
}
_GONE = Words("合规影响：{number} 套文件不再评估", "Compliance: no longer assessed: {number} of the suites")
_PASSED = Words("**门禁通过。**", "**The gate passed.**")
_STALE = Words(
    "**未通过：源文本已变更，编码尚未据以重新核对（见运行日志）。**",
    "**Not passed: a source text has changed, and its encoding was not read again (the log names it).**",
)
_FAILED = Words("**门禁未通过：{number} 项。**", "**The gate failed: {number} findings count.**")
_FAILED_ONE = Words("**门禁未通过：1 项。**", "**The gate failed: 1 finding counts.**")
_DETAILS = Words("{suite}：各项评估结论的变化", "{suite}: verdicts in detail")
_CLAUSE_DETAILS = Words("{suite}：条款与编码（{number} 处）", "{suite}: clauses and encoding ({number})")
_ALONE_DETAILS = Words(
    "{suite}：编码已变更而源文本未变更（{number} 处）", "{suite}: encoding changed, text not ({number})"
)
_ROWS_LEFT_OUT = Words(
    "另有 {number} 项评估结论的变化未列出。", "{number} more changed verdicts are not listed."
)
_FATES_LEFT_OUT = Words(
    "另有 {number} 套文件或者协议未列出。", "{number} more suites and agreements are not listed."
)
_LEFT_OUT = Words(
    "因评论长度所限，略去 {number} 个部分；完整内容请运行 `checker diff`。",
    "{number} parts are left out, since a comment can be no longer; `checker diff` shows all.",
)


def render(diff: Diff, *, lang: str, gate: Gate, colour: bool = False) -> str:
    """The change as a comment; `colour` changes nothing."""
    page = _Page(diff, lang, gate)
    for rows in _MOST_ROWS:
        text = "\n\n".join(page.head(rows))
        if len(text) <= MOST_CHARACTERS - _RESERVE:
            break
    left_out = 0
    for block in page.blocks():
        if len(text) + len(block) + 2 > MOST_CHARACTERS - _RESERVE:
            left_out += 1
        else:
            text += f"\n\n{block}"
    if left_out:
        text += f"\n\n{page.say(_LEFT_OUT, number=left_out)}"
    return text + "\n"


class _Page:
    """Holds what every block needs to know."""

    def __init__(self, diff: Diff, lang: str, gate: Gate) -> None:
        self.diff, self.lang, self.gate = diff, lang, gate

    def say(self, label: Words, **values: object) -> str:
        return pick(label, self.lang).format(**values)

    # --- what is never left out ------------------------------------------------------------------------------

    def head(self, rows: int) -> Iterator[str]:
        counts = self.gate.counts(self.diff.assessments)
        verdicts = [(suite, verdict) for suite in self.diff.suites for verdict in suite.verdicts]
        yield _MARK
        yield f"## {self.heading([verdict for _, verdict in verdicts])}"
        outcome = _STALE if self.diff.stale else _PASSED
        if counts.gating:
            outcome = _FAILED_ONE if counts.gating == 1 else _FAILED
        sentences = [
            self.say(outcome, number=counts.gating),
            *diff_words.total_sentences(self.diff, self.lang),
        ]
        yield pick(words.SPACE, self.lang).join(sentences)
        fates = [
            f"- **{_name(diff_words.suite_title(suite, self.lang))}**{pick(words.COLON, self.lang)}{escape(fate)}"
            for suite in self.diff.suites
            if (fate := diff_words.suite_fate(suite, self.lang) or diff_words.suite_renamed(suite, self.lang))
        ]
        fates += [
            f"- {_name(line)}"
            for suite in self.diff.suites
            for line in diff_words.agreement_fates(suite, self.lang)
        ]
        if fates:
            more = [f"- {self.say(_FATES_LEFT_OUT, number=len(fates[rows:]))}"] if fates[rows:] else []
            yield "\n".join([*fates[:rows], *more])
        if unread := [line for suite in self.diff.suites for line in self.unread(suite, read_again=False)]:
            yield f"**{self.say(diff_words.UNREAD)}**"
            yield words.listed(unread[:rows], len(unread[rows:]), self.lang)
        if verdicts:
            yield self.table(verdicts, rows)
            if len(verdicts) > rows:
                yield self.say(_ROWS_LEFT_OUT, number=len(verdicts) - rows)
        told = [
            f"- {_name(line)}" for suite in self.diff.suites for line in diff_words.others(suite, self.lang)
        ]
        if told:
            more = [f"- {self.say(words.AND_MORE, number=len(told[rows:]))}"] if told[rows:] else []
            yield f"**{self.say(diff_words.OTHERS)}**"
            yield "\n".join([*told[:rows], *more])
        lines = [
            cut(diff_words.title(self.diff, self.lang), _MOST_OF_A_NAME),
            *against(self.diff, self.lang),
        ]
        lines.append(gated.counted(self.gate, self.diff.assessments, self.lang))
        yield "  \n".join(map(escape, lines))

    def heading(self, verdicts: list[VerdictChange]) -> str:
        gone = sum(suite.now is None for suite in self.diff.suites)
        if gone and all(verdict.change.direction is not Direction.WORSE for verdict in verdicts):
            return self.say(_GONE, number=gone)
        for direction in Direction:  # worst first
            number = sum(verdict.change.direction is direction for verdict in verdicts)
            if number or direction is Direction.SAME:
                return self.say(_HEADINGS[direction], number=number)
        raise AssertionError("SAME is the last direction")

    def table(self, verdicts: list[tuple[SuiteChange, VerdictChange]], most: int) -> str:
        suites = {id(verdict): suite for suite, verdict in verdicts}
        ranked = diff_words.worst_first([verdict for _, verdict in verdicts])
        labels = (words.VERDICT, words.REQUIREMENT, words.SEVERITY, words.SERVICE, diff_words.BECAUSE)
        rows = [self.row(verdict, suites[id(verdict)]) for verdict in ranked[:most]]
        return table([self.say(label) for label in labels], rows)

    def row(self, verdict: VerdictChange, suite: SuiteChange) -> list[str]:
        told = [_name(each) for each in diff_words.causes(verdict.causes, suite, self.lang)]
        headline = escape(changes.headline(verdict.change, self.lang))
        if verdict.change.direction is Direction.WORSE:
            headline = f"**{headline}**"
        if verdict.now:
            headline += waived.short(verdict.now, self.lang)
        title = f"{_name(pick(verdict.there.requirement.title, self.lang))} {code(verdict.requirement)}"
        severity = pick(words.SEVERITIES[verdict.there.requirement.severity], self.lang)
        because = words.listed(told[:3], len(told[3:]), self.lang)
        return [headline, title, severity, _name(pick(suite.there.suite.title, self.lang)), because or "–"]

    # --- what is folded, most important first ------------------------------------------------------------------

    def blocks(self) -> Iterator[str]:
        told = [suite for suite in self.diff.suites if suite.was and suite.now]
        for suite in told:
            yield from self.verdict_block(suite)
        for suite in told:
            yield from self.clause_blocks(suite)
        for suite in told:
            alone = [line for agreement in suite.agreements for line in self.alone(agreement)]
            yield from self.folded(_ALONE_DETAILS, suite, alone, number=len(alone))
            again = list(self.unread(suite, read_again=True))
            if again:
                yield f"{self.say(diff_words.READ_AGAIN)}{pick(words.COLON, self.lang)}" + words.listed(
                    again, 0, self.lang
                )

    def folded(self, label: Words, suite: SuiteChange, lines: list[str], **values: object) -> Iterator[str]:
        if lines:
            name = _name(diff_words.suite_title(suite, self.lang))
            yield details(self.say(label, suite=name, **values), "\n".join(lines))

    def verdict_block(self, suite: SuiteChange) -> Iterator[str]:
        lines = []
        for verdict in diff_words.worst_first(suite.verdicts):
            lines.append(
                f"- {code(verdict.requirement)} {escape(pick(verdict.there.requirement.title, self.lang))}"
                f"{pick(words.COLON, self.lang)}**{escape(changes.headline(verdict.change, self.lang))}**"
            )
            for line in changes.points(verdict.change, verdict.now, self.lang):
                indent = "    " if line.startswith("  ") else "  "
                lines.append(f"{indent}- {escape(line.strip())}")
        yield from self.folded(_DETAILS, suite, lines)

    def clause_blocks(self, suite: SuiteChange) -> Iterator[str]:
        """The changed clauses, in parts, so that of a great change what fits is shown."""
        entries = [
            self.clause(agreement, clause)
            for agreement in suite.agreements
            if agreement.was and agreement.now
            for clause in agreement.clauses
        ]
        entries += [
            self.encoded(each)
            for agreement in suite.agreements
            if agreement.was and agreement.now
            for each in diff_words.provisions_above(agreement)
        ]
        part: list[str] = []
        for number, entry in enumerate(entries):
            part.append(entry)
            if sum(map(len, part)) > 8_000 or number == len(entries) - 1:
                yield from self.folded(_CLAUSE_DETAILS, suite, part, number=len(part))
                part = []

    def clause(self, agreement: AgreementChange, clause: ClauseChange) -> str:
        wording = clause.there
        lines = [
            f"- **{escape(diff_words.clause_line(agreement, clause, self.lang))}** {self.place(wording.file, wording.line)}"
        ]
        if clause.was is None or clause.now is None or clause.was.words != clause.now.words:
            lines.append(f"  - {self.words(clause)}")
        for each in diff_words.provisions_at(agreement, clause):
            lines += [f"  - {line}" for line in self.provision(each)]
        return "\n".join(lines)

    def words(self, clause: ClauseChange) -> str:
        shown = ""
        for piece in diff_words.rewording(clause):
            was, now = (diff_words.spaced(text, self.cut) for text in piece)
            if piece.same:
                shown += was
            else:
                shown += (f"<del>{was}</del>" if was else "") + (f"<ins>{now}</ins>" if now else "")
        return shown

    def cut(self, text: str) -> str:
        return escape(cut(plain(text), _MOST_OF_A_CLAUSE))

    def provision(self, change: ProvisionChange) -> Iterator[str]:
        if change.was:
            yield f"<del>{escape(diff_words.reading(change.was, self.lang))}</del>"
        if change.now:
            yield f"<ins>{escape(diff_words.reading(change.now, self.lang))}</ins>"

    def alone(self, agreement: AgreementChange) -> Iterator[str]:
        if agreement.was is None or agreement.now is None:
            return
        yield from map(self.encoded, diff_words.encoding_alone(agreement))

    def encoded(self, change: ProvisionChange) -> str:
        evidence = change.there.evidence
        where = escape(f"{evidence.agreement} {evidence.clause}")
        readings = "".join(f"\n  - {line}" for line in self.provision(change))
        return f"- **{where}** {self.place(evidence.file, evidence.line)}{readings}"

    def unread(self, suite: SuiteChange, *, read_again: bool) -> Iterator[str]:
        for agreement in suite.agreements:
            if agreement.read_again is read_again:
                for clause in agreement.unread:
                    yield _name(diff_words.clause_line(agreement, clause, self.lang))

    def place(self, file: str, line: int) -> str:
        return escape(f"{file}:{line}")


def _name(text: str) -> str:
    """A title or a place, cut: others write it, and the summary must fit."""
    return escape(cut(plain(text), _MOST_OF_A_NAME))
