"""checker.terminal: a bar on a terminal, once it takes long, and never anything lost by it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# A clock that goes on by so many seconds whenever somebody looks at it, then ten items one by one.
SCRIPT = """
import itertools, sys, time
ticks = itertools.count()
time.monotonic = lambda: next(ticks) * float(sys.argv[1])
from checker.terminal import tracked
print(*tracked(range(int(sys.argv[2])), "reading suites"))
"""


def run(seconds: float, number: int = 10, *, terminal: bool = True) -> tuple[str, str]:
    """What is printed, and what a terminal (or a pipe) that stands for stderr receives."""
    ours, theirs = os.openpty() if terminal else os.pipe()
    try:
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT, str(seconds), str(number)],
            cwd=ROOT,
            env={**os.environ, "TERM": "xterm"},
            stdout=subprocess.PIPE,
            stderr=theirs,
            encoding="utf-8",
            check=True,
        )
        os.write(theirs, b".")  # so that reading does not wait where nothing was said
        return done.stdout.split("\n")[0], os.read(ours, 65_536).decode().removesuffix(".")
    finally:
        os.close(ours)
        os.close(theirs)


ALL = " ".join(map(str, range(10)))


def test_what_is_quick_shows_nothing() -> None:
    assert run(0.01) == (ALL, "")


def test_what_is_slow_shows_how_far_it_has_come() -> None:
    printed, shown = run(0.4)
    assert printed == ALL
    assert "reading suites" in shown and "20%" in shown


def test_without_a_terminal_nothing_is_shown() -> None:
    assert run(5, terminal=False) == (ALL, "")


@pytest.mark.parametrize("number", range(4))
def test_every_item_comes_once_and_in_order(number: int) -> None:
    assert run(0.6, number)[0] == " ".join(map(str, range(number)))
