"""How a command that judges ends: what it says of the gate and of waivers, and its exit code."""

from collections.abc import Sequence

from checker.exits import FAILED, NOTHING, PASSED
from checker.gate import Gate
from checker.model import Assessment, WaiverState
from checker.reports.waived import sentence
from checker.terminal import counted, say
from checker.waivers import soon


def ended(gate: Gate, assessments: Sequence[Assessment]) -> int:
    """Say what was looked at and how it ended; the exit code."""
    counts = gate.counts(assessments)
    if counts.evaluated == counts.not_applicable:
        say(f"checker: nothing was judged: none of {counted(counts.evaluated, 'requirement')} applies")
        return NOTHING
    if gate.open:
        return PASSED
    result = "failed" if counts.gating else "passed"
    count = "1 finding counts" if counts.gating == 1 else f"{counts.gating} findings count"
    say(
        f"checker: the gate {result}: {count} ({gate}); {counts.evaluated} evaluated, "
        f"{counts.not_applicable} not applicable, {counted(counts.gaps, 'gap')}, {counts.waived} waived"
    )
    if counts.all_filtered and gate.verdicts:
        say("checker: no gap counts: each is waived, or the gate leaves it out")
    return FAILED if counts.gating else PASSED


def warn_of_waivers(assessments: Sequence[Assessment]) -> None:
    """On stderr, whatever the format: what covers nothing here, or not any more, or soon will not."""
    for assessment in assessments:
        baseline, waivers = assessment.baseline.id, assessment.suite.waivers
        if waivers and waivers.baseline != baseline:
            file = waivers.entries[0].file
            say(
                f"{file}: warning: these waivers are for the baseline {waivers.baseline}, not {baseline}; none is applied"
            )
    waived = [(w, f) for a in assessments for f in a.findings for w in f.waivers]
    if not waived:
        return
    for each, finding in waived:
        if each.state is not WaiverState.VALID or soon(each):
            place = f"{each.waiver.file}:{each.waiver.line}"
            say(f"{place}: warning: {finding.requirement.id}: {sentence(each, finding, 'en')}")
