"""checker.diff, pure: clauses, rewording, provisions, verdicts, suites. Texts and encodings in, changes out."""

import time
from collections.abc import Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.agreements import load_suite
from checker.catalogue import load_baseline
from checker.compare import ClauseRef, Direction
from checker.diff import Diff, Side, diff
from checker.diff.clauses import clause_changes
from checker.diff.model import AgreementChange, Kind, SuiteChange, VerdictChange
from checker.diff.rewording import Piece, alike, pieces
from checker.engine import assess
from checker.lock import Lock, lock
from checker.model import (
    Agreement,
    Answer,
    Baseline,
    Evidence,
    Fact,
    NotHeld,
    Provision,
    Suite,
    Verdict,
    Waiver,
    Waivers,
    Words,
)
from checker.text import NotFound, SourceText, read, source_text
from tests.cases import ROOT

DAY = "2026-11-22"
SMALL = load_baseline(str(ROOT / "fixtures/small/baseline.yaml"))


# --- rewording: what is shown of two wordings ------------------------------------------------------------------


def shown(was: str, now: str) -> str:
    """`删除[-十五个工作-|+三十+]日内`, as a lawyer would mark it."""
    return "".join(
        piece.was if piece.same else f"[-{piece.was}-|+{piece.now}+]" for piece in pieces(was, now)
    )


@pytest.mark.parametrize(
    ("was", "now", "marked"),
    [
        ("十五个工作日内答复", "三十日内答复", "[-十五个工作-|+三十+]日内答复"),
        ("我们将在15个工作日内答复", "我们将在30日内答复", "我们将在[-15个工作-|+30+]日内答复"),
        ("由您自行承担", "由您承担，但我们有故意的除外", "由您[-自行承担-|+承担，但我们有故意的除外+]"),
        ("年费为12.5元", "年费为12.8元", "年费为[-12.5-|+12.8+]元"),
        ("年费100元", "年费1000元", "年费[-100-|+1000+]元"),
        ("We may share data", "We must share data", "We [-may-|+must+] share data"),
        ("the user's data", "the users data", "the [-user's-|+users+] data"),
        ("您可以删除", "您不可以删除", "您[--|+不+]可以删除"),
        ("您应当同意", "您应当同意", "您应当同意"),
        ("", "新增", "[--|+新增+]"),
        ("删去", "", "[-删去-|++]"),
        ("税率6%", "税率16%", "税率[-6%-|+16%+]"),
    ],
)
def test_what_a_lawyer_reads(was: str, now: str, marked: str) -> None:
    assert shown(was, now) == marked


def test_two_empty_wordings_have_no_pieces() -> None:
    assert pieces("", "") == []


WORDINGS = st.one_of(
    st.text(max_size=60), st.text(alphabet="您我们不可以删除1234.5%个工作日 abAB'’\n。；", max_size=60)
)


@given(WORDINGS, WORDINGS)
def test_joined_pieces_give_both_wordings(was: str, now: str) -> None:
    found = pieces(was, now)
    assert "".join(piece.was for piece in found) == was
    assert "".join(piece.now for piece in found) == now
    assert all(piece.was or piece.now for piece in found)
    assert all(one.same is not other.same for one, other in pairwise(found)), found


@given(WORDINGS)
def test_what_stays_is_one_piece(text: str) -> None:
    assert pieces(text, text) == ([Piece(text, text)] if text else [])


NUMBERS = st.from_regex(r"[1-9]\d{0,3}(\.\d{1,2})?%?", fullmatch=True)
LATIN = st.from_regex(r"[A-Za-z]{1,8}", fullmatch=True)


@given(st.one_of(st.tuples(NUMBERS, NUMBERS), st.tuples(LATIN, LATIN)))
def test_a_number_or_a_latin_word_is_never_split(two: tuple[str, str]) -> None:
    was, now = two
    expected = Piece(was, now)
    assert [piece for piece in pieces(f"期限为{was}，此后", f"期限为{now}，此后") if not piece.same] == (
        [] if was == now else [expected]
    )


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("甲" * 100_000, "乙" * 100_000),
        ("甲乙" * 50_000, "乙甲" * 50_000),
        ("甲。" * 50_000, "甲。乙。" * 25_000),
        ("a" * 100_000, "a" * 99_999 + "b"),
        ("1 " * 50_000, "2 " * 50_000),
        ("\n" * 100_000, " " * 100_000),
        ("a'" * 50_000, "a’" * 50_000),
    ],
)
def test_hostile_wordings_end_in_seconds(was: str, now: str) -> None:
    start = time.perf_counter()
    found = pieces(was, now)
    alike(was, now, 60)
    assert time.perf_counter() - start < 5
    assert "".join(piece.was for piece in found) == was
    assert "".join(piece.now for piece in found) == now


@given(WORDINGS, WORDINGS)
def test_likeness_is_a_share_of_100(one: str, other: str) -> None:
    assert 0 <= alike(one, other) <= 100
    assert alike(one, one) == 100
    assert alike(one, other, 60) in (0, alike(one, other))


# --- clauses ---------------------------------------------------------------------------------------------------


def text_of(text: str | None, file: str = "terms.md") -> SourceText | None:
    return None if text is None else source_text(text, file, "0" * 64)


def told(was: str | None, now: str | None) -> list[str]:
    """The changes of clauses: `moved 2.1 2.2`, `added - 2.1`."""
    changes = clause_changes(text_of(was), text_of(now)).changes
    return [f"{c.kind} {c.was.at if c.was else '-'} {c.now.at if c.now else '-'}" for c in changes]


ONE, TWO, THREE = "您可以注销账号。", "我们在十五个工作日内答复您的请求。", "本协议自发布之日起生效。"
NEW = "我们可以随时变更收费标准，无需通知。"


def numbered(*clauses: str, heading: str = "二、您的权利") -> str:
    lines = [f"2.{number} {words}" for number, words in enumerate(clauses, 1)]
    return "\n\n".join(["# 用户协议", f"## {heading}", *lines]) + "\n"


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        ((ONE, TWO), (ONE, TWO), []),
        ((ONE, TWO), (NEW, ONE, TWO), ["added - 2.1", "moved 2.1 2.2", "moved 2.2 2.3"]),
        ((ONE, TWO), (ONE, TWO, NEW), ["added - 2.3"]),
        ((ONE, TWO, THREE), (ONE, THREE), ["removed 2.2 -", "moved 2.3 2.2"]),
        ((ONE, TWO, THREE), (ONE, TWO), ["removed 2.3 -"]),
        ((ONE, TWO), (TWO, ONE), ["moved 2.2 2.1", "moved 2.1 2.2"]),
        ((ONE, TWO), (ONE, TWO.replace("十五", "三十")), ["reworded 2.2 2.2"]),
        ((ONE, TWO), (NEW, ONE, TWO.replace("十五", "三十")), ["added - 2.1", "moved 2.1 2.2", "reworded 2.2 2.3"]),
        ((ONE, ONE, ONE), (ONE, ONE), ["removed 2.3 -"]),
        ((ONE, ONE), (ONE, TWO, ONE), ["added - 2.2", "moved 2.2 2.3"]),
        ((ONE,), (NEW,), ["reworded 2.1 2.1"]),
        ((ONE, ONE), (NEW, THREE, ONE, ONE), ["added - 2.1", "added - 2.2", "moved 2.1 2.3", "moved 2.2 2.4"]),
        ((ONE, TWO, THREE), (f"现{ONE}", THREE), ["reworded 2.1 2.1", "removed 2.2 -", "moved 2.3 2.2"]),
    ],
)  # fmt: skip
def test_what_became_of_the_clauses(was: Sequence[str], now: Sequence[str], expected: list[str]) -> None:
    assert told(numbered(*was), numbered(*now)) == expected


def test_a_heading_that_changed_is_told_alone() -> None:
    changes = clause_changes(
        text_of(numbered(ONE, TWO)), text_of(numbered(ONE, TWO, heading="二、用户的权利"))
    ).changes
    assert [(c.kind, c.was and c.was.words, c.now and c.now.words) for c in changes] == [
        (Kind.REWORDED, "您的权利", "用户的权利")
    ]


def test_white_space_and_line_ends_are_no_change() -> None:
    text = numbered(ONE, TWO)
    assert told(text, text.replace("\n", "\r\n")) == []
    assert told(text, text.replace("您的请求", "您的\n请求").replace("\n\n", "\n\n\n")) == []


@pytest.mark.parametrize("text", [None, ""])
def test_of_a_text_that_is_not_there_nothing_stays(text: str | None) -> None:
    whole = numbered(ONE, TWO)
    assert told(text, text) == told(None, "") == []
    assert {line.split()[0] for line in told(text, whole)} == {"added"}
    assert {line.split()[0] for line in told(whole, text)} == {"removed"}
    assert len(told(text, whole)) == len(told(whole, text)) == len(text_of(whole).clauses)  # type: ignore[union-attr]


def test_the_wording_is_without_the_number_and_knows_its_place() -> None:
    [change] = clause_changes(
        text_of(numbered(ONE), "old.md"), text_of(numbered("您不可以注销账号。"), "new.md")
    ).changes
    assert change.was == (
        "2.1",
        text_of(numbered(ONE)).by_at["2.1"].heading,  # type: ignore[union-attr]
        ONE,
        "old.md",
        5,
    )
    assert change.now is not None and change.now[2:] == ("您不可以注销账号。", "new.md", 5)


CLAUSES = st.lists(
    st.sampled_from([ONE, TWO, THREE, NEW, "甲", "乙", TWO.replace("十五", "三十"), ONE + NEW, "3.1元", "(a) 甲"]),
    max_size=8,
)  # fmt: skip


@given(CLAUSES, CLAUSES)
def test_every_clause_is_paired_or_told_once(was: list[str], now: list[str]) -> None:
    old, new = text_of(numbered(*was)), text_of(numbered(*now))
    assert old and new
    found = clause_changes(old, new)
    gone = [c.was.at for c in found.changes if c.kind is Kind.REMOVED and c.was]
    come = [c.now.at for c in found.changes if c.kind is Kind.ADDED and c.now]
    assert sorted([*found.moved, *gone]) == sorted(old.by_at)
    assert sorted([*found.moved.values(), *come]) == sorted(new.by_at)
    pairs = {(c.was.at, c.now.at): c for c in found.changes if c.was and c.now}
    assert set(pairs) <= set(found.moved.items())
    for at, at_now in found.moved.items():
        change = pairs.get((at, at_now))
        if change is None:
            assert at == at_now
        else:
            assert change.was and change.now
            assert (change.kind is Kind.MOVED) is (change.was.words == change.now.words)
    lines = [c.now.line for c in found.changes if c.now]
    assert lines == sorted(lines)


def test_a_long_text_rewritten_from_end_to_end_ends_in_seconds() -> None:
    old = numbered(*(f"第{number}项：{ONE * 3}" for number in range(900)))
    new = numbered(*(f"{NEW * 3}其{number}。" for number in range(899)))
    many = "\n".join(f"{1 + n // 900}.{1 + n % 900} 条款{n}。" for n in range(40_000))
    start = time.perf_counter()
    assert told(old, new)
    assert told(many, many.replace("条款", "条目")) != []
    assert time.perf_counter() - start < 30


def test_many_clauses_that_have_neither_number_nor_words_in_common_end_in_seconds() -> None:
    old = "\n".join(f"{1 + n // 900}.{1 + n % 900} 甲{n}乙" for n in range(7_000))
    new = "\n".join(f"{51 + n // 900}.{1 + n % 900} 丙丁戊{n * 7}" for n in range(7_000))
    start = time.perf_counter()
    changes = told(old, new)
    assert time.perf_counter() - start < 8
    assert len(changes) == 14_000


# --- two sides, without files ----------------------------------------------------------------------------------

TERMS = """\
# 云记事用户协议

## 一、账号

1.1 您点击“同意”即表示接受本协议。

1.2 您可以申请注销账号。

## 二、您的权利

2.1 您有权查阅、更正、删除您的个人信息。

2.2 我们将在十五个工作日内答复您的请求。

## 三、责任

3.1 因您泄露密码造成的损失，由您自行承担。

3.2 我们如何处理您的个人信息，见《云记事隐私政策》。
"""
RIGHT = {
    "kind": "right",
    "rights": ["access", "correction", "deletion"],
    "stance": "granted",
    "holder": "individual",
}
REQUESTS = {
    "kind": "request_handling", "rights": ["access"], "identity_check": True,
    "deadline": {"value": 15, "unit": "working_day"}, "refusal_reasons": "unstated",
}  # fmt: skip
LIABILITY = {
    "kind": "liability", "effect": "excluded", "for": ["account_misuse"], "causes": ["user_fault"],
    "saves": ["intent_or_gross_negligence"],
}  # fmt: skip
UNLIMITED = {**LIABILITY, "saves": []}
REFERENCE = {"kind": "reference", "document": "privacy-policy", "role": "governs_topic"}
Fields = Mapping[str, Any]
Encoded = Mapping[str, tuple[str, Sequence[Fields]]]  # clause -> quote and what it says
ENCODED: Encoded = {
    "1.1": ("您点击“同意”即表示接受本协议", [{"kind": "acceptance", "by": ["click"]}]),
    "1.2": ("您可以申请注销账号", [{"kind": "account_cancellation", "stance": "available", "way": ["account_page"]}]),
    "2.1": ("您有权查阅、更正、删除您的个人信息", [RIGHT]),
    "2.2": ("十五个工作日内答复您的请求", [REQUESTS]),
    "3.1": ("因您泄露密码造成的损失，由您自行承担", [LIABILITY]),
    "3.2": ("见《云记事隐私政策》", [REFERENCE]),
}  # fmt: skip
FACTS = {"personal_information": "yes", "standard_terms": "yes", "minors_excluded": "yes", "paid": "no"}
POLICY = NotHeld("privacy-policy", "云记事隐私政策", "privacy_policy", ())


def agreement(
    text: str = TERMS, encoded: Encoded = ENCODED, *, name: str = "terms", file: str = "", second: str = ""
) -> tuple[Agreement, SourceText]:
    """An agreement as it would be read from files."""
    source = source_text(text, file or f"notes/{name}.md", "0" * 64)
    provisions = []
    for line, (at, (quote, said)) in enumerate(encoded.items(), 1):
        found = source.find(quote, at)
        assert not isinstance(found, NotFound), found
        evidence = Evidence(
            name, at, quote, f"notes/{name}.yaml", line, source.file, found.line, found.heading
        )
        provisions += [Provision(each["kind"], MappingProxyType(dict(each)), evidence) for each in said]
    made = Agreement(
        name, "云记事用户协议", "user_agreement", "", "", "", "2026-11-21", second, f"notes/{name}.yaml", source.file,
        source.sha256, len(source.clauses), tuple(provisions),
    )  # fmt: skip
    return made, source


Held = tuple[Agreement, SourceText]


def suite(
    *held: Held, name: str = "notes", facts: Mapping[str, str] = FACTS, missing: Sequence[NotHeld] = (POLICY,),
    waivers: Sequence[Waiver] = (),
) -> tuple[Suite, dict[tuple[str, str], SourceText]]:  # fmt: skip
    """A suite and its texts."""
    held = held or (agreement(),)
    made = Suite(
        name, Words("云记事", "Cloud Notes"), "云记事", f"{name}/suite.yaml",
        MappingProxyType({fact: Fact(Answer(answer), "operator") for fact, answer in facts.items()}),
        tuple(each for each, _ in held), tuple(missing),
        Waivers("small", "Asia/Shanghai", tuple(waivers)) if waivers else None,
    )  # fmt: skip
    return made, {(name, each.id): text for each, text in held}


Held_suite = tuple[Suite, dict[tuple[str, str], SourceText]]


def side(*suites: Held_suite, baseline: Baseline = SMALL, locks: Mapping[str, Lock] = {}) -> Side:
    texts = {key: text for _, its in suites for key, text in its.items()}
    return Side("side", [assess(each, baseline, as_of=DAY) for each, _ in suites], texts, locks)


def compared(was: Side, now: Side) -> Diff:
    baseline = now.assessments[0].baseline
    return diff(was, now, lambda old: assess(old.suite, baseline, as_of=DAY))


def change(was: Held_suite, now: Held_suite) -> SuiteChange:
    """What became of the one suite on both sides."""
    [found] = compared(side(was), side(now)).suites
    return found


def agreement_change(was: Held, now: Held) -> AgreementChange:
    [found] = change(suite(was), suite(now)).agreements
    return found


def verdicts(found: SuiteChange) -> dict[str, str]:
    """`{requirement: "worse met → partial"}`."""
    return {
        v.requirement: f"{v.change.direction} {v.change.was.verdict if v.change.was else '-'} → "
        f"{v.change.now.verdict if v.change.now else '-'}"
        for v in found.verdicts
    }


def of(requirement: str, found: SuiteChange) -> VerdictChange:
    return next(each for each in found.verdicts if each.requirement == requirement)


def encoding(**changes: Any) -> Encoded:
    """ENCODED with clauses exchanged, `c2_1=("quote", [...])`, or without them (None)."""
    named = {key.removeprefix("c").replace("_", "."): value for key, value in changes.items()}
    kept = {at: named.pop(at, each) for at, each in ENCODED.items()}
    return {at: each for at, each in {**kept, **named}.items() if each is not None}


def inserted(words: str = "本节所称权利，依法行使。", said: Sequence[Fields] = ()) -> tuple[str, Encoded]:
    """A clause put in before 2.1: the rest of the section is renumbered."""
    text = TERMS.replace("2.2 ", "2.3 ").replace("2.1 ", f"2.1 {words}\n\n2.2 ")
    encoded = {"2.1": (words, said)} if said else {}
    return text, {
        **encoded, **{{"2.1": "2.2", "2.2": "2.3"}.get(at, at): each for at, each in ENCODED.items()}
    }  # fmt: skip


def without_rights() -> tuple[str, Encoded]:
    """Clause 2.1 taken out: 2.2 is 2.1 now."""
    text = TERMS.replace("2.1 您有权查阅、更正、删除您的个人信息。\n\n", "").replace("2.2 ", "2.1 ")
    return text, {
        {"2.2": "2.1"}.get(at, at): each for at, each in ENCODED.items() if at != "2.1"
    }  # fmt: skip


# --- provisions ------------------------------------------------------------------------------------------------


def provisions(found: AgreementChange) -> list[tuple[str, str, bool]]:
    return [
        (p.was.kind if p.was else "-", p.now.kind if p.now else "-", p.with_text) for p in found.provisions
    ]


def test_what_is_the_same_has_nothing_to_tell() -> None:
    found = change(suite(), suite())
    assert not found.changed
    assert not found.agreements[0].changed
    assert found.verdicts == ()


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([{**RIGHT, "rights": ["access"]}], [("right", "right", False)]),
        ([RIGHT, {**RIGHT, "holder": "guardian"}], [("-", "right", False)]),
        ([REQUESTS], [("right", "-", False), ("-", "request_handling", False)]),
        ([RIGHT, RIGHT], [("-", "right", False)]),
        ([{**RIGHT, "note": {"zh": "注", "en": "note"}}], []),
        ([dict(reversed(RIGHT.items()))], []),
    ],
)
def test_what_the_encoding_says_otherwise(said: list[Fields], expected: list[Any]) -> None:
    now = agreement(encoded=encoding(c2_1=("您有权查阅、更正、删除您的个人信息", said)))
    found = agreement_change(agreement(), now)
    assert provisions(found) == expected
    assert found.clauses == found.unread == ()
    back = agreement_change(now, agreement())
    assert sorted((b, a, c) for a, b, c in provisions(back)) == sorted(expected)


def test_another_quote_alone_is_no_change_of_provisions() -> None:
    found = agreement_change(agreement(), agreement(encoded=encoding(c2_1=("您有权查阅", [RIGHT]))))
    assert not found.changed


REWORDED = TERMS.replace("由您自行承担。", "由您自行承担，我们概不负责。")


def test_a_text_that_changed_under_a_quote_that_did_not_is_to_be_read_again() -> None:
    found = agreement_change(agreement(), agreement(REWORDED))
    assert [(c.kind, c.now and c.now.at) for c in found.clauses] == [(Kind.REWORDED, "3.1")]
    assert found.unread == found.clauses
    assert found.read_again is False
    assert found.provisions == ()


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        ("由您自行承担，我们概不负责", [LIABILITY]),
        ("因您泄露密码造成的损失，由您自行承担", [UNLIMITED]),
        ("因您泄露密码造成的损失，由您自行承担", [LIABILITY, LIABILITY]),
    ],
)
def test_a_text_that_changed_with_its_encoding_is_read(quote: str, said: list[Fields]) -> None:
    found = agreement_change(agreement(), agreement(REWORDED, encoding(c3_1=(quote, said))))
    assert found.unread == ()
    assert all(each.with_text for each in found.provisions)


def test_a_quote_with_other_white_space_is_not_read_again() -> None:
    now = agreement(REWORDED, encoding(c3_1=("因您泄露密码造成的损失， 由您自行承担", [LIABILITY])))
    assert [c.now and c.now.at for c in agreement_change(agreement(), now).unread] == ["3.1"]


def test_a_clause_set_aside_that_is_reworded_is_to_be_read_again() -> None:
    aside = encoding(c1_1=None)
    now = TERMS.replace("即表示接受本协议。", "即表示接受本协议以及今后的一切变更。")
    assert [c.now and c.now.at for c in agreement_change(agreement(encoded=aside), agreement(now, aside)).unread] == [
        "1.1"
    ]  # fmt: skip


ITEMS = TERMS.replace(
    "2.1 您有权查阅、更正、删除您的个人信息。",
    "2.1 您有权：\n\n（1）查阅您的个人信息；\n\n（2）删除您的个人信息。",
)
IN_ITEMS = encoding(c2_1=("查阅您的个人信息", [RIGHT]))


def test_a_sub_item_that_is_encoded_under_its_clause() -> None:
    reworded = ITEMS.replace("（2）删除您的个人信息。", "（2）请求删除您的个人信息。")
    stayed = agreement_change(agreement(ITEMS, IN_ITEMS), agreement(reworded, IN_ITEMS))
    assert [c.now and c.now.words for c in stayed.unread] == ["请求删除您的个人信息。"]
    said = encoding(c2_1=("查阅您的个人信息", [{**RIGHT, "rights": ["access"]}]))
    read = agreement_change(agreement(ITEMS, IN_ITEMS), agreement(reworded, said))
    assert read.unread == ()
    assert provisions(read) == [("right", "right", True)]
    gone = ITEMS.replace("\n\n（2）删除您的个人信息。", "")
    assert provisions(agreement_change(agreement(ITEMS, IN_ITEMS), agreement(gone, said))) == [
        ("right", "right", True)
    ]


@pytest.mark.parametrize(
    ("was", "now", "read_again"), [("", "2026-11-22", True), ("2026-11-22", "2026-11-22", False)]
)
def test_the_encoding_says_that_it_was_read_again(was: str, now: str, read_again: bool) -> None:
    found = agreement_change(agreement(second=was), agreement(REWORDED, second=now))
    assert found.read_again is read_again
    assert len(found.unread) == 1


def test_a_clause_taken_out_takes_its_provisions_along_though_its_number_stays() -> None:
    found = agreement_change(agreement(), agreement(*without_rights()))
    assert [(c.kind, c.was and c.was.at) for c in found.clauses] == [
        (Kind.REMOVED, "2.1"),
        (Kind.MOVED, "2.2"),
    ]
    assert provisions(found) == [("right", "-", True)]
    assert found.unread == ()


def test_a_clause_that_takes_the_number_of_one_taken_out_is_another() -> None:
    text, encoded = without_rights()
    other = {**encoded, "2.1": (encoded["2.1"][0], [{**REQUESTS, "rights": ["deletion"]}])}
    found = agreement_change(agreement(), agreement(text, other))
    assert sorted(provisions(found)) == [
        ("request_handling", "request_handling", False),
        ("right", "-", True),
    ]


def test_a_clause_put_in_brings_its_provisions_and_moves_no_other() -> None:
    found = agreement_change(
        agreement(), agreement(*inserted("监护人可以行使上述权利。", [{**RIGHT, "holder": "guardian"}]))
    )
    assert provisions(found) == [("-", "right", True)]
    assert [c.kind for c in found.clauses] == [Kind.ADDED, Kind.MOVED, Kind.MOVED]


# --- verdicts --------------------------------------------------------------------------------------------------

DELETION_LESS = encoding(c2_1=("您有权查阅、更正、删除您的个人信息", [{**RIGHT, "rights": ["access"]}]))
VIOLATING = encoding(c3_1=("因您泄露密码造成的损失，由您自行承担", [UNLIMITED]))
SECOND = TERMS + "\n3.3 服务中断造成的损失，我们不承担责任。\n"
TWICE = {**VIOLATING, "3.3": ("我们不承担责任", [UNLIMITED])}


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        ((TERMS, ENCODED), (TERMS, DELETION_LESS), {"rights.deletion": "worse met → missing"}),
        ((TERMS, DELETION_LESS), (TERMS, ENCODED), {"rights.deletion": "better missing → met"}),
        ((TERMS, ENCODED), (TERMS, VIOLATING), {"terms.liability": "worse met → violated"}),
        ((TERMS, VIOLATING), (SECOND, TWICE), {"terms.liability": "worse violated → violated"}),
        ((SECOND, TWICE), (TERMS, VIOLATING), {"terms.liability": "better violated → violated"}),
        ((TERMS, VIOLATING), (REWORDED, {**VIOLATING, "3.1": ("由您自行承担，我们概不负责", [UNLIMITED])}),
         {"terms.liability": "changed violated → violated"}),
        ((TERMS, ENCODED), (REWORDED, ENCODED), {}),
    ],
)  # fmt: skip
def test_where_a_change_of_documents_leads(was: Any, now: Any, expected: dict[str, str]) -> None:
    found = change(suite(agreement(*was)), suite(agreement(*now)))
    assert verdicts(found) == expected
    for each in found.verdicts:
        at = (
            "3.3" if SECOND in (was[0], now[0]) else "2.1" if each.requirement == "rights.deletion" else "3.1"
        )
        gone = was[0] == SECOND  # and not in the text of now
        assert each.causes == ((ClauseRef("terms", at, gone),), (), (), False)


def test_one_violating_clause_for_another_is_worse() -> None:
    """What is accepted of one clause is not accepted of the next."""
    other = {**encoding(c3_1=None), "3.3": ("我们不承担责任", [UNLIMITED])}
    found = change(suite(agreement(TERMS, VIOLATING)), suite(agreement(SECOND, other)))
    assert verdicts(found) == {"terms.liability": "worse violated → violated"}
    [point] = of("terms.liability", found).change.points
    assert (point.came, point.went) == ((ClauseRef("terms", "3.3"),), (ClauseRef("terms", "3.1"),))


def test_a_violation_under_the_number_of_one_that_is_gone_is_worse() -> None:
    """3.1 is taken out and the clause after it takes its number: that it violates now is new, whatever 3.1 did."""
    text = TERMS.replace("3.1 因您泄露密码造成的损失，由您自行承担。\n\n3.2 ", "3.1 ")
    quote, said = ENCODED["3.2"]
    moved_up = {
        **{at: each for at, each in ENCODED.items() if at != "3.2"},
        "3.1": (quote, [*said, UNLIMITED]),
    }
    found = change(suite(agreement(TERMS, VIOLATING)), suite(agreement(text, moved_up)))
    assert verdicts(found) == {"terms.liability": "worse violated → violated"}
    [point] = of("terms.liability", found).change.points
    assert (point.came, point.went) == ((ClauseRef("terms", "3.1"),), (ClauseRef("terms", "3.1", gone=True),))


def test_what_got_worse_is_marked_for_the_gate() -> None:
    found = compared(side(suite(agreement())), side(suite(agreement(TERMS, DELETION_LESS))))
    assert [f.requirement.id for a in found.assessments for f in a.findings if f.worse] == ["rights.deletion"]


RENUMBERED: list[Held] = [
    agreement(*inserted()),
    agreement(TERMS.replace("2.1 ", "4.1 ").replace("2.2 ", "4.2 ").replace("二、", "四、"),
              {{"2.1": "4.1", "2.2": "4.2"}.get(at, at): each for at, each in ENCODED.items()}),
    agreement(name="user-agreement"),
    agreement(file="elsewhere/agreement.txt"),
    agreement(*inserted(), name="user-agreement", file="elsewhere/agreement.txt"),
    agreement(TERMS.replace("\n\n", "\n\n\n\n")),
]  # fmt: skip


@pytest.mark.parametrize("now", RENUMBERED, ids=lambda held: f"{held[0].id} {held[1].file}")
@pytest.mark.parametrize("name", ["notes", "cloud"])
def test_numbers_and_names_change_no_verdict(now: Held, name: str) -> None:
    for was, is_now in ((suite(), suite(now, name=name)), (suite(now, name=name), suite())):
        found = change(was, is_now)
        assert found.was is not None and found.now is not None
        assert verdicts(found) == {}
        assert provisions(found.agreements[0]) == []
        assert found.changed is (name == "cloud" or found.agreements[0].changed)


def test_another_name_alone_is_told() -> None:
    assert change(suite(), suite(agreement(name="user-agreement"))).agreements[0].changed
    assert change(suite(), suite(name="cloud")).changed


def test_a_renumbered_document_does_not_blame_the_rules() -> None:
    text, encoded = inserted()
    less = {**encoded, "2.2": ("您有权查阅、更正、删除您的个人信息", [{**RIGHT, "rights": ["access"]}])}
    found = change(suite(), suite(agreement(text, less)))
    assert of("rights.deletion", found).causes == ((ClauseRef("terms", "2.2"),), (), (), False)
    assert list(verdicts(found)) == ["rights.deletion"]
    beside = change(suite(agreement(TERMS, VIOLATING)), suite(agreement(SECOND.replace("3.1 ", "3.4 "), {
        {"3.1": "3.4"}.get(at, at): each for at, each in TWICE.items()})))  # fmt: skip
    assert of("terms.liability", beside).causes == ((ClauseRef("terms", "3.3"),), (), (), False)


def test_a_new_suite_brings_its_gaps() -> None:
    found = compared(side(), side(suite(agreement(TERMS, VIOLATING))))
    [each] = found.suites
    assert (each.was, each.now is not None) == (None, True)
    gaps = ("rights.requests", "rights.complaint", "rights.withdrawal", "terms.liability")
    assert {name: v.split()[0] for name, v in verdicts(each).items()} == dict.fromkeys(gaps, "worse")
    assert not any(v.causes.rules for v in each.verdicts)
    assert found.baselines == ("small 1", "small 1")


def test_a_suite_that_is_gone_is_told_and_fails_nothing() -> None:
    other = suite(agreement(TERMS.replace("您", "用户"), {}), name="other")
    found = compared(side(suite(agreement(TERMS, VIOLATING)), other), side(other))
    assert [(s.was and s.was.suite.id, s.now and s.now.suite.id) for s in found.suites] == [
        ("other", "other"), ("notes", None),
    ]  # fmt: skip
    assert found.suites[1].verdicts == () and found.suites[1].changed
    assert not any(f.worse for a in found.assessments for f in a.findings)


def test_agreements_that_come_and_go() -> None:
    privacy = agreement("# 隐私政策\n\n1.1 您可以向我们投诉。\n", {"1.1": ("您可以向我们投诉", [{"kind": "complaint"}])},
                        name="privacy-policy")  # fmt: skip
    both, one = suite(agreement(), privacy, missing=()), suite(missing=())
    added = change(one, both)
    assert verdicts(added) == {"rights.complaint": "better missing → met"}
    assert of("rights.complaint", added).causes.places == (ClauseRef("privacy-policy", "1.1"),)
    assert [(a.was and a.was.id, a.now and a.now.id) for a in added.agreements] == [
        ("terms", "terms"), (None, "privacy-policy"),
    ]  # fmt: skip
    removed = change(both, one)
    assert verdicts(removed) == {"rights.complaint": "worse met → missing"}
    assert of("rights.complaint", removed).causes.places == (ClauseRef("privacy-policy", "1.1", gone=True),)


def test_an_agreement_under_another_name_must_say_mostly_the_same() -> None:
    stranger = agreement("# 隐私政策\n\n1.1 您可以向我们投诉。\n", {"1.1": ("您可以向我们投诉", [{"kind": "complaint"}])},
                         name="privacy-policy")  # fmt: skip
    found = change(suite(missing=()), suite(stranger, missing=()))
    assert [(a.was and a.was.id, a.now and a.now.id) for a in found.agreements] == [
        (None, "privacy-policy"), ("terms", None),
    ]  # fmt: skip


def test_a_fact_that_changes_is_the_cause() -> None:
    found = change(suite(), suite(facts={**FACTS, "paid": "yes"}))
    assert found.facts == (("paid", "no", "yes"),)
    assert verdicts(found) == {"terms.refund": "worse not_applicable → missing"}
    assert of("terms.refund", found).causes == ((), ("paid",), (), False)
    undeclared = {key: answer for key, answer in FACTS.items() if key != "paid"}
    assert change(suite(facts=undeclared), suite()).facts == (("paid", "", "no"),)


def test_an_open_fact_that_is_answered_changes_what_is_assumed() -> None:
    found = change(
        suite(facts={**FACTS, "minors_excluded": "open"}), suite(facts={**FACTS, "minors_excluded": "no"})
    )
    assert verdicts(found) == {"rights.guardian": "changed missing → missing"}
    assert of("rights.guardian", found).causes.facts == ("minors_excluded",)


def test_a_document_that_is_no_longer_missing() -> None:
    found = change(suite(), suite(missing=()))
    assert found.documents == (("云记事隐私政策", False),)
    assert verdicts(found) == {"rights.withdrawal": "worse undetermined → missing"}
    assert of("rights.withdrawal", found).causes.documents == ("云记事隐私政策",)
    assert change(suite(missing=()), suite()).documents == (("云记事隐私政策", True),)


# --- waivers ---------------------------------------------------------------------------------------------------


def fingerprint(held: Held_suite, requirement: str) -> str:
    findings = side(held).assessments[0].findings
    return next(finding.fingerprint for finding in findings if finding.requirement.id == requirement)


def waiver(**changes: Any) -> Waiver:
    accepted = Waiver(
        "rights.complaint", "", "", "", "", fingerprint(suite(), "rights.complaint"), "谈判中", "李伟", "2026-11-02",
        "2027-12-31", "notes/waivers.yaml", 7,
    )  # fmt: skip
    return accepted._replace(**changes)


@pytest.mark.parametrize(
    ("was", "now", "states"),
    [
        ([], [waiver()], (None, "valid")),
        ([waiver()], [], ("valid", None)),
        ([waiver()], [waiver(expires="2026-11-21")], ("valid", "expired")),
        ([waiver()], [waiver(reason="另有约定")], ("valid", "valid")),
        ([waiver(fingerprint="0" * 16)], [waiver()], ("changed", "valid")),
        ([waiver(fingerprint="0" * 16)], [waiver(fingerprint="1" * 16)], ("changed", "changed")),
    ],
)
def test_waivers_that_come_go_and_change(was: list[Waiver], now: list[Waiver], states: Any) -> None:
    found = change(suite(waivers=was), suite(waivers=now))
    [each] = found.waivers
    assert (each.was and each.was.state, each.now and each.now.state) == states
    assert found.changed
    assert verdicts(found) == {}


def test_a_waiver_that_stays_while_its_finding_changes_is_worth_nothing_any_more() -> None:
    was = suite(agreement(TERMS, VIOLATING))
    accepted = waiver(requirement="terms.liability", fingerprint=fingerprint(was, "terms.liability"))
    found = change(
        suite(agreement(TERMS, VIOLATING), waivers=[accepted]),
        suite(agreement(SECOND, TWICE), waivers=[accepted]),
    )
    assert [(w.was and w.was.state, w.now and w.now.state) for w in found.waivers] == [("valid", "changed")]
    assert verdicts(found) == {"terms.liability": "worse violated → violated"}


def test_a_waiver_on_another_line_is_no_change() -> None:
    assert not change(
        suite(waivers=[waiver()]), suite(waivers=[waiver(line=90, file="x/waivers.yaml")])
    ).changed


def test_a_waiver_of_a_clause_that_moves_with_it() -> None:
    text, encoded = TERMS.replace("3.1 ", "3.3 "), {
        {"3.1": "3.3"}.get(at, at): each for at, each in VIOLATING.items()}  # fmt: skip
    was, now = suite(agreement(TERMS, VIOLATING)), suite(agreement(text, encoded))
    named = {"requirement": "terms.liability", "prohibition": "unlimited", "agreement": "terms"}
    before = waiver(**named, at="3.1", fingerprint=fingerprint(was, "terms.liability"))
    after = before._replace(at="3.3", fingerprint=fingerprint(now, "terms.liability"))
    old, new = suite(was[0].agreements and agreement(TERMS, VIOLATING), waivers=[before]), suite(
        agreement(text, encoded), waivers=[after])  # fmt: skip
    [each] = change(old, new).waivers
    assert each.was is not None and each.now is not None
    assert (each.was.waiver.at, each.now.waiver.at) == ("3.1", "3.3")


# --- rules -----------------------------------------------------------------------------------------------------

FILE = (ROOT / "fixtures/small/baseline.yaml").read_text(encoding="utf-8")


def rules(folder: Any, *changes: tuple[str, str]) -> Baseline:
    """The small baseline with other words."""
    text = FILE
    for was, now in changes:
        assert was in text
        text = text.replace(was, now)
    path = folder / "baseline.yaml"
    path.write_text(text, encoding="utf-8")
    return load_baseline(str(path))


STRICTER = ("rights: {includes: [deletion]}", "rights: {includes: [deletion, portability]}")


def test_what_the_rules_changed_is_told_apart(tmp_path: Any) -> None:
    stricter = rules(tmp_path, STRICTER, ('version: "1"', 'version: "2"'))
    same = compared(side(suite()), side(suite(), baseline=stricter))
    assert verdicts(same.suites[0]) == {"rights.deletion": "worse met → missing"}
    assert of("rights.deletion", same.suites[0]).causes.rules is True
    assert of("rights.deletion", same.suites[0]).causes.places == (ClauseRef("terms", "2.1"),)
    assert same.baselines == ("small 1", "small 2")
    both = compared(side(suite()), side(suite(agreement(TERMS, VIOLATING)), baseline=stricter))
    assert {v.requirement: v.causes.rules for v in both.suites[0].verdicts} == {
        "rights.deletion": True, "terms.liability": False,
    }  # fmt: skip


def test_a_requirement_that_comes_or_goes_is_the_work_of_the_rules(tmp_path: Any) -> None:
    other = rules(tmp_path, ("rights.complaint", "rights.complaints"))
    found = compared(side(suite()), side(suite(), baseline=other)).suites[0]
    assert verdicts(found) == {
        "rights.complaints": "worse - → missing",
        "rights.complaint": "changed missing → -",
    }
    assert all(v.causes == ((), (), (), True) for v in found.verdicts)


def test_another_article_behind_a_requirement_is_the_work_of_the_rules(tmp_path: Any) -> None:
    found = compared(
        side(suite()), side(suite(), baseline=rules(tmp_path, ("pipl-2021 65(1)", "pipl-2021 65(2)")))
    )
    assert verdicts(found.suites[0]) == {"rights.complaint": "changed missing → missing"}
    assert of("rights.complaint", found.suites[0]).causes == ((), (), (), True)


def test_a_version_alone_changes_no_verdict(tmp_path: Any) -> None:
    found = compared(side(suite()), side(suite(), baseline=rules(tmp_path, ('version: "1"', 'version: "2"'))))
    assert found.suites[0].verdicts == ()
    assert found.baselines == ("small 1", "small 2")


@pytest.mark.parametrize("word", ["none", "each"])
def test_a_condition_under_which_no_clause_counts_names_the_clause(word: str, tmp_path: Any) -> None:
    """Where a clause stands against an element, nothing comes or goes behind the verdict: the clause is found by its
    subject."""
    condition = {
        "none": "said: {none: {kind: liability, saves: {lacks: [intent_or_gross_negligence]}}}",
        "each": "said: {each: {kind: liability}, must: {saves: {includes: [intent_or_gross_negligence]}}}",
    }[word]
    baseline = rules(tmp_path, ("said: {some: {kind: complaint}}", condition))
    now = suite(agreement(SECOND, {**ENCODED, "3.3": ("我们不承担责任", [UNLIMITED])}))
    [found] = compared(side(suite(), baseline=baseline), side(now, baseline=baseline)).suites
    verdict = of("rights.complaint", found)
    assert verdict.change.direction is Direction.WORSE
    assert verdict.causes.places == (ClauseRef("terms", "3.3"),)
    assert verdict.causes.rules is False
    moved = {{"3.1": "3.4"}.get(at, at): each for at, each in ENCODED.items()}
    before = suite(agreement(TERMS, VIOLATING))
    [back] = compared(
        side(before, baseline=baseline),
        side(suite(agreement(TERMS.replace("3.1 ", "3.4 "), moved)), baseline=baseline),
    ).suites
    assert of("rights.complaint", back).change.direction is Direction.BETTER
    assert of("rights.complaint", back).causes.places == (ClauseRef("terms", "3.4"),)


def test_a_lock_of_other_rules_says_what_was() -> None:
    """The baseline is shipped: an update of the program alone changes verdicts, and the lock of before shows it."""
    held = suite()
    accepted = lock(side(held).assessments[0])
    met = accepted.states["rights.requests"]._replace(verdict=Verdict.MET, silent=())
    older = accepted._replace(baseline="small 0", states={**accepted.states, "rights.requests": met})
    [found] = compared(side(held, locks={"notes": older}), side(held)).suites
    assert verdicts(found) == {"rights.requests": "worse met → partial"}
    assert of("rights.requests", found).causes.rules is True
    [same] = compared(side(held, locks={"notes": older._replace(baseline="small 1")}), side(held)).suites
    assert same.verdicts == ()


# --- laws ------------------------------------------------------------------------------------------------------

ENCODINGS = st.dictionaries(
    st.sampled_from(sorted(ENCODED)),
    st.lists(st.sampled_from([RIGHT, {**RIGHT, "rights": ["access"]}, REQUESTS, LIABILITY, UNLIMITED]), max_size=2),
).map(lambda chosen: {at: (ENCODED[at][0], chosen.get(at, ENCODED[at][1])) for at in ENCODED})  # fmt: skip


@settings(max_examples=60)
@given(ENCODINGS, ENCODINGS)
def test_there_and_back(one: Encoded, other: Encoded) -> None:
    """What comes on the way there goes on the way back, and worse is not worse both ways unless clauses change places."""
    there = change(suite(agreement(TERMS, one)), suite(agreement(TERMS, other)))
    back = change(suite(agreement(TERMS, other)), suite(agreement(TERMS, one)))
    assert {v.requirement for v in there.verdicts} == {v.requirement for v in back.verdicts}
    for verdict in there.verdicts:
        opposite = of(verdict.requirement, back)
        points = {p.id: p for p in opposite.change.points}
        for point in verdict.change.points:
            assert (point.was, point.now) == (points[point.id].now, points[point.id].was)
            assert set(point.came) == set(points[point.id].went)
        if (
            verdict.change.was
            and verdict.change.now
            and verdict.change.was.verdict != verdict.change.now.verdict
        ):
            pair = {verdict.change.direction, opposite.change.direction}
            assert pair in ({Direction.WORSE, Direction.BETTER}, {Direction.WORSE})
        assert verdict.causes.places, "no fact, document or rule has changed: a clause has"


@settings(max_examples=60)
@given(ENCODINGS)
def test_renumbering_changes_nothing_whatever_is_said(encoded: Encoded) -> None:
    text, _ = inserted()
    moved = {{"2.1": "2.2", "2.2": "2.3"}.get(at, at): each for at, each in encoded.items()}
    found = change(suite(agreement(TERMS, encoded)), suite(agreement(text, moved)))
    assert found.verdicts == ()
    assert found.agreements[0].provisions == ()


def held_of(folder: str) -> Held_suite:
    made = load_suite(ROOT / folder, folder)
    return made, {
        (made.id, each.id): read(ROOT / each.source_file, each.source_file) for each in made.agreements
    }


@pytest.mark.parametrize("name", ["kingsoft-cloud", "xiaoyi"])
def test_a_real_suite_has_not_changed_from_itself(name: str) -> None:
    baseline = load_baseline()
    held = held_of(f"policies/{name}")
    once, twice = side(held, baseline=baseline), side(held, baseline=baseline)
    assert not any(each.changed for each in compared(once, twice).suites)
