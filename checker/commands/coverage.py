"""`checker coverage`: what of each text is encoded, and where a second reader should look. Judges only to know that."""

import argparse
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from checker import documents, encodings, errors, files
from checker.agreements import SUITE_FILE, load_suite
from checker.coverage import Coverage, SuiteCoverage, looked_at, suite_coverage
from checker.coverage.model import State
from checker.coverage.texts import LooksAt
from checker.errors import BadInput, Problem
from checker.exits import FAILED, PASSED
from checker.inputs import Inputs
from checker.model import Baseline, Suite, Words
from checker.source import Document
from checker.terminal import counted, output, say, show, tracked, write
from checker.text import SourceText

FORMATS = ("text", "json", "markdown")


def run(arguments: argparse.Namespace) -> int:
    """Measure, print, write; whether enough is accounted for."""
    inputs = Inputs(arguments, tracked)
    lang = inputs.lang()
    outputs = [output(written, FORMATS) for written in arguments.output]
    baseline = inputs.baseline()
    folders = inputs.tracked(inputs.folders(), "measuring coverage")
    looks_at = looked_at(baseline)
    suites = errors.each(folders, lambda folder: _suite(inputs, baseline, looks_at, folder))
    days = [suite.assessment.as_of for suite in suites if suite.assessment]
    coverage = Coverage(baseline, days[0] if days else "", suites)
    for name, path in outputs:
        write(path, _render(coverage, name, lang))
    show(_render(coverage, arguments.format, lang))
    return _ended(suites, arguments.fail_under or 0)


def _render(coverage: Coverage, name: str, lang: str) -> str:
    text: str = import_module(f"checker.reports.coverage_{name}").render(coverage, lang=lang)
    return text


def _suite(inputs: Inputs, baseline: Baseline, looks_at: LooksAt, folder: Path) -> SuiteCoverage:
    """Raises BadInput with every problem of files that cannot be read at all."""
    display = files.display(folder)
    suite: Suite | None = None
    faults: Sequence[Problem] = ()
    try:
        suite = load_suite(folder, display)
    except BadInput as bad:
        faults = bad.problems
    try:
        data = documents.valid(folder / SUITE_FILE, f"{display}/{SUITE_FILE}", "suite").data
        read = [_opened(folder, display, name) for name in data["agreements"]]
    except BadInput:
        raise BadInput(faults) from None
    assessment = inputs.assess_one(suite, baseline) if suite else None
    return suite_coverage(data["suite"], Words(**data["title"]), read, looks_at, assessment, len(faults))


def _opened(folder: Path, display: str, name: str) -> tuple[Document, SourceText]:
    return encodings.opened(folder / f"{name}.yaml", f"{display}/{name}.yaml", f"{display}/")


def _ended(suites: Sequence[SuiteCoverage], percent: int) -> int:
    """Say what could not be assessed, and of which agreement too little is accounted for; the exit code."""
    for suite in suites:
        if not suite.assessment:
            problems = counted(suite.problems, "problem")
            say(f"checker: {suite.id} is not assessed: {problems}; run `checker validate` to see them")
    short = [
        (suite, each) for suite in suites for each in suite.agreements if not each.accounted_for(percent)
    ]
    for suite, each in short:
        numbers = [each.number(state) for state in (State.ENCODED, State.ASIDE)]
        say(
            f"checker: {suite.id}/{each.id}: {sum(numbers)} of {counted(len(each.clauses), 'clause')} accounted for "
            f"({numbers[0]} encoded, {numbers[1]} set aside): less than {percent} %"
        )
    return FAILED if short else PASSED
