"""`checker report`: write the Markdown audit reports."""

import argparse
from pathlib import Path

from checker.commands.ending import warn_of_waivers
from checker.exits import PASSED, WRONG_USAGE, Stop
from checker.inputs import Inputs
from checker.reports import markdown
from checker.terminal import counted, say, tracked, write


def run(arguments: argparse.Namespace) -> int:
    """Write one report a suite and language, and an index of them."""
    inputs = Inputs(arguments, tracked)
    gate, assessments = inputs.gate(), inputs.assessments()
    names = ["index", *(assessment.suite.id for assessment in assessments)]
    if doubled := next((name for name in names if names.count(name) > 1), None):
        raise Stop(WRONG_USAGE, f"two reports would be called {doubled}; report these suites one by one")
    folder = Path(arguments.into)
    for lang in (arguments.lang,) if arguments.lang else ("en", "zh"):
        for assessment in assessments:
            report = markdown.render_suite(assessment, lang=lang, gate=gate)
            write(folder / f"{assessment.suite.id}.{lang}.md", report)
        write(folder / f"index.{lang}.md", markdown.render_index(assessments, lang=lang))
    warn_of_waivers(assessments)
    say(f"checker: reports on {counted(len(assessments), 'suite')} written into {arguments.into}")
    return PASSED
