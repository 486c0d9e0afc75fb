"""The vocabulary of provisions, read from the agreement schema: kinds, their keys and values. Never judges."""

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from checker import schema


class Field(NamedTuple):
    """A key of a kind. `type` is value, list, number, flag, text or mapping; `values` the closed list, if any."""

    type: str
    required: bool
    values: tuple[str, ...] = ()
    fields: Mapping[str, "Field"] | None = None
    minimum: float | None = None
    maximum: float | None = None
    may_be_empty: bool = False


Kinds = Mapping[str, Mapping[str, Field]]


@cache
def kinds() -> Kinds:
    """Every kind of provision with its keys (`kind` and `note` left out: no rule reads them)."""
    definitions = schema.named("agreement").contents["$defs"]
    names = values_of(definitions["provision"]["properties"]["kind"])
    return {name: _fields(definitions[name], definitions) for name in names}


@cache
def document_types() -> tuple[str, ...]:
    """The types of document."""
    return values_of(schema.named("agreement").rules["$defs"]["document_type"])


def values_of(node: Mapping[str, Any]) -> tuple[str, ...]:
    """The values of a closed list: `enum`, or `oneOf` of `const`s; empty when the node is no such list."""
    return tuple(node.get("enum") or [choice["const"] for choice in node.get("oneOf", ())])


def resolve(node: Mapping[str, Any], definitions: Mapping[str, Any]) -> Mapping[str, Any]:
    """The node with its `$ref` followed; keys beside the `$ref` win."""
    if "$ref" not in node:
        return node
    return {**definitions[node["$ref"].removeprefix("#/$defs/")], **node}


def _fields(node: Mapping[str, Any], definitions: Mapping[str, Any]) -> dict[str, Field]:
    required = node.get("required", ())
    return {
        key: _field(resolve(value, definitions), key in required, definitions)
        for key, value in node["properties"].items()
        if key not in ("kind", "note")
    }


def _field(node: Mapping[str, Any], required: bool, definitions: Mapping[str, Any]) -> Field:
    if values := values_of(node):
        return Field("value", required, values)
    match node["type"]:
        case "array":
            items = resolve(node["items"], definitions)
            return Field("list", required, values_of(items), may_be_empty=not node.get("minItems"))
        case "object":
            return Field("mapping", required, fields=_fields(node, definitions))
        case "integer" | "number":
            return Field("number", required, minimum=node.get("minimum"), maximum=node.get("maximum"))
        case "boolean":
            return Field("flag", required)
        case _:
            return Field("text", required)
