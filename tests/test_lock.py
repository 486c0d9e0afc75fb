"""The verdict lock: what it holds, how it reads, what it notices, and how `checker lock` and `--locked` end."""

import difflib
import gc
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from checker import schema, source
from checker.agreements import LOCK_FILE, load_suite
from checker.catalogue import load_baseline
from checker.cli import main
from checker.compare import ClauseRef, State
from checker.engine import assess
from checker.lock import Difference, Lock, differences, lock, marked, parse, render
from checker.lock_file import load_lock
from checker.model import Agreement, Assessment, Verdict
from checker.reports.changes import difference
from tests.drops import ROOT, SUITES, Drop, Effect, clauses_dropped, provisions_dropped, whole, without

SMALL, BASELINE = ROOT / "fixtures/small/cloud-notes", ROOT / "fixtures/small/baseline.yaml"
DAY = "2026-11-21"


def read(text: str) -> Lock:
    """A lock from its file's text, which must fit the schema."""
    document = source.parse(text, "lock")
    assert schema.validate(document, "lock") == []
    return parse(document.data)


def small() -> Assessment:
    return assess(load_suite(SMALL), load_baseline(str(BASELINE)), as_of=DAY)


def changed_lines(was: str, now: str) -> list[str]:
    """The subjects of the lines that differ, each once: a requirement, or a key of the file."""
    lines = [line for line in difflib.ndiff(was.splitlines(), now.splitlines()) if line[0] in "-+"]
    return list(dict.fromkeys(line[2:].split(":")[0].strip() for line in lines))


# --- the locks of the project -------------------------------------------------------------------------------


@pytest.mark.parametrize("suite", SUITES)
def test_the_committed_lock_is_current(suite: str) -> None:
    path = ROOT / "policies" / suite / LOCK_FILE
    accepted = load_lock(path, path.name)
    now = assess(load_suite(path.parent), load_baseline(), as_of=accepted.as_of)
    assert path.read_text(encoding="utf-8") == render(lock(now))


# --- drops: what carries a finding is noticed ---------------------------------------------------------------


def noticed(drop: Drop, accepted: Lock, written: str) -> None:
    """What the lock says of a drop is what became of the findings: these requirements, and no other."""
    named = [each.subject for each in differences(accepted, drop.assessment)]
    what = [(p.kind, p.evidence.agreement, p.evidence.clause) for p in drop.dropped]
    assert named == list(drop.changed), what
    pairs = zip(written.splitlines(), render(lock(drop.assessment)).splitlines(), strict=True)
    lines = [was.split(":")[0].strip() for was, now in pairs if was != now]
    assert lines == list(drop.changed), what


def effects_noticed(suite: str, dropped: Callable[[Assessment, Agreement], Iterator[Drop]]) -> set[Effect]:
    """What the drops of a suite change, once the lock has noticed each that it should and no other."""
    before = whole(suite)
    written = render(lock(before))
    accepted = read(written)
    effects = set()
    for document in before.suite.agreements:
        for drop in dropped(before, document):
            noticed(drop, accepted, written)
            effects.add(drop.effect)
    return effects


@pytest.mark.parametrize("suite", SUITES)
def test_every_provision_that_carries_a_finding_is_missed_when_dropped_and_no_other(suite: str) -> None:
    """`python -m tests.drops` tells how many there are of each sort."""
    effects = effects_noticed(suite, provisions_dropped)
    assert effects >= {Effect.VERDICT, Effect.STATUS, Effect.CLAUSES, Effect.UNUSED}


@pytest.mark.parametrize("suite", SUITES)
def test_every_clause_that_carries_a_finding_is_missed_when_dropped_and_no_other(suite: str) -> None:
    effects = effects_noticed(suite, clauses_dropped)
    assert effects >= {Effect.VERDICT, Effect.CLAUSES, Effect.UNUSED}


def without_provision(folder: Path, number: int) -> None:
    """Take one provision out of the encoding, and a clause that then does nothing to those set aside."""
    path = folder / "terms.yaml"
    data = source.load(path, path.name).data
    clause = [each for each in data["clauses"] for _ in each["provisions"]][number]
    within = [i for each in data["clauses"] for i, _ in enumerate(each["provisions"])][number]
    del clause["provisions"][within]
    if not clause["provisions"]:
        data["clauses"].remove(clause)
        data["no_provision"].append({"at": [clause["at"]], "because": "introduction"})
    path.write_text(json.dumps(data), encoding="utf-8")


@pytest.mark.parametrize("number", range(6))
def test_a_provision_dropped_from_the_file_is_a_provision_dropped_here(folder: Path, number: int) -> None:
    before = small()
    every = [p for agreement in before.suite.agreements for p in agreement.provisions]
    assert len(every) == 6
    without_provision(folder, number)
    expected = assess(without(before.suite, [every[number]]), before.baseline, as_of=DAY)
    if every[number].kind == "reference":  # to a document that then nothing refers to
        assert main(["lock", "--check", *SMALL_ARGUMENTS]) == 3
        return
    edit(folder / "suite.yaml", 'ground: {agreement: terms, at: "2.1"}', "ground: operator")
    edit(folder / "suite.yaml", 'ground: {agreement: terms, at: "1.2"}', "ground: operator")
    assert lock(assess(load_suite(folder), before.baseline, as_of=DAY)) == lock(expected)


# --- as a file ----------------------------------------------------------------------------------------------

SLUG = st.builds(
    "{}{}".format, st.text("bcd", min_size=1, max_size=4), st.sampled_from(["", "-1", "2", "-e3"])
)
# Ids that are text here and something else to some version of YAML.
TRAPS = st.sampled_from(
    ["null", "true", "false", "yes", "no", "on", "off", "y", "n", "12", "017", "0x1f", "0o17", "1e3", "2026-11-21"]
)  # fmt: skip
AT = st.sampled_from(
    ["6.4", "10(2)", "preamble", "六（一）", "一 1", "服务 17", "“注意”", 'the "Service"', "it's 5", "a: b", "1:30", "x, y",
     "#2", "6.4#2", "a #b", "[1]", "{1}", "- 3", "* 2", "& co", "!", "|", ">", "%", "@", "`", "?", "a\\b", "一、二", "①",
     "第三条之一", "trailing:", "{a: b}", "~", "null", "6. ", "\U00020000", "a  b"]
).map(str.strip) | st.text(
    alphabet=st.characters(categories=["L", "N", "P", "S"], include_characters=" "), min_size=1, max_size=12
).filter(lambda text: text == text.strip())  # fmt: skip
ANY_AT = st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=6).filter(
    lambda text: text == text.strip()
)
FINGERPRINT = st.text(alphabet="0123456789abcdef", min_size=16, max_size=16)


def states(ids: st.SearchStrategy[str], at: st.SearchStrategy[str]) -> st.SearchStrategy[State]:
    where = st.lists(st.builds(ClauseRef, ids, at, st.just(False)), max_size=3, unique=True).map(tuple)
    names = st.lists(ids, max_size=3, unique=True).map(tuple)
    by_name = st.dictionaries(ids, where, max_size=3)
    return st.builds(
        State, st.sampled_from(Verdict), st.booleans(), by_name, names, names, by_name, FINGERPRINT
    )


VERSION = st.from_regex(r"[0-9]{1,4}(\.[0-9]{1,2}){0,2}", fullmatch=True)


def locks(
    ids: st.SearchStrategy[str], at: st.SearchStrategy[str], version: st.SearchStrategy[str] = VERSION
) -> st.SearchStrategy[Lock]:
    return st.builds(
        Lock, ids, st.builds("{} {}".format, ids, version), st.dates().map(str),
        st.dictionaries(ids, st.binary().map(lambda b: hashlib.sha256(b).hexdigest()), min_size=1, max_size=3),
        st.dictionaries(st.builds("{}.{}".format, ids, ids), states(ids, at), min_size=1, max_size=4),
    )  # fmt: skip


def holds_whoever_reads_it(accepted: Lock) -> None:
    written = render(accepted)
    assert read(written) == accepted
    ours = source.parse(written, "lock").data
    assert yaml.safe_load(written) == ours
    assert YAML(typ="safe", pure=True).load(written) == ours
    contents = schema.named("lock").contents
    assert list(jsonschema.Draft202012Validator(contents).iter_errors(ours)) == []


@given(locks(SLUG, AT))
def test_a_lock_is_read_as_it_was_written_by_us_and_by_others(accepted: Lock) -> None:
    holds_whoever_reads_it(accepted)


@given(locks(TRAPS | SLUG, AT))
def test_ids_are_text_whatever_else_they_look_like(accepted: Lock) -> None:
    holds_whoever_reads_it(accepted)


@given(locks(SLUG, ANY_AT))
def test_no_character_of_a_clause_breaks_the_file(accepted: Lock) -> None:
    holds_whoever_reads_it(accepted)


VERSIONS = ["2026 draft", "1: x", "2 #3", "2026.1 （试行）", "1:", "0.1"]


@given(locks(SLUG, AT, st.sampled_from(VERSIONS)))
def test_the_version_of_a_baseline_is_any_text(accepted: Lock) -> None:
    holds_whoever_reads_it(accepted)


@given(locks(SLUG, AT), st.data())
def test_one_changed_verdict_is_one_changed_line(accepted: Lock, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(accepted.states)))
    other = data.draw(states(SLUG, AT).filter(lambda found: found != accepted.states[name]))
    was = render(accepted).splitlines()
    now = render(accepted._replace(states={**accepted.states, name: other})).splitlines()
    differing = [(a, b) for a, b in zip(was, now, strict=True) if a != b]
    [(line, instead)] = differing
    assert line.startswith(f"  {name}: {{") and instead.startswith(f"  {name}: {{")


def test_requirements_and_sources_stand_in_the_order_of_catalogue_and_suite() -> None:
    assessment = whole("kingsoft-cloud")
    written = read(render(lock(assessment)))
    assert list(written.states) == [each.id for each in assessment.baseline.requirements]
    assert list(written.sources) == [each.id for each in assessment.suite.agreements]
    for finding in assessment.findings:
        found = written.states[finding.requirement.id]
        asked = [element.id for element in finding.requirement.elements]
        for told in (list(found.said), found.silent, found.deferred):
            assert list(told) == [name for name in asked if name in told]


def test_the_same_input_gives_the_same_bytes(folder: Path) -> None:
    path = folder / LOCK_FILE
    found = set()
    for seed in ("0", "1", "2"):
        path.unlink()
        command = [sys.executable, "-m", "checker", "lock", *SMALL_ARGUMENTS]
        subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True)
        found.add(path.read_bytes())
    assert found == {render(lock(small())).encode()}


# --- the schema ---------------------------------------------------------------------------------------------


def test_the_schema_is_valid() -> None:
    jsonschema.Draft202012Validator.check_schema(schema.named("lock").contents)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("suite: cloud-notes\n", "suite: cloud-notes\nextra: 1\n"),
        ("verdict: met, ", "verdict: met, extra: 1, "),
        ("verdict: met, ", ""),
        ("verdict: met, ", "verdict: good, "),
        ("verdict: met, ", "verdict: met, assumed: maybe, "),
        ("right: [terms 2.1]", "right: [terms2.1]"),
        ("right: [terms 2.1]", "right: terms 2.1"),
        ("silent: [reasons]", "silent: [Reasons!]"),
        ("silent: [reasons]", "silent: reasons"),
        (', fingerprint: "f25905e86a424f77"', ""),
        ('fingerprint: "f25905e86a424f77"', 'fingerprint: "0fdd"'),
        ("suite: cloud-notes\n", ""), ("baseline: small 1\n", ""), ("baseline: small 1\n", "baseline: small\n"),
        (f'as_of: "{DAY}"\n', ""), (f'as_of: "{DAY}"\n', "as_of: today\n"),
        ('  terms: "6f8a', '  terms: "XXXX'),
    ],
)  # fmt: skip
def test_the_schema_is_closed_and_two_validators_agree(old: str, new: str) -> None:
    written = render(lock(small()))
    assert written.count(old) >= 1
    document = source.parse(written.replace(old, new, 1), "lock")
    assert len(schema.validate(document, "lock")) == 1
    contents = schema.named("lock").contents
    assert not jsonschema.Draft202012Validator(contents).is_valid(document.data)


# --- what the lock notices ----------------------------------------------------------------------------------

EDITS = [
    ("verdict: met, said: {right: [terms 2.1]}", "verdict: partial, said: {right: [terms 2.1]}"),
    ("said: {right: [terms 2.1]}", "said: {right: [terms 2.2]}"),
    ("said: {right: [terms 2.1]}", "said: {right: []}"),
    ("said: {right: [terms 2.1]}, ", ""),
    ("said: {right: [terms 2.1]}", "said: {right: [terms 2.1], other: [terms 2.1]}"),
    ("silent: [reasons]", "deferred: [reasons]"),
    ("silent: [reasons], ", ""),
    ("silent: [reasons]", "silent: [reasons, more]"),
    ("deferred: [right]", "silent: [right]"),
    ("assumed: true, ", ""),
    ("verdict: missing, silent: [way]", "verdict: missing, assumed: true, silent: [way]"),
    ("hit: {unlimited: [terms 3.1]}", "hit: {unlimited: [terms 3.1, terms 3.2]}"),
    ("hit: {unlimited: [terms 3.1]}, ", ""),
    ('fingerprint: "f25905e86a424f77"', 'fingerprint: "f25905e86a424f78"'),
    ("verdict: not_applicable", "verdict: met"),
]


@pytest.mark.parametrize(("old", "new"), EDITS)
def test_whatever_is_edited_in_a_line_is_noticed(old: str, new: str) -> None:
    written = render(lock(small()))
    assert written.count(old) == 1
    [line] = [line for line in written.splitlines() if old in line]
    [found] = differences(read(written.replace(old, new)), small())
    assert found.subject == line.split(":")[0].strip()


def test_baseline_and_sources_are_named_with_both_values() -> None:
    accepted = lock(small())
    [sha256] = accepted.sources.values()
    other = accepted._replace(
        baseline="small 0", sources={"terms": "0" * 64, "gone": "1" * 64}, as_of="2020-01-01"
    )
    assert differences(other, small()) == [
        Difference("baseline", was="small 0", now="small 1"),
        Difference("source of terms", was="0" * 64, now=sha256),
        Difference("source of gone", was="1" * 64, now=""),
    ]
    [new] = differences(accepted._replace(sources={}), small())
    assert new == Difference("source of terms", was="", now=sha256)


def test_only_what_got_worse_is_marked() -> None:
    assessment = small()
    accepted = lock(assessment)
    states = dict(accepted.states)
    states["rights.requests"] = states["rights.requests"]._replace(verdict=Verdict.MET)
    states["rights.complaint"] = states["rights.complaint"]._replace(verdict=Verdict.VIOLATED)
    states["rights.deletion"] = states["rights.deletion"]._replace(fingerprint="0" * 16)
    del states["rights.guardian"]  # a gap that nobody has accepted
    found = differences(accepted._replace(states=states), assessment)
    changes = {each.subject: each.change for each in found if each.change}
    assert {name: str(each.direction) for name, each in changes.items()} == {
        "rights.deletion": "changed", "rights.requests": "worse", "rights.complaint": "better",
        "rights.guardian": "worse",
    }  # fmt: skip
    worse = [finding for finding in marked(assessment, changes).findings if finding.worse]
    assert [finding.requirement.id for finding in worse] == ["rights.requests", "rights.guardian"]
    assert marked(assessment, {}) == assessment


@settings(max_examples=30)  # each of some eighty differences is told
@given(locks(SLUG, AT), st.sampled_from(["en", "zh"]))
def test_whatever_a_lock_holds_the_differences_can_be_told(accepted: Lock, lang: str) -> None:
    """Also of suites, requirements and elements that nobody knows (any more)."""
    assessment = small()
    found = differences(accepted, assessment)
    assert {each.subject for each in found} >= accepted.states.keys() | lock(assessment).states.keys()
    for each in found:
        told = list(difference(each, assessment, lang))
        assert told and all(line.isprintable() for line in told)


# --- the command line ---------------------------------------------------------------------------------------

SMALL_ARGUMENTS = ["cloud-notes", "--baseline", "baseline.yaml", "--as-of", DAY]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The small suite, locked, in a working directory of its own."""
    shutil.copy(BASELINE, tmp_path / "baseline.yaml")
    suite = Path(shutil.copytree(SMALL, tmp_path / "cloud-notes"))
    (suite / LOCK_FILE).write_text(render(lock(small())), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    yield suite
    gc.enable()  # the command line turns it off for its short life


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path.name}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def edit_source(folder: Path, old: str, new: str) -> None:
    """Change the source text, and the hash that the encoding records."""
    before = hashlib.sha256((folder / "terms.md").read_bytes()).hexdigest()
    edit(folder / "terms.md", old, new)
    edit(folder / "terms.yaml", before, hashlib.sha256((folder / "terms.md").read_bytes()).hexdigest())


def drop_requirement(path: Path, name: str) -> None:
    text = path.read_text(encoding="utf-8")
    shorter = re.sub(rf"  - id: {re.escape(name)}\n(?:    .*\n)+", "", text)
    assert shorter != text
    path.write_text(shorter, encoding="utf-8")


class Story(NamedTuple):
    """A change, what is told of it, and the lines of the lock that change."""

    name: str
    change: Callable[[Path], None]
    told: str
    lines: list[str]

    def __str__(self) -> str:
        return self.name


STORIES = [
    Story(
        "worse",
        lambda folder: edit(folder / "terms.yaml", "stance: granted", "stance: denied"),
        """\
rights.deletion: met → missing (worse) · States the right to deletion
  the individual can ask for deletion: said → not said
    no longer behind it: terms 2.1""",
        ["rights.deletion"],
    ),
    Story(
        "better",
        lambda folder: edit(folder / "terms.yaml", "saves: []", "saves: [intent_or_gross_negligence]"),
        """\
terms.liability: violated → met (better) · Exclusions of liability have limits
  an exclusion does not save intent or gross negligence: hit → not hit
    no longer behind it: terms 3.1""",
        ["terms.liability"],
    ),
    Story(
        "other words",
        lambda folder: edit(folder / "terms.yaml", "quote: 您有权查阅、更正、删除您", "quote: 更正、删除您"),
        """\
rights.deletion: met (changed) · States the right to deletion
  the words behind it, their encoding, or the law in force have changed""",
        ["rights.deletion"],
    ),
    Story(
        "other clauses",
        lambda folder: edit(
            folder / "terms.yaml",
            "      - {kind: acceptance, by: [click]}\n",
            "      - {kind: acceptance, by: [click]}\n"
            "      - {kind: right, rights: [deletion], stance: granted, holder: individual}\n",
        ),
        """\
rights.deletion: met (changed) · States the right to deletion
  the individual can ask for deletion: said
    behind it now: terms 1.1 “您点击“同意”即表示接受本协议”""",
        ["rights.deletion"],
    ),
    Story(
        "text alone",
        lambda folder: edit_source(folder, "由您自行承担。", "由您自行承担。请妥善保管密码。"),
        "the source text of terms has changed",
        ["terms"],
    ),
    Story(
        "assumed",
        lambda folder: edit(
            folder / "suite.yaml",
            "standard_terms: {answer: yes, ground: operator}",
            "standard_terms: {answer: unknown, ground: none}",
        ),
        """\
terms.liability: violated (changed) · Exclusions of liability have limits
  it is now assumed to apply""",
        ["terms.liability"],
    ),
    Story(
        "applies",
        lambda folder: edit(folder / "suite.yaml", "\n  paid: {answer: no,", "\n  paid: {answer: yes,"),
        "terms.refund: not applicable → missing (worse) · Refunds what is unused",
        ["terms.refund"],
    ),
    Story(
        "new requirement",
        lambda folder: drop_line(folder / LOCK_FILE, "rights.guardian"),
        "rights.guardian: not assessed → missing (worse) · States the rights of guardians",
        ["rights.guardian"],
    ),
    Story(
        "requirement gone",
        lambda folder: drop_requirement(folder.parent / "baseline.yaml", "rights.guardian"),
        "rights.guardian: missing → not assessed (changed)",
        ["rights.guardian"],
    ),
    Story(
        "other baseline",
        lambda folder: edit(folder.parent / "baseline.yaml", 'version: "1"', 'version: "2"'),
        "baseline: small 1 → small 2",
        ["baseline"],
    ),
]  # fmt: skip


def drop_line(path: Path, name: str) -> None:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(f"  {name}:")]
    assert len(kept) == len(lines) - 1
    path.write_text("".join(kept), encoding="utf-8")


@pytest.mark.parametrize("story", STORIES, ids=str)
def test_a_change_is_told_and_fails_until_it_is_locked(
    folder: Path, story: Story, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / LOCK_FILE
    story.change(folder)
    before = path.read_text(encoding="utf-8")
    told = "".join(f"cloud-notes: {line}\n" for line in story.told.splitlines())

    assert main(["lock", "--check", *SMALL_ARGUMENTS]) == 1
    said = capsys.readouterr()
    assert said.out == told
    assert said.err == "checker: 1 lock differs; if that is meant, run `checker lock`\n"

    assert main(["check", "--locked", *SMALL_ARGUMENTS, "--fail-on", "never", "--format", "json"]) == 1
    said = capsys.readouterr()
    assert json.loads(said.out)["assessments"][0]["suite"] == "cloud-notes"
    assert said.err == f"{told}checker: the lock differs; if that is meant, run `checker lock`\n"
    assert path.read_text(encoding="utf-8") == before, "looking writes nothing"

    assert main(["lock", *SMALL_ARGUMENTS]) == 0
    said = capsys.readouterr()
    assert said.out == told
    assert said.err == (
        "checker: cloud-notes/verdicts.lock.yaml written\nchecker: the verdicts of 1 suite are locked\n"
    )
    assert changed_lines(before, path.read_text(encoding="utf-8")) == story.lines

    assert main(["lock", "--check", *SMALL_ARGUMENTS]) == 0
    assert main(["check", "--locked", *SMALL_ARGUMENTS, "--fail-on", "never"]) == 0
    assert capsys.readouterr().err == "checker: 1 lock holds\nchecker: the lock holds\n"


@pytest.mark.parametrize("story", STORIES, ids=str)
def test_the_gate_on_worse_stops_at_what_got_worse_alone(folder: Path, story: Story) -> None:
    story.change(folder)
    code = main(["check", *SMALL_ARGUMENTS, "--fail-on", "worse"])
    assert code == (1 if "(worse)" in story.told else 0)


def test_a_clean_check_with_lock_says_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lock", "--check", *SMALL_ARGUMENTS]) == 0
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "checker: 1 lock holds\n")


def test_a_gate_that_fails_says_so_beside_the_lock(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--locked", *SMALL_ARGUMENTS, "--fail-on", "violated"]) == 1
    [lock_said, gate_said] = capsys.readouterr().err.splitlines()
    assert lock_said == "checker: the lock holds"
    assert gate_said.startswith("checker: the gate failed: 1 finding counts")


def test_differences_in_chinese(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(folder / "terms.yaml", "stance: granted", "stance: denied")
    assert main(["lock", "--check", *SMALL_ARGUMENTS, "--lang", "zh"]) == 1
    first = capsys.readouterr().out.splitlines()[0]
    assert first.startswith("cloud-notes: rights.deletion：") and "变差" in first and "载明删除权" in first


@pytest.mark.parametrize("day", [DAY, "2026-11-22", "2027-06-01"])
def test_another_day_alone_leaves_the_file_untouched(folder: Path, day: str) -> None:
    path = folder / LOCK_FILE
    before = (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_ino)
    arguments = [*SMALL_ARGUMENTS[:-1], day]
    assert main(["lock", "--check", *arguments]) == 0
    assert main(["lock", *arguments]) == 0
    assert (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_ino) == before


def test_another_order_is_no_difference_and_is_put_right(folder: Path) -> None:
    """Else the next change would bring lines along that have nothing to do with it."""
    path = folder / LOCK_FILE
    before = path.read_text(encoding="utf-8")
    *head, last_but_one, last = before.splitlines(keepends=True)
    path.write_text("".join([*head, last, last_but_one]), encoding="utf-8")
    assert main(["lock", "--check", *SMALL_ARGUMENTS]) == 0
    assert main(["lock", *SMALL_ARGUMENTS]) == 0
    assert path.read_text(encoding="utf-8") == before


def test_a_day_on_which_other_law_is_in_force_is_a_difference(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["lock", "--check", *SMALL_ARGUMENTS[:-1], "2021-06-01"]) == 1
    assert "rights.deletion: met → not applicable (changed)" in capsys.readouterr().out


def test_the_lock_is_written_whole_or_not_at_all(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(folder / "terms.yaml", "stance: granted", "stance: denied")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)
    assert main(["lock", *SMALL_ARGUMENTS]) == 2
    assert "verdicts.lock.yaml: cannot be written (No space left on device)" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_suite_that_cannot_be_read_leaves_every_lock_as_it_is(folder: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(folder, tmp_path / "other"))  # the suite in it is called otherwise
    edit(folder / "terms.yaml", "stance: granted", "stance: denied")
    before = [(each / LOCK_FILE).read_bytes() for each in (folder, other)]
    assert main(["lock", "cloud-notes", "other", *SMALL_ARGUMENTS[1:]]) == 3
    assert [(each / LOCK_FILE).read_bytes() for each in (folder, other)] == before


# --- a lock that is missing or cannot be read ---------------------------------------------------------------


def conflict(text: str) -> str:
    """As git leaves the file when two branches changed one verdict."""
    [line] = [line for line in text.splitlines(keepends=True) if line.startswith("  rights.deletion:")]
    theirs = line.replace("verdict: met", "verdict: partial")
    return text.replace(line, f"<<<<<<< HEAD\n{line}=======\n{theirs}>>>>>>> branch\n")


BROKEN: dict[str, tuple[Callable[[str], str], list[str]]] = {
    "conflict": (conflict, [":8:1: "]),
    "cut": (lambda text: text[:-40], [":15:1: the list opened with `[` in line 14 is not closed"]),
    "empty": (lambda text: "", [": the file is empty"]),
    "a list": (lambda text: "- 1\n", [":1:1: "]),
    "of another suite": (
        lambda text: text.replace("suite: cloud-notes", "suite: other"),
        [':2:8: this is the lock of "other", not of this suite'],
    ),
    "a key too many": (lambda text: text + "note: accepted\n", [":15:1: unknown key `note`"]),
    "a verdict that is none": (
        lambda text: text.replace("verdict: met", "verdict: fine"),
        [":8:30: verdicts.rights.deletion.verdict cannot be `fine`"],
    ),
    "no fingerprint": (
        lambda text: text.replace(', fingerprint: "f25905e86a424f77"', ""),
        [":8:20: missing key `fingerprint` in verdicts.rights.deletion"],
    ),
    "twice the same": (
        lambda text: re.sub(r"(  rights.deletion: .*\n)", r"\1\1", text), [":9:3: "],
    ),
    "two faults": (
        lambda text: text.replace("verdict: met", "verdict: fine").replace(f'as_of: "{DAY}"', "as_of: today"),
        [":4:8: as_of cannot be `today`", ":8:30: verdicts.rights.deletion.verdict cannot be `fine`"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    "command", [["lock", "--check"], ["check", "--locked"], ["check", "--fail-on", "worse"]]
)
@pytest.mark.parametrize("name", BROKEN)
def test_a_lock_that_cannot_be_read_is_bad_input(
    folder: Path, name: str, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    spoil, places = BROKEN[name]
    path = folder / LOCK_FILE
    path.write_text(spoil(path.read_text(encoding="utf-8")), encoding="utf-8")
    before = path.read_bytes()
    assert main([*command, *SMALL_ARGUMENTS]) == 3
    said = capsys.readouterr()
    assert said.out == ""
    *problems, last = said.err.splitlines()
    assert len(problems) == len(places) and last.endswith("; nothing was assessed")
    for problem, place in zip(problems, places, strict=True):
        assert problem.startswith(f"cloud-notes/verdicts.lock.yaml{place}")
        # nobody mends by hand a file that nobody edits
        assert problem.partition("; ")[2].startswith("run `checker lock`")
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", BROKEN)
def test_a_lock_that_cannot_be_read_is_written_anew(
    folder: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil, _ = BROKEN[name]
    path = folder / LOCK_FILE
    before = path.read_text(encoding="utf-8")
    path.write_text(spoil(before), encoding="utf-8")
    assert main(["check", *SMALL_ARGUMENTS, "--fail-on", "never"]) == 0, "who does not ask does not need it"
    capsys.readouterr()
    assert main(["lock", *SMALL_ARGUMENTS]) == 0
    assert path.read_text(encoding="utf-8") == before
    said = "checker: cloud-notes/verdicts.lock.yaml written\nchecker: the verdicts of 1 suite are locked\n"
    assert capsys.readouterr().err == said


def test_bytes_that_are_no_text(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / LOCK_FILE
    before = path.read_bytes()
    path.write_bytes(before.replace(b"Written", "结论".encode("gbk")))
    assert main(["lock", "--check", *SMALL_ARGUMENTS]) == 3
    assert "cloud-notes/verdicts.lock.yaml:1: not UTF-8" in capsys.readouterr().err
    assert main(["lock", *SMALL_ARGUMENTS]) == 0
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "command", [["lock", "--check"], ["check", "--locked"], ["check", "--fail-on", "worse"]]
)
def test_a_suite_without_a_lock(folder: Path, command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / LOCK_FILE
    before = path.read_bytes()
    path.unlink()
    assert main([*command, *SMALL_ARGUMENTS]) == 3
    assert capsys.readouterr().err == (
        "cloud-notes/verdicts.lock.yaml: the verdicts of this suite are not locked; run `checker lock` and commit"
        " the file\nchecker: 1 problem; nothing was assessed\n"
    )
    assert not path.exists()
    assert main(["lock", *SMALL_ARGUMENTS]) == 0
    assert path.read_bytes() == before


def test_the_problems_of_all_locks_are_told_at_once(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = Path(shutil.copytree(folder, tmp_path / "other"))
    edit(other / "suite.yaml", "suite: cloud-notes", "suite: other")
    (folder / LOCK_FILE).unlink()
    assert main(["lock", "--check", "cloud-notes", "other", *SMALL_ARGUMENTS[1:]]) == 3
    said = capsys.readouterr().err
    assert "cloud-notes/verdicts.lock.yaml: the verdicts of this suite are not locked" in said
    assert 'other/verdicts.lock.yaml:2:8: this is the lock of "cloud-notes", not of this suite' in said
    assert "checker: 2 problems; nothing was assessed" in said


def test_one_lock_that_differs_among_those_that_hold(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = Path(shutil.copytree(folder, tmp_path / "other"))
    edit(other / "suite.yaml", "suite: cloud-notes", "suite: other")
    arguments = ["cloud-notes", "other", *SMALL_ARGUMENTS[1:]]
    assert main(["lock", *arguments]) == 0
    said = capsys.readouterr().err
    assert "other/verdicts.lock.yaml written" in said and "cloud-notes/verdicts.lock.yaml written" not in said
    assert main(["lock", "--check", *arguments]) == 0
    assert capsys.readouterr().err == "checker: 2 locks hold\n"
    edit(other / "terms.yaml", "saves: []", "saves: [intent_or_gross_negligence]")
    assert main(["lock", "--check", *arguments]) == 1
    said_last = capsys.readouterr()
    assert all(line.startswith("other: ") for line in said_last.out.splitlines()) and said_last.out
    assert said_last.err == "checker: 1 lock differs; if that is meant, run `checker lock`\n"
