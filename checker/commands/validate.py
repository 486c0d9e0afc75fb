"""`checker validate`: schema, quotes, references. Judges nothing."""

import argparse
import sys
from pathlib import Path

from checker.encodings import check_encoding
from checker.exits import PASSED
from checker.inputs import Inputs
from checker.source import MOST_BYTES
from checker.terminal import counted, say, tracked


def run(arguments: argparse.Namespace) -> int:
    """Read all that is named, and say how much it was."""
    if arguments.paths == ["-"]:
        name = arguments.stdin_name
        check_encoding(sys.stdin.buffer.read(MOST_BYTES + 1), Path(name), name)
        say(f"checker: {name}: no problems")
        return PASSED
    inputs = Inputs(arguments, tracked)
    suites = inputs.suites_and_baseline()[0] if arguments.baseline else inputs.suites()
    agreements = [agreement for suite in suites for agreement in suite.agreements]
    quotes = sum(len({provision.evidence for provision in agreement.provisions}) for agreement in agreements)
    counts = f"{counted(len(suites), 'suite')}, {counted(len(agreements), 'agreement')}, {counted(quotes, 'quote')}"
    say(f"checker: no problems: {counts} found in the source")
    return PASSED
