"""The command line: arguments, reading, writing, exit codes. The only place that prints."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from checker.gate import Gate
    from checker.model import Assessment, Baseline, Suite

PASSED, FAILED, WRONG_USAGE, BAD_INPUT, NOTHING = range(5)
FORMATS = ("text", "json", "markdown")

_HELP = """\
Hold a team's user agreements and privacy policies against the law, clause by clause.

Beside each agreement's source text stands a YAML file in which a person has encoded what every clause does.
checker proves that each quote stands in the source, assesses the agreements of a service (a suite) together
against a baseline of legal requirements, and reports what is met, partial, missing, violated, undetermined or
not applicable, with the clause, the quote and the article of law."""

_EXAMPLES = """\
examples:
  checker check                          assess every suite under policies/
  checker check policies/xiaoyi -v       one suite, every finding with its evidence
  checker check --fail-on never -o json=findings.json
  checker report --lang zh               write Markdown audit reports into reports/
  checker validate policies/xiaoyi       schema, quotes, references; nothing is judged
  checker explain deletion.right policies/kingsoft-cloud

exit codes: 0 the gate passed; 1 the gate failed; 2 wrong usage; 3 bad input; 4 nothing was evaluated"""


class Stop(Exception):
    """Ends the run: a message for stderr and an exit code."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code as above."""
    arguments = _parser().parse_args(argv)
    from checker.errors import BadInput

    try:
        code: int = arguments.run(arguments)
        sys.stdout.flush()
        return code
    except Stop as stop:
        _say(f"checker: {stop}")
        return stop.code
    except BadInput as bad:
        for problem in bad.problems:
            _say(str(problem))
        count = len(bad.problems)
        _say(f"checker: {count} {'problem' if count == 1 else 'problems'}; nothing was assessed")
        return BAD_INPUT
    except BrokenPipeError:
        # the reader of our output has left: nobody to tell, and Python must not try again at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PASSED


# --- commands --------------------------------------------------------------------------------------------------


def _check(arguments: argparse.Namespace) -> int:
    gate = _gate(arguments)
    outputs = [_output(written) for written in arguments.output]
    assessments = _assess(arguments)
    from checker import reports

    for name, path in outputs:
        _write(path, reports.render(assessments, name, lang=arguments.lang, verbose=arguments.verbose))
    text = reports.render(
        assessments, arguments.format, lang=arguments.lang, verbose=arguments.verbose, colour=_colour(arguments)
    )
    _print(text)
    stops = gate.stops(assessments)
    if gate.verdicts:
        over = f"{', '.join(sorted(gate.verdicts))}; severity {gate.least} or above"
        _say(f"checker: the gate {'failed' if stops else 'passed'}: {len(stops)} findings count ({over})")
    return FAILED if stops else PASSED


def _report(arguments: argparse.Namespace) -> int:
    assessments = _assess(arguments)
    from checker.reports import markdown

    folder = Path(arguments.into)
    for lang in (arguments.lang,) if arguments.lang else ("en", "zh"):
        for assessment in assessments:
            _write(folder / f"{assessment.suite.id}.{lang}.md", markdown.render_suite(assessment, lang=lang))
        _write(folder / f"index.{lang}.md", markdown.render_index(assessments, lang=lang))
    return PASSED


def _validate(arguments: argparse.Namespace) -> int:
    from checker.agreements import check_encoding

    if arguments.paths == ["-"]:
        check_encoding(sys.stdin.buffer.read(), Path(arguments.stdin_name), arguments.stdin_name)
        _say(f"checker: {arguments.stdin_name}: no problems")
        return PASSED
    if arguments.baseline:
        _baseline(arguments)
    suites = _suites(arguments.paths)
    agreements = sum(len(suite.agreements) for suite in suites)
    quotes = sum(len({p.evidence for p in a.provisions}) for suite in suites for a in suite.agreements)
    _say(f"checker: no problems: {len(suites)} suites, {agreements} agreements, {quotes} quotes found in their sources")
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
        raise Stop(WRONG_USAGE, f"no requirement {arguments.requirement!r} in {baseline.id} {baseline.version}; {mean}")
    if not arguments.suite:
        _print(explain.requirement(found, baseline, lang=arguments.lang))
        return PASSED
    assessment = _assessments(_suites([arguments.suite]), baseline, arguments)[0]
    finding = next(finding for finding in assessment.findings if finding.requirement is found)
    _print(explain.finding(finding, assessment, lang=arguments.lang))
    return PASSED


# --- reading ---------------------------------------------------------------------------------------------------


def _assess(arguments: argparse.Namespace) -> "list[Assessment]":
    from checker.errors import BadInput

    problems = []
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
    return _assessments(suites, baseline, arguments)


def _assessments(suites: "list[Suite]", baseline: "Baseline", arguments: argparse.Namespace) -> "list[Assessment]":
    from checker.engine import assess

    as_of = arguments.as_of or _today()
    return [assess(suite, baseline, as_of=as_of) for suite in suites]


def _baseline(arguments: argparse.Namespace) -> "Baseline":
    from checker.catalogue import DEFAULT, load_baseline

    return load_baseline(arguments.baseline or DEFAULT)


def _suites(paths: Sequence[str]) -> "list[Suite]":
    """Every suite that the paths name, or every problem of all of them."""
    from checker import files
    from checker.agreements import load_suite
    from checker.errors import BadInput

    try:
        folders = files.suite_folders(paths or ["policies"])
    except files.NoSuchPath as missing:
        raise Stop(WRONG_USAGE, f"{missing}: no such file or folder") from None
    if not folders:
        raise Stop(NOTHING, f"no suite (a folder with {files.SUITE_FILE}) in {', '.join(paths) or 'policies'}")
    suites, problems = [], []
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


# --- writing ---------------------------------------------------------------------------------------------------


def _print(text: str) -> None:
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(text)


def _say(message: str) -> None:
    print(message, file=sys.stderr)


def _write(path: Path, text: str) -> None:
    from checker import files

    try:
        files.write(path, text)
    except OSError as error:
        raise Stop(WRONG_USAGE, f"{path}: cannot be written ({error.strerror})") from None


def _colour(arguments: argparse.Namespace) -> bool:
    return arguments.format == "text" and sys.stdout.isatty() and not os.environ.get("NO_COLOR")


# --- arguments -------------------------------------------------------------------------------------------------


def _gate(arguments: argparse.Namespace) -> "Gate":
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
    return name, Path(path)


def _date(written: str) -> str:
    from datetime import date

    try:
        if date.fromisoformat(written).isoformat() == written:
            return written
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"{written!r} is not a date such as 2026-11-21")


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(WRONG_USAGE, f"checker: {message}; see `{self.prog} --help`\n")


def _parser() -> argparse.ArgumentParser:
    from checker import __version__

    layout = argparse.RawDescriptionHelpFormatter
    parser = _Parser(prog="checker", description=_HELP, epilog=_EXAMPLES, formatter_class=layout)
    parser.add_argument("--version", action="version", version=f"checker {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def command(name: str, run: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=text, description=text, formatter_class=layout)
        made.set_defaults(run=run)
        return made

    check = command("check", _check, "assess suites, print the gaps, and fail when the gate says so")
    _paths(check)
    _judging(check)
    check.add_argument("--lang", choices=("en", "zh"), default="en", help="language of the output (default: en)")
    check.add_argument("--format", choices=FORMATS, default="text", help="what to print (default: text)")
    check.add_argument(
        "-o", "--output", action="append", default=[], metavar="FORMAT=FILE", help="also write this format; repeatable"
    )
    check.add_argument("-v", "--verbose", action="store_true", help="show every finding and all of its evidence")
    check.add_argument(
        "--fail-on", default="violated,missing", metavar="VERDICTS",
        help="verdicts that fail the run, or `never` (default: violated,missing)",
    )  # fmt: skip
    check.add_argument(
        "--severity", choices=("high", "medium", "low"), default="high",
        help="least severity that fails the run (default: high)",
    )  # fmt: skip

    report = command("report", _report, "write one Markdown audit report a suite and language, and an index")
    _paths(report)
    _judging(report)
    report.add_argument("--lang", choices=("en", "zh"), help="one language (default: both)")
    report.add_argument("--into", default="reports", metavar="FOLDER", help="where to write (default: reports)")

    validate = command("validate", _validate, "check schema, quotes and references; judge nothing")
    _paths(validate)
    validate.add_argument("--baseline", metavar="FILE", help="also check this baseline")
    validate.add_argument(
        "--stdin-name", default="stdin.yaml", metavar="FILE",
        help="with PATH `-`: the encoding on standard input is this file; its source text stands beside it",
    )  # fmt: skip

    explain = command("explain", _explain, "tell a requirement: law, condition, remedy; with a suite: its evidence")
    explain.add_argument("requirement", metavar="REQUIREMENT", help="id of a requirement, such as deletion.right")
    explain.add_argument("suite", nargs="?", metavar="SUITE", help="folder of a suite")
    _judging(explain)
    explain.add_argument("--lang", choices=("en", "zh"), default="en", help="language of the output (default: en)")
    return parser


def _paths(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "paths", nargs="*", metavar="PATH", help="suite folder, folder of suites, or file in a suite (default: policies)"
    )


def _judging(command: argparse.ArgumentParser) -> None:
    command.add_argument("--baseline", metavar="NAME|FILE", help="baseline to hold against (default: cn-pipl-2026.1)")
    command.add_argument(
        "--as-of", type=_date, metavar="DATE", help="day that decides which law is in force (default: today)"
    )
