"""What a plain scalar means by the core schema of YAML 1.2: null, a boolean, a number, or text. Nothing else.

The lists are in the docstring of `source`.
"""

import math
import re
from typing import Any

_CONSTANTS = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_MOST_DIGITS = 18
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
# Fault and remedy; `{}`: the scalar.
_TOO_LONG = ("the number {} is too long", "quote it if it is a code")
_ENDLESS = ("{} is not a finite number", "quote it if it is text")

STARTS = frozenset(["", *"-+.0123456789~nNtTfF<"])  # what a scalar begins with that may be more than text


def meaning(scalar: str) -> tuple[Any, tuple[str, str] | None]:
    """The value of a plain scalar; if it is refused, also the fault (`{}`: the scalar) and the remedy."""
    if scalar in _CONSTANTS:
        return _CONSTANTS[scalar], None
    if scalar[0].isalpha():
        return scalar, None
    if _INTEGER.fullmatch(scalar):
        if len(scalar) > _MOST_DIGITS:
            return 0, _TOO_LONG
        return int(scalar, {"o": 8, "x": 16}.get(scalar[1:2], 10)), None
    if _FLOAT.fullmatch(scalar):
        number = float(scalar)
        return number, _ENDLESS if math.isinf(number) else None
    return (0, _ENDLESS) if _NOT_FINITE.fullmatch(scalar) else (scalar, None)
