"""`checker diff`: tell what a change does, and fail when something got worse."""

import argparse
import tempfile
from pathlib import Path

from checker import sides
from checker.commands.ending import ended, warn_of_waivers
from checker.exits import BAD_INPUT
from checker.inputs import Inputs
from checker.reports import render_diff
from checker.terminal import colour, output, say, show, write


def run(arguments: argparse.Namespace) -> int:
    """Compare, print, write; the exit code of the gate, or of a source text without its new hash."""
    inputs = Inputs(arguments)
    gate, lang = inputs.gate("diff"), inputs.lang()
    outputs = [output(written) for written in arguments.output]
    with tempfile.TemporaryDirectory() as scratch:
        found = sides.compare(
            inputs, arguments.old, arguments.new, from_merge_base=arguments.merge_base, scratch=Path(scratch)
        )
    for name, path in outputs:
        write(path, render_diff(found, name, lang=lang, gate=gate))
    show(render_diff(found, arguments.format, lang=lang, gate=gate, colour=colour(arguments)))
    warn_of_waivers(found.assessments)
    for problem in (*found.unreadable, *found.stale):
        say(str(problem))
    if found.unreadable:
        say(f"checker: {found.was} cannot be read in part; what changed there is told by its locks")
    code = ended(gate, found.assessments)
    return BAD_INPUT if found.stale else code
