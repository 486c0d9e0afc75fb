"""Folders as they stand at a revision of a git repository, read through git's plumbing. Never checks anything out, never
writes into the repository."""

import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

_FOUND = re.compile(rb"(?P<id>[0-9a-f]+) (?P<kind>[a-z]+) (?P<size>\d+)")
_LAST_COMMITS = 20  # in which an earlier version of a file is looked for
_LEADS_OUT = re.compile(rb"(?:symlink|dangling|loop|notdir) (?P<size>\d+)")


class Unreadable(Exception):
    """A revision that cannot be read: the fault and what to do about it."""


class _Entry(NamedTuple):
    """A file or a symbolic link in a tree: its path, the id of its content."""

    name: str
    id: str
    link: bool


class _Object(NamedTuple):
    """What git has: `blob` or `tree`, id, content; all empty where it has nothing, or outside the commit."""

    kind: str
    id: str
    content: bytes


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

    def versions(self, path: str, start: str, most: int) -> Iterator[bytes]:
        """What stands at a path (as `inside` names it) at a commit ("": there is none), in the index, and in the last
        commits before it that touched the path, each content once. Left out: links, and what has more bytes than `most`.

        Raises Unreadable."""
        if "\n" in path:
            return  # git cannot be asked for it
        touched = ["--literal-pathspecs", "rev-list", f"--max-count={_LAST_COMMITS}", start, "--", path]
        commits = [start, "", *_output(touched, self.top).decode().split()] if start else [""]
        asked = os.fsencode("".join(f"{commit}:{path}\n" for commit in commits))
        told = _output(["cat-file", "--batch-check"], self.top, asked).splitlines()
        found = [match for line in told if (match := _FOUND.fullmatch(line))]
        for id in dict.fromkeys(
            each["id"] for each in found if each["kind"] == b"blob" and int(each["size"]) <= most
        ):
            yield _output(["cat-file", "blob", id.decode()], self.top)

    def export(self, commit: str, paths: Sequence[str], into: Path) -> None:
        """Write the files under `paths` (as `inside` names them) as they stand at a commit into a folder.

        Symbolic links to files and folders are followed inside the commit; one that leads out of it is left out.
        Raises Unreadable for a clone that lacks some of the files."""
        where = [path for path in paths if path != "."]
        entries = list(self._entries(["-r", "--full-tree", commit, "--", *where]))
        for entry, found in zip(entries, self._objects(commit, entries), strict=True):
            if found.kind == "blob":
                _write(into / entry.name, found.content)
            elif found.kind == "tree":
                self._export_folder(commit, entry, found.id, into)
            elif not entry.link:
                fault = f"this clone does not have {entry.name} as it stands at {commit[:12]}"
                raise Unreadable(f"{fault}; run `git fetch --refetch`")

    def _export_folder(self, commit: str, link: _Entry, tree: str, into: Path) -> None:
        """The folder that a link leads to, and the link to it: a suite is called as its folder, whatever a link to it is
        called. Links in it to further folders are not followed."""
        leads_to = os.fsdecode(_output(["cat-file", "blob", link.id], self.top))
        target = os.path.normpath(PurePosixPath(link.name).parent / leads_to)
        if target.startswith(".."):
            return  # through another link: what git takes for inside is outside here
        inner = [
            each._replace(name=f"{target}/{each.name}", link=True) for each in self._entries(["-r", tree])
        ]
        for each, found in zip(inner, self._objects(commit, inner), strict=True):
            if found.kind == "blob":
                _write(into / each.name, found.content)
        place = into / link.name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(into / target)

    def _entries(self, tree: Sequence[str]) -> Iterator[_Entry]:
        """The files and links of a tree; no folders, no submodules."""
        for line in _output(["ls-tree", "-z", *tree], self.top).split(b"\0"):
            head, _, name = line.partition(b"\t")
            # Git cannot be asked for a name with a line break; a tree made to do harm can hold names that lead elsewhere.
            harm = b"\n" in name or name.startswith(b"/") or b".." in name.split(b"/")
            if b" blob " in head and not harm:
                mode, _, id = head.decode().split()
                yield _Entry(os.fsdecode(name), id, mode == "120000")

    def _objects(self, commit: str, entries: Sequence[_Entry]) -> Iterator[_Object]:
        """What git has for each entry; for a link, which is asked for by its path, what it leads to in the commit."""
        asked = [f"{commit}:{entry.name}" if entry.link else entry.id for entry in entries]
        lines = os.fsencode("".join(f"{each}\n" for each in asked))
        output = _output(["cat-file", "--batch", "--follow-symlinks"], self.top, lines)
        start = 0
        for _ in entries:
            end = output.index(b"\n", start)
            head, start = output[start:end], end + 1
            if found := _FOUND.fullmatch(head):
                end = start + int(found["size"])
                yield _Object(found["kind"].decode(), found["id"].decode(), output[start:end])
                start = end + 1
            else:
                yield _Object("", "", b"")
                if leads_out := _LEADS_OUT.fullmatch(head):  # where to is told on a line of its own
                    start += int(leads_out["size"]) + 1

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
    if b"dubious ownership" in done.stderr:
        raise Unreadable(
            f"git does not trust {folder}, which belongs to somebody else; "
            "run `git config --global --add safe.directory FOLDER` with the top of the repository"
        )
    if done.returncode:
        raise Unreadable(
            f"{folder} belongs to no git repository; name folders instead of revisions, or run in one"
        )
    return Repository(Path(os.path.realpath(os.fsdecode(done.stdout.rstrip(b"\n")))))


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _output(arguments: Sequence[str], folder: Path, asked: bytes | None = None) -> bytes:
    """What git prints. Raises Unreadable where it fails."""
    done = _git(arguments, folder, asked)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines() or [f"exit {done.returncode}"]
        raise Unreadable(
            f"git {arguments[0]} failed ({said[-1]}); mend that, or name folders instead of revisions"
        )
    return done.stdout


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
