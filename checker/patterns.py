"""Patterns over one provision: compiled to a plain test, checked against the vocabulary. Never looks at a suite.

A pattern names a `kind` and tests some of its keys. A test is a value (equal), a list (one of), a mapping of keys
(of a value that has keys of its own) or of test words:

    includes      the list contains all of these          at_least, at_most   the number is in this range
    includes_any  the list contains one of these          present             the key is there, or is not
    only          the list contains nothing else
    lacks         the list contains none of these

Nothing but `present: false` holds for a key that is absent: silence never counts as saying something.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from checker.errors import one_of
from checker.vocabulary import Field, Kinds

Path = tuple[str | int, ...]
Test = Callable[[Any], bool]

LIST_WORDS = ("includes", "includes_any", "only", "lacks")
NUMBER_WORDS = ("at_least", "at_most")
TEST_WORDS = (*LIST_WORDS, *NUMBER_WORDS, "present")
_TEST_WORDS = frozenset(TEST_WORDS)


class Fault(NamedTuple):
    """What is wrong with a condition, at which path of the baseline, and what to do."""

    path: Path
    fault: str
    remedy: str


def compile_pattern(pattern: Mapping[str, Any]) -> Test:
    """A test of a provision's fields. The pattern is taken to be right: `faults` says when it is not."""
    return _mapping({key: test for key, test in pattern.items() if key != "kind"})


def faults(pattern: Any, path: Path, kinds: Kinds, kind: str = "") -> Iterator[Fault]:
    """Everything wrong with a pattern: unknown kind, key or value, a test that does not fit its key, a test that
    can never hold or always holds. `kind` is given where the pattern does not name it (`must`)."""
    if not isinstance(pattern, Mapping):
        yield Fault(path, "a pattern is a mapping", "write `{kind: …, key: test}`")
        return
    if not kind and "kind" not in pattern:
        yield Fault(path, "the pattern names no kind", "write `{kind: …, key: test}`")
        return
    name = kind or str(pattern["kind"])
    if name not in kinds:
        yield Fault((*path, "kind"), f'there is no kind "{name}"', one_of(name, kinds))
        return
    if kind and "kind" in pattern:
        yield Fault((*path, "kind"), "`must` is about the provisions of `each`", "leave out `kind`")
    yield from _key_faults({k: v for k, v in pattern.items() if k != "kind"}, path, kinds[name], name)


def witness(pattern: Mapping[str, Any], fields: Mapping[str, Field]) -> dict[str, Any]:
    """Fields that the vocabulary allows and for which the pattern holds: the pattern's keys and all required ones.

    Raises KeyError or IndexError for a pattern that `faults` complains of."""
    found: dict[str, Any] = {}
    for key, field in fields.items():
        test = pattern.get(key)
        if test == {"present": False} or (test is None and not field.required):
            continue
        found[key] = _example(test, field)
    return found


# --- compiling -------------------------------------------------------------------------------------------------


def _mapping(tests: Mapping[str, Any]) -> Test:
    """All the tests of a mapping. Plain loops, values before words: this is the hottest place of an assessment."""
    values: list[tuple[str, frozenset[Any]]] = []
    words: list[tuple[str, Test]] = []
    for key, test in tests.items():
        if isinstance(test, dict):  # as it is when read from a file; `Mapping` would take ten times as long
            words.append((key, _test(test)))
        else:
            values.append((key, frozenset(test if isinstance(test, list) else [test])))

    def holds(fields: Mapping[str, Any]) -> bool:
        for key, allowed in values:
            if fields.get(key) not in allowed:
                return False
        for key, test in words:  # noqa: SIM110 (a generator costs more than the tests)
            if not test(fields.get(key)):
                return False
        return True

    return holds


def _test(test: Any) -> Test:
    if isinstance(test, list):
        allowed = frozenset(test)
        return lambda value: value in allowed
    if not isinstance(test, dict):
        return lambda value: value == test
    if not _TEST_WORDS.issuperset(test):
        nested = _mapping(test)
        return lambda value: value is not None and nested(value)
    words = [_word(word, operand) for word, operand in test.items()]
    return words[0] if len(words) == 1 else lambda value: all(word(value) for word in words)


def _word(word: str, operand: Any) -> Test:
    if word == "present":
        return lambda value: (value is not None) is operand
    if word == "at_least":
        return lambda value: value is not None and value >= operand
    if word == "at_most":
        return lambda value: value is not None and value <= operand
    these = frozenset(operand)
    match word:
        case "includes":
            return lambda value: value is not None and these.issubset(value)
        case "includes_any":
            return lambda value: value is not None and not these.isdisjoint(value)
        case "only":
            return lambda value: bool(value) and these.issuperset(value)
    return lambda value: value is not None and these.isdisjoint(value)


# --- checking --------------------------------------------------------------------------------------------------


def _key_faults(
    tests: Mapping[str, Any], path: Path, fields: Mapping[str, Field], owner: str
) -> Iterator[Fault]:
    for key, test in tests.items():
        where = (*path, key)
        if key not in fields:
            yield Fault(where, f'"{owner}" has no key "{key}"', one_of(key, fields))
            continue
        field = fields[key]
        if isinstance(test, Mapping) and not _TEST_WORDS.issuperset(test) and field.fields:
            yield from _key_faults(test, where, field.fields, key)
        else:
            wrong = list(_test_faults(test, where, field))
            yield from wrong or _reach_faults(test, where, field)


def _test_faults(test: Any, path: Path, field: Field) -> Iterator[Fault]:
    if not isinstance(test, Mapping):
        yield from _value_faults(test, path, field)
        return
    if not test:
        yield Fault(path, "there is no test here", "write a value, a list of values or a test word")
    for word, operand in test.items():
        where = (*path, word)
        if word not in TEST_WORDS:
            yield Fault(where, f'there is no test word "{word}"', one_of(word, TEST_WORDS))
        elif word == "present":
            if not isinstance(operand, bool):
                yield Fault(where, "`present` takes true or false", "write `present: true`")
        elif word in NUMBER_WORDS:
            if field.type != "number":
                yield Fault(
                    where, f"`{word}` is a test of numbers; this key holds a {field.type}", "use another test"
                )
            elif not isinstance(operand, int | float) or isinstance(operand, bool):
                yield Fault(where, f"`{word}` takes a number", "write a number")
        elif field.type != "list":
            yield Fault(
                where, f"`{word}` is a test of lists; this key holds a {field.type}", "write the value itself"
            )
        elif not isinstance(operand, list) or not operand:
            yield Fault(where, f"`{word}` takes a list of values", "write `[…]`")
        else:
            yield from _unknown_values(operand, where, field)


def _value_faults(test: Any, path: Path, field: Field) -> Iterator[Fault]:
    if field.type == "list":
        yield Fault(
            path, "this key holds a list", "write `{includes: […]}`, `includes_any`, `only` or `lacks`"
        )
        return
    if field.type == "mapping":
        yield Fault(path, "this key holds a mapping", "test its keys, or write `{present: true}`")
        return
    values = test if isinstance(test, list) else [test]
    if not values:
        yield Fault(path, "the list is empty", "write the values that are allowed")
    if field.type == "value":
        yield from _unknown_values(values, path, field)
    for value in values:
        if field.type != "value" and _type(value) != field.type:
            yield Fault(path, f"this key holds a {field.type}, not {value!r}", "compare like with like")


def _type(value: Any) -> str:
    if isinstance(value, bool):
        return "flag"
    return "number" if isinstance(value, int | float) else "text" if isinstance(value, str) else "structure"


def _unknown_values(values: Sequence[Any], path: Path, field: Field) -> Iterator[Fault]:
    for value in values:
        if value not in field.values:
            yield Fault(path, f'there is no value "{value}" here', one_of(str(value), field.values))


def _reach_faults(test: Any, path: Path, field: Field) -> Iterator[Fault]:
    """A test that no allowed value passes, or that every allowed value passes."""
    compiled = _test(test)
    probes = _probes(test, field)
    held = [compiled(value) for value in probes]
    if not any(held):
        yield Fault(path, "this test can never hold", "remove it, or mend what contradicts itself")
    elif all(held):
        yield Fault(path, "this test always holds", "remove it: it says nothing")


def _probes(test: Any, field: Field) -> list[Any]:
    """Values that the vocabulary allows for a key, enough of them to tell what the test can say."""
    absent = [] if field.required else [None]
    match field.type:
        case "value":
            return [*field.values, *absent]
        case "flag":
            return [True, False, *absent]
        case "list":
            return [*_lists(test, field), *absent]
        case "number":
            return [*_numbers(test, field), *absent]
    return ["text", *absent] if field.type == "text" else [{}, *absent]


def _lists(test: Mapping[str, Any], field: Field) -> list[list[str]]:
    lists = [list(field.values), *([value] for value in field.values)]
    lacks, only = test.get("lacks", ()), test.get("only", field.values)
    rest = [value for value in only if value not in lacks]
    lists += [rest, [*test.get("includes", ())], *([*test.get("includes", ()), value] for value in rest)]
    return [found for found in lists if found] + ([[]] if field.may_be_empty else [])


def _numbers(test: Any, field: Field) -> list[float]:
    operands = (
        [test]
        if not isinstance(test, Mapping | list)
        else list(test.values() if isinstance(test, Mapping) else test)
    )
    numbers = {n + step for n in operands if not isinstance(n, bool) for step in (-1, 0, 1)} | {0}
    low = 0 if field.minimum is None else field.minimum
    high = max(numbers) if field.maximum is None else field.maximum
    return sorted({min(max(number, low), high) for number in numbers} | {low, high})


# --- examples --------------------------------------------------------------------------------------------------


def _example(test: Any, field: Field) -> Any:
    if isinstance(test, Mapping) and field.fields and not _TEST_WORDS.issuperset(test):
        return witness(test, field.fields)
    if field.fields:
        return witness({}, field.fields)
    if field.type == "text" and not isinstance(test, str):
        return "x"
    compiled = _test({"present": True} if test is None else test)
    probes = [value for value in _probes({} if test is None else test, field) if value is not None]
    return sorted((value for value in probes if compiled(value)), key=_size)[0]


def _size(value: Any) -> int:
    return len(value) if isinstance(value, list) else 0
