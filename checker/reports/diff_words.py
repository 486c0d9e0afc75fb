"""What a change does, in words: the sentences that the reports on a change share. Plain text; never compares, never lays
out."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from checker.compare import ClauseRef, Direction
from checker.diff.model import (
    AgreementChange,
    Causes,
    ClauseChange,
    Diff,
    DocumentChange,
    FactChange,
    Kind,
    ProvisionChange,
    SuiteChange,
    VerdictChange,
    WaiverChange,
)
from checker.diff.rewording import Piece, pieces
from checker.model import Answer, Provision, Words
from checker.reports import findings as about
from checker.reports import names, waived, words
from checker.reports.plain import plain
from checker.reports.reading import read_as
from checker.reports.words import pick

TITLE = Words("“{was}”至“{now}”的变更", "What changed from {was} to {now}")
WORKING_TREE = Words("工作区", "the working tree")
NOTHING = Words("没有影响评估的变更。", "Nothing that bears on the assessment has changed.")
NO_VERDICT = Words("没有评估结论发生变化。", "No verdict has changed.")
CLAUSES = Words("条款与编码", "Clauses and encoding")
UNREAD = Words(
    "需重新阅读：源文本已变更而编码未变更", "To be read again: the text has changed, the encoding has not"
)
READ_AGAIN = Words(
    "源文本已变更，已重新阅读，编码未变更", "The text has changed; it was read again, and the encoding stays"
)
ENCODING_ALONE = Words("编码已变更而源文本未变更", "The encoding has changed, the text has not")
OTHERS = Words("声明事实、文件与豁免", "Declared facts, documents, waivers")
BECAUSE = Words("原因", "Because of")
BY_RULES = Words("规则变更", "changed rules")
BY_FACT = Words("声明事实“{fact}”", "the declared fact “{fact}”")
BY_DOCUMENT = Words("未取得的文件{title}", "the document not held {title}")
FACT = Words("声明事实“{fact}”：{was} → {now}", "declared fact “{fact}”: {was} → {now}")
MISSING = Words("{title} 现被引用而未取得", "{title} is now referred to and not held")
NOT_MISSING = Words(
    "{title} 不再是被引用而未取得的文件", "{title} is no longer a document referred to and not held"
)
WAIVER_CAME = Words("新增豁免 {requirement}：{sentence}", "new waiver of {requirement}: {sentence}")
WAIVER_WENT = Words(
    "豁免 {requirement} 已移除，该项缺口不再豁免",
    "the waiver of {requirement} is gone: it covers nothing any more",
)
WAIVER_CHANGED = Words(
    "豁免 {requirement} 有变化：{sentence}", "the waiver of {requirement} has changed: {sentence}"
)
KINDS = {
    Kind.ADDED: Words("新增", "added"),
    Kind.REMOVED: Words("删除", "removed"),
    Kind.MOVED: Words("移动", "moved"),
    Kind.REWORDED: Words("改写", "reworded"),
}
FROM = Words("原为 {at}", "was {at}")
SUITE_NEW = Words("新增文件套，此前未评估", "new suite: it was not assessed before")
SUITE_BY_LOCK = Words(
    "变更前的文件无法读取，仅与其锁定的评估结论比较",
    "as it was before it cannot be read; compared with its lock alone",
)
SUITE_GONE = Words(
    "文件套已移除：其 {requirements}不再评估", "the suite is gone: its {requirements} are assessed no longer"
)
SUITE_RENAMED = Words("由 {was} 更名", "was called {was}")
AGREEMENT_NEW = Words("新增协议", "new agreement")
AGREEMENT_GONE = Words("协议已移除", "the agreement is gone")
_CONTEXT = 24  # characters of unchanged text shown beside a change


class Totals(NamedTuple):
    """What changed in all: verdicts by direction, clauses by kind, provisions, clauses to be read again."""

    worse: int
    better: int
    changed: int
    clauses: dict[Kind, int]
    provisions: int
    unread: int


_TOTAL_VERDICTS = Words(
    "评估结论：变差 {worse} 项，改善 {better} 项，其他变化 {changed} 项。",
    "Verdicts: {worse} worse, {better} better, {changed} otherwise changed.",
)
_TOTAL_CLAUSES = Words(
    "条款：改写 {reworded}，新增 {added}，删除 {removed}，移动 {moved}；编码变更 {provisions} 处；需重新阅读 {unread} 处。",
    "Clauses: {reworded} reworded, {added} added, {removed} removed, {moved} moved; provisions changed: {provisions}; "
    "to be read again: {unread}.",
)


def totals(diff: Diff) -> Totals:
    """What changed in all suites."""
    known = [suite for suite in diff.suites if not suite.by_lock]  # else nobody knows what there was
    agreements = [agreement for suite in known for agreement in suite.agreements]
    clauses = [clause.kind for agreement in agreements for clause in agreement.clauses]
    directions = [verdict.change.direction for suite in diff.suites for verdict in suite.verdicts]
    return Totals(
        directions.count(Direction.WORSE), directions.count(Direction.BETTER), directions.count(Direction.CHANGED),
        {kind: clauses.count(kind) for kind in Kind},
        sum(len(agreement.provisions) for agreement in agreements),
        sum(len(agreement.unread) for agreement in agreements if not agreement.read_again),
    )  # fmt: skip


def total_sentences(diff: Diff, lang: str) -> tuple[str, str]:
    """The totals: of verdicts, of clauses."""
    found = totals(diff)
    return (
        pick(_TOTAL_VERDICTS, lang).format(worse=found.worse, better=found.better, changed=found.changed),
        pick(_TOTAL_CLAUSES, lang).format(
            **{str(kind): number for kind, number in found.clauses.items()},
            provisions=found.provisions, unread=found.unread,
        ),
    )  # fmt: skip


def title(diff: Diff, lang: str) -> str:
    """From what to what."""
    was, now = (side or pick(WORKING_TREE, lang) for side in (diff.was, diff.now))
    return plain(pick(TITLE, lang).format(was=was, now=now))


def suite_title(suite: SuiteChange, lang: str) -> str:
    """The service and its id; what it was called."""
    there = suite.there
    told = f"{plain(pick(there.suite.title, lang))} ({there.suite.id})"
    if suite.was and suite.now and suite.was.suite.id != suite.now.suite.id:
        told += pick(words.IN_BRACKETS, lang).format(pick(SUITE_RENAMED, lang).format(was=suite.was.suite.id))
    return told


def suite_fate(suite: SuiteChange, lang: str) -> str:
    """That a suite is new or gone, or known from its lock alone; empty where it is none of these."""
    if suite.by_lock:
        return pick(SUITE_BY_LOCK, lang)
    if suite.was is None:
        return pick(SUITE_NEW, lang)
    if suite.now is None:
        number = words.requirements(len(suite.was.findings), lang)
        return pick(SUITE_GONE, lang).format(requirements=number)
    return ""


def suite_renamed(suite: SuiteChange, lang: str) -> str:
    """That a suite has another id; empty where it has not."""
    if suite.was is None or suite.now is None or suite.was.suite.id == suite.now.suite.id:
        return ""
    return pick(SUITE_RENAMED, lang).format(was=suite.was.suite.id)


def agreement_fates(suite: SuiteChange, lang: str) -> Iterator[str]:
    """Agreements that are new, gone or renamed, where the suite itself is neither new nor gone."""
    if suite.was is None or suite.now is None:
        return
    for each in suite.agreements:
        if each.was is None and each.now:
            yield f"{each.now.id}{pick(words.COLON, lang)}{pick(AGREEMENT_NEW, lang)}"
        elif each.now is None and each.was:
            yield f"{each.was.id}{pick(words.COLON, lang)}{pick(AGREEMENT_GONE, lang)}"
        elif each.was and each.now and each.was.id != each.now.id:
            renamed = pick(SUITE_RENAMED, lang).format(was=each.was.id)
            yield f"{each.now.id}{pick(words.COLON, lang)}{renamed}"


# --- verdicts -------------------------------------------------------------------------------------------------


def worst_first(verdicts: Sequence[VerdictChange]) -> list[VerdictChange]:
    """What got worse, better, otherwise changed; each by severity, else in the order of the baseline."""
    directions, severities = list(Direction), list(words.SEVERITIES)

    def order(each: VerdictChange) -> tuple[int, int]:
        return directions.index(each.change.direction), severities.index(each.there.requirement.severity)

    return sorted(verdicts, key=order)


def causes(causes: Causes, suite: SuiteChange, lang: str) -> list[str]:
    """What is behind a change of verdict, a phrase each."""
    told = [
        f"{place.agreement} {about.clause(place.at, lang)}{_fate(place, suite, lang)}"
        for place in causes.places
    ]
    told += [pick(BY_FACT, lang).format(fact=names.fact(fact, lang)) for fact in causes.facts]
    told += [pick(BY_DOCUMENT, lang).format(title=about.title(each, lang)) for each in causes.documents]
    return told + ([pick(BY_RULES, lang)] if causes.rules else [])


def _fate(place: ClauseRef, suite: SuiteChange, lang: str) -> str:
    """What became of a clause that is behind a change; empty where its words stayed."""
    found = clause_at(place, suite)
    return pick(words.IN_BRACKETS, lang).format(pick(KINDS[found.kind], lang)) if found else ""


def clause_at(place: ClauseRef, suite: SuiteChange) -> ClauseChange | None:
    """The change of the clause at a place, as it is numbered now, or was where it is gone."""
    for agreement in suite.agreements:
        for clause in agreement.clauses:
            gone = clause.now is None
            there, wording = (agreement.was, clause.was) if gone else (agreement.now, clause.now)
            if there and wording and (there.id, wording.at, gone) == place:
                return clause
    return None


# --- clauses and provisions -----------------------------------------------------------------------------------


def clause_line(agreement: AgreementChange, clause: ClauseChange, lang: str) -> str:
    """`terms 5.1 reworded`, with the number that it had."""
    line = f"{about.named(agreement.there.id, clause.there.at, lang)} {pick(KINDS[clause.kind], lang)}"
    if clause.was and clause.now and clause.was.at != clause.now.at:
        moved = pick(FROM, lang).format(at=plain(about.clause(clause.was.at, lang)))
        line += pick(words.IN_BRACKETS, lang).format(moved)
    return line


def rewording(clause: ClauseChange) -> list[Piece]:
    """The words of a clause in runs that stayed and runs that changed, long runs that stayed cut."""
    found = pieces(clause.was.words if clause.was else "", clause.now.words if clause.now else "")
    last = len(found) - 1
    return [
        _cut(piece, number == 0, number == last) if piece.same else piece
        for number, piece in enumerate(found)
    ]


def _cut(piece: Piece, first: bool, last: bool) -> Piece:
    text = piece.was
    before, after = (0 if first else _CONTEXT), (0 if last else _CONTEXT)
    if len(text) <= before + after + 3:
        return piece
    cut = f"{text[:before]}…{text[len(text) - after :]}" if after else f"{text[:before]}…"
    return Piece(cut, cut)


def spaced(text: str, write: Callable[[str], str]) -> str:
    """A run of words as `write` shows it, which drops the white space around it, with that white space."""
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{' ' if before else ''}{write(text)}{' ' if after and text.strip() else ''}"


def reading(provision: Provision | None, lang: str) -> str:
    """How a provision was understood."""
    return plain(read_as(provision, lang)) if provision else ""


def provisions_at(agreement: AgreementChange, clause: ClauseChange) -> list[ProvisionChange]:
    """What the encoding says otherwise of a clause."""
    found = []
    for each in agreement.provisions:
        provision, wording = (each.now, clause.now) if each.now else (each.was, clause.was)
        if provision and wording and provision.evidence.clause == wording.at:
            found.append(each)
    return found


def provisions_above(agreement: AgreementChange) -> list[ProvisionChange]:
    """What the encoding says otherwise of clauses whose own words stayed, while those of a clause below them changed."""
    told = {id(each) for clause in agreement.clauses for each in provisions_at(agreement, clause)}
    return [each for each in agreement.provisions if each.with_text and id(each) not in told]


def encoding_alone(agreement: AgreementChange) -> list[ProvisionChange]:
    """What the encoding says otherwise of clauses whose words stayed."""
    return [each for each in agreement.provisions if not each.with_text]


# --- the rest -------------------------------------------------------------------------------------------------


def others(suite: SuiteChange, lang: str) -> Iterator[str]:
    """Declared facts, documents not held, waivers: what changed, a line each."""
    yield from (_fact(each, lang) for each in suite.facts)
    yield from (_document(each, lang) for each in suite.documents)
    yield from (_waiver(each, suite, lang) for each in suite.waivers)


def _fact(change: FactChange, lang: str) -> str:
    was, now = (pick(words.ANSWERS[Answer(each)], lang) if each else "–" for each in (change.was, change.now))
    return pick(FACT, lang).format(fact=names.fact(change.name, lang), was=was, now=now)


def _document(change: DocumentChange, lang: str) -> str:
    said = pick(MISSING if change.missing else NOT_MISSING, lang)
    return plain(said.format(title=about.title(change.title, lang)))


def _waiver(change: WaiverChange, suite: SuiteChange, lang: str) -> str:
    requirement = change.there.waiver.requirement
    if change.now is None:
        return pick(WAIVER_WENT, lang).format(requirement=requirement)
    assert suite.now is not None  # its waiver is there
    finding = next(f for f in suite.now.findings if f.requirement.id == requirement)
    label = WAIVER_CHANGED if change.was else WAIVER_CAME
    sentence = waived.sentence(change.now, finding, lang)
    return plain(pick(label, lang).format(requirement=requirement, sentence=sentence))
