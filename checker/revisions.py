"""Folders as they stand at a revision of a git repository, read through git's plumbing. Never checks anything out, never
writes into the repository."""

import os
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple


class Unreadable(Exception):
    """A revision that cannot be read: the fault and what to do about it."""


class Repository(NamedTuple):
    """A git repository: the top of its work tree."""

    top: Path

    def commit(self, revision: str) -> str:
        """The id of the commit that a revision names. Raises Unreadable."""
        done = _git(
            ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"], self.top
        )
        if done.returncode:
            raise Unreadable(self._missing(revision))
        return done.stdout.decode().strip()

    def merge_base(self, one: str, other: str) -> str:
        """The id of the commit from which two commits part. Raises Unreadable."""
        done = _git(["merge-base", one, other], self.top)
        if done.returncode:
            fault = f"{one[:12]} and {other[:12]} have no common commit in this clone"
            raise Unreadable(fault + self._deepen("fetch more of both"))
        return done.stdout.decode().strip()

    def inside(self, path: Path) -> str:
        """A path as the repository names it, from its top with forward slashes. Raises Unreadable when it lies outside."""
        inner = PurePosixPath(os.path.relpath(os.path.realpath(path), self.top))
        if inner.parts[:1] == ("..",):
            raise Unreadable(f"{path} lies outside the repository {self.top.name}; name a path in it")
        return str(inner)

    def export(self, commit: str, paths: Sequence[str], into: Path) -> None:
        """Write the files under `paths` (as `inside` names them) as they stand at a commit into a folder.

        Symbolic links are followed inside the commit; a link that leads out of it is left out."""
        names = list(self._names(commit, paths))
        asked = "".join(f"{commit}:{name}\n" for name in names).encode("utf-8", "surrogateescape")
        done = _git(["cat-file", "--batch", "--follow-symlinks"], self.top, asked)
        output, start = done.stdout, 0
        for name in names:
            end = output.index(b"\n", start)
            head = output[start:end].split(b" ")
            if len(head) == 3 and head[1] == b"blob":
                size = int(head[2])
                path = into / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(output[end + 1 : end + 1 + size])
                start = end + 1 + size + 1
            elif head[0] in (b"symlink", b"dangling", b"loop", b"notdir"):
                start = end + 1 + int(head[1]) + 1
            else:  # not there: a partial clone without this file
                start = end + 1

    def _names(self, commit: str, paths: Sequence[str]) -> Iterator[str]:
        where = [path for path in paths if path != "."]
        done = _git(["ls-tree", "-r", "-z", "--full-tree", "--name-only", commit, "--", *where], self.top)
        for name in done.stdout.split(b"\0"):
            # git could not be asked for a name with a line break; a tree made to do harm can hold `..`
            if name and b"\n" not in name and b".." not in name.split(b"/"):
                yield os.fsdecode(name)

    def _missing(self, revision: str) -> str:
        return f"there is no revision {revision!r} in this clone" + self._deepen(
            "name a branch, tag or commit"
        )

    def _deepen(self, otherwise: str) -> str:
        """What to do about a commit that is not there: a shallow clone has to fetch it."""
        shallow = _git(["rev-parse", "--is-shallow-repository"], self.top).stdout.strip() == b"true"
        if not shallow:
            return f"; {otherwise} (`git fetch` brings those of others)"
        return (
            ", which is shallow: run `git fetch --unshallow`, or `git fetch --depth=1 origin REVISION` for that one "
            "(GitHub Actions: `fetch-depth: 0` for actions/checkout; GitLab: `GIT_DEPTH: 0`)"
        )


def repository(folder: Path) -> Repository:
    """The repository that a folder belongs to. Raises Unreadable."""
    done = _git(["rev-parse", "--show-toplevel"], folder)
    if done.returncode:
        raise Unreadable(
            f"{folder} belongs to no git repository; name folders instead of revisions, or run in one"
        )
    return Repository(Path(os.path.realpath(os.fsdecode(done.stdout.rstrip(b"\n")))))


def _git(
    arguments: Sequence[str], folder: Path, asked: bytes | None = None
) -> subprocess.CompletedProcess[bytes]:
    # Quiet, without replaced objects; no lock is taken: somebody may be at work in the same repository.
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_REPLACE_OBJECTS": "1", "LC_ALL": "C"}
    try:
        return subprocess.run(
            ["git", *arguments], cwd=folder, env=environment, input=asked,
            stdin=None if asked is not None else subprocess.DEVNULL, capture_output=True, check=False,
        )  # fmt: skip
    except FileNotFoundError:
        raise Unreadable("git is not installed; install it, or name folders instead of revisions") from None
