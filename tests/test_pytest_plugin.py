"""The pytest plugin, as its users meet it: in a pytest of its own, on scratch copies of a suite."""

import os
import re
import shutil
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from checker import lock as locks
from checker import pytest_plugin
from checker.agreements import LOCK_FILE, load_suite
from checker.catalogue import BASELINES, DEFAULT, load_baseline
from checker.engine import assess

ROOT = Path(__file__).parent.parent
REQUIREMENTS = [requirement.id for requirement in load_baseline().requirements]
INSTALLED = [each for each in entry_points(group="pytest11") if each.value == "checker.pytest_plugin"]

# What the scratch encoding loses and gains, and the verdicts that this changes.
ENTRUSTMENT = """\
      - {kind: entrustment, processors: [partner, carrier, payment_institution, service_provider], agreement: confidentiality_only,
         supervision: disclaimed, responsibility: disclaimed}
"""
GOVERNING_LAW = "      - {kind: dispute, ways: [], forum: unstated, law: china}\n"
DELETION = "      - {kind: right, rights: [deletion], stance: granted, holder: individual}\n"
CHANGED = {"sharing.entrusted-processing", "deletion.right", "fair-terms.termination"}


class Run:
    """A pytest that has ended: exit code, output, and the tests by outcome."""

    def __init__(self, folder: Path, *arguments: str, plugins: tuple[str, ...] = ()) -> None:
        inherited = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("PYTEST", "COV_")) and key not in ("CI", "BUILD_NUMBER", "NO_COLOR")
        }
        environment = inherited | {"PYTHONPATH": str(ROOT), "COLUMNS": "200", "PYTHONUTF8": "1"}
        if not plugins:
            plugins = ("checker.pytest_plugin", "xdist")
            environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
        named = [word for plugin in plugins for word in ("-p", plugin)]
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *named, "-W", "error", "--color=no", *arguments],
            cwd=folder,
            env=environment,
            capture_output=True,
            encoding="utf-8",
        )
        self.code, self.output = done.returncode, done.stdout + done.stderr
        outcomes = re.findall(r"^(PASSED|FAILED|ERROR) (\S+)", self.output, re.MULTILINE)
        self.passed = {name for outcome, name in outcomes if outcome == "PASSED"}
        self.failed = {name for outcome, name in outcomes if outcome == "FAILED"}

    def message(self, test: str) -> list[str]:
        """The lines of a failure, between its heading and the next."""
        _, _, after = self.output.partition(f" {test} __")
        heading, *lines = after.splitlines()
        assert set(heading) == {"_"}, f"{test} did not fail:\n{self.output}"
        ends = (number for number, line in enumerate(lines) if line.startswith(("___", "===")))
        return lines[: next(ends)]


def suite(under: Path) -> Path:
    """A copy of a suite that may be changed."""
    return Path(shutil.copytree(ROOT / "policies" / "xiaoyi", under / "xiaoyi"))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old} stands {text.count(old)} times in {path}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def node_ids(folder: str, names: set[str] | list[str]) -> set[str]:
    return {f"{folder}/xiaoyi/{LOCK_FILE}::{name}" for name in names}


def line_of(path: Path, words: str) -> int:
    """The line of a file, from 1, that has the words."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if words in line)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Suites that are as their lock says, or not; none has a problem."""
    root = tmp_path_factory.mktemp("project")
    (root / "pytest.ini").touch()
    suite(root / "same")

    encoding = suite(root / "changed") / "terms-of-service.yaml"
    change(encoding, ENTRUSTMENT, "")
    change(encoding, GOVERNING_LAW, GOVERNING_LAW + DELETION)
    change(encoding, "quote: 如您违反本协议任何条款，本平台有权", "quote: 本平台有权")

    early = suite(root / "early")  # accepted before the law was in force
    assessment = assess(load_suite(early), load_baseline(), as_of="2021-10-31")
    (early / LOCK_FILE).write_text(locks.render(locks.lock(assessment)), encoding="utf-8")

    other = suite(root / "other") / LOCK_FILE
    change(other, "baseline: cn-pipl 2026.1", "baseline: cn-pipl 2025.9")
    change(other, "  rights.portability:", "  rights.old-portability:")
    change(other, "denied: [terms-of-service preamble]", "denied: [terms-of-service 99.1]")
    return root


@pytest.fixture(scope="module")
def run(project: Path) -> Run:
    """All suites of the project; pytest remembers what failed."""
    return Run(project, "-rA")


# --- what is tested ---------------------------------------------------------------------------------------------


def test_a_test_for_each_suite_and_requirement_and_the_committed_locks_hold() -> None:
    done = Run(ROOT, "policies", "-rA", "-p", "no:cacheprovider")
    suites = sorted(path.name for path in (ROOT / "policies").iterdir())
    assert done.passed == {f"policies/{each}/{LOCK_FILE}::{name}" for each in suites for name in REQUIREMENTS}
    assert done.code == 0, done.output


def test_exactly_what_changed_fails(run: Run) -> None:
    failed = (
        node_ids("changed", CHANGED)
        | node_ids("other", {"rights.old-portability", "rights.portability", "consent.no-denial-of-service"})
    )  # fmt: skip
    assert run.failed == failed
    everything = [node_ids(folder, REQUIREMENTS) for folder in ("same", "changed", "early", "other")]
    assert run.passed == set().union(*everything) - failed
    assert run.code == 1


def test_a_clause_that_no_longer_violates(run: Run, project: Path) -> None:
    message = run.message("xiaoyi: sharing.entrusted-processing")
    folder = project / "changed" / "xiaoyi"
    locked = line_of(folder / LOCK_FILE, "sharing.entrusted-processing:")
    source = line_of(folder / "terms-of-service.md", "6.2.2")
    assert message[0] == "violated → missing (better) · Binds and supervises entrusted processors"
    assert message[1].endswith("is disclaimed: hit → not hit")
    assert message[2] == "    no longer behind it: terms-of-service 6.2.2"
    assert message[3] == (
        f"  accepted as of 2026-11-22 (changed/xiaoyi/{LOCK_FILE}:{locked}): violated, by terms-of-service 6.2.2"
    )
    assert (
        message[4] == f"    terms-of-service 6.2.2, source text changed/xiaoyi/terms-of-service.md:{source}"
    )
    assert "对此我们不承担任何监督责任或连带责任。”" in message[5]
    assert message[6:] == [
        "  now: missing",
        "  if that is meant, run `checker lock changed/xiaoyi` and commit the lock",
    ]


def test_a_clause_that_is_new(run: Run, project: Path) -> None:
    message = run.message("xiaoyi: deletion.right")
    folder = project / "changed" / "xiaoyi"
    encoding = line_of(folder / "terms-of-service.yaml", '- at: "7.1"')
    source = line_of(folder / "terms-of-service.md", "本协议的解释")
    assert message[0] == "missing → partial (better) · Right to request deletion"
    assert "    behind it now: terms-of-service 7.1 “本协议的解释、效力及纠纷的解决，均适用于" in message[2]
    assert message[4:6] == [
        "  now: partial, by terms-of-service 7.1",
        f"    terms-of-service 7.1, encoded in changed/xiaoyi/terms-of-service.yaml:{encoding}, "
        f"source text changed/xiaoyi/terms-of-service.md:{source}",
    ]


def test_words_that_changed_behind_the_same_verdict(run: Run) -> None:
    message = run.message("xiaoyi: fair-terms.termination")
    assert message[0].startswith("violated (changed) · ")
    assert "  the words behind it, their encoding, or the law in force have changed" in message
    assert "      “本平台有权立即暂停或终止向您提供服务，而无需承担任何责任”" in message
    assert not any("Not said" in line for line in message), "that has not changed"


def test_another_version_of_the_baseline(run: Run) -> None:
    version = "  baseline: cn-pipl 2025.9 → cn-pipl 2026.1"
    gone = run.message("xiaoyi: rights.old-portability")
    assert gone[0] == "missing → not assessed (changed) · rights.old-portability"
    assert "  cn-pipl 2026.1 has no such requirement" in gone and version in gone
    new = run.message("xiaoyi: rights.portability")
    assert new[0].startswith("not assessed → missing (worse) · ")
    assert "  the lock does not have this requirement" in new and version in new
    assert any(line.startswith("    Not said: ") for line in new)
    other = run.message("xiaoyi: consent.no-denial-of-service")
    assert "    terms-of-service 99.1: the source text has no such clause any more" in other
    assert version in other
    assert version not in run.message("xiaoyi: deletion.right"), "the lock of another suite"


def test_a_failure_is_no_traceback(run: Run) -> None:
    assert "VerdictChanged" not in run.output and ".py" not in run.output
    assert not re.search("^(E  |>|Traceback)", run.output, re.MULTILINE)


# --- how pytest is used -----------------------------------------------------------------------------------------


def test_two_processes_find_the_same(run: Run, project: Path) -> None:
    parallel = Run(project, "-rA", "-n", "2", "-p", "no:cacheprovider")
    assert (parallel.code, parallel.passed, parallel.failed) == (run.code, run.passed, run.failed)
    for test in ("sharing.entrusted-processing", "rights.old-portability"):
        worker, *message = parallel.message(f"xiaoyi: {test}")
        assert worker.startswith("[gw") and message == run.message(f"xiaoyi: {test}")


def test_the_first_failure_can_stop_it(run: Run, project: Path) -> None:
    stopped = Run(project, "changed", "-x", "-rA", "-p", "no:cacheprovider")
    assert stopped.failed == node_ids("changed", {"deletion.right"})
    before = REQUIREMENTS[: REQUIREMENTS.index("deletion.right")]
    assert stopped.passed == node_ids("changed", before)


def test_the_last_failures_run_again(run: Run, project: Path) -> None:
    again = Run(project, "--lf", "-rA")
    assert (again.passed, again.failed) == (set(), run.failed)


def test_names_select_and_paths_are_those_of_the_working_directory(project: Path) -> None:
    # pytest's root is the suite itself: its folder is part of no path there
    words = (
        "--rootdir=.",
        "--confcutdir=.",
        "-k",
        "xiaoyi and (deletion or entrusted)",
        "-rA",
        "-p",
        "no:cacheprovider",
    )
    done = Run(project / "changed" / "xiaoyi", *words)
    expected = {f"{LOCK_FILE}::{name}" for name in REQUIREMENTS if "deletion" in name or "entrusted" in name}
    assert done.passed | done.failed == expected
    assert any(f"({LOCK_FILE}:" in line for line in done.message("xiaoyi: deletion.right"))
    assert "run `checker lock .` and" in done.output


def test_a_test_can_be_named_and_knows_its_line(project: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    words = (f"--junitxml={report}", "-o", "junit_family=xunit1", "-rA", "-p", "no:cacheprovider")
    done = Run(project, *node_ids("same", {"deletion.right"}), *words)
    assert done.passed == node_ids("same", {"deletion.right"}) and done.code == 0
    line = line_of(project / "same" / "xiaoyi" / LOCK_FILE, "  deletion.right:")
    assert f'line="{line - 1}"' in report.read_text(encoding="utf-8"), "pytest counts from 0"


# --- what goes by the settings, and what is wrong -----------------------------------------------------------------


def test_the_project_that_the_suites_belong_to_sets_baseline_and_language(tmp_path: Path) -> None:
    project = tmp_path / "project"
    folder = suite(project / "suites")
    baseline = (BASELINES / f"{DEFAULT}.yaml").read_text(encoding="utf-8")
    own = baseline.replace('version: "2026.1"', 'version: "own"')
    assert own != baseline
    (project / "own.yaml").write_text(own, encoding="utf-8")
    (project / "checker.toml").write_text('baseline = "own.yaml"\nlang = "zh"\n', encoding="utf-8")
    (project / "pytest.ini").touch()
    change(folder / "terms-of-service.yaml", ENTRUSTMENT, "")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    message = Run(elsewhere, "../project/suites").message("xiaoyi: sharing.entrusted-processing")
    assert message[0].startswith("违反 → 缺失（改善） · ")
    assert message[3].startswith(f"  确认于 2026-11-22（../project/suites/xiaoyi/{LOCK_FILE}:")
    assert "  基线：cn-pipl 2026.1 → cn-pipl own" in message
    assert message[-1] == "  如属有意变更，请运行 `checker lock ../project/suites/xiaoyi` 并提交锁定文件"


def test_what_is_wrong_is_told_and_nothing_is_green(tmp_path: Path) -> None:
    (tmp_path / "checker.toml").write_text('baseline = "no-such"\n', encoding="utf-8")
    folder = suite(tmp_path / "wrong")
    change(folder / LOCK_FILE, 'as_of: "2026-11-22"', "as_of: soon")
    change(
        folder / "terms-of-service.yaml", "quote: 您不得利用本平台服务从事", "quote: 您不能利用本平台服务从事"
    )
    (suite(tmp_path / "alone") / "suite.yaml").unlink()
    done = Run(tmp_path, "-rA")
    assert done.code == 2 and not done.passed
    told = done.message(f"ERROR collecting wrong/xiaoyi/{LOCK_FILE}")
    assert (
        told[0]
        == f"wrong/xiaoyi/{LOCK_FILE}:4:8: as_of cannot be `soon`; run `checker lock` and review what changes"
    )
    quote = line_of(folder / "terms-of-service.yaml", "您不能利用")
    assert told[1].startswith(f"wrong/xiaoyi/terms-of-service.yaml:{quote}:12: quote not found in clause 1.3")
    assert told[1].endswith("copy its words")
    assert told[2].startswith("no-such: there is no such baseline and no such file; shipped are: ")
    assert len(told) == 3, "nothing of pytest's"
    alone = done.message(f"ERROR collecting alone/xiaoyi/{LOCK_FILE}")
    assert alone[0] == "alone/xiaoyi/suite.yaml: no such file; check the path"


# --- in every run of pytest -----------------------------------------------------------------------------------------


def test_it_costs_nothing_where_it_is_not_used() -> None:
    code = "import sys, pytest, checker.pytest_plugin; print(*(m for m in sys.modules if m.startswith('checker')))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8")
    assert set(done.stdout.split()) == {"checker", "checker.pytest_plugin"}
    assert pytest_plugin.LOCK_FILE == LOCK_FILE


@pytest.mark.skipif(not INSTALLED, reason="the package is not installed, or without its entry point")
def test_pytest_finds_it_by_itself(project: Path) -> None:
    done = Run(project, "same", "-k", "deletion.right", "-rA", plugins=("no:cacheprovider",))
    assert done.passed == node_ids("same", {"deletion.right"})
