"""checker.source: what YAML means here, where it stands, and how each refusal reads."""

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from checker.careful import MOST_DEPTH, MOST_PROBLEMS, read_carefully
from checker.errors import BadInput, Place
from checker.quick import read_quickly
from checker.source import MOST_BYTES, load, parse, show


def problems(content: str | bytes) -> list[str]:
    with pytest.raises(BadInput) as caught:
        parse(content, "f")
    return [str(problem) for problem in caught.value.problems]


@pytest.fixture(params=["libyaml", "pure"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Runs a test with the C parser and with the one in Python, which stands in where libyaml is absent."""
    if request.param == "pure":
        monkeypatch.delattr(yaml, "CBaseLoader")
    return str(request.param)


SCALARS = [
    *[(text, None) for text in ("", "~", "null", "Null", "NULL")],
    *[(text, True) for text in ("true", "True", "TRUE")],
    *[(text, False) for text in ("false", "False", "FALSE")],
    ("12", 12), ("-3", -3), ("+3", 3), ("0", 0), ("017", 17), ("0o17", 15), ("0x1F", 31),
    ("1.5", 1.5), ("6.10", 6.1), (".5", 0.5), ("-1.", -1.0), ("1e3", 1000.0), ("1.5E-2", 0.015),
    *[(text, text) for text in (
        "yes", "no", "on", "off", "Yes", "NO", "y", "n", "tRUE", "nULL", "2023-06-20", "2001-12-14t21:59:43Z",
        "1:30", "6.4.1", "1_000", "0b1", "0o8", "0xg", "-x", "--1", "+", ".", "1,5", "1e", "=", "<", "inf", "nan",
        "删除", "15个工作日", "123456789012345678901234567890x",
    )],
    *[(f"'{text}'", text) for text in ("", "true", "null", "12", "1.5", "~", "<<")],
    ('"12"', "12"), ("|-\n  12", "12"), (">-\n  true", "true"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), SCALARS)
def test_scalars_by_the_core_schema_of_yaml_1_2(parser: str, text: str, value: object) -> None:
    found = parse(f"a: {text}\n", "f").data["a"]
    assert (type(found), found) == (type(value), value)


def test_keys_that_yaml_1_1_took_for_booleans_are_text(parser: str) -> None:
    assert parse("on: 1\nno: 2\n2023-06-20: 3\n'1': 4\n'<<': 5\n", "f").data == {
        "on": 1, "no": 2, "2023-06-20": 3, "1": 4, "<<": 5,
    }  # fmt: skip


TEXT = """\
title: 隐私政策
clauses:
  - at: "6.4"
    rights: [访问, 删除]
  - {at: 6.10, a: {a: x}}
nothing:
"""


def test_data_and_places(parser: str) -> None:
    document = parse(TEXT, "p.yaml")
    assert document.data == {
        "title": "隐私政策",
        "clauses": [{"at": "6.4", "rights": ["访问", "删除"]}, {"at": 6.1, "a": {"a": "x"}}],
        "nothing": None,
    }
    assert document.place() == Place("p.yaml", 1, 1)
    assert document.place(["title"]) == Place("p.yaml", 1, 8)
    assert document.place(["title"], key=True) == Place("p.yaml", 1, 1)
    assert document.place(["clauses"], key=True) == Place("p.yaml", 2, 1)
    assert document.place(["clauses", 0]) == Place("p.yaml", 3, 5)
    assert document.place(["clauses", 0, "rights", 1]) == Place("p.yaml", 4, 18)
    assert document.place(["clauses", 0, "rights", 1], key=True) == Place("p.yaml", 4, 18)
    assert document.place(["clauses", 1, "a", "a"]) == Place("p.yaml", 5, 23)
    assert document.place(["clauses", 1, "a", "a"], key=True) == Place("p.yaml", 5, 20)
    assert document.place(["nothing"]).line == 6
    assert document.written(["clauses", 1, "at"]) == "6.10"


def test_a_place_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(KeyError):
        parse(TEXT, "f").place(["titel"])
    with pytest.raises(IndexError):
        parse(TEXT, "f").place(["clauses", 2])


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(parser: str) -> None:
    document = parse(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n", "f")
    assert document.data == {"a": 1, "b": 2}
    assert document.place(["b"]) == Place("f", 2, 4)


def test_a_scalar_alone_is_a_document(parser: str) -> None:
    assert parse("null\n", "f").data is None
    assert parse("''\n", "f").data == ""


REFUSED = [
    ('a: [1, 2\nb: 3\n', [
        'f:2:2: the list opened with `[` in line 1 is not closed; add `]`, or `,` between items',
    ]),
    ('a: {x: 1\nb: 3', [
        'f:2:2: the mapping opened with `{` in line 1 is not closed; add `}`, or `,` between keys',
    ]),
    ('a: "x\nb: 1\n', [
        'f:3:1: the quotation mark opened in line 1 is not closed; close it',
    ]),
    ('a: "x\n---\nb', [
        'f:2:1: the quotation mark opened in line 1 is not closed; close it',
    ]),
    ('a: b: c\n', [
        'f:1:5: a second `:` stands where none can be; put text that contains a colon in quotes',
    ]),
    ('a: 1\n  b: 2\n', [
        'f:2:4: this line does not fit the lines above it; indent it like its neighbours, or quote the text',
    ]),
    ('at：1\nquote: x\n', [
        'f:2:6: this line does not fit the lines above it; indent it like its neighbours, or quote the text; write the colon as `: `, not as `：`',
    ]),
    ('a: 1\nbcd\ne: 2\n', [
        'f:2:1: this is not a key with a value; write `key: value`, with a space after the colon',
    ]),
    ('a:\n  - x\n y: 1\n', [
        'f:3:2: this line does not fit the lines above it; indent it like its neighbours, or quote the text',
    ]),
    ('a: "x" y\n', [
        'f:1:8: this line does not fit the lines above it; indent it like its neighbours, or quote the text',
    ]),
    ('b: 1\n- a\n', [
        'f:2:1: this line does not fit the lines above it; indent it like its neighbours, or quote the text',
    ]),
    ('a: - 1\n', [
        'f:1:4: a list cannot begin here; begin the list on a line of its own',
    ]),
    ('a: "\\q"\n', [
        'f:1:5: `\\` is not followed by a known letter; write `\\\\`, or use single quotes',
    ]),
    ('a: @x\n', [
        'f:1:4: text cannot begin with `@`; put the text in quotes',
    ]),
    ('a: ** x **\n', [
        'f:1:5: text cannot begin with `*` or `&`; put the text in quotes',
    ]),
    ('a: [,]', [
        'f:1:5: a value is missing before `,`; write the value, or remove what is too much',
    ]),
    ('a:\n\tb: 1\n', [
        'f:2:1: a tab is used for indentation; use spaces',
    ]),
    ('a: |\n\tb\n', [
        'f:2:1: a tab is used for indentation; use spaces',
    ]),
    ('a: x\n\ty\n', [
        'f:2:1: a tab is used for indentation; use spaces',
    ]),
    ('- at：6.4\n  quote：x\n  note: y\n', [
        'f:3:7: this line does not fit the lines above it; indent it like its neighbours, or quote the text; write the colon as `: `, not as `：`',
    ]),
    ('a: !<x y', [
        "f:1:7: this is not valid YAML (did not find the expected '>'); quote text with special characters",
    ]),
    ('a: *x', [
        'f:1:4: the alias `*x` is not allowed; write it out (or quote text that begins with `*`)',
    ]),
    ('a: [*x, *y]', [
        'f:1:5: the alias `*x` is not allowed; write it out (or quote text that begins with `*`)',
        'f:1:9: the alias `*y` is not allowed; write it out (or quote text that begins with `*`)',
    ]),
    ('a: &x 1', [
        'f:1:4: the anchor `&x` is not allowed; write it out (or quote text that begins with `&`)',
    ]),
    ('a: &x [1]', [
        'f:1:4: the anchor `&x` is not allowed; write it out (or quote text that begins with `&`)',
    ]),
    ('a: !!str 1', [
        'f:1:4: the tag `!!str` is not allowed; remove it (or quote text that begins with `!`)',
    ]),
    ('a: !x {b: 1}', [
        'f:1:4: the tag `!x` is not allowed; remove it (or quote text that begins with `!`)',
    ]),
    ('<<: {a: 1}', [
        'f:1:1: merge keys (`<<`) are not allowed; write the keys out',
    ]),
    ('1: 2\ntrue: 3\n~: 4', [
        'f:1:1: a key must be text, but is the number 1; put the key in quotes',
        'f:2:1: a key must be text, but is true; put the key in quotes',
        'f:3:1: a key must be text, but is empty; put the key in quotes',
    ]),
    ('? [a]\n: 1\n? {b: 1}\n: 2', [
        'f:1:3: a key must be text, but is a list or a mapping; write a simple key',
        'f:3:3: a key must be text, but is a list or a mapping; write a simple key',
    ]),
    ('a: 1\na: 2\nb: 1\na: 3\nb: {c: 1, c: 2}', [
        'f:2:1: the key `a` stands twice, first in line 1; remove or rename one of them',
        'f:4:1: the key `a` stands twice, first in line 1; remove or rename one of them',
        'f:5:1: the key `b` stands twice, first in line 3; remove or rename one of them',
        'f:5:11: the key `c` stands twice, first in line 5; remove or rename one of them',
    ]),
    ('"a\\e": 1\n"a\\e": 2', [
        'f:2:1: the key `a\\x1b` stands twice, first in line 1; remove or rename one of them',
    ]),
    ('kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk: 1\nkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk: 2', [
        'f:2:1: the key `kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk…` stands twice, first in line 1; remove or rename one of them',
    ]),
    ('', [
        'f: the file is empty; write at least one `key: value`',
    ]),
    ('# only a comment\n', [
        'f: the file is empty; write at least one `key: value`',
    ]),
    ('---\n', [
        'f: the file is empty; write at least one `key: value`',
    ]),
    ('a: 1\n---\nb: 2\n', [
        'f:2:1: a second document begins here; keep one document in a file',
    ]),
    ('a: .inf\nb: -.INF\nc: .nan\nd: 1e999', [
        'f:1:4: `.inf` is not a finite number; quote it if it is text',
        'f:2:4: `-.INF` is not a finite number; quote it if it is text',
        'f:3:4: `.nan` is not a finite number; quote it if it is text',
        'f:4:4: `1e999` is not a finite number; quote it if it is text',
    ]),
    ('a: 1234567890123456789', [
        'f:1:4: the number `1234567890123456789` is too long; quote it if it is a code',
    ]),
    ('a: \x00\nb: \u2028x\ufeff', [
        'f:1:4: invisible character U+0000; delete it',
        'f:2:4: invisible character U+2028; delete it',
        'f:2:6: invisible character U+FEFF; delete it',
    ]),
    ('a: \x1b[31m', [
        'f:1:4: invisible character U+001B; delete it',
    ]),
    ('a: \ud800', [
        'f: the text holds a character that YAML does not allow; save it as UTF-8 again',
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), REFUSED)
def test_refused_with_place_fault_and_remedy(text: str, expected: list[str]) -> None:
    assert problems(text) == expected


@pytest.mark.parametrize("text", [text for text, _ in REFUSED])
def test_without_libyaml_the_same_is_refused_in_the_same_line(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lines() -> list[str]:
        return [problem.split(":")[1] for problem in problems(text)]

    expected = lines()
    monkeypatch.delattr(yaml, "CBaseLoader")
    assert lines() == expected


NOT_UTF8 = [
    ("a: 1\nb: 您有权\n".encode("gbk"),
     "f:2: not UTF-8: byte 0xC4 at offset 8; save the file as UTF-8 (it seems to be GBK or another encoding)"),
    ("a: 1".encode("utf-16"),
     "f:1: not UTF-8: byte 0xFF at offset 0; save the file as UTF-8 (it seems to be UTF-16)"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "expected"), NOT_UTF8)
def test_not_utf8(content: bytes, expected: str) -> None:
    assert problems(content) == [expected]


def test_depth_up_to_the_limit_is_read(parser: str) -> None:
    assert parse("[" * MOST_DEPTH + "]" * MOST_DEPTH, "f").data


@pytest.mark.parametrize("opening", ["[", "- ", "{a: ", "? ", "[{a: "])
def test_thousands_of_levels_stop_at_the_limit(parser: str, opening: str) -> None:
    (problem,) = [line for line in problems(opening * 20_000) if "nested" in line]
    assert problem.endswith("nested deeper than 64 levels; flatten the structure")


def test_an_alias_bomb_is_refused_unexpanded(parser: str) -> None:
    bomb = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{f'*a{n - 1}, ' * 9}]\n" for n in range(1, 30))
    found = problems(bomb)
    assert (
        found[0]
        == "f:1:5: the anchor `&a0` is not allowed; write it out (or quote text that begins with `&`)"
    )
    assert len(found) == MOST_PROBLEMS + 1


def test_an_alias_of_itself_is_refused(parser: str) -> None:
    assert [line.split(" is ")[0] for line in problems("&a [*a]")] == [
        "f:1:1: the anchor `&a`",
        "f:1:5: the alias `*a`",
    ]


def test_after_a_hundred_problems_the_rest_is_not_read(parser: str) -> None:
    found = problems("a: 1\n" * 1000)
    assert len(found) == MOST_PROBLEMS + 1
    assert found[-1] == "f:101:1: the key `a` stands twice, first in line 1; remove or rename one of them"
    assert found[-2] == (
        "f:101:1: 100 problems up to here; the rest of the file was not read; correct these first"
    )
    assert len(problems("a: \x00" * 1000)) == MOST_PROBLEMS


def test_the_largest_file_is_read_no_further(tmp_path: Path) -> None:
    (tmp_path / "big.yaml").write_bytes(b"#" * (MOST_BYTES + 1))
    with pytest.raises(BadInput) as caught:
        load(tmp_path / "big.yaml", "big.yaml")
    assert str(caught.value) == "big.yaml: the file is larger than 5 MB; split it"


def test_long_digits_are_refused_unread(parser: str) -> None:
    (problem,) = problems("a: " + "9" * 100_000)
    assert problem == f"f:1:4: the number `{'9' * 29}…` is too long; quote it if it is a code"


def test_load_reads_a_file_and_calls_it_as_told(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a: 删除\n", encoding="utf-8")
    document = load(tmp_path / "a.yaml", "policies/a.yaml")
    assert (document.file, document.data) == ("policies/a.yaml", {"a": "删除"})


def test_load_says_what_is_not_a_readable_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(path: Path) -> str:
        with pytest.raises(BadInput) as caught:
            load(path, "p")
        return str(caught.value)

    (tmp_path / "file").write_text("a: 1")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert fault(tmp_path) == "p: this is a folder; name a YAML file"
    assert fault(tmp_path / "pipe") == "p: this is not a regular file; name a YAML file"
    assert fault(tmp_path / "none.yaml") == "p: no such file; check the path"
    assert fault(tmp_path / "file" / "x") == "p: no such file; check the path"
    assert fault(tmp_path / "loop").startswith("p: the file cannot be read (")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert fault(tmp_path / "file") == (
        "p: the file cannot be read (Permission denied); check the path and the permissions"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("删除", "`删除`"),
        ("x" * 61, f"`{'x' * 59}…`"),
        ("a\nb", "`a\\nb`"),
        ("\x1b[31m\u202e", "`\\x1b[31m\\u202e`"),
    ],
)
def test_show_is_safe_and_short(text: str, expected: str) -> None:
    assert show(text) == expected


# --- every YAML file of the project, read in three ways ---------------------------------------------------------

ROOT = Path(__file__).parent.parent
OURS = sorted(
    path
    for folder in (
        "policies",
        "fixtures/requirements",
        "fixtures/suites",
        "fixtures/small",
        "checker/baselines",
    )
    for path in (ROOT / folder).rglob("*.yaml")
)


def as_text(node: Any) -> Any:
    """ruamel.yaml still makes dates of YAML 1.1 of what YAML 1.2 calls text."""
    if isinstance(node, dict):
        return {key: as_text(value) for key, value in node.items()}
    if isinstance(node, list):
        return [as_text(value) for value in node]
    return node.isoformat() if isinstance(node, date) else node


@pytest.mark.parametrize("folder", sorted({path.parent for path in OURS}), ids=lambda path: path.name)
def test_quick_careful_and_ruamel_read_alike(folder: Path) -> None:
    for path in folder.glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        quick, careful = read_quickly(text), read_carefully(text, path.name)
        assert quick is not None, path
        assert quick[0] == careful.data, path
        assert sorted(quick[1].values()) == sorted(careful.lines.values()), path
        assert as_text(YAML(typ="safe", pure=True).load(text)) == careful.data, path


@given(st.text(alphabet="ab: -[]{},#'\"&*!|>%@`\n\t~01.", max_size=40))
def test_the_quick_reading_never_differs(text: str) -> None:
    quick, careful = read_quickly(text), read_carefully(text, "f")
    if quick is not None:
        assert careful.problems == []
        assert quick[0] == careful.data
