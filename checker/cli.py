"""The command line: finds the command, and says what went wrong when one cannot go on."""

from __future__ import annotations

import gc

from checker.arguments import parser
from checker.exits import BAD_INPUT, WRONG_USAGE, Stop

TYPE_CHECKING = False  # as in typing, whose import costs as much as all else that `--version` needs
if TYPE_CHECKING:
    from collections.abc import Sequence


# What a command has not done where its input is bad; the others assess.
_DONE = {"new": "written", "anchor": "written", "fmt": "written", "lint": "looked at"}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line. The exit code: 0 the gate passed; 1 it failed, or there is something to do; 2 wrong usage;
    3 bad input; 4 nothing was evaluated."""
    arguments = parser().parse_args(argv)
    gc.disable()  # a short run that builds much and frees little: collecting would be a tenth of it
    from importlib import import_module

    from checker.errors import BadInput
    from checker.terminal import counted, say

    try:
        return int(import_module(f"checker.commands.{arguments.command}").run(arguments))
    except Stop as stop:
        say(f"checker: {stop}")
        return stop.code
    except BadInput as bad:
        for problem in bad.problems:
            say(str(problem))
        done = _DONE.get(arguments.command, "assessed")
        say(f"checker: {counted(len(bad.problems), 'problem')}; nothing was {done}")
        return BAD_INPUT
    except OSError as error:
        where = error.filename or "standard output"
        say(f"checker: {where}: {error.strerror}; check the path, the permissions and the disk")
        return WRONG_USAGE
