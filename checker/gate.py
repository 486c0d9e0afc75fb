"""Which findings make a run fail. Pure: no output, no exit codes."""

from collections.abc import Iterable
from typing import NamedTuple

from checker.model import GAPS, Assessment, Finding, Severity, Verdict

_RANK = {severity: rank for rank, severity in enumerate(Severity)}


class Gate(NamedTuple):
    """Verdicts that fail a run, from a least severity on; no verdicts: the gate is open."""

    verdicts: frozenset[Verdict]
    least: Severity

    def stops(self, assessments: Iterable[Assessment]) -> list[Finding]:
        """The findings that fail the run."""
        return [finding for each in assessments for finding in each.findings if self._stops(finding)]

    def _stops(self, finding: Finding) -> bool:
        heavy = _RANK[finding.requirement.severity] <= _RANK[self.least]
        return heavy and finding.verdict in self.verdicts


def verdicts(written: str) -> frozenset[Verdict]:
    """`violated,missing` as verdicts; `never` as none. Raises ValueError that says what can be written."""
    if written == "never":
        return frozenset()
    names = [name.strip() for name in written.split(",")]
    known = [str(verdict) for verdict in GAPS]
    if wrong := [name for name in names if name not in known]:
        raise ValueError(
            f"cannot fail on {', '.join(wrong) or 'nothing'}: write `never`, or some of {', '.join(known)}"
        )
    return frozenset(Verdict(name) for name in names)
