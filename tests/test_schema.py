"""checker.schema: every problem of a document, once, at its place, in words for people who know no Python."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from checker import schema
from checker.schema import Schema, validate
from checker.schema_contents import MOST_NAMES
from checker.schema_faults import MOST_PROBLEMS
from checker.source import parse


def one_of(*values: str) -> dict[str, Any]:
    return {"oneOf": [{"const": value, "title": value, "description": value} for value in values]}


def closed(**keys: Any) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "properties": keys}


def text(**rules: Any) -> dict[str, Any]:
    return {"type": "string", **rules}


KINDS = ("right", "request_handling", "retention")
IS_KIND = {kind: {"properties": {"kind": {"const": kind}}, "required": ["kind"]} for kind in KINDS}
CLOSED_LIST = one_of("necessary", "statutory")
SCHEMA = Schema("test", {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    **closed(
        title=text(minLength=1),
        date=text(pattern="^\\d{4}-\\d\\d-\\d\\d$", **{"x-pattern-says": "a date such as 2023-06-20"}),
        sha=text(pattern="^[0-9a-f]+$"),
        free=one_of("yes", "no", "unknown"),
        level={"enum": [1, 2, "high"]},
        v={"const": "1"},
        clauses={"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/clause"}},
    ),
    "required": ["title", "clauses"],
    "$defs": {
        "clause": {
            **closed(
                at={"anyOf": [
                    text(minLength=1), {"type": "array", "minItems": 1, "uniqueItems": True, "items": text()},
                ]},
                quote=text(),
                provisions={"type": "array", "items": {"$ref": "#/$defs/provision"}},
            ),
            "required": ["at", "provisions"],
        },
        "kind": one_of(*KINDS),
        "provision": {
            "type": "object",
            "required": ["kind"],
            "properties": {"kind": {"$ref": "#/$defs/kind"}},
            "allOf": [{"if": IS_KIND[kind], "then": {"$ref": f"#/$defs/{kind}"}} for kind in KINDS],
        },
        "right": {
            **closed(
                kind=True,
                rights={
                    "type": "array", "uniqueItems": True, "minItems": 1, "items": one_of("deletion", "access", "copy"),
                },
                stance=one_of("granted", "limited", "denied", "discretionary"),
            ),
            "required": ["rights", "stance"],
        },
        "request_handling": closed(
            kind=True,
            deadline=closed(days={"type": "integer", "minimum": 1, "maximum": 365}, unit=one_of("day", "working_day")),
            identity_check={"type": "boolean"},
        ),
        "retention": closed(
            kind=True,
            test={"oneOf": [CLOSED_LIST, {"type": "array", "items": CLOSED_LIST}, closed(at_most={"type": "number"})]},
        ),
    },
})  # fmt: skip

PAGE = "title: t\n{}\nclauses:\n- at: '1'\n  provisions:\n  - {}\n"
RIGHT = "{kind: right, rights: [deletion], stance: granted}"


def problems(content: str, using: Schema = SCHEMA) -> list[str]:
    return [str(problem) for problem in validate(parse(content, "f"), using)]


def test_a_sound_document_has_no_problems() -> None:
    assert problems(PAGE.format("date: 2023-06-20\nfree: no\nv: '1'", RIGHT)) == []


# A line among the keys at the top -> the problems.
TOP = [
    ('titel: x', [
        'f:2:1: unknown key `titel` in the file; the keys allowed here are `title`, `date`, `sha`, `free`, `level`, `v` or `clauses`',
    ]),
    ('zzzzz: 1', [
        'f:2:1: unknown key `zzzzz` in the file; the keys allowed here are `title`, `date`, `sha`, `free`, `level`, `v` or `clauses`',
    ]),
    ('date: 2023-6-20', [
        'f:2:7: date cannot be `2023-6-20`; write a date such as 2023-06-20',
    ]),
    ('date: 20230620', [
        'f:2:7: date must be text, but is the number 20230620; put it in quotes: "20230620"',
    ]),
    ('sha: XYZ', [
        'f:2:6: sha cannot be `XYZ`; write text that fits the pattern ^[0-9a-f]+$',
    ]),
    ('free: true', [
        'f:2:7: free cannot be `true`; did you mean `yes`? It can be `yes`, `no` or `unknown`',
    ]),
    ('free: false', [
        'f:2:7: free cannot be `false`; did you mean `no`? It can be `yes`, `no` or `unknown`',
    ]),
    ('free: No', [
        'f:2:7: free cannot be `No`; did you mean `no`? It can be `yes`, `no` or `unknown`',
    ]),
    ('free: maybe', [
        'f:2:7: free cannot be `maybe`; it can be `yes`, `no` or `unknown`',
    ]),
    ('free: [yes]', [
        'f:2:7: free must be one of `yes`, `no` or `unknown`, but is a list; write one of these',
    ]),
    ('free:', [
        'f:2:6: free must be one of `yes`, `no` or `unknown`, but is empty; write it, or remove the key',
    ]),
    ("free: ''", [
        'f:2:7: free cannot be empty text; it can be `yes`, `no` or `unknown`',
    ]),
    ('level: 3', [
        'f:2:8: level cannot be `3`; it can be `1`, `2` or `high`',
    ]),
    ("level: '2'", [
        'f:2:8: level cannot be `2`; remove the quotes',
    ]),
    ('v: 1', [
        'f:2:4: v cannot be `1`; put it in quotes: "1"',
    ]),
]  # fmt: skip

# A provision -> the problems.
PROVISIONS = [
    ('{kind: rigth}', [
        'f:6:12: clauses[0].provisions[0].kind cannot be `rigth`; did you mean `right`? It can be `right`, `request_handling` or `retention`',
    ]),
    ('{kind: xyz, a: b}', [
        'f:6:12: clauses[0].provisions[0].kind cannot be `xyz`; it can be `right`, `request_handling` or `retention`',
    ]),
    ('{knd: right}', [
        'f:6:5: missing key `kind` in clauses[0].provisions[0]; did you mean `kind` where you wrote `knd`?',
    ]),
    ('{rights: []}', [
        'f:6:5: missing key `kind` in clauses[0].provisions[0]; add `kind:` with one of `right`, `request_handling` or `retention`',
    ]),
    ('right', [
        'f:6:5: clauses[0].provisions[0] must be a mapping, but is the text `right`; write `key: value` pairs',
    ]),
    ('12', [
        'f:6:5: clauses[0].provisions[0] must be a mapping, but is the number 12; write `key: value` pairs',
    ]),
    ('[]', [
        'f:6:5: clauses[0].provisions[0] must be a mapping, but is an empty list; write `key: value` pairs',
    ]),
    ('', [
        'f:6:4: clauses[0].provisions[0] must be a mapping, but is empty; write it, or remove the `-`',
    ]),
    ('{kind: right}', [
        'f:6:5: missing key `rights` in clauses[0].provisions[0]; add `rights:` with a value',
        'f:6:5: missing key `stance` in clauses[0].provisions[0]; add `stance:` with one of `granted`, `limited`, `denied` or `discretionary`',
    ]),
    ('{kind: right, rights: [], stance: grantd}', [
        'f:6:27: clauses[0].provisions[0].rights has no items; write at least 1',
        'f:6:39: clauses[0].provisions[0].stance cannot be `grantd`; did you mean `granted`? It can be `granted`, `limited`, `denied` or `discretionary`',
    ]),
    ('{kind: right, rights: [deletion, access, deletion, deletion], stance: granted}', [
        'f:6:46: `deletion` stands twice in clauses[0].provisions[0].rights, first in line 6; remove one of them',
        'f:6:56: `deletion` stands twice in clauses[0].provisions[0].rights, first in line 6; remove one of them',
    ]),
    ('{kind: right, rights: deletion, stance: granted}', [
        'f:6:27: clauses[0].provisions[0].rights must be a list, but is the text `deletion`; write `[deletion]`',
    ]),
    ('{kind: right, rights: [deletoin], stanse: granted}', [
        'f:6:28: clauses[0].provisions[0].rights[0] cannot be `deletoin`; did you mean `deletion`? It can be `deletion`, `access` or `copy`',
        'f:6:39: unknown key `stanse` in clauses[0].provisions[0]; did you mean `stance`?',
    ]),
    ('{kind: 1}', [
        'f:6:12: clauses[0].provisions[0].kind cannot be `1`; it can be `right`, `request_handling` or `retention`',
    ]),
    ('{kind: [right]}', [
        'f:6:12: clauses[0].provisions[0].kind must be one of `right`, `request_handling` or `retention`, but is a list; write one of these',
    ]),
    ('{kind: request_handling, deadline: {days: 0, unit: wrking-day}, identity_check: yes}', [
        'f:6:47: clauses[0].provisions[0].deadline.days cannot be `0`; write 1 or more',
        'f:6:56: clauses[0].provisions[0].deadline.unit cannot be `wrking-day`; did you mean `working_day`? It can be `day` or `working_day`',
        'f:6:85: clauses[0].provisions[0].identity_check must be true or false, but is the text `yes`; write `true`',
    ]),
    ('{kind: request_handling, deadline: {days: 366, unti: day}, identity_check: off}', [
        'f:6:47: clauses[0].provisions[0].deadline.days cannot be `366`; write 365 or less',
        'f:6:52: unknown key `unti` in clauses[0].provisions[0].deadline; did you mean `unit`?',
        'f:6:80: clauses[0].provisions[0].identity_check must be true or false, but is the text `off`; write `false`',
    ]),
    ('{kind: request_handling, identity_check: 1}', [
        'f:6:46: clauses[0].provisions[0].identity_check must be true or false, but is the number 1; write `true` or `false`',
    ]),
    ("{kind: request_handling, deadline: {days: '15'}}", [
        'f:6:47: clauses[0].provisions[0].deadline.days must be a whole number, but is the text `15`; remove the quotes',
    ]),
    ('{kind: request_handling, deadline: {days: 1.5}}', [
        'f:6:47: clauses[0].provisions[0].deadline.days must be a whole number, but is the number 1.5; write a number such as 15',
    ]),
    ('{kind: request_handling, deadline: 15}', [
        'f:6:40: clauses[0].provisions[0].deadline must be a mapping, but is the number 15; write `key: value` pairs',
    ]),
    ('{kind: retention, test: necesary}', [
        'f:6:29: clauses[0].provisions[0].test cannot be `necesary`; did you mean `necessary`? It can be `necessary` or `statutory`, a list or a mapping',
    ]),
    ('{kind: retention, test: [necesary]}', [
        'f:6:30: clauses[0].provisions[0].test[0] cannot be `necesary`; did you mean `necessary`? It can be `necessary` or `statutory`',
    ]),
    ('{kind: retention, test: {at_mots: 1}}', [
        'f:6:30: unknown key `at_mots` in clauses[0].provisions[0].test; did you mean `at_most`?',
    ]),
    ('{kind: retention, test: 3}', [
        'f:6:29: clauses[0].provisions[0].test cannot be `3`; it can be `necessary` or `statutory`, a list or a mapping',
    ]),
    ('{kind: retention, test: {at_most: x}}', [
        'f:6:39: clauses[0].provisions[0].test.at_most must be a number, but is the text `x`; write a number such as 1.5',
    ]),
    ('{kind: retention, test: }', [
        'f:6:29: clauses[0].provisions[0].test must be one of `necessary` or `statutory`, a list or a mapping, but is empty; write it, or remove the key',
    ]),
    ('{kind: retention, "a\\eb": 1}', [
        'f:6:23: unknown key `a\\x1bb` in clauses[0].provisions[0]; the keys allowed here are `kind` or `test`',
    ]),
    ('{kind: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx}', [
        'f:6:12: clauses[0].provisions[0].kind cannot be `xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…`; it can be `right`, `request_handling` or `retention`',
    ]),
]  # fmt: skip

# A whole file -> the problems.
WHOLE = [
    ('title: 6.10\nclauses: []', [
        'f:1:8: title must be text, but is the number 6.10; put it in quotes: "6.10"',
        'f:2:10: clauses has no items; write at least 1',
    ]),
    ('title:\nclauses: {a: 1}', [
        'f:1:7: title must be text, but is empty; write it, or remove the key',
        'f:2:10: clauses must be a list, but is a mapping; write `[…, …]`, or lines that begin with `- `',
    ]),
    ('- a', [
        'f:1:1: the file must be a mapping, but is a list; write `key: value` pairs',
    ]),
    ('title：x', [
        'f:1:1: the file must be a mapping, but is the text `title：x`; write the colon as `: `, not as `：`',
    ]),
    ('null', [
        'f:1:1: the file must be a mapping, but is empty; write `key: value` pairs',
    ]),
    ("titel: a\nclauses: [{at: [], provisions: []}, {at: ['1', '1'], provisions: []}, {at: 1, provisions: []}]", [
        'f:1:1: unknown key `titel` in the file; did you mean `title`?',
        'f:2:16: clauses[0].at has no items; write at least 1',
        'f:2:48: `1` stands twice in clauses[1].at, first in line 2; remove one of them',
        'f:2:76: clauses[2].at must be text or a list, but is the number 1; put it in quotes: "1"',
    ]),
    ("title: ''\nclauses: [{at: '', provisions: []}, {at: [6.10], provisions: []}, {at: x}, {at: {}, quote: yes, provisions: [[]]}]", [
        'f:1:8: title has no characters; write at least 1',
        'f:2:16: clauses[0].at has no characters; write at least 1',
        'f:2:43: clauses[1].at[0] must be text, but is the number 6.10; put it in quotes: "6.10"',
        'f:2:67: missing key `provisions` in clauses[2]; add `provisions:` with a value',
        'f:2:81: clauses[3].at must be text or a list, but is an empty mapping; write one of these',
        'f:2:110: clauses[3].provisions[0] must be a mapping, but is an empty list; write `key: value` pairs',
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("line", "expected"), TOP)
def test_keys_at_the_top(line: str, expected: list[str]) -> None:
    assert problems(PAGE.format(line, RIGHT)) == expected


@pytest.mark.parametrize(("provision", "expected"), PROVISIONS)
def test_provisions(provision: str, expected: list[str]) -> None:
    assert problems(PAGE.format("", provision)) == expected


@pytest.mark.parametrize(("content", "expected"), WHOLE)
def test_whole_files(content: str, expected: list[str]) -> None:
    assert problems(content) == expected


RULES: list[tuple[Any, str, str]] = [
    ({"maxItems": 1, "type": "array"}, "[1, 2]", "f:1:4: a has 2 items; write at most 1"),
    ({"minItems": 2, "type": "array"}, "[1]", "f:1:4: a has 1 item; write at least 2"),
    ({"minProperties": 1}, "{}", "f:1:4: a has no keys; write at least 1"),
    ({"maxProperties": 1}, "{b: 1, c: 2}", "f:1:4: a has 2 keys; write at most 1"),
    ({"minLength": 3}, "删除", "f:1:4: a has 2 characters; write at least 3"),
    ({"maxLength": 1}, "删除", "f:1:4: a has 2 characters; write at most 1"),
    ({"minLength": 1, "pattern": "x"}, "''", "f:1:4: a has no characters; write at least 1"),
    ({"exclusiveMinimum": 0}, "0", "f:1:4: a cannot be `0`; write more than 0"),
    ({"exclusiveMaximum": 1}, "1.0", "f:1:4: a cannot be `1.0`; write less than 1"),
    (False, "1", "f:1:4: a is not allowed here; remove it"),
    ({"multipleOf": 5}, "7", "f:1:4: a breaks the rule `multipleOf` (7 is not a multiple of 5); see the schema"),
    ({"type": ["string", "null"]}, "[]", "f:1:4: a must be text or empty, but is an empty list; write one of these"),
    ({"type": "boolean"}, "TRUE", ""),
    ({"uniqueItems": True}, "[{b: 1, c: 2}, {c: 2, b: 1}]",
     'f:1:19: `{"b": 1, "c": 2}` stands twice in a, first in line 1; remove one of them'),
    ({"type": "string", "pattern": "^[a-z]+$"}, '"x\\e[31m"',
     "f:1:4: a cannot be `x\\x1b[31m`; write text that fits the pattern ^[a-z]+$"),
    ({"allOf": [{"properties": {"b": True}}], "unevaluatedProperties": False}, "{b: 1, cc: 2}",
     "f:1:11: unknown key `cc` in a; the keys allowed here are `b`"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "value", "expected"), RULES)
def test_single_rules(rule: Any, value: str, expected: str) -> None:
    assert "\n".join(problems(f"a: {value}", Schema("rule", {"properties": {"a": rule}}))) == expected


def test_a_digit_that_is_not_ascii_is_refused_aloud() -> None:
    # Python's \\d would take it; a yes from one engine and a no from another must not end in silence.
    using = Schema("digit", {"properties": {"a": {"pattern": "^\\d$"}}})
    assert problems("a: '３'", using) == ["f:1:4: a cannot be `３`; write text that fits the pattern ^\\d$"]


def test_a_long_closed_list_is_cut_with_the_number_of_the_rest() -> None:
    values = [f"value{number}" for number in range(MOST_NAMES + 5)]
    (problem,) = problems("a: '-'", Schema("long", {"properties": {"a": one_of(*values)}}))
    assert problem.endswith("`value18`, `value19`, … (5 more)")


def test_problems_come_by_line() -> None:
    content = "clauses: [1]\nlevel: 9\nzzz: 1\n"
    assert [problem.place.line for problem in validate(parse(content, "f"), SCHEMA)] == [1, 1, 2, 3]


def test_hundreds_of_problems_are_all_listed_and_thousands_say_so() -> None:
    bad = "- {at: '1', provisions: [{kind: rigth}]}\n"
    assert len(problems("title: t\nclauses:\n" + bad * 500)) == 500
    many = problems("title: t\nclauses:\n" + bad * (MOST_PROBLEMS + 1))
    assert len(many) == MOST_PROBLEMS + 1
    assert many[-1] == f"f: more than {MOST_PROBLEMS} problems; not all are listed; correct these first"
    keys = problems("title: t\n" + "".join(f"k{number}: 1\n" for number in range(MOST_PROBLEMS + 9)))
    assert keys[-1] == many[-1]


def test_alternatives_inside_alternatives_down_to_the_deepest_level() -> None:
    negation = {"type": "object", "additionalProperties": False, "properties": {"not": {"$ref": "#/$defs/c"}}}
    using = Schema("deep", {"$ref": "#/$defs/c", "$defs": {"c": {"anyOf": [negation, {"type": "string"}]}}})
    (problem,) = problems("{not: " * 64 + "7" + "}" * 64, using)
    assert problem.endswith('not… must be a mapping or text, but is the number 7; put it in quotes: "7"')


def test_an_unknown_schema_names_the_known_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "agreement.schema.json").write_text(json.dumps({"type": "object"}))
    monkeypatch.setattr(schema, "SCHEMAS", tmp_path)
    schema.named.cache_clear()
    try:
        assert validate(parse("a: 1", "f"), "agreement") == []
        assert [str(problem) for problem in validate(parse("- 1", "f"), "agreement")] == [
            "f:1:1: the file must be a mapping, but is a list; write `key: value` pairs"
        ]
        with pytest.raises(ValueError, match="no schema 'agrement'; there are agreement$"):
            schema.named("agrement")
    finally:
        schema.named.cache_clear()


def test_a_broken_schema_is_an_error_not_a_pass() -> None:
    with pytest.raises(ValueError, match="nonsense"):
        validate(parse("a: 1", "f"), Schema("broken", {"type": "nonsense"}))


def test_importing_loads_nothing_heavy() -> None:
    heavy = "{'yaml', 'jsonschema', 'jsonschema_rs', 'difflib'}"
    code = f"import sys, checker.schema; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
