"""`checker new`: a raw text becomes a source text and a skeleton encoding in a suite. Judges nothing."""

import argparse
import hashlib
import os
import re
from collections.abc import Iterable
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from checker import (
    documents,
    files,
    schema,
    source,
    text,
    vocabulary,
)
from checker.agreements import LOCK_FILE, SUITE_FILE
from checker.convert import MOST_BYTES, Converted, convert
from checker.errors import BadInput, Place, Problem, one_of
from checker.exits import PASSED, WRONG_USAGE, Stop
from checker.inputs import DEFAULT_PATHS, Inputs
from checker.skeleton import encoding as skeleton
from checker.skeleton import suite as skeleton_suite
from checker.skeleton.slips import slips
from checker.terminal import counted, say, tracked, write_all
from checker.waiver_file import WAIVERS_FILE

_MOST_SAID = 20  # slips of the numbering
_SCHEMAS = "checker/schemas"  # in a project that holds the package


class _Target(NamedTuple):
    """Where the agreement goes, and what it is called."""

    folder: Path
    agreement: str
    type: str

    def file(self, name: str) -> Path:
        return self.folder / name


def run(arguments: argparse.Namespace) -> int:
    """Convert, write all files or none, and say what was done, dropped and guessed."""
    inputs = Inputs(arguments)
    target = _target(arguments, inputs)
    raw = Path(arguments.source)
    converted = convert(_bytes_of(raw), files.display(raw), tracked)
    made = text.source_text(converted.markdown, f"{target.agreement}.md", _sha256(converted.markdown))
    suite, suite_is_new = _suite(target)
    changes = {
        target.file(f"{target.agreement}.md"): converted.markdown,
        target.file(f"{target.agreement}.yaml"): _encoding(target, made, arguments.title, inputs),
        target.file(SUITE_FILE): suite,
    }
    before = {path: path.read_bytes() if path.is_file() else None for path in changes}
    changes = {path: words for path, words in changes.items() if before[path] != words.encode()}
    taken = _taken(changes, target.file(SUITE_FILE), arguments.force)
    _tell(converted, raw, made, arguments.title)
    if not changes:
        say(f"checker: nothing to write: {target.folder.as_posix()} has these files already")
    _write(changes, taken)
    _next(target, len(skeleton.to_read(made)), suite_is_new)
    return PASSED


def _sha256(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def _encoding(target: _Target, made: text.SourceText, title: str | None, inputs: Inputs) -> str:
    """The skeleton. Raises BadInput for one that could not be read again: a text may be too long for an encoding."""
    written = skeleton.skeleton(
        made, agreement=target.agreement, title=title or skeleton.title_of(made) or target.agreement,
        type=target.type, dates=skeleton.dates_of(made), day=inputs.now.date().isoformat(),
        schema_line=_schema_line(target.folder, "agreement"),
        reasons=skeleton.reasons_of(schema.named("agreement").contents),
    )  # fmt: skip
    document = source.parse(written.encode(), files.display(target.file(f"{target.agreement}.yaml")))
    if problems := schema.validate(document, "agreement"):
        raise BadInput(problems)
    return written


# --- where to ------------------------------------------------------------------------------------------------


def _target(arguments: argparse.Namespace, inputs: Inputs) -> _Target:
    """Raises Stop where a name cannot be used."""
    known = vocabulary.document_types()
    if arguments.type not in known:
        raise Stop(
            WRONG_USAGE, f"--type: there is no type {arguments.type!r}; {one_of(arguments.type, known)}"
        )
    folder = Path(inputs.place(arguments.suite))
    if not folder.exists() and folder.name == arguments.suite:
        folder = Path((inputs.set_to.paths or DEFAULT_PATHS)[0]) / folder
    if folder.exists() and not folder.is_dir():
        raise Stop(
            WRONG_USAGE, f"--suite: {files.display(folder)} is no folder; name the folder of the suite"
        )
    agreement = arguments.id or arguments.type.replace("_", "-")
    slug = schema.named("agreement").contents["$defs"]["slug"]
    for flag, name in (("--suite", folder.resolve().name), ("--id", agreement)):
        if not re.fullmatch(slug["pattern"].strip("^$"), name):
            raise Stop(WRONG_USAGE, f"{flag}: {name!r} cannot be an id; write {slug['x-pattern-says']}")
    if f"{agreement}.yaml" in (SUITE_FILE, WAIVERS_FILE, LOCK_FILE):
        raise Stop(WRONG_USAGE, f"--id: {agreement}.yaml has another meaning; choose another id")
    return _Target(folder, agreement, arguments.type)


def _bytes_of(path: Path) -> bytes:
    """The raw file, or its first bytes where it is too large. Raises BadInput."""
    display = files.display(path)
    if not path.is_file():  # a pipe could block for ever
        fault = "this is not a file" if path.exists() else "no such file"
        raise BadInput([Problem(Place(display), fault, "name a text, Markdown, HTML, DOCX or PDF file")])
    with path.open("rb") as stream:
        return stream.read(MOST_BYTES + 1)


def _schema_line(folder: Path, kind: str) -> str:
    """The comment by which editors find the schema: by its place where a folder above holds it, else as the files that
    are there already have it."""
    begins = "# yaml-language-server: $schema="
    here = folder.resolve()
    for above in here.parents:
        if (path := above / _SCHEMAS / f"{kind}{schema.SUFFIX}").is_file():
            return begins + Path(os.path.relpath(path, here)).as_posix()
    for beside in sorted(folder.glob("*.yaml")):
        if beside.name != SUITE_FILE and kind == "agreement":
            with beside.open(encoding="utf-8", errors="replace") as stream:
                line = stream.readline(1000).rstrip("\r\n")
            if line.startswith(begins) and f"{kind}{schema.SUFFIX}" in line and line.isprintable():
                return line
    return ""


def _suite(target: _Target) -> tuple[str, bool]:
    """suite.yaml with the agreement, and whether the file is new. Raises BadInput where it cannot be read."""
    path = target.file(SUITE_FILE)
    if not path.exists():
        known = schema.named("suite").contents["properties"]["facts"]["properties"]
        facts = {name: fact["description"] for name, fact in known.items()}
        line = _schema_line(target.folder, "suite")
        return skeleton_suite.suite_text(target.folder.resolve().name, target.agreement, facts, line), True
    document = documents.valid(path, files.display(path), "suite")
    return files.marked(path, skeleton_suite.with_agreement(document, target.agreement)), False


# --- writing -------------------------------------------------------------------------------------------------


def _taken(changes: Iterable[Path], suite: Path, force: bool) -> list[Path]:
    """The files that are to be written over. Raises Stop where that is not asked for, or a link stands there."""
    if links := [path for path in changes if path.is_symlink()]:
        raise Stop(WRONG_USAGE, f"{links[0]}: a link is not written to; put a file in its place")
    taken = [path for path in changes if path != suite and path.exists()]
    if taken and not force:
        names = " and ".join(path.as_posix() for path in taken)
        verb = "are" if len(taken) > 1 else "is"
        raise Stop(
            WRONG_USAGE,
            f"nothing was written: {names} {verb} there; give another --id, or --force (keeps a copy)",
        )
    return taken


def _write(changes: dict[Path, str], taken: list[Path]) -> None:
    """Write all files or none; of those in `taken` a copy is kept. Raises Stop."""
    copies: list[Path] = []
    with ExitStack() as undo:
        for path in taken:
            copies.append(_backup(path))
            undo.callback(copies[-1].unlink)
        write_all(changes)
        undo.pop_all()
    for path, copy in zip(taken, copies, strict=True):
        say(f"checker: {path.as_posix()} kept as {copy.name}")
    for path in changes:
        say(f"checker: {path.as_posix()} written")


def _backup(path: Path) -> Path:
    """A copy beside the file, under a name that is free. Raises OSError."""
    content = path.read_bytes()
    number = 0
    while True:
        copy = path.with_name(f"{path.name}.bak{f'.{number}' if number else ''}")
        try:
            with copy.open("xb") as stream:
                stream.write(content)
            return copy
        except FileExistsError:
            number += 1


# --- telling -------------------------------------------------------------------------------------------------


def _tell(converted: Converted, raw: Path, made: text.SourceText, given: str | None) -> None:
    """What was dropped, joined and guessed, and where a label may have been lost."""
    read_as = f"{converted.format}, {converted.encoding}" if converted.encoding else converted.format
    say(f"checker: {raw.as_posix()} read as {read_as}")
    for note in converted.notes:
        say(f"checker: {note}")
    if not given:
        say(f"checker: title, as the text has it: “{skeleton.title_of(made)}”")
    dates = ", ".join(f"{name} {day}" for name, day in skeleton.dates_of(made).items())
    say(
        f"checker: dates, as the text states them: {dates}"
        if dates
        else "checker: no dates found: add them to `dates`"
    )
    for line in islice(slips(made), _MOST_SAID):
        say(f"checker: {line}")


def _next(target: _Target, clauses: int, suite_is_new: bool) -> None:
    if suite_is_new:
        say(f"checker: fill in title, operator and facts of {target.file(SUITE_FILE).as_posix()}")
    say(
        f"checker: {counted(clauses, 'clause')} to be read; `checker validate {target.folder.as_posix()}` lists them"
    )
