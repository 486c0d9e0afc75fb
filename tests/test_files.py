"""checker.files: which suites paths name, and files that are written whole or not at all."""

import os
from pathlib import Path

import pytest

from checker import files


def make_suite(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "suite.yaml").write_text("suite: x\n")
    return folder


def test_a_folder_is_a_suite_or_holds_suites(tmp_path: Path) -> None:
    one, two = make_suite(tmp_path / "all" / "one"), make_suite(tmp_path / "all" / "two")
    (tmp_path / "all" / "notes").mkdir()
    make_suite(tmp_path / "all" / "deeper" / "three")
    assert files.suite_folders([str(tmp_path / "all")]) == [one, two]
    assert files.suite_folders([str(one)]) == [one]
    assert files.suite_folders([str(tmp_path / "all" / "notes")]) == []
    assert files.suite_folders([str(two), str(one)]) == [one, two]


def test_a_file_means_the_suite_it_lies_in(tmp_path: Path) -> None:
    one = make_suite(tmp_path / "one")
    (one / "terms.md").write_text("1. …\n")
    (tmp_path / "loose.md").write_text("1. …\n")
    assert files.suite_folders([str(one / "terms.md")]) == [one]
    assert files.suite_folders([str(tmp_path / "loose.md")]) == []


def test_each_suite_comes_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = make_suite(tmp_path / "one")
    (tmp_path / "link").symlink_to(one)
    monkeypatch.chdir(tmp_path)
    for paths in (
        ["one", "one"],
        ["one", "one/suite.yaml"],
        ["one", "./one", str(one)],
        ["one", "link"],
        ["."],
    ):
        assert len(files.suite_folders(paths)) == 1


@pytest.mark.parametrize("path", ["nothing", "one/nothing.yaml", "one/suite.yaml/x"])
def test_a_path_that_leads_nowhere_is_an_error(tmp_path: Path, path: str) -> None:
    make_suite(tmp_path / "one")
    with pytest.raises(files.NoSuchPath, match=path):
        files.suite_folders([str(tmp_path / "one"), str(tmp_path / path)])


def test_a_folder_called_suite_yaml_is_no_suite(tmp_path: Path) -> None:
    (tmp_path / "odd" / "suite.yaml").mkdir(parents=True)
    assert files.suite_folders([str(tmp_path / "odd")]) == []


def test_paths_are_shown_from_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = make_suite(tmp_path / "one")
    monkeypatch.chdir(tmp_path)
    assert files.display(one) == "one"
    monkeypatch.chdir(one)
    assert files.display(one) == "."
    assert files.display(tmp_path / "two") == "../two"


# --- writing ------------------------------------------------------------------------------------------------


def test_a_file_is_written_as_utf8_with_its_folders(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "a.md"
    files.write(path, "删除\r\n\n")
    assert path.read_bytes() == "删除\r\n\n".encode()
    assert [each.name for each in path.parent.iterdir()] == ["a.md"]


def test_a_failing_write_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        files.write(path, "new \ud800")
    assert path.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["a.md"]


def test_a_write_that_cannot_be_finished_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(source: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        files.write(tmp_path / "a.md", "new")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    with pytest.raises(OSError):
        files.write(tmp_path / "reports", "text")
    assert (tmp_path / "reports").is_dir()
    assert [each.name for each in tmp_path.iterdir()] == ["reports"]


def test_a_file_keeps_its_mode_and_a_new_one_takes_the_usual_one(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    before = os.umask(0o027)
    try:
        files.write(path, "one")
        assert path.stat().st_mode & 0o777 == 0o640
        path.chmod(0o604)
        files.write(path, "two")
        assert path.stat().st_mode & 0o777 == 0o604
        assert os.umask(0o027) == 0o027, "the process keeps its umask"
    finally:
        os.umask(before)


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.md").write_text("old")
    (tmp_path / "link.md").symlink_to(tmp_path / "real" / "a.md")
    files.write(tmp_path / "link.md", "new")
    assert (tmp_path / "link.md").is_symlink()
    assert (tmp_path / "real" / "a.md").read_text() == "new"


def test_a_device_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        files.write(pipe, "text")
        assert os.read(reader, 100) == b"text"
    finally:
        os.close(reader)
    assert not pipe.is_file() and pipe.exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read_is_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "closed" / "suite.yaml").write_text("suite: closed\n")
    (tmp_path / "closed").chmod(0)
    try:
        with pytest.raises(PermissionError):
            files.suite_folders([str(tmp_path)])
    finally:
        (tmp_path / "closed").chmod(0o700)


# --- writing several --------------------------------------------------------------------------------------------


def tree(folder: Path) -> dict[str, tuple[bytes, int]]:
    """What stands in a folder: contents and modes, by name."""
    return {path.name: (path.read_bytes(), path.stat().st_mode & 0o777) for path in folder.iterdir()}


def fail_at(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Let one replacement fail, counted from 1, and all others be done."""
    replace, calls = Path.replace, []

    def full(source: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) == number:
            raise OSError(28, "No space left on device")
        return replace(source, target)

    monkeypatch.setattr(Path, "replace", full)


def test_several_files_are_written(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("old")
    (tmp_path / "a.md").chmod(0o604)
    (tmp_path / "real.md").write_text("old")
    (tmp_path / "link.md").symlink_to(tmp_path / "real.md")
    new = tmp_path / "new" / "b.md"
    files.write_all({tmp_path / "a.md": "删除\r\n", new: "two", tmp_path / "link.md": "three"})
    assert new.read_text() == "two" and [each.name for each in new.parent.iterdir()] == ["b.md"]
    assert (tmp_path / "link.md").is_symlink()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.md", "link.md", "new", "real.md"]
    assert (tmp_path / "a.md").read_bytes() == "删除\r\n".encode()
    assert (tmp_path / "a.md").stat().st_mode & 0o777 == 0o604
    assert (tmp_path / "real.md").read_text() == "three"


@pytest.mark.parametrize(("number", "name"), [(1, "a.md"), (2, "b.md"), (3, "c.md")])
def test_where_one_cannot_be_replaced_all_stay_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, name: str
) -> None:
    (tmp_path / "a.md").write_bytes(b"\xff old")  # put back as it was, whatever its encoding
    (tmp_path / "a.md").chmod(0o604)
    (tmp_path / "c.md").write_text("old")
    before = tree(tmp_path)
    fail_at(monkeypatch, number)
    with pytest.raises(OSError, match="No space") as caught:
        files.write_all({tmp_path / each: "new" for each in ("a.md", "b.md", "c.md")})
    assert caught.value.filename == str(tmp_path / name)
    assert tree(tmp_path) == before


@pytest.mark.parametrize(("text", "error"), [("new \ud800", UnicodeEncodeError), ("new", OSError)])
def test_where_one_cannot_be_laid_ready_nothing_is_replaced(
    tmp_path: Path, text: str, error: type[Exception]
) -> None:
    (tmp_path / "a.md").write_text("old")
    before = tree(tmp_path)
    bad = tmp_path / ("b.md" if error is UnicodeEncodeError else "a.md/b.md")
    with pytest.raises(error):
        files.write_all({tmp_path / "a.md": "new", bad: text})
    assert tree(tmp_path) == before


def test_what_is_no_file_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("old")
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match="not a file"):
        files.write_all({tmp_path / "a.md": "new", tmp_path / "folder": "new"})
    assert (tmp_path / "a.md").read_text() == "old"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.md", "folder"]
