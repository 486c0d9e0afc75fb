"""The canonical form: one text for each content, whatever the layout was; data and comments stay."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import ruamel.yaml
from hypothesis import given
from hypothesis import strategies as st

from checker import schema, source
from checker.errors import BadInput
from checker.rewrite import canonical, commented, layout
from tests.cases import ROOT


def shaped(text: str, kind: str = "agreement") -> str:
    return canonical.formatted(text, "x.yaml", kind)


def encoding(clauses: str) -> str:
    return f"agreement: x\nclauses:\n{clauses}"


def readable() -> list[Any]:
    """Every encoding, suite.yaml and waivers.yaml of policies and fixtures that the strict reader accepts."""
    found = []
    for path in sorted([*ROOT.glob("policies/*/*.yaml"), *ROOT.glob("fixtures/**/*.yaml")]):
        try:
            kind = canonical.kind_of(path.name, source.load(path, path.name).data)
        except BadInput:
            continue
        if kind:
            found.append(pytest.param(path, kind, id=path.relative_to(ROOT).as_posix()))
    return found


def comments(text: str) -> Counter[str]:
    return Counter(remark[-1] for remark in commented.remarks(commented.read(text)))


@pytest.mark.parametrize(("path", "kind"), readable())
def test_form_alone_changes(path: Path, kind: str) -> None:
    text = path.read_text(encoding="utf-8")
    made = shaped(text, kind)
    assert source.parse(made, path.name).data == source.parse(text, path.name).data
    assert shaped(made, kind) == made
    lines = [re.findall(r"^ *(#.*)", each, re.MULTILINE) for each in (text, made)]
    assert lines[0] == lines[1]
    assert not re.search(r"[ \t]$|\n\n\n|\A\n|\n\n\Z|\r", made, re.MULTILINE) and made.endswith("\n")


@pytest.mark.parametrize(("path", "kind"), readable()[:20])
def test_another_reader_of_yaml_reads_the_same(path: Path, kind: str) -> None:
    made = shaped(path.read_text(encoding="utf-8"), kind)
    read = ruamel.yaml.YAML(typ="safe", pure=True).load(made)
    assert json.dumps(read, default=str) == json.dumps(source.parse(made, path.name).data)


# --- order -----------------------------------------------------------------------------------------------------


def test_keys_stand_in_the_order_of_the_schema() -> None:
    text = """\
no_provision: []
own: {b: 1, a: 2}
clauses:
- provisions: [{note: {zh: 说明, en: Why}, holder: individual, odd: 1, stance: granted, rights: [deletion], kind: right}]
  quote: 您有权删除
  mine: 1
  at: '1'
title: T
agreement: x
"""
    assert (
        shaped(text)
        == """\
agreement: x
title: T
clauses:
  - at: "1"
    quote: 您有权删除
    provisions:
      - {kind: right, rights: [deletion], stance: granted, holder: individual, odd: 1, note: {en: "Why", zh: "说明"}}
    mine: 1
no_provision: []
own: {b: 1, a: 2}
"""
    )


@pytest.mark.parametrize("name", canonical.KINDS)
def test_of_every_mapping_of_the_schema_the_order_is_known(name: str) -> None:
    """`kind` is first and `note` last in the schema too: the canonical order is the one in docs/vocabulary.md."""
    for node in schema.named(name).contents["$defs"].values():
        keys = list(node.get("properties", ()))
        assert "kind" not in keys[1:] and "note" not in keys[:-1]


# --- quoting ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "made"),
    [
        ("您有权删除", "您有权删除"),
        ('"您有权删除"', "您有权删除"),
        ("'a: b'", '"a: b"'),
        ('"a #b"', '"a #b"'),
        ("a#b，c：d", "a#b，c：d"),
        ("'他说\"好\"'", '他说"好"'),
        ("'\"好\" 他说'", "'\"好\" 他说'"),
        (r'"C:\\x: y"', r"'C:\x: y'"),
        ("don't", "don't"),
        ('"\'tis"', '"\'tis"'),
        ("yes", '"yes"'),
        ("'off'", '"off"'),
        ('"6.10"', '"6.10"'),
        ("2023-06-20", '"2023-06-20"'),
        ("'1:30'", '"1:30"'),
        ("1_000", '"1_000"'),
        ("'~'", '"~"'),
        ("''", '""'),
        ("' a '", '" a "'),
        ("'- a'", '"- a"'),
        (r'"a\tb\u2028c\x07"', r'"a\tb\u2028c\a"'.replace(r"\a", r"\x07")),
        ("第一行\n      第二行", "第一行 第二行"),
        ('"第一行\n      第二行"', "第一行 第二行"),
        (">-\n      一\n      二\n", "一 二"),
        ("|\n      一\n      二\n", "|\n      一\n      二"),
        ("|-\n      一\n\n      # 二\n", "|-\n      一\n\n      # 二"),
        ('"一\\n二"', "|-\n      一\n      二"),
        ("|+\n      一\n", '"一\\n\\n"'),
        ("6.10", "6.10"),
        ("true", "true"),
        ("", ""),
    ],
)
def test_text_is_quoted_when_it_must_be(written: str, made: str) -> None:
    expected = encoding(f'  - at: "1"\n    quote:{" " if made else ""}{made}\n')
    assert shaped(encoding(f"  - at: '1'\n    quote: {written}\n")) == expected


def test_what_the_schema_lists_is_plain_and_clause_numbers_and_remarks_are_quoted() -> None:
    suite = "facts:\n  paid: {answer: 'yes', ground: {agreement: \"terms\", at: preamble}}\n"
    assert (
        shaped(suite, "suite")
        == 'facts:\n  paid: {answer: yes, ground: {agreement: terms, at: "preamble"}}\n'
    )
    text = "agreement: x\ndates: {updated: '2023-06-20'}\nno_provision:\n- {at: [引言, '1'], because: \"heading\", needs_reading: [引言]}\n"
    assert shaped(text) == (
        "agreement: x\ndates: {updated: 2023-06-20}\nno_provision:\n"
        '  - {at: ["引言", "1"], needs_reading: ["引言"], because: heading}\n'
    )


# --- lines -----------------------------------------------------------------------------------------------------


def test_long_provisions_are_broken_below_their_first_key() -> None:
    words = " ".join(["word"] * 60)
    made = shaped(encoding(f"""\
  - at: "1"
    provisions:
      - kind: deletion
        object: [personal_information, account_records, user_content, usage_data, device_data, server_data]
        triggers: [account_cancelled, purpose_achieved]
        note: {{en: {words}, zh: {"说明" * 80}}}
"""))  # fmt: skip
    lines = made.splitlines()[4:]
    assert [line[:22] for line in lines] == [
        "      - {kind: deletio",
        "         triggers: [ac",
        '         note: {en: "w',
        "                word w",
        "                word w",
        '                zh: "说',
    ]
    assert all(len(line) <= layout.WIDTH for line in lines[:-1])
    assert len(lines[2]) > layout.WIDTH - 10, "lines are filled"


def test_blank_lines_are_kept_one_at_a_time() -> None:
    text = '\n\n# top\n\n\nagreement: x\n\nclauses:\n\n  - at: "1"\n\n\n\n  # next\n\n  - at: "2"\n\n\n'
    assert shaped(text) == '# top\n\nagreement: x\n\nclauses:\n  - at: "1"\n\n  # next\n\n  - at: "2"\n'


# --- comments --------------------------------------------------------------------------------------------------


def test_comments_stay_at_what_they_stand_at() -> None:
    text = """\
# yaml-language-server: $schema=a.json
# second line
title: T   # behind the title
# above the id
agreement: x
clauses: # behind the key
  # above the first clause
  - at: "1" # behind the number
    needs_reading: new   # nobody yet
    # quote: 待填
    # provisions: right, deletion?
  # 第二条 # 正文
  #   continued
  - at: "2"
    quote: 您有权 # 引文
    # above the provisions
    provisions:
      # above the provision
      - {kind: right, # behind the kind
         # above the rights
         rights: [deletion, # behind deletion
           access],
         stance: granted, note: {en: 'a # b'} # behind the note
         # the last in brackets
        } # behind the provision
      # after the provision
    # after the clause
# not indented, above the next key
no_provision:
  - at: ["3" # behind 3
       ]
    because: heading # behind the reason
# the end
"""
    assert (
        shaped(text)
        == """\
# yaml-language-server: $schema=a.json
# second line
# above the id
agreement: x
title: T  # behind the title
clauses:  # behind the key
  # above the first clause
  - at: "1"  # behind the number
    needs_reading: new  # nobody yet
    # quote: 待填
    # provisions: right, deletion?
  # 第二条 # 正文
  #   continued
  - at: "2"
    quote: 您有权  # 引文
    # above the provisions
    provisions:
      # above the provision
      - {kind: right,  # behind the kind
         # above the rights
         rights: [deletion,  # behind deletion
                  access], stance: granted, note: {en: "a # b"}  # behind the note
         # the last in brackets
        }  # behind the provision
      # after the provision
    # after the clause
# not indented, above the next key
no_provision:
  - {at: ["3"  # behind 3
         ], because: heading  # behind the reason
    }
# the end
"""
    )


@pytest.mark.parametrize(
    "text",
    [
        "agreement: # c\n  x\n",
        "agreement:\n  # c\n  x\n",
        "agreement: # c\n  # d\n  x # e\n",
        "? agreement # c\n: x # d\n",
        "{agreement: x, # c\n# d\n}\n# e\n",
        "# c\n{ # d\nagreement: # e\n x # f\n, # g\n}\n",
        "agreement: x\nclauses: [ # c\n]\n",
        "agreement: x\nclauses: # c\n- # d\n  at: '1'\n- # e\n- at: '2' # f\n # g\n",
        "agreement: x\nclauses:\n-\n  # c\n  quote: a # d\n  # e\n  at: '1'\n",
        "agreement: x\nclauses: [{quote: a, # c\n at: '1'}, # d\n # e\n {at: '2'} # f\n] # g\n",
        "agreement: x\nclauses:\n- quote: | # c\n    # no comment\n   # d\n  at: '1' # e\n",
        "agreement: x\nclauses:\n- at: '1' # c\n  quote: >- # d\n    a\n\n    b\n# e\n",
        "title: x\n# c\n\n# d\nagreement: x\n      # e\n  # f\n#g\n",
        "agreement: x\nclauses:\n  - at: '1'\n    provisions:\n      - kind: right # c\n        # d\n        rights: # e\n          - deletion # f\n          # g\n      # h\n",
        "agreement: x\n'a # b': 'c # d' # e\n\"f\\\" # g\": h # i\n",
        "agreement: x\r\n# c\r\nclauses: # d\r\n  - at: '1' # e\r\n",
        "--- # c\nagreement: x\n... # d\n",
        "# c\n- a # d\n# e\n- b\n",
        "# c\nx # d\n# e\n",
    ],
)  # fmt: skip
def test_no_comment_is_lost(text: str) -> None:
    made = shaped(text)
    found = re.findall(r"(?:^|(?<=[ {[,]))#+ ?[c-i]\b", text.replace("# no", "").replace("'c # d'", ""), re.M)
    for comment in found:
        assert comment in made
    assert comments(made) == comments(text)
    assert source.parse(made, "x").data == source.parse(text, "x").data


# --- one form --------------------------------------------------------------------------------------------------

CHARACTERS = "您有权删除，。：“”（）\"'#:-?{}[],&*!|>%@` abcy1.0\\"
WORD = st.text(st.sampled_from(CHARACTERS.replace(" ", "")), min_size=1, max_size=30)
TEXT = st.one_of(
    st.text(st.sampled_from(CHARACTERS), max_size=30),
    st.sampled_from(
        ["yes", "no", "6.10", "1.1", "null", "2023-06-20", "<<", "=", "0x1F", "一\n二", "一\n\n"]
    ),
)
LONG = st.lists(WORD, min_size=1, max_size=30).map(" ".join)
# Keys of the schema alone: the order of others is kept.
PROVISION = st.fixed_dictionaries(
    {"kind": st.just("right"), "rights": st.lists(st.sampled_from(["deletion", "access"]), max_size=9)},
    optional={
        "stance": TEXT, "holder": st.one_of(st.none(), st.booleans(), st.integers(0, 99)),
        "note": st.fixed_dictionaries({"en": LONG, "zh": LONG}),
    },
)  # fmt: skip
CLAUSE = st.fixed_dictionaries(
    {"at": TEXT, "quote": st.one_of(TEXT, LONG)}, optional={"provisions": st.lists(PROVISION, max_size=3)}
)
ENCODING = st.fixed_dictionaries(
    {"agreement": st.just("x"), "clauses": st.lists(CLAUSE, max_size=3)},
    optional={"title": TEXT, "dates": st.fixed_dictionaries({"updated": TEXT, "effective": TEXT})},
)


class Noise:
    """Writes data as YAML in a layout that is drawn: quotes, brackets, spaces, line breaks, the order of keys."""

    def __init__(self, data: st.DataObject) -> None:
        self.data = data

    def one_of(self, *choices: Any) -> Any:
        return self.data.draw(st.sampled_from(choices))

    def written(self, value: Any, indent: int = 0, brackets: bool = False) -> str:
        if isinstance(value, str):
            return self.text(value, indent)
        if not isinstance(value, dict | list):
            return json.dumps(value)
        keys = [f"{json.dumps(key)}: " for key in value] if isinstance(value, dict) else [""] * len(value)
        entries = list(zip(keys, value.values() if isinstance(value, dict) else value, strict=True))
        if isinstance(value, dict):
            entries = self.data.draw(st.permutations(entries))
        if brackets or not value or self.one_of(True, False):
            opening, closing = "{}" if isinstance(value, dict) else "[]"
            comma = self.one_of(", ", " ,  ", ",\n" + " " * (indent + 1))
            inside = comma.join(key + self.written(each, indent + 1, True) for key, each in entries)
            return opening + self.one_of("", " ") + inside + self.one_of("", " ") + closing
        lines = []
        for key, each in entries:
            begin = (key.strip() if isinstance(value, dict) else "-") + self.one_of("", " ")
            lines.append(
                f"{begin}\n{' ' * (indent + 3)}{self.written(each, indent + 3)}{self.one_of('', ' ')}"
            )
        return ("\n" + " " * indent).join(lines)

    def text(self, value: str, indent: int) -> str:
        style = self.one_of("plain", "single", "double")
        if style == "plain" and re.fullmatch(r"[您有权删除](?: ?[您有权删除，。（）a-c])*", value):
            return value
        if style == "single" and "\n" not in value:
            return "'" + value.replace("'", "''") + "'"
        written = json.dumps(value, ensure_ascii=self.one_of(True, False))
        at_spaces = self.one_of(" ", "\n" + " " * (indent + self.one_of(1, 5)))
        return re.sub(r"(?<=[^ \\]) (?=[^ ])", lambda _: at_spaces, written)


@given(ENCODING, st.data())
def test_every_layout_of_one_content_comes_to_one_form(content: Any, data: st.DataObject) -> None:
    written = Noise(data).written(content) + "\n"
    assert source.parse(written, "x.yaml").data == content
    made = shaped(written)
    assert source.parse(made, "x.yaml").data == content
    assert made == shaped(json.dumps(content, ensure_ascii=False)) == shaped(made)


@given(ENCODING, st.data())
def test_comments_anywhere_are_kept(content: Any, data: st.DataObject) -> None:
    lines = Noise(data).written(content).split("\n")
    expected = source.parse("\n".join(lines), "x.yaml").data
    for number in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(lines) - 1))
        own_line = " " * data.draw(st.integers(0, 9)) + f"# z{number}"
        changed = data.draw(
            st.sampled_from([[f"{lines[at]} # z{number}"], [own_line, lines[at]], ["", lines[at]]])
        )
        tried = [*lines[:at], *changed, *lines[at + 1 :]]
        try:
            same = source.parse("\n".join(tried), "x.yaml").data == expected
        except BadInput:
            same = False  # inside a text that goes on in the next line
        lines = tried if same else lines
    text = "\n".join(lines)
    made = shaped(text)
    assert source.parse(made, "x.yaml").data == expected
    assert comments(made) == comments(text) == Counter(re.findall(r"# z\d(?: # z\d)*", text))
    assert shaped(made) == made
