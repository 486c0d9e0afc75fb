"""Assessments for the tests of reports: the real suites, and the same with all text of others exchanged."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from checker.agreements import load_suite
from checker.catalogue import load_baseline
from checker.engine import assess, by_kind
from checker.model import Agreement, Assessment, Evidence, Fact, NotHeld, Requirement, Suite

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
    """The assessment as if every quote, title, heading, version, note and name of others were `text`."""
    exchange = _Exchange(text, clause)
    suite: Suite = exchange.of(assessment.suite)
    findings = exchange.of(assessment.findings)
    return assessment._replace(suite=suite, findings=findings, provisions=by_kind(suite))


class _Exchange:
    """Exchanges the text of others; what was one object stays one object."""

    def __init__(self, text: str, clause: str) -> None:
        self.text, self.clause = text, clause
        self.done: dict[int, tuple[Any, Any]] = {}

    def of(self, value: Any) -> Any:
        if id(value) not in self.done:
            self.done[id(value)] = value, self._of(value)
        return self.done[id(value)][1]

    def _of(self, value: Any) -> Any:
        if isinstance(value, Requirement):
            return value
        if isinstance(value, Fact):
            ours = value.ground in ("operator", "none")
            return value if ours else value._replace(ground=f"agreement {self.clause}")
        if hasattr(value, "_fields"):
            kept = {name: self.of(part) for name, part in zip(value._fields, value, strict=True)}
            return type(value)(**{**kept, **self._changes(value)})
        if isinstance(value, tuple):
            return tuple(self.of(part) for part in value)
        if isinstance(value, Mapping):
            return {name: self._named(name, part) for name, part in value.items()}
        return value

    def _named(self, name: str, part: Any) -> Any:
        return {"en": self.text, "zh": self.text} if name == "note" else self.of(part)

    def _changes(self, value: Any) -> dict[str, str]:
        text = self.text
        if isinstance(value, Evidence):
            return {"quote": text, "clause": self.clause, "heading": text}
        if isinstance(value, Agreement):
            return {"title": text, "version": text}
        if isinstance(value, NotHeld):
            return {"title": text}
        return {"operator": text} if isinstance(value, Suite) else {}
