"""The command line: arguments, reading, writing, exit codes. The only place that prints."""

from __future__ import annotations

import argparse
import gc
import os
import sys

from checker.arguments import FORMATS, WRONG_USAGE, parser

TYPE_CHECKING = False  # as in typing, whose import costs as much as all else that `--version` needs
if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from checker.errors import Problem
    from checker.gate import Gate
    from checker.model import Assessment, Baseline, Suite

PASSED, FAILED, BAD_INPUT, NOTHING = 0, 1, 3, 4  # and WRONG_USAGE, 2


class Stop(Exception):
    """Ends the run: a message for stderr and an exit code."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code as above."""
    commands = {"check": _check, "report": _report, "validate": _validate, "explain": _explain}
    arguments = parser(commands).parse_args(argv)
    gc.disable()  # a short run that builds much and frees little: collecting would be a tenth of it
    from checker.errors import BadInput

    try:
        return int(arguments.run(arguments))
    except Stop as stop:
        _say(f"checker: {stop}")
        return stop.code
    except BadInput as bad:
        for problem in bad.problems:
            _say(str(problem))
        _say(f"checker: {_count(len(bad.problems), 'problem')}; nothing was assessed")
        return BAD_INPUT
    except OSError as error:
        where = error.filename or "standard output"
        _say(f"checker: {where}: {error.strerror}; check the path, the permissions and the disk")
        return WRONG_USAGE


# --- commands -----------------------------------------------------------------------------------------------


def _check(arguments: argparse.Namespace) -> int:
    gate = _gate(arguments)
    outputs = [_output(written) for written in arguments.output]
    assessments = _assess(arguments)
    from checker import reports

    for name, path in outputs:
        _write(path, reports.render(assessments, name, lang=arguments.lang, verbose=arguments.verbose))
    text = reports.render(
        assessments,
        arguments.format,
        lang=arguments.lang,
        verbose=arguments.verbose,
        colour=_colour(arguments),
    )
    _print(text)
    stops = gate.stops(assessments)
    if gate.verdicts:
        over = f"{', '.join(sorted(gate.verdicts))}; severity {gate.least} or above"
        count = "1 finding counts" if len(stops) == 1 else f"{len(stops)} findings count"
        _say(f"checker: the gate {'failed' if stops else 'passed'}: {count} ({over})")
    return FAILED if stops else PASSED


def _report(arguments: argparse.Namespace) -> int:
    assessments = _assess(arguments)
    names = ["index", *(assessment.suite.id for assessment in assessments)]
    if doubled := next((name for name in names if names.count(name) > 1), None):
        raise Stop(WRONG_USAGE, f"two reports would be called {doubled}; report these suites one by one")
    from pathlib import Path

    from checker.reports import markdown

    folder = Path(arguments.into)
    for lang in (arguments.lang,) if arguments.lang else ("en", "zh"):
        for assessment in assessments:
            _write(folder / f"{assessment.suite.id}.{lang}.md", markdown.render_suite(assessment, lang=lang))
        _write(folder / f"index.{lang}.md", markdown.render_index(assessments, lang=lang))
    _say(f"checker: reports on {_count(len(assessments), 'suite')} written into {arguments.into}")
    return PASSED


def _validate(arguments: argparse.Namespace) -> int:
    from checker.agreements import check_encoding

    if arguments.paths == ["-"]:
        from pathlib import Path

        from checker.source import MOST_BYTES

        check_encoding(
            sys.stdin.buffer.read(MOST_BYTES + 1), Path(arguments.stdin_name), arguments.stdin_name
        )
        _say(f"checker: {arguments.stdin_name}: no problems")
        return PASSED
    suites, _ = _input(arguments) if arguments.baseline else (_suites(arguments.paths), None)
    agreements = [agreement for suite in suites for agreement in suite.agreements]
    quotes = sum(len({provision.evidence for provision in agreement.provisions}) for agreement in agreements)
    counts = (
        f"{_count(len(suites), 'suite')}, {_count(len(agreements), 'agreement')}, {_count(quotes, 'quote')}"
    )
    _say(f"checker: no problems: {counts} found in the source")
    return PASSED


def _explain(arguments: argparse.Namespace) -> int:
    from checker.reports import explain

    baseline = _baseline(arguments)
    found = next((r for r in baseline.requirements if r.id == arguments.requirement), None)
    if found is None:
        from difflib import get_close_matches

        known = [requirement.id for requirement in baseline.requirements]
        near = get_close_matches(arguments.requirement, known, n=3)
        mean = f"did you mean {', '.join(near)}?" if near else f"there are: {', '.join(known)}"
        raise Stop(
            WRONG_USAGE,
            f"no requirement {arguments.requirement!r} in {baseline.id} {baseline.version}; {mean}",
        )
    if not arguments.suite:
        _print(explain.requirement(found, baseline, lang=arguments.lang))
        return PASSED
    suites = _suites([arguments.suite])
    if len(suites) > 1:
        raise Stop(WRONG_USAGE, f"{arguments.suite} holds {len(suites)} suites; name the folder of one")
    assessment = _assessments(suites, baseline, arguments)[0]
    finding = next(finding for finding in assessment.findings if finding.requirement is found)
    _print(explain.finding(finding, assessment, lang=arguments.lang))
    return PASSED


# --- reading ------------------------------------------------------------------------------------------------


def _assess(arguments: argparse.Namespace) -> list[Assessment]:
    return _assessments(*_input(arguments), arguments)


def _input(arguments: argparse.Namespace) -> tuple[list[Suite], Baseline]:
    """Suites and baseline, or every problem of both."""
    from checker.errors import BadInput

    problems: list[Problem] = []
    try:
        baseline = _baseline(arguments)
    except BadInput as bad:
        problems += bad.problems
    try:
        suites = _suites(arguments.paths)
    except BadInput as bad:
        problems += bad.problems
    if problems:
        raise BadInput(problems)
    return suites, baseline


def _assessments(suites: list[Suite], baseline: Baseline, arguments: argparse.Namespace) -> list[Assessment]:
    from checker.engine import assess

    as_of = arguments.as_of or _today()
    return [assess(suite, baseline, as_of=as_of) for suite in suites]


def _baseline(arguments: argparse.Namespace) -> Baseline:
    from checker.catalogue import DEFAULT, load_baseline

    return load_baseline(arguments.baseline or DEFAULT)


def _suites(paths: Sequence[str]) -> list[Suite]:
    """Every suite that the paths name, or every problem of all of them."""
    from checker import files
    from checker.agreements import SUITE_FILE, load_suite
    from checker.errors import BadInput

    paths = paths or ["policies"]
    try:
        folders = files.suite_folders(paths)
        empty = [path for path in paths if not files.suite_folders([path])]
    except files.NoSuchPath as missing:
        raise Stop(
            WRONG_USAGE, f"{missing}: no such file or folder; name a suite folder, or a folder of suites"
        ) from None
    if empty:
        where = ", ".join(empty)
        raise Stop(
            NOTHING,
            f"no suite in {where}; name a folder with {SUITE_FILE}, or a folder of such folders",
        )
    suites: list[Suite] = []
    problems: list[Problem] = []
    for folder in folders:
        try:
            suites.append(load_suite(folder, files.display(folder)))
        except BadInput as bad:
            problems += bad.problems
    if problems:
        raise BadInput(problems)
    return suites


def _today() -> str:
    import time

    return time.strftime("%Y-%m-%d")


# --- writing ------------------------------------------------------------------------------------------------


def _print(text: str) -> None:
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # the reader of our output has left: nobody to tell, and Python must not try again at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say(message: str) -> None:
    """One line to stderr; what comes from files cannot break the line or command the terminal."""
    safe = "".join(char if char.isprintable() else ascii(char)[1:-1] for char in message)
    print(safe, file=sys.stderr)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _write(path: Path, text: str) -> None:
    from checker import files

    try:
        files.write(path, text)
    except OSError as error:
        raise Stop(WRONG_USAGE, f"{path}: cannot be written ({error.strerror}); name another file") from None


def _colour(arguments: argparse.Namespace) -> bool:
    return arguments.format == "text" and sys.stdout.isatty() and not os.environ.get("NO_COLOR")


# --- arguments ----------------------------------------------------------------------------------------------


def _gate(arguments: argparse.Namespace) -> Gate:
    from checker.gate import Gate, verdicts
    from checker.model import Severity

    try:
        return Gate(verdicts(arguments.fail_on), Severity(arguments.severity))
    except ValueError as error:
        raise Stop(WRONG_USAGE, f"--fail-on: {error}") from None


def _output(written: str) -> tuple[str, Path]:
    name, equals, path = written.partition("=")
    if not equals or not path or name not in FORMATS:
        raise Stop(WRONG_USAGE, f"-o {written}: write FORMAT=FILE; formats are {', '.join(FORMATS)}")
    from pathlib import Path

    return name, Path(path)
