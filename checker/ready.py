"""What is ready beside a shipped file: JSON made from it by `make update`, read much faster than the file itself.

It holds the hash of the file, and is used only while the hash fits: an edited file is never shadowed."""

import hashlib
import json
from pathlib import Path
from typing import Any

SUFFIX = ".ready.json"


def load(path: Path) -> Any | None:
    """The data that is ready for the file at `path`; None when there is none or the file has changed since."""
    try:
        ready = json.loads(path.with_suffix(SUFFIX).read_text(encoding="utf-8"))
        return ready["data"] if ready["sha256"] == _sha256(path) else None
    except (OSError, ValueError, KeyError):
        return None


def make(path: Path, data: Any) -> str:
    """What should stand in the ready file beside `path`, for this data."""
    return (
        json.dumps({"sha256": _sha256(path), "data": data}, ensure_ascii=False, separators=(",", ":")) + "\n"
    )


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
