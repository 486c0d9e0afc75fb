"""`checker explain`: one requirement in full, with a suite its verdict and why; or one clause of an agreement."""

import argparse
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

from checker import files
from checker.agreements import SUITE_FILE, encodings
from checker.errors import BadInput, did_you_mean
from checker.exits import PASSED, WRONG_USAGE, Stop
from checker.inputs import Inputs
from checker.terminal import show


def run(arguments: argparse.Namespace) -> int:
    """Print a requirement, the finding on it, or what a clause says and what rests on it."""
    return _requirement(arguments) if arguments.clause is None else _clause(arguments)


def _requirement(arguments: argparse.Namespace) -> int:
    from checker.reports import explain

    arguments.paths = [arguments.suite] if arguments.suite else []
    inputs = Inputs(arguments)
    baseline, lang = inputs.baseline(), inputs.lang()
    found = next((r for r in baseline.requirements if r.id == arguments.subject), None)
    if found is None:
        known = [requirement.id for requirement in baseline.requirements]
        near = get_close_matches(arguments.subject[:100], known, n=3)
        mean = f"did you mean {', '.join(near)}?" if near else f"there are: {', '.join(known)}"
        raise Stop(WRONG_USAGE, f"no requirement {arguments.subject!r} in {baseline.named}; {mean}")
    if not arguments.suite:
        show(explain.requirement(found, baseline, lang=lang))
        return PASSED
    suites = inputs.suites()
    if len(suites) > 1:
        raise Stop(WRONG_USAGE, f"{arguments.suite} holds {len(suites)} suites; name the folder of one")
    # Waivers that waive nothing are not its subject, and whoever mends them asks here.
    assessment = inputs.assess_one(suites[0], baseline)
    finding = next(finding for finding in assessment.findings if finding.requirement is found)
    show(explain.finding(finding, assessment, lang=lang))
    return PASSED


def _clause(arguments: argparse.Namespace) -> int:
    from checker.encodings import opened
    from checker.reports import explain_clause

    if arguments.suite:
        what = "with --clause there is one AGREEMENT, such as kingsoft-cloud/privacy-policy"
        raise Stop(WRONG_USAGE, f"{what}; leave out {arguments.suite!r}")
    path = _encoding(Inputs(arguments), arguments.subject)
    arguments.paths = [str(path.parent)]
    inputs = Inputs(arguments)
    at, lang = arguments.clause, inputs.lang()
    document, text = opened(path, files.display(path), files.display(path.parent) + "/")
    if at not in text.by_at:
        unknown = text.unknown(at)
        raise Stop(WRONG_USAGE, f"{unknown.fault}; {unknown.remedy}")
    show(explain_clause.encoded(document, text, at, lang=lang))
    try:
        suites, baseline = inputs.suites_and_baseline()
    except BadInput:
        show(explain_clause.not_judged(lang=lang))
        raise
    assessment = inputs.assess_one(suites[0], baseline)
    show(explain_clause.rests(assessment, document.data["agreement"], at, lang=lang))
    return PASSED


def _encoding(inputs: Inputs, name: str) -> Path:
    """The encoding that `SUITE/AGREEMENT` means, or the path of one, or that of its source text. Raises Stop."""
    for written in (name, f"{name}.yaml"):
        path = Path(inputs.place(written))
        path = path.with_suffix(".yaml") if path.suffix == ".md" else path
        if path.is_file() and path in encodings(path.parent):
            return path
    folder = Path(inputs.place(name))
    if (folder / SUITE_FILE).is_file():
        held = ", ".join(f"{name.rstrip('/')}/{each.stem}" for each in encodings(folder))
        raise Stop(WRONG_USAGE, f"{name} is a suite; name one of its agreements: {held}")
    known = [f"{each.parent.name}/{each.stem}" for folder in _folders(inputs) for each in encodings(folder)]
    near = did_you_mean(name, known)
    mean = f"did you mean {near}?" if near else f"there are: {', '.join(known)}"
    raise Stop(WRONG_USAGE, f"no agreement {name!r}; {mean if known else 'name its file'}")


def _folders(inputs: Inputs) -> Iterable[Path]:
    """The suites that are usually looked at; none where there are none."""
    try:
        return inputs.folders()
    except Stop:
        return ()
