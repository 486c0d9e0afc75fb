"""What is kept between runs gives what reading gives, and is used only while it is true."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from checker import documents, load_suite, source
from checker.errors import BadInput
from checker.files import display
from tests.test_architecture import PACKAGE, imports

ROOT = Path(__file__).parent.parent
SMALL = ROOT / "fixtures" / "small" / "cloud-notes"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A suite of its own, and beside it a cache folder of its own."""
    monkeypatch.setenv("CHECKER_CACHE", str(tmp_path / "cache"))
    return Path(shutil.copytree(SMALL, tmp_path / "cloud-notes"))


def entries(folder: Path) -> list[Path]:
    return sorted((folder.parent / "cache").glob("*"))


def read_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on every reading of YAML fails."""

    def parse(*_: object) -> None:
        raise AssertionError("YAML was read")

    monkeypatch.setattr(source, "parse", parse)


def test_what_is_kept_gives_what_reading_gives(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = load_suite(folder)
    read_nothing(monkeypatch)
    assert load_suite(folder) == read


def test_each_file_has_one_entry_whatever_changes(folder: Path) -> None:
    load_suite(folder)
    before = entries(folder)
    terms = folder / "terms.yaml"
    terms.write_text("# changed\n" + terms.read_text(encoding="utf-8"), encoding="utf-8")
    changed = load_suite(folder)
    assert entries(folder) == before and len(before) == 1 + len(changed.agreements)
    assert changed.agreements[0].provisions[0].evidence.line > 0
    lines = [p.evidence.line for a in changed.agreements if a.id == "terms" for p in a.provisions]
    written = terms.read_text(encoding="utf-8").splitlines()
    assert all(written[line - 1].lstrip().startswith("- at:") for line in lines)


@pytest.mark.parametrize(
    "spoil", [lambda b: b[:-5], lambda b: b[:-5] + b"00000", lambda b: b"", lambda b: b"{}"]
)
def test_a_spoiled_entry_is_not_used(folder: Path, spoil: object) -> None:
    read = load_suite(folder)
    for entry in entries(folder):
        entry.write_bytes(spoil(entry.read_bytes()))  # type: ignore[operator]
    assert load_suite(folder) == read


def test_nothing_is_used_after_a_change_of_what_reads(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_suite(folder)
    monkeypatch.setattr(documents, "_readers", lambda: b"another version")
    read_nothing(monkeypatch)
    with pytest.raises(AssertionError, match="YAML was read"):
        load_suite(folder)


def test_what_has_problems_is_not_kept(folder: Path) -> None:
    (folder / "terms.yaml").write_text("agreement: terms\n", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(BadInput, match="terms"):
            load_suite(folder)
    assert len(entries(folder)) == 1  # suite.yaml alone is in order


def test_a_folder_that_cannot_be_written_to_does_no_harm(folder: Path) -> None:
    (folder.parent / "cache").write_text("not a folder", encoding="utf-8")
    assert load_suite(folder) == load_suite(folder)


def test_empty_switches_it_off(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHECKER_CACHE", "")
    load_suite(folder)
    assert entries(folder) == []


def test_the_folder_is_the_user_s_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert documents._folder(None, None) == tmp_path / ".cache" / "agreement-checker"
    assert documents._folder(None, "/caches") == Path("/caches/agreement-checker")
    assert documents._folder("/mine", "/caches") == Path("/mine")
    assert documents._folder("", "/caches") is None
    assert documents._folder(None, "caches") is None


def test_what_binds_an_entry_is_all_of_ours_that_reads() -> None:
    found, open_ = set[str](), {"documents"}
    while open_:
        name = open_.pop()
        found.add(name)
        named = {full.removeprefix("checker.").split(".")[0] for full in imports(PACKAGE / f"{name}.py")}
        open_ |= {each for each in named if (PACKAGE / f"{each}.py").is_file()} - found
    schemas = {f"schemas/{kind}.schema.json" for kind in ("agreement", "suite", "waivers")}
    ready = {"schemas/agreement.schema.ready.json"}
    assert set(documents._READERS) == {f"{name}.py" for name in found} | schemas | ready


@pytest.mark.parametrize("command", [["check", "--format", "json"], ["check", "-v"]])
def test_a_run_prints_the_same_bytes_whatever_is_kept(command: list[str], tmp_path: Path) -> None:
    def run(kept: str) -> bytes:
        environment = {**os.environ, "CHECKER_CACHE": kept}
        whole = [
            sys.executable,
            "-m",
            "checker",
            *command,
            "--as-of",
            "2026-11-22",
            "--fail-on",
            "never",
            "policies",
        ]
        return subprocess.run(whole, cwd=ROOT, env=environment, capture_output=True, check=True).stdout

    folder = str(tmp_path / "cache")
    assert run("") == run(folder) == run(folder)
    assert list((tmp_path / "cache").glob("*.json"))


def test_a_place_that_is_no_text_does_no_harm(folder: Path) -> None:
    odd = folder.rename(os.fsdecode(os.fsencode(folder.parent) + b"/bad\xff"))
    with pytest.raises(BadInput, match="cloud-notes"):  # the folder is called otherwise than the suite
        load_suite(odd, display(odd))
