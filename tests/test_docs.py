"""The documents are true: commands print what is shown, links lead somewhere, generated files are current.

`UPDATE_GOLDEN=1 python -m pytest tests/test_docs.py` writes the outputs shown in the guides anew, `make
update` the generated files. In a shown output a line `…` stands for what is left out: then what is shown are
whole paragraphs, known by the beginning of their first line."""

import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote

import pytest

from checker.catalogue import load_baseline

ROOT = Path(__file__).parents[1]
UPDATE = bool(os.environ.get("UPDATE_GOLDEN"))
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
GUIDES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md"]  # those in docs/guides are replayed by test_guides
DOCUMENTS = [*GUIDES, ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
REPORTS = sorted((ROOT / "reports").glob("*.md"))
NOT_OURS = {
    ".git",
    ".venv",
    ".hypothesis",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    "__pycache__",
    "dist",
}

_BLOCK = re.compile(r"^```(?P<language>\w*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^\$ (?P<command>.+)\n(?P<shown>(?:(?!\$ ).*\n)*)", re.MULTILINE)
_PARAGRAPH = re.compile(r"(?:^(?!…$).+\n)+", re.MULTILINE)
_EXAMPLE = re.compile(
    r"^```python\n(?P<code>.*?)^```\n\n```text\n(?P<shown>.*?)^```$", re.MULTILINE | re.DOTALL
)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_MACHINE = re.compile(r"(?<![\w.~:/#-])/(?:home|Users|root|work|workspace|mnt)/")


# --- commands and examples ----------------------------------------------------------------------------------


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """A folder in which commands may write: it holds what they read."""
    for name in ("policies", "checker/baselines", "docs/guides/example"):
        shutil.copytree(ROOT / name, tmp_path / name)
    person = ("-c", "user.name=A", "-c", "user.email=a@b")
    for words in (["init", "-b", "main"], ["add", "--all"], [*person, "commit", "-m", "base"]):
        subprocess.run(["git", *words], cwd=tmp_path, check=True, capture_output=True)
    return tmp_path


def run(words: list[str], where: Path) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "COLUMNS")}
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "PYTHONWARNINGS": "error"}
    return subprocess.run(
        [sys.executable, *words], cwd=where, env=environment, capture_output=True, encoding="utf-8"
    )


def printed(command: str, where: Path) -> str:
    """What a command of the guides prints, once it has ended as it should."""
    words = shlex.split(command, comments=True)
    match words:
        case ["checker", *arguments]:
            done = run(["-m", "checker", *arguments], where)
            # a gate that fails and remarks on a text are no failure of the command
            said = {"check": "the gate failed", "lint": "remarks in"}.get(arguments[0], "\0")
            assert done.returncode == 0 or (done.returncode == 1 and said in done.stderr), (
                f"{command}\n{done.stderr}"
            )
            return "\n".join(filter(None, (done.stdout, done.stderr)))
        case [".venv/bin/python", "-m", "pytest", *arguments] | [
            "UPDATE_GOLDEN=1",
            ".venv/bin/python",
            "-m",
            "pytest",
            *arguments,
        ]:
            done = run(["-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", *arguments], ROOT)
            assert done.returncode == 0, f"{command}\n{done.stdout}"
        case ["make", target]:
            assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE), f"the Makefile has no target {target}"
        case ["pip", "install", "."] | [".", ".venv/bin/activate"]:
            assert (ROOT / "pyproject.toml").is_file() and ".venv" in MAKEFILE
        case _:
            pytest.fail(f"this test does not know how to run: {command}")
    return ""


def excerpt(shown: str, output: str, command: str) -> str:
    """The paragraphs of the output that are shown, as they are now."""
    now = {beginning(found[0]): found[0] for found in reversed(list(_PARAGRAPH.finditer(output)))}

    def renewed(found: re.Match[str]) -> str:
        assert beginning(found[0]) in now, f"`{command}` prints no paragraph that begins: {found[0]}"
        return now[beginning(found[0])]

    return _PARAGRAPH.sub(renewed, shown)


def beginning(paragraph: str) -> str:
    """The first line of a paragraph, up to the first number in it: numbers change."""
    return re.split(r"\d|\n", paragraph)[0].rstrip()


def renewed(text: str, where: Path) -> str:
    """A guide with the outputs that its commands and examples have now."""

    def of_command(found: re.Match[str]) -> str:
        output = printed(found["command"], where)
        shown = found["shown"]
        if shown:
            shown = excerpt(shown, output, found["command"]) if "…\n" in shown else output
        return f"$ {found['command']}\n{shown}"

    def of_block(found: re.Match[str]) -> str:
        if found["language"] != "console":
            return found[0]
        return f"```console\n{_COMMAND.sub(of_command, found['body'])}```"

    def of_example(found: re.Match[str]) -> str:
        done = run(["-c", found["code"]], where)
        assert done.returncode == 0, done.stderr
        return f"```python\n{found['code']}```\n\n```text\n{done.stdout}```"

    return _EXAMPLE.sub(of_example, _BLOCK.sub(of_block, text))


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.name)
def test_commands_and_examples_print_what_is_shown(path: Path, scratch: Path) -> None:
    text = path.read_text(encoding="utf-8")
    now = renewed(text, scratch)
    if UPDATE:
        path.write_text(now, encoding="utf-8")
    else:
        assert now == text, "run UPDATE_GOLDEN=1 python -m pytest tests/test_docs.py"


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.name)
def test_every_example_of_code_is_run(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(_EXAMPLE.findall(text)) == text.count("```python")
    for block in _BLOCK.finditer(text):
        if block["language"] == "console":
            assert block["body"].startswith("$ "), block["body"]


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.name)
def test_encodings_are_shown_as_they_stand(path: Path) -> None:
    for block in _BLOCK.finditer(path.read_text(encoding="utf-8")):
        if block["language"] != "yaml":
            continue
        name, _, body = block["body"].removeprefix("# ").partition("\n")
        whole = "\n" + (ROOT / name).read_text(encoding="utf-8")
        assert any("\n" + textwrap.indent(body, indent) in whole for indent in ("", "  ", "    ")), body


def test_the_readme_begins_with_a_true_finding() -> None:
    first_screen = (ROOT / "README.md").read_text(encoding="utf-8").partition("\n## ")[0]
    assert [block["language"] for block in _BLOCK.finditer(first_screen)] == ["yaml", "console"]


# --- links --------------------------------------------------------------------------------------------------


@cache
def anchors(path: Path) -> frozenset[str]:
    """What `#name` may be in a Markdown file: headings, as GitHub names them, and places that have a name."""
    text = _BLOCK.sub("", path.read_text(encoding="utf-8"))
    found = set(re.findall(r'<a id="([^"]+)"', text))
    times: dict[str, int] = {}
    for heading in re.findall(r"^#{1,6} (.+)$", text, re.MULTILINE):
        shown = re.sub(r"<[^>]+>|&#\d+;", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading))
        name = re.sub(r"[^\w\- ]", "", shown.strip().lower()).replace(" ", "-")
        found.add(f"{name}-{times[name]}" if name in times else name)
        times[name] = times.get(name, 0) + 1
    return frozenset(found)


@cache
def number_of_lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def broken(text: str, path: Path) -> Iterator[str]:
    """Links of a document that lead nowhere in this repository."""
    for link in sorted(set(_LINK.findall(re.sub(r"`[^`\n]*`", "``", _BLOCK.sub("", text))))):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = link.partition("#")
        name, anchor = unquote(name.partition("?")[0]), unquote(anchor)
        target = (path.parent / name).resolve() if name else path
        if not target.is_relative_to(ROOT) or not target.exists():
            yield link
        elif line := re.fullmatch(r"L(\d+)", anchor):
            if not 1 <= int(line[1]) <= number_of_lines(target):
                yield link
        elif anchor and anchor not in anchors(target):
            yield link


@pytest.mark.parametrize("path", [*DOCUMENTS, *REPORTS], ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path: Path) -> None:
    assert list(broken(path.read_text(encoding="utf-8"), path)) == []


@pytest.mark.parametrize(
    "link", ["nowhere.md", "README.md#no-such-heading", "LICENSE#L1000", "../outside.md"]
)
def test_a_broken_link_is_found(link: str) -> None:
    assert list(broken(f"[here]({link}) and [there](README.md#install)", ROOT / "README.md")) == [link]


# --- generated files ----------------------------------------------------------------------------------------


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_generated_files_are_current() -> None:
    stale = [path.name for path, text in generator().generated() if path.read_text(encoding="utf-8") != text]
    assert not stale, "run `make update`"


def test_every_requirement_has_a_page_and_no_page_is_left_over() -> None:
    known = {requirement.id for requirement in load_baseline().requirements}
    pages = {path.stem for path in (ROOT / "docs" / "requirements").iterdir()}
    assert pages == known | {"README"}


def test_reports_are_current(scratch: Path) -> None:
    as_of = re.search(r"^AS_OF := (\S+)$", MAKEFILE, re.MULTILINE)
    assert as_of
    done = run(["-m", "checker", "report", "--as-of", as_of[1]], scratch)
    assert done.returncode == 0, done.stderr
    now = {path.name: path.read_bytes() for path in (scratch / "reports").iterdir()}
    committed = {path.name: path.read_bytes() for path in REPORTS}
    assert sorted(now) == sorted(committed), "run `make update`; remove reports on what is gone"
    assert [name for name in now if now[name] != committed[name]] == [], "run `make update`"


# --- the repository -----------------------------------------------------------------------------------------


def test_libraries_are_explained() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    used = {re.split(r"[^\w.-]", name)[0].lower() for name in project["dependencies"]}
    declared = used | {re.split(r"[^\w.-]", name)[0].lower() for extra in extras.values() for name in extra}
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    explained = {name.lower() for name in re.findall(r"^\| `([^`]+)`", page, re.MULTILINE)}
    assert used <= explained <= declared | {"hatchling"}


def files() -> Iterator[Path]:
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in NOT_OURS and not name.endswith(".egg-info")]
        yield from (Path(folder, name) for name in names)


def test_no_file_speaks_of_somebody_s_machine() -> None:
    found = []
    for path in files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # bad input to test with
        if _MACHINE.search(text):
            found.append(path.relative_to(ROOT).as_posix())
    assert found == []
