"""Which findings make a run fail. Pure: no output, no exit codes."""

from collections.abc import Iterable
from typing import NamedTuple

from checker.model import GAPS, Assessment, Finding, Severity, Verdict

NEVER, WORSE = "never", "worse"
_RANK = {severity: rank for rank, severity in enumerate(Severity)}


class Counts(NamedTuple):
    """What a run looked at: requirements judged, those that do not apply, gaps among the others, gaps that are waived,
    and gaps that fail the run."""

    evaluated: int
    not_applicable: int
    gaps: int
    waived: int
    gating: int

    @property
    def all_filtered(self) -> bool:
        """Whether there are gaps and none of them fails the run: waivers and the least severities leave out all."""
        return self.gaps > 0 and not self.gating


class Gate(NamedTuple):
    """Verdicts that fail a run, each from a least severity on; `worse`: the least severity of what got worse, where that
    fails it. Neither: the gate is open. A waived finding never fails a run."""

    verdicts: tuple[tuple[Verdict, Severity], ...] = ()
    worse: Severity | None = None

    def stops(self, assessments: Iterable[Assessment]) -> list[Finding]:
        """The findings that fail the run."""
        return [finding for each in assessments for finding in each.findings if self.gates(finding)]

    def gates(self, finding: Finding) -> bool:
        """Whether a finding fails the run."""
        if finding.waived:
            return False
        rules = [least for verdict, least in self.verdicts if finding.verdict is verdict]
        if finding.worse and self.worse:
            rules.append(self.worse)
        return any(_heavy(finding, least) for least in rules)

    @property
    def open(self) -> bool:
        """Whether nothing can fail a run."""
        return not self.verdicts and not self.worse

    def counts(self, assessments: Iterable[Assessment]) -> Counts:
        """What a run looked at, and what of it fails the run."""
        assessments = list(assessments)
        findings = [finding for each in assessments for finding in each.findings]
        verdicts = [finding.verdict for finding in findings]
        return Counts(
            len(findings), verdicts.count(Verdict.NOT_APPLICABLE), sum(v in GAPS for v in verdicts),
            sum(finding.waived for finding in findings), len(self.stops(assessments)),
        )  # fmt: skip

    def __str__(self) -> str:
        """As it can be written."""
        rules = [f"{verdict}:{least}" for verdict, least in self.verdicts]
        rules += [f"{WORSE}:{self.worse}"] if self.worse else []
        return ",".join(rules) or NEVER


DEFAULT = Gate(((Verdict.VIOLATED, Severity.HIGH), (Verdict.MISSING, Severity.HIGH)))


def parse(written: str, least: Severity = Severity.LOW) -> Gate:
    """`violated,missing:high` as a gate; `never` as one that is open. `least`: the least severity where none is
    written. Raises ValueError that says what can be written."""
    if written.strip() == NEVER:
        return Gate()
    verdicts: dict[Verdict, Severity] = {}
    worse = None
    wrong = []
    for rule in written.split(","):
        name, colon, severity = rule.strip().partition(":")
        if (colon and severity not in list(Severity)) or name not in (WORSE, *GAPS):
            wrong.append(rule.strip())
            continue
        # rules add up: of two for one verdict the one that stops more counts
        from_on = Severity(severity) if colon else least
        if name == WORSE:
            worse = max(worse or from_on, from_on, key=_RANK.__getitem__)
        else:
            verdict = Verdict(name)
            verdicts[verdict] = max(verdicts.get(verdict, from_on), from_on, key=_RANK.__getitem__)
    if wrong:
        raise ValueError(
            f"cannot fail on {', '.join(wrong) or 'nothing'}: write `{NEVER}`, or some of "
            f"{', '.join(GAPS)}, {WORSE}, each with a least severity ({', '.join(Severity)}) if you like, as in `missing:high`"
        )
    return Gate(tuple(verdicts.items()), worse)


def _heavy(finding: Finding, least: Severity) -> bool:
    return _RANK[finding.requirement.severity] <= _RANK[least]
