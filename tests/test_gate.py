"""checker.gate: which findings make a run fail; and how the command line ends."""

import gc
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from checker.agreements import load_suite
from checker.catalogue import load_baseline
from checker.cli import main
from checker.engine import assess
from checker.gate import DEFAULT, Counts, Gate, parse
from checker.model import GAPS, Assessment, Finding, Severity, Verdict
from checker.reports import FORMATS

ROOT = Path(__file__).parent.parent
SUITE, BASELINE = "fixtures/small/cloud-notes", "fixtures/small/baseline.yaml"
SMALL = [SUITE, "--baseline", BASELINE, "--as-of", "2026-11-21"]


@pytest.fixture(autouse=True)
def at_the_root(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(ROOT)
    yield
    gc.enable()  # the command line turns it off for its short life


HIGH, MEDIUM, LOW = Severity.HIGH, Severity.MEDIUM, Severity.LOW
RULES = [
    # written, verdicts with their least severities, least severity of what got worse, written back
    ("never", {}, None, "never"),
    (" never ", {}, None, "never"),
    ("violated", {"violated": LOW}, None, "violated:low"),
    ("violated:high", {"violated": HIGH}, None, "violated:high"),
    ("missing:medium", {"missing": MEDIUM}, None, "missing:medium"),
    ("violated,missing:high", {"violated": LOW, "missing": HIGH}, None, "violated:low,missing:high"),
    (" missing , missing ", {"missing": LOW}, None, "missing:low"),
    ("worse", {}, LOW, "worse:low"),
    ("worse:high", {}, HIGH, "worse:high"),
    ("worse:medium,partial", {"partial": LOW}, MEDIUM, "partial:low,worse:medium"),
    (",".join(GAPS), dict.fromkeys(GAPS, LOW), None, "violated:low,missing:low,partial:low,undetermined:low"),
    # rules add up: what one of them stops is stopped
    ("missing:low,missing:high", {"missing": LOW}, None, "missing:low"),
    ("missing:high,missing:low", {"missing": LOW}, None, "missing:low"),
    ("missing:high,missing", {"missing": LOW}, None, "missing:low"),
    ("worse:low,worse:high", {}, LOW, "worse:low"),
    ("worse:high,worse", {}, LOW, "worse:low"),
]


@pytest.mark.parametrize(("written", "verdicts", "worse", "back"), RULES)
def test_rules_as_they_are_written(
    written: str, verdicts: dict[str, Severity], worse: Severity | None, back: str
) -> None:
    gate = parse(written)
    assert dict(gate.verdicts) == verdicts and gate.worse is worse
    assert str(gate) == back and parse(back) == gate
    assert gate.open is (back == "never")


@pytest.mark.parametrize("least", list(Severity))
def test_the_least_severity_is_of_the_rules_that_name_none(least: Severity) -> None:
    gate = parse("violated,missing:medium,worse", least)
    assert gate == Gate(((Verdict.VIOLATED, least), (Verdict.MISSING, MEDIUM)), least)
    assert parse("worse:high,partial", least).worse is HIGH
    assert parse("never", least) == Gate()


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ("met", "met"), ("not_applicable", "not_applicable"), ("never,missing", "never"), ("missing,never", "never"),
        ("never:high", "never:high"), ("", "nothing"), (" ", "nothing"), ("missing,", "nothing"),
        ("Missing", "Missing"), ("missing;violated", "missing;violated"), ("missing,foo,bar", "foo, bar"),
        ("missing:", "missing:"), ("missing:grave", "missing:grave"), ("missing:HIGH", "missing:HIGH"),
        ("missing:high:low", "missing:high:low"), ("worse:", "worse:"), ("worse:never", "worse:never"), (":high", ":high"),
        ("high", "high"), ("all", "all"), ("*", "*"), ("missing:*", "missing:*"), ("better", "better"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_rule_says_what_can(written: str, wrong: str) -> None:
    with pytest.raises(ValueError) as caught:
        parse(written)
    assert str(caught.value).startswith(
        f"cannot fail on {wrong}: write `never`, or some of violated, missing, partial, undetermined, worse, "
        "each with a least severity"
    )


def test_a_severity_that_is_none_says_which_there_are() -> None:
    with pytest.raises(ValueError) as caught:
        parse("missing:grave")
    assert ", ".join(Severity) in str(caught.value)


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
    found = {f.requirement.id: (f.verdict, f.requirement.severity) for f in small().findings}
    assert found == FOUND
    assert {verdict for verdict, _ in FOUND.values()} == {str(verdict) for verdict in Verdict}


def small() -> Assessment:
    return assess(load_suite(SUITE), load_baseline(BASELINE), as_of="2026-11-21")


def ids(findings: Iterable[Finding]) -> list[str]:
    return sorted(finding.requirement.id for finding in findings)


@pytest.mark.parametrize(("fail_on", "severity", "stopped"), GATES)
def test_what_the_gate_stops(fail_on: str, severity: str, stopped: list[str]) -> None:
    assessment = small()
    gate = parse(fail_on, Severity(severity))
    assert ids(gate.stops([assessment])) == stopped
    assert len(gate.stops([assessment, assessment])) == 2 * len(stopped)
    assert gate.stops([]) == []
    spelt = ",".join(f"{rule}:{severity}" for rule in fail_on.split(",")) if fail_on != "never" else fail_on
    assert parse(spelt) == gate, "a severity with each rule is the same"


def test_each_rule_has_its_own_severity() -> None:
    gate = parse("violated:high,missing:medium,partial,undetermined:high")
    assert ids(gate.stops([small()])) == ["rights.complaint", "rights.requests", "rights.withdrawal"]


def test_of_what_got_worse_what_is_severe_enough_and_has_no_waiver_stops() -> None:
    assessment = small()
    marked = [each._replace(worse=True) for each in assessment.findings]
    marked[4] = marked[4]._replace(waived=True)
    assert marked[4].requirement.id == "rights.guardian"
    all_worse = assessment._replace(findings=tuple(marked))
    # got worse: whatever the verdict is now
    low = [name for name in FOUND if name != "rights.guardian"]
    high = [name for name in low if FOUND[name][1] == "high"]
    medium = [name for name in low if FOUND[name][1] != "low"]
    for least, stopped in (("low", low), ("medium", medium), ("high", high)):
        assert ids(parse(f"worse:{least}").stops([all_worse])) == sorted(stopped)
    assert ids(parse("worse:high,violated:medium").stops([all_worse])) == sorted([*high, "terms.liability"])
    assert ids(parse("violated,missing").stops([all_worse])) == ["rights.complaint", "terms.liability"]
    assert parse("worse").stops([assessment]) == [], "nobody compared"
    assert parse("never").stops([all_worse]) == []


def test_what_a_run_looked_at() -> None:
    assessment = small()
    gate = parse("violated,missing")
    assert gate.counts([assessment]) == Counts(7, 1, 5, 0, 3)
    assert gate.counts([assessment, assessment]) == Counts(14, 2, 10, 0, 6)
    waived = assessment._replace(
        findings=tuple(
            f._replace(waived=f.verdict in (Verdict.VIOLATED, Verdict.PARTIAL)) for f in assessment.findings
        )
    )
    assert gate.counts([waived]) == Counts(7, 1, 5, 2, 2)
    assert gate.counts([]) == Counts(0, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("gaps", "gating", "filtered"), [(0, 0, False), (5, 0, True), (5, 1, False), (5, 5, False), (1, 0, True)]
)
def test_whether_every_gap_was_filtered_away(gaps: int, gating: int, filtered: bool) -> None:
    assert Counts(7, 1, gaps, 0, gating).all_filtered is filtered


# --- how a run ends ---------------------------------------------------------------------------------------------


def ending(gate: Gate | str, stopped: int, waived: int = 0) -> str:
    """What a run on the small suite says last."""
    result = "failed" if stopped else "passed"
    counts = "1 finding counts" if stopped == 1 else f"{stopped} findings count"
    told = f"checker: the gate {result}: {counts} ({gate}); 7 evaluated, 1 not applicable, 5 gaps, {waived} waived\n"
    return told if stopped else told + "checker: no gap counts: each is waived, or the gate leaves it out\n"


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(("fail_on", "severity", "stopped"), GATES)
def test_the_exit_code_and_the_last_line(
    fail_on: str, severity: str, stopped: list[str], form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["check", *SMALL, "--fail-on", fail_on, "--severity", severity, "--format", form])
    assert code == (1 if stopped else 0)
    rules = ",".join(f"{rule}:{severity}" for rule in fail_on.split(","))
    assert capsys.readouterr().err == ("" if fail_on == "never" else ending(rules, len(stopped)))


@pytest.mark.parametrize(
    ("arguments", "rules", "stopped"),
    [
        ([], "violated:high,missing:high", 0),  # without a word, what is severe
        (["--severity", "medium"], "violated:medium,missing:medium", 2),
        (["--severity", "low"], "violated:low,missing:low", 3),
        (
            ["--fail-on", "violated,missing"],
            "violated:low,missing:low",
            3,
        ),  # a rule that names none means all
        (["--fail-on", "violated:high,missing"], "violated:high,missing:low", 2),
        (["--fail-on", "violated:high,missing", "--severity", "medium"], "violated:high,missing:medium", 1),
    ],
)
def test_which_severity_counts_where_none_is_written(
    arguments: list[str], rules: str, stopped: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", *SMALL, *arguments]) == (1 if stopped else 0)
    assert capsys.readouterr().err == ending(rules, stopped)


def test_the_usual_gate_of_the_library_is_that_of_the_command_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main(["check", *SMALL])
    assert f"({DEFAULT}); " in capsys.readouterr().err


def test_reports_are_no_gate_and_say_what_one_would_stop(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", *SMALL, "--into", str(tmp_path)]) == 0
    said = (tmp_path / "cloud-notes.en.md").read_text(encoding="utf-8")
    assert (
        "7 evaluated, 1 not applicable, 5 with gaps, 0 of them waived, 0 failing the run. No gap counts"
        in said
    )


@pytest.mark.parametrize("arguments", [[], ["--fail-on", "never"], ["--fail-on", "worse"], ["--locked"]])
def test_where_no_requirement_applies_nothing_was_judged(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before the first law was in force."""
    folder = copy(tmp_path)
    early = [str(folder), "--baseline", BASELINE, "--as-of", "2020-12-31"]
    assert main(["lock", *early]) == 0
    capsys.readouterr()
    for form in FORMATS:
        assert main(["check", *early, *arguments, "--format", form]) == 4
        said = capsys.readouterr().err
        assert said.endswith("checker: nothing was judged: none of 7 requirements applies\n")
    later = [str(folder), "--baseline", BASELINE, "--as-of", "2021-01-01"]
    assert main(["check", *later, "--fail-on", "never"]) == 0, "one of them is in force"


# --- worse than the lock ----------------------------------------------------------------------------------------


def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SUITE, tmp_path / "cloud-notes"))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), encoding="utf-8")


WORSE, BETTER = ("rights: [access, correction, deletion], stance", "rights: [access, correction], stance"), ("saves: []", "saves: [intent_or_gross_negligence]")  # fmt: skip


@pytest.mark.parametrize(
    ("edits", "fail_on", "stopped"),
    [
        ([], "worse", 0),
        ([WORSE], "worse", 1),  # rights.deletion: met, now missing; of high severity
        ([WORSE], "worse:high", 1),
        ([BETTER], "worse", 0),
        ([WORSE, BETTER], "worse", 1),
        ([WORSE], "violated", 1),  # as before: the old finding, not the new one
        ([WORSE], "violated,worse", 2),
        ([("refusal_reasons: unstated", "refusal_reasons: given")], "worse", 0),
        ([("        deadline: {value: 15, unit: working_day}\n", "")], "worse", 1),
        (
            [("        deadline: {value: 15, unit: working_day}\n", "")],
            "worse:high",
            0,
        ),  # of medium severity
        ([WORSE], "never", 0),
    ],
)
def test_what_got_worse_than_the_lock(
    edits: list[tuple[str, str]],
    fail_on: str,
    stopped: int,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = copy(tmp_path)
    arguments = [str(folder), *SMALL[1:]]
    assert main(["lock", *arguments]) == 0
    for old, new in edits:
        edit(folder / "terms.yaml", old, new)
    capsys.readouterr()
    assert main(["check", *arguments, "--fail-on", fail_on]) == (1 if stopped else 0)
    said = capsys.readouterr().err
    if fail_on != "never":
        count = "1 finding counts" if stopped == 1 else f"{stopped} findings count"
        assert f"{count} ({parse(fail_on)})" in said
        # what did not get worse is not left out by a waiver or a severity: nothing was filtered away
        assert "no gap counts" not in said


def test_worse_without_a_lock_is_bad_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = copy(tmp_path)
    assert main(["check", str(folder), *SMALL[1:], "--fail-on", "worse"]) == 3
    out, err = capsys.readouterr()
    assert (
        out == ""
        and "the verdicts of this suite are not locked; run `checker lock` and commit the file" in err
    )


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
    assert said == ending("violated:low,missing:low", 3)


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
