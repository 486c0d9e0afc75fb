"""`checker explain`: one requirement in full; with a suite, its evidence."""

import argparse
from difflib import get_close_matches

from checker.exits import PASSED, WRONG_USAGE, Stop
from checker.inputs import Inputs
from checker.reports import explain
from checker.terminal import show


def run(arguments: argparse.Namespace) -> int:
    """Print a requirement, or the finding on it."""
    arguments.paths = [arguments.suite] if arguments.suite else []
    inputs = Inputs(arguments)
    baseline, lang = inputs.baseline(), inputs.lang()
    found = next((r for r in baseline.requirements if r.id == arguments.subject), None)
    if found is None:
        known = [requirement.id for requirement in baseline.requirements]
        near = get_close_matches(arguments.subject, known, n=3)
        mean = f"did you mean {', '.join(near)}?" if near else f"there are: {', '.join(known)}"
        raise Stop(WRONG_USAGE, f"no requirement {arguments.subject!r} in {baseline.named}; {mean}")
    if not arguments.suite:
        show(explain.requirement(found, baseline, lang=lang))
        return PASSED
    suites = inputs.suites()
    if len(suites) > 1:
        raise Stop(WRONG_USAGE, f"{arguments.suite} holds {len(suites)} suites; name the folder of one")
    # Waivers that waive nothing are not its subject, and whoever mends them asks here.
    assessment = inputs.assess_one(suites[0], baseline)
    finding = next(finding for finding in assessment.findings if finding.requirement is found)
    show(explain.finding(finding, assessment, lang=lang))
    return PASSED
