"""Where suites are found and how files are written: whole or not at all. Never parses anything."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from errno import EEXIST
from pathlib import Path

from checker.agreements import LOCK_FILE, SUITE_FILE


class NoSuchPath(Exception):
    """A path on the command line that leads nowhere."""


def suite_folders(paths: Sequence[str]) -> list[Path]:
    """The suite folders that `paths` name, sorted, each once. Raises NoSuchPath.

    A file means its folder; a folder without suite.yaml means the suites in it."""
    found = {folder.resolve(): folder for path in paths for folder in _suites(Path(path))}
    return sorted(found.values(), key=str)


def _suites(path: Path) -> Iterator[Path]:
    if not path.exists():
        raise NoSuchPath(str(path))
    folder = path.parent if path.is_file() else path
    if (folder / SUITE_FILE).is_file():
        yield folder
    elif path.is_dir():  # by hand: `glob` passes over folders that it may not read, and nobody would know
        yield from (child for child in folder.iterdir() if child.is_dir() and _holds_suite(child))


def _holds_suite(folder: Path) -> bool:
    return any(each.name == SUITE_FILE and each.is_file() for each in folder.iterdir())


def locks_elsewhere(path: str, folders: Sequence[Path]) -> list[Path]:
    """The verdict locks in `path`, or up to two folders below, that belong to none of the suites in `folders`: their
    suite is no longer there, or no longer looked at."""
    looked_at = {folder.resolve() for folder in folders}
    locks = [lock for depth in ("", "*/", "*/*/") for lock in sorted(Path(path).glob(depth + LOCK_FILE))]
    return [lock for lock in locks if lock.parent.resolve() not in looked_at]


def display(path: Path) -> str:
    """The path as messages and reports show it: relative to the working directory, with forward slashes; bytes
    that are no text become U+FFFD."""
    return os.fsencode(Path(os.path.relpath(path)).as_posix()).decode("utf-8", "replace")


def marked(path: Path, text: str) -> str:
    """The text with the byte-order mark that the file at `path` has, which reading drops. Raises OSError."""
    with path.open("rb") as stream:
        return "\ufeff" + text if stream.read(3) == b"\xef\xbb\xbf" else text


def write(path: Path, text: str) -> None:
    """Write a text file as UTF-8, whole or not at all; folders on the way are made. Raises OSError.

    A link is followed; what is no file (a pipe, /dev/null) is written to, never replaced."""
    if path.exists() and not path.is_file():
        path.write_text(text, encoding="utf-8", newline="\n")
        return
    target = Path(os.path.realpath(path))
    with ExitStack() as scratch:
        _staged(target, text.encode(), scratch).replace(target)


def write_all(changes: Mapping[Path, str]) -> None:
    """Write text files as UTF-8, all or none; folders on the way are made. Raises OSError with the path that failed.

    A link is followed; what is no file is never replaced. All is laid ready beside the files before the first is
    replaced, what stands there too, so that putting it back needs no room."""
    with ExitStack() as scratch, ExitStack() as undo:
        ready: list[tuple[Path, Path, Path | None]] = []
        for path, text in changes.items():
            with _named(path):
                if path.exists() and not path.is_file():
                    raise OSError(EEXIST, "not a file")
                target = Path(os.path.realpath(path))
                old = _staged(target, target.read_bytes(), scratch) if target.exists() else None
                ready.append((target, _staged(target, text.encode(), scratch), old))
        for path, (target, new, old) in zip(changes, ready, strict=True):
            with _named(path):
                new.replace(target)
            undo.callback(old.replace, target) if old else undo.callback(target.unlink)
        undo.pop_all()


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """What fails inside, as an OSError of this path."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error


def _staged(path: Path, content: bytes, scratch: ExitStack) -> Path:
    """A file beside `path` with a content and with the mode of `path`, or that of a new file; it is gone with `scratch`
    unless it has replaced another. Raises OSError."""
    import tempfile

    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    made = Path(name)
    scratch.callback(made.unlink, missing_ok=True)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
    mode = path.stat().st_mode if path.exists() else 0o666 & ~_umask()
    made.chmod(mode & 0o777)
    return made


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
