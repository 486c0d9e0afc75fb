"""Validate a document against a JSON Schema (Draft 2020-12): all problems, each at its place, in plain words.

One compiled validator answers yes in a fraction of a millisecond; only its no is put into words here. Never
changes the data, never reads anything but the schemas shipped with the package.

Two habits of our schemas matter: a closed list of values is `oneOf` of `const`s (each with title and
description), and `x-pattern-says` beside a `pattern` says what the text should be ("a date such as
2023-06-20"). References stay inside the schema (`#/$defs/…`), without `$id` in its parts.
"""

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checker.errors import Problem
from checker.source import Document

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator

SCHEMAS = Path(__file__).parent / "schemas"
SUFFIX = ".schema.json"


class Schema:
    """A JSON Schema, not to be changed; validated against as often as one likes, compiled once."""

    __slots__ = ("contents", "name")

    def __init__(self, name: str, contents: dict[str, Any]) -> None:
        self.name = name
        self.contents = contents


@cache
def named(name: str) -> Schema:
    """The schema shipped as `checker/schemas/<name>.schema.json`. Raises ValueError for an unknown name."""
    path = SCHEMAS / (name + SUFFIX)
    if not path.is_file():
        known = sorted(path.name.removesuffix(SUFFIX) for path in SCHEMAS.glob("*" + SUFFIX))
        raise ValueError(f"no schema {name!r}; there are {', '.join(known) or 'none'}")
    return Schema(name, json.loads(path.read_text(encoding="utf-8")))


def validate(document: Document, schema: Schema | str) -> list[Problem]:
    """Every way in which `document` breaks `schema` (or the shipped schema of that name), by line.

    Raises ValueError when the schema itself is wrong or unknown.
    """
    schema = named(schema) if isinstance(schema, str) else schema
    validator = _compiled(schema)
    if validator.is_valid(document.data):
        return []
    from checker.schema_faults import Faults

    return Faults(document, schema.contents).problems(validator.iter_errors(document.data))


@cache
def _compiled(schema: Schema) -> "Draft202012Validator":
    import jsonschema_rs

    return jsonschema_rs.Draft202012Validator(schema.contents)
