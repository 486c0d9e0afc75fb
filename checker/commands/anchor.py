"""`checker anchor`: find each quote again in a source text that has changed, and with `--write` put its anchor right."""

import argparse
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from checker import documents, encodings, errors, files, source
from checker.agreements import SUITE_FILE
from checker.anchors import Anchors, ToRead, anchored, anchors
from checker.anchors.grounds import Ground, grounded, grounds, waivers_moved
from checker.before import Before
from checker.errors import BadInput
from checker.exits import FAILED, PASSED, WRONG_USAGE, Stop
from checker.inputs import Inputs
from checker.reports.anchors_text import Lines, ground_line, render, waiver_line
from checker.skeleton.encoding import entry
from checker.source import Document
from checker.terminal import colour, counted, say, show, tracked, write_all
from checker.text import SourceText
from checker.waiver_file import WAIVERS_FILE


class _Encoding(NamedTuple):
    """One encoding and what became of its anchors."""

    path: Path
    document: Document
    text: SourceText
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
    lang, before = inputs.lang(), Before(arguments.old)
    suites = errors.each(
        tracked(inputs.folders(), "reading suites"), lambda folder: _suite(folder, before, lang)
    )
    found = [each for suite in suites for each in suite.encodings]
    changed = errors.each(suites, _changed) if arguments.write else []
    columns, painted = shutil.get_terminal_size().columns, colour(arguments)
    for suite in suites:
        for each in suite.encodings:
            show(render(each.found, each.lines, lang=lang, columns=columns, colour=painted))
        for line in _resting(suite, lang):
            show(line)
    written = {path: text for pairs in changed for path, text in pairs}
    _write(written)
    if arguments.write:
        for each in found:
            for line in _left(each, written.get(each.path, each.document.text)):
                say(f"checker: {line}")
    return _ended(found, written=arguments.write)


def _suite(folder: Path, before: Before, lang: str) -> _Suite:
    before.check(folder)
    display = files.display(folder)
    document = documents.valid(folder / SUITE_FILE, f"{display}/{SUITE_FILE}", "suite")
    found = errors.each(document.data["agreements"], lambda name: _encoding(folder, display, name, before))
    agreements = {each.path.stem: each.found for each in found}
    waivers: list[str] = []
    if (folder / WAIVERS_FILE).is_file():
        waived = documents.valid(folder / WAIVERS_FILE, f"{display}/{WAIVERS_FILE}", "waivers")
        for number, agreement, at, at_now in waivers_moved(waived.data, agreements):
            place = str(waived.place(("waivers", number, "clause")))
            waivers.append(waiver_line(place, agreement, at, at_now, lang))
    return _Suite(folder / SUITE_FILE, document, found, grounds(document.data["facts"], agreements), waivers)


def _encoding(folder: Path, display: str, name: str, before: Before) -> _Encoding:
    path = folder / f"{name}.yaml"
    document, now = encodings.opened(path, f"{display}/{name}.yaml", f"{display}/")
    data = document.data
    read = data["source"]
    changed = read["sha256"] != now.sha256
    was = before.find(folder / read["file"], read["sha256"]) if changed else now
    asides = {
        (group, number): document.place(("no_provision", group, "at", number)).line
        for group, set_aside in enumerate(data["no_provision"])
        for number in range(len(set_aside["at"]))
    }
    lines = Lines(document.file, now.file, [document.line(clause) for clause in data["clauses"]], asides)
    return _Encoding(path, document, now, lines, anchors(data, now, was))


def _changed(suite: _Suite) -> list[tuple[Path, str]]:
    """The files of a suite that are to be written, with their text: encodings before suite.yaml."""
    made = [(each, _anchored(each)) for each in suite.encodings if each.found.to_write]
    texts = [(each.path, text) for each, text in made if text != each.document.text]
    if any(ground.moved for ground in suite.grounds):
        texts.append((suite.path, grounded(suite.document, suite.grounds)))
    for path, _ in texts:
        if path.is_symlink():  # of a repository, which must not choose what is overwritten
            raise Stop(WRONG_USAGE, f"{path}: a link is not written to; put a file in its place")
    return [(path, files.marked(path, text)) for path, text in texts]


def _anchored(each: _Encoding) -> str:
    """The text of an encoding, with an entry for every clause that is new if the file takes them."""
    new = (each.text.by_at[clause.at] for clause in each.found.new)
    entries = [[line.removeprefix("  ") for line in entry(each.text, clause)] for clause in new]
    if entries:
        with suppress(BadInput):
            return anchored(each.document, each.found, entries)
    return anchored(each.document, each.found)


def _left(each: _Encoding, text: str) -> Iterator[str]:
    """What is left to a person once an encoding is written."""
    document = source.parse(text, each.document.file)
    if each.found.new and len(document.data["clauses"]) == len(each.document.data["clauses"]):
        place = document.place(("clauses",))
        yield f"{place}: clauses that are new could not be put in here; enter or set aside each by hand"
    if each.found.to_read:
        dates = [f"{key} ({day})" for key, day in document.data["reading"].items() if key != "by"]
        place = document.place(("reading",))
        yield f"{place}: the readings begin again; once the marked clauses are read, renew {' and '.join(dates)}"


def _write(texts: dict[Path, str]) -> None:
    """Write all files or none: the number of a clause changes in an encoding and in suite.yaml at once, or a second run
    would take one for the other."""
    write_all(texts)
    for path in texts:
        say(f"checker: {files.display(path)} written")


def _resting(suite: _Suite, lang: str) -> Iterator[str]:
    """What rests on clauses that moved, or have to be read."""
    for ground in suite.grounds:
        place = str(suite.document.place(("facts", ground.fact, "ground")))
        yield ground_line(place, ground, lang)
    yield from suite.waivers


def _ended(found: list[_Encoding], *, written: bool) -> int:
    """Say how it ended; the exit code."""
    to_write = 0 if written else sum(each.found.to_write for each in found)
    encodings = counted(len(found), "encoding")
    if to_write:
        say(f"checker: {to_write} of {encodings} to be updated; run `checker anchor --write`")
    to_read = [each.found.to_read for each in found]
    if any(to_read):
        say(f"checker: {'; '.join(_to_read(to_read, written=written))}")
    if not to_write and not any(to_read):
        say(f"checker: {encodings}: every quote stands in its clause, and nothing is left to be read")
    return FAILED if to_write or any(to_read) else PASSED


def _to_read(counts: list[ToRead], *, written: bool) -> Iterator[str]:
    """How much a person has to read, and what to do about it."""
    new, again, entries, idle = (sum(each) for each in zip(*counts, strict=True))
    if new:
        yield f"{counted(new, 'clause')} {'is new: encode it or set it' if new == 1 else 'are new: encode each or set it'} aside"
    if again:
        several = f" ({entries} entries)" if entries != again else ""
        remedy = (
            ": put each right and remove its needs_reading (`checker validate` names them)" if written else ""
        )
        yield f"{counted(again, 'clause')}{several} to be read again{remedy}"
    if idle:
        these = "entry of a new clause that" if idle == 1 else "entries of new clauses that"
        yield f"{idle} {these} {'is' if idle == 1 else 'are'} not in the source text any more: remove {'it' if idle == 1 else 'them'}"
