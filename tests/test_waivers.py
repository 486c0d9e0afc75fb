"""Waivers: what they cover, until when, and what is wrong with them; through the command line, and the pure part below
it. How they read: tests/scenarios/waivers.txt and invalid-waivers.txt."""

import csv
import gc
import hashlib
import io
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from checker import inputs
from checker.agreements import load_suite
from checker.catalogue import load_baseline
from checker.cli import main
from checker.engine import assess
from checker.model import (
    GAPS,
    Answer,
    Applicability,
    Assessment,
    Clause,
    ElementFinding,
    ElementStatus,
    Evidence,
    Finding,
    Match,
    ProhibitionFinding,
    ProhibitionStatus,
    Requirement,
    Severity,
    Verdict,
    Waiver,
    WaiverState,
    Words,
)
from checker.reports import FORMATS, LANGUAGES, render
from checker.waivers import judge

SMALL = Path(__file__).parent.parent / "fixtures" / "small"
DAY = "2026-11-21"
JUDGED = ["--baseline", "baseline.yaml", "--as-of", DAY]
CHECK = ["check", "cloud-notes", "--baseline", "baseline.yaml"]
UNKNOWN = ("rights.deleting", "no.such-requirement")
LIABILITY, COMPLAINT, REQUESTS = "terms.liability", "rights.complaint", "rights.requests"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The working directory: the small suite and its baseline, to be changed."""
    shutil.copytree(SMALL, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    gc.enable()  # the command line turns it off for its short life


# --- what is written and what comes of it -----------------------------------------------------------------------


def entry(requirement: str = LIABILITY, **changes: Any) -> dict[str, Any]:
    """A waiver of a finding of the small suite as it stands, good for all of 2026; None takes a key away."""
    written = {
        "requirement": requirement, "reason": "Being renegotiated", "approved_by": "Wang Jing",
        "approved_on": "2026-01-01", "expires": "2026-12-31", **changes,
    }  # fmt: skip
    written.setdefault("fingerprint", "0" * 16 if requirement in UNKNOWN else fingerprint(requirement))
    return {key: value for key, value in written.items() if value is not None}


def write(*entries: dict[str, Any], baseline: str = "small", zone: str = "Asia/Shanghai") -> None:
    """waivers.yaml; what is JSON is YAML. The waivers stand in lines 4, 5 …"""
    lines = ",\n".join(json.dumps(each, ensure_ascii=False) for each in entries)
    Path("cloud-notes/waivers.yaml").write_text(
        f"baseline: {json.dumps(baseline)}\ntime_zone: {json.dumps(zone)}\nwaivers: [\n{lines}\n]\n",
        encoding="utf-8",
    )


def fingerprint(requirement: str) -> str:
    return finding(requirement).fingerprint


def finding(requirement: str) -> Finding:
    return next(f for f in assessed().findings if f.requirement.id == requirement)


def assessed(day: str = DAY) -> Assessment:
    return assess(load_suite("cloud-notes"), load_baseline("baseline.yaml"), as_of=day)


def edit(name: str, old: str, new: str) -> None:
    """Change a file of the suite, and the hash that the encoding records of the source text."""
    path = Path("cloud-notes", name)
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    path.write_text(text.replace(old, new), encoding="utf-8")
    if name == "terms.md":
        edit("terms.yaml", before, hashlib.sha256(path.read_bytes()).hexdigest())


class Ended(NamedTuple):
    """How a run ended."""

    code: int
    out: str
    err: str


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> Ended:
    capsys.readouterr()
    code = main(list(arguments))
    return Ended(code, *capsys.readouterr())


# --- the table: waiver (none, valid, expired) × finding (unchanged, new, gone) ----------------------------------

ENDED = "2026-11-20"  # the day before DAY
FAILED = "the gate failed: 1 finding counts (violated:low); 7 evaluated, 1 not applicable, 5 gaps, 0 waived"
WAIVED = "the gate passed: 0 findings count (violated:low); 7 evaluated, 1 not applicable, 5 gaps, 1 waived"
CLEAN = "the gate passed: 0 findings count (violated:low); 7 evaluated, 1 not applicable, 4 gaps, 0 waived"
HEAD = "violated · medium · terms.liability"
VALID_SAID = "  Waiver: by Wang Jing on 2026-01-01, until the end of 2026-12-31. Reason: Being renegotiated"
EXPIRED_SAID = (
    "  Waiver: the waiver by Wang Jing of 2026-01-01 expired on 2026-11-20 and covers nothing any more. "
    "Its reason was: Being renegotiated"
)
CHANGED_SAID = (
    "  Waiver: the waiver by Wang Jing of 2026-01-01 covers this no longer: the finding or its evidence has changed "
    "since (fingerprint {accepted} then, {now} now). Its reason was: Being renegotiated"
)
IDLE = (
    "cloud-notes/waivers.yaml:4: nothing is to be waived: terms.liability is met, without a gap; "
    "remove the waiver, or mend what it names"
)

TABLE = [
    # waiver     finding      exit  how it ends  the finding's headline   what is said of the waiver
    ("none",    "unchanged",  1,    FAILED,      HEAD,                    None),
    ("none",    "new",        1,    FAILED,      HEAD,                    None),
    ("none",    "gone",       0,    CLEAN,       None,                    None),
    ("valid",   "unchanged",  0,    WAIVED,      HEAD + " (waived)",      VALID_SAID),
    ("valid",   "new",        1,    FAILED,      HEAD,                    CHANGED_SAID),
    ("valid",   "gone",       3,    IDLE,        None,                    None),
    ("expired", "unchanged",  1,    FAILED,      HEAD,                    EXPIRED_SAID),
    ("expired", "new",        1,    FAILED,      HEAD,                    CHANGED_SAID),
    ("expired", "gone",       3,    IDLE,        None,                    None),
]  # fmt: skip


@pytest.mark.parametrize(("waiver", "becomes", "code", "end", "headline", "said"), TABLE)
def test_a_waiver_and_what_becomes_of_the_finding(
    waiver: str, becomes: str, code: int, end: str, headline: str | None, said: str | None,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    accepted = fingerprint(LIABILITY)
    if waiver != "none":
        write(entry(expires="2026-12-31" if waiver == "valid" else ENDED))
    if becomes == "new":  # as a reviewer meets it: other words violate now
        edit("terms.md", "因您泄露密码造成的损失", "因您泄露密码造成的一切损失")
        edit("terms.yaml", "因您泄露密码造成的损失", "因您泄露密码造成的一切损失")
    elif becomes == "gone":
        edit("terms.yaml", "saves: []", "saves: [intent_or_gross_negligence]")

    done = run(capsys, *CHECK, "--as-of", DAY, "--fail-on", "violated")

    assert done.code == code
    assert end in done.err
    assert (done.out == "") is (code == 3), "what is bad input gives no report"
    lines = done.out.splitlines()
    assert [line for line in lines if line.startswith(HEAD)] == ([headline] if headline else [])
    expected = [said.format(accepted=accepted, now=fingerprint(LIABILITY))] if said and code != 3 else []
    assert [line for line in lines if line.startswith("  Waiver")] == expected
    warned = [line for line in done.err.splitlines() if ": warning: " in line]
    assert len(warned) == (said in (EXPIRED_SAID, CHANGED_SAID)), "what covers nothing any more is said aloud"


# --- a waiver changes no verdict and hides nothing --------------------------------------------------------------


def test_a_waiver_changes_nothing_of_a_finding_but_whether_it_is_waived() -> None:
    before = assessed()
    write(*[entry(f.requirement.id) for f in before.findings if f.verdict in GAPS])
    after = assessed()
    assert [f.waived for f in after.findings] == [f.verdict in GAPS for f in before.findings]
    # conditions are compiled anew with each baseline: compare by what was said
    for was, now in zip(before.findings, after.findings, strict=True):
        assert (was.requirement.id, was.verdict, was.fingerprint) == (
            now.requirement.id,
            now.verdict,
            now.fingerprint,
        )
        assert [(e.element.id, e.status, e.evidence) for e in was.elements] == [
            (e.element.id, e.status, e.evidence) for e in now.elements
        ]
        assert [(p.prohibition.id, p.status, p.evidence) for p in was.prohibitions] == [
            (p.prohibition.id, p.status, p.evidence) for p in now.prohibitions
        ]
    assert after.counts() == before.counts()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("form", FORMATS)
def test_a_waived_finding_stays_in_every_format_with_its_waiver(form: str, lang: str) -> None:
    write(entry(reason="Wortlaut wird neu verhandelt"))
    report = render([assessed()], form, lang=lang)
    assert LIABILITY in report
    assert "Wortlaut wird neu verhandelt" in report
    assert "Wang Jing" in report and "2026-12-31" in report


ONLY_VIOLATED = ["--fail-on", "violated"]
CASES = [
    ("valid", {}, 0),
    ("expired", {"expires": ENDED}, 1),
    ("changed", {"fingerprint": "0" * 16}, 1),
    ("early", {"approved_on": "2026-11-22"}, 1),
    ("malformed", {"reason": " "}, 3),
    ("idle", {"prohibition": "limited"}, 3),
]


@pytest.mark.parametrize(("changes", "code"), [each[1:] for each in CASES], ids=[each[0] for each in CASES])
def test_the_exit_code_and_what_is_said_are_the_same_for_every_format(
    changes: dict[str, Any], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    write(entry(**changes))
    ends = {form: run(capsys, *CHECK, "--as-of", DAY, *ONLY_VIOLATED, "--format", form) for form in FORMATS}
    assert {end.code for end in ends.values()} == {code}
    assert len({end.err for end in ends.values()}) == 1
    assert {bool(end.out) for end in ends.values()} == {code != 3}


def test_what_was_looked_at_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    write(entry(), entry(REQUESTS), entry(COMPLAINT, expires=ENDED))
    every = ",".join(GAPS)
    done = run(capsys, *CHECK, "--as-of", DAY, "--fail-on", every, "-o", "json=a.json")
    counted = (
        "(violated:low,missing:low,partial:low,undetermined:low); "
        "7 evaluated, 1 not applicable, 5 gaps, 2 waived\n"
    )
    assert done.code == 1
    assert done.err.endswith(f"checker: the gate failed: 3 findings count {counted}")
    assert "7 evaluated, 1 not applicable, 5 with gaps, 2 of them waived, 3 failing the run" in done.out
    [written] = json.loads(Path("a.json").read_text(encoding="utf-8"))["assessments"]
    gate = {key: value for key, value in written["gate"].items() if key != "fail_on"}
    assert gate == {"evaluated": 7, "not_applicable": 1, "gaps": 5, "waived": 2, "gating": 3}
    assert written["counts"]["violated"] == 1 and written["counts"]["partial"] == 1


def test_what_machines_read_says_whether_a_finding_is_waived() -> None:
    write(entry(), entry(COMPLAINT, expires=ENDED))
    assessment = assessed()
    [written] = json.loads(render([assessment], "json"))["assessments"]
    waivers = {each["requirement"]: each["waiver"] for each in written["findings"]}
    assert waivers[LIABILITY]["covers"] is True and waivers[COMPLAINT]["covers"] is False
    assert [each["state"] for each in waivers[COMPLAINT]["waivers"]] == ["expired"]
    assert waivers[REQUESTS] is None

    [sarif] = json.loads(render([assessment], "sarif"))["runs"]
    suppressed = {each["ruleId"]: bool(each["suppressions"]) for each in sarif["results"]}
    assert suppressed[LIABILITY] and not suppressed[COMPLAINT]

    rows = {
        row["Requirement"]: row
        for row in csv.DictReader(io.StringIO(render([assessment], "csv").lstrip("\ufeff")))
    }
    assert (rows[LIABILITY]["Waived"], rows[COMPLAINT]["Waived"]) == ("yes", "no")


# --- until when -------------------------------------------------------------------------------------------------


def covers(capsys: pytest.CaptureFixture[str], *arguments: str) -> bool:
    """Whether the finding is waived, by the exit code of a run that fails on it alone."""
    code = run(capsys, *CHECK, *ONLY_VIOLATED, *arguments).code
    assert code in (0, 1)
    return code == 0


def freeze(monkeypatch: pytest.MonkeyPatch, instant: str) -> None:
    monkeypatch.setattr(inputs, "_now", lambda: datetime.fromisoformat(instant))


MIDNIGHTS = [
    # zone, expires, the last second on which it covers, the first on which it does not
    ("Asia/Shanghai", "2026-11-30", "2026-11-30T15:59:59+00:00", "2026-11-30T16:00:00+00:00"),
    ("UTC", "2026-11-30", "2026-11-30T23:59:59+00:00", "2026-12-01T00:00:00+00:00"),
    ("America/Los_Angeles", "2026-11-30", "2026-12-01T07:59:59+00:00", "2026-12-01T08:00:00+00:00"),
    ("America/Los_Angeles", "2026-07-30", "2026-07-31T06:59:59+00:00", "2026-07-31T07:00:00+00:00"),  # summer
    ("Pacific/Kiritimati", "2026-11-30", "2026-11-30T09:59:59+00:00", "2026-11-30T10:00:00+00:00"),
    ("Asia/Kolkata", "2026-12-31", "2026-12-31T18:29:59+00:00", "2026-12-31T18:30:00+00:00"),
    # the same instants, told by machines that stand elsewhere
    ("Asia/Shanghai", "2026-11-30", "2026-12-01T05:59:59+14:00", "2026-12-01T06:00:00+14:00"),
    ("Asia/Shanghai", "2026-11-30", "2026-11-30T03:59:59-12:00", "2026-11-30T04:00:00-12:00"),
    ("UTC", "2026-11-30", "2026-12-01T07:59:59+08:00", "2026-12-01T08:00:00+08:00"),
]  # fmt: skip


@pytest.mark.parametrize(("zone", "expires", "last", "first"), MIDNIGHTS)
def test_it_expires_at_the_end_of_the_day_in_the_time_zone_of_the_file(
    zone: str, expires: str, last: str, first: str,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    write(entry(expires=expires), zone=zone)
    freeze(monkeypatch, last)
    assert covers(capsys)
    freeze(monkeypatch, first)
    assert not covers(capsys)


@pytest.mark.parametrize(
    ("zone", "covered"), [("Asia/Shanghai", True), ("UTC", False), ("America/Los_Angeles", False)]
)
def test_it_begins_with_the_day_of_its_approval_in_that_zone_too(
    zone: str, covered: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(entry(approved_on="2026-11-22"), zone=zone)
    freeze(monkeypatch, "2026-11-21T16:00:00+00:00")
    assert covers(capsys) is covered


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "UTC", "Pacific/Kiritimati"])
def test_a_day_that_is_written_decides_whatever_the_clock_says(
    zone: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(entry(expires="2026-11-30"), zone=zone)
    for clock in ("2020-01-01T00:00:00+00:00", "2026-11-30T16:00:00+00:00", "2040-01-01T00:00:00+00:00"):
        freeze(monkeypatch, clock)
        assert covers(capsys, "--as-of", "2026-11-30")
        assert not covers(capsys, "--as-of", "2026-12-01")


def test_the_clock_decides_for_every_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(entry(expires="2026-11-30"))
    commands = [CHECK, ["report", *CHECK[1:]], ["explain", LIABILITY, *CHECK[1:]], ["diff", "before", *CHECK[2:], "--path", "cloud-notes"]]  # fmt: skip
    for instant, expired in (("2026-11-30T15:59:59+00:00", False), ("2026-11-30T16:00:00+00:00", True)):
        freeze(monkeypatch, instant)
        shutil.copytree("cloud-notes", "before/cloud-notes", dirs_exist_ok=True)
        for command in commands:
            done = run(capsys, *command)
            assert done.code in (0, 1)
            told = " ".join((done.out + done.err).split())  # whatever the width of its lines
            if command[0] == "report":
                told += Path("reports/cloud-notes.en.md").read_text(encoding="utf-8")
            if command[0] == "diff":
                told = done.err  # nothing has changed: the report has nothing to say of it
            assert ("expired on 2026-11-30" in told) is expired, command
            assert ("expires today" in told) is not expired, command


@pytest.mark.parametrize(
    ("day", "warned"),
    [
        ("2026-11-30", None), ("2026-12-01", None),  # 31 and 30 days after today
        ("2026-12-02", "(expires in 29 days)"), ("2026-12-29", "(expires in 2 days)"),
        ("2026-12-31", "(expires today)"),
    ],
)  # fmt: skip
def test_a_warning_in_the_last_thirty_days(
    day: str, warned: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    write(entry(expires="2026-12-31"))
    done = run(capsys, *CHECK, *ONLY_VIOLATED, "--as-of", day)
    assert done.code == 0, "a warning fails nothing"
    place = "cloud-notes/waivers.yaml:4: warning: terms.liability: "
    warnings = [line for line in done.err.splitlines() if line.startswith(place)]
    assert [line.rpartition("Reason: Being renegotiated ")[2] for line in warnings] == (
        [warned] if warned else []
    )
    assert ("expires in" in done.out or "expires today" in done.out) is bool(warned)


def test_before_its_approval_it_covers_nothing_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    write(entry(approved_on="2026-11-22"))
    done = run(capsys, *CHECK, "--as-of", DAY, *ONLY_VIOLATED)
    assert done.code == 1 and "0 waived" in done.err
    assert "the waiver by Wang Jing holds from 2026-11-22 on, not yet. Reason: Being renegotiated" in done.out
    assert ": warning: terms.liability: the waiver by Wang Jing holds from 2026-11-22 on" in done.err
    assert covers(capsys, "--as-of", "2026-11-22")


def test_it_can_be_for_one_day(capsys: pytest.CaptureFixture[str]) -> None:
    write(entry(approved_on=DAY, expires=DAY))
    days = ("2026-11-20", DAY, "2026-11-22")
    assert [covers(capsys, "--as-of", day) for day in days] == [False, True, False]


# --- what it covers ---------------------------------------------------------------------------------------------


def clause(name: str) -> Clause:
    words = Words(name, name)
    return Clause(name, words, lambda _: Match(False, ()), lambda _: (), (), None)


def evidence(agreement: str, at: str) -> Evidence:
    return Evidence(agreement, at, "…", "", 1, "", 1, "")


def gap(
    verdict: Verdict = Verdict.VIOLATED, *, silent: Sequence[str] = (), deferred: Sequence[str] = (),
    said: Sequence[str] = (), hit: dict[str, list[tuple[str, str]]] | None = None, none: Sequence[str] = (),
) -> Finding:  # fmt: skip
    """A finding of the requirement `r`; `hit`: prohibitions with the clauses that hit them."""
    states = [(ElementStatus.SILENT, silent), (ElementStatus.DEFERRED, deferred), (ElementStatus.SAID, said)]
    elements = [
        ElementFinding(
            clause(n), status, (), (evidence("a", "9"),) if status is not ElementStatus.SILENT else ()
        )
        for status, names in states
        for n in names
    ]
    hits = [
        ProhibitionFinding(clause(n), ProhibitionStatus.HIT, (), tuple(evidence(*each) for each in where))
        for n, where in (hit or {}).items()
    ]
    not_hit = [ProhibitionFinding(clause(n), ProhibitionStatus.NONE, (), ()) for n in none]
    return Finding(
        REQUIREMENT, verdict, Applicability(Answer.YES), (), tuple(elements), (*hits, *not_hit), (), "f" * 16
    )


REQUIREMENT = Requirement(
    "r", "", Words("", ""), Severity.HIGH, lambda *_: Applicability(Answer.YES), Words("", ""), None,
    (), (), (), frozenset(), Words("", ""),
)  # fmt: skip


def accepted(
    element: str = "", prohibition: str = "", agreement: str = "", at: str = "", **changes: str
) -> Waiver:
    whole = Waiver(
        "r", element, prohibition, agreement, at, "f" * 16, "Being renegotiated", "Wang Jing", "2026-01-01", "2026-12-31",
        "waivers.yaml", 4,
    )  # fmt: skip
    return whole._replace(**changes)


BOTH = gap(silent=["e1", "e2"], said=["e3"], hit={"p": [("a", "1"), ("a", "2"), ("b", "1")]}, none=["q"])
E1, E2, P = accepted(element="e1"), accepted(element="e2"), accepted(prohibition="p")
A1, A2, B1 = (accepted(agreement=name, at=at) for name, at in (("a", "1"), ("a", "2"), ("b", "1")))


@pytest.mark.parametrize(
    ("waivers", "covered"),
    [
        ([accepted()], True),
        ([E1], False), ([E1, E2], False), ([P], False), ([E1, P], False), ([E2, P], False),
        ([E1, E2, P], True),
        ([E1, E2, A1, A2], False),  # clause 1 of the other agreement is another clause
        ([E1, E2, A1, A2, B1], True),
        ([E1, E2, A1._replace(prohibition="p"), A2, B1], True),
        ([A1, A2, B1], False),
        # one that is worth nothing covers nothing beside the valid ones
        ([E1, E2, P._replace(expires="2026-11-20")], False),
        ([E1, E2, P._replace(approved_on="2026-11-22")], False),
        ([E1, E2, P._replace(fingerprint="0" * 16)], False),
        # and takes nothing away from them
        ([E1, E2, P, accepted(expires="2026-11-20")], True),
        ([accepted(), E1._replace(fingerprint="0" * 16)], True),
    ],
)  # fmt: skip
def test_a_finding_is_waived_only_when_every_part_of_it_is(waivers: list[Waiver], covered: bool) -> None:
    [judged], idle = judge([BOTH], waivers, DAY)
    assert judged.waived is covered
    assert [each.waiver for each in judged.waivers] == waivers and idle == ()
    assert judged._replace(waivers=(), waived=False) == BOTH


@pytest.mark.parametrize(
    "idle",
    [
        accepted(element="e3"),  # is said
        accepted(element="e9"), accepted(prohibition="p9"),  # are not there
        accepted(prohibition="q"),  # is not hit
        accepted(agreement="a", at="3"), accepted(agreement="c", at="1"),
        accepted(prohibition="q", agreement="a", at="1"),  # another prohibition is hit there
        accepted(element="p"), accepted(prohibition="e1"),  # one is not the other
        accepted(requirement="r2"), accepted(requirement="R"), accepted(requirement=""),
    ],
)  # fmt: skip
def test_what_names_nothing_to_be_waived_is_idle(idle: Waiver) -> None:
    [judged], left = judge([BOTH], [idle, E1], DAY)
    assert left == (idle,)
    assert [each.waiver for each in judged.waivers] == [E1] and not judged.waived


@pytest.mark.parametrize("verdict", [each for each in Verdict if each not in GAPS])
def test_without_a_gap_nothing_is_waived(verdict: Verdict) -> None:
    # what is not applicable has elements that nobody says, and may have prohibitions that are hit
    found = gap(verdict, silent=["e1"], hit={"p": [("a", "1")]})
    [judged], left = judge([found], [accepted(), E1, P], DAY)
    assert judged == found and left == (accepted(), E1, P)


def test_what_silence_violates_and_what_is_deferred_can_be_waived() -> None:
    by_silence = gap(hit={"p": []})
    assert judge([by_silence], [P], DAY)[0][0].waived
    assert judge([by_silence], [A1], DAY)[1] == (A1,), "no clause hits it"
    deferred = gap(Verdict.UNDETERMINED, deferred=["e1", "e2"])
    assert [judge([deferred], each, DAY)[0][0].waived for each in ([E1], [E1, E2])] == [False, True]


def test_a_waiver_is_for_the_finding_that_it_names_alone() -> None:
    other = BOTH._replace(requirement=BOTH.requirement._replace(id="r.more"))
    judged, idle = judge([BOTH, other], [accepted()], DAY)
    assert [each.waived for each in judged] == [True, False] and idle == ()


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, WaiverState.VALID),
        ({"approved_on": DAY, "expires": DAY}, WaiverState.VALID),
        ({"expires": "2026-11-20"}, WaiverState.EXPIRED),
        ({"approved_on": "2026-11-22"}, WaiverState.EARLY),
        ({"fingerprint": "F" * 16}, WaiverState.CHANGED),
        ({"fingerprint": "0" * 16, "expires": "2026-11-20"}, WaiverState.CHANGED),
        ({"fingerprint": "0" * 16, "approved_on": "2026-11-22"}, WaiverState.CHANGED),
    ],
)
def test_what_a_waiver_is_worth_on_a_day(changes: dict[str, str], state: WaiverState) -> None:
    [judged], _ = judge([BOTH], [accepted(**changes)], DAY)
    assert [each.state for each in judged.waivers] == [state]
    assert judged.waived is (state is WaiverState.VALID)


@pytest.mark.parametrize(
    ("limits", "covered", "shown"),
    [
        ({"prohibition": "unlimited"}, True, "(limited to prohibition “unlimited”)"),
        ({"clause": {"agreement": "terms", "at": "3.1"}}, True, "(limited to clause 3.1 of terms)"),
        ({"prohibition": "unlimited", "clause": {"agreement": "terms", "at": "3.1"}}, True,
         "(limited to prohibition “unlimited”; clause 3.1 of terms)"),
    ],
)  # fmt: skip
def test_limits_as_the_file_writes_them(
    limits: dict[str, Any], covered: bool, shown: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write(entry(**limits))
    done = run(capsys, *CHECK, "--as-of", DAY, *ONLY_VIOLATED)
    assert (done.code == 0) is covered and shown in done.out


def test_one_clause_more_is_not_covered(capsys: pytest.CaptureFixture[str]) -> None:
    """A new clause that violates changes the finding: nothing that was accepted before holds."""
    write(entry(clause={"agreement": "terms", "at": "3.1"}))
    edit("terms.yaml", "no_provision:\n", """\
  - at: "1.2"
    quote: 申请注销账号
    provisions:
      - {kind: liability, effect: excluded, for: [account_misuse], causes: [user_fault], saves: []}
no_provision:
""")  # fmt: skip
    done = run(capsys, *CHECK, "--as-of", DAY, *ONLY_VIOLATED)
    assert done.code == 1 and "covers this no longer" in done.out
    now = fingerprint(LIABILITY)
    limited = {"clause": {"agreement": "terms", "at": "3.1"}, "fingerprint": now}
    write(entry(**limited))
    assert not covers(capsys, "--as-of", DAY), "the old clause accepted anew, the new one not"
    write(entry(**limited), entry(clause={"agreement": "terms", "at": "1.2"}, fingerprint=now))
    assert covers(capsys, "--as-of", DAY)


# --- the fingerprint --------------------------------------------------------------------------------------------


def test_a_clause_that_moves_ten_lines_stays_waived(capsys: pytest.CaptureFixture[str]) -> None:
    write(entry(), entry(REQUESTS))
    before = finding(LIABILITY)
    edit("terms.md", "生效日期：2026年1月1日\n", "生效日期：2026年1月1日\n" + "\n" * 10)
    edit("terms.yaml", "clauses:\n", "# a remark\n" * 10 + "clauses:\n")
    after = finding(LIABILITY)
    [was], [now] = (f.prohibitions[0].evidence for f in (before, after))
    assert (now.line, now.source_line) == (was.line + 10, was.source_line + 10), "it has moved"
    assert after.fingerprint == before.fingerprint
    done = run(capsys, *CHECK, "--as-of", DAY, "--fail-on", "violated,partial")
    assert done.code == 0 and "2 waived" in done.err and "warning" not in done.err


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        # another quote of the same text; it says less
        ("terms.yaml", "quote: 因您泄露密码造成的损失，由您自行承担", "quote: 造成的损失，由您自行承担"),
        # the same clause quoted to its last mark
        ("terms.yaml", "由您自行承担\n", "由您自行承担。\n"),
    ],
)
def test_a_quote_that_changes_is_waived_no_more(
    file: str, old: str, new: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write(entry())
    assert covers(capsys, "--as-of", DAY)
    edit(file, old, new)
    assert not covers(capsys, "--as-of", DAY)


def test_another_encoding_of_the_same_words_is_waived_no_more(capsys: pytest.CaptureFixture[str]) -> None:
    write(entry())
    edit("terms.yaml", "causes: [user_fault]", "causes: [user_fault, force_majeure]")
    assert not covers(capsys, "--as-of", DAY)


def test_a_remark_leaves_the_waiver_alone(capsys: pytest.CaptureFixture[str]) -> None:
    write(entry())
    edit("terms.yaml", "{kind: liability, ", "{kind: liability, note: {zh: 注, en: note}, ")
    assert covers(capsys, "--as-of", DAY)


def test_an_edit_elsewhere_leaves_the_waiver_alone(capsys: pytest.CaptureFixture[str]) -> None:
    write(entry())
    edit("terms.md", "十五个工作日内答复", "十个工作日内答复")
    edit("terms.yaml", "十五个工作日内答复", "十个工作日内答复")
    assert covers(capsys, "--as-of", DAY)


def test_line_breaks_in_a_quote_are_no_change(capsys: pytest.CaptureFixture[str]) -> None:
    write(entry())
    edit("terms.md", "由您自行承担", "由您\n自行承担")
    assert covers(capsys, "--as-of", DAY)


# --- waivers for another baseline -------------------------------------------------------------------------------


def test_waivers_for_another_baseline_cover_nothing_of_this_one(capsys: pytest.CaptureFixture[str]) -> None:
    write(entry(), entry("no.such-requirement"), baseline="gdpr")
    done = run(capsys, *CHECK, "--as-of", DAY, *ONLY_VIOLATED)
    assert done.code == 1 and "0 waived" in done.err
    assert all(f.waivers == () for f in assessed().findings) and assessed().idle == ()


def test_that_waivers_are_left_aside_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    """A slip in the id of the baseline must not look like a list of waivers that holds."""
    write(entry(), baseline="smal")
    done = run(capsys, *CHECK, "--as-of", DAY, "--fail-on", "missing:high")
    [said] = [line for line in done.err.splitlines() if line.startswith("cloud-notes/waivers.yaml")]
    assert "smal" in said and "small" in said


# --- malformed: an error with place and remedy, for every command ------------------------------------------------

REQUIRED = ["requirement", "fingerprint", "reason", "approved_by", "approved_on", "expires"]
MALFORMED = [
    *[({key: None}, f":4:1: missing key `{key}` in waivers[0]; add `{key}:` with a value") for key in REQUIRED],
    *[({"requirement": each}, "; write the id of one requirement") for each in ("*", "terms.*", "terms.?", "terms.", "", "Terms.liability", "terms.liability\n", "[terms.liability]")],
    *[({key: blank}, f"waivers[0].{key} cannot be") for key in ("reason", "approved_by")
      for blank in ("", " ", "\t", "—", "…", "。", "\u3000", "\u00a0")],
    *[({key: wrong}, f"waivers[0].{key} must be text") for key in ("reason", "approved_by") for wrong in (3, True, ["x"], {})],
    *[({key: day}, f"there is no day {day}; write a day of the calendar") for key in ("approved_on", "expires")
      for day in ("2026-02-29", "2026-11-31", "2026-13-01", "2026-00-10", "2026-01-00")],
    *[({key: day}, f"waivers[0].{key} cannot be") for key in ("approved_on", "expires")
      for day in ("never", "2026-1-1", "20261231", "2026-12-31T00:00", "01.11.2026", "2026-12-31\n", " 2026-12-31", "２０２６-12-31", "2026-W01-1", "")],
    ({"expires": 20261231}, "waivers[0].expires must be text, but is the number 20261231; put it in quotes"),
    ({"approved_on": "2026-11-02", "expires": "2026-11-01"}, "the waiver expires on 2026-11-01, before its approval on 2026-11-02; mend one of the two dates"),
    ({"element": "unlimited", "prohibition": "unlimited"}, "a waiver is for an element or a prohibition, not both; write a waiver for each"),
    ({"element": "unlimited", "clause": {"agreement": "terms", "at": "3.1"}}, "an element that is not said has no clause; remove `clause`, or name a prohibition"),
    *[({key: "*"}, f"waivers[0].{key} cannot be `*`; write lower-case letters, digits and hyphens") for key in ("element", "prohibition")],
    ({"element": ["a", "b"]}, "waivers[0].element must be text"),
    ({"clause": {"agreement": "*", "at": "3.1"}}, "waivers[0].clause.agreement cannot be `*`"),
    ({"clause": {"agreement": "terms"}}, "missing key `at` in waivers[0].clause; add `at:`"),
    ({"clause": {"at": "3.1"}}, "missing key `agreement` in waivers[0].clause; add `agreement:`"),
    ({"clause": {"agreement": "terms", "at": ""}}, "waivers[0].clause.at"),
    ({"clause": {"agreement": "terms", "at": 3.1}}, "waivers[0].clause.at must be text, but is the number 3.1; put it in quotes"),
    ({"clause": "terms 3.1"}, "waivers[0].clause must be a mapping"),
    ({"expire": "2027-12-31"}, "unknown key `expire` in waivers[0]"),
    ({"severity": "high"}, "unknown key `severity` in waivers[0]"),
    *[({"fingerprint": each}, "waivers[0].fingerprint cannot be") for each in ("", "*", "dae7dc65712f7b9", "eafa1c7d87d1ece00", "DAE7DC65712F7B94", "dae7dc65712f7b9g", "eafa1c7d87d1ece0\n")],
    ({"fingerprint": 1234567890123456}, "waivers[0].fingerprint must be text, but is the number 1234567890123456; put it in quotes"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "problem"), MALFORMED, ids=lambda value: str(value)[:50])
def test_a_malformed_waiver_is_an_error_with_place_and_remedy(
    changes: dict[str, Any], problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = {key: value for key, value in (entry() | changes).items() if value is not None}
    write(changed, entry(COMPLAINT))
    done = run(capsys, *CHECK, "--as-of", DAY, "--fail-on", "never")
    *said, last = done.err.splitlines()
    assert (done.code, done.out) == (3, "") and last.endswith("nothing was assessed")
    assert all(line.startswith("cloud-notes/waivers.yaml:4:") and "; " in line for line in said)
    assert any(problem in line for line in said)


@pytest.mark.parametrize(
    "digits", ["1234567890123456", "0000000000000000", "12345678901234e5", "1e23456789012345"]
)
def test_digits_without_quotes_are_no_fingerprint(digits: str, capsys: pytest.CaptureFixture[str]) -> None:
    write(entry(fingerprint="fedcba9876543210"))
    path = Path("cloud-notes/waivers.yaml")
    path.write_text(path.read_text(encoding="utf-8").replace('"fedcba9876543210"', digits), encoding="utf-8")
    done = run(capsys, *CHECK, "--as-of", DAY)
    assert done.code == 3 and done.err.startswith("cloud-notes/waivers.yaml:4:")
    assert "quote" in done.err.partition(";")[2].partition("\n")[0]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", "the file is empty"),
        ("[]\n", "the file must be a mapping"),
        ("baseline: small\ntime_zone: UTC\nwaivers: []\n", "3:10: waivers has no items; write at least 1"),
        ("baseline: small\ntime_zone: UTC\nwaivers:\n", "waivers must be a list"),
        ("baseline: small\ntime_zone: UTC\n", "missing key `waivers`"),
        ("baseline: small\nwaivers: []\n", "missing key `time_zone`"),
        ("time_zone: UTC\nwaivers: []\n", "missing key `baseline`"),
        ("baseline: small\ntime_zone: UTC\nwaivers: [3]\n", "waivers[0] must be a mapping"),
        ("baseline: small\ntime_zone: UTC\nwaivers: [\n", "cloud-notes/waivers.yaml:"),
        ("baseline: small\nbaseline: small\ntime_zone: UTC\nwaivers: []\n", "baseline"),
        ("a: &a [1]\nb: *a\n", "cloud-notes/waivers.yaml:"),
        ("baseline: ['small']\n", "baseline must be text"),
    ],
)
def test_a_malformed_list_of_waivers_is_an_error(
    content: str, problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("cloud-notes/waivers.yaml").write_text(content, encoding="utf-8")
    done = run(capsys, *CHECK, "--as-of", DAY, "--fail-on", "never")
    assert (done.code, done.out) == (3, "") and problem in done.err


def test_what_is_not_utf8_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    write(entry(reason="理由"))
    path = Path("cloud-notes/waivers.yaml")
    path.write_bytes(path.read_text(encoding="utf-8").encode("gbk"))
    assert run(capsys, *CHECK, "--as-of", DAY).err.startswith("cloud-notes/waivers.yaml:4: not UTF-8")


ZONES = ["Asia/Shangai", "Asia", "CST", "UTC+8", "+08:00", "GMT+8", "Beijing", "../../etc/localtime", "/etc/localtime",
         "Asia/Shanghai\n", "", "zone.tab", "leapseconds", "localtime", "A" * 5000, "Asia/" + "a/" * 2000 + "b"]  # fmt: skip


@pytest.mark.parametrize("zone", ZONES, ids=lambda zone: zone[:20])
def test_a_time_zone_that_is_none_is_an_error(zone: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`localtime` is a file beside the zones on many machines, and means another zone on each of them."""
    write(entry(), zone=zone)
    done = run(capsys, *CHECK, "--as-of", DAY)
    assert done.code == 3
    assert done.err.startswith("cloud-notes/waivers.yaml:2:12: ") and "Asia/Shanghai" in done.err


@pytest.mark.parametrize(
    "limits",
    [{}, {"prohibition": "unlimited"}, {"clause": {"agreement": "terms", "at": "3.1"}}],
    ids=["whole", "prohibition", "clause"],
)
def test_one_gap_has_one_waiver(limits: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    write(entry(**limits, expires=ENDED), entry(COMPLAINT), entry(**limits, reason="Once more"))
    done = run(capsys, *CHECK, "--as-of", DAY)
    assert done.code == 3
    assert done.err.startswith(
        "cloud-notes/waivers.yaml:6:1: this gap is waived in line 4 already; keep one of the two\n"
    )


def test_the_whole_and_a_part_of_it_are_two_gaps(capsys: pytest.CaptureFixture[str]) -> None:
    write(entry(expires=ENDED), entry(prohibition="unlimited"))
    assert covers(capsys, "--as-of", DAY)


def test_all_that_is_wrong_is_said_at_once_with_what_else_is_wrong(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write(entry(expires="2026-02-30"), entry(COMPLAINT, approved_on="2027-01-01"), zone="Nowhere")
    edit("terms.yaml", "十五个工作日内", "十个工作日内")
    done = run(capsys, *CHECK, "--as-of", DAY)
    places = [line.split(": ")[0] for line in done.err.splitlines()[:-1]]
    files = [place.split(":")[0] for place in places]
    assert files.count("cloud-notes/terms.yaml") == 1 and files.count("cloud-notes/waivers.yaml") >= 3
    assert {int(place.split(":")[1]) for place in places if "waivers" in place} == {2, 4, 5}


def test_a_broken_suite_does_not_hide_what_is_wrong_with_its_waivers(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write(entry(reason=None))
    edit("suite.yaml", "suite: cloud-notes", "suit: cloud-notes")
    done = run(capsys, *CHECK, "--as-of", DAY)
    assert done.code == 3
    assert {line.split(":")[0] for line in done.err.splitlines()[:-1]} == {
        "cloud-notes/suite.yaml", "cloud-notes/waivers.yaml"
    }  # fmt: skip


@pytest.mark.parametrize("what", ["folder", "dangling link", "pipe"])
def test_waivers_that_cannot_be_read_are_no_absence_of_waivers(
    what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = Path("cloud-notes/waivers.yaml")
    if what == "folder":
        path.mkdir()
    elif what == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("gone.yaml")
    done = run(capsys, *CHECK, "--as-of", DAY, "--fail-on", "never")
    assert done.code == 3 and done.err.startswith("cloud-notes/waivers.yaml: ")


EVERY = {
    "check": ["check", "cloud-notes", *JUDGED, "--fail-on", "never"],
    "check --locked": ["check", "cloud-notes", *JUDGED, "--locked"],
    "check worse": ["check", "cloud-notes", *JUDGED, "--fail-on", "worse"],
    "report": ["report", "cloud-notes", *JUDGED, "--into", "out"],
    "lock": ["lock", "cloud-notes", *JUDGED],
    "lock --check": ["lock", "cloud-notes", *JUDGED, "--check"],
    "diff": ["diff", "before", "--path", "cloud-notes", *JUDGED],
    "validate": ["validate", "cloud-notes"],
    "explain": ["explain", LIABILITY, "cloud-notes", *JUDGED],
}  # fmt: skip
THAT_JUDGE = [name for name in EVERY if name not in ("validate", "explain")]


def contents(project: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(project)): path.read_bytes() for path in project.rglob("*") if path.is_file()
    }


@pytest.mark.parametrize("command", EVERY)
def test_every_command_refuses_what_is_malformed(
    command: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, *EVERY["lock"]).code == 0
    shutil.copytree("cloud-notes", "before/cloud-notes")
    write(entry(reason=None))
    before = contents(project)
    done = run(capsys, *EVERY[command])
    problem = "cloud-notes/waivers.yaml:4:1: missing key `reason` in waivers[0]; add `reason:` with a value\n"
    assert (done.code, done.out) == (3, "") and done.err.startswith(problem)
    assert contents(project) == before, "nothing is written"


@pytest.mark.parametrize("command", THAT_JUDGE)
def test_every_command_that_judges_refuses_what_waives_nothing(
    command: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, *EVERY["lock"]).code == 0
    shutil.copytree("cloud-notes", "before/cloud-notes")
    write(entry("rights.deletion"), entry("rights.deleting"))
    before = contents(project)
    done = run(capsys, *EVERY[command])
    assert (done.code, done.out) == (3, "")
    assert done.err.splitlines()[:2] == [
        "cloud-notes/waivers.yaml:4: nothing is to be waived: rights.deletion is met, without a gap; "
        "remove the waiver, or mend what it names",
        "cloud-notes/waivers.yaml:5: small 1 has no requirement rights.deleting; remove the waiver, or mend what it names",
    ]
    assert contents(project) == before, "nothing is written"


def test_a_waiver_that_waives_nothing_is_refused_though_others_do(capsys: pytest.CaptureFixture[str]) -> None:
    write(entry(), entry(REQUESTS, element="answer"))
    done = run(capsys, *CHECK, "--as-of", DAY)
    assert done.code == 3
    assert "5: nothing is to be waived: rights.requests is partial, without a gap at answer;" in done.err
    assert "1 problem" in done.err


def test_what_is_kept_between_runs_has_the_same_waivers(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CHECKER_CACHE", str(project / "cache"))
    write(entry(COMPLAINT), entry(expires=ENDED))
    first, second = (run(capsys, *CHECK, "--as-of", DAY, "-v") for _ in range(2))
    assert first == second and "cloud-notes/waivers.yaml:5: warning: terms.liability" in second.err
    write(entry(COMPLAINT), entry(expires="2026-02-30"))
    assert [run(capsys, *CHECK, "--as-of", DAY).code for _ in range(2)] == [3, 3]
