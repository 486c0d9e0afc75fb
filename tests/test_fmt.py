"""`checker fmt` as a command: which files it takes, what it writes, and when it writes nothing."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from checker import source
from tests.cases import ROOT

UNFORMATTED = ROOT / "fixtures" / "unformatted" / "cloud-notes"


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    """A suite that is not in canonical form, with a lock and waivers."""
    folder = tmp_path / "policies" / "cloud-notes"
    shutil.copytree(UNFORMATTED, folder)
    (folder / "verdicts.lock.yaml").write_text("generated:   yes\n")
    (folder / "waivers.yaml").write_text("waivers: []\nbaseline:   small\n")
    return folder


def fmt(where: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "checker", "fmt", *words], cwd=where, capture_output=True, encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"},
    )  # fmt: skip


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_a_suite_is_formatted_and_its_lock_is_not(suite: Path, tmp_path: Path) -> None:
    before = contents(suite)
    (suite / "terms.yaml").chmod(0o640)
    done = fmt(tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.splitlines() == [
        f"checker: policies/cloud-notes/{name}.yaml formatted" for name in ("suite", "terms", "waivers")
    ]
    after = contents(suite)
    assert {name for name in before if before[name] != after[name]} == {
        "suite.yaml",
        "terms.yaml",
        "waivers.yaml",
    }
    assert after["waivers.yaml"] == b"baseline: small\nwaivers: []\n"
    for name in ("suite.yaml", "terms.yaml"):
        assert source.parse(after[name], name).data == source.parse(before[name], name).data
    assert (suite / "terms.yaml").stat().st_mode & 0o777 == 0o640
    again = fmt(tmp_path, "--check")
    assert (again.returncode, again.stderr) == (0, "checker: 3 files are in canonical form\n")


def test_a_file_means_itself(suite: Path, tmp_path: Path) -> None:
    before = contents(suite)
    assert fmt(tmp_path, "policies/cloud-notes/waivers.yaml").returncode == 0
    assert {name for name, content in contents(suite).items() if content != before[name]} == {"waivers.yaml"}


def test_looking_writes_nothing(suite: Path, tmp_path: Path) -> None:
    before = contents(suite)
    done = fmt(tmp_path, "--check", "policies")
    assert done.returncode == 1
    assert "checker: 3 files are not in canonical form" in done.stderr
    assert "-baseline:   small\n" in done.stdout and "+baseline: small\n" in done.stdout
    assert contents(suite) == before


def test_where_one_file_cannot_be_read_none_is_written(suite: Path, tmp_path: Path) -> None:
    (suite / "waivers.yaml").write_text("a: 1\na: 2\nb: *c\n")
    before = contents(suite)
    done = fmt(tmp_path)
    assert done.returncode == 3
    assert [line.partition(": ")[0] for line in done.stderr.splitlines()[:2]] == [
        "policies/cloud-notes/waivers.yaml:2:1",
        "policies/cloud-notes/waivers.yaml:3:4",
    ]
    assert contents(suite) == before


def test_a_file_that_breaks_the_schema_is_formatted(suite: Path, tmp_path: Path) -> None:
    (suite / "terms.yaml").write_text("own:   {b: 1,a: [1,2]}\nclauses: wrong\ntype:  'no such type'\n")
    assert fmt(tmp_path).returncode == 0
    assert (
        suite / "terms.yaml"
    ).read_text() == "type: no such type\nclauses: wrong\nown: {b: 1, a: [1, 2]}\n"


@pytest.mark.parametrize("link", ["terms.yaml", "suite.yaml"])
def test_links_are_not_followed_out(suite: Path, tmp_path: Path, link: str) -> None:
    outside = tmp_path / "outside.yaml"
    shutil.move(suite / link, outside)
    (suite / link).symlink_to(outside)
    before = outside.read_bytes()
    for words in (["policies"], ["policies/cloud-notes"], [f"policies/cloud-notes/{link}"], ["--check"]):
        done = fmt(tmp_path, *words)
        assert done.returncode == 3
        assert f"policies/cloud-notes/{link}: this is a link that leads out of policies" in done.stderr
        assert not done.stdout
    assert outside.read_bytes() == before


def test_a_folder_that_is_a_link_is_not_followed_out(suite: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    shutil.move(suite, outside)
    suite.symlink_to(outside)
    before = contents(outside)
    assert fmt(tmp_path).returncode == 3
    assert contents(outside) == before


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xef\xbb\xbfbaseline: small\r\nwaivers: []\r\n", "the line ends differ"),
        (b"baseline: small\nwaivers: []", "the line ends differ, or the last one"),
    ],
)
def test_line_ends_and_marks_count(suite: Path, tmp_path: Path, content: bytes, said: str) -> None:
    path = suite / "waivers.yaml"
    path.write_bytes(content)
    done = fmt(tmp_path, "--check", str(path))
    assert done.returncode == 1 and (said in done.stdout or "\\ufeff" in done.stdout)
    assert fmt(tmp_path, str(path)).returncode == 0
    assert path.read_bytes() == b"baseline: small\nwaivers: []\n"


def test_what_is_printed_is_no_command_to_a_terminal(suite: Path, tmp_path: Path) -> None:
    path = suite / "waivers.yaml"
    path.write_text("waivers: []\nbaseline:  '\u202esmall\u3000'\n", encoding="utf-8")
    done = fmt(tmp_path, "--check", str(path))
    assert done.returncode == 1 and "\\u202esmall" in done.stdout and "\u202e" not in done.stdout


@pytest.mark.parametrize(
    "text",
    [
        "waivers:" + " [" * 60 + "]" * 60,
        "waivers: [" + "{a: b, c: d}, # c\n # d\n" * 5_000 + "]",
        "waivers:\n" + "# c\n" * 50_000,
        "waivers:\n" + "- a # c\n\n" * 10_000,
        "waivers: [" + "'a b', " * 10_000 + "]",
        "waivers: {a: {b: '" + "w " * 50_000 + "'}}",
        "waivers: {a: " + "您" * 200_000 + "}",
    ],
)
def test_hostile_layouts_take_bounded_time(suite: Path, tmp_path: Path, text: str) -> None:
    (suite / "waivers.yaml").write_text(text + "\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "checker", "fmt", "policies/cloud-notes/waivers.yaml"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
