"""`checker new`: what is written, what is never overwritten, and what is said."""

import hashlib
from pathlib import Path
from typing import Any

import pytest

from checker import inputs, source
from checker.agreements import load_suite
from checker.cli import main
from checker.errors import BadInput
from checker.exits import BAD_INPUT, PASSED, WRONG_USAGE

ROOT = Path(__file__).parents[1]
TEXT = (
    "某某隐私政策\n更新日期：2024年1月1日\n一、收集\n我们收集您的手机号码。\n二、权利\n您可以删除您的信息。\n"
)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("raw.txt").write_bytes(TEXT.encode("gb18030"))
    return tmp_path


def new(*more: str, raw: str = "raw.txt", suite: str = "demo", type: str = "privacy_policy") -> int:
    return main(["new", raw, "--suite", suite, "--type", type, *more])


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_a_new_suite(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert new() == PASSED
    folder = here / "policies/demo"
    assert sorted(path.name for path in folder.iterdir()) == [
        "privacy-policy.md",
        "privacy-policy.yaml",
        "suite.yaml",
    ]
    data = source.load(folder / "privacy-policy.yaml", "x").data
    assert data["title"] == "某某隐私政策" and data["type"] == "privacy_policy"
    assert data["dates"] == {"updated": "2024-01-01"}
    assert data["source"]["sha256"] == hashlib.sha256((folder / "privacy-policy.md").read_bytes()).hexdigest()
    assert [clause["at"] for clause in data["clauses"]] == ["preamble", "一", "二"]
    with pytest.raises(BadInput) as caught:
        load_suite(folder)
    assert [problem.fault for problem in caught.value.problems] == [
        *(f'clause "{at}" has not been read yet' for at in ("preamble", "一", "二")),
        "title.zh is not filled in", "title.en is not filled in", "operator is not filled in",
    ]  # fmt: skip
    said = capsys.readouterr().err
    for words in (
        "raw.txt read as text, GB18030",
        "“某某隐私政策”",
        "updated 2024-01-01",
        "3 clauses to be read",
        "fill in",
    ):
        assert words in said


def test_the_day_of_the_reading_is_today(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import UTC, datetime

    monkeypatch.setattr(inputs, "_now", lambda: datetime(2026, 11, 21, 12, tzinfo=UTC))
    assert new() == PASSED
    assert source.load(here / "policies/demo/privacy-policy.yaml", "x").data["reading"] == {
        "first": "2026-11-21"
    }


def test_a_second_agreement_in_a_suite_keeps_the_rest(here: Path) -> None:
    assert new() == PASSED
    suite = here / "policies/demo/suite.yaml"
    before = suite.read_text(encoding="utf-8").replace("待填写", "某某").replace("\n", "\r\n")
    suite.write_text(before, encoding="utf-8", newline="")
    assert (
        new("--id", "sdk", "--title", "软件包: 说明", suite="policies/demo", type="privacy_policy") == PASSED
    )
    after = suite.read_bytes().decode()
    assert after == before.replace("  - privacy-policy\r\n", "  - privacy-policy\r\n  - sdk\r\n")
    assert source.load(here / "policies/demo/sdk.yaml", "x").data["title"] == "软件包: 说明"


def test_nothing_is_overwritten(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert new() == PASSED
    Path("raw.txt").write_text("另一份协议\n一、总则\n不同的内容。\n", encoding="utf-8")
    before = files(here)
    assert new() == WRONG_USAGE
    assert files(here) == before
    assert (
        "policies/demo/privacy-policy.md and policies/demo/privacy-policy.yaml are there"
        in capsys.readouterr().err
    )


def test_force_keeps_every_copy(here: Path) -> None:
    folder = here / "policies/demo"
    contents = []
    for number in range(3):
        Path("raw.txt").write_text(f"第{number}份协议\n一、总则\n内容{number}。\n", encoding="utf-8")
        assert new("--force") == PASSED
        contents.append((folder / "privacy-policy.md").read_bytes())
    assert (folder / "privacy-policy.md.bak").read_bytes() == contents[0]
    assert (folder / "privacy-policy.md.bak.1").read_bytes() == contents[1]
    assert (folder / "privacy-policy.yaml.bak.1").exists() and not (folder / "suite.yaml.bak").exists()


def test_a_source_text_that_is_in_place_stays(here: Path) -> None:
    folder = here / "policies/demo"
    folder.mkdir(parents=True)
    text = "# 某某隐私政策\n\n## 一、收集\n\n我们收集您的手机号码。\n"
    (folder / "privacy-policy.md").write_text(text, encoding="utf-8")
    assert new(raw="policies/demo/privacy-policy.md") == PASSED
    assert (folder / "privacy-policy.md").read_text(encoding="utf-8") == text
    assert not list(folder.glob("*.bak*"))


@pytest.mark.parametrize("failing", [0, 1, 2])
@pytest.mark.parametrize("force", [False, True])
def test_all_files_or_none(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], failing: int, force: bool
) -> None:
    if force:
        assert new() == PASSED
        Path("raw.txt").write_text("另一份协议\n一、总则\n不同的内容。\n", encoding="utf-8")
        (here / "policies/demo/suite.yaml").unlink()
    before = files(here)
    replace, calls = Path.replace, []

    def full(source: Path, target: Path) -> Path:
        calls.append(target.name)
        if len(calls) == failing + 1:
            raise OSError(28, "No space left on device")
        return replace(source, target)

    monkeypatch.setattr(Path, "replace", full)
    assert new(*["--force"] * force) == WRONG_USAGE
    assert files(here) == before
    failed = f"policies/demo/{calls[failing]}: cannot be written (No space left on device); name another file"
    assert failed in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        ({"type": "privacy_polcy"}, WRONG_USAGE, 'did you mean "privacy_policy"?'),
        ({"suite": "Demo Suite"}, WRONG_USAGE, "cannot be an id"),
        ({"suite": "raw.txt"}, WRONG_USAGE, "is no folder"),
        ({"raw": "nothing.txt"}, BAD_INPUT, "no such file"),
        ({"raw": "."}, BAD_INPUT, "this is not a file"),
    ],
)
def test_wrong_arguments(
    here: Path, capsys: pytest.CaptureFixture[str], more: dict[str, Any], code: int, said: str
) -> None:
    before = files(here)
    assert new(**more) == code
    assert files(here) == before and said in capsys.readouterr().err


@pytest.mark.parametrize("name", ["Privacy", "a/b", "../a", "suite", "waivers", "", "a-", "甲"])
def test_ids_that_cannot_be(here: Path, name: str) -> None:
    assert (new("--id", name) == WRONG_USAGE) is bool(name)
    assert bool(list(here.rglob("*.md"))) is not bool(name)


def test_a_broken_suite_is_not_touched(here: Path) -> None:
    folder = here / "policies/demo"
    folder.mkdir(parents=True)
    (folder / "suite.yaml").write_text("suite: demo\n", encoding="utf-8")
    assert new() == BAD_INPUT
    assert [path.name for path in folder.iterdir()] == ["suite.yaml"]


def test_a_link_is_not_written_to(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = here / "policies/demo"
    folder.mkdir(parents=True)
    (here / "elsewhere.md").write_text("甲", encoding="utf-8")
    (folder / "privacy-policy.md").symlink_to(here / "elsewhere.md")
    assert new("--force") == WRONG_USAGE
    assert (here / "elsewhere.md").read_text(encoding="utf-8") == "甲"
    assert "a link is not written to" in capsys.readouterr().err


def test_a_dangling_link_is_not_written_to(here: Path) -> None:
    folder = here / "policies/demo"
    folder.mkdir(parents=True)
    (folder / "suite.yaml").symlink_to(here / "nowhere.yaml")
    assert new() == WRONG_USAGE
    assert not (here / "nowhere.yaml").exists() and not (folder / "privacy-policy.md").exists()


def test_editors_find_the_schema() -> None:
    from checker.commands.new import _schema_line

    line = "# yaml-language-server: $schema=../../checker/schemas/agreement.schema.json"
    assert _schema_line(ROOT / "policies/xiaoyi", "agreement") == line


def test_elsewhere_the_schema_is_named_as_beside_it(here: Path) -> None:
    assert new() == PASSED
    folder = here / "policies/demo"
    path = folder / "privacy-policy.yaml"
    line = "# yaml-language-server: $schema=https://example.com/agreement.schema.json\n"
    assert not path.read_text(encoding="utf-8").startswith("#")
    path.write_text(line + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert new("--id", "sdk") == PASSED
    assert (folder / "sdk.yaml").read_text(encoding="utf-8").startswith(line)
