"""Small changes to YAML files: every other byte stays, in whatever way the file is written."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker import source
from checker.errors import BadInput
from checker.rewrite.edit import Editing

Change = Callable[[Editing], None]


def edited(before: str, *changes: Change) -> str:
    editing = Editing(source.parse(before, "x.yaml"))
    for change in changes:
        change(editing)
    return editing.result()


def setting(*path: str | int, to: str) -> Change:
    return lambda editing: editing.set(path, to)


def marked(*path: str | int) -> Change:
    return lambda editing: editing.insert(path, "at", "mark", "gone")


def listed(*path: str | int) -> Change:
    return lambda editing: editing.insert(path, "at", "mark", ["6(1)", "closing"])


def kept(*path: str | int, kept: list[bool]) -> Change:
    return lambda editing: editing.keep(path, kept)


def added(*path: str | int) -> Change:
    return lambda editing: editing.append(path, ["7", "八"])


def put(*path: str | int, behind: int, value: str = "囍") -> Change:
    return lambda editing: editing.add(path, behind, [f"# {value}", f'- at: "{value}"'], {"at": value})


def removed(*path: str | int, key: str) -> Change:
    return lambda editing: editing.remove(path, key)


@pytest.mark.parametrize(
    ("before", "change", "after"),
    [
        # another value, in the quoting that the old one had
        ('- at: "5"  # five\n', setting(0, "at", to="6"), '- at: "6"  # five\n'),
        ("- {at: '5', b:   c}\n", setting(0, "at", to="it's"), "- {at: 'it''s', b:   c}\n"),
        ("- at: 六(二)   \n", setting(0, "at", to="七(一)"), "- at: 七(一)   \n"),
        ("- at: closing\n", setting(0, "at", to="6"), '- at: "6"\n'),
        ("- at: closing\n", setting(0, "at", to="a: b"), '- at: "a: b"\n'),
        ('- at: "\\x41"\n', setting(0, "at", to='"\\'), '- at: "\\"\\\\"\n'),
        # a new key behind another
        ('- at: "5"  # five\n  q: x\n', marked(0), '- at: "5"  # five\n  mark: gone\n  q: x\n'),
        ('- at: "5"\r\n  q: x\r\n', marked(0), '- at: "5"\r\n  mark: gone\r\n  q: x\r\n'),
        ('- q: x\n  at: "5"', marked(0), '- q: x\n  at: "5"\n  mark: gone'),
        ('- {at: "5",\n   q: x}  # c\n', marked(0), '- {at: "5", mark: gone,\n   q: x}  # c\n'),
        ("- {q: x, at: 五}\n", marked(0), "- {q: x, at: 五, mark: gone}\n"),
        ("- {at: [a,\n  b], q: x}\n", listed(0), '- {at: [a,\n  b], mark: ["6(1)", "closing"], q: x}\n'),
        ("- at:\n    - a\n    - b # b\n\n# c\n  q: x\n", listed(0),
         '- at:\n    - a\n    - b # b\n  mark: ["6(1)", "closing"]\n\n# c\n  q: x\n'),
        # fewer and more items
        ('at: ["1", "2", "3"]\n', kept("at", kept=[False, True, False]), 'at: ["2"]\n'),
        ('at: ["1", # one\n  "2"]\n', kept("at", kept=[True, False]), 'at: ["1"]\n'),
        ('at: ["1", "2"]\n', kept("at", kept=[False, False]), "at: []\n"),
        ("at:\n- a # a\n# of b\n- b\n- c\n", kept("at", kept=[True, False, True]), "at:\n- a # a\n# of b\n- c\n"),
        ("at:\n  - {a: 1,\n     b: 2}\n  - c\n", kept("at", kept=[False, True]), "at:\n  - c\n"),
        ("at: # why\n  - a\n# c\nq: x\n", kept("at", kept=[False]), "at: [] # why\n# c\nq: x\n"),
        ("at: ['1']\n", added("at"), "at: ['1', '7', '八']\n"),
        ("at:\n  - a  # a\nq: x\n", added("at"), 'at:\n  - a  # a\n  - "7"\n  - 八\nq: x\n'),
        # whole items, with comments
        ("c:\n  # a\n  - at: a\n    q: x  # x\n  # b\n  - at: b\n", put("c", behind=0),
         "c:\n  # a\n  - at: a\n    q: x  # x\n  # 囍\n  - at: \"囍\"\n  # b\n  - at: b\n"),
        ("c:  # why\r\n- {at: a,\r\n   q: x}\r\n", put("c", behind=-1),
         "c:  # why\r\n# 囍\r\n- at: \"囍\"\r\n- {at: a,\r\n   q: x}\r\n"),
        ("c:\n- at: a\n  q: |\n    x\n\n# d\nd: 1\n", put("c", behind=0),
         "c:\n- at: a\n  q: |\n    x\n# 囍\n- at: \"囍\"\n\n# d\nd: 1\n"),
        ("c: []  # none\nd: 1", put("c", behind=-1), "c:   # none\n  # 囍\n  - at: \"囍\"\nd: 1"),
        ("c:\n  - at: [a]", put("c", behind=0), "c:\n  - at: [a]\n  # 囍\n  - at: \"囍\""),
        # a key less
        ("{at: a, mark: [b, c], q: x}\n", removed(key="mark"), "{at: a, q: x}\n"),
        ("{mark: b, at: a}\n", removed(key="mark"), "{at: a}\n"),
        ("- mark: [b]\n  at: a\n", removed(0, key="mark"), "- at: a\n"),
        ("at: a\nmark:\n  - b\n# c\nq: x\n", removed(key="mark"), "at: a\n# c\nq: x\n"),
    ],
)  # fmt: skip
def test_one_change_leaves_the_rest(before: str, change: Change, after: str) -> None:
    assert edited(before, change) == after


def test_changes_do_not_disturb_one_another() -> None:
    before = '- {at: ["1", "2", "3"], q: x}\n- at: "4"\n'
    changes = [
        setting(0, "at", 1, to="22"), kept(0, "at", kept=[True, True, False]), listed(0),
        setting(1, "at", to="5"), marked(1),
    ]  # fmt: skip
    after = '- {at: ["1", "22"], mark: ["6(1)", "closing"], q: x}\n- at: "5"\n  mark: gone\n'
    assert edited(before, *changes) == after


def test_items_that_are_put_in_keep_their_order() -> None:
    before = "c:\n- at: a\n- at: b\n"
    changes = [
        put("c", behind=1, value="4"),
        put("c", behind=0, value="2"),
        put("c", behind=0, value="3"),
        put("c", behind=-1, value="1"),
    ]
    after = edited(before, *[*changes, setting("c", 1, "at", to="c")])
    assert re.findall(r'- at: "?(\w)', after) == ["1", "a", "2", "3", "c", "4"]


def test_dropping_and_adding_at_one_end() -> None:
    assert edited('at: ["1", "2"]\n', kept("at", kept=[True, False]), added("at")) == 'at: ["1", "7", "八"]\n'


@pytest.mark.parametrize(
    ("before", "change"),
    [
        ("- at: |\n    5\n  q: x\n", setting(0, "at", to="6")),
        ("c: [{at: a}]\n", put("c", behind=0)),
        ("- ? at\n  : a\n  q: x\n", lambda editing: editing.insert((0,), "q", "q", "again")),
    ],
    ids=["a block of text", "items in brackets", "a key that is there"],
)
def test_what_cannot_be_done_is_refused(before: str, change: Change) -> None:
    with pytest.raises(BadInput):
        edited(before, change)


@given(st.text(min_size=1), st.sampled_from(['"5"', "'5'", "closing"]), st.booleans())
def test_any_text_is_written_so_that_it_is_read_again(value: str, written: str, braces: bool) -> None:
    before = f"- {{at: {written}, q: x}} # c\n" if braces else f"- at: {written}  # c\n  q: x\n"
    try:
        after = edited(before, setting(0, "at", to=value))
    except BadInput:
        assert not value.isprintable()
        return
    assert source.parse(after, "x.yaml").data == [{"at": value, "q": "x"}]
    assert after.endswith(before[before.index(written) + len(written) :])
