"""The verdict lock: the accepted verdicts of a suite as a file, one line a requirement, and what differs from it.

Pure: no files, no clock. Never decides what is better or worse: `compare` does."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from checker.compare import Change, ClauseRef, ClauseRefs, Direction, State, change, state
from checker.model import Assessment, Verdict

_PLAIN = re.compile(r"[a-z][\w.() （）-]*(?<! )")  # what every YAML reads as text without quotes, save these:
_NO_TEXT = frozenset(["null", "true", "false", "yes", "no", "on", "off", "y", "n"])
_HEAD = """\
# The accepted verdicts of this suite. Written by `checker lock`; do not edit: run it again and review what changes.
"""


class Lock(NamedTuple):
    """What was accepted: the suite's id, the baseline (`cn-pipl 2026.1`), the day, the hashes of the source texts by
    agreement, and the states of the findings by requirement."""

    suite: str
    baseline: str
    as_of: str
    sources: Mapping[str, str]
    states: Mapping[str, State]


class Difference(NamedTuple):
    """One thing that is not as it was accepted: a requirement with its change, or another subject with both values."""

    subject: str
    change: Change | None = None
    was: str = ""
    now: str = ""


def lock(assessment: Assessment) -> Lock:
    """An assessment as it would be accepted."""
    return Lock(
        assessment.suite.id, assessment.baseline.named, assessment.as_of,
        {agreement.id: agreement.sha256 for agreement in assessment.suite.agreements},
        {finding.requirement.id: state(finding) for finding in assessment.findings},
    )  # fmt: skip


def differences(accepted: Lock, assessment: Assessment) -> list[Difference]:
    """What is not as it was accepted, whichever way: baseline, source texts, findings. The day alone is no difference."""
    now = lock(assessment)
    found = []
    if accepted.baseline != now.baseline:
        found.append(Difference("baseline", was=accepted.baseline, now=now.baseline))
    for name in _names(accepted.sources, now.sources):
        was, is_now = accepted.sources.get(name, ""), now.sources.get(name, "")
        if was != is_now:
            found.append(Difference(f"source of {name}", was=was, now=is_now))
    changes = {
        name: change(accepted.states.get(name), now.states.get(name))
        for name in _names(accepted.states, now.states)
    }
    return [
        *found,
        *(Difference(name, each) for name, each in changes.items() if each.direction is not Direction.SAME),
    ]


def marked(assessment: Assessment, changes: Mapping[str, Change]) -> Assessment:
    """The assessment with the findings marked that got worse; `changes` by requirement."""
    worse = {name for name, each in changes.items() if each.direction is Direction.WORSE}
    findings = (finding._replace(worse=finding.requirement.id in worse) for finding in assessment.findings)
    return assessment._replace(findings=tuple(findings))


def _names(was: Iterable[str], now: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys((*now, *was))


# --- as a file ------------------------------------------------------------------------------------------------


def render(accepted: Lock) -> str:
    """The lock as YAML: a line for each requirement, so that one changed verdict is one changed line."""
    lines = [
        f"suite: {_text(accepted.suite)}",
        f"baseline: {_text(accepted.baseline)}",
        f'as_of: "{accepted.as_of}"',
        "sources:",
    ]
    lines += [f'  {_text(name)}: "{sha256}"' for name, sha256 in accepted.sources.items()]
    lines.append("verdicts:")
    lines += [f"  {_text(name)}: {{{_line(each)}}}" for name, each in accepted.states.items()]
    return _HEAD + "\n".join(lines) + "\n"


def parse(data: Mapping[str, Any]) -> Lock:
    """The lock from the data of its file, which fit the schema."""
    return Lock(
        data["suite"], data["baseline"], data["as_of"], data["sources"],
        {name: _state(entry) for name, entry in data["verdicts"].items()},
    )  # fmt: skip


def _line(state: State) -> str:
    parts = [f"verdict: {state.verdict}"]
    if state.assumed:
        parts.append("assumed: true")
    for key, by_name in (("said", state.said), ("hit", state.hit)):
        if by_name:
            named = (
                f"{_text(name)}: [{_list(f'{ref.agreement} {ref.at}' for ref in where)}]"
                for name, where in by_name.items()
            )
            parts.append(f"{key}: {{{', '.join(named)}}}")
    for key, names in (("silent", state.silent), ("deferred", state.deferred)):
        if names:
            parts.append(f"{key}: [{_list(names)}]")
    return ", ".join([*parts, f'fingerprint: "{state.fingerprint}"'])


def _list(written: Iterable[str]) -> str:
    return ", ".join(map(_text, written))


def _text(written: str) -> str:
    """As whoever reads YAML, of whatever version, reads this text."""
    if _PLAIN.fullmatch(written) and written not in _NO_TEXT:
        return written
    quoted = json.dumps(written, ensure_ascii=False)
    return "".join(char if char.isprintable() else f"\\U{ord(char):08x}" for char in quoted)


def _state(entry: Mapping[str, Any]) -> State:
    return State(
        Verdict(entry["verdict"]), entry.get("assumed", False), _by_name(entry, "said"),
        tuple(entry.get("silent", ())), tuple(entry.get("deferred", ())), _by_name(entry, "hit"),
        entry["fingerprint"],
    )  # fmt: skip


def _by_name(entry: Mapping[str, Any], key: str) -> Mapping[str, ClauseRefs]:
    found: Mapping[str, list[str]] = entry.get(key, {})
    return {name: tuple(map(_ref, where)) for name, where in found.items()}


def _ref(written: str) -> ClauseRef:
    agreement, _, at = written.partition(" ")
    return ClauseRef(agreement, at)
