"""checker.patterns and checker.conditions: what every word of the language means, and each way of writing it wrong."""

from typing import Any

import pytest

from checker import vocabulary
from checker.conditions import check, check_applies, compile_applies, compile_condition, kinds_read
from checker.model import Answer, Applicability, Fact, Match, Provision
from checker.patterns import compile_pattern, faults, witness
from tests.cases import evidence

KINDS = vocabulary.kinds()

# --- one provision ------------------------------------------------------------------------------------------

DELETION = {"rights": ["deletion", "copy"], "stance": "granted", "holder": "individual"}
ANSWERED = {"deadline": {"value": 15, "unit": "working_day"}, "identity_check": False, "saves": []}
PATTERNS = [
    # a value: equal
    ({"stance": "granted"}, DELETION, True),
    ({"stance": "denied"}, DELETION, False),
    ({"stance": "granted"}, {}, False),
    ({"identity_check": False}, ANSWERED, True),
    ({"identity_check": False}, {}, False),
    ({"identity_check": True}, ANSWERED, False),
    # a list: one of
    ({"stance": ["conditional", "granted"]}, DELETION, True),
    ({"stance": ["conditional", "denied"]}, DELETION, False),
    ({"stance": ["conditional", "denied"]}, {}, False),
    # several keys: all of them
    ({"stance": "granted", "holder": "individual"}, DELETION, True),
    ({"stance": "granted", "holder": "guardian"}, DELETION, False),
    # no keys but the kind: any provision
    ({}, {}, True),
    # includes: all of these
    ({"rights": {"includes": ["deletion"]}}, DELETION, True),
    ({"rights": {"includes": ["deletion", "copy"]}}, DELETION, True),
    ({"rights": {"includes": ["deletion", "access"]}}, DELETION, False),
    ({"rights": {"includes": ["deletion"]}}, {}, False),
    # includes_any: one of these
    ({"rights": {"includes_any": ["deletion", "access"]}}, DELETION, True),
    ({"rights": {"includes_any": ["access", "refuse"]}}, DELETION, False),
    ({"rights": {"includes_any": ["access"]}}, {}, False),
    # only: nothing else, and not nothing
    ({"rights": {"only": ["deletion", "copy", "access"]}}, DELETION, True),
    ({"rights": {"only": ["deletion"]}}, DELETION, False),
    ({"saves": {"only": ["own_fault"]}}, ANSWERED, False),
    ({"rights": {"only": ["deletion"]}}, {}, False),
    # lacks: none of these
    ({"rights": {"lacks": ["access", "refuse"]}}, DELETION, True),
    ({"rights": {"lacks": ["access", "copy"]}}, DELETION, False),
    ({"saves": {"lacks": ["own_fault"]}}, ANSWERED, True),
    ({"rights": {"lacks": ["access"]}}, {}, False),
    # at_least, at_most: both ends count
    ({"age": {"at_least": 14}}, {"age": 14}, True),
    ({"age": {"at_least": 14}}, {"age": 13}, False),
    ({"age": {"at_most": 14}}, {"age": 14}, True),
    ({"age": {"at_most": 14}}, {"age": 15}, False),
    ({"age": {"at_least": 0}}, {}, False),
    ({"age": {"at_most": 14}}, {}, False),
    ({"age": {"at_least": 14, "at_most": 18}}, {"age": 16}, True),
    ({"age": {"at_least": 14, "at_most": 18}}, {"age": 19}, False),
    # present
    ({"stance": {"present": True}}, DELETION, True),
    ({"stance": {"present": True}}, {}, False),
    ({"stance": {"present": False}}, {}, True),
    ({"stance": {"present": False}}, DELETION, False),
    ({"identity_check": {"present": True}}, ANSWERED, True),
    ({"saves": {"present": True}}, ANSWERED, True),
    # keys of a value that has keys of its own
    ({"deadline": {"value": {"at_most": 15}, "unit": "working_day"}}, ANSWERED, True),
    ({"deadline": {"value": {"at_most": 14}}}, ANSWERED, False),
    ({"deadline": {"unit": ["month", "year"]}}, ANSWERED, False),
    ({"deadline": {"unit": {"present": False}}}, {}, False),
    ({"deadline": {"present": False}}, {}, True),
]


@pytest.mark.parametrize(("pattern", "fields", "holds"), PATTERNS)
def test_what_a_pattern_says_of_a_provision(
    pattern: dict[str, Any], fields: dict[str, Any], holds: bool
) -> None:
    assert compile_pattern({"kind": "any", **pattern})(fields) is holds


# --- all provisions -----------------------------------------------------------------------------------------


def right(*rights: str, stance: str = "granted") -> dict[str, Any]:
    return {"kind": "right", "rights": list(rights), "stance": stance, "holder": "individual"}


def index(*provisions: dict[str, Any]) -> dict[str, list[Provision]]:
    found: dict[str, list[Provision]] = {}
    for number, fields in enumerate(provisions, 1):
        found.setdefault(fields["kind"], []).append(Provision(fields["kind"], fields, evidence(number, "…")))
    return found


def clauses(match: Match) -> list[int]:
    return sorted(int(provision.evidence.clause) for provision in match.by)


COMPLAINT = {"kind": "complaint"}
GRANTED = {"kind": "right", "stance": "granted"}
DENIED = {"kind": "right", "stance": "denied"}
COMPLAINTS = {"kind": "complaint"}
GIVES, TAKES = right("deletion"), right("copy", stance="denied")
CONDITIONS: list[tuple[dict[str, Any], list[dict[str, Any]], bool, list[int]]] = [
    # some: those that match are the evidence
    ({"some": GRANTED}, [], False, []),
    ({"some": GRANTED}, [TAKES], False, []),
    ({"some": GRANTED}, [TAKES, GIVES, GIVES], True, [2, 3]),
    ({"some": [GRANTED, COMPLAINTS]}, [COMPLAINT], True, [1]),
    ({"some": [GRANTED, COMPLAINTS]}, [TAKES], False, []),
    # none: nothing to show
    ({"none": DENIED}, [], True, []),
    ({"none": DENIED}, [GIVES], True, []),
    ({"none": DENIED}, [GIVES, TAKES], False, []),
    ({"none": [DENIED, COMPLAINTS]}, [COMPLAINT], False, []),
    # each … must: silence satisfies nothing
    ({"each": {"kind": "right"}, "must": {"stance": "granted"}}, [], False, []),
    ({"each": {"kind": "right"}, "must": {"stance": "granted"}}, [COMPLAINT], False, []),
    ({"each": {"kind": "right"}, "must": {"stance": "granted"}}, [GIVES, COMPLAINT, GIVES], True, [1, 3]),
    ({"each": {"kind": "right"}, "must": {"stance": "granted"}}, [GIVES, TAKES], False, [1]),
    ({"each": {"kind": "right"}, "must": [{"stance": "granted"}, {"rights": {"includes": ["copy"]}}]}, [GIVES, TAKES], True, [1, 2]),
    # all: the evidence of every part
    ({"all": [{"some": GRANTED}, {"some": DENIED}]}, [GIVES, TAKES], True, [1, 2]),
    ({"all": [{"some": GRANTED}, {"some": DENIED}]}, [GIVES], False, [1]),
    ({"all": [{"some": GRANTED}, {"none": DENIED}]}, [GIVES], True, [1]),
    ({"all": [{"some": GRANTED}, {"some": {"kind": "right"}}]}, [GIVES], True, [1]),
    # any: the evidence of the parts that hold
    ({"any": [{"some": GRANTED}, {"some": DENIED}]}, [TAKES], True, [1]),
    ({"any": [{"some": GRANTED}, {"some": DENIED}]}, [GIVES, TAKES], True, [1, 2]),
    ({"any": [{"some": GRANTED}, {"some": DENIED}]}, [COMPLAINT], False, []),
    # not
    ({"not": {"some": DENIED}}, [], True, []),
    ({"not": {"some": DENIED}}, [TAKES], False, []),
    ({"not": {"all": [{"some": GRANTED}, {"some": DENIED}]}}, [GIVES], True, []),
]  # fmt: skip


@pytest.mark.parametrize(("condition", "provisions", "holds", "by"), CONDITIONS)
def test_what_a_condition_says_of_all_provisions(
    condition: dict[str, Any], provisions: list[dict[str, Any]], holds: bool, by: list[int]
) -> None:
    match = compile_condition(condition)(index(*provisions))
    assert match.holds is holds
    assert clauses(match) == by


def test_the_kinds_that_a_condition_reads_in_its_order() -> None:
    condition = {
        "any": [
            {"each": {"kind": "right"}, "must": {"stance": "granted"}},
            {"not": {"none": [COMPLAINTS, GRANTED]}},
        ]
    }
    assert kinds_read(condition) == ("right", "complaint")


# --- applicability ------------------------------------------------------------------------------------------

PAID, ADS = {"fact": "paid"}, {"fact": "marketing"}
YES, NO, OPEN = Answer.YES, Answer.NO, Answer.OPEN
SAYS_RIGHT = {"some": {"kind": "right"}}
APPLIES: list[tuple[dict[str, Any], dict[str, Answer], list[dict[str, Any]], Answer, tuple[str, ...], int]] = [
    # when: one yes is enough, whatever else is unknown
    ({"when": [PAID]}, {"paid": YES}, [], YES, ("paid",), 0),
    ({"when": [PAID]}, {"paid": NO}, [], NO, ("paid",), 0),
    ({"when": [PAID]}, {"paid": OPEN}, [], OPEN, ("paid",), 0),
    ({"when": [PAID]}, {}, [], OPEN, ("paid",), 0),
    ({"when": [PAID, ADS]}, {"paid": YES, "marketing": OPEN}, [], YES, ("paid",), 0),
    ({"when": [PAID, ADS]}, {"paid": NO, "marketing": OPEN}, [], OPEN, ("marketing",), 0),
    ({"when": [PAID, ADS]}, {"paid": NO, "marketing": NO}, [], NO, ("paid", "marketing"), 0),
    # when: the documents speak against a fact that is unknown, or denied
    ({"when": [PAID, SAYS_RIGHT]}, {"paid": OPEN}, [GIVES], YES, (), 1),
    ({"when": [PAID, SAYS_RIGHT]}, {"paid": NO}, [GIVES], YES, (), 1),
    ({"when": [PAID, SAYS_RIGHT]}, {"paid": NO}, [COMPLAINT], NO, ("paid",), 0),
    ({"when": [SAYS_RIGHT]}, {}, [], NO, (), 0),
    # unless: one yes is enough to be free of it
    ({"unless": [PAID]}, {"paid": YES}, [], NO, ("paid",), 0),
    ({"unless": [PAID]}, {"paid": NO}, [], YES, ("paid",), 0),
    ({"unless": [PAID]}, {"paid": OPEN}, [], OPEN, ("paid",), 0),
    ({"unless": [PAID, SAYS_RIGHT]}, {"paid": OPEN}, [GIVES], NO, (), 1),
    # unless: a fact that is denied stands against what the documents say
    ({"unless": [PAID, SAYS_RIGHT]}, {"paid": NO}, [GIVES], YES, ("paid",), 0),
    ({"unless": [PAID, SAYS_RIGHT]}, {"paid": YES}, [GIVES], NO, ("paid",), 0),
    ({"unless": [PAID, SAYS_RIGHT]}, {"paid": NO}, [], YES, ("paid",), 0),
    # subject: what is open does not apply where the subject never comes up, and tells where it does; a yes or a no stands
    ({"when": [PAID], "subject": [COMPLAINTS]}, {"paid": OPEN}, [], NO, (), 0),
    ({"when": [PAID], "subject": [COMPLAINTS]}, {"paid": OPEN}, [GIVES], NO, (), 0),
    ({"when": [PAID], "subject": [COMPLAINTS]}, {"paid": OPEN}, [COMPLAINT], OPEN, ("paid",), 1),
    ({"when": [PAID], "subject": [GRANTED, COMPLAINTS]}, {"paid": OPEN}, [GIVES], OPEN, ("paid",), 1),
    ({"when": [PAID], "subject": [COMPLAINTS]}, {"paid": YES}, [], YES, ("paid",), 0),
    ({"when": [PAID], "subject": [COMPLAINTS]}, {"paid": NO}, [COMPLAINT], NO, ("paid",), 0),
]  # fmt: skip


@pytest.mark.parametrize(("source", "facts", "provisions", "answer", "decided", "by"), APPLIES)
def test_applicability(
    source: dict[str, Any], facts: dict[str, Answer], provisions: list[dict[str, Any]],
    answer: Answer, decided: tuple[str, ...], by: int,
) -> None:  # fmt: skip
    declared = {name: Fact(given, "operator") for name, given in facts.items()}
    found = compile_applies(source)(index(*provisions), declared)
    assert isinstance(found, Applicability)
    assert (found.answer, found.facts, len(found.by)) == (answer, decided, by)


# --- what is wrong with a condition -------------------------------------------------------------------------

FAULTS: list[tuple[dict[str, Any], str, str, str]] = [
    ({"kind": "right", "stance": {"present": True}}, "stance", "this test always holds", "remove it: it says nothing"),
    ({"kind": "right", "rights": {"lacks": ["copy"], "includes": ["copy"]}}, "rights", "this test can never hold", "contradicts"),
    ({"kind": "right", "rights": {"only": ["copy"], "lacks": ["copy"]}}, "rights", "this test can never hold", "contradicts"),
    ({"kind": "minors_admission", "age": {"at_most": 12, "at_least": 14}}, "age", "this test can never hold", "contradicts"),
    ({"kind": "minors_admission", "age": {"at_least": 101}}, "age", "this test can never hold", "contradicts"),
    ({"kind": "minors_admission", "age": "fourteen"}, "age", "this key holds a number, not 'fourteen'", "like with like"),
    ({"kind": "minors_admission", "age": {"at_least": True}}, "age.at_least", "`at_least` takes a number", "write a number"),
    ({"kind": "right", "stance": {"at_most": 3}}, "stance.at_most", "`at_most` is a test of numbers; this key holds a value", "another"),
    ({"kind": "right", "stance": {"lacks": ["granted"]}}, "stance.lacks", "`lacks` is a test of lists; this key holds a value", "itself"),
    ({"kind": "right", "rights": "copy"}, "rights", "this key holds a list", "`{includes: […]}`"),
    ({"kind": "right", "rights": {"includes": []}}, "rights.includes", "`includes` takes a list of values", "write `[…]`"),
    ({"kind": "right", "rights": {"excludes": ["copy"]}}, "rights.excludes", 'there is no test word "excludes"', "includes"),
    ({"kind": "right", "way": {"present": 1}}, "way.present", "`present` takes true or false", "present: true"),
    ({"kind": "right", "stance": []}, "stance", "the list is empty", "write the values"),
    ({"kind": "right", "stance": {}}, "stance", "there is no test here", "write a value"),
    ({"kind": "right", "stance": "grantd"}, "stance", 'there is no value "grantd" here', 'did you mean "granted"?'),
    ({"kind": "right", "stanse": "granted"}, "stanse", '"right" has no key "stanse"', 'did you mean "stance"?'),
    ({"kind": "rigth"}, "kind", 'there is no kind "rigth"', 'did you mean "right"?'),
    ({"kind": "request_handling", "deadline": 15}, "deadline", "this key holds a mapping", "present: true"),
    ({"kind": "request_handling", "deadline": {"unit": "week"}}, "deadline.unit", 'there is no value "week" here', "month"),
]  # fmt: skip


@pytest.mark.parametrize(("pattern", "path", "fault", "remedy"), FAULTS)
def test_what_is_wrong_with_a_pattern(pattern: dict[str, Any], path: str, fault: str, remedy: str) -> None:
    found = list(faults(pattern, (), KINDS))
    assert [(".".join(map(str, each.path)), each.fault) for each in found] == [(path, fault)]
    assert remedy in found[0].remedy


WRONG: list[tuple[Any, list[tuple[str, str]]]] = [
    ({"some": GRANTED}, []),
    ({"each": {"kind": "right"}, "must": {"stance": "granted"}}, []),
    ("some", [("", "this is not a condition")]),
    ({}, [("", "this is not a condition")]),
    ({"kind": "right"}, [("", "this is not a condition")]),
    ({"some": GRANTED, "any": []}, [("", "this is not a condition")]),
    ({"some": GRANTED, "must": {}}, [("", "this is not a condition")]),
    ({"each": {"kind": "right"}}, [("", "this is not a condition")]),
    ({"all": []}, [("all", "`all` takes a list of conditions")]),
    ({"any": {"some": GRANTED}}, [("any", "`any` takes a list of conditions")]),
    ({"not": [{"some": GRANTED}]}, [("not", "this is not a condition")]),
    ({"any": [{"some": GRANTED}, {"kind": "right"}]}, [("any.1", "this is not a condition")]),
    ({"some": []}, [("some", "the list of patterns is empty")]),
    ({"some": "right"}, [("some", "a pattern is a mapping")]),
    ({"some": [GRANTED, {"kind": "complain"}]}, [("some.1.kind", 'there is no kind "complain"')]),
    ({"each": [GRANTED], "must": {"stance": "granted"}}, [("each", "`each` takes one pattern")]),
    ({"each": {"kind": "right"}, "must": []}, [("must", "the list of patterns is empty")]),
    ({"each": {"kind": "right"}, "must": {"kind": "right", "stance": "granted"}},
     [("must.kind", "`must` is about the provisions of `each`")]),
    ({"each": {"kind": "right"}, "must": {"channels": {"present": True}}}, [("must.channels", '"right" has no key "channels"')]),
    # several faults: all of them
    ({"all": [{"some": {"kind": "rigth"}}, {"none": {"kind": "right", "stance": "given"}}]},
     [("all.0.some.kind", 'there is no kind "rigth"'), ("all.1.none.stance", 'there is no value "given" here')]),
    # well-formed, and says nothing
    ({"all": [{"some": GRANTED}, {"none": {"kind": "right"}}]}, [("", "this condition is never true, whatever the clauses say")]),
    ({"any": [{"some": GRANTED}, {"not": {"some": GRANTED}}]}, [("", "this condition is always true, whatever the clauses say")]),
    ({"each": GRANTED, "must": {"stance": "denied"}}, [("", "this condition is never true, whatever the clauses say")]),
]  # fmt: skip


@pytest.mark.parametrize(("condition", "expected"), WRONG)
def test_what_is_wrong_with_a_condition(condition: Any, expected: list[tuple[str, str]]) -> None:
    found = [(".".join(map(str, each.path)), each.fault) for each in check(condition, (), KINDS)]
    assert found == expected


WRONG_APPLIES: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    ({"when": [PAID, SAYS_RIGHT], "subject": [COMPLAINTS]}, []),
    ({}, [("", "applicability needs either `when` or `unless`")]),
    ({"when": [PAID], "unless": [PAID]}, [("", "applicability needs either `when` or `unless`")]),
    ({"when": [{"fact": "payed"}]}, [("when.0.fact", 'there is no fact "payed"')]),
    ({"unless": [PAID, {"some": {"kind": "rigth"}}]}, [("unless.1.some.kind", 'there is no kind "rigth"')]),
    ({"unless": [{"fact": "paid", "some": GRANTED}]}, [("unless.0", "this is not a condition")]),
    ({"when": [PAID], "subject": [{"kind": "right", "stance": "given"}]}, [("subject.0.stance", 'there is no value "given" here')]),
]  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), WRONG_APPLIES)
def test_what_is_wrong_with_an_applicability(source: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    found = check_applies(source, (), KINDS, ["paid", "marketing"])
    assert [(".".join(map(str, each.path)), each.fault) for each in found] == expected


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_an_example_for_which_each_test_of_a_value_holds(kind: str) -> None:
    tests = [
        (key, value) for key, field in KINDS[kind].items() if field.type == "value" for value in field.values
    ]
    for key, value in tests:
        fields = witness({"kind": kind, key: value}, KINDS[kind])
        assert fields[key] == value
        assert fields.keys() >= {name for name, field in KINDS[kind].items() if field.required}
