"""What a validator found wrong with a document, in plain words: one problem for each fault, at its place.

Never validates; takes the validator's errors as they are.
"""

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from checker.errors import Place, Problem, did_you_mean
from checker.flow import flow
from checker.schema_contents import WORDS, Contents, either, listed, names_of
from checker.source import Document, show

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError

MOST_PROBLEMS = 1000  # in one document
_EXAMPLES = {
    "text": "write the text after the colon",
    "a whole number": "write a number such as 15",
    "a number": "write a number such as 1.5",
    "true or false": "write `true` or `false`",
    "a list": "write `[…, …]`, or lines that begin with `- `",
    "a mapping": "write `key: value` pairs",
}
# A rule that failed -> the remedy.
_SIZES = {
    "minItems": ("item", "write at least {limit}"),
    "maxItems": ("item", "write at most {limit}"),
    "minProperties": ("key", "write at least {limit}"),
    "maxProperties": ("key", "write at most {limit}"),
    "minLength": ("character", "write at least {limit}"),
    "maxLength": ("character", "write at most {limit}"),
}
_LIMITS = {
    "pattern": "write text that fits the pattern {limit}",
    "minimum": "write {limit} or more",
    "maximum": "write {limit} or less",
    "exclusiveMinimum": "write more than {limit}",
    "exclusiveMaximum": "write less than {limit}",
}
_HABITS = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}
_AS_TEXT = {True: ("yes", "on"), False: ("no", "off")}


def path_words(path: list[str | int]) -> str:
    """`clauses[3].provisions[0].stance`; the whole document is `the file`."""
    steps = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return show(steps.removeprefix("."), 200)[1:-1] or "the file"


class Faults:
    """Puts the validator's errors on one document into words."""

    def __init__(self, document: Document, contents: dict[str, Any]) -> None:
        self.document = document
        self.contents = Contents(contents)
        # Missing keys that a misspelt one explains.
        self.unsaid: set[tuple[tuple[str | int, ...], str]] = set()

    def problems(self, errors: "Iterator[ValidationError]") -> list[Problem]:
        """A problem for each fault, by line; when there are more than MOST_PROBLEMS, the last one says so."""
        taken = list(islice(errors, MOST_PROBLEMS + 1))
        problems = sorted(self.distinct([leaf for error in taken for leaf in self.leaves(error)]))
        if max(len(taken), len(problems)) > MOST_PROBLEMS:
            fault = f"more than {MOST_PROBLEMS} problems; not all are listed"
            problems[MOST_PROBLEMS:] = [Problem(Place(self.document.file), fault, "correct these first")]
        return problems

    def distinct(self, leaves: "list[ValidationError]") -> Iterable[Problem]:
        """The problems, without those that only follow from another."""
        # A value of the wrong type, or outside its list, breaks other rules as well: one fault, one problem.
        wrong = {tuple(leaf.instance_path) for leaf in leaves if self.is_wrong_value(leaf)}
        kept = [one for one in leaves if self.is_wrong_value(one) or tuple(one.instance_path) not in wrong]
        # Unknown keys first: they tell which missing keys are misspelt.
        kept.sort(key=lambda leaf: not self.is_unknown_key(leaf))
        short = {tuple(leaf.instance_path) for leaf in kept if leaf.kind.name == "minLength"}
        found: dict[Any, Problem] = {}
        for leaf in kept:
            path = tuple(leaf.instance_path)
            if leaf.kind.name == "pattern" and path in short:
                continue
            for problem in islice(self.say(leaf), MOST_PROBLEMS + 1):
                subject = path if path in wrong else problem.fault
                found.setdefault((problem.place, subject), problem)
        return found.values()

    def is_wrong_value(self, error: "ValidationError") -> bool:
        return error.kind.name in ("type", "enum", "const", "oneOf", "anyOf")

    def is_unknown_key(self, error: "ValidationError") -> bool:
        return error.kind.name in ("additionalProperties", "unevaluatedProperties")

    def leaves(self, error: "ValidationError") -> "list[ValidationError]":
        """Of alternatives, the errors of the one that was probably meant; of the rest, the error itself."""
        branches = getattr(error.kind, "context", None)
        if error.kind.name not in ("oneOf", "anyOf") or not branches:
            return [error]
        if self.contents.constants(self.holder(error)):
            return [error]
        depth = len(error.instance_path)
        meant = []
        for branch in branches:
            below = [leaf for part in branch for leaf in self.leaves(part)]
            if not any(len(leaf.instance_path) == depth and self.is_wrong_value(leaf) for leaf in below):
                meant.append(below)
        return min(meant, key=len, default=[error])

    def say(self, error: "ValidationError") -> Iterator[Problem]:
        name = error.kind.name
        if self.is_unknown_key(error):
            yield from self.unknown_keys(error)
        elif name == "required":
            yield from self.missing_key(error)
        elif name == "uniqueItems":
            yield from self.repeated(error)
        elif name in ("oneOf", "anyOf", "enum", "const"):
            yield self.not_allowed(error)
        elif name == "type":
            yield self.wrong_type(error, [WORDS[kind] for kind in listed(self.rule(error))])
        else:
            yield self.other(error)

    def unknown_keys(self, error: "ValidationError") -> Iterator[Problem]:
        path = list(error.instance_path)
        allowed = list(self.contents.properties(self.holder(error)))
        present = self.value(path)
        for key in error.kind.unexpected:  # type: ignore[attr-defined]
            near = did_you_mean(key, [name for name in allowed if name not in present])
            remedy = f"did you mean `{near}`?" if near else f"the keys allowed here are {names_of(allowed)}"
            if near:
                self.unsaid.add((tuple(path), near))
            fault = f"unknown key {show(key)} in {path_words(path)}"
            yield Problem(self.document.place([*path, key], key=True), fault, remedy)

    def missing_key(self, error: "ValidationError") -> Iterator[Problem]:
        path, key = list(error.instance_path), str(error.kind.property)  # type: ignore[attr-defined]
        if (tuple(path), key) in self.unsaid:
            return
        known = self.contents.properties(self.holder(error))
        if not known:  # `else: {required: …}`: the keys are named one level up
            known = self.contents.properties(self.contents.at(list(error.schema_path)[:-2]))
        misspelt = did_you_mean(key, [name for name in self.value(path) if name not in known])
        allowed = self.contents.constants(known.get(key, {}))
        remedy = f"add `{key}:` with " + (f"one of {names_of(allowed)}" if allowed else "a value")
        if misspelt:
            remedy = f"did you mean `{key}` where you wrote {show(misspelt)}?"
        yield Problem(self.document.place(path), f"missing key `{key}` in {path_words(path)}", remedy)

    def not_allowed(self, error: "ValidationError") -> Problem:
        path, schema = list(error.instance_path), self.holder(error)
        value, written = self.value(path), self.document.written(path)
        allowed = self.contents.constants(schema, some=True)
        if not allowed or isinstance(value, (dict, list)) or value is None:
            return self.wrong_type(error, self.contents.kinds(schema))
        found = value if isinstance(value, str) else written
        also = [kind for kind in self.contents.kinds(schema) if not kind.startswith("one of ")]
        can_be = f"it can be {either([names_of(allowed), *also])}"
        habits = [word for word in _AS_TEXT[value] if word in allowed] if isinstance(value, bool) else []
        near = habits[0] if habits else did_you_mean(found, allowed)
        if found in allowed:
            can_be = "remove the quotes" if isinstance(value, str) else f'put it in quotes: "{found}"'
        elif near:
            can_be = f"did you mean `{near}`? I{can_be[1:]}"
        fault = f"{path_words(path)} cannot be {show(found) if found else 'empty text'}"
        return Problem(self.document.place(path), fault, can_be)

    def wrong_type(self, error: "ValidationError", expected: list[str]) -> Problem:
        path = list(error.instance_path)
        value, written = self.value(path), self.document.written(path)
        remedy = _EXAMPLES.get(expected[0] if len(expected) == 1 else "", "write one of these")
        examples = self.contents.resolve(self.holder(error)).get("examples", ())
        if expected == ["a mapping"] and examples:
            remedy = f"write for example `{flow(examples[0])}`"
        if value is None and path:
            remedy = f"write it, or remove the {'key' if isinstance(path[-1], str) else '`-`'}"
        elif "text" in expected and isinstance(value, (bool, int, float)):
            remedy = f'put it in quotes: "{written}"'
        elif isinstance(value, str):
            remedy = self.text_remedy(value, expected) or remedy
        fault = f"{path_words(path)} must be {either(expected)}, but is {_found(value, written)}"
        return Problem(self.document.place(path), fault, remedy)

    def text_remedy(self, value: str, expected: list[str]) -> str:
        if "true or false" in expected and value.lower() in _HABITS:
            return f"write `{_HABITS[value.lower()]}`"
        if "a mapping" in expected and "：" in value:
            return "write the colon as `: `, not as `：`"
        if ("a number" in expected or "a whole number" in expected) and value.isascii() and value.isdigit():
            return "remove the quotes"
        return f"write {show('[' + value + ']')}" if expected == ["a list"] and value else ""

    def repeated(self, error: "ValidationError") -> Iterator[Problem]:
        path = list(error.instance_path)
        first: dict[str, int] = {}
        for index, item in enumerate(self.value(path)):
            known = json.dumps(item, sort_keys=True, ensure_ascii=False)
            if known in first:
                what = show(item) if isinstance(item, str) else show(known)
                line = self.document.place([*path, first[known]]).line
                fault = f"{what} stands twice in {path_words(path)}, first in line {line}"
                yield Problem(self.document.place([*path, index]), fault, "remove one of them")
            first.setdefault(known, index)

    def other(self, error: "ValidationError") -> Problem:
        path, name, limit = list(error.instance_path), error.kind.name, self.rule(error)
        value, where = self.value(path), path_words(path)
        fault = f"{where} breaks the rule `{name}` ({show(error.message, 120)[1:-1]})"
        remedy = "see the schema"
        if name in _SIZES:
            noun, remedy = _SIZES[name]
            fault = f"{where} has {_count(len(value), noun)}"
        elif name in _LIMITS:
            shown = show(value) if isinstance(value, str) else f"`{self.document.written(path)}`"
            fault, remedy = f"{where} cannot be {shown}", _LIMITS[name]
        elif name == "falseSchema":
            fault, remedy = f"{where} is not allowed here", "remove it"
        remedy = remedy.replace("{limit}", str(limit))
        if name == "pattern" and (says := self.holder(error).get("x-pattern-says")):
            remedy = f"write {says}"
        return Problem(self.document.place(path), fault, remedy)

    def rule(self, error: "ValidationError") -> Any:
        """What the schema says at the keyword that failed."""
        return self.contents.at(list(error.schema_path))

    def holder(self, error: "ValidationError") -> dict[str, Any]:
        """The schema object that holds the keyword that failed."""
        found = self.contents.at(list(error.schema_path)[:-1])
        return found if isinstance(found, dict) else {}

    def value(self, path: list[str | int]) -> Any:
        value = self.document.data
        for step in path:
            value = value[step]
        return value


def _found(value: Any, written: str) -> str:
    if isinstance(value, (dict, list)):
        return ("a " if value else "an empty ") + ("mapping" if isinstance(value, dict) else "list")
    if value is None or value == "":
        return "empty"
    if isinstance(value, bool):
        return str(value).lower()
    return f"the text {show(value)}" if isinstance(value, str) else f"the number {show(written)[1:-1]}"


def _count(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"
