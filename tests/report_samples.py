"""Assessments for the tests of reports: the real suites, and the same with all text of others exchanged."""

from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from checker.agreements import load_suite
from checker.catalogue import load_baseline
from checker.engine import assess
from checker.model import Agreement, Assessment, Evidence, Fact, NotHeld, Suite

ROOT = Path(__file__).parent.parent
AS_OF = "2026-11-21"


@cache
def assessments() -> tuple[Assessment, ...]:
    """Every suite under policies/ against the default baseline."""
    baseline = load_baseline()
    folders = sorted(path.parent for path in (ROOT / "policies").glob("*/suite.yaml"))
    suites = [load_suite(folder, f"policies/{folder.name}") for folder in folders]
    return tuple(assess(suite, baseline, as_of=AS_OF) for suite in suites)


def worded(assessment: Assessment, text: str, clause: str = "1") -> Assessment:
    """The assessment as if every quote, title, heading, version and name of others were `text`."""
    suite: Suite = _exchange(assessment.suite, text, clause)
    return assessment._replace(suite=suite, findings=_exchange(assessment.findings, text, clause))


def _exchange(value: Any, text: str, clause: str) -> Any:
    if isinstance(value, Fact):
        return value if value.ground in ("operator", "none") else value._replace(ground=f"agreement {clause}")
    changes: dict[str, str] = {}
    if isinstance(value, Evidence):
        changes = {"quote": text, "clause": clause, "heading": text}
    elif isinstance(value, Agreement):
        changes = {"title": text, "version": text}
    elif isinstance(value, NotHeld):
        changes = {"title": text}
    elif isinstance(value, Suite):
        changes = {"operator": text}
    if hasattr(value, "_fields"):
        kept = {name: _exchange(part, text, clause) for name, part in zip(value._fields, value, strict=True)}
        return type(value)(**{**kept, **changes})
    if isinstance(value, tuple):
        return tuple(_exchange(part, text, clause) for part in value)
    if isinstance(value, MappingProxyType):
        return MappingProxyType({name: _exchange(part, text, clause) for name, part in value.items()})
    return value
