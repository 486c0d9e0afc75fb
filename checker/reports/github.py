"""The report for GitHub Actions: workflow commands that become annotations. Never decides what fails the run.

One annotation a gap, at the encoding of the clause that shows it best: an error where the finding fails the run, a
notice where it is waived, else a warning; what has no gap produces nothing. Worst first over all suites, since GitHub
shows the first ten of each kind a step (the log keeps all); a first notice says what was evaluated. Paths are relative
to the working directory: run it at the root of the repository."""

from collections.abc import Iterator, Sequence

from checker.gate import DEFAULT, Gate
from checker.model import Assessment, Finding, Words
from checker.reports import findings as about
from checker.reports import gated, words
from checker.reports.gaps import context, gaps, heading, position, quoted
from checker.reports.plain import cut, plain
from checker.reports.quotes import in_order
from checker.reports.words import pick

SHOWN = 10  # annotations of each kind that GitHub shows a step
REMEDY_COLUMNS = 200
TITLE_COLUMNS = 200  # GitHub takes titles of up to 255 characters
ERROR, WARNING, NOTICE = "error", "warning", "notice"
_KINDS = (ERROR, WARNING, NOTICE)
_TITLE = Words("基线 {baseline}，基准日 {as_of}：{services}", "{baseline} as of {as_of}: {services}")
_ONLY_TEN = Words(
    "GitHub 每步每类只显示前 {shown} 条，其余见日志；共有错误 {error} 条、警告 {warning} 条、提示 {notice} 条。",
    "GitHub shows only the first {shown} of each kind a step, the log has the others; in all: errors {error}, "
    "warnings {warning}, notices {notice}.",
)


def render(
    assessments: Sequence[Assessment], *,
    lang: str = "en", verbose: bool = False, colour: bool = False, gate: Gate = DEFAULT,
) -> str:  # fmt: skip
    """The gaps of all assessments as workflow commands, a line each; `verbose` and `colour` change nothing."""
    found = sorted(gaps(assessments), key=lambda gap: _KINDS.index(_kind(gap[0], gate)))
    kinds = [NOTICE, *(_kind(finding, gate) for finding, _ in found)]
    commands = [_summary(assessments, kinds, lang, gate)]
    for finding, assessment in found:
        file, line = position(finding, assessment)
        title = cut(plain(pick(finding.requirement.title, lang)), TITLE_COLUMNS)
        message = "\n".join([heading(finding, lang), *_points(finding, assessment, lang)])
        commands.append(
            _command(_kind(finding, gate), message, file=file, line=line, endLine=line, title=title)
        )
    return "\n".join([*commands, ""])


def _kind(finding: Finding, gate: Gate) -> str:
    if gate.gates(finding):
        return ERROR
    return NOTICE if finding.waived else WARNING


def _summary(assessments: Sequence[Assessment], kinds: Sequence[str], lang: str, gate: Gate) -> str:
    """What was evaluated, and how many annotations there are where GitHub will not show all."""
    baseline = assessments[0].baseline
    services = [plain(pick(assessment.suite.title, lang)) for assessment in assessments]
    title = pick(_TITLE, lang).format(
        baseline=baseline.named, as_of=assessments[0].as_of,
        services=pick(words.LIST, lang).join(services),
    )  # fmt: skip
    said = gated.counted(gate, assessments, lang)
    numbers = {kind: kinds.count(kind) for kind in _KINDS}
    if max(numbers.values()) > SHOWN:
        said += pick(words.SPACE, lang) + pick(_ONLY_TEN, lang).format(shown=SHOWN, **numbers)
    return _command(NOTICE, said, title=cut(title, TITLE_COLUMNS))


def _points(finding: Finding, assessment: Assessment, lang: str) -> Iterator[str]:
    """What is violated, with the first clause that does it, what is not said, and what is to be done."""
    colon = pick(words.COLON, lang)
    for hit in about.hits(finding):
        yield pick(words.VIOLATED_ONE, lang) + colon + plain(pick(hit.prohibition.words, lang))
        places = about.places(in_order(hit.evidence, assessment.suite))
        if places:
            yield words.listed([quoted(places[0], lang)], len(places) - 1, lang)
    for element in about.unsaid(finding):
        yield pick(words.MISSING_ONE, lang) + colon + plain(pick(element.element.words, lang))
    yield from context(finding, assessment, lang)
    remedy = _first_sentence(plain(pick(finding.requirement.remedy, lang)))
    if cut(remedy, REMEDY_COLUMNS) == remedy:
        yield pick(words.REMEDY, lang) + colon + remedy


def _first_sentence(text: str) -> str:
    ends = [text.find(mark) + 1 for mark in ("。", ". ") if mark in text]
    return text[: min(ends)] if ends else text


# --- workflow commands --------------------------------------------------------------------------------------------


def _command(kind: str, message: str, **properties: str | int) -> str:
    written = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{kind} {written}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
