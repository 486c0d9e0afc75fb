"""Plain data as people write it: YAML in flow style. Never reads any."""

import json
from collections.abc import Mapping
from typing import Any


def flow(source: Any) -> str:
    """Plain data in YAML's flow style, on one line."""
    if isinstance(source, Mapping):
        return "{" + ", ".join(f"{key}: {flow(part)}" for key, part in source.items()) + "}"
    if isinstance(source, list):
        return "[" + ", ".join(map(flow, source)) + "]"
    return source if isinstance(source, str) else json.dumps(source)
