"""What a run costs, as whole processes and as ratios to `python -c pass` in the same run: `make benchmark`.

Ratios hold on any machine that is not busy; milliseconds hold on this one. Exits 1 when a budget is exceeded."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
CHECKER = str(Path(sys.executable).parent / "checker")
ROUNDS = 25
MEMORY_BUDGET = 60  # MB at peak
CACHE = tempfile.TemporaryDirectory()  # of these runs alone

NOTHING_KEPT = " (nothing kept)"

# command, budget as a ratio to `python -c pass` (0: none)
RUNS: dict[str, tuple[list[str], float]] = {
    "python -c pass": ([sys.executable, "-c", "pass"], 0),
    "checker --version": ([CHECKER, "--version"], 3),
    "checker check policies/xiaoyi": ([CHECKER, "check", "policies/xiaoyi", "--fail-on", "never"], 0),
    "checker check policies/ --format json": (
        [CHECKER, "check", "policies/", "--fail-on", "never", "--format", "json"],
        15,
    ),
    "checker check policies/": ([CHECKER, "check", "policies/", "--fail-on", "never"], 20),
}
# The same without what a run before has kept (`checker.documents`): a first run, or a machine without a cache.
RUNS |= {f"{name}{NOTHING_KEPT}": (command, 0) for name, (command, _) in RUNS.items() if "policies/" in name}


def run(name: str, command: list[str], out: int) -> subprocess.CompletedProcess[bytes]:
    """A process of the run called `name`, with what a run before has kept or with nothing."""
    environment = {**os.environ, "CHECKER_CACHE": "" if name.endswith(NOTHING_KEPT) else CACHE.name}
    return subprocess.run(
        command, cwd=ROOT, stdout=out, stderr=subprocess.DEVNULL, check=True, env=environment
    )


def once(name: str) -> float:
    """Seconds that a run takes from its start to its end."""
    begun = time.perf_counter()
    run(name, RUNS[name][0], subprocess.DEVNULL)
    return time.perf_counter() - begun


def memory(name: str) -> float:
    """The peak memory of a run in MB."""
    reader = "import resource,subprocess,sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL); "
    reader += "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    printed = run(name, [sys.executable, "-c", reader, *RUNS[name][0]], subprocess.PIPE)
    unit = 1024 if sys.platform.startswith("linux") else 1024 * 1024
    return int(printed.stdout) / unit


def main() -> int:
    """Measure in turns, so that a busy moment hits all alike; the best of each counts."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    best = dict.fromkeys(RUNS, float("inf"))
    for _ in range(ROUNDS):
        for name in RUNS:
            best[name] = min(best[name], once(name))
    unit = best["python -c pass"]
    failed = False
    print(f"{'':56}{'ms':>8}{'ratio':>8}{'budget':>8}{'MB':>7}")
    for name, (_, budget) in RUNS.items():
        ratio, peak = best[name] / unit, memory(name)
        failed |= bool(budget) and (ratio > budget or peak > MEMORY_BUDGET)
        print(f"{name:56}{best[name] * 1000:8.1f}{ratio:8.1f}{budget or '':>8}{peak:7.0f}")
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main())
