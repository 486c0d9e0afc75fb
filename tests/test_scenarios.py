"""Golden scenarios of the command line: each file says what is typed, what is printed and how it ends.

    # one line on what the scenario shows
    $ checker validate fixtures/invalid/tabs
    exit 3
    stdout:
    …
    stderr:
    …

Commands run at the root of the project; `{tmp}` is an empty folder, `< FILE` feeds standard input, `$ cat FILE` prints
a file, `$ VARIABLE=value checker …` sets an environment variable. `make update` rewrites the outcomes."""

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SCENARIOS = sorted((ROOT / "tests" / "scenarios").glob("*.txt"))
UPDATE = bool(os.environ.get("UPDATE_GOLDEN"))


def steps(text: str) -> Iterator[str]:
    """The commands of a scenario."""
    yield from (line.removeprefix("$ ") for line in text.splitlines() if line.startswith("$ "))


def run(command: str, tmp: Path) -> str:
    """What a command prints and how it ends, as a scenario writes it."""
    words = shlex.split(command.replace("{tmp}", str(tmp)))
    environment = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "COLUMNS")}
    environment |= {"COLUMNS": "100", "PYTHONWARNINGS": "error"}
    while "=" in words[0]:
        key, _, value = words.pop(0).partition("=")
        environment[key] = value
    if words[0] == "cat":
        return (ROOT / words[1]).read_text(encoding="utf-8").replace(str(tmp), "{tmp}")
    assert words[0] == "checker", command
    stdin = b""
    if "<" in words:
        where = words.index("<")
        stdin = (ROOT / words[where + 1]).read_bytes()
        del words[where : where + 2]
    done = subprocess.run(
        [sys.executable, "-m", "checker", *words[1:]],
        input=stdin,
        cwd=ROOT,
        env=environment,
        capture_output=True,
    )
    parts = [f"exit {done.returncode}\n"]
    for name, output in (("stdout", done.stdout), ("stderr", done.stderr)):
        if output:
            parts.append(f"{name}:\n{output.decode()}")
    return "".join(parts).replace(str(tmp), "{tmp}")


def played(text: str, tmp: Path) -> str:
    """The scenario with the outcomes that its commands have now."""
    title = text.splitlines()[0]
    return (
        "\n".join([title, *(f"\n$ {command}\n{run(command, tmp)}".rstrip("\n") for command in steps(text))])
        + "\n"
    )


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_scenario(path: Path, tmp_path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# "), "the first line says what the scenario shows"
    now = played(text, tmp_path)
    if UPDATE:
        path.write_text(now, encoding="utf-8")
    else:
        assert now == text
