"""What a JSON Schema says: its rules, closed lists of values and keys, in words. Never validates."""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

MOST_NAMES = 20  # values or keys listed in one message
WORDS = {
    "string": "text", "integer": "a whole number", "number": "a number", "boolean": "true or false",
    "array": "a list", "object": "a mapping", "null": "empty",
}  # fmt: skip


class Contents(NamedTuple):
    """The contents of a schema; references stay inside it."""

    whole: dict[str, Any]

    def at(self, path: Sequence[str | int]) -> Any:
        """What the schema says at `path`."""
        found: Any = self.whole
        for step in path:
            found = found[step]
        return found

    def resolve(self, schema: Any) -> dict[str, Any]:
        """`schema`, or what it refers to."""
        seen = 0
        while isinstance(schema, dict) and str(schema.get("$ref", "")).startswith("#/") and seen < 20:
            found: Any = self.whole
            for step in schema["$ref"][2:].split("/"):
                found = found[step.replace("~1", "/").replace("~0", "~")]
            schema, seen = found, seen + 1
        return schema if isinstance(schema, dict) else {}

    def constants(self, schema: Any, *, some: bool = False) -> list[str]:
        """The values of a closed list, as one writes them; else [], unless `some` of it is one."""
        schema = self.resolve(schema)
        if "const" in schema:
            return [_plain(schema["const"])]
        if "enum" in schema:
            return [_plain(value) for value in schema["enum"]]
        branches = schema.get("oneOf") or schema.get("anyOf") or []
        values = [self.constants(branch) for branch in branches]
        return [value for several in values for value in several] if some or all(values) else []

    def kinds(self, schema: Any) -> list[str]:
        """What `schema` takes, in words: `text`, `a list` …"""
        schema = self.resolve(schema)
        allowed = self.constants(schema)
        if allowed:
            return [f"one of {names_of(allowed)}"]
        if "type" in schema:
            return [WORDS[kind] for kind in listed(schema["type"])]
        branches = schema.get("oneOf") or schema.get("anyOf") or []
        return list(dict.fromkeys(word for branch in branches for word in self.kinds(branch)))

    def properties(self, schema: Any, depth: int = 0) -> dict[str, Any]:
        """The keys that `schema` names, also through $ref and allOf."""
        schema = self.resolve(schema)
        found = dict(schema.get("properties", {}))
        for part in schema.get("allOf", []) if depth < 20 else []:
            found.update(self.properties(part, depth + 1))
        return found


def listed(value: Any) -> list[Any]:
    """A list as it is, anything else as the only item of one."""
    return value if isinstance(value, list) else [value]


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def either(words: list[str]) -> str:
    """`a, b or c`."""
    return ", ".join(words[:-1]) + " or " + words[-1] if len(words) > 1 else "".join(words)


def names_of(names: list[str]) -> str:
    """The names in backticks; of a long list the first, and how many more."""
    shown = [f"`{name}`" for name in names[:MOST_NAMES]]
    more = len(names) - len(shown)
    return either(shown) if not more else ", ".join(shown) + f", … ({more} more)"
