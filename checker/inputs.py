"""From what is written on the command line, and set for the project, to suites, baseline and assessments. Reads files and
the clock; never prints."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from checker import errors, files, settings
from checker.agreements import LOCK_FILE, SUITE_FILE, load_suite
from checker.errors import BadInput, Place, Problem, did_you_mean
from checker.exits import NOTHING, WRONG_USAGE, Stop

TYPE_CHECKING = False  # as in typing, whose import costs time at every start
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from typing import Any, Protocol, TypeVar

    from checker.gate import Gate
    from checker.lock import Difference, Lock
    from checker.model import Assessment, Baseline, Suite

    T = TypeVar("T")

    class Tracked(Protocol):
        """Gives the items one by one, and may show how far it has come."""

        def __call__(self, items: Sequence[T], what: str) -> Iterable[T]: ...


DEFAULT_PATHS = ("policies",)
# What fails a run where nobody says: verdicts, and the least severity of those without one.
_USUAL_GATES = {"check": ("violated,missing", "high"), "diff": ("worse", "low")}


class Inputs:
    """What a run goes by: the command line first, then the settings of the project, then what is usual. `origins` says
    which of them decided, for all that was asked."""

    def __init__(self, arguments: argparse.Namespace, tracked: Tracked | None = None) -> None:
        """`tracked` is given what is gone through one by one, with a word for it, and may show how far it has come.

        Raises BadInput with every problem of the settings."""
        self.written = vars(arguments)
        self.tracked: Tracked = tracked or (lambda items, what: items)
        self.set_to = settings.load(Path.cwd())
        self.origins: dict[str, str] = {}

    def paths(self) -> Sequence[str]:
        """Where suites are looked for."""
        return self._choose("paths", "PATH", self.set_to.paths, DEFAULT_PATHS)  # type: ignore[no-any-return]

    def folders(self) -> list[Path]:
        """The folders of the suites that the paths name. Raises Stop."""
        roots = self.set_to.paths or DEFAULT_PATHS
        known = [path.parent.name for root in roots for path in Path(root).glob(f"*/{SUITE_FILE}")]
        return suite_folders([self.place(path) for path in self.paths()], known)

    def place(self, name: str) -> str:
        """The path that `name` is, or else what is called so in a folder of suites that the settings name, with or without
        its ending (so that `xiaoyi` means `policies/xiaoyi`, and `xiaoyi/terms` `policies/xiaoyi/terms.yaml`); `name`
        where nothing is there."""
        roots = [Path(root) for root in self.set_to.paths or DEFAULT_PATHS]
        names = (Path(name), *(root / f"{name}{end}" for root in roots for end in ("", ".yaml")))
        return str(next((place for place in names if place.exists()), name))

    def lang(self) -> str:
        """The language of what is printed."""
        return str(self._choose("lang", "--lang", self.set_to.lang, "en"))

    def baseline_name(self) -> str:
        """Name or path of the baseline."""
        from checker.catalogue import DEFAULT

        return str(self._choose("baseline", "--baseline", self.set_to.baseline, DEFAULT))

    def gate(self, command: str = "check") -> Gate:
        """What fails a run of `check` or `diff`. Raises Stop."""
        from checker.gate import parse
        from checker.model import Severity

        usual, least = _USUAL_GATES[command]
        set_to = self.set_to.fail_on if command == "check" else self.set_to.diff_fail_on
        rules = self._choose("fail_on", "--fail-on", set_to, usual)
        if severity := self.written.get("severity"):
            self.origins["fail_on"] += ", --severity"
        elif self.origins["fail_on"] != "default":
            severity = Severity.LOW
        try:
            return parse(rules, Severity(severity or least))
        except ValueError as error:
            raise Stop(WRONG_USAGE, f"--fail-on: {error}") from None

    def _choose(self, name: str, flag: str, set_to: Any, usual: Any) -> Any:
        written = self.written.get(name)
        if written is None or written == []:  # argparse gives an empty list for no paths
            self.origins[name] = self.set_to.file if set_to else "default"
            return set_to or usual
        self.origins[name] = flag
        return written

    @cached_property
    def now(self) -> datetime:
        """One moment for the whole run, which may last past midnight."""
        return _now()

    # --- reading ----------------------------------------------------------------------------------------------

    def baseline(self) -> Baseline:
        """Raises BadInput."""
        from checker.catalogue import load_baseline

        return load_baseline(self.baseline_name())

    def suites(self) -> list[Suite]:
        """Every suite that the paths name. Raises BadInput with every problem of all of them, or Stop."""
        folders = self.tracked(self.folders(), "reading suites")
        return errors.each(folders, lambda folder: load_suite(folder, files.display(folder)))

    def suites_and_baseline(self) -> tuple[list[Suite], Baseline]:
        """Both. Raises BadInput with every problem of both, or Stop."""
        problems: list[Problem] = []
        try:
            baseline = self.baseline()
        except BadInput as bad:
            problems += bad.problems
        try:
            suites = self.suites()
        except BadInput as bad:
            problems += bad.problems
        if problems:
            raise BadInput(problems)
        return suites, baseline

    def assessments(self) -> list[Assessment]:
        """All suites against the baseline. Raises BadInput, or Stop."""
        return self.assess(*self.suites_and_baseline())

    def assess(self, suites: Iterable[Suite], baseline: Baseline) -> list[Assessment]:
        """Suites against a baseline, as of the day that is written, else today. Raises BadInput for waivers that waive
        nothing."""
        assessments = [self.assess_one(suite, baseline) for suite in suites]
        refuse_idle_waivers(assessments)
        return assessments

    def assess_one(self, suite: Suite, baseline: Baseline) -> Assessment:
        """One suite against a baseline; waivers that waive nothing are the caller's to look at."""
        from checker.engine import assess

        written = self.written.get("as_of") or ""
        zone = suite.waivers.time_zone if suite.waivers else ""
        day = written or self.now.date().isoformat()
        return assess(
            suite, baseline, as_of=day, waivers_as_of=written or (_day_in(zone, self.now) if zone else "")
        )


def lock_path(suite: Suite) -> Path:
    """Where the verdict lock of a suite stands. Raises Stop where its folder cannot be named in messages."""
    if "\ufffd" in suite.file:
        raise Stop(WRONG_USAGE, f"{suite.file}: the name of its folder is no UTF-8; rename it")
    return Path(suite.file).parent / LOCK_FILE


def locks(assessments: Iterable[Assessment]) -> list[Lock]:
    """The locks of suites. Raises BadInput with every problem of all of them."""
    from checker.lock_file import load_lock

    paths = [lock_path(assessment.suite) for assessment in assessments]
    return errors.each(paths, lambda path: load_lock(path, path.as_posix()))


def compared_with_locks(
    assessments: Sequence[Assessment],
) -> tuple[list[Assessment], list[tuple[Assessment, Difference]]]:
    """The assessments with what got worse than its lock marked, and what differs from the locks. Raises BadInput."""
    from checker.lock import differences, marked

    compared, found = [], []
    for assessment, lock in zip(assessments, locks(assessments), strict=True):
        differing = differences(lock, assessment)
        compared.append(marked(assessment, {each.subject: each.change for each in differing if each.change}))
        found += [(assessment, each) for each in differing]
    return compared, found


def suite_folders(paths: Sequence[str], known: Sequence[str] = ()) -> list[Path]:
    """The folders of the suites that the paths name. `known`: ids of suites that may have been meant.

    Raises Stop where a path leads nowhere or to no suite."""
    try:
        folders = files.suite_folders(paths)
        empty = [path for path in paths if not files.suite_folders([path])]
    except files.NoSuchPath as missing:
        near = did_you_mean(str(missing), known)
        remedy = f'did you mean "{near}"?' if near else "name a suite folder, or a folder of suites"
        raise Stop(WRONG_USAGE, f"{missing}: no such file or folder; {remedy}") from None
    lost = [lock for path in paths for lock in files.locks_elsewhere(path, folders)]
    if folders and lost:
        remedy = f"restore its {SUITE_FILE}, name its folder as well, or remove the lock"
        raise BadInput(
            Problem(Place(files.display(lock)), "no suite that is looked at belongs to this lock", remedy)
            for lock in lost
        )
    if empty:
        raise Stop(
            NOTHING,
            f"no suite in {', '.join(empty)}; name a folder with {SUITE_FILE}, or a folder of such folders",
        )
    return folders


def refuse_idle_waivers(assessments: Iterable[Assessment]) -> None:
    """Raises BadInput for waivers that waive nothing."""
    if problems := [problem for assessment in assessments for problem in _idle_waivers(assessment)]:
        raise BadInput(problems)


def _idle_waivers(assessment: Assessment) -> Iterable[Problem]:
    """The waivers that waive nothing, as problems: a list that says more than is true hides what is."""
    known = {finding.requirement.id: finding for finding in assessment.findings}
    for waiver in assessment.idle:
        finding = known.get(waiver.requirement)
        limits = [
            limit for limit in (waiver.element, waiver.prohibition, waiver.agreement, waiver.at) if limit
        ]
        if finding is None:
            fault = f"{assessment.baseline.named} has no requirement {waiver.requirement}"
        else:
            part = f" at {' '.join(limits)}" if limits else ""
            fault = f"nothing is to be waived: {waiver.requirement} is {finding.verdict}, without a gap{part}"
        yield Problem(Place(waiver.file, waiver.line), fault, "remove the waiver, or mend what it names")


def _now() -> datetime:
    from datetime import UTC, datetime

    return datetime.now(UTC).astimezone()


def _day_in(zone: str, moment: datetime) -> str:
    from zoneinfo import ZoneInfo

    return moment.astimezone(ZoneInfo(zone)).date().isoformat()
