"""Coverage: what of a text is encoded, what rests on one clause, and where a second reader should look."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker import cli, encodings, hints
from checker.agreements import load_suite
from checker.catalogue import load_baseline
from checker.columns import width
from checker.coverage import Coverage, SuiteCoverage, looked_at, suite_coverage
from checker.coverage.model import AgreementCoverage, Candidate, Characters, ClauseCoverage, State
from checker.coverage.texts import agreement_coverage
from checker.engine import assess
from checker.model import Assessment, Verdict, Words
from checker.reports import coverage_json, coverage_markdown, coverage_text, coverage_words
from checker.reports.plain import plain
from checker.reports.wrap import COLUMNS
from checker.source import parse
from checker.text import source_text
from tests.drops import AS_OF, SUITES, Effect, clauses_dropped, provisions_dropped, whole

ROOT = Path(__file__).parent.parent
SCHEMA = json.loads((ROOT / "checker/schemas/coverage.schema.json").read_text(encoding="utf-8"))
SMALL = ROOT / "fixtures" / "small"


def covered(text: str, encoding: str) -> AgreementCoverage:
    """The coverage of a text by the `clauses` and `no_provision` of an encoding."""
    head = "agreement: terms\ntitle: T\ntype: user_agreement\nsource: {file: terms.md, sha256: x}\n"
    return agreement_coverage(
        parse((head + encoding).encode(), "terms.yaml"), source_text(text, "terms.md", "x"), lambda _: True
    )


def encoded(at: str, quote: str, kind: str = "identity") -> str:
    return f"  - {{at: '{at}', quote: {quote}, provisions: [{{kind: {kind}}}]}}\n"


# --- clauses ---------------------------------------------------------------------------------------------------

TEXT = "# 协议\n\n## 一、总则\n\n1.1 甲乙 丙\n\n1.2 丁戊\n\n1.3 己\n\n1.4 庚\n"


def test_each_clause_is_encoded_set_aside_to_be_read_or_open() -> None:
    found = covered(
        TEXT,
        "clauses:\n" + encoded("1.1", "甲乙") + "  - {at: '1.2', needs_reading: new}\n"
        "no_provision:\n  - {at: ['1.3'], because: definition}\n",
    )
    assert [(each.at, each.state, each.because) for each in found.clauses] == [
        ("1.1", State.ENCODED, ""),
        ("1.2", State.UNREAD, ""),
        ("1.3", State.ASIDE, "definition"),
        ("1.4", State.OPEN, ""),
    ]
    assert found.clauses[0].kinds == {"identity"}


def test_a_clause_set_aside_that_has_changed_is_to_be_read() -> None:
    found = covered(
        TEXT,
        "clauses: []\nno_provision:\n  - {at: ['1.3', '1.4'], because: definition, needs_reading: ['1.3']}\n",
    )
    assert [each.state for each in found.clauses[2:]] == [State.UNREAD, State.ASIDE]


@pytest.mark.parametrize(("percent", "enough"), [(0, True), (66, True), (67, False), (100, False)])
def test_enough_is_accounted_for_or_not(percent: int, enough: bool) -> None:
    states = (State.ENCODED, State.ASIDE, State.OPEN)
    clauses = tuple(ClauseCoverage("a", str(n), 1, each, "", frozenset()) for n, each in enumerate(states))
    found = AgreementCoverage("a", "A", "a.yaml", "a.md", clauses, Characters(0, 0, 0), (), False, ())
    assert found.accounted_for(percent) is enough


# --- characters ------------------------------------------------------------------------------------------------


def test_characters_are_counted_without_white_space_and_headings() -> None:
    found = covered(TEXT, "clauses:\n" + encoded("1.1", "甲乙") + "no_provision: []\n")
    assert found.characters == Characters(
        quoted=2, encoded=len("1.1甲乙丙"), all=len("1.1甲乙丙1.2丁戊1.3己1.4庚")
    )


def test_overlapping_quotes_count_once() -> None:
    found = covered(
        TEXT, "clauses:\n" + encoded("1.1", "甲乙") + encoded("1.1", "乙 丙") + "no_provision: []\n"
    )
    assert found.characters.quoted == 3


def test_the_heading_of_a_clause_with_text_does_not_count() -> None:
    found = covered("## 1. 标题\n\n正文。\n", "clauses: []\nno_provision: []\n")
    assert found.characters.all == len("正文。")


def test_a_quote_that_is_not_there_covers_nothing() -> None:
    found = covered(TEXT, "clauses:\n" + encoded("1.1", "子丑") + "no_provision: []\n")
    assert found.lost == ("1.1",)
    assert found.characters.quoted == 0


def test_the_quote_of_a_clause_that_has_to_be_read_covers_nothing() -> None:
    clause = "  - {at: '1.1', quote: 甲乙, needs_reading: context, provisions: [{kind: identity}]}\n"
    found = covered(TEXT, "clauses:\n" + clause + "no_provision: []\n")
    assert found.characters[:2] == (0, 0)
    assert found.lost == ()


@given(st.text(alphabet="甲乙 \n#一1.、（）"), st.text(alphabet="甲乙", min_size=1))
def test_no_more_is_quoted_than_there_is(text: str, quote: str) -> None:
    found = covered("1.1 " + text, "clauses:\n" + encoded("1.1", quote) + "no_provision: []\n").characters
    assert 0 <= found.quoted <= found.all
    assert 0 <= found.encoded <= found.all


# --- the real suites -------------------------------------------------------------------------------------------


def coverage_of(name: str) -> tuple[Assessment, SuiteCoverage]:
    assessment = whole(name)
    folder = ROOT / "policies" / name
    read = [
        encodings.opened(folder / f"{each.id}.yaml", f"{name}/{each.id}.yaml", f"{name}/")
        for each in assessment.suite.agreements
    ]
    looks_at = looked_at(assessment.baseline)
    suite = assessment.suite
    return assessment, suite_coverage(suite.id, suite.title, read, looks_at, assessment)


@pytest.fixture(scope="module", params=SUITES)
def real(request: pytest.FixtureRequest) -> tuple[Assessment, SuiteCoverage]:
    return coverage_of(request.param)


def test_of_a_finished_encoding_everything_is_accounted_for(real: tuple[Assessment, SuiteCoverage]) -> None:
    assessment, found = real
    for agreement, each in zip(assessment.suite.agreements, found.agreements, strict=True):
        assert each.accounted_for(100)
        assert len(each.clauses) == agreement.clauses
        assert not each.lost
        assert not each.stale


def test_unused_provisions_change_nothing_when_dropped(real: tuple[Assessment, SuiteCoverage]) -> None:
    """They are those that `tests.drops` finds to fit no pattern, references apart."""
    assessment, found = real
    for agreement, each in zip(assessment.suite.agreements, found.agreements, strict=True):
        expected = [
            (drop.dropped[0].evidence.clause, drop.dropped[0].kind)
            for drop in provisions_dropped(assessment, agreement)
            if drop.effect is Effect.UNUSED and drop.dropped[0].kind != "reference"
        ]
        assert [(unused.at, unused.kind) for unused in each.unused] == expected


def test_a_pillar_is_a_clause_whose_drop_changes_the_verdict(real: tuple[Assessment, SuiteCoverage]) -> None:
    assessment, found = real
    verdicts = {finding.requirement.id: finding for finding in assessment.findings}
    expected = set()
    for agreement in assessment.suite.agreements:
        for drop in clauses_dropped(assessment, agreement):
            at = drop.dropped[0].evidence.clause
            for finding in drop.assessment.findings:
                was = verdicts[finding.requirement.id]
                rests = any(
                    (evidence.agreement, evidence.clause) == (agreement.id, at)
                    for part in (*was.elements, *was.prohibitions)
                    if part.by
                    for evidence in part.evidence
                )
                if rests and was.verdict not in (finding.verdict, Verdict.NOT_APPLICABLE):
                    expected.add((was.requirement.id, was.verdict, finding.verdict, agreement.id, at))
    assert {
        (p.requirement, p.verdict, p.without, p.evidence.agreement, p.evidence.clause) for p in found.pillars
    } == expected


def test_candidates_are_no_evidence_and_say_where_the_words_stand(
    real: tuple[Assessment, SuiteCoverage],
) -> None:
    _, found = real
    for each in found.candidates:
        parts = (*each.finding.elements, *each.finding.prohibitions)
        evidence = {(e.agreement, e.clause) for part in parts if part.by for e in part.evidence}
        for place in each.places:
            assert (place.clause.agreement, place.clause.at) not in evidence
            lines = (ROOT / "policies" / place.source_file).read_text("utf-8").split("\n")
            assert lines[place.line - 1].strip() == place.text
        ranks = [place.clause.state is State.ENCODED for place in each.places]
        assert ranks == sorted(ranks)


# --- where a second reader should look -------------------------------------------------------------------------


@pytest.fixture
def edited(tmp_path: Path) -> Callable[[str, str], SuiteCoverage]:
    """The small suite with something else in its encoding."""

    def edit(old: str, new: str) -> SuiteCoverage:
        folder = tmp_path / "cloud-notes"
        shutil.copytree(SMALL / "cloud-notes", folder, dirs_exist_ok=True)
        path = folder / "terms.yaml"
        written = path.read_text("utf-8")
        assert old in written
        path.write_text(written.replace(old, new), "utf-8")
        assessment = assess(load_suite(folder), load_baseline(str(SMALL / "baseline.yaml")), as_of=AS_OF)
        document, text = encodings.opened(path, "terms.yaml")
        return suite_coverage("cloud-notes", Words("", ""), [(document, text)], lambda _: True, assessment)

    return edit


LIABILITY = """  - at: "3.1"
    quote: 因您泄露密码造成的损失，由您自行承担
    provisions:
      - {kind: liability, effect: excluded, for: [account_misuse], causes: [user_fault], saves: []}
"""


def test_a_clause_set_aside_by_mistake_is_a_candidate(edited: Callable[[str, str], SuiteCoverage]) -> None:
    aside = '  - {at: ["preamble", "3.1"], because: user_conduct}'
    text = (SMALL / "cloud-notes" / "terms.yaml").read_text("utf-8")
    assert LIABILITY in text
    found = edited(
        text[text.index(LIABILITY) :],
        text[text.index(LIABILITY) + len(LIABILITY) :].replace(
            '  - {at: ["preamble"], because: introduction}', aside
        ),
    )
    places = {each.finding.requirement.id: each.places for each in found.candidates}["terms.liability"]
    assert [(place.clause.at, place.clause.because, place.line) for place in places] == [
        ("3.1", "user_conduct", 19)
    ]
    assert places[0].word in "因您泄露密码造成的损失，由您自行承担"


def test_a_clause_of_which_that_kind_is_encoded_is_no_candidate(
    edited: Callable[[str, str], SuiteCoverage],
) -> None:
    found = edited("stance: granted, holder: individual", "stance: denied, holder: individual")
    places = {each.finding.requirement.id: each.places for each in found.candidates}["rights.deletion"]
    assert "2.1" not in [place.clause.at for place in places]


def test_requirements_that_do_not_apply_have_no_candidates() -> None:
    assessment, found = coverage_of("xiaomi-cloud")
    applying = {f.requirement.id for f in assessment.findings if f.verdict is not Verdict.NOT_APPLICABLE}
    assert {each.finding.requirement.id for each in found.candidates} == applying


# --- reports ---------------------------------------------------------------------------------------------------


def report(found: SuiteCoverage, assessment: Assessment) -> Coverage:
    return Coverage(assessment.baseline, AS_OF, [found])


def test_the_json_follows_its_schema(real: tuple[Assessment, SuiteCoverage]) -> None:
    assessment, found = real
    contract = json.loads(coverage_json.render(report(found, assessment), lang="en"))
    jsonschema.Draft202012Validator(SCHEMA).validate(contract)
    suite = contract["suites"][0]
    assert [
        (each["requirement"], [(clause["agreement"], clause["at"]) for clause in each["clauses"]])
        for each in suite["candidates"]
    ] == [
        (each.finding.requirement.id, [(place.clause.agreement, place.clause.at) for place in each.places])
        for each in found.candidates
    ]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_text_fits_a_terminal(real: tuple[Assessment, SuiteCoverage], lang: str) -> None:
    assessment, found = real
    for line in coverage_text.render(report(found, assessment), lang=lang).splitlines():
        assert width(line) <= COLUMNS or ".md:" in line, line  # a place that an editor opens is not broken


@pytest.mark.parametrize("render", [coverage_text.render, coverage_markdown.render])
def test_what_is_left_out_is_counted(
    real: tuple[Assessment, SuiteCoverage], render: Callable[..., str]
) -> None:
    assessment, found = real
    text = render(report(found, assessment), lang="en")
    shown = {coverage_text.render: 3, coverage_markdown.render: 10}[render]
    gaps = [each for each in found.candidates if each.finding.verdict in list(Verdict)[:4]]
    for each in gaps:
        assert each.finding.requirement.id in text
        if (rest := len(each.places) - shown) > 0:
            assert f"… and {rest} more" in text


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_verdicts_are_told_once_for_each_clause_that_decides_them(
    real: tuple[Assessment, SuiteCoverage], lang: str
) -> None:
    assessment, found = real
    clauses = coverage_words.by_clause(found)
    assert sorted(pillar for each in clauses for pillar in each) == sorted(found.pillars)
    text = coverage_text.render(report(found, assessment), lang=lang)
    told = text[text.index(coverage_words.PILLARS.zh if lang == "zh" else coverage_words.PILLARS.en) :]
    for each in clauses:
        assert len({(pillar.evidence.agreement, pillar.evidence.clause) for pillar in each}) == 1
        evidence = each[0].evidence
        assert told.count(f"{evidence.source_file}:{evidence.source_line}\n") == 1


@pytest.mark.parametrize("render", [coverage_text.render, coverage_markdown.render])
def test_where_to_look_comes_before_what_rests_on_one_clause(
    real: tuple[Assessment, SuiteCoverage], render: Callable[..., str]
) -> None:
    assessment, found = real
    text = render(report(found, assessment), lang="en")
    assert text.index(coverage_words.CANDIDATES.en) < text.index(coverage_words.PILLARS.en)


@pytest.mark.parametrize("render", [coverage_text.render, coverage_markdown.render])
def test_nothing_set_aside_has_no_heading(
    real: tuple[Assessment, SuiteCoverage], render: Callable[..., str]
) -> None:
    assessment, found = real
    assert coverage_words.ASIDE.en in render(report(found, assessment), lang="en")
    agreements = tuple(
        each._replace(clauses=tuple(clause._replace(state=State.UNREAD) for clause in each.clauses))
        for each in found.agreements
    )
    unfinished = found._replace(agreements=agreements, assessment=None, pillars=(), candidates=())
    text = render(Coverage(assessment.baseline, "", [unfinished]), lang="en")
    assert coverage_words.ASIDE.en not in text
    assert coverage_words.NOT_DONE.en in text


CLAUSE = ClauseCoverage("a", "1", 1, State.OPEN, "", frozenset())


@given(
    st.lists(
        st.sampled_from(["您有权", "删除", "不承担", "责任", " ", "\u200b", "\x1b", "**", "# ", "A", "B"])
    )
)
def test_the_words_of_a_candidate_are_marked_in_its_line(parts: list[str]) -> None:
    text = "".join(parts)
    for found in hints.find(text):
        told = coverage_words.around(Candidate(CLAUSE, "a.md", 1, found.word, text.strip()), 1000)
        assert f"【{plain(found.word)}】" in told
        assert "*" not in told


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("render", [coverage_text.render, coverage_markdown.render])
def test_text_of_others_cannot_command_a_terminal(
    real: tuple[Assessment, SuiteCoverage], render: Callable[..., str], lang: str
) -> None:
    assessment, found = real
    hostile = "\x1b[31m<b>|\u202e"
    exchanged = tuple(
        each._replace(places=tuple(place._replace(text=hostile + place.word) for place in each.places))
        for each in found.candidates
    )
    text = render(report(found._replace(candidates=exchanged), assessment), lang=lang)
    assert "\x1b" not in text
    assert "\u202e" not in text
    if render is coverage_markdown.render:
        assert "<b>" not in text


# --- the command -----------------------------------------------------------------------------------------------


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = cli.main(["coverage", *arguments, "--baseline", str(SMALL / "baseline.yaml")])
    return code, *capsys.readouterr()


def half_read(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "fixtures" / "half-read", tmp_path / "policies")
    return tmp_path / "policies"


def test_an_unfinished_encoding_is_covered_and_not_assessed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, str(half_read(tmp_path)), "--format", "json")
    assert code == 0
    contract = json.loads(out)
    jsonschema.Draft202012Validator(SCHEMA).validate(contract)
    suite = contract["suites"][0]
    assert (suite["as_of"], suite["rests_on_one_clause"], suite["candidates"]) == (None, None, None)
    assert "cloud-notes is not assessed" in err
    assert cli.main(["check", str(tmp_path / "policies")]) == 3


def test_a_text_that_has_changed_is_said_to_have(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = half_read(tmp_path)
    text = folder / "cloud-notes" / "terms.md"
    text.write_text(text.read_text("utf-8") + "\n3.6 新增。\n", "utf-8")
    code, out, _ = run(capsys, str(folder))
    assert code == 0
    assert "The text has changed since its encoding was read against it: terms" in out


@pytest.mark.parametrize(("percent", "code"), [("70", 0), ("71", 1)])
def test_too_little_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], percent: str, code: int
) -> None:
    assert run(capsys, str(half_read(tmp_path)), "--fail-under", percent)[0] == code


def test_each_format_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outputs = [f"{name}={tmp_path / name}" for name in ("text", "json", "markdown")]
    code, out, _ = run(capsys, str(SMALL), *(part for each in outputs for part in ("-o", each)))
    assert code == 0
    assert (tmp_path / "text").read_text("utf-8") == out
    assert json.loads((tmp_path / "json").read_text("utf-8"))["schema_version"] == "1"
    assert (tmp_path / "markdown").read_text("utf-8").startswith("# Coverage\n")


@pytest.mark.parametrize("name", ["sarif", "csv", "junit", "yaml", ""])
def test_other_formats_are_refused_before_anything_is_read(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, str(SMALL), "-o", f"{name}={tmp_path / 'a'}")
    assert (code, out) == (2, "")
    assert "formats are text, json, markdown" in err


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("terms.yaml", b"\xff\xfe"),
        ("terms.yaml", b"agreement: terms\n"),
        ("terms.md", b"\xff"),
        ("terms.md", b""),
        ("suite.yaml", b"suite: [" * 100),
    ],
)
def test_files_that_cannot_be_read_are_bad_input(
    file: str, content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = half_read(tmp_path)
    (folder / "cloud-notes" / file).write_bytes(content)
    code, out, err = run(capsys, str(folder))
    assert (code, out) == (3, "")
    assert file in err


def test_a_missing_encoding_is_bad_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = half_read(tmp_path)
    (folder / "cloud-notes" / "terms.yaml").unlink()
    code, out, err = run(capsys, str(folder))
    assert (code, out) == (3, "")
    assert "there is no file terms.yaml" in err
