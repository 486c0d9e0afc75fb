"""Validate a document against a JSON Schema (Draft 2020-12): all problems, each at its place, in plain words.

One compiled validator answers yes in a fraction of a millisecond; only its no is put into words here. Never
changes the data, never reads anything but the schemas shipped with the package.

Two habits of our schemas matter: a closed list of values is `oneOf` of `const`s (each with title and
description), and `x-pattern-says` beside a `pattern` says what the text should be ("a date such as
2023-06-20"). References stay inside the schema (`#/$defs/…`), without `$id` in its parts.
"""

import json
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checker import ready
from checker.errors import Problem
from checker.source import Document

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator

SCHEMAS = Path(__file__).parent / "schemas"
SUFFIX = ".schema.json"
_FOR_PEOPLE = frozenset({"title", "description", "markdownDescription", "examples", "defaultSnippets"})


class Schema:
    """A JSON Schema, not to be changed; validated against as often as one likes, compiled once."""

    def __init__(self, name: str, contents: dict[str, Any]) -> None:
        self.name = name
        self.contents = contents

    @property
    def rules(self) -> dict[str, Any]:
        """The contents, or a shorter form of them that says the same to a validator."""
        return self.contents


class Shipped(Schema):
    """A schema of the package: read when first needed, and in its short form where that is ready."""

    def __init__(self, path: Path) -> None:
        self.name = path.name.removesuffix(SUFFIX)
        self.path = path

    @cached_property
    def contents(self) -> dict[str, Any]:  # type: ignore[override]
        contents: dict[str, Any] = json.loads(self.path.read_text(encoding="utf-8"))
        return contents

    @cached_property
    def rules(self) -> dict[str, Any]:
        return ready.load(self.path) or self.contents


@cache
def named(name: str) -> Schema:
    """The schema shipped as `checker/schemas/<name>.schema.json`. Raises ValueError for an unknown name."""
    path = SCHEMAS / (name + SUFFIX)
    if not path.is_file():
        known = sorted(path.name.removesuffix(SUFFIX) for path in SCHEMAS.glob("*" + SUFFIX))
        raise ValueError(f"no schema {name!r}; there are {', '.join(known) or 'none'}")
    return Shipped(path)


def short(contents: Any) -> Any:
    """A schema that says the same to a validator, and faster: without what only people and editors read, closed lists
    as `enum`, and the branches of a union in groups of which all but one are passed over at once."""
    if isinstance(contents, list):
        return [short(part) for part in contents]
    if not isinstance(contents, dict):
        return contents
    choices = contents.get("oneOf", ())
    if choices and all("const" in choice for choice in choices):
        return {"enum": [choice["const"] for choice in choices]}
    kept = {key: part for key, part in contents.items() if key not in _FOR_PEOPLE}
    shorter: dict[str, Any] = {
        key: {name: short(each) for name, each in part.items()}
        if key in ("properties", "$defs")
        else short(part)
        for key, part in kept.items()
    }
    if "allOf" in shorter and all("if" in branch for branch in shorter["allOf"]):
        shorter["allOf"] = _grouped(shorter["allOf"])
    return shorter


def _grouped(branches: list[Any], size: int = 8) -> list[Any]:
    """Branches `if kind is …, then …` in groups of `if kind is one of …, then` the branches."""
    groups = [branches[start : start + size] for start in range(0, len(branches), size)]
    return [
        {
            "if": {
                "properties": {
                    "kind": {"enum": [branch["if"]["properties"]["kind"]["const"] for branch in group]}
                },
                "required": ["kind"],
            },
            "then": {"allOf": group},
        }
        for group in groups
    ]


def validate(document: Document, schema: Schema | str) -> list[Problem]:
    """Every way in which `document` breaks `schema` (or the shipped schema of that name), by line.

    Raises ValueError when the schema itself is wrong or unknown.
    """
    schema = named(schema) if isinstance(schema, str) else schema
    if _compiled(schema).is_valid(document.data):
        return []
    import jsonschema_rs

    from checker.schema_faults import Faults

    errors = jsonschema_rs.Draft202012Validator(schema.contents).iter_errors(document.data)
    return Faults(document, schema.contents).problems(errors)


@cache
def _compiled(schema: Schema) -> "Draft202012Validator":
    import jsonschema_rs

    return jsonschema_rs.Draft202012Validator(schema.rules)
