"""The arguments of the command line: what can be written, and the help for it. Never runs a command."""

from __future__ import annotations

import argparse

from checker.exits import WRONG_USAGE

TYPE_CHECKING = False  # as in typing, whose import costs as much as all else that `--version` needs
if TYPE_CHECKING:
    from typing import NoReturn

FORMATS = ("text", "json", "markdown", "sarif", "junit", "github", "gitlab", "csv")

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
  checker diff main                      what changed since then, and what got worse
  checker lock --check                   fail when a verdict is not the accepted one
  checker new policy.docx --suite my-service --type privacy_policy
                                         begin to encode a text; `anchor` finds quotes again when it changes

exit codes: 0 passed; 1 the gate failed, a lock differs, or there is something to do; 2 wrong usage; 3 bad input; 4 nothing was evaluated

environment: NO_COLOR means no colour; CHECKER_CACHE names where data read from encodings are kept between runs
  (else ~/.cache/agreement-checker); empty, nothing is kept"""


def _date(written: str) -> str:
    from datetime import date

    try:
        if date.fromisoformat(written).isoformat() == written:
            return written
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"{written!r} is not a date such as 2026-11-21")


def _percent(written: str) -> int:
    if written.isascii() and written.isdigit() and int(written) <= 100:
        return int(written)
    raise argparse.ArgumentTypeError(f"{written!r} is not a whole number from 0 to 100")


def printable(message: str) -> str:
    """A message on one line: what was typed, or comes from files, cannot break the line or command the terminal."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in message)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(WRONG_USAGE, f"checker: {printable(message)}; see `{self.prog} --help`\n")

    def _check_value(self, action: argparse.Action, value: object) -> None:
        # argparse words this differently from one Python to the next
        if action.choices is not None and value not in action.choices:
            known = ", ".join(map(str, action.choices))
            raise argparse.ArgumentError(action, f"{str(value)!r} is unknown: write one of {known}")


class _Layout(argparse.RawDescriptionHelpFormatter):
    def __init__(self, prog: str) -> None:
        # A fixed width: asking the terminal imports shutil, at every start and not for help alone.
        super().__init__(prog, width=98)

    def _format_action_invocation(self, action: argparse.Action) -> str:
        # `-o, --output FORMAT=FILE` in every Python; before 3.13 the metavar stood twice
        if not action.option_strings or action.nargs == 0:
            return super()._format_action_invocation(action)
        arguments = self._format_args(action, self._get_default_metavar_for_optional(action))
        return f"{', '.join(action.option_strings)} {arguments}"


def parser() -> argparse.ArgumentParser:
    """The parser of the command line; `command` of what it parses names the module in `commands` to be run."""
    from checker import __version__

    made = _Parser(
        prog="checker", description=_HELP, epilog=_EXAMPLES, formatter_class=_Layout, allow_abbrev=False
    )
    made.add_argument("--version", action="version", version=f"checker {__version__}")
    added = made.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def command(name: str, text: str) -> argparse.ArgumentParser:
        command = added.add_parser(
            name, help=text, description=text, formatter_class=_Layout, allow_abbrev=False
        )
        command.set_defaults(command=name)
        return command

    check = command("check", "assess suites, print the gaps, and fail when the gate says so")
    _paths(check)
    _judging(check)
    _lang(check)
    check.add_argument("--format", choices=FORMATS, default="text", help="what to print (default: text)")
    _outputs(check)
    check.add_argument(
        "-v", "--verbose", action="store_true", help="show every finding and all of its evidence"
    )
    check.add_argument(
        "--locked", action="store_true", help="also fail when an assessment differs from its lock, either way"
    )
    _gate(check, "violated:high,missing:high")

    report = command("report", "write one Markdown audit report a suite and language, and an index")
    _paths(report)
    _judging(report)
    report.add_argument("--lang", choices=("en", "zh"), help="one language (default: both)")
    report.add_argument(
        "--into", default="reports", metavar="FOLDER", help="where to write (default: reports)"
    )

    validate = command("validate", "check schema, quotes and references; judge nothing")
    _paths(validate)
    validate.add_argument("--baseline", metavar="FILE", help="also check this baseline")
    validate.add_argument(
        "--stdin-name", metavar="FILE",
        help="with PATH `-`: what comes on standard input is this file; the source text of an encoding stands beside it",
    )  # fmt: skip

    explain = command(
        "explain",
        "tell a requirement: law, condition, remedy; with a suite: its evidence; or tell one clause",
    )
    explain.add_argument(
        "subject",
        metavar="REQUIREMENT",
        help="id of a requirement, such as deletion.right; with --clause: AGREEMENT",
    )
    explain.add_argument("suite", nargs="?", metavar="SUITE", help="folder or id of a suite")
    explain.add_argument(
        "--clause", metavar="AT",
        help="tell this clause of AGREEMENT (kingsoft-cloud/privacy-policy, or its file): what is encoded of it, and "
        "which requirements rest on it",
    )  # fmt: skip
    _judging(explain)
    _lang(explain)

    diff = command("diff", "tell what a change does: clauses, encodings, verdicts, and what got worse")
    diff.add_argument("old", metavar="OLD", help="revision of git (`main`, `HEAD~3`, a tag), or folder")
    diff.add_argument(
        "new",
        nargs="?",
        metavar="NEW",
        help="the same (default: the files as they stand, untracked ones too)",
    )
    diff.add_argument(
        "--path", dest="paths", action="append", metavar="PATH",
        help="folder of suites, or suite folder, on both sides; repeatable (default: policies)",
    )  # fmt: skip
    diff.add_argument(
        "--merge-base", action="store_true",
        help="compare with the commit where OLD and NEW part, so that only what NEW brings is told",
    )  # fmt: skip
    _judging(diff)
    _lang(diff)
    diff.add_argument("--format", choices=FORMATS, default="text", help="what to print (default: text)")
    _outputs(diff)
    _gate(diff, "worse", "`worse` (than OLD)")

    lock = command("lock", "write the accepted verdicts of each suite into its verdicts.lock.yaml")
    _paths(lock)
    _judging(lock)
    _lang(lock)
    lock.add_argument(
        "--check", action="store_true", help="write nothing; fail when an assessment differs from its lock"
    )

    new = command("new", "turn a raw text into a source text and a skeleton encoding, clause by clause")
    new.add_argument("source", metavar="SOURCE", help="text, Markdown, HTML, DOCX or PDF file")
    new.add_argument(
        "--suite", required=True, metavar="SUITE", help="folder or id of the suite; made if need be"
    )
    new.add_argument("--type", required=True, metavar="TYPE", help="type of document, such as privacy_policy")
    new.add_argument(
        "--id", metavar="ID", help="id of the agreement (default: its type, such as privacy-policy)"
    )
    new.add_argument("--title", metavar="TITLE", help="title of the agreement (default: as the text has it)")
    new.add_argument(
        "--force",
        action="store_true",
        help="write over files that are there; a copy of each is kept beside it",
    )

    anchor = command("anchor", "find each quote again in a source text that has changed")
    _paths(anchor)
    _lang(anchor)
    anchor.add_argument(
        "--write", action="store_true",
        help="update the hash and the safe anchors, mark clauses to be read again, put in those that are new",
    )  # fmt: skip
    anchor.add_argument(
        "--old", metavar="REVISION",
        help="revision of git with the source texts that were read (default: HEAD, where its texts fit the hashes)",
    )  # fmt: skip

    coverage = command("coverage", "tell what of each text is encoded, and where a second reader should look")
    _paths(coverage)
    _judging(coverage)
    _lang(coverage)
    coverage.add_argument(
        "--format", choices=("text", "json", "markdown"), default="text", help="what to print (default: text)"
    )
    _outputs(coverage)
    coverage.add_argument(
        "--fail-under", type=_percent, metavar="PERCENT",
        help="fail when less than this share of the clauses of an agreement is accounted for",
    )  # fmt: skip

    lint = command("lint", "find faults of the texts themselves: numbering, cross references, dates, terms")
    _paths(lint)
    _lang(lint)
    lint.add_argument(
        "--format", choices=("text", "json"), default="text", help="what to print (default: text)"
    )
    _outputs(lint)
    lint.add_argument("--only", action="append", metavar="CHECK", help="run this check alone; repeatable")
    lint.add_argument("--skip", action="append", metavar="CHECK", help="leave this check out; repeatable")

    fmt = command("fmt", "give encodings their canonical form: order of keys, quoting, spacing")
    _paths(fmt)
    fmt.add_argument(
        "--check", action="store_true", help="write nothing; fail when a file is not in that form"
    )

    config = command("config", "print what is in force, and which flag or file says so")
    _paths(config)
    _baseline(config)
    _lang(config)
    _gate(config, "violated:high,missing:high")
    return made


def _paths(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="suite folder, folder of suites, or file in a suite (default: policies)",
    )


def _judging(command: argparse.ArgumentParser) -> None:
    _baseline(command)
    command.add_argument(
        "--as-of", type=_date, metavar="DATE",
        help="day that decides which law is in force and which waivers have expired (default: today)",
    )  # fmt: skip


def _baseline(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--baseline", metavar="NAME|FILE", help="baseline to hold against (default: cn-pipl-2026.1)"
    )


def _outputs(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "-o", "--output", action="append", default=[], metavar="FORMAT=FILE",
        help="also write this format; repeatable",
    )  # fmt: skip


def _lang(command: argparse.ArgumentParser) -> None:
    command.add_argument("--lang", choices=("en", "zh"), help="language of the output (default: en)")


def _gate(command: argparse.ArgumentParser, usual: str, worse: str = "`worse` (than the lock)") -> None:
    command.add_argument(
        "--fail-on", metavar="RULES",
        help="what fails the run: verdicts, each with a least severity if you like (`violated,missing:high`), "
        f"{worse}, or `never` (default: {usual})",
    )  # fmt: skip
    command.add_argument(
        "--severity", choices=("high", "medium", "low"),
        help="least severity of the rules that name none (default: low; of the default rules high)",
    )  # fmt: skip
