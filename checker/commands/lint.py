"""`checker lint`: find faults of the texts themselves."""

import argparse
from collections import Counter
from collections.abc import Callable, Sequence

from checker import suite_texts
from checker.errors import one_of
from checker.exits import FAILED, NOTHING, PASSED, WRONG_USAGE, Stop
from checker.files import NoSuchPath
from checker.inputs import Inputs
from checker.lint import CHECKS, MOST, Remark, remarks
from checker.reports import lint_json, lint_text
from checker.terminal import colour, counted, output, say, show, tracked, write


def run(arguments: argparse.Namespace) -> int:
    """Read the texts, run the checks, print and write; 1 where there is a remark."""
    inputs = Inputs(arguments, tracked)
    checks = _chosen(arguments.only, arguments.skip)
    outputs = [output(written, tuple(_RENDER)) for written in arguments.output]
    names = [inputs.place(path) for path in inputs.paths()]
    try:
        suites = suite_texts.load(names)
    except NoSuchPath as missing:
        raise Stop(WRONG_USAGE, f"{missing}: no such file or folder; name a suite, or a text") from None
    if not suites:
        raise Stop(NOTHING, str(suite_texts.nothing(names)))
    linted = [(suite, remarks(suite, checks)) for suite in inputs.tracked(suites, "checking texts")]
    lang = inputs.lang()
    for name, path in outputs:
        write(path, _RENDER[name](linted, checks, lang=lang))
    show(_RENDER[arguments.format](linted, checks, lang=lang, colour=colour(arguments)))
    number, texts = sum(len(found) for _, found in linted), sum(len(suite) for suite, _ in linted)
    say(
        f"checker: {counted(number, 'remark')} in {counted(texts, 'text')}; "
        f"{counted(len(checks), 'check')} of {len(CHECKS)} ran{_cut([found for _, found in linted])}"
    )
    return FAILED if number else PASSED


_RENDER: dict[str, Callable[..., str]] = {"text": lint_text.render, "json": lint_json.render}


def _chosen(only: Sequence[str] | None, skip: Sequence[str] | None) -> list[str]:
    """The ids of the checks to be run, in their order. Raises Stop."""
    for flag, names in (("--only", only), ("--skip", skip)):
        for name in names or ():
            if name not in CHECKS:
                raise Stop(WRONG_USAGE, f"{flag} {name}: there is no such check; {_remedy(name)}")
    chosen = [name for name in CHECKS if (not only or name in only) and name not in (skip or ())]
    if not chosen:
        raise Stop(WRONG_USAGE, "--only and --skip leave no check to run; leave one of them out")
    return chosen


def _remedy(name: str) -> str:
    near, known = one_of(name, CHECKS), ", ".join(CHECKS)
    return near if known in near else f"{near} Checks are {known}"


def _cut(found: Sequence[Sequence[Remark]]) -> str:
    """That there are more, where a check has found as many as it may tell."""
    most = max((max(Counter(each.check for each in one).values(), default=0) for one in found), default=0)
    return f"; of some checks only the first {MOST:,} are told" if most >= MOST else ""
