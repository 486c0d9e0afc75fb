"""How the command line prints and writes. The only place that prints."""

from __future__ import annotations

import os
import sys

from checker.arguments import FORMATS, printable
from checker.exits import WRONG_USAGE, Stop

TYPE_CHECKING = False  # as in typing, whose import costs as much as all else that `--version` needs
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import TypeVar

    T = TypeVar("T")


def show(text: str) -> None:
    """To stdout, as it is."""
    if sys.stdout is None:  # closed by whoever started us
        return
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # the reader of our output has left: nobody to tell, and Python must not try again at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def tracked(items: Sequence[T], what: str) -> Iterator[T]:
    """The items one by one; on a terminal, with a bar on stderr that says how many of them are done, once that takes
    more than a second. `what`: what is being done, such as "reading suites"."""
    if not sys.stderr.isatty():
        yield from items
        return
    from time import monotonic

    begun = monotonic()
    done = 0
    while done < len(items) and monotonic() - begun < 1:
        yield items[done]
        done += 1
    if done == len(items):
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(
        items[done:], what, total=len(items), completed=done, console=Console(stderr=True), transient=True
    )


def say(message: str) -> None:
    """One line to stderr."""
    print(printable(message), file=sys.stderr)


def counted(number: int, noun: str) -> str:
    """`1 gap`, `2 gaps`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def write(path: Path, text: str) -> None:
    """Write a file whole or not at all. Raises Stop."""
    from checker import files

    try:
        files.write(path, text)
    except OSError as error:
        raise _cannot_write(path, error) from None


def write_all(changes: Mapping[Path, str]) -> None:
    """Write all files or none. Raises Stop."""
    from checker import files

    try:
        files.write_all(changes)
    except OSError as error:
        raise _cannot_write(error.filename, error) from None


def _cannot_write(path: Path | str, error: OSError) -> Stop:
    return Stop(WRONG_USAGE, f"{path}: cannot be written ({error.strerror}); name another file")


def colour(arguments: argparse.Namespace) -> bool:
    """Whether what is printed may be coloured."""
    return (
        getattr(arguments, "format", "text") == "text"
        and sys.stdout is not None
        and sys.stdout.isatty()
        and not os.environ.get("NO_COLOR")
    )


def output(written: str, formats: Sequence[str] = FORMATS) -> tuple[str, Path]:
    """The format and the file of `-o FORMAT=FILE`; `formats`: those that the command has. Raises Stop."""
    from pathlib import Path

    name, equals, path = written.partition("=")
    if not equals or not path or name not in formats:
        raise Stop(WRONG_USAGE, f"-o {written}: write FORMAT=FILE; formats are {', '.join(formats)}")
    return name, Path(path)
