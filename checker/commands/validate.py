"""`checker validate`: schema, quotes, references. Judges nothing."""

import argparse
import sys
from pathlib import Path

from checker import schema, source
from checker.agreements import LOCK_FILE, SUITE_FILE
from checker.encodings import check_encoding
from checker.errors import BadInput
from checker.exits import PASSED, WRONG_USAGE, Stop
from checker.inputs import Inputs
from checker.source import MOST_BYTES
from checker.terminal import counted, say, tracked
from checker.waiver_file import WAIVERS_FILE

# Of what is no encoding, an editor can be told what breaks the schema; the rest needs the whole suite.
_SCHEMAS = {SUITE_FILE: "suite", WAIVERS_FILE: "waivers", LOCK_FILE: "lock"}


def run(arguments: argparse.Namespace) -> int:
    """Read all that is named, and say how much it was."""
    if arguments.paths == ["-"]:
        return _standard_input(arguments.stdin_name or "stdin.yaml")
    if arguments.stdin_name:
        raise Stop(
            WRONG_USAGE, "--stdin-name goes with the path `-`: write `checker validate - --stdin-name FILE`"
        )
    inputs = Inputs(arguments, tracked)
    suites = inputs.suites_and_baseline()[0] if arguments.baseline else inputs.suites()
    agreements = [agreement for suite in suites for agreement in suite.agreements]
    quotes = sum(len({provision.evidence for provision in agreement.provisions}) for agreement in agreements)
    counts = f"{counted(len(suites), 'suite')}, {counted(len(agreements), 'agreement')}, {counted(quotes, 'quote')}"
    say(f"checker: no problems: {counts} found in the source")
    return PASSED


def _standard_input(name: str) -> int:
    content = sys.stdin.buffer.read(MOST_BYTES + 1)
    kind = _SCHEMAS.get(Path(name).name)
    if kind is None:
        check_encoding(content, Path(name), name)
    elif problems := schema.validate(source.parse(content, name), kind):
        raise BadInput(problems)
    say(f"checker: {name}: no problems")
    return PASSED
