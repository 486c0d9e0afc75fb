"""`checker config`: what is in force, and which flag or file says so."""

import argparse

from checker.exits import PASSED
from checker.inputs import Inputs
from checker.reports.plain import plain
from checker.terminal import show


def run(arguments: argparse.Namespace) -> int:
    """Print each setting with its origin."""
    inputs = Inputs(arguments)
    values = {
        "paths": " ".join(inputs.paths()), "baseline": inputs.baseline_name(), "lang": inputs.lang(),
        "fail_on": str(inputs.gate()),
    }  # fmt: skip
    origins = dict(inputs.origins)
    values = {name: plain(value) for name, value in values.items()}  # what is set cannot command the terminal
    values["diff.fail_on"] = str(Inputs(argparse.Namespace()).gate("diff"))
    origins["diff.fail_on"] = inputs.set_to.file if inputs.set_to.diff_fail_on else "default"
    widths = [max(map(len, column)) for column in (values, values.values())]
    for name, value in values.items():
        show(f"{name:<{widths[0]}}  {value:<{widths[1]}}  {plain(origins[name])}\n")
    return PASSED
