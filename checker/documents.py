"""A YAML file of a suite as valid data. What a file gave is kept in the user's cache folder, and used again only while
the file's bytes and all that reads them are the same: reading and checking YAML is more than half of a run.

Never keeps what has problems, never keeps a source text, never writes beside the user's files. The environment
variable CHECKER_CACHE names another folder; empty, it switches keeping off."""

import hashlib
import json
import os
from functools import cache
from pathlib import Path
from typing import Any

from checker import schema, source
from checker.errors import BadInput, Problem
from checker.source import Document

_PACKAGE = Path(__file__).parent
# All of ours that decides what a file gives: when one of these changes, nothing that was kept is used.
_READERS = (
    "documents.py", "schema.py", "schema_faults.py", "schema_contents.py", "flow.py", "ready.py", "source.py", "quick.py",
    "careful.py", "yaml_faults.py", "scalars.py", "errors.py",
    "schemas/agreement.schema.json", "schemas/agreement.schema.ready.json", "schemas/suite.schema.json",
    "schemas/waivers.schema.json",
)  # fmt: skip


def load(path: Path, display: str, kind: str, *, keep: bool = True) -> tuple[Document, list[Problem]]:
    """The data of the file at `path`, called `display` in messages, and every way in which it breaks the shipped
    schema `kind`. Raises BadInput when it cannot be read at all. `keep`: whether the next run may find it there."""
    content = source.read(path, display)
    entry = _entry(path, kind) if keep else None
    if entry and (kept := _kept(entry, content, display)):
        return kept, []
    document = source.parse(content, display)
    problems = schema.validate(document, kind)
    if entry and not problems:
        _keep(entry, content, document)
    return document, problems


def valid(path: Path, display: str, kind: str, *, keep: bool = True) -> Document:
    """The same, where every problem stops: raises BadInput with all of them."""
    document, problems = load(path, display, kind, keep=keep)
    if problems:
        raise BadInput(problems)
    return document


def _entry(path: Path, kind: str) -> Path | None:
    """Where what `path` gave is kept: one entry for each file, so that the folder does not grow with every change."""
    folder = _folder(os.environ.get("CHECKER_CACHE"), os.environ.get("XDG_CACHE_HOME"))
    if folder is None:
        return None
    place = kind.encode() + b" " + os.fsencode(path.absolute())
    return folder / f"{hashlib.sha256(place).hexdigest()[:32]}.json"


@cache
def _folder(named: str | None, caches: str | None) -> Path | None:
    """The folder that the environment names; None when it says that there shall be none, or names no place."""
    if named is not None:
        return Path(named) if named else None
    try:
        folder = (Path(caches) if caches else Path("~/.cache").expanduser()) / "agreement-checker"
    except RuntimeError:  # a user without a home
        return None
    return folder if folder.is_absolute() else None


def _kept(entry: Path, content: bytes, display: str) -> Document | None:
    """What was kept for these bytes; None when there is nothing, or nothing that is still true."""
    try:
        if not entry.is_file():  # a pipe could block for ever
            return None
        seal, _, payload = entry.read_bytes().partition(b"\n")
    except OSError:
        return None
    if seal != _seal(content, payload):
        return None
    kept = json.loads(payload)
    lines = dict(zip(map(id, _placed(kept["data"])), kept["lines"], strict=True))
    return Document(display, kept["data"], content.decode("utf-8").removeprefix("\ufeff"), lines, [])


def _keep(entry: Path, content: bytes, document: Document) -> None:
    """Keep it, whole or not at all; a folder that cannot be written to is no fault of the user's files."""
    lines = [document.lines[id(container)] for container in _placed(document.data)]
    kept = {"data": document.data, "lines": lines}
    payload = json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode()
    import tempfile

    try:
        entry.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=entry.parent)
    except OSError:
        return
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(_seal(content, payload) + b"\n" + payload)
        Path(name).replace(entry)
    except OSError:
        Path(name).unlink()


def _seal(content: bytes, payload: bytes) -> bytes:
    """What binds what was kept to the bytes of the file and to what read them."""
    return hashlib.sha256(b"\0".join((_readers(), content, payload))).hexdigest().encode()


@cache
def _readers() -> bytes:
    """A hash over all that reads; times of change would not do, for some systems set them all alike."""
    contents = b"\0".join([(_PACKAGE / name).read_bytes() for name in _READERS])
    return hashlib.sha256(contents).hexdigest().encode()


def _placed(data: Any) -> list[Any]:
    """The containers whose line is asked for while nothing is wrong: the clauses of an agreement, the waivers."""
    placed: list[Any] = data.get("clauses") or data.get("waivers") or []
    return placed
