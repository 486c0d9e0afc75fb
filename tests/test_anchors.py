"""Where quotes stand once their source text has changed: laws over every agreement, and the cases one by one."""

import hashlib
import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker import source, text
from checker.anchors import SAFE, Anchors, Standing, anchored, anchors
from checker.anchors.grounds import grounded, grounds, waivers_moved
from checker.anchors.likeness import Likeness
from checker.anchors.spots import sentences
from checker.encodings import load_agreement
from checker.errors import BadInput
from checker.labels import lines, number_of, sub_item_of
from checker.skeleton.encoding import entry
from checker.source import Document
from checker.text import NotFound, SourceText, source_text

ROOT = Path(__file__).parent.parent
ENCODINGS = sorted(path for path in ROOT.glob("policies/*/*.yaml") if path.with_suffix(".md").exists())
AGREEMENTS = [(source.load(path, path.name), text.read(path.with_suffix(".md"), "")) for path in ENCODINGS]
NAMES = [path.relative_to(ROOT / "policies").with_suffix("").as_posix() for path in ENCODINGS]
every_agreement = pytest.mark.parametrize(("document", "was"), AGREEMENTS, ids=NAMES)
CHINESE = [tens + one for tens in ("", "十") for one in "一二三四五六七八九十"]


def changed(words: str) -> SourceText:
    """A source text that is not the one that was read."""
    return source_text(words, "terms.md", hashlib.sha256(words.encode()).hexdigest())


def held(document: Document, now: SourceText, was: SourceText | None) -> Anchors:
    """The anchors, after everything that must hold whatever has happened to the text."""
    found = anchors(document.data, now, was)
    for each in found.quotes:
        if each.standing in SAFE:
            position = now.find(each.quote, each.at_now)
            assert not isinstance(position, NotFound), each
    entries = [[line[2:] for line in entry(now, now.by_at[new.at])] for new in found.new]
    written = anchored(document, found, entries)
    untouched(document.text, without_entries(written, entries))
    again = anchors(source.parse(written, document.file).data, now, None)
    assert not again.to_write, "writing twice changes nothing more"
    accounted(source.parse(written, document.file), now)
    return found


def accounted(document: Document, now: SourceText) -> None:
    """Every clause of the text has an entry, or is set aside."""
    ats = {clause["at"] for clause in document.data["clauses"]}
    ats |= {at for group in document.data["no_provision"] for at in group["at"]}
    assert {clause.at for clause in now.clauses if not clause.heading_only} <= ats


def without_entries(written: str, entries: list[list[str]]) -> str:
    """The text without the entries of new clauses, each of which stands there once, whole."""
    for lines_of_entry in entries:
        begins = re.escape(lines_of_entry[0])
        assert len(re.findall(rf"(?m)^ *{begins}$", written)) == 1
        indent = re.search(rf"(?m)^( *){begins}$", written)
        assert indent
        whole = "".join(f"\n{indent[1]}{line}" for line in lines_of_entry)
        assert written.count(whole) == 1
        written = written.replace(whole, "")
    return written


def untouched(before: str, after: str) -> None:
    """What is written differs in anchors alone: without these, not a byte, but for groups of which nothing is left."""
    left = iter(without_anchors(after))
    line = next(left)
    for each in without_anchors(before):
        if each == line:
            line = next(left, "")
        else:
            assert re.fullmatch(r"  - \{at: \[\], because: \w+\}\n", each), (each, line)
    assert not line


def without_anchors(written: str) -> list[str]:
    written = re.sub(r"(,|\n) *needs_reading: (\[[^\]]*\]|\w+)", "", written)
    written = re.sub(r"\bat: \[[^\]]*\]", "at: []", written)
    return re.sub(r"\b(at|sha256): (\"[^\"]*\"|[^\s,}\[]+)", r"\1:", written).splitlines(keepends=True)


# --- texts that changed -------------------------------------------------------------------------------------------


class Item(NamedTuple):
    """A clause of one line without any below it: its id, where its label and its words stand."""

    at: str
    start: int
    words: int
    end: int


def items(was: SourceText) -> list[list[Item]]:
    """Runs of three or more neighbours that are items, built alike, each with a number of its own."""
    parents = {clause.parent for clause in was.clauses}
    found = []
    for clause in was.clauses:
        (start, end), *more = clause.spans
        own = was.text[start:end]
        line = next(lines(own))
        label = number_of(line) or sub_item_of(line)
        one = not more and "\n" not in own and not line.level and label and clause.at not in parents
        words = start + own.index(line.body) + label.end() if one and label else 0
        found.append((Item(clause.at, start, words, end), clause.parent if words else ""))
    runs = ([item for item, _ in run] for parent, run in groupby(found, lambda each: each[1]) if parent)
    return [run for run in runs if len(run) > 2 and not any("#" in item.at for item in run)]


def relabelled(was: SourceText, run: list[Item], bodies: list[str]) -> str:
    """The text with other words behind the labels of a run; labels are added or left out at its end."""
    labels = [was.text[item.start : item.words] for item in run]
    while len(labels) < len(bodies):
        labels.append(following(labels[-1]))
    made = "\n\n".join(label + body for label, body in zip(labels, bodies, strict=False))
    return was.text[: run[0].start] + made + was.text[run[-1].end :]


def following(label: str) -> str:
    """The label after this one."""
    *_, number = re.finditer(r"\d+|[一二三四五六七八九十]+|[a-z]", label)
    word = number.group()
    if word.isdigit():
        after = str(int(word) + 1)
    else:
        after = CHINESE[CHINESE.index(word) + 1] if word in CHINESE else chr(ord(word) + 1)
    return label[: number.start()] + after + label[number.end() :]


def body(was: SourceText, item: Item) -> str:
    return was.text[item.words : item.end]


def longest_run(was: SourceText) -> list[Item]:
    """The longest run to which one can be added without meeting the number of another clause; maybe none."""
    longest = sorted(items(was), key=len, reverse=True)
    return next((run for run in longest if "#" not in last_of(was, run)), [])


def runs() -> Iterator[Any]:
    """The agreements that have such a run, each with it."""
    for name, (document, was) in zip(NAMES, AGREEMENTS, strict=True):
        if run := longest_run(was):
            yield pytest.param(document, was, run, id=name)


def last_of(was: SourceText, run: list[Item]) -> str:
    """The id that a run gets at its end when one is added."""
    now = changed(relabelled(was, run, [*(body(was, item) for item in run), " 另有一条。"]))
    return next(at for at in now.by_at if at not in was.by_at)


every_run = pytest.mark.parametrize(("document", "was", "run"), [*runs()])


def follow(
    found: Anchors, now: SourceText, homes: dict[str, str], was: SourceText | None, others: bool
) -> None:
    """Every quote and every clause set aside is where its clause has gone, or waits to be read; with the text that was
    read, none waits (`others`: but for quotes of clauses around the run)."""
    for each in (*found.quotes, *found.asides):
        to = homes.get(each.at, each.at)
        if each.standing in SAFE:
            assert each.at_now == to, each
        elif was and each.at in homes:
            assert others, each


@every_agreement
def test_blank_lines_change_the_hash_alone(document: Document, was: SourceText) -> None:
    now = changed(was.text.replace("\n", "\n\n"))
    found = held(document, now, was)
    assert {each.standing for each in (*found.quotes, *found.asides)} <= {Standing.UNCHANGED}
    assert not found.new
    written = anchored(document, found)
    assert written == document.text.replace(was.sha256, now.sha256)


@every_agreement
def test_broken_lines_change_the_hash_alone(document: Document, was: SourceText) -> None:
    wrapped = re.sub(r"(?m)(?<=[\u4e00-\u9fff，])(?=[我您用本以应可将在对为服金])(?<!#)", "\n    ", was.text)
    kept = [w if not o.startswith(("#", "|")) else o for o, w in zip_lines(was.text, wrapped)]
    found = held(document, changed("\n".join(kept)), was)
    assert {each.standing for each in (*found.quotes, *found.asides)} <= {Standing.UNCHANGED}


def zip_lines(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Each line of before with what it has become."""
    parts = iter(after.split("\n"))
    for line in before.split("\n"):
        taken = next(parts)
        while taken.replace("\n    ", "") != line:
            taken += "\n" + next(parts)
        yield line, taken


@every_run
@pytest.mark.parametrize("known", [True, False], ids=["compared", "alone"])
def test_an_inserted_clause_moves_those_after_it(
    document: Document, was: SourceText, run: list[Item], known: bool
) -> None:
    bodies = [body(was, item) for item in run]
    middle = len(run) // 2
    bodies.insert(middle, " 新增的条款另有规定，与其他各条无关，特此写明。")
    now = changed(relabelled(was, run, bodies))
    ats = [*(item.at for item in run), last_of(was, run)]
    homes = {item.at: ats[number + (number >= middle)] for number, item in enumerate(run)}
    old = was if known else None
    found = held(document, now, old)
    follow(found, now, homes, old, False)
    if known:
        assert [each.at for each in found.new] == [ats[middle]]
        moved = {each.at for each in (*found.quotes, *found.asides) if each.standing is Standing.MOVED}
        assert moved == {item.at for item in run[middle:]}


@every_agreement
def test_a_new_clause_waits_to_be_read_and_is_told_once(
    document: Document, was: SourceText, tmp_path: Path
) -> None:
    run = longest_run(was)
    words = " 新增的条款另有规定，与其他各条无关，特此写明。"
    bodies = [body(was, item) for item in run]
    bodies.insert(len(run) // 2, words)
    now = changed(relabelled(was, run, bodies) if run else f"{was.text}\n\n99.{words}\n")
    found = held(document, now, was)
    (new,) = found.new
    written = anchored(document, found, [[line[2:] for line in entry(now, now.by_at[new.at])]])
    (tmp_path / document.data["source"]["file"]).write_bytes(now.text.encode())
    path = tmp_path / f"{document.data['agreement']}.yaml"
    path.write_text(written, encoding="utf-8")
    with pytest.raises(BadInput) as bad:
        load_agreement(path, path.name)
    assert [each.fault for each in bad.value.problems if f'clause "{new.at}"' in each.fault] == [
        f'clause "{new.at}" has not been read yet'
    ]
    assert not [each for each in bad.value.problems if "not accounted for" in each.fault]


@every_run
@pytest.mark.parametrize("known", [True, False], ids=["compared", "alone"])
def test_swapped_clauses_are_followed(
    document: Document, was: SourceText, run: list[Item], known: bool
) -> None:
    bodies = [body(was, item) for item in run]
    bodies[0], bodies[1] = bodies[1], bodies[0]
    now = changed(relabelled(was, run, bodies))
    homes = {item.at: item.at for item in run} | {run[0].at: run[1].at, run[1].at: run[0].at}
    old = was if known else None
    follow(held(document, now, old), now, homes, old, False)


@every_run
@pytest.mark.parametrize("known", [True, False], ids=["compared", "alone"])
def test_a_clause_that_is_taken_out_is_gone(
    document: Document, was: SourceText, run: list[Item], known: bool
) -> None:
    bodies = [body(was, item) for item in run]
    out = len(run) // 2
    del bodies[out]
    now = changed(relabelled(was, run, bodies))
    homes = {item.at: run[number - (number > out)].at for number, item in enumerate(run)}
    homes[run[out].at] = ""
    old = was if known else None
    found = held(document, now, old)
    for each in (*found.quotes, *found.asides):
        if each.at == run[out].at:
            assert each.standing not in SAFE or not known
        elif each.standing in SAFE and known:
            assert each.at_now == homes.get(each.at, each.at)


@every_run
@pytest.mark.parametrize("known", [True, False], ids=["compared", "alone"])
def test_a_clause_that_stands_twice_is_told_by_its_number_or_not_at_all(
    document: Document, was: SourceText, run: list[Item], known: bool
) -> None:
    bodies = [body(was, item) for item in run]
    twice = len(run) // 2
    bodies.insert(twice, bodies[twice])
    now = changed(relabelled(was, run, bodies))
    found = held(document, now, was if known else None)
    for each in found.quotes:
        if each.at == run[twice].at:
            assert each.standing in (Standing.UNCHANGED, Standing.AMBIGUOUS), each
    if known:
        assert len(found.new) == 1


@every_agreement
def test_one_character_in_a_quote_is_never_safe(document: Document, was: SourceText) -> None:
    clauses = document.data["clauses"]
    for number in range(0, len(clauses), max(len(clauses) // 4, 1)):
        position = was.find(clauses[number]["quote"], clauses[number]["at"])
        assert not isinstance(position, NotFound)
        middle = next(
            n for n in range((position.start + position.end) // 2, position.end) if was.text[n].strip()
        )
        now = changed(was.text[:middle] + "囍" + was.text[middle + 1 :])
        assert held(document, now, was).quotes[number].standing is Standing.REWORDED
        alone = held(document, now, None).quotes[number].standing
        assert alone in (Standing.REWORDED, Standing.AMBIGUOUS)


@every_agreement
def test_a_character_before_a_quote_is_seen(document: Document, was: SourceText) -> None:
    clauses = document.data["clauses"]
    for number in range(0, len(clauses), max(len(clauses) // 4, 1)):
        position = was.find(clauses[number]["quote"], clauses[number]["at"])
        assert not isinstance(position, NotFound)
        now = changed(was.text[: position.start] + "不" + was.text[position.start :])
        assert held(document, now, was).quotes[number].standing not in SAFE


# --- case by case -------------------------------------------------------------------------------------------------

TEXT = """\
# 云记事用户协议

欢迎使用云记事。

一、账号

1.1 您点击“同意”即表示接受本协议。

1.2 您可以在“设置—账号”中申请注销账号。

1.3 您不得出借账号。

二、个人信息

2.1 您有权查阅、更正、删除您的个人信息。

2.2 我们在验证您的身份后十五个工作日内答复您的请求。
"""
SHA = hashlib.sha256(TEXT.encode()).hexdigest()
ENCODING = f"""\
agreement: terms
title: 云记事用户协议
type: user_agreement
dates: {{}}
source: {{file: terms.md, sha256: {SHA}}}
reading: {{first: 2026-11-21}}
clauses:
  - at: "1.2"
    quote: 申请注销账号
    provisions: [{{kind: account_cancellation, stance: available}}]
  - at: "2.1"
    quote: 您有权查阅、更正、删除您的个人信息
    provisions: [{{kind: right, rights: [access, correction, deletion], stance: granted, holder: individual}}]
no_provision:
  - {{at: [preamble, 一, "1.1", 二], because: heading}}
  - {{at: ["1.3", "2.2"], because: user_conduct}}
"""
DOCUMENT = source.parse(ENCODING, "terms.yaml")
WAS = source_text(TEXT, "terms.md", SHA)


def edited(*changes: tuple[str, str]) -> SourceText:
    made = TEXT
    for before, after in changes:
        assert before in made
        made = made.replace(before, after)
    return changed(made)


@pytest.mark.parametrize(
    ("change", "standing", "alone"),
    [
        pytest.param(("您点击", "用户点击"), "unchanged", "unchanged", id="another clause"),
        pytest.param(("申请注销账号", "申请注销其账号"), "reworded", "reworded", id="within the quote"),
        pytest.param(("您可以在", "您不可以在"), "context", "unchanged", id="before the quote"),
        pytest.param(("一、账号", "一、下列行为均属违约"), "context", "unchanged", id="the heading above"),
        pytest.param(("1.2 您可以在“设置—账号”中申请注销账号。\n\n", ""), "gone", "gone", id="taken out"),
        pytest.param(("1.3 您", "1.3 您可以申请注销账号，"), "unchanged", "unchanged", id="again elsewhere"),
        pytest.param(
            ("1.2 您可以", "1.2 申请注销账号："), "ambiguous", "ambiguous", id="again in the clause"
        ),
        pytest.param(("1.2 您", "1.1.1 您"), "context", "moved", id="below another clause"),
    ],
)
def test_how_a_quote_stands(change: tuple[str, str], standing: str, alone: str) -> None:
    now = edited(change)
    assert held(DOCUMENT, now, WAS).quotes[0].standing == standing
    assert held(DOCUMENT, now, None).quotes[0].standing == alone


@pytest.mark.parametrize(("number", "behind"), [("1.1", -1), ("1.2", -1), ("1.4", 0), ("2.1.1", 1), ("9", 1)])
def test_where_a_new_clause_belongs(number: str, behind: int) -> None:
    now = {
        "1.1": edited(("1.1 您", "1.1 您须实名。\n\n1.1.1 您")),
        "1.2": edited(("1.2 您", "1.2 您须实名。\n\n1.3 您"), ("1.3 您不", "1.4 您不")),
        "1.4": edited(("二、", "1.4 您须实名。\n\n二、")),
        "2.1.1": edited(("2.2 我们", "2.1.1 您须实名。\n\n2.2 我们")),
        "9": edited(("复您的请求。", "复您的请求。\n\n九、您须实名。")),
    }[number]
    found = held(DOCUMENT, now, WAS)
    assert [*found.behind] == [behind] * len(found.new)
    assert found.new


@pytest.mark.parametrize("was", [WAS, None], ids=["compared", "alone"])
def test_the_new_words_are_shown_to_the_end(was: SourceText | None) -> None:
    replies = "    quote: 后十五个工作日内答复您的请求\n    provisions: [{kind: acceptance, by: [click]}]\n"
    written = ENCODING.replace("no_provision:", f'  - at: "2.2"\n{replies}no_provision:')
    document = source.parse(written.replace(', "2.2"]', "]"), "terms.yaml")
    more = "，并以短信通知您；您不同意的，可以在生效前注销账号"
    now = edited(("十五个工作日内答复您的请求", f"三十日内答复请求{more}"))
    lost = held(document, now, was).quotes[2]
    assert lost.standing is Standing.REWORDED
    assert lost.now is not None
    assert (
        lost.now.before + lost.now.words + lost.now.after == f"我们在验证您的身份后三十日内答复请求{more}。"
    )


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("甲。乙囍丙！丁", "乙囍丙！"),
        ("甲；乙囍丙；丁", "甲；乙囍丙；丁"),
        ("甲。”乙囍。”丁", "乙囍。”"),
        ("Pay 1.5 囍 now. Then", "Pay 1.5 囍 now."),
        ("甲\n\n乙囍\n丙\n\n丁", "乙囍\n丙"),
        (f"{'甲' * 500}囍{'乙' * 500}", f"…{'甲' * 400}囍{'乙' * 400}…"),
        (f"{'甲' * 500}。囍", "囍"),
    ],
)
def test_words_are_shown_with_the_rest_of_their_sentence(words: str, shown: str) -> None:
    text = changed(f"1.1 {words}\n\n1.2 戊。\n")
    place = sentences(text, text.folded.text.index("囍"), 1)
    assert place.before + place.words + place.after == shown


def test_of_a_long_clause_sentences_are_shown() -> None:
    was = changed(TEXT.replace("1.2 您", f"1.2 {'甲。' * 3000}您"))
    document = source.parse(ENCODING.replace(SHA, was.sha256), "terms.yaml")
    now = changed(was.text.replace("申请注销账号", "申请注销其账号"))
    lost = held(document, now, was).quotes[0]
    assert lost.was == ("申请注销账号", "1.2", 9, "您可以在“设置—账号”中", "。")
    assert lost.now == ("申请注销其账号", "1.2", 9, "您可以在“设置—账号”中", "。")


def test_what_is_written_is_known_to_the_letter() -> None:
    now = edited(
        ("2.2 我们", "2.3 我们"),
        ("2.1 您有权查阅、更正、", "2.1 您须实名。\n\n2.2 您有权查阅、更正和"),
        ("不得出借", "可以出借"),
    )
    found = held(DOCUMENT, now, WAS)
    expected = ENCODING.replace(SHA, now.sha256)
    expected = expected.replace('at: "2.1"\n', 'at: "2.2"\n    needs_reading: reworded\n')
    expected = expected.replace('["1.3", "2.2"]', '["1.3", "2.3"], needs_reading: ["1.3"]')
    assert anchored(DOCUMENT, found) == expected
    new = [*entry(now, now.by_at["2.1"])]
    expected = expected.replace('  - at: "2.2"', "".join(f"{line}\n" for line in new) + '  - at: "2.2"')
    assert anchored(DOCUMENT, found, [[line[2:] for line in new]]) == expected
    assert [each.at for each in found.new] == ["2.1"]


def test_without_the_text_that_was_read_every_clause_set_aside_waits() -> None:
    now = edited(("2.2 我们", "2.3 我们"))
    found = held(DOCUMENT, now, None)
    written = source.parse(anchored(DOCUMENT, found), "terms.yaml").data
    assert written["no_provision"][1]["needs_reading"] == ["1.3", "2.2"]
    assert [each.at for each in found.asides if each.standing is Standing.GONE] == ["2.2"]


def test_a_marked_clause_stays_marked_until_somebody_has_read_it() -> None:
    reworded = edited(("申请注销账号", "申请注销其账号"))
    marked = source.parse(anchored(DOCUMENT, held(DOCUMENT, reworded, WAS)), "terms.yaml")
    assert marked.data["clauses"][0]["needs_reading"] == "reworded"
    found = held(marked, WAS, reworded)
    assert found.to_read == (0, 1, 1, 0)
    assert found.quotes[0].now is not None, "its quote stands again"
    assert (
        source.parse(anchored(marked, found), "terms.yaml").data["clauses"][0]["needs_reading"] == "reworded"
    )


def test_a_clause_that_is_new_and_no_longer_there_is_not_counted_as_new() -> None:
    marked = source.parse(ENCODING.replace('"2.1"\n', '"9.9"\n    needs_reading: new\n'), "terms.yaml")
    found = held(marked, WAS, WAS)
    assert (found.to_read.idle, found.quotes[1].standing) == (1, Standing.GONE)
    assert found.to_read.new == len(found.new)


def test_a_marked_clause_follows_its_number() -> None:
    marked = source.parse(ENCODING.replace('"2.1"\n', '"2.1"\n    needs_reading: new\n'), "terms.yaml")
    now = edited(("2.2 我们", "2.3 我们"), ("2.1 您有权", "2.1 您须实名。\n\n2.2 您有权"))
    assert held(marked, now, WAS).quotes[1].at_now == "2.2"


def test_a_hash_put_right_by_hand_does_not_hide_a_quote_that_is_lost() -> None:
    now = edited(("申请注销账号", "申请注销其账号"))
    trusted = source.parse(ENCODING.replace(SHA, now.sha256), "terms.yaml")
    found = held(trusted, now, None)
    assert found.quotes[0].standing is Standing.REWORDED
    assert {each.standing for each in found.asides} == {Standing.UNCHANGED}


def test_words_that_two_clauses_always_had_have_not_moved() -> None:
    both = TEXT.replace("1.3 您不得出借账号。", "1.3 您可以在“设置—账号”中申请注销账号，但不得出借。")
    was = changed(both)
    document = source.parse(ENCODING.replace(SHA, was.sha256), "terms.yaml")
    now = changed(both.replace("申请注销账号", "申请关闭账号", 1))
    assert held(document, now, was).quotes[0].standing is Standing.REWORDED
    assert held(document, now, None).quotes[0].standing is Standing.AMBIGUOUS


def test_a_quote_that_introduces_a_list_is_read_again_when_the_list_gets_shorter() -> None:
    before = TEXT.replace("申请注销账号。", "申请注销账号，但下列情形除外：\n\n(1) 欠费；\n\n(2) 涉诉。")
    was = changed(before)
    aside = ENCODING.replace(SHA, was.sha256).replace('["1.3",', '["1.3", "1.2(1)", "1.2(2)",')
    found = held(source.parse(aside, "terms.yaml"), changed(before.replace("(1) 欠费；\n\n(2)", "(1)")), was)
    assert found.quotes[0].standing is Standing.CONTEXT
    assert [(each.at, each.at_now) for each in found.asides[5:7]] == [("1.2(1)", ""), ("1.2(2)", "1.2(1)")]


SUITE = """\
facts:
  accounts: {answer: yes, ground: {agreement: terms, at: "1.2"}}  # 账号
  personal_information: {answer: yes, ground: {agreement: terms, at: '2.1'}}
  paid: {answer: no, ground: operator}
"""


@pytest.mark.parametrize(
    ("reference", "now", "told"),
    [
        ("见本协议第三条。", "见本协议第三条。", [("三", "四")]),
        ("见本协议第3.1条。", "见本协议第3.1条。", [("3.1", "4.1")]),
        ("详见 3.1。", "详见 3.1。", [("3.1", "4.1")]),
        ("见本协议第三条。", "见本协议第四条。", []),  # already put right
        ("见本协议第一条。", "见本协议第一条。", []),  # still there
        ("见本协议第3条。", "见本协议第3条。", []),  # 三 may be meant, or not
        ("见《其他协议》第三条。", "见《其他协议》第三条。", []),
        ("见本协议第（三）项。", "见本协议第（三）项。", []),
    ],
)
def test_references_that_name_an_old_number(reference: str, now: str, told: list[tuple[str, str]]) -> None:
    more = "\n三、其他\n\n3.1 争议由法院管辖。\n"
    was = changed(TEXT.replace("1.3 您不得出借账号。", f"1.3 您不得出借账号，{reference}") + more)
    document = source.parse(ENCODING.replace(SHA, was.sha256), "terms.yaml")
    after = (
        was.text.replace(reference, now).replace("3.1 争", "4.1 争").replace("三、其", "三、新增\n\n四、其")
    )
    found = held(document, changed(after), was)
    assert [(each.at, each.at_now) for each in found.pointers] == told
    assert {each.line for each in found.pointers} <= {11}


def test_a_number_that_several_clauses_had_is_not_guessed_at() -> None:
    parts = "一、甲\n\n1. 子。\n\n2. 丑，见本协议第2条。\n\n二、乙\n\n1. 寅。\n\n2. 卯。\n"
    was = changed(f"# 云记事用户协议\n\n{parts}")
    now = changed(was.text.replace("1. 子。", "1. 新。\n\n2. 子。").replace("2. 丑", "3. 丑"))
    data = {"source": {"sha256": was.sha256}, "clauses": [], "no_provision": []}
    assert not anchors(data, now, was).pointers


def test_facts_and_waivers_follow_the_clauses_that_they_name() -> None:
    now = edited(("1.3 您", "1.4 您"), ("1.2 您", "1.2 您须实名。\n\n1.3 您"))
    agreements = {"terms": held(DOCUMENT, now, WAS)}
    suite = source.parse(SUITE, "suite.yaml")
    told = grounds(suite.data["facts"], agreements)
    assert [(each.fact, each.at, each.at_now, each.unread) for each in told] == [
        ("accounts", "1.2", "1.3", False)
    ]
    assert grounded(suite, told) == SUITE.replace("1.2", "1.3")
    waivers = {"waivers": [{"clause": {"agreement": "terms", "at": at}} for at in ("2.1", "1.2")] + [{}]}
    assert [*waivers_moved(waivers, agreements)] == [(1, "terms", "1.2", "1.3")]


def test_a_fact_whose_clause_has_been_split_is_left_to_a_person() -> None:
    more = '  - at: "2.1"\n    quote: 您的个人信息\n    provisions: [{kind: use, about: [account]}]\nno_provision:'
    document = source.parse(ENCODING.replace("no_provision:", more), "terms.yaml")
    now = edited(
        ("您有权查阅、更正、删除您的个人信息", "您有权查阅您的个人信息"),
        ("2.2 我", "2.2 您有权更正。\n\n2.3 我"),
    )
    found = anchors(document.data, now, WAS)._replace(homes={"2.1": frozenset({"2.1", "2.2"})})
    (told,) = [
        each for each in grounds(source.parse(SUITE, "").data["facts"], {"terms": found}) if each.at == "2.1"
    ]
    assert (told.at_now, told.moved, told.unread) == ("", False, True)


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_the_nearest_place_is_found(data: st.DataObject) -> None:
    was = AGREEMENTS[0][1].folded.text
    start = data.draw(st.integers(0, len(was) - 40))
    size = data.draw(st.integers(12, 40))
    where = data.draw(st.integers(2, size - 3))
    words = was[start : start + where] + "囍" + was[start + where + 1 : start + size]
    near = Likeness([words], was).nearest(words, (0, len(was)))
    assert near is not None
    assert near.alike >= 100 * (size - 1) // size - 1
