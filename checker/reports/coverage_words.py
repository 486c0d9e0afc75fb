"""Coverage in words: the labels and sentences that its reports share. Plain text; never counts, never lays out."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from checker import hints, schema
from checker.coverage.model import AgreementCoverage, Candidate, Candidates, Pillar, State, SuiteCoverage
from checker.model import GAPS, Words
from checker.reports import findings, titles, words
from checker.reports.plain import cut, plain
from checker.reports.words import pick

TITLE = Words("编码覆盖情况", "Coverage")
DOCUMENT = Words("文件", "Document")
NUMBER = Words("条款", "Clauses")
STATES: Mapping[State, Words] = {
    State.ENCODED: Words("已编码", "Encoded"),
    State.ASIDE: Words("不编码", "Set aside"),
    State.UNREAD: Words("待阅读", "To read"),
    State.OPEN: Words("未处理", "Open"),
}
SHARE = Words("已处理", "Done")
QUOTED = Words("引文占比", "Quoted")
IN_CLAUSES = Words("编码占比", "In clauses")
ALL = Words("字符", "Characters")
EXPLAINED = Words(
    "“已处理”指已编码，或者附原因不编码。“引文占比”和“编码占比”分别为引文、已编码条款所占字符的比例；"
    "字符不含空白，不含标题行。覆盖率只说明读了多少，不说明读得是否正确。",
    "Done: encoded, or set aside for a reason. Quoted, in clauses: the share of the characters that stands in quotes, "
    "and in encoded clauses; white space and lines of heading are not counted. A share says how much was read, not "
    "how well.",
)
ASIDE = Words("不编码的原因", "Set aside, and why")
NOT_DONE = Words("尚未处理的条款", "Clauses that nobody has accounted for")
LOST = Words("引文不在源文本中的条款", "Clauses whose quote does not stand in the text")
STALE = Words(
    "源文本已变更，编码尚未据以重新核对", "The text has changed since its encoding was read against it"
)
UNUSED = Words("不符合任何要求之条件的条款作用", "Provisions that fit no condition of any requirement")
PILLARS = Words("仅由一处条款决定的评估结论", "Verdicts that one clause decides")
PILLARS_SAID = Words(
    "若无该条款，评估结论将如箭头之后所示：这些条款应当重点复核。",
    "Without the clause the verdict would be the one after the arrow: read these clauses twice.",
)
WITHOUT = Words("{was} → {now}", "{was} → {now}")
CANDIDATES = Words("建议复核的条款", "Where a second reader should look")
CANDIDATES_SAID = Words(
    "这些条款含有该项要求的常见用语，但未编码为其依据。未处理和不编码的条款列在前面。用语标于【】内，仅为提示。",
    "These clauses have words that are typical of what is asked for, and are not encoded as evidence of it. Those "
    "open or set aside come first. The words stand in 【】; they are hints, no more.",
)
GAPS_WITHOUT = Words("未见此类条款的缺口", "Gaps without such clauses")
OTHERS = Words(
    "不属于缺口但有此类条款的要求：{number} 项；全部列于 JSON 格式的输出。",
    "Requirements that are no gap and have such clauses: {number}; the JSON lists them all.",
)
NONE = Words("无", "none")
NOT_ASSESSED = Words(
    "未评估：文件尚有 {number} 个问题（运行 `checker validate` 查看），因此不列出评估结论和建议复核的条款。",
    "Not assessed: the files have problems ({number}; `checker validate` names them), so that verdicts and the clauses "
    "to look at are left out.",
)
IS_ASIDE = Words("不编码：{why}", "set aside: {why}")
IS_ENCODED = Words("编码为：{kinds}", "encoded as: {kinds}")
IS_UNREAD = Words("待阅读", "to be read")
IS_OPEN = Words("未处理", "not accounted for")
MORE = Words("另有 {number} 处", "and {number} more")
CLAUSE = Words("条款", "Clause")
CHANGE = Words("评估结论", "Verdict")
TEXT = Words("源文本", "Text")
STATE = Words("现状", "State")
_MARKS = "【】"


def percent(part: int, whole: int) -> str:
    """A share in whole percent, rounded down so that only all is 100 %; of nothing all."""
    return f"{100 * part // whole if whole else 100} %"


def reason(name: str, lang: str) -> str:
    """Why clauses are set aside."""
    group = schema.named("agreement").contents["properties"]["no_provision"]["items"]
    choices = group["properties"]["because"]["oneOf"]
    return titles.of(next(choice for choice in choices if choice["const"] == name), lang)


def reasons(agreement: AgreementCoverage, lang: str) -> str:
    """How many clauses of an agreement are set aside for each reason, the most frequent first."""
    counts = Counter(each.because for each in agreement.clauses if each.state is State.ASIDE)
    told = [f"{reason(name, lang)} {number}" for name, number in counts.most_common()]
    return pick(words.ARTICLES, lang).join(told)


def not_done(agreement: AgreementCoverage, lang: str) -> list[str]:
    """The clauses of an agreement that are open or have to be read."""
    told = {
        State.OPEN: "",
        State.UNREAD: pick(words.IN_BRACKETS, lang).format(pick(IS_UNREAD, lang)),
    }
    return [
        findings.clause(each.at, lang) + told[each.state] for each in agreement.clauses if each.state in told
    ]


def unused(agreement: AgreementCoverage, lang: str) -> Iterator[tuple[str, list[str]]]:
    """The kinds of provision that fit no condition of any requirement, and the clauses that they are encoded of."""
    found: dict[str, list[str]] = {}
    for each in agreement.unused:
        found.setdefault(titles.kind(each.kind, lang), []).append(findings.clause(each.at, lang))
    for kind, places in found.items():
        yield kind, list(dict.fromkeys(places))


def by_clause(suite: SuiteCoverage) -> list[list[Pillar]]:
    """The verdicts that one clause decides, those of the same clause together, clauses in the order of the texts."""
    places = [(agreement.id, clause.at) for agreement in suite.agreements for clause in agreement.clauses]
    found: dict[tuple[str, str], list[Pillar]] = {place: [] for place in places}
    for pillar in suite.pillars:
        found.setdefault((pillar.evidence.agreement, pillar.evidence.clause), []).append(pillar)
    return [each for each in found.values() if each]


def verdicts(pillar: Pillar, lang: str) -> str:
    """What the verdict is, and what it would be."""
    was, now = (pick(words.VERDICTS[verdict], lang) for verdict in (pillar.verdict, pillar.without))
    return pick(WITHOUT, lang).format(was=was, now=now)


def state(candidate: Candidate, lang: str) -> str:
    """What became of a candidate."""
    clause = candidate.clause
    match clause.state:
        case State.ASIDE:
            return pick(IS_ASIDE, lang).format(why=reason(clause.because, lang))
        case State.ENCODED:
            kinds = pick(words.ARTICLES, lang).join(titles.kind(kind, lang) for kind in sorted(clause.kinds))
            return pick(IS_ENCODED, lang).format(kinds=kinds)
    return pick(IS_UNREAD if clause.state is State.UNREAD else IS_OPEN, lang)


def around(candidate: Candidate, columns: int) -> str:
    """So much of the line of a candidate as shows its words, which are marked; without marks of Markdown."""
    word = plain(candidate.word)
    # As it is written if possible; else with the white space of the words, which is that of quotes.
    written, folded = plain(hints.without_marks(candidate.text)), plain(hints.shown(candidate.text))
    line = written if word in written else folded
    at = line.index(word)
    marked = f"{line[:at]}{_MARKS[0]}{word}{_MARKS[1]}{line[at + len(word) :]}"
    start = max(at - columns // 8, 0)
    return cut(("…" if start else "") + marked[start:], columns)


def gaps(suite: SuiteCoverage) -> tuple[list[list[Candidates]], list[Candidates], list[Candidates]]:
    """The gaps with candidates, those with the same ones together; those without; other requirements with candidates."""
    found = [each for each in suite.candidates if each.finding.verdict in GAPS]
    alike: dict[tuple[Candidate, ...], list[Candidates]] = {}
    for each in found:
        if each.places:
            alike.setdefault(each.places, []).append(each)
    others = [each for each in suite.candidates if each.finding.verdict not in GAPS and each.places]
    return list(alike.values()), [each for each in found if not each.places], others


def capped(names: Sequence[str], most: int, lang: str) -> str:
    """So many of the names, and the number of the rest."""
    return words.listed(names[:most], len(names) - len(names[:most]), lang, between=words.ARTICLES)
