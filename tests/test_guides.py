"""The guides are stories, and every story is replayed: patches apply, files are written, commands print what is shown.

Each guide starts in a repository of its own with the five suites, the example and the schemas committed on `main`, as a
clone has them. A block ```diff is applied, a block ```yaml that begins with `# PATH` is written to that path, each
command of a block ```console is run in order.
`UPDATE_GOLDEN=1 python -m pytest tests/test_guides.py` writes the outputs anew; `…` is as in `test_docs`."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_docs import _BLOCK, _COMMAND, ROOT, UPDATE, excerpt

GUIDES = sorted((ROOT / "docs" / "guides").glob("*.md"))


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """What a clone has of the five suites, the example of the guides and the schemas, committed on `main`."""
    where = tmp_path / "repository"
    where.mkdir()
    for name in ("policies", "docs/guides/example", "checker/schemas"):
        shutil.copytree(ROOT / name, where / name)
    shell(
        "git init --quiet --initial-branch=main && git add --all && git commit --quiet --message base", where
    )
    return where


def shell(command: str, where: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """A command as somebody types it, with `checker` and `pytest` those of this project."""
    tools = where.parent / "bin"
    if not tools.exists():
        tools.mkdir()
        for name, module in (("checker", "checker"), ("pytest", "pytest -p no:cacheprovider")):
            tool = tools / name
            tool.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m {module} "$@"\n')
            tool.chmod(0o755)
    # Nothing else of the environment: pytest, for one, writes longer summaries where `CI` is set.
    environment = {key: os.environ[key] for key in ("HOME", "TMPDIR") if key in os.environ}
    environment |= {
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT), "COLUMNS": "100", "NO_COLOR": "1",
        "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@b",
        "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@b", "GIT_PAGER": "cat", "PYTHONIOENCODING": "utf-8",
        "CHECKER_CACHE": "", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_PLUGINS": "checker.pytest_plugin",
    }  # fmt: skip
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=where,
        env=environment,
        input=stdin,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode in (0, 1, 3), f"{command}\n{done.stdout}{done.stderr}"
    assert "Traceback" not in done.stderr, done.stderr
    return done


def replayed(text: str, where: Path) -> str:
    """A guide with the outputs that its commands have now."""

    def of_command(found: re.Match[str]) -> str:
        done = shell(found["command"], where)
        output = "\n".join(filter(None, (done.stdout, done.stderr)))
        output = re.sub(r"[ \t]+$| in \d+\.\d+s$", "", output, flags=re.MULTILINE)
        shown = excerpt(found["shown"], output, found["command"]) if "…\n" in found["shown"] else output
        return f"$ {found['command']}\n{shown}"

    def of_block(found: re.Match[str]) -> str:
        body = found["body"]
        if found["language"] == "console":
            return f"```console\n{_COMMAND.sub(of_command, body)}```"
        if found["language"] == "diff":
            assert shell("git apply -", where, body).returncode == 0, body
        elif found["language"] == "yaml":
            path = where / body.partition("\n")[0].removeprefix("# ")
            path.write_text(body, encoding="utf-8")
        return found[0]

    return _BLOCK.sub(of_block, text)


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.stem)
def test_the_story_is_true(path: Path, repository: Path) -> None:
    text = path.read_text(encoding="utf-8")
    now = replayed(text, repository)
    if UPDATE:
        path.write_text(now, encoding="utf-8")
    else:
        assert now == text, "run UPDATE_GOLDEN=1 python -m pytest tests/test_guides.py"
