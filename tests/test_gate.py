"""checker.gate: which findings make a run fail; and how the command line ends."""

import gc
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from checker.agreements import load_suite
from checker.catalogue import load_baseline
from checker.cli import main
from checker.engine import assess
from checker.gate import Gate, verdicts
from checker.model import GAPS, Severity, Verdict

ROOT = Path(__file__).parent.parent
SUITE, BASELINE = "fixtures/small/cloud-notes", "fixtures/small/baseline.yaml"
SMALL = [SUITE, "--baseline", BASELINE, "--as-of", "2026-11-21"]


@pytest.fixture(autouse=True)
def at_the_root(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(ROOT)
    yield
    gc.enable()  # the command line turns it off for its short life


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("never", set()),
        ("violated", {Verdict.VIOLATED}),
        ("violated,missing", {Verdict.VIOLATED, Verdict.MISSING}),
        (" missing , missing ", {Verdict.MISSING}),
        ("violated,missing,partial,undetermined", set(GAPS)),
    ],
)
def test_verdicts_as_they_are_written(written: str, expected: set[Verdict]) -> None:
    assert verdicts(written) == expected


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ("met", "met"), ("not_applicable", "not_applicable"), ("never,missing", "never"), ("", "nothing"),
        ("Missing", "Missing"), ("missing;violated", "missing;violated"), ("missing,foo,bar", "foo, bar"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_gate_says_what_can(written: str, wrong: str) -> None:
    with pytest.raises(ValueError) as caught:
        verdicts(written)
    said = f"cannot fail on {wrong}: write `never`, or some of violated, missing, partial, undetermined"
    assert str(caught.value) == said


# The small suite: one finding of each verdict, with its severity.
FOUND = {
    "rights.deletion": ("met", "high"), "rights.requests": ("partial", "medium"),
    "rights.complaint": ("missing", "medium"), "rights.withdrawal": ("undetermined", "high"),
    "rights.guardian": ("missing", "low"), "terms.liability": ("violated", "medium"),
    "terms.refund": ("not_applicable", "high"),
}  # fmt: skip
GATES = [
    ("violated,missing", "high", []),
    ("violated,missing", "medium", ["rights.complaint", "terms.liability"]),
    ("violated,missing", "low", ["rights.complaint", "rights.guardian", "terms.liability"]),
    ("missing", "low", ["rights.complaint", "rights.guardian"]),
    ("partial", "high", []),
    ("partial", "medium", ["rights.requests"]),
    ("undetermined", "high", ["rights.withdrawal"]),
    ("never", "low", []),
]


def test_the_small_suite_has_every_verdict() -> None:
    assessment = assess(load_suite(SUITE), load_baseline(BASELINE), as_of="2026-11-21")
    found = {f.requirement.id: (f.verdict, f.requirement.severity) for f in assessment.findings}
    assert found == FOUND
    assert {verdict for verdict, _ in FOUND.values()} == {str(verdict) for verdict in Verdict}


@pytest.mark.parametrize(("fail_on", "severity", "stopped"), GATES)
def test_what_the_gate_stops(fail_on: str, severity: str, stopped: list[str]) -> None:
    assessment = assess(load_suite(SUITE), load_baseline(BASELINE), as_of="2026-11-21")
    gate = Gate(verdicts(fail_on), Severity(severity))
    assert sorted(finding.requirement.id for finding in gate.stops([assessment])) == stopped
    assert len(gate.stops([assessment, assessment])) == 2 * len(stopped)
    assert gate.stops([]) == []


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
@pytest.mark.parametrize(("fail_on", "severity", "stopped"), GATES)
def test_the_exit_code_and_the_last_line(
    fail_on: str, severity: str, stopped: list[str], form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["check", *SMALL, "--fail-on", fail_on, "--severity", severity, "--format", form])
    assert code == (1 if stopped else 0)
    said = capsys.readouterr().err
    if fail_on == "never":
        assert said == ""
        return
    counts = "1 finding counts" if len(stopped) == 1 else f"{len(stopped)} findings count"
    over = ", ".join(sorted(fail_on.split(",")))
    result = "failed" if stopped else "passed"
    assert said == f"checker: the gate {result}: {counts} ({over}; severity {severity} or above)\n"


# --- what else ends a run -----------------------------------------------------------------------------------


def test_bad_input_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.json"
    assert main(["check", "fixtures/invalid/suite-id", "-o", f"json={path}"]) == 3
    assert main(["report", "fixtures/invalid/suite-id", "--into", str(tmp_path / "reports")]) == 3
    assert list(tmp_path.iterdir()) == []
    assert capsys.readouterr().out == ""


def test_one_bad_suite_among_good_ones_stops_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", SUITE, "fixtures/invalid/suite-id", "--fail-on", "never"]) == 3
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("name", ["cloud-notes", "index"])
def test_two_reports_of_one_name_are_refused(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / name
    folder.mkdir()
    for path in (ROOT / SUITE).iterdir():
        text = path.read_text(encoding="utf-8").replace("suite: cloud-notes", f"suite: {name}")
        (folder / path.name).write_text(text, encoding="utf-8")
    reports = tmp_path / "reports"
    assert main(["report", str(folder), *SMALL, "--into", str(reports)]) == 2
    assert f"two reports would be called {name}" in capsys.readouterr().err
    assert not reports.exists()


def test_a_reader_that_leaves_does_not_change_the_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    command = [sys.executable, "-m", "checker", "check", *SMALL, "--severity", "low", "-v"]
    run = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert run.stdout is not None and run.stderr is not None
    run.stdout.close()
    said = run.stderr.read().decode()
    run.stderr.close()
    assert run.wait() == 1
    assert said == "checker: the gate failed: 3 findings count (missing, violated; severity low or above)\n"


@pytest.mark.parametrize(
    ("terminal", "no_colour", "form", "coloured"),
    [
        (True, "", "text", True),
        (True, "1", "text", False),
        (False, "", "text", False),
        (True, "", "markdown", False),
        (True, "", "json", False),
    ],
)
def test_colour_on_a_terminal_alone(
    terminal: bool, no_colour: str, form: str, coloured: bool,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("NO_COLOR", no_colour)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal)
    main(["check", *SMALL, "--format", form])
    assert ("\x1b[" in capsys.readouterr().out) is coloured


def test_what_the_system_refuses_is_said_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "x" * 5000]) == 2
    said = capsys.readouterr().err
    assert said.startswith("checker: xxx") and "File name too long; check the path" in said


def test_no_scenario_shows_a_traceback() -> None:
    scenarios = sorted((ROOT / "tests" / "scenarios").glob("*.txt"))
    assert scenarios
    for path in scenarios:
        assert "Traceback" not in path.read_text(encoding="utf-8"), path.name


def test_every_exit_code_is_reached_in_some_scenario() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "tests" / "scenarios").glob("*.txt")]
    codes = {line for text in texts for line in text.splitlines() if re.fullmatch(r"exit \d", line)}
    assert codes == {f"exit {code}" for code in range(5)}


@pytest.mark.parametrize("path", sorted((ROOT / "fixtures/invalid").iterdir()), ids=lambda path: path.name)
def test_every_bad_input_is_shown_in_a_scenario(path: Path) -> None:
    shown = "\n".join(
        each.read_text(encoding="utf-8") for each in (ROOT / "tests" / "scenarios").glob("invalid-*.txt")
    )
    names = (
        [f"{path.name}/{each.name}" for each in path.iterdir()] if path.name == "baselines" else [path.name]
    )
    for name in names:
        assert f"fixtures/invalid/{name}" in shown, f"{name} is in no scenario"
