"""Plain data, conditions above all, as the baseline writes them: YAML in flow style. Never reads any."""

from collections.abc import Iterator, Mapping
from typing import Any

from checker.flow import flow


def outline(source: Any, indent: str = "") -> Iterator[str]:
    """A condition, a pattern a line."""
    for word, part in source.items():
        if isinstance(part, list):
            yield f"{indent}{word}:"
            for each in part:
                inner = list(outline(each)) if word in ("all", "any") else [flow(each)]
                yield from (f"{indent}  {'- ' if n == 0 else '  '}{line}" for n, line in enumerate(inner))
        elif word == "not":
            yield f"{indent}not:"
            yield from outline(part, indent + "  ")
        else:
            yield f"{indent}{word}: {flow(part)}"


def applies(source: Mapping[str, Any]) -> Iterator[str]:
    """An applicability, a fact or a condition a line."""
    for word in ("when", "unless", "subject"):
        if parts := source.get(word):
            yield f"{word}:"
            yield from (f"  - {flow(part)}" for part in (parts if isinstance(parts, list) else [parts]))
