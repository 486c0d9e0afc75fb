"""Where suites are found and how files are written: whole or not at all. Never parses anything."""

import os
from collections.abc import Iterator, Sequence
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
    elif path.is_dir():
        yield from (child.parent for child in folder.glob(f"*/{SUITE_FILE}"))


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
    import tempfile

    if path.exists() and not path.is_file():
        path.write_text(text, encoding="utf-8", newline="\n")
        return
    path = Path(os.path.realpath(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        mode = path.stat().st_mode if path.exists() else 0o666 & ~_umask()
        Path(name).chmod(mode & 0o777)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink()
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
