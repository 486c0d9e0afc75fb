"""Remarks on texts for machines: the JSON contract, described by schemas/lint.schema.json.

Messages come in both languages. Never changes without a new SCHEMA_VERSION."""

import json
from collections.abc import Collection, Sequence
from typing import Any

from checker.lint import CHECKS, Remark, Text

SCHEMA_VERSION = "1"


def render(
    linted: Sequence[tuple[Sequence[Text], Sequence[Remark]]],
    checks: Collection[str],
    *,
    lang: str,
    colour: bool = False,
) -> str:
    """All texts that were looked at, each with its remarks; `checks`: those that ran. The other arguments change
    nothing."""
    data = {
        "schema_version": SCHEMA_VERSION,
        "checks": list(checks),
        "left_out": [name for name in CHECKS if name not in checks],
        "texts": [_text(text, found) for suite, found in linted for text in suite],
        "total": sum(len(found) for _, found in linted),
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _text(text: Text, found: Sequence[Remark]) -> dict[str, Any]:
    return {
        "file": text.source.file,
        "agreement": text.agreement,
        "remarks": [_remark(remark) for remark in found if remark.file == text.source.file],
    }


def _remark(remark: Remark) -> dict[str, Any]:
    return {
        "check": remark.check, "line": remark.line, "column": remark.column, "at": remark.at,
        "message": remark.message._asdict(), "words": remark.words,
    }  # fmt: skip
