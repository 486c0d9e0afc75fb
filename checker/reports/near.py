"""The clauses held that come nearest to what is not said, for a reader who doubts it. Never decides."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from checker.model import Clause, Index, Provision
from checker.patterns import Test, compile_pattern

MOST = 3
EVERY = 10_000


class Near(NamedTuple):
    """The nearest provisions, one a clause, nearest first; and how many other clauses are on the subject."""

    shown: tuple[Provision, ...]
    more: int


def nearest(clause: Clause, index: Index, *, most: int = MOST) -> Near:
    """The provisions on the subject of a clause of a requirement, those first that fail the fewest tests."""
    provisions = clause.near(index)
    if not provisions:
        return Near((), 0)
    patterns = [
        (pattern["kind"], [compile_pattern({key: test}) for key, test in pattern.items() if key != "kind"])
        for pattern in _patterns(clause.source)
    ]
    ranked = sorted(provisions, key=lambda provision: _faults(provision, patterns))
    by_place: dict[tuple[str, str], Provision] = {}
    for provision in ranked:
        by_place.setdefault((provision.evidence.agreement, provision.evidence.clause), provision)
    found = tuple(by_place.values())
    return Near(found[:most], max(0, len(found) - most))


def _patterns(source: Any) -> Iterator[Mapping[str, Any]]:
    """Every pattern of a condition; that of `each` with what it must be on top."""
    if isinstance(source, list):
        for part in source:
            yield from _patterns(part)
    elif "kind" in source:
        yield source
    elif "must" in source:
        must = source["must"]
        yield from ({**source["each"], **tests} for tests in (must if isinstance(must, list) else [must]))
    else:
        yield from (pattern for part in source.values() for pattern in _patterns(part))


def _faults(provision: Provision, patterns: list[tuple[str, list[Test]]]) -> tuple[int, int]:
    """Of the pattern that fits best: how many tests it fails, and (among equals) minus those it passes."""
    best = (len(provision.fields) + 1, 0)
    for kind, tests in patterns:
        if kind == provision.kind:
            passed = sum(test(provision.fields) for test in tests)
            best = min(best, (len(tests) - passed, -passed))
    return best
