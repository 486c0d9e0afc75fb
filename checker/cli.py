"""The command line: commands, writing, exit codes. The only place that prints."""

from __future__ import annotations

import argparse
import gc
import os
import sys

from checker.arguments import FORMATS, WRONG_USAGE, parser, printable

TYPE_CHECKING = False  # as in typing, whose import costs as much as all else that `--version` needs
if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from checker.gate import Gate
    from checker.lock import Difference
    from checker.model import Assessment

PASSED, FAILED, BAD_INPUT, NOTHING = 0, 1, 3, 4  # and WRONG_USAGE, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code as above."""
    commands = {
        "check": _check, "report": _report, "validate": _validate, "explain": _explain,
        "diff": _diff, "lock": _lock, "config": _config,
    }  # fmt: skip
    arguments = parser(commands).parse_args(argv)
    gc.disable()  # a short run that builds much and frees little: collecting would be a tenth of it
    from checker.errors import BadInput
    from checker.inputs import Stop

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
    from checker.inputs import Inputs, compared_with_locks

    inputs = Inputs(arguments)
    gate, lang = inputs.gate(), inputs.lang()
    outputs = [_output(written) for written in arguments.output]
    assessments = inputs.assessments()
    differences: list[tuple[Assessment, Difference]] = []
    if gate.worse or arguments.locked:
        assessments, differences = compared_with_locks(assessments)
    from checker import reports

    for name, path in outputs:
        _write(path, reports.render(assessments, name, lang=lang, verbose=arguments.verbose, gate=gate))
    text = reports.render(
        assessments, arguments.format,
        lang=lang, verbose=arguments.verbose, colour=_colour(arguments), gate=gate,
    )  # fmt: skip
    _print(text)
    _warn_of_waivers(assessments)
    if differences:  # a lock of another baseline is said even where nothing else of it is asked
        shown = arguments.locked
        _say_differences([each for each in differences if shown or each[1].subject == "baseline"])
    if arguments.locked:
        _say(
            f"checker: the lock {'differs; if that is meant, run `checker lock`' if differences else 'holds'}"
        )
    ended = _ended(gate, assessments)
    return FAILED if arguments.locked and differences and ended == PASSED else ended


def _say_differences(found: Sequence[tuple[Assessment, Difference]]) -> None:
    from checker.reports.changes import difference

    for assessment, each in found:
        for line in difference(each, assessment, "en"):
            _say(f"{assessment.suite.id}: {line}")


def _ended(gate: Gate, assessments: Sequence[Assessment]) -> int:
    """Say what was looked at and how it ended; the exit code."""
    counts = gate.counts(assessments)
    if counts.evaluated == counts.not_applicable:
        _say(f"checker: nothing was judged: none of {_count(counts.evaluated, 'requirement')} applies")
        return NOTHING
    if gate.open:
        return PASSED
    result = "failed" if counts.gating else "passed"
    count = "1 finding counts" if counts.gating == 1 else f"{counts.gating} findings count"
    _say(
        f"checker: the gate {result}: {count} ({gate}); {counts.evaluated} evaluated, "
        f"{counts.not_applicable} not applicable, {_count(counts.gaps, 'gap')}, {counts.waived} waived"
    )
    if counts.all_filtered and gate.verdicts:
        _say("checker: no gap counts: each is waived, or the gate leaves it out")
    return FAILED if counts.gating else PASSED


def _diff(arguments: argparse.Namespace) -> int:
    import tempfile
    from pathlib import Path

    from checker import sides
    from checker.inputs import Inputs
    from checker.reports import render_diff

    inputs = Inputs(arguments)
    gate, lang = inputs.gate("diff"), inputs.lang()
    outputs = [_output(written) for written in arguments.output]
    with tempfile.TemporaryDirectory() as scratch:
        found = sides.compare(
            inputs, arguments.old, arguments.new, from_merge_base=arguments.merge_base, scratch=Path(scratch)
        )
    for name, path in outputs:
        _write(path, render_diff(found, name, lang=lang, gate=gate))
    _print(render_diff(found, arguments.format, lang=lang, gate=gate, colour=_colour(arguments)))
    _warn_of_waivers(found.assessments)
    for problem in (*found.unreadable, *found.stale):
        _say(str(problem))
    if found.unreadable:
        _say(f"checker: {found.was} cannot be read in part; what changed there is told by its locks")
    ended = _ended(gate, found.assessments)
    return BAD_INPUT if found.stale else ended


def _lock(arguments: argparse.Namespace) -> int:
    from checker import inputs
    from checker.errors import BadInput
    from checker.lock import differences, lock, render
    from checker.lock_file import load_lock
    from checker.reports.changes import difference

    run = inputs.Inputs(arguments)
    lang, assessments = run.lang(), run.assessments()
    accepted = inputs.locks(assessments) if arguments.check else []
    differing = 0
    for number, assessment in enumerate(assessments):
        path = inputs.lock_path(assessment.suite)
        try:
            before = accepted[number] if arguments.check else load_lock(path, path.as_posix())
            found = differences(before, assessment)
        except BadInput:  # not locked yet, or a lock that nobody can read: it is written anew
            before, found = None, []
        lines = [line for each in found for line in difference(each, assessment, lang)]
        _print("".join(f"{assessment.suite.id}: {line}\n" for line in lines))
        differing += bool(found)
        fresh = lock(assessment)
        # the order of what is accepted is no difference, but the next one shall be the only line that changes
        reordered = before and render(before) != render(fresh._replace(as_of=before.as_of))
        if not arguments.check and (found or reordered or before is None):
            if path.is_symlink():  # of a repository, which must not choose what is overwritten
                raise inputs.Stop(WRONG_USAGE, f"{path}: a link is not written to; put a file in its place")
            _write(path, render(fresh))
            _say(f"checker: {path.as_posix()} written")
    if not arguments.check:
        _say(f"checker: the verdicts of {_count(len(assessments), 'suite')} are locked")
        return PASSED
    if differing:
        _say(
            f"checker: {_count(differing, 'lock')} differ{'s' if differing == 1 else ''}; if that is meant, run `checker lock`"
        )
    else:
        _say(f"checker: {_count(len(assessments), 'lock')} hold{'s' if len(assessments) == 1 else ''}")
    return FAILED if differing else PASSED


def _report(arguments: argparse.Namespace) -> int:
    from checker.inputs import Inputs, Stop

    inputs = Inputs(arguments)
    gate, assessments = inputs.gate(), inputs.assessments()
    names = ["index", *(assessment.suite.id for assessment in assessments)]
    if doubled := next((name for name in names if names.count(name) > 1), None):
        raise Stop(WRONG_USAGE, f"two reports would be called {doubled}; report these suites one by one")
    from pathlib import Path

    from checker.reports import markdown

    folder = Path(arguments.into)
    for lang in (arguments.lang,) if arguments.lang else ("en", "zh"):
        for assessment in assessments:
            report = markdown.render_suite(assessment, lang=lang, gate=gate)
            _write(folder / f"{assessment.suite.id}.{lang}.md", report)
        _write(folder / f"index.{lang}.md", markdown.render_index(assessments, lang=lang))
    _warn_of_waivers(assessments)
    _say(f"checker: reports on {_count(len(assessments), 'suite')} written into {arguments.into}")
    return PASSED


def _validate(arguments: argparse.Namespace) -> int:
    from checker.inputs import Inputs

    if arguments.paths == ["-"]:
        from pathlib import Path

        from checker.agreements import check_encoding
        from checker.source import MOST_BYTES

        check_encoding(
            sys.stdin.buffer.read(MOST_BYTES + 1), Path(arguments.stdin_name), arguments.stdin_name
        )
        _say(f"checker: {arguments.stdin_name}: no problems")
        return PASSED
    inputs = Inputs(arguments)
    suites = inputs.suites_and_baseline()[0] if arguments.baseline else inputs.suites()
    agreements = [agreement for suite in suites for agreement in suite.agreements]
    quotes = sum(len({provision.evidence for provision in agreement.provisions}) for agreement in agreements)
    counts = (
        f"{_count(len(suites), 'suite')}, {_count(len(agreements), 'agreement')}, {_count(quotes, 'quote')}"
    )
    _say(f"checker: no problems: {counts} found in the source")
    return PASSED


def _explain(arguments: argparse.Namespace) -> int:
    from checker.inputs import Inputs, Stop
    from checker.reports import explain

    inputs = Inputs(arguments)
    baseline, lang = inputs.baseline(), inputs.lang()
    found = next((r for r in baseline.requirements if r.id == arguments.requirement), None)
    if found is None:
        from difflib import get_close_matches

        known = [requirement.id for requirement in baseline.requirements]
        near = get_close_matches(arguments.requirement, known, n=3)
        mean = f"did you mean {', '.join(near)}?" if near else f"there are: {', '.join(known)}"
        raise Stop(
            WRONG_USAGE,
            f"no requirement {arguments.requirement!r} in {baseline.named}; {mean}",
        )
    if not arguments.paths:
        _print(explain.requirement(found, baseline, lang=lang))
        return PASSED
    suites = inputs.suites()
    if len(suites) > 1:
        raise Stop(WRONG_USAGE, f"{arguments.paths[0]} holds {len(suites)} suites; name the folder of one")
    # Waivers that waive nothing are not its subject, and whoever mends them asks here.
    assessment = inputs.assess_one(suites[0], baseline)
    finding = next(finding for finding in assessment.findings if finding.requirement is found)
    _print(explain.finding(finding, assessment, lang=lang))
    return PASSED


def _config(arguments: argparse.Namespace) -> int:
    from checker.inputs import Inputs
    from checker.reports.plain import plain

    inputs = Inputs(arguments)
    values = {
        "paths": " ".join(inputs.paths()), "baseline": inputs.baseline_name(), "lang": inputs.lang(),
        "fail_on": str(inputs.gate()),
    }  # fmt: skip
    origins = dict(inputs.origins)
    values = {name: plain(value) for name, value in values.items()}  # what is set cannot command the terminal
    values["diff.fail_on"] = str(Inputs(argparse.Namespace()).gate("diff"))
    origins["diff.fail_on"] = inputs.set_to.file if inputs.set_to.diff_fail_on else "default"
    widths = [max(map(len, column)) for column in (values, values.values())]
    for name, value in values.items():
        _print(f"{name:<{widths[0]}}  {value:<{widths[1]}}  {plain(origins[name])}\n")
    return PASSED


# --- writing ------------------------------------------------------------------------------------------------


def _warn_of_waivers(assessments: Sequence[Assessment]) -> None:
    """On stderr, whatever the format: what covers nothing here, or not any more, or soon will not."""
    for assessment in assessments:
        baseline, waivers = assessment.baseline.id, assessment.suite.waivers
        if waivers and waivers.baseline != baseline:
            file = waivers.entries[0].file
            _say(
                f"{file}: warning: these waivers are for the baseline {waivers.baseline}, not {baseline}; none is applied"
            )
    waived = [(w, f) for a in assessments for f in a.findings for w in f.waivers]
    if not waived:
        return
    from checker.model import WaiverState
    from checker.reports.waived import sentence
    from checker.waivers import soon

    for each, finding in waived:
        if each.state is not WaiverState.VALID or soon(each):
            place = f"{each.waiver.file}:{each.waiver.line}"
            _say(f"{place}: warning: {finding.requirement.id}: {sentence(each, finding, 'en')}")


def _print(text: str) -> None:
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # the reader of our output has left: nobody to tell, and Python must not try again at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say(message: str) -> None:
    """One line to stderr."""
    print(printable(message), file=sys.stderr)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _write(path: Path, text: str) -> None:
    from checker import files
    from checker.inputs import Stop

    try:
        files.write(path, text)
    except OSError as error:
        raise Stop(WRONG_USAGE, f"{path}: cannot be written ({error.strerror}); name another file") from None


def _colour(arguments: argparse.Namespace) -> bool:
    return arguments.format == "text" and sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def _output(written: str) -> tuple[str, Path]:
    from pathlib import Path

    from checker.inputs import Stop

    name, equals, path = written.partition("=")
    if not equals or not path or name not in FORMATS:
        raise Stop(WRONG_USAGE, f"-o {written}: write FORMAT=FILE; formats are {', '.join(FORMATS)}")
    return name, Path(path)
