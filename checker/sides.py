"""The two sides of `checker diff`: a revision of git, a folder, or the files as they stand. Reads files and git; never
prints, never changes a file of the user's."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from checker import files, text
from checker.agreements import LOCK_FILE, SUITE_FILE, load_suite
from checker.catalogue import BASELINES, load_baseline
from checker.diff import Diff, Side, diff
from checker.errors import BadInput, Problem
from checker.exits import NOTHING, WRONG_USAGE, Stop
from checker.inputs import Inputs, refuse_idle_waivers
from checker.lock_file import load_lock
from checker.revisions import Repository, Unreadable, repository

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from checker.lock import Lock
    from checker.model import Assessment, Baseline


class _Source:
    """Where one side is read from: folders, what they are called, the file of the baseline."""

    def __init__(
        self, name: str, folders: Sequence[tuple[Path, str]], baseline: Path | None, keep: bool
    ) -> None:
        self.name = name
        self.folders = folders  # and what they are called in messages
        self.baseline = baseline  # where it is a file of this side
        self.keep = keep
        self.lacks_baseline = False  # the file that judges it is of the other side


def compare(inputs: Inputs, old: str, new: str | None, *, from_merge_base: bool, scratch: Path) -> Diff:
    """What changed from OLD to NEW (None: the files as they stand). `from_merge_base`: from the commit where they part. `scratch`: an empty folder for what git gives.

    Where the old side cannot be read (a change may be there to mend it, or need a newer `checker`), its locks say what
    its verdicts were. Raises BadInput with the problems of both sides, and Stop."""
    try:
        sources = _sources(inputs, old, new, from_merge_base, scratch)
    except Unreadable as fault:
        raise Stop(WRONG_USAGE, str(fault)) from None
    _refuse_what_is_nowhere(*sources)
    unread: list[Problem] = []
    was, now = _side(sources[0], inputs, []), _side(sources[1], inputs, unread)
    if problems := [*now.unreadable, *(() if was.locks else was.unreadable)]:
        raise BadInput(problems)
    for side in (was, now):
        ids = [assessment.suite.id for assessment in side.assessments]
        if doubled := next((id for id in ids if ids.count(id) > 1), None):
            raise Stop(WRONG_USAGE, f"two suites are called {doubled}; compare their folders one by one")
    if not now.assessments:
        where = ", ".join(display for _, display in sources[1].folders)
        raise Stop(
            NOTHING, f"no suite in {where}; name a folder with {SUITE_FILE}, or a folder of such folders"
        )
    refuse_idle_waivers(now.assessments)
    baseline = now.assessments[0].baseline
    found = diff(was, now, lambda assessment: inputs.assess_one(assessment.suite, baseline))
    return found._replace(stale=tuple(unread), baseline_is_new=sources[0].lacks_baseline)


def _refuse_what_is_nowhere(was: _Source, now: _Source) -> None:
    """A path that neither side has is a slip: nothing would be compared there, and nobody told."""
    if len(was.folders) == len(now.folders):  # else one side is a folder of its own
        for (before, _), (after, display) in zip(was.folders, now.folders, strict=True):
            if not before.exists() and not after.exists():
                raise Stop(
                    WRONG_USAGE, f"{display}: no such folder on either side; name one that holds suites"
                )


# --- where each side is ---------------------------------------------------------------------------------------


def _sources(
    inputs: Inputs, old: str, new: str | None, from_merge_base: bool, scratch: Path
) -> tuple[_Source, _Source]:
    folders = [_is_folder(each) for each in (old, "." if new is None else new)]
    if from_merge_base:
        if folders[0] or (new and folders[1]):
            raise Stop(WRONG_USAGE, "--merge-base is for revisions; folders have no common commit")
        repo = repository(Path.cwd())
        start = repo.merge_base(repo.commit(old), repo.commit(new or "HEAD"))
        was = _revision(inputs, start, f"{start[:12]}", scratch / "old")
    else:
        was = _folder(inputs, old) if folders[0] else _revision(inputs, old, old, scratch / "old")
    if new is None:
        here = [(_folder_of(path), path) for path in inputs.paths()]
        return was, _Source("", here, _baseline_file(inputs), True)
    return was, _folder(inputs, new) if folders[1] else _revision(inputs, new, new, scratch / "new")


def _is_folder(written: str) -> bool:
    """Whether a side is a folder; what could be both is refused."""
    if not written or not Path(written).is_dir():  # nothing is what an unset variable leaves, not this folder
        return False
    if os.sep not in written and written not in (".", ".."):
        with suppress(Unreadable):
            repository(Path.cwd()).commit(written)
            raise Stop(
                WRONG_USAGE,
                f"{written} is a folder and a revision; write ./{written} for the folder, or refs/heads/{written}",
            )
    return True


def _folder(inputs: Inputs, written: str) -> _Source:
    return _Source(written, [(Path(written), written)], _baseline_file(inputs), True)


def _revision(inputs: Inputs, revision: str, name: str, scratch: Path) -> _Source:
    """A revision: what it holds under the paths of this run, and the baseline, as they stand there."""
    repo = repository(Path.cwd())
    commit = repo.commit(revision)
    scratch = scratch / repo.top.name  # a suite can be the whole repository, and is called as its folder
    paths = [repo.inside(_folder_of(path)) for path in inputs.paths()]
    baseline = _baseline_file(inputs)
    inner = _inside(repo, baseline) if baseline else ""
    repo.export(commit, [*paths, *([inner] if inner else [])], scratch)
    exported = scratch / inner if inner and (scratch / inner).is_file() else baseline
    folders = [(scratch / path, _shown(f"{name}:{path}")) for path in paths]
    source = _Source(name, folders, exported, False)
    source.lacks_baseline = bool(inner) and exported == baseline
    return source


def _folder_of(path: str) -> Path:
    """A folder, or the one that a file stands in."""
    return Path(path).parent if Path(path).is_file() else Path(path)


def _shown(name: str) -> str:
    """A name as messages show it: bytes that are no text become U+FFFD."""
    return os.fsencode(name).decode("utf-8", "replace")


def _baseline_file(inputs: Inputs) -> Path | None:
    """The file of the baseline; None for one that is shipped, which is the same on both sides."""
    name = inputs.baseline_name()
    return None if (BASELINES / f"{name}.yaml").is_file() else Path(name)


def _inside(repo: Repository, path: Path) -> str:
    try:
        return repo.inside(path)
    except Unreadable:  # a file of elsewhere is the same on both sides
        return ""


# --- reading --------------------------------------------------------------------------------------------------


def _side(source: _Source, inputs: Inputs, unread: list[Problem]) -> Side:
    problems: list[Problem] = []
    baseline: Baseline | None = None
    try:
        baseline = _load_baseline(source, inputs)
    except BadInput as bad:
        problems += bad.problems
    assessments: list[Assessment] = []
    texts: dict[tuple[str, str], text.SourceText] = {}
    locks: dict[str, Lock] = {}
    for folder, display in _suite_folders(source):
        try:
            locks |= _lock(folder, display)
        except BadInput as bad:
            problems += bad.problems
        try:
            suite = load_suite(folder, display, keep=source.keep, unread=unread)
        except BadInput as bad:
            problems += bad.problems
            continue
        if baseline:
            assessments.append(inputs.assess_one(suite, baseline))
        for agreement in suite.agreements:
            path = folder / Path(agreement.source_file).name
            texts[suite.id, agreement.id] = text.read(path, agreement.source_file)
    return Side(source.name, assessments, texts, locks, BadInput(problems).problems)


def _load_baseline(source: _Source, inputs: Inputs) -> Baseline:
    if source.baseline is None:
        return inputs.baseline()
    name = inputs.baseline_name()
    return load_baseline(str(source.baseline), f"{source.name}:{name}" if not source.keep else name)


def _suite_folders(source: _Source) -> Iterator[tuple[Path, str]]:
    seen: set[Path] = set()
    for folder, display in source.folders:
        if not folder.exists():
            continue
        for found in files.suite_folders([str(folder)]):
            if found.resolve() in seen:
                continue
            seen.add(found.resolve())
            if source.keep:
                yield found, files.display(found)
            else:
                inner = found.relative_to(folder).as_posix()
                yield found, display if inner == "." else f"{display}/{inner}"


def _lock(folder: Path, display: str) -> dict[str, Lock]:
    path = folder / LOCK_FILE
    if not path.is_file():
        return {}
    lock = load_lock(path, f"{display}/{LOCK_FILE}")
    return {lock.suite: lock}
