"""`checker lock`: write the accepted verdicts of each suite, or fail when one is no longer so."""

import argparse

from checker import inputs
from checker.errors import BadInput
from checker.exits import FAILED, PASSED, WRONG_USAGE, Stop
from checker.lock import Difference, Lock, differences, lock, render
from checker.lock_file import load_lock
from checker.model import Assessment
from checker.reports.changes import difference
from checker.terminal import counted, say, show, tracked, write


def run(arguments: argparse.Namespace) -> int:
    """Write the locks that differ, or with `--check` only tell what differs."""
    asked = inputs.Inputs(arguments, tracked)
    lang, assessments = asked.lang(), asked.assessments()
    return _check(assessments, lang) if arguments.check else _renew(assessments, lang)


def _check(assessments: list[Assessment], lang: str) -> int:
    differing = 0
    for assessment, accepted in zip(assessments, inputs.locks(assessments), strict=True):
        found = differences(accepted, assessment)
        _tell(found, assessment, lang)
        differing += bool(found)
    if not differing:
        say(f"checker: {counted(len(assessments), 'lock')} hold{'s' if len(assessments) == 1 else ''}")
        return PASSED
    verb = "differs" if differing == 1 else "differ"
    say(f"checker: {counted(differing, 'lock')} {verb}; if that is meant, run `checker lock`")
    return FAILED


def _renew(assessments: list[Assessment], lang: str) -> int:
    for assessment in assessments:
        path = inputs.lock_path(assessment.suite)
        fresh = lock(assessment)
        try:
            before = load_lock(path, path.as_posix())
        except BadInput:  # not locked yet, or a lock that nobody can read: it is written anew
            pass
        else:
            found = differences(before, assessment)
            _tell(found, assessment, lang)
            if not found and _same_order(before, fresh):
                continue
        if path.is_symlink():  # of a repository, which must not choose what is overwritten
            raise Stop(WRONG_USAGE, f"{path}: a link is not written to; put a file in its place")
        write(path, render(fresh))
        say(f"checker: {path.as_posix()} written")
    say(f"checker: the verdicts of {counted(len(assessments), 'suite')} are locked")
    return PASSED


def _same_order(before: Lock, fresh: Lock) -> bool:
    """The order of what is accepted is no difference, but the next one shall be the only line that changes."""
    return render(before) == render(fresh._replace(as_of=before.as_of))


def _tell(found: list[Difference], assessment: Assessment, lang: str) -> None:
    for each in found:
        for line in difference(each, assessment, lang):
            show(f"{assessment.suite.id}: {line}\n")
