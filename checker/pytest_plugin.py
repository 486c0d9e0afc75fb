"""The verdict lock as tests: `pytest policies/` has one for each suite and requirement, which fails when the verdict, an
element or a clause behind it is no longer what was accepted. Never writes a lock.

Everything is judged as of the day of the lock, whatever the day of the run: a test fails because somebody changed a
text, an encoding or the baseline, never because time went by. What a later day changes, and a source text or baseline
that changed without consequence, is for `checker lock --check`.

Every run of pytest imports this module wherever the package is installed: only pytest is imported before it is needed."""

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from checker.compare import Change, Place, Places, State
    from checker.errors import Problem
    from checker.lock import Difference, Lock
    from checker.model import Assessment, Baseline, Finding, Suite
    from checker.settings import Settings
    from checker.text import SourceText

LOCK_FILE = "verdicts.lock.yaml"  # as in agreements, whose import costs time
_ProjectKey = pytest.StashKey["tuple[Settings, Baseline]"]()
_COLUMNS = 600  # of a quote, or of a clause whose words may stand at its end

# What a failure says beside the words of the reports, in Chinese and English.
_ACCEPTED = ("确认于 {day}（{place}）：", "accepted as of {day} ({place}): ")
_NOW = ("现为：", "now: ")
_BY = ("，依据 {places}", ", by {places}")
_GONE = ("{place}，见源文本 {source}", "{place}, source text {source}")
_NO_CLAUSE = ("{place}：源文本已无此条款", "{place}: the source text has no such clause any more")
_STANDS = (
    "{place}，见编码 {encoding}，源文本 {source}",
    "{place}, encoded in {encoding}, source text {source}",
)
_NOT_LOCKED = ("锁定文件中没有该要求", "the lock does not have this requirement")
_NOT_ASKED = ("基线 {baseline} 没有该要求", "{baseline} has no such requirement")
_REMEDY = (
    "如属有意变更，请运行 `checker lock {folder}` 并提交锁定文件",
    "if that is meant, run `checker lock {folder}` and commit the lock",
)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """The verdict locks among the files that pytest looks at."""
    return VerdictLock.from_parent(parent, path=file_path) if file_path.name == LOCK_FILE else None


class VerdictChanged(Exception):
    """A finding is not what was accepted; the message is the whole failure."""


class VerdictLock(pytest.File):
    """The lock of one suite, with all that it is compared with: read when collected, judged once, by the first test."""

    display: str  # the path, as messages show it
    lock: "Lock"
    suite: "Suite"
    baseline: "Baseline"
    lang: str

    def collect(self) -> Iterator["LockedVerdict"]:
        """A test for each requirement of the lock, then for those that the baseline alone has."""
        from checker import source
        from checker.files import display

        self.display = display(self.path)
        self._read()
        document = source.load(self.path, self.display)
        verdicts = document.data["verdicts"]
        for name in dict.fromkeys((*verdicts, *(each.id for each in self.baseline.requirements))):
            line = document.line(verdicts[name]) if name in verdicts else 0
            yield LockedVerdict.from_parent(self, name=name, locked=self, line=line)

    def _read(self) -> None:
        """Raises CollectError, which pytest shows without a traceback, with every problem of every file."""
        from checker.agreements import load_suite
        from checker.errors import BadInput
        from checker.files import display
        from checker.lock_file import load_lock
        from checker.reports.plain import plain

        problems: list[Problem] = []
        try:
            self.lock = load_lock(self.path, self.display)
        except BadInput as bad:
            problems += bad.problems
        try:
            self.suite = load_suite(self.path.parent, display(self.path.parent))
        except BadInput as bad:
            problems += bad.problems
        try:
            set_to, self.baseline = _project(self.session)
            self.lang = set_to.lang or "en"
        except BadInput as bad:
            problems += bad.problems
        if problems:
            raise self.CollectError("\n".join(plain(str(problem)) for problem in problems))

    @cached_property
    def assessment(self) -> "Assessment":
        """The suite as of the day of the lock."""
        from checker.engine import assess

        return assess(self.suite, self.baseline, as_of=self.lock.as_of)

    @cached_property
    def differences(self) -> "list[Difference]":
        """What is not as it was accepted."""
        from checker.lock import differences

        return differences(self.lock, self.assessment)

    @cached_property
    def changes(self) -> "dict[str, Change]":
        """The requirements whose finding is not as it was accepted."""
        return {each.subject: each.change for each in self.differences if each.change}

    @cached_property
    def source_texts(self) -> "dict[str, SourceText]":
        """The source texts by agreement; only failures need them."""
        from checker.text import read

        return {
            agreement.id: read(self.path.parent / Path(agreement.source_file).name, agreement.source_file)
            for agreement in self.suite.agreements
        }


class LockedVerdict(pytest.Item):
    """One requirement: passes while its finding is what the lock says."""

    def __init__(self, *, locked: VerdictLock, line: int, **node: Any) -> None:
        super().__init__(**node)
        self.locked, self.line = locked, line
        self.extra_keyword_matches.add(locked.suite.id)  # for -k, where the folder is not part of the path

    def runtest(self) -> None:
        """Raises VerdictChanged."""
        change = self.locked.changes.get(self.name)
        if change:
            raise VerdictChanged("\n".join(_failure(self, change)))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The message alone, for a change; a traceback for anything else, which is a fault of ours."""
        if isinstance(excinfo.value, VerdictChanged):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where the lock has the requirement (lines count from 0), and what the test is called."""
        return self.path, self.line - 1 if self.line else None, f"{self.locked.suite.id}: {self.name}"


def _project(session: pytest.Session) -> "tuple[Settings, Baseline]":
    """The settings and the baseline, read once a run: those of the working directory, as for the command line; where
    nothing is set there, those of pytest's root. Raises BadInput."""
    if _ProjectKey not in session.stash:
        from checker import settings
        from checker.catalogue import DEFAULT, load_baseline

        config = session.config
        set_to = settings.load(config.invocation_params.dir)
        if not set_to.file:
            set_to = settings.load(config.rootpath)
        session.stash[_ProjectKey] = set_to, load_baseline(set_to.baseline or DEFAULT)
    return session.stash[_ProjectKey]


# --- the words of a failure -----------------------------------------------------------------------------------


def _failure(item: LockedVerdict, change: "Change") -> Iterator[str]:
    """What changed, what it rested on and rests on, and what to do. The first line stands in pytest's summary too."""
    import shlex

    from checker.reports import changes
    from checker.reports.words import pick

    locked = item.locked
    lang = locked.lang
    findings = {finding.requirement.id: finding for finding in locked.assessment.findings}
    finding = findings.get(item.name)
    title = pick(finding.requirement.title, lang) if finding else item.name
    yield f"{changes.headline(change, lang)} · {title}"
    yield from (f"  {line}" for line in changes.points(change, finding, lang))
    yield from _accepted(item, change)
    yield from _found(item, change, finding)
    for each in locked.differences:
        if each.change is None:  # the baseline or a source text: perhaps the cause
            yield from (f"  {line}" for line in changes.difference(each, locked.assessment, lang))
    folder = shlex.quote(str(Path(locked.display).parent))
    yield f"  {_say(_REMEDY, lang, folder=folder)}"


def _accepted(item: LockedVerdict, change: "Change") -> Iterator[str]:
    """The accepted verdict with its clauses; those that are no longer behind it with their words as they stand now."""
    locked, lang = item.locked, item.locked.lang
    if change.was is None:
        yield f"  {_say(_NOT_LOCKED, lang)}"
        return
    place = f"{locked.display}:{item.line}"
    yield f"  {_say(_ACCEPTED, lang, day=locked.lock.as_of, place=place)}{_rests_on(change.was, lang)}"
    still = _places(change.now) if change.now else ()
    for gone in _places(change.was):
        if gone not in still:
            yield from _source(gone, locked)


def _source(place: "Place", locked: VerdictLock) -> Iterator[str]:
    """A clause as the source text has it."""
    source = locked.source_texts.get(place.agreement)
    clause = source.by_at.get(place.at) if source else None
    if source is None or clause is None:
        yield f"    {_say(_NO_CLAUSE, locked.lang, place=_named(place, locked.lang))}"
        return
    start, end = clause.spans[0]
    where = f"{source.file}:{clause.line}"
    yield f"    {_say(_GONE, locked.lang, place=_named(place, locked.lang), source=where)}"
    yield f"      {_quoted(source.text[start:end], locked.lang)}"


def _found(item: LockedVerdict, change: "Change", finding: "Finding | None") -> Iterator[str]:
    """The verdict now with its clauses; those that are new behind it with both positions."""
    from checker.compare import Place
    from checker.model import GAPS, Verdict
    from checker.reports import findings as about
    from checker.reports import words

    locked, lang = item.locked, item.locked.lang
    if finding is None or change.now is None:
        baseline = f"{locked.baseline.id} {locked.baseline.version}"
        yield f"  {_say(_NOT_ASKED, lang, baseline=baseline)}"
        return
    yield f"  {_say(_NOW, lang)}{_rests_on(change.now, lang)}"
    arrived = change.was is None or change.was.verdict is not finding.verdict
    evidence = [each for prohibition in finding.prohibitions for each in prohibition.evidence]
    evidence += [each for element in finding.elements for each in element.evidence]
    if finding.verdict is Verdict.NOT_APPLICABLE:
        reason, evidence = about.why_not(finding, locked.suite.facts, lang)
        yield f"    {words.pick(words.WHY_NOT, lang)}{words.pick(words.COLON, lang)}{reason}"
    elif not change.points and finding.verdict in GAPS and arrived:
        for element in about.unsaid(finding):
            yield (
                f"    {words.pick(words.MISSING_ONE, lang)}{words.pick(words.COLON, lang)}"
                f"{words.pick(element.element.words, lang)}"
            )
    came = {place for point in change.points for place in point.came}
    for each in dict.fromkeys(evidence):
        place = Place(each.agreement, each.clause)
        if change.points and place not in came:
            continue
        yield "    " + _say(
            _STANDS, lang, place=_named(place, lang), encoding=f"{each.file}:{each.line}",
            source=f"{each.source_file}:{each.source_line}",
        )  # fmt: skip
        if not change.points:  # else the points have quoted it
            yield f"      {_quoted(each.quote, lang)}"


def _rests_on(state: "State", lang: str) -> str:
    """A verdict and the clauses behind it."""
    from checker.reports.words import LIST, VERDICTS, pick

    named = pick(LIST, lang).join(_named(place, lang) for place in _places(state))
    return pick(VERDICTS[state.verdict], lang) + (_say(_BY, lang, places=named) if named else "")


def _places(state: "State") -> "Places":
    """The clauses behind a state, each once."""
    behind = (*state.hit.values(), *state.said.values())
    return tuple(dict.fromkeys(place for places in behind for place in places))


def _named(place: "Place", lang: str) -> str:
    from checker.reports.findings import clause
    from checker.reports.plain import plain

    return f"{place.agreement} {plain(clause(place.at, lang))}"


def _quoted(text: str, lang: str) -> str:
    from checker.reports.plain import cut, plain
    from checker.reports.words import QUOTE, pick

    return pick(QUOTE, lang).format(quote=cut(plain(text), _COLUMNS))


def _say(label: tuple[str, str], lang: str, **values: str) -> str:
    from checker.model import Words
    from checker.reports.words import pick

    return pick(Words(*label), lang).format(**values)
