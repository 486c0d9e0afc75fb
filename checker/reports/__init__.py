"""Reports on assessments, one module a format. Returns text; never reads or writes files, never prints.

A new format costs one module with `render(assessments, *, lang, verbose, colour, gate) -> str` and one entry in
FORMATS. `gate` says which findings count; no format decides that, or what a waiver covers, by itself."""

from collections.abc import Mapping, Sequence
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

from checker.gate import DEFAULT, Gate
from checker.model import Assessment

if TYPE_CHECKING:
    from checker.diff import Diff

FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "text": "checker.reports.text",
        "json": "checker.reports.as_json",
        "markdown": "checker.reports.markdown",
        "sarif": "checker.reports.sarif",
        "junit": "checker.reports.junit",
        "github": "checker.reports.github",
        "gitlab": "checker.reports.gitlab",
        "csv": "checker.reports.as_csv",
    }
)
DIFF_FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "text": "checker.reports.diff_text",
        "json": "checker.reports.diff_json",
        "markdown": "checker.reports.diff_markdown",
    }
)
LANGUAGES = ("en", "zh")


def render(
    assessments: Sequence[Assessment],
    format: str,
    *,
    lang: str = "en",
    verbose: bool = False,
    colour: bool = False,
    gate: Gate = DEFAULT,
) -> str:
    """The report on assessments (of one baseline, as of one day) in a format, with a newline at its end.

    `verbose` shows every finding, `colour` marks verdicts with ANSI codes; only `text` heeds either. `gate` decides
    which findings are counted as failing the run.
    Raises ValueError for a format or language that does not exist, and for no assessments at all."""
    if format not in FORMATS:
        raise ValueError(f'there is no format "{format}"; the formats are {", ".join(FORMATS)}')
    if lang not in LANGUAGES:
        raise ValueError(f'there is no language "{lang}"; the languages are {", ".join(LANGUAGES)}')
    if not assessments:
        raise ValueError("there is nothing to report: no suite was assessed")
    module = import_module(FORMATS[format])
    report: str = module.render(assessments, lang=lang, verbose=verbose, colour=colour, gate=gate)
    return report


def render_diff(diff: "Diff", format: str, *, lang: str, gate: Gate, colour: bool = False) -> str:
    """The report on a change, with a newline at its end; arguments as for `render`. Formats that have no words for a change
    tell how things stand after it; what got worse is marked, and so fails the run there as well."""
    if format not in DIFF_FORMATS:
        return render(diff.assessments, format, lang=lang, gate=gate)
    module = import_module(DIFF_FORMATS[format])
    report: str = module.render(diff, lang=lang, gate=gate, colour=colour)
    return report
