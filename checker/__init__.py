"""Policy-as-code for user agreements and privacy policies: four functions, imported when first used.

from checker import assess, load_baseline, load_suite, render

suite = load_suite("policies/xiaoyi")
assessment = assess(suite, load_baseline(), as_of="2026-11-21")
print(render([assessment], "markdown", lang="zh"))
"""

__version__ = "0.1.0"
__all__ = ["BadInput", "assess", "load_baseline", "load_suite", "render"]

TYPE_CHECKING = False  # as in typing, whose import would cost every start a tenth of its time
if TYPE_CHECKING:
    from typing import Any

    from checker.agreements import load_suite
    from checker.catalogue import load_baseline
    from checker.engine import assess
    from checker.errors import BadInput
    from checker.reports import render

_HOMES = {
    "BadInput": "checker.errors",
    "assess": "checker.engine",
    "load_baseline": "checker.catalogue",
    "load_suite": "checker.agreements",
    "render": "checker.reports",
}


def __getattr__(name: str) -> "Any":
    if name not in _HOMES:
        raise AttributeError(f"module 'checker' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
