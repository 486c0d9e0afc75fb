"""What a condition is about: the provisions on its subject, whether or not they make it hold. Never decides."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from checker.model import Index, Provision
from checker.patterns import Test, compile_pattern

# What a provision is about; the other keys say how well it does it.
_SUBJECT = frozenset([
    "about", "applies_to", "categories", "covers", "duties", "for", "holder", "object", "of", "recipients", "rights",
    "subject", "to", "types",
])  # fmt: skip
_NOT_SUBJECT = frozenset([("complaint", "to")])  # to whom one complains: a complaint to another comes near


def compile_near(source: Any) -> Callable[[Index], tuple[Provision, ...]]:
    """The provisions on the subject of a condition, nearest first: what a person should read who doubts the outcome.

    A provision is on the subject when it passes those tests of a pattern that say what it is about; it is the
    nearer, the fewer of the other tests it fails. Where they fail alike, the pattern that comes first counts, then
    what passes more, then what leaves less unstated."""

    patterns: list[tuple[str, int, Test, list[Test]]] = []  # when asked for: only reports for people ask

    def near(index: Index) -> tuple[Provision, ...]:
        if not patterns:
            patterns.extend(_compiled(pattern) for pattern in _patterns(source))
        ranks: dict[int, tuple[tuple[int, int, int, int], Provision]] = {}
        for number, (kind, subjects, is_about, others) in enumerate(patterns):
            for provision in index.get(kind, ()):
                if is_about(provision.fields):
                    passed = sum([test(provision.fields) for test in others])
                    unstated = list(provision.fields.values()).count("unstated")
                    rank = (len(others) - passed, number, -subjects - passed, unstated)
                    known = ranks.get(id(provision))
                    if known is None or rank < known[0]:
                        ranks[id(provision)] = rank, provision
        return tuple([provision for _, provision in sorted(ranks.values(), key=lambda ranked: ranked[0])])

    return near


def _compiled(pattern: Mapping[str, Any]) -> tuple[str, int, Test, list[Test]]:
    """The kind, how many tests say what it is about, those tests as one, and each of the others."""
    kind = pattern["kind"]
    about = {k: test for k, test in pattern.items() if k in _SUBJECT and (kind, k) not in _NOT_SUBJECT}
    others = [
        compile_pattern({key: test}) for key, test in pattern.items() if key not in about and key != "kind"
    ]
    return kind, len(about), compile_pattern(about), others


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
