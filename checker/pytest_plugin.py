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
    from checker.compare import Change
    from checker.errors import Problem
    from checker.lock import Difference, Lock
    from checker.model import Assessment, Baseline, Suite
    from checker.settings import Settings
    from checker.text import SourceText

LOCK_FILE = "verdicts.lock.yaml"  # as in agreements, whose import costs time
_ProjectKey = pytest.StashKey["tuple[Settings, Baseline]"]()


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
        locked = self.locked
        change = locked.changes.get(self.name)
        if change:
            from checker.reports.regression import Regression, message

            found = Regression(
                self.name, change, locked.lock, locked.display, self.line, locked.assessment, locked.differences,
                locked.source_texts,
            )  # fmt: skip
            raise VerdictChanged(message(found, locked.lang))

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
