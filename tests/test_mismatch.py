"""Why a provision counts or not: it agrees with what the compiled conditions say, on every provision there is."""

from types import MappingProxyType
from typing import Any

import pytest

from checker import mismatch, vocabulary
from checker.agreements import load_suite
from checker.catalogue import load_baseline
from checker.conditions import compile_condition
from checker.engine import by_kind
from checker.mismatch import Failed, failed, look
from checker.model import Evidence, Provision
from checker.patterns import compile_pattern, witness
from tests.cases import ROOT

SUITES = sorted(path.parent for path in (ROOT / "policies").glob("*/suite.yaml"))
INDEXES = {folder.name: by_kind(load_suite(folder)) for folder in SUITES}
SOURCES = [
    (f"{requirement.id}/{clause.id}", clause.source)
    for requirement in load_baseline().requirements
    for clause in (*requirement.elements, *requirement.prohibitions)
]
NOWHERE = Evidence("a", "1", "quote", "a.yaml", 1, "a.md", 1, "")


def provision(kind: str, **fields: Any) -> Provision:
    return Provision(kind, MappingProxyType({"kind": kind, **fields}), NOWHERE)


@pytest.mark.parametrize("suite", INDEXES)
def test_no_test_fails_exactly_where_the_pattern_matches(suite: str) -> None:
    for _, source in SOURCES:
        for pattern in mismatch.patterns(source):
            matches = compile_pattern(pattern)
            for each in INDEXES[suite].get(pattern["kind"], ()):
                assert (not failed(pattern, each.fields)) is matches(each.fields)


@pytest.mark.parametrize("suite", INDEXES)
def test_every_failed_test_does_fail_and_the_rest_is_passed(suite: str) -> None:
    for _, source in SOURCES:
        for pattern in mismatch.patterns(source):
            for each in INDEXES[suite].get(pattern["kind"], ()):
                fails = failed(pattern, each.fields)
                for one in fails:
                    value: Any = each.fields
                    for key in one.keys[:-1]:
                        value = value[key]
                    assert not compile_pattern({one.keys[-1]: one.test})(value)
                named = {one.keys[0] for one in fails}
                rest = {key: test for key, test in pattern.items() if key not in named}
                assert compile_pattern(rest)(each.fields)


@pytest.mark.parametrize("suite", INDEXES)
@pytest.mark.parametrize(("name", "source"), SOURCES, ids=[name for name, _ in SOURCES])
def test_a_look_agrees_with_the_condition(name: str, source: Any, suite: str) -> None:
    index = INDEXES[suite]
    match = compile_condition(source)(index)
    kinds = {pattern["kind"] for pattern in mismatch.patterns(source)}
    looks = [(each, look(source, each)) for kind in kinds for each in index.get(kind, ())]
    fits = {id(each) for each, found in looks if found.fits}
    assert {id(each) for each in match.by} <= fits
    if "some" in source:
        assert match.holds is bool(fits) and {id(each) for each in match.by} == fits
    if "each" in source:
        against = [each for each, found in looks if found.against]
        assert match.holds is (bool(fits) and not against)
    for _, found in looks:
        assert bool(found.fits or found.against) is not bool(found.nearest)
        assert found.nearest is None or found.nearest.failed


@pytest.mark.parametrize(("name", "source"), SOURCES, ids=[name for name, _ in SOURCES])
def test_an_example_of_a_pattern_fails_nothing(name: str, source: Any) -> None:
    for pattern in mismatch.patterns(source):
        assert failed(pattern, witness(pattern, vocabulary.kinds()[pattern["kind"]])) == ()


@pytest.mark.parametrize(
    ("test", "value", "expected"),
    [
        ("granted", "denied", [Failed(("key",), "granted", "denied")]),
        (["granted", "limited"], None, [Failed(("key",), ["granted", "limited"], None)]),
        ({"includes": ["a", "b"]}, ["a"], [Failed(("key",), {"includes": ["a", "b"]}, ["a"])]),
        ({"present": True}, None, [Failed(("key",), {"present": True}, None)]),
        ({"present": False}, "x", [Failed(("key",), {"present": False}, "x")]),
        ({"includes_any": ["a"], "lacks": ["b"]}, ["a", "b"], [Failed(("key",), {"lacks": ["b"]}, ["a", "b"])]),
        ({"unit": "day", "value": {"at_most": 15}}, {"unit": "day", "value": 30},
         [Failed(("key", "value"), {"at_most": 15}, 30)]),
        ({"unit": "day", "value": {"at_most": 15}}, None,
         [Failed(("key",), {"unit": "day", "value": {"at_most": 15}}, None)]),
    ],
)  # fmt: skip
def test_the_test_that_fails_is_named(test: Any, value: Any, expected: list[Failed]) -> None:
    fields = {} if value is None else {"key": value}
    assert list(failed({"kind": "any", "key": test}, fields)) == expected


def test_the_nearest_pattern_is_the_one_of_which_least_fails() -> None:
    far = {"kind": "right", "stance": "granted", "holder": "individual"}
    near = {"kind": "right", "stance": "denied"}
    found = look({"some": [far, near]}, provision("right", stance="conditional", holder="guardian"))
    assert found.nearest is not None and found.nearest.pattern is near
    assert look({"some": far}, provision("deletion")).nearest is None


def test_what_no_clause_may_say_and_what_every_clause_must_have() -> None:
    denied = {"kind": "right", "stance": "denied"}
    each = {
        "each": {"kind": "right"},
        "must": [{"stance": "granted"}, {"holder": "guardian", "way": ["email"]}],
    }
    says = provision("right", stance="denied", holder="individual")
    assert look({"none": denied}, says).against == (mismatch.Near(denied, ()),)
    assert look({"not": {"some": denied}}, says).against and look({"not": {"none": denied}}, says).fits
    (short,) = look(each, says).against
    assert short.failed == (Failed(("stance",), "granted", "denied"),)
    assert look(each, provision("right", stance="granted")).fits
    assert look({"not": each}, says).fits
