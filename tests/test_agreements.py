"""checker.agreements: from a folder to a suite. How bad input reads: tests/scenarios/invalid-*.txt."""

import hashlib
import shutil
from pathlib import Path

import pytest

from checker.agreements import load_suite
from checker.encodings import check_encoding, load_agreement
from checker.errors import BadInput
from checker.model import Answer, Fact, Words

SMALL = Path(__file__).parent.parent / "fixtures" / "small" / "cloud-notes"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small suite, to be spoilt."""
    return Path(shutil.copytree(SMALL, tmp_path / "cloud-notes"))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), encoding="utf-8")


def edit_source(folder: Path, old: str, new: str) -> None:
    """Change the source text, and the hash that the encoding records."""
    before = hashlib.sha256((folder / "terms.md").read_bytes()).hexdigest()
    edit(folder / "terms.md", old, new)
    edit(folder / "terms.yaml", before, hashlib.sha256((folder / "terms.md").read_bytes()).hexdigest())


def problems(folder: Path) -> list[str]:
    with pytest.raises(BadInput) as caught:
        load_suite(folder, "S")
    return [str(problem) for problem in caught.value.problems]


def test_a_suite_as_it_is_read(folder: Path) -> None:
    suite = load_suite(folder, "S")
    assert (suite.id, suite.title, suite.file) == (
        "cloud-notes",
        Words("云记事", "Cloud Notes"),
        "S/suite.yaml",
    )
    assert suite.facts["paid"] == Fact(Answer.NO, "operator")
    assert suite.facts["accounts"] == Fact(Answer.YES, "terms 1.2")
    assert suite.facts["marketing"] == Fact(Answer.OPEN, "none")
    [agreement] = suite.agreements
    assert (agreement.id, agreement.effective, agreement.updated) == ("terms", "2026-01-01", "")
    assert (agreement.first_reading, agreement.second_reading) == ("2026-11-21", "")
    assert (agreement.file, agreement.source_file) == ("S/terms.yaml", "S/terms.md")
    assert agreement.clauses == 7, "headings with nothing else of their own are not counted"
    kinds = [provision.kind for provision in agreement.provisions]
    assert kinds == [
        "acceptance",
        "account_cancellation",
        "right",
        "request_handling",
        "liability",
        "reference",
    ]
    [held] = suite.not_held
    assert (held.id, held.type) == ("privacy-policy", "privacy_policy")
    assert [evidence.clause for evidence in held.references] == ["3.2"]


def test_evidence_says_where_the_words_stand(folder: Path) -> None:
    [agreement] = load_suite(folder, "S").agreements
    right = agreement.provisions[2]
    assert right.fields["rights"] == ["access", "correction", "deletion"]
    evidence = right.evidence
    assert (evidence.agreement, evidence.clause, evidence.heading) == ("terms", "2.1", "二、您的权利")
    assert (evidence.file, evidence.line) == ("S/terms.yaml", 16)
    assert (evidence.source_file, evidence.source_line) == ("S/terms.md", 13)
    assert evidence.quote == "您有权查阅、更正、删除您的个人信息"
    assert (
        evidence.quote
        in (folder / "terms.md").read_text(encoding="utf-8").splitlines()[evidence.source_line - 1]
    )


def test_without_a_display_the_folder_is_named_as_it_is_written(folder: Path) -> None:
    assert load_suite(str(folder)).file == f"{folder}/suite.yaml"


def test_provisions_cannot_be_changed(folder: Path) -> None:
    [agreement] = load_suite(folder).agreements
    with pytest.raises(TypeError):
        agreement.provisions[0].fields["kind"] = "right"  # type: ignore[index]


def test_a_quote_may_be_broken_by_the_line_breaks_of_the_source(folder: Path) -> None:
    edit_source(folder, "更正、删除您", "更正、\n删除 您")
    [agreement] = load_suite(folder, "S").agreements
    assert agreement.provisions[2].evidence.source_line == 13


def test_agreements_come_in_the_order_of_the_list(folder: Path) -> None:
    shutil.copy(folder / "terms.md", folder / "a.md")
    text = (folder / "terms.yaml").read_text(encoding="utf-8")
    (folder / "a.yaml").write_text(
        text.replace("agreement: terms", "agreement: a").replace("terms.md", "a.md")
    )
    edit(folder / "suite.yaml", "agreements: [terms]", "agreements: [terms, a]")
    suite = load_suite(folder)
    assert [agreement.id for agreement in suite.agreements] == ["terms", "a"]
    assert [evidence.agreement for evidence in suite.not_held[0].references] == ["terms", "a"]


def test_waivers_are_no_encoding(folder: Path) -> None:
    for name in ("waivers.yaml", "verdicts.lock.yaml"):
        (folder / name).write_text("[]\n")
    with pytest.raises(BadInput) as caught:
        load_suite(folder)
    # The lock is read by those who ask for it; neither is taken for an encoding that suite.yaml does not list.
    assert {Path(problem.place.file).name for problem in caught.value.problems} == {"waivers.yaml"}


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("{answer: no, ground: operator}\n  automatic", "{answer: no, ground: none}\n  automatic", "does not fit its answer"),
        ("paid: {answer: no", "paid: {answer: unknown", "the ground of paid does not fit its answer"),
        ("minors_excluded: {answer: unknown, ground: none}", "minors_excluded: {answer: unknown, ground: operator}",
         "the ground of minors_excluded does not fit its answer"),
        ("minors_excluded: {answer: unknown", "minors_excluded: {answer: yes", "does not fit its answer"),
    ],
)  # fmt: skip
def test_none_is_the_ground_of_what_is_unknown_and_of_nothing_else(
    folder: Path, old: str, new: str, fault: str
) -> None:
    edit(folder / "suite.yaml", old, new)
    [problem] = problems(folder)
    assert fault in problem and problem.endswith("`none` goes with `unknown` alone")


def test_a_broken_encoding_does_not_hide_the_faults_of_the_others(folder: Path) -> None:
    (folder / "a.yaml").write_text("agreement: [\n")
    edit(folder / "suite.yaml", "agreements: [terms]", "agreements: [a, terms]")
    edit(folder / "terms.yaml", "十五个工作日内", "十个工作日内")
    found = problems(folder)
    assert [each.split(":")[0] for each in found] == ["S/a.yaml", "S/terms.yaml"]


def test_a_broken_encoding_is_no_reason_to_say_that_its_clauses_are_unknown(folder: Path) -> None:
    edit(folder / "terms.yaml", "stance: granted", "stance: grant")
    found = problems(folder)
    assert len(found) == 1 and "`grant`" in found[0], "nothing about facts or references that point to terms"


@pytest.mark.parametrize("content", ["suite: [", "suite: cloud-notes\n", ""])
def test_a_broken_suite_does_not_hide_the_faults_of_its_encodings(folder: Path, content: str) -> None:
    (folder / "suite.yaml").write_text(content)
    edit(folder / "terms.yaml", "十五个工作日内", "十个工作日内")
    found = problems(folder)
    assert found[0].startswith("S/suite.yaml")
    assert found[-1].startswith("S/terms.yaml:21:12: quote not found")


@pytest.mark.parametrize(
    ("old", "new", "faults"),
    [
        # the vocabulary is wrong: the quotes are looked for all the same
        ("stance: granted", "stance: grant", ["stance", "quote not found"]),
        (
            "dates: {effective: 2026-01-01}",
            "dates: {effective: soon}",
            ["dates.effective", "quote not found"],
        ),
        ("title: 云记事用户协议\n", "", ["missing key `title`", "quote not found"]),
        # where a clause or a source cannot be told, they are not
        ('at: "3.1"', "at: 3.1", ["clauses[4].at"]),
        ("source: {file: terms.md,", "source: {files: terms.md,", ["unknown key `files`"]),
        ("no_provision:\n", "no_provisions:\n", ["unknown key `no_provisions`"]),
    ],
)
def test_one_run_names_faults_of_vocabulary_and_of_quotes(
    folder: Path, old: str, new: str, faults: list[str]
) -> None:
    edit(folder / "terms.yaml", "因您泄露密码造成的损失", "因您泄漏密码造成的损失")
    edit(folder / "terms.yaml", old, new)
    found = problems(folder)
    assert len(found) == len(faults)
    for fault, problem in zip(faults, found, strict=True):
        assert fault in problem


def test_a_source_text_that_cannot_be_read_does_not_hide_a_wrong_name(folder: Path) -> None:
    (folder / "terms.md").write_bytes("协议".encode("gbk"))
    edit(folder / "terms.yaml", "agreement: terms", "agreement: term")
    found = problems(folder)
    assert found[0].startswith("S/terms.md:1: not UTF-8")
    assert found[1].startswith('S/terms.yaml:1:12: the agreement is called "term", its file "terms"')


def test_headings_need_no_account_and_anything_else_does(folder: Path) -> None:
    edit_source(folder, "## 三、责任\n", "## 三、责任\n\n本章适用于全部用户。\n\n## 四、其他\n")
    [problem] = problems(folder)
    assert 'clause "三" is not accounted for' in problem and "四" not in problem


def test_a_clause_may_be_encoded_more_than_once(folder: Path) -> None:
    more = '  - at: "2.1"\n    quote: 您有权查阅\n    provisions:\n      - {kind: acceptance, by: [use]}\nno_provision:\n'
    edit(folder / "terms.yaml", "no_provision:\n", more)
    [agreement] = load_suite(folder).agreements
    assert [p.kind for p in agreement.provisions if p.evidence.clause == "2.1"] == ["right", "acceptance"]


def test_an_agreement_alone(folder: Path) -> None:
    agreement = load_agreement(folder / "terms.yaml", "terms.yaml")
    assert (agreement.file, agreement.source_file) == ("terms.yaml", "terms.md")


def test_an_encoding_that_is_not_saved_is_held_against_the_text_beside_its_name(folder: Path) -> None:
    path = folder / "terms.yaml"
    content = path.read_bytes()
    path.unlink()
    check_encoding(content, path, "editor")
    with pytest.raises(BadInput, match="editor:21:12: quote not found"):
        check_encoding(content.replace("十五个".encode(), "十个".encode()), path, "editor")
    with pytest.raises(BadInput, match='its file "other"'):
        check_encoding(content, folder / "other.yaml", "editor")


@pytest.mark.parametrize("missing", ["nowhere", "terms.md"])
def test_a_folder_without_a_suite_is_bad_input(folder: Path, missing: str) -> None:
    with pytest.raises(BadInput, match=r"S/suite.yaml: no such file"):
        load_suite(folder / missing, "S")


def test_a_name_that_no_file_can_have_is_a_problem_and_no_crash(folder: Path) -> None:
    edit(folder / "suite.yaml", "agreements: [terms]", f"agreements: [terms, {'a' * 300}]")
    edit(folder / "terms.yaml", "file: terms.md", f"file: {'b' * 300}.md")
    found = problems(folder)
    assert [each.split(":")[0] for each in found] == ["S/suite.yaml", "S/terms.yaml"]
    assert all("there is no file" in each for each in found)
