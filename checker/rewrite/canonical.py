"""An encoding, suite.yaml or waivers.yaml in its canonical form: order of keys, quoting, spacing, line breaks.

Text to text: never reads or writes a file of the user, never changes data, never loses a comment. What is made is read
again before it is handed out; where it does not say the same, the file is refused.
"""

import json
import re
from collections import Counter
from typing import Any

from checker import schema, source
from checker.errors import BadInput, Place, Problem
from checker.rewrite import commented, layout
from checker.rewrite.commented import Entry, Node

KINDS = ("agreement", "suite", "waivers")
# What stands on lines of its own, without brackets (`*`: each item, or each value); all else is in brackets.
_BLOCKS = frozenset(
    {
        "", "agreements", "not_held", "facts",
        "clauses", "clauses/*", "clauses/*/provisions", "no_provision",
        "waivers", "waivers/*",
    }
)  # fmt: skip
# Numbers of clauses, and remarks: always quoted, so that `1.10` and `1.10(2)` look alike.
_QUOTED = re.compile(r"(.*/)?(at(/\*)?|note/\w+|no_provision/\*/needs_reading/\*)")
_FIRST, _LAST = "kind", "note"


def kind_of(name: str, data: Any) -> str:
    """Which schema a file of this name and with these data follows; empty when none of `KINDS` seems to be meant."""
    for kind in ("suite", "waivers"):
        if name == f"{kind}.yaml":
            return kind
    known = schema.named("agreement").contents["required"]
    return "agreement" if isinstance(data, dict) and sum(key in data for key in known) > 1 else ""


def formatted(text: str, file: str, kind: str) -> str:
    """The canonical form of a YAML text of this kind, called `file` in messages; it need not follow the schema.

    Raises BadInput when it is no YAML that can be read, or when its form cannot be changed safely."""
    before = source.parse(text, file)
    lines = re.sub(r"\r\n?", "\n", before.text)
    tree = _arranged(lines, kind)
    made = layout.render(tree)
    if not _says_the_same(made, before, tree, lines) or layout.render(_arranged(made, kind)) != made:
        fault = "this file cannot be given another form without changing what it says"
        raise BadInput([Problem(Place(file), fault, "leave it as it is, and report this with the file")])
    return made


def _says_the_same(made: str, before: source.Document, tree: Node, lines: str) -> bool:
    """Whether what was made has the data of the document, every comment, and each where the tree has it."""
    try:
        after = source.parse(made, before.file)
    except BadInput:
        return False
    written, there = Counter(commented.remarks(commented.read(made))), Counter(commented.remarks(tree))
    texts = Counter(remark[-1] for remark in commented.remarks(commented.read(lines)))
    return (
        json.dumps(after.data, sort_keys=True) == json.dumps(before.data, sort_keys=True)
        and written == there
        and texts == Counter(remark[-1] for remark in written.elements())
    )


def _arranged(text: str, kind: str) -> Node:
    """The tree of a text with its keys in order, and with what the layout has to know of each part."""
    rules = schema.named(kind).contents
    tree = commented.read(text)
    _arrange(tree, rules, rules["$defs"], "")
    if tree.is_block and tree.entries:  # what stands above everything belongs to the file, not to a key
        tree.head += tree.entries[0].before
        tree.entries[0].before = []
    return tree


def _arrange(node: Node, rule: dict[str, Any], definitions: dict[str, Any], path: str) -> None:
    rule = _meant(rule, definitions, node)
    if node.entries is None:
        listed = any(word in rule for word in ("const", "oneOf", "pattern"))
        node.quoting = layout.QUOTED if _QUOTED.fullmatch(path) else layout.LISTED if listed else ""
        return
    node.flow = path not in _BLOCKS or not node.entries
    known = rule.get("properties", {})
    for entry in node.entries:
        part = rule.get("items", {}) if node.is_list else known.get(entry.key or "", {})
        step = entry.key if entry.key in known else "*"
        _arrange(entry.value, part, definitions, f"{path}/{step}".lstrip("/"))
    if node.flow:
        for comments in (node.tail, *(entry.before for entry in node.entries)):
            comments[:] = filter(None, comments)  # no blank lines in brackets
    if node.is_list:
        for entry in node.entries:
            _lift_comments(entry)
        return
    order = {_FIRST: -1} | {key: number for number, key in enumerate(known) if key != _FIRST}
    last = len(known) + 1
    node.entries.sort(key=lambda entry: last if entry.key == _LAST else order.get(entry.key or "", last - 1))


def _lift_comments(entry: Entry) -> None:
    """What stands above the first key of an item, or behind an item, stands above it: no line is between `-` and the
    key."""
    if entry.value.is_block and entry.value.entries:
        first = entry.value.entries[0]
        entry.before += [line for line in (*first.before, *entry.after) if line]
        first.before, entry.after = [], []


def _meant(rule: dict[str, Any], definitions: dict[str, Any], node: Node) -> dict[str, Any]:
    """The part of the schema that says what a value is: references followed, of a union the branch that is meant."""
    if "$ref" in rule:
        rule = definitions[rule["$ref"].removeprefix("#/$defs/")]
    if node.entries is None or node.is_list:
        return rule
    if "oneOf" in rule:
        return next((choice for choice in rule["oneOf"] if "properties" in choice), rule)
    kinds = [entry.value.text for entry in node.entries if entry.key == _FIRST]
    if "allOf" in rule and kinds and kinds[0] in definitions:
        chosen: dict[str, Any] = definitions[kinds[0]]
        return chosen
    return rule
