"""`checker anchor`: find each quote again in a source text that has changed, and with `--write` put its anchor right."""

import argparse
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple, TypeVar

from checker import documents, encodings, files
from checker.agreements import SUITE_FILE
from checker.anchors import Anchors, anchored, anchors
from checker.anchors.grounds import Ground, grounded, grounds, waivers_moved
from checker.before import Before
from checker.errors import BadInput, Problem
from checker.exits import FAILED, PASSED, WRONG_USAGE, Stop
from checker.inputs import Inputs
from checker.reports.anchors_text import Lines, ground_line, render, waiver_line
from checker.source import Document, read
from checker.terminal import colour, counted, say, show, tracked, write
from checker.waiver_file import WAIVERS_FILE

_BOM = b"\xef\xbb\xbf"
_LANG = "en"
_T = TypeVar("_T")
_Made = TypeVar("_Made")


class _Encoding(NamedTuple):
    """One encoding and what became of its anchors."""

    path: Path
    document: Document
    lines: Lines
    found: Anchors


class _Suite(NamedTuple):
    """One suite: its encodings, the facts that rest on clauses that moved, what is to be told of its waivers."""

    path: Path
    document: Document
    encodings: list[_Encoding]
    grounds: list[Ground]
    waivers: list[str]


def run(arguments: argparse.Namespace) -> int:
    """Tell what became of every anchor, write what is safe; 1 where something is left to be written or read."""
    inputs = Inputs(arguments, tracked)
    before = Before(arguments.old)
    suites = _each(tracked(inputs.folders(), "reading suites"), lambda folder: _suite(folder, before))
    found = [each for suite in suites for each in suite.encodings]
    changed = _each(suites, _changed) if arguments.write else []
    columns, painted = shutil.get_terminal_size().columns, colour(arguments)
    for suite in suites:
        for each in suite.encodings:
            show(render(each.found, each.lines, lang=_LANG, columns=columns, colour=painted))
        for line in _resting(suite):
            show(line)
    _write([pair for pairs in changed for pair in pairs])
    return _ended(found, written=arguments.write)


def _each(items: Iterable[_T], make: Callable[[_T], _Made]) -> list[_Made]:
    """What is made of each. Raises BadInput with the problems of all of them."""
    made: list[_Made] = []
    problems: list[Problem] = []
    for item in items:
        try:
            made.append(make(item))
        except BadInput as bad:
            problems += bad.problems
    if problems:
        raise BadInput(problems)
    return made


def _suite(folder: Path, before: Before) -> _Suite:
    before.check(folder)
    display = files.display(folder)
    document = _valid(folder / SUITE_FILE, f"{display}/{SUITE_FILE}", "suite")
    found = _each(document.data["agreements"], lambda name: _encoding(folder, display, name, before))
    agreements = {each.path.stem: each.found for each in found}
    waivers: list[str] = []
    if (folder / WAIVERS_FILE).is_file():
        waived = _valid(folder / WAIVERS_FILE, f"{display}/{WAIVERS_FILE}", "waivers")
        for number, agreement, at, at_now in waivers_moved(waived.data, agreements):
            place = str(waived.place(("waivers", number, "clause")))
            waivers.append(waiver_line(place, agreement, at, at_now, _LANG))
    return _Suite(folder / SUITE_FILE, document, found, grounds(document.data["facts"], agreements), waivers)


def _encoding(folder: Path, display: str, name: str, before: Before) -> _Encoding:
    path = folder / f"{name}.yaml"
    document, now = encodings.opened(path, f"{display}/{name}.yaml", f"{display}/")
    data = document.data
    source = data["source"]
    changed = source["sha256"] != now.sha256
    was = before.find(folder / source["file"], source["sha256"]) if changed else now
    asides = {
        (group, number): document.place(("no_provision", group, "at", number)).line
        for group, entry in enumerate(data["no_provision"])
        for number in range(len(entry["at"]))
    }
    lines = Lines(document.file, now.file, [document.line(clause) for clause in data["clauses"]], asides)
    return _Encoding(path, document, lines, anchors(data, now, was))


def _valid(path: Path, display: str, kind: str) -> Document:
    document, problems = documents.load(path, display, kind)
    if problems:
        raise BadInput(problems)
    return document


def _changed(suite: _Suite) -> list[tuple[Path, str]]:
    """The files of a suite that are to be written, with their text: encodings before suite.yaml."""
    texts = [(e.path, anchored(e.document, e.found)) for e in suite.encodings if e.found.to_write]
    if any(ground.moved for ground in suite.grounds):
        texts.append((suite.path, grounded(suite.document, suite.grounds)))
    for path, _ in texts:
        if path.is_symlink():  # of a repository, which must not choose what is overwritten
            raise Stop(WRONG_USAGE, f"{path}: a link is not written to; put a file in its place")
    return [(path, _with_mark(path, text)) for path, text in texts]


def _with_mark(path: Path, text: str) -> str:
    """The text with the byte-order mark that the file has, which reading drops."""
    return "\ufeff" + text if read(path, path.name).startswith(_BOM) else text


def _write(texts: list[tuple[Path, str]]) -> None:
    """Write all files or none: the number of a clause changes in an encoding and in suite.yaml at once, or a second run
    would take one for the other."""
    with ExitStack() as scratch:
        ready = []
        for path, text in texts:
            folder = scratch.enter_context(tempfile.TemporaryDirectory(dir=path.parent, prefix=".checker-"))
            ready.append((Path(folder) / path.name, path))
            write(ready[-1][0], text)
            shutil.copymode(path, ready[-1][0])
        for made, path in ready:
            made.replace(path)
            say(f"checker: {files.display(path)} written")


def _resting(suite: _Suite) -> Iterator[str]:
    """What rests on clauses that moved, or have to be read."""
    for ground in suite.grounds:
        place = str(suite.document.place(("facts", ground.fact, "ground")))
        yield ground_line(place, ground, _LANG)
    yield from suite.waivers


def _ended(found: list[_Encoding], *, written: bool) -> int:
    """Say how it ended; the exit code."""
    to_write = 0 if written else sum(each.found.to_write for each in found)
    to_read = sum(each.found.to_read for each in found)
    encodings = counted(len(found), "encoding")
    if to_write:
        say(f"checker: {to_write} of {encodings} to be updated; run `checker anchor --write`")
    if to_read:
        remedy = (
            "; put each right and remove its needs_reading (`checker validate` names them)" if written else ""
        )
        say(f"checker: {counted(to_read, 'clause')} to be read by a person{remedy}")
    if not to_write and not to_read:
        say(f"checker: {encodings}: every quote stands in its clause, and nothing is left to be read")
    return FAILED if to_write or to_read else PASSED
