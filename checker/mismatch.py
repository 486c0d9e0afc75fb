"""Why a provision counts for a condition, against it, or not: which tests of a pattern it does not pass.

Never decides: each test is the one that `patterns` compiles, each condition is read as `conditions` reads it."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from checker.model import Provision
from checker.patterns import TEST_WORDS, compile_pattern

Pattern = Mapping[str, Any]
_TEST_WORDS = frozenset(TEST_WORDS)


class Failed(NamedTuple):
    """A test that is not passed: the key (and, inside a value that has keys of its own, theirs), the test as the
    pattern writes it, and the value that the provision has there; None when it has none."""

    keys: tuple[str, ...]
    test: Any
    value: Any


class Near(NamedTuple):
    """A pattern, and the tests that a provision fails: its own, or those that `each` asks of what it finds."""

    pattern: Pattern
    failed: tuple[Failed, ...]


class Look(NamedTuple):
    """What a provision is to a condition: the patterns that it fits as asked; those that it fits where no clause may,
    or not as `each` asks; and where there are neither, the pattern that it comes nearest to."""

    fits: tuple[Pattern, ...]
    against: tuple[Near, ...]
    nearest: Near | None


class _Leaf(NamedTuple):
    """The patterns of one quantifier; whether it asks for such a clause; what `each` asks of those it finds."""

    patterns: tuple[Pattern, ...]
    wanted: bool
    must: tuple[Pattern, ...] = ()


def failed(pattern: Pattern, fields: Mapping[str, Any]) -> tuple[Failed, ...]:
    """The tests of a pattern that fields of its kind do not pass, in the order of the pattern."""
    return tuple(_failed({key: test for key, test in pattern.items() if key != "kind"}, fields, ()))


def patterns(source: Pattern) -> list[Pattern]:
    """The patterns of a condition, in its order: the same objects as in its source."""
    return [pattern for leaf in _leaves(source, True) for pattern in leaf.patterns]


def look(source: Pattern, provision: Provision) -> Look:
    """What a provision is to a condition. Nearest is the pattern of which it fails the fewest tests, the first of
    several; None where no pattern is of its kind."""
    fits: list[Pattern] = []
    against: list[Near] = []
    missed: list[Near] = []
    for leaf in _leaves(source, True):
        for pattern in leaf.patterns:
            if pattern["kind"] != provision.kind:
                continue
            if fails := failed(pattern, provision.fields):
                missed.append(Near(pattern, fails))
                continue
            short = min((failed(tests, provision.fields) for tests in leaf.must), key=len, default=())
            if bool(short) is leaf.wanted:
                against.append(Near(pattern, short))
            else:
                fits.append(pattern)
    nearest = None if fits or against else min(missed, key=lambda near: len(near.failed), default=None)
    return Look(tuple(fits), tuple(against), nearest)


def _leaves(source: Pattern, wanted: bool) -> Iterator[_Leaf]:
    for word in ("all", "any"):
        for part in source.get(word, ()):
            yield from _leaves(part, wanted)
    if "not" in source:
        yield from _leaves(source["not"], not wanted)
    for word, asked in (("some", wanted), ("none", not wanted)):
        if word in source:
            yield _Leaf(_listed(source[word]), asked)
    if "each" in source:
        yield _Leaf(_listed(source["each"]), wanted, _listed(source["must"]))


def _listed(source: Any) -> tuple[Pattern, ...]:
    return tuple(source) if isinstance(source, list) else (source,)


def _failed(tests: Pattern, fields: Mapping[str, Any], above: tuple[str, ...]) -> Iterator[Failed]:
    for key, test in tests.items():
        if _passes(key, test, fields):
            continue
        value, keys = fields.get(key), (*above, key)
        if not isinstance(test, Mapping):
            yield Failed(keys, test, value)
        elif _TEST_WORDS.issuperset(test):
            wrong = {
                word: operand for word, operand in test.items() if not _passes(key, {word: operand}, fields)
            }
            yield Failed(keys, wrong, value)
        elif value is None:  # without a value the tests inside mean nothing: the whole is what is not passed
            yield Failed(keys, test, None)
        else:
            yield from _failed(test, value, keys)


def _passes(key: str, test: Any, fields: Mapping[str, Any]) -> bool:
    return compile_pattern({key: test})(fields)
