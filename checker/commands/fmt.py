"""`checker fmt`: give encodings, suite.yaml and waivers.yaml their canonical form, or tell which have another."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from checker import errors, files, source
from checker.agreements import LOCK_FILE
from checker.arguments import printable
from checker.errors import BadInput, Place, Problem
from checker.exits import FAILED, NOTHING, PASSED, WRONG_USAGE, Stop
from checker.inputs import Inputs, suite_folders
from checker.reports.plain import cut
from checker.rewrite import canonical
from checker.terminal import counted, say, show, tracked, write

_MOST_SHOWN = 20  # lines of one difference
_MOST_COMPARED = 5_000  # lines: comparing more may take minutes
_COLUMNS = 160


class _Formatted(NamedTuple):
    path: Path
    display: str
    before: str
    after: str


def run(arguments: argparse.Namespace) -> int:
    """Format what is named; nothing is written when any file cannot be read. With `--check` nothing is ever written."""
    inputs = Inputs(arguments, tracked)
    found = list(_files([inputs.place(path) for path in inputs.paths()]))
    if not found:
        raise Stop(NOTHING, f"nothing to format: {LOCK_FILE} is written by `checker lock`")
    formatted = errors.each(inputs.tracked(found, "formatting"), lambda file: _formatted(*file))
    differing = [each for each in formatted if each.before != each.after]
    return _tell(differing, len(found)) if arguments.check else _write(differing, len(found))


def _files(names: list[str]) -> Iterator[tuple[Path, Path]]:
    """The files to format, each once, with the folder that they must be in: those named, and in suite folders all but
    the lock, which is generated. Raises Stop."""
    seen: set[Path] = set()
    for name in names:
        path = Path(name)
        if path.is_file() and path.suffix not in (".yaml", ".yml"):
            known = "an encoding, suite.yaml, waivers.yaml or a folder"
            raise Stop(WRONG_USAGE, f"{name}: no YAML file; name {known}")
        if path.is_file():
            found, root = [path], path.parent
        else:
            found = [each for folder in suite_folders([name]) for each in sorted(folder.glob("*.yaml"))]
            root = path
        for each in found:
            if each.name != LOCK_FILE and each.resolve() not in seen:
                seen.add(each.resolve())
                yield each, root


def _formatted(path: Path, root: Path) -> _Formatted:
    """A file as it is and as it should be. Raises BadInput."""
    display = files.display(path)
    if not path.resolve().is_relative_to(root.resolve()):  # a repository must not choose what else is written
        fault = f"this is a link that leads out of {root.as_posix()}"
        raise BadInput([Problem(Place(display), fault, "name the file that it leads to, or remove it")])
    content = source.read(path, display)
    document = source.parse(content, display)
    kind = canonical.kind_of(path.name, document.data)
    if not kind:
        fault = "this is neither an encoding nor suite.yaml nor waivers.yaml"
        raise BadInput([Problem(Place(display), fault, "name another file, or write its first keys")])
    after = canonical.formatted(document.text, display, kind)
    return _Formatted(path, display, content.decode("utf-8"), after)


def _write(differing: list[_Formatted], number: int) -> int:
    for each in differing:
        write(each.path, each.after)
        say(f"checker: {each.display} formatted")
    rest = number - len(differing)
    if rest:
        say(f"checker: {counted(rest, 'file')} {'was' if rest == 1 else 'were'} in canonical form already")
    return PASSED


def _tell(differing: list[_Formatted], number: int) -> int:
    for each in differing:
        show("".join(f"{line}\n" for line in _difference(each)))
    if not differing:
        say(f"checker: {counted(number, 'file')} {'is' if number == 1 else 'are'} in canonical form")
        return PASSED
    verb = "is" if len(differing) == 1 else "are"
    say(f"checker: {counted(len(differing), 'file')} {verb} not in canonical form; run `checker fmt`")
    return FAILED


def _difference(each: _Formatted) -> Iterator[str]:
    """The first lines of a unified diff, and how many more there are."""
    yield f"--- {each.display}"
    yield f"+++ {each.display}, formatted"
    before, after = each.before.splitlines(), each.after.splitlines()
    if before == after:
        yield "the line ends differ, or the last one"
        return
    if len(before) + len(after) > 2 * _MOST_COMPARED:
        yield "too long to show how it differs"
        return
    from difflib import unified_diff

    lines = list(unified_diff(before, after, n=1, lineterm=""))[2:]
    yield from (cut(printable(line), _COLUMNS) for line in lines[:_MOST_SHOWN])
    if len(lines) > _MOST_SHOWN:
        yield f"… {counted(len(lines) - _MOST_SHOWN, 'more line')}"
