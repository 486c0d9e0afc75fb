"""What is set for a project, in `checker.toml` or `pyproject.toml`: where it is found, what wins, and what is wrong with it."""

import gc
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from checker.cli import main
from checker.errors import BadInput
from checker.settings import Settings, load

SMALL = Path(__file__).parent.parent / "fixtures" / "small"
USUAL = {
    "paths": ("policies", "default"), "baseline": ("cn-pipl-2026.1", "default"), "lang": ("en", "default"),
    "fail_on": ("violated:high,missing:high", "default"), "diff.fail_on": ("worse:low", "default"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The working directory: `a/b` in an empty folder."""
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    yield tmp_path
    gc.enable()  # the command line turns it off for its short life


def put(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


def in_force(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, tuple[str, str]]:
    """What `checker config` prints: value and origin by name."""
    capsys.readouterr()
    assert main(["config", *arguments]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    rows = [line.split() for line in out.splitlines()]
    # an origin may be two words: `--fail-on, --severity`
    return {name: (value, " ".join(origin)) for name, value, *origin in rows}


def problems() -> list[str]:
    with pytest.raises(BadInput) as caught:
        load(Path.cwd())
    return [str(problem) for problem in caught.value.problems]


# --- where it is found ------------------------------------------------------------------------------------------


def test_without_a_file_nothing_is_set(capsys: pytest.CaptureFixture[str]) -> None:
    assert load(Path.cwd()) == Settings()
    assert in_force(capsys) == USUAL


@pytest.mark.parametrize("above", [".", "..", "../.."])
@pytest.mark.parametrize(
    ("name", "table"), [("checker.toml", ""), ("pyproject.toml", "[project]\nname = 'x'\n[tool.checker]\n")]
)
def test_it_is_found_upwards(above: str, name: str, table: str, capsys: pytest.CaptureFixture[str]) -> None:
    put(Path(above, name), f"{table}lang = 'zh'\n")
    file = name if above == "." else f"{above}/{name}"
    assert in_force(capsys) == {**USUAL, "lang": ("zh", file)}


NEAREST = [
    # files that say which they are, the nearest last; which one counts
    (["a/pyproject.toml", "a/b/checker.toml"], "a/b/checker.toml"),
    (["checker.toml", "a/pyproject.toml"], "a/pyproject.toml"),
    (["a/checker.toml", "a/b/pyproject.toml"], "a/b/pyproject.toml"),
    (["a/b/pyproject.toml", "a/b/checker.toml"], "a/b/checker.toml"),  # in one folder its own file counts
    (["a/b/checker.toml", "a/b/pyproject.toml"], "a/b/checker.toml"),
]


@pytest.mark.parametrize(("files", "counts"), NEAREST)
def test_the_nearest_file_counts_alone(files: list[str], counts: str, project: Path) -> None:
    for file in files:
        table = "[tool.checker]\n" if "pyproject" in file else ""
        lang = "lang = 'zh'\n" if file == counts else "lang = 'en'\nbaseline = 'other'\nfail_on = 'never'\n"
        put(project / file, table + lang)
    found = load(Path.cwd())
    assert found[1:] == Settings(lang="zh")[1:]
    assert Path(found.file).resolve() == project / counts


PASSED_OVER = [
    "", "[project]\nname = 'x'\n", "[tool]\n", "tool = 3\n", "tool = []\n", "[[tool]]\n", "[tool.ruff]\n",
    "[tool.checkers]\nlang = 'zh'\n", "[tool.checker-plugin]\nlang = 'zh'\n", "# [tool.checker]\n",
    "[project]\ndescription = 'reads [tool.checker]'\n", "tool = 3  # tool.checker\n", "tool = 'checker'\n",
    "[project.tool.checker]\nlang = 'zh'\n", "checker = {lang = 'zh'}\n",
]  # fmt: skip


@pytest.mark.parametrize("content", PASSED_OVER)
def test_a_pyproject_without_the_table_is_passed_over(content: str, project: Path) -> None:
    put(Path("pyproject.toml"), content)
    put(project / "checker.toml", "fail_on = 'partial'\n")
    found = load(Path.cwd())
    assert (found.file, found.fail_on) == ("../../checker.toml", "partial")


@pytest.mark.parametrize(
    "content",
    [
        "[tool.checker]\nlang = 'zh'\n", "[ tool . checker ]\nlang = 'zh'\n", "[tool]\nchecker = {lang = 'zh'}\n",
        "tool.checker.lang = 'zh'\n", "[tool]\nchecker.lang = 'zh'\n", "tool = {checker = {lang = 'zh'}}\n",
        "[tool.'checker']\nlang = 'zh'\n", '["tool"."checker"]\nlang = "zh"\n',
        "\r\n[tool.checker]\r\nlang = 'zh'\r\n",
    ],
)  # fmt: skip
def test_the_table_however_toml_lets_it_be_written(content: str, project: Path) -> None:
    Path("pyproject.toml").write_bytes(content.encode())
    put(project / "checker.toml", "lang = 'en'\n")
    assert load(Path.cwd()).lang == "zh"


@pytest.mark.parametrize("content", ["[tool.checker]\n", "[tool]\nchecker = {}\n"])
def test_an_empty_table_is_one(content: str, project: Path) -> None:
    """A folder can so be kept apart from what is set above it."""
    put(Path("pyproject.toml"), content)
    put(project / "checker.toml", "lang = 'zh'\n")
    assert load(Path.cwd()) == Settings("pyproject.toml")


def test_a_broken_pyproject_of_other_tools_is_no_fault_of_ours(project: Path) -> None:
    put(Path("pyproject.toml"), "[tool.ruff\nline-length = \n")
    put(project / "checker.toml", "lang = 'zh'\n")
    assert load(Path.cwd()).lang == "zh"


def test_a_folder_of_that_name_is_no_file(project: Path) -> None:
    Path("checker.toml").mkdir()
    Path("pyproject.toml").mkdir()
    put(project / "checker.toml", "lang = 'zh'\n")
    assert load(Path.cwd()).lang == "zh"


# --- what wins --------------------------------------------------------------------------------------------------

ALL = """\
paths = ["legal/terms", "legal/privacy"]
baseline = "house-1.0"
lang = "zh"
fail_on = ["violated", "missing:medium"]
[diff]
fail_on = "worse:high,violated"
"""


def test_every_value_with_where_it_comes_from(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(project / "checker.toml", ALL)
    capsys.readouterr()
    assert main(["config"]) == 0
    assert capsys.readouterr().out == (
        "paths         ../../legal/terms ../../legal/privacy  ../../checker.toml\n"
        "baseline      house-1.0                              ../../checker.toml\n"
        "lang          zh                                     ../../checker.toml\n"
        "fail_on       violated:low,missing:medium            ../../checker.toml\n"
        "diff.fail_on  violated:low,worse:high                ../../checker.toml\n"
    )


FLAGS = [
    (["elsewhere"], "paths", ("elsewhere", "PATH")),
    (["--baseline", "cn-pipl-2026.1"], "baseline", ("cn-pipl-2026.1", "--baseline")),
    (["--lang", "en"], "lang", ("en", "--lang")),
    (["--fail-on", "never"], "fail_on", ("never", "--fail-on")),
    (["--fail-on", "partial"], "fail_on", ("partial:low", "--fail-on")),
    # a severity alone is for those rules of the file that name none
    (["--severity", "high"], "fail_on", ("violated:high,missing:medium", "checker.toml, --severity")),
    (["--fail-on", "partial,worse:low", "--severity", "medium"], "fail_on",
     ("partial:medium,worse:low", "--fail-on, --severity")),
]  # fmt: skip


@pytest.mark.parametrize(("flags", "name", "expected"), FLAGS)
def test_flags_win_over_the_file_each_for_itself(
    flags: list[str], name: str, expected: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    put(Path("checker.toml"), ALL.replace('["legal/terms", "legal/privacy"]', '["legal"]'))
    by_file = {
        "paths": ("legal", "checker.toml"), "baseline": ("house-1.0", "checker.toml"), "lang": ("zh", "checker.toml"),
        "fail_on": ("violated:low,missing:medium", "checker.toml"),
        "diff.fail_on": ("violated:low,worse:high", "checker.toml"),
    }  # fmt: skip
    assert in_force(capsys) == by_file
    assert in_force(capsys, *flags) == {**by_file, name: expected}


def test_of_the_usual_rules_only_what_is_severe_counts(capsys: pytest.CaptureFixture[str]) -> None:
    put(Path("checker.toml"), "lang = 'en'\n")
    assert in_force(capsys)["fail_on"] == ("violated:high,missing:high", "default")
    assert in_force(capsys, "--severity", "medium")["fail_on"] == (
        "violated:medium,missing:medium",
        "default, --severity",
    )
    put(Path("checker.toml"), "fail_on = 'violated,missing'\n")
    assert in_force(capsys)["fail_on"] == ("violated:low,missing:low", "checker.toml")


@pytest.mark.parametrize("flag", ["--fail-on", "--baseline"])
def test_an_empty_flag_is_not_as_if_it_were_not_there(flag: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`--fail-on "$RULES"` with nothing in RULES must not pass for what somebody has set elsewhere."""
    shutil.copytree(SMALL, ".", dirs_exist_ok=True)
    put(Path("checker.toml"), 'baseline = "baseline.yaml"\nfail_on = "never"\n')
    assert main(["check", "cloud-notes"]) == 0
    capsys.readouterr()
    assert main(["check", "cloud-notes", flag, ""]) in (2, 3)
    out, err = capsys.readouterr()
    assert out == "" and err.startswith("checker: " if flag == "--fail-on" else ": ")


@pytest.fixture
def suites(project: Path) -> Path:
    """The small suite under `a/legal`, which `a/checker.toml` names, with its baseline beside it."""
    shutil.copytree(SMALL, project / "a" / "legal")
    put(project / "a" / "checker.toml", 'paths = ["legal"]\nbaseline = "legal/baseline.yaml"\n')
    return project / "a"


@pytest.mark.parametrize("where", [".", "b", "legal/cloud-notes"])
def test_paths_are_relative_to_the_file(
    where: str, suites: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(suites / where)
    assert main(["check", "--as-of", "2026-11-21", "--format", "csv"]) == 0
    out, err = capsys.readouterr()
    assert "cloud-notes,terms.liability" in out
    assert "(violated:high,missing:high); 7 evaluated" in err, "the small baseline, not the shipped one"


@pytest.mark.parametrize(
    ("settings", "arguments", "code"),
    [
        ("", [], 0),
        ("fail_on = 'violated'", [], 1),
        ("fail_on = ['violated:high', 'missing:high']", [], 0),
        ("fail_on = ['violated:high', 'missing:high']", ["--fail-on", "violated"], 1),
        ("fail_on = 'violated'", ["--fail-on", "never"], 0),
        ("fail_on = 'violated'", ["--severity", "high"], 0),
        ("fail_on = 'violated:low'", ["--severity", "high"], 1),
        ("fail_on = 'never'", [], 0),
        ("diff.fail_on = 'violated'", [], 0),
    ],
)
def test_what_is_set_is_what_fails_a_run(
    settings: str, arguments: list[str], code: int, suites: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = suites / "checker.toml"
    put(file, file.read_text(encoding="utf-8") + settings + "\n")
    assert main(["check", "--as-of", "2026-11-21", *arguments]) == code


def test_the_language_and_the_rules_of_a_change(suites: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = suites / "checker.toml"
    usual = file.read_text(encoding="utf-8")
    put(file, usual + "lang = 'zh'\nfail_on = 'never'\n[diff]\nfail_on = 'violated'\n")
    compare = ["diff", "../legal", "--as-of", "2026-11-21"]
    assert main(compare) == 1
    assert main([*compare, "--fail-on", "worse"]) == 0
    assert main(["check", "--as-of", "2026-11-21"]) == 0
    assert "云记事" in capsys.readouterr().out
    put(file, usual + "fail_on = 'violated'\n")
    assert main(compare) == 0, "what fails a check is nothing to a change"


def test_a_path_that_is_set_and_leads_nowhere_is_an_error(
    suites: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(suites / "checker.toml", "paths = ['gone']\n")
    assert main(["check"]) == 2
    assert "../gone: no such file or folder" in capsys.readouterr().err


# --- what is wrong with it --------------------------------------------------------------------------------------

RULES = "write `never`, or some of violated, missing, partial, undetermined, worse"
WRONG = [
    ("langs = 'zh'", 'checker.toml:1: there is no setting "langs"; did you mean "lang"?'),
    ("fail-on = 'never'", 'checker.toml:1: there is no setting "fail-on"; did you mean "fail_on"?'),
    ("severity = 'low'", 'checker.toml:1: there is no setting "severity"; write one of: paths, baseline, lang, fail_on, diff'),
    ("[tool.checker]\nlang = 'zh'", 'checker.toml:1: there is no setting "tool"'),
    ("lang = 'fr'", "checker.toml:1: lang is wrong; write one of en, zh"),
    ("lang = ['en']", "checker.toml:1: lang is wrong; write one of en, zh"),
    ("lang = {}", "checker.toml:1: lang is wrong; write one of en, zh"),
    ("lang = ''", "checker.toml:1: lang is wrong; write one of en, zh"),
    ("\n\nbaseline = 3", "checker.toml:3: baseline is wrong; write it as text in quotes"),
    ("baseline = ''", "checker.toml:1: baseline is wrong; write it as text in quotes"),
    ("paths = 'policies'", 'checker.toml:1: paths is wrong; write a list of paths, such as ["policies"]'),
    ("paths = []", "checker.toml:1: paths is wrong; write a list"),
    ("paths = ['a', 3]", "checker.toml:1: paths is wrong; write a list"),
    ("paths = ['a', '']", "checker.toml:1: paths is wrong; write a list"),
    ("paths = [['a']]", "checker.toml:1: paths is wrong; write a list"),
    ("fail_on = 'met'", f"checker.toml:1: fail_on is wrong; cannot fail on met: {RULES}"),
    ("fail_on = ''", f"checker.toml:1: fail_on is wrong; cannot fail on nothing: {RULES}"),
    ("fail_on = ['violated', 'mising']", f"checker.toml:1: fail_on is wrong; cannot fail on mising: {RULES}"),
    ("fail_on = ['never', 'violated']", f"checker.toml:1: fail_on is wrong; cannot fail on never: {RULES}"),
    ("fail_on = []", "checker.toml:1: fail_on is wrong; write it as text, or a list"),
    ("fail_on = [3]", "checker.toml:1: fail_on is wrong; write it as text, or a list"),
    ("fail_on = 3", "checker.toml:1: fail_on is wrong; write it as text, or a list"),
    ("fail_on = false", "checker.toml:1: fail_on is wrong; write it as text, or a list"),
    ("fail_on = {violated = 'high'}", "checker.toml:1: fail_on is wrong; write it as text, or a list"),
    ("diff = 'worse'", "checker.toml:1: diff is wrong; write a table of settings"),
    ("diff = []", "checker.toml:1: diff is wrong; write a table of settings"),
    ("[[diff]]", "checker.toml:1: diff is wrong; write a table of settings"),
    ("[diff]\nlang = 'zh'", 'checker.toml:2: there is no setting "lang"; write one of: fail_on'),
    ("[diff]\nfail_on = 'wors'", f"checker.toml:2: fail_on is wrong; cannot fail on wors: {RULES}"),
    ("fail_on = 'violated'\n[diff]\nfail_on = 'wors'", f"checker.toml:3: fail_on is wrong; cannot fail on wors: {RULES}"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "problem"), WRONG, ids=[each[0] for each in WRONG])
def test_what_is_wrong_is_said_with_place_and_remedy(content: str, problem: str) -> None:
    put(Path("checker.toml"), content + "\n")
    [said] = problems()
    assert said.startswith(problem)


def test_in_a_pyproject_the_place_is_in_its_table() -> None:
    put(
        Path("pyproject.toml"),
        "lang = 3\n[tool.other]\nlang = 3\npaths = 4\n\n[tool.checker]\nlang = 'fr'\nlangs = 1\n",
    )
    assert [said.partition("; ")[0] for said in problems()] == [
        "pyproject.toml:7: lang is wrong",
        'pyproject.toml:8: there is no setting "langs"',
    ]


def test_all_that_is_wrong_is_said_at_once() -> None:
    put(Path("checker.toml"), "paths = 3\nlang = 'fr'\nfial_on = 'never'\n[diff]\nfail_on = 'x'\n")
    assert len(problems()) == 4


@pytest.mark.parametrize(
    "content",
    [
        "[tool]\nchecker = []\n",
        "[[tool.checker]]\nlang = 'zh'\n",
        "tool.checker = 3\n",
        "[tool]\nchecker = 'never'\n",
    ],
)
def test_a_table_that_is_none_is_an_error(content: str) -> None:
    put(Path("pyproject.toml"), content)
    assert problems() == ["pyproject.toml: tool.checker is not a table; write it as [tool.checker]"]


BROKEN = {
    "unclosed": b"lang = 'zh",
    "twice": b"lang = 'zh'\nlang = 'en'\n",
    "not UTF-8": "lang = '中文'".encode("gbk"),
    "UTF-16": "lang = 'zh'".encode("utf-16"),
    "byte order mark": b"\xef\xbb\xbflang = 'zh'\n",
    "NUL": b"lang = 'zh'\x00\n",
    "deep": b"lang = " + b"[" * 20_000 + b"]" * 20_000,
    "deep tables": b"lang = " + b"{a=" * 20_000 + b"1" + b"}" * 20_000,
    "long number": b"lang = " + b"1" * 5_000,
    "no day": b"lang = 2026-02-30\n",
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize(("name", "table"), [("checker.toml", b""), ("pyproject.toml", b"[tool.checker]\n")])
def test_a_broken_file_is_an_error(name: str, table: bytes, content: bytes) -> None:
    if content.startswith((b"\xef", b"\xff")):
        pytest.skip("a mark is one at the beginning alone") if table else None
    Path(name).write_bytes(table + content)
    [said] = problems()
    assert said.startswith(f"{name}: this is no TOML: ") and said.endswith("; mend it")


COMMANDS = [
    ["check", "x"], ["report", "x"], ["validate", "x"], ["explain", "deletion.right"], ["explain", "deletion.right", "x"],
    ["lock", "x"], ["lock", "x", "--check"], ["diff", "x"], ["config"],
]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_refuses_wrong_settings_even_where_a_flag_wins(
    command: list[str], project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(SMALL / "cloud-notes", "x")
    put(project / "checker.toml", "fail_on = 'mising'\n")
    before = sorted(project.rglob("*"))
    flags = ["--fail-on", "never"] if command[0] in ("check", "diff", "config") else []
    assert main([*command, *flags]) == 3
    out, err = capsys.readouterr()
    assert out == "" and err.startswith("../../checker.toml:1: fail_on is wrong; cannot fail on mising: ")
    assert sorted(project.rglob("*")) == before, "nothing is written"


def test_what_is_set_cannot_command_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    put(Path("checker.toml"), 'paths = ["a\\u001b[2Jb", "c\\nd"]\nbaseline = "\\u0007\\u202e"\n')
    main(["config"])
    out, err = capsys.readouterr()
    assert all(char.isprintable() for char in (out + err).replace("\n", ""))
    assert len(out.splitlines()) in (0, 5)


@pytest.mark.parametrize("value", ["a" * 5_000, "a\\u0000b", "a\\nb", "../" * 3_000 + "x"])
def test_hostile_names_are_bad_input_and_no_crash(value: str, capsys: pytest.CaptureFixture[str]) -> None:
    for setting in (f'baseline = "{value}"', f'paths = ["{value}"]'):
        put(Path("checker.toml"), setting + "\n")
        assert main(["check"]) in (2, 3)
        out, err = capsys.readouterr()
        assert out == "" and "; " in err
