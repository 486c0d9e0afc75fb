"""The source text that was read when an encoding was made, found in git by its hash. Never checks anything out, never takes
a text that is not the one."""

from __future__ import annotations

import hashlib
from pathlib import Path

from checker import text
from checker.exits import WRONG_USAGE, Stop
from checker.revisions import Repository, Unreadable, repository


class Before:
    """Where earlier source texts are looked for: a revision, the index, and the last commits that touched the file."""

    def __init__(self, revision: str | None) -> None:
        """`revision`: as written on the command line; None: HEAD, where there is one."""
        self.revision = revision
        self._starts: dict[Path, tuple[Repository, str]] = {}

    def check(self, folder: Path) -> None:
        """Raises Stop where `--old` names a revision that the repository of a folder does not have."""
        if self.revision is not None:
            try:
                self._start(folder)
            except Unreadable as fault:
                raise Stop(WRONG_USAGE, f"--old: {fault}") from None

    def find(self, source: Path, sha256: str) -> text.SourceText | None:
        """The text that stood in the file `source` and has this hash; None where git does not have it.

        Raises Stop where `--old` was written and git fails."""
        try:
            repo, start = self._start(source.parent)
            for content in repo.versions(repo.inside(source), start, text.MAX_BYTES):
                if hashlib.sha256(content).hexdigest() == sha256:
                    return _readable(content, sha256)
        except Unreadable as fault:
            if self.revision is not None:
                raise Stop(WRONG_USAGE, f"--old: {fault}") from None
        return None

    def _start(self, folder: Path) -> tuple[Repository, str]:
        """The repository of a folder, and the commit to begin with: "" where nothing has been committed yet."""
        if folder not in self._starts:
            repo = repository(folder)
            try:
                commit = repo.commit("HEAD" if self.revision is None else self.revision)
            except Unreadable:
                if self.revision is not None:
                    raise
                commit = ""
            self._starts[folder] = repo, commit
        return self._starts[folder]


def _readable(content: bytes, sha256: str) -> text.SourceText | None:
    try:
        found = text.source_text(content.decode("utf-8"), "", sha256)
    except UnicodeDecodeError:
        return None
    return found if found.clauses else None
