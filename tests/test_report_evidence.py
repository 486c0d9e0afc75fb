"""What stands behind a finding: readings of clauses, near misses, the order and merging of quotes."""

from types import MappingProxyType
from typing import Any

import pytest

from checker import vocabulary
from checker.conditions import compile_condition, kinds_read
from checker.model import Clause, Evidence, Provision, Words
from checker.patterns import witness
from checker.reports import explain
from checker.reports import findings as about
from checker.reports.near import nearest
from checker.reports.quotes import gathered, in_order, plainest, wholes
from checker.reports.reading import read_as, readings
from checker.subjects import compile_near
from tests.report_samples import assessments

SUITE = assessments()[0].suite
FIRST, SECOND = (agreement.id for agreement in SUITE.agreements[:2])


def evidence(clause: str, quote: str = "quote", line: int = 1, agreement: str = FIRST) -> Evidence:
    return Evidence(agreement, clause, quote, "x.yaml", line, "x.md", line, "")


def provision(where: Evidence, kind: str = "termination", **fields: Any) -> Provision:
    return Provision(kind, MappingProxyType({"kind": kind, **fields}), where)


TERMINATION: dict[str, Any] = {
    "by": "provider", "actions": ["terminate"], "grounds": ["any_breach", "law"], "notice": "at_once",
    "liability": "excluded",
}  # fmt: skip


# --- readings --------------------------------------------------------------------------------------------------


def test_a_provision_is_read_in_the_words_of_the_vocabulary() -> None:
    read = provision(evidence("1"), note={"en": "A remark."}, **TERMINATION)
    english, chinese = read_as(read, "en"), read_as(read, "zh")
    assert english.startswith("suspension or termination: by provider; actions ")
    assert english.endswith("notice at once, without advance notice; liability excluded")
    assert chinese.startswith("中止或终止：主体 提供者；措施 ")
    assert chinese.endswith("通知 立即（不提前通知）；责任 免责")
    assert "remark" not in english and "unknown" not in english


def test_numbers_flags_and_times_are_read_and_text_is_not() -> None:
    read = provision(
        evidence("1"), "request_handling", rights=["access"], identity_check=True,
        deadline={"value": 15, "unit": "working_day"},
    )  # fmt: skip
    assert "identity check yes; deadline 15 working days" in read_as(read, "en")
    assert "身份核验 是；答复期限 15个工作日" in read_as(read, "zh")
    one = provision(evidence("1"), "complaint", deadline={"value": 1, "unit": "month"})
    assert read_as(one, "en").endswith("deadline 1 month")
    assert read_as(provision(evidence("1"), "identity", name="某公司"), "en") == "identity"


def test_a_long_list_is_cut_when_asked() -> None:
    read = provision(evidence("1"), **{**TERMINATION, "actions": ["suspend", "terminate", "close_account"]})
    assert "and 2 more" in read_as(read, "en", most=1)
    assert "另有 2 项" in read_as(read, "zh", most=1)
    assert "more" not in read_as(read, "en")


@pytest.mark.parametrize("kind", vocabulary.kinds())
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_kind_can_be_read(kind: str, lang: str) -> None:
    fields = vocabulary.kinds()[kind]
    given = witness({key: {"present": True} for key in fields}, fields)
    read = read_as(provision(evidence("1"), kind, **given), lang)
    told = [key for key, field in fields.items() if field.type != "text"]
    separator = "；" if lang == "zh" else "; "
    assert len(read.split(separator)) == max(1, len(told))
    assert lang == "zh" or read.isascii()


def test_a_reading_and_a_remark_stand_once() -> None:
    one = provision(evidence("1"), note={"en": "A remark."}, **TERMINATION)
    other = provision(evidence("2"), note={"en": "Another."}, **TERMINATION)
    labels = [(label.en, text) for label, text in readings([one, one, other], "en")]
    assert [label for label, _ in labels] == ["Read as", "Reader's note", "Reader's note"]
    assert [text for _, text in labels[1:]] == ["A remark.", "Another."]


def test_a_remark_is_shown_in_the_language_of_the_report_or_in_the_one_it_has() -> None:
    both = provision(evidence("1"), note={"en": "A remark.", "zh": "备注。"}, **TERMINATION)
    chinese = provision(evidence("1"), note={"zh": "备注。"}, **TERMINATION)
    assert [readings([both], lang)[1][1] for lang in ("en", "zh")] == ["A remark.", "备注。"]
    assert [readings([chinese], lang)[1][1] for lang in ("en", "zh")] == ["备注。", "备注。"]


# --- near misses -----------------------------------------------------------------------------------------------


def clause(source: Any) -> Clause:
    near = compile_near(source)
    return Clause("x", Words("文", "X"), compile_condition(source), near, kinds_read(source), source)


def test_the_nearest_clause_fails_the_fewest_tests() -> None:
    far = provision(evidence("1"), **{**TERMINATION, "by": "user", "notice": "none"})
    close = provision(evidence("2"), **{**TERMINATION, "notice": "none"})
    wanted = clause({"some": {"kind": "termination", "by": "provider", "notice": "in_advance"}})
    near = nearest(wanted, {"termination": [far, close]}, most=1)
    assert near.shown == (close,)
    assert near.more == 1


def test_what_each_must_be_counts() -> None:
    far = provision(evidence("1"), **{**TERMINATION, "notice": "none"})
    close = provision(evidence("2"), **TERMINATION)
    must = {"notice": "at_once", "liability": "unstated"}
    wanted = clause({"all": [{"each": {"kind": "termination"}, "must": must}]})
    assert nearest(wanted, {"termination": [far, close]}).shown == (close, far)


def test_a_clause_is_near_once_and_nothing_may_be_near() -> None:
    twice = [provision(evidence("1"), **TERMINATION), provision(evidence("1"), **TERMINATION)]
    wanted = clause({"some": {"kind": "termination", "by": "user"}})
    assert nearest(wanted, {"termination": twice}) == ((twice[0],), 0)
    assert nearest(wanted, {}) == ((), 0)


# --- quotes ----------------------------------------------------------------------------------------------------


def test_places_keep_their_order_whatever_comes_twice() -> None:
    one, two = evidence("1"), evidence("2")
    assert about.places([two, one, two, one]) == [two, one]
    assert about.places([one, two, one]) == [one, two]


def test_a_quote_within_another_at_the_same_place_is_merged() -> None:
    long, short = evidence("1", "we may end it at any time"), evidence("1", "end it")
    elsewhere = evidence("2", "end it")
    whole = wholes([short, long, elsewhere])
    assert whole == {short: long, long: long, elsewhere: elsewhere}
    by = [provision(short), provision(long, "liability"), provision(elsewhere)]
    quotes = gathered(by, whole, SUITE)
    assert [quote.evidence for quote in quotes] == [long, elsewhere]
    assert quotes[0].provisions == (by[0], by[1])


def test_evidence_stands_by_document_and_position() -> None:
    last, second, first = evidence("9", agreement=SECOND), evidence("2", line=8), evidence("5", line=3)
    assert in_order([last, second, first], SUITE) == [first, second, last]


def test_the_plainest_provision_says_least_else() -> None:
    much = provision(evidence("1"), rights=["access", "copy", "delete"])
    little = provision(evidence("2"), rights=["delete"])
    assert plainest([much, little]) is little


# --- findings --------------------------------------------------------------------------------------------------


def test_an_element_in_some_privacy_policies_names_them() -> None:
    policies = [a for a in SUITE.agreements if a.type in about.PRIVACY_POLICIES]
    assert len(policies) > 1, "choose another sample"
    met = next(e for f in assessments()[0].findings for e in f.elements if e.by)
    in_one = met._replace(evidence=(evidence("1", agreement=policies[0].id),))
    assert about.said_in_some(in_one, SUITE) == ([policies[0]], policies[1:])
    in_all = met._replace(evidence=tuple(evidence("1", agreement=policy.id) for policy in policies))
    assert about.said_in_some(in_all, SUITE) == ([], [])
    assert about.said_in_some(met._replace(evidence=()), SUITE) == ([], [])


def test_every_violating_clause_is_counted_in_its_document() -> None:
    for assessment in assessments():
        violated = [f for f in assessment.findings if f.verdict == "violated"]
        clauses = {(e.agreement, e.clause) for f in violated for hit in f.prohibitions for e in hit.evidence}
        counted = {(a.id, e.clause) for a, found, _ in about.violations(assessment) for e in found}
        assert counted == clauses


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_explain_shows_how_a_clause_was_read_and_what_comes_nearest(lang: str) -> None:
    label = "Read as: " if lang == "en" else "解读："
    for assessment in assessments():
        for finding in assessment.findings:
            told = explain.finding(finding, assessment, lang=lang)
            quoted = any(element.by for element in finding.elements)
            assert not quoted or label in told
            for element in about.unsaid(finding):
                for near in nearest(element.element, assessment.provisions).shown:
                    assert f"{near.evidence.file}:{near.evidence.line}" in told
