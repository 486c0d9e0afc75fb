"""`checker check`: assess suites, print the gaps, and fail when the gate says so."""

import argparse
from collections.abc import Sequence

from checker import reports
from checker.commands.ending import ended, warn_of_waivers
from checker.exits import FAILED, PASSED
from checker.inputs import Inputs, compared_with_locks
from checker.lock import Difference
from checker.model import Assessment
from checker.terminal import colour, output, say, show, tracked, write


def run(arguments: argparse.Namespace) -> int:
    """Assess, print, write; the exit code of the gate, or of a lock that differs."""
    inputs = Inputs(arguments, tracked)
    gate, lang = inputs.gate(), inputs.lang()
    outputs = [output(written) for written in arguments.output]
    assessments = inputs.assessments()
    differences: list[tuple[Assessment, Difference]] = []
    if gate.worse or arguments.locked:
        assessments, differences = compared_with_locks(assessments)
    for name, path in outputs:
        write(path, reports.render(assessments, name, lang=lang, verbose=arguments.verbose, gate=gate))
    text = reports.render(
        assessments, arguments.format,
        lang=lang, verbose=arguments.verbose, colour=colour(arguments), gate=gate,
    )  # fmt: skip
    show(text)
    warn_of_waivers(assessments)
    if differences:  # a lock of another baseline is said even where nothing else of it is asked
        shown = arguments.locked
        _say_differences([each for each in differences if shown or each[1].subject == "baseline"])
    if arguments.locked:
        say(
            f"checker: the lock {'differs; if that is meant, run `checker lock`' if differences else 'holds'}"
        )
    code = ended(gate, assessments)
    return FAILED if arguments.locked and differences and code == PASSED else code


def _say_differences(found: Sequence[tuple[Assessment, Difference]]) -> None:
    from checker.reports.changes import difference

    for assessment, each in found:
        for line in difference(each, assessment, "en"):
            say(f"{assessment.suite.id}: {line}")
