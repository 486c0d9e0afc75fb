"""What a team has set for its project: `checker.toml`, or `[tool.checker]` in `pyproject.toml`.

The nearest file, from the working directory upwards, counts alone. Paths in it are relative to its folder. Never reads
the command line: what is written there wins, and `inputs` sees to that."""

import os
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from checker.errors import BadInput, Place, Problem, one_of

OWN_FILE, SHARED_FILE = "checker.toml", "pyproject.toml"
_LANGUAGES = ("en", "zh")
_MOST_PROBLEMS = 100  # each is looked for in the whole file
# What a pyproject.toml with our table has, however TOML lets it be written; most have not, and reading TOML costs time.
_MAYBE_OURS = re.compile(rb"""^[ \t["']*tool["']?\s*(\.[\s"']*checker\b|[\]=])""", re.MULTILINE)
_HEADER = re.compile(r"\s*\[{1,2}([^\[\]#]*)\]")


class Settings(NamedTuple):
    """What is set; None or empty where the file says nothing. `file`: its path, empty without one."""

    file: str = ""
    paths: tuple[str, ...] = ()
    baseline: str = ""
    lang: str = ""
    fail_on: str = ""
    diff_fail_on: str = ""


def load(folder: Path) -> Settings:
    """What is set for the project that `folder` belongs to. Raises BadInput with every problem of the file."""
    found = _find(folder)
    if found is None:
        return Settings()
    path, written, data = found
    display = os.path.relpath(path)
    table = "tool.checker." if path.name == SHARED_FILE else ""
    problems = list(islice(_problems(data, display, written, table), _MOST_PROBLEMS))
    if problems:
        raise BadInput(problems)
    base = os.path.relpath(path.parent)
    baseline = data.get("baseline", "")
    if baseline and (path.parent / baseline).is_file():
        baseline = os.path.normpath(os.path.join(base, baseline))  # noqa: PTH118 (a Path would drop `./`)
    return Settings(
        display,
        tuple(os.path.normpath(os.path.join(base, each)) for each in data.get("paths", ())),  # noqa: PTH118
        baseline, data.get("lang", ""), _joined(data.get("fail_on", "")),
        _joined(data.get("diff", {}).get("fail_on", "")),
    )  # fmt: skip


def _find(folder: Path) -> tuple[Path, str, Any] | None:
    """The file that counts, its text, and what is set in it."""
    for above in (folder, *folder.parents):
        own, shared = above / OWN_FILE, above / SHARED_FILE
        if own.is_file():
            return own, *_read(own, own.read_bytes())
        if shared.is_file() and _MAYBE_OURS.search(written := shared.read_bytes()):
            text, data = _read(shared, written)
            tool = data.get("tool")
            if isinstance(tool, dict) and "checker" in tool:
                return shared, text, tool["checker"]
    return None


def _read(path: Path, written: bytes) -> tuple[str, Any]:
    import tomllib  # only for those who have such a file

    try:
        text = written.decode("utf-8")
        return text, tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # not UTF-8, not TOML, an endless number, a bottomless list
        fault = f"this is no TOML: {error}"
        raise BadInput([Problem(Place(os.path.relpath(path)), fault, "mend it")]) from None


def _joined(fail_on: Any) -> str:
    return fail_on if isinstance(fail_on, str) else ",".join(fail_on)


def _problems(data: Any, file: str, written: str, table: str) -> Iterator[Problem]:
    keys: Mapping[str, Any] = {
        "paths": _texts, "baseline": _text, "lang": _lang, "fail_on": _fail_on, "diff": _table,
    }  # fmt: skip
    yield from _in_table(data, keys, file, written, table)
    if isinstance(data, dict) and isinstance(data.get("diff"), dict):
        yield from _in_table(data["diff"], {"fail_on": _fail_on}, file, written, f"{table}diff.")


def _in_table(data: Any, keys: Mapping[str, Any], file: str, written: str, table: str) -> Iterator[Problem]:
    if not isinstance(data, dict):
        yield Problem(Place(file), "tool.checker is not a table", "write it as [tool.checker]")
        return
    for key, value in data.items():
        place = _place(file, written, table + key)
        if key not in keys:
            yield Problem(place, f'there is no setting "{key}"', one_of(key, keys))
        elif wrong := keys[key](value):
            yield Problem(place, f"{key} is wrong", wrong)


def _place(file: str, written: str, path: str) -> Place:
    """Where a dotted key stands first; TOML's reader does not tell."""
    table = ""
    for number, line in enumerate(written.splitlines(), 1):
        key, equals, _ = line.partition("=")
        if header := _HEADER.match(line):
            table = named = _bare(header[1]) + "."
        else:
            named = table + _bare(key) + "." if equals else ""
        if named.startswith(f"{_bare(path)}."):
            return Place(file, number)
    return Place(file)


def _bare(key: str) -> str:
    return re.sub(r"""[\s"']""", "", key)


# --- what each setting may be: empty, or what to write ---------------------------------------------------------


def _text(value: Any) -> str:
    return "" if isinstance(value, str) and value else "write it as text in quotes"


def _texts(value: Any) -> str:
    good = isinstance(value, list) and value and not any(map(_text, value))
    return "" if good else 'write a list of paths, such as ["policies"]'


def _table(value: Any) -> str:
    return "" if isinstance(value, dict) else "write a table of settings"


def _lang(value: Any) -> str:
    return "" if value in _LANGUAGES else f"write one of {', '.join(_LANGUAGES)}"


def _fail_on(value: Any) -> str:
    from checker.gate import parse

    if not isinstance(value, str) and _texts(value):
        return 'write it as text, or a list, such as ["violated", "missing:high"]'
    try:
        parse(_joined(value))
    except ValueError as error:
        return str(error)
    return ""
