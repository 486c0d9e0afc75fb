"""Programs of npm that tests ask, installed outside the repository, where that can be done."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest


def installed(package: str, version: str, *, folder: str, variable: str, holds: str, what: str) -> Path:
    """The folder of a package, installed where it does not hold the file `holds` yet. `folder`: where it is kept, below
    that for temporary files; `variable`: of the environment, which may name another. `what`: it is, in a word.

    Skips the test where npm is missing or cannot install it."""
    cache = Path(os.environ.get(variable) or Path(tempfile.gettempdir()) / folder)
    found = cache / "node_modules" / package
    if (found / holds).is_file():
        return found
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed")
    cache.mkdir(parents=True, exist_ok=True)
    command = [npm, "install", "--prefix", str(cache), "--ignore-scripts", "--no-audit", "--no-fund"]
    try:
        done = subprocess.run(
            [*command, f"{package}@{version}"], capture_output=True, text=True, timeout=300, cwd=cache
        )
    except subprocess.TimeoutExpired:
        pytest.skip(f"npm takes too long to install the {what}")
    if done.returncode:
        errors = [line for line in done.stderr.splitlines() if line.startswith("npm error")]
        pytest.skip(f"npm cannot install the {what}: {' '.join(errors)[:200]}")
    return found
