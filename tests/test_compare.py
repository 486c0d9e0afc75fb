"""checker.compare: where every change of a finding leads; what is worse is never lost in what is better."""

from collections.abc import Mapping
from itertools import permutations, product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.agreements import load_suite
from checker.catalogue import load_baseline
from checker.compare import Change, ClauseRef, Direction, Point, State, change, places, state
from checker.engine import assess
from checker.model import Answer, Evidence, Verdict

ROOT = Path(__file__).parent.parent
WORSE, BETTER, CHANGED, SAME = Direction.WORSE, Direction.BETTER, Direction.CHANGED, Direction.SAME
A, B, C = ClauseRef("terms", "1"), ClauseRef("terms", "2"), ClauseRef("policy", "1")


def made(
    verdict: str = "partial",
    *,
    assumed: bool = False,
    said: Mapping[str, tuple[ClauseRef, ...]] | None = None,
    silent: tuple[str, ...] = (),
    deferred: tuple[str, ...] = (),
    hit: Mapping[str, tuple[ClauseRef, ...]] | None = None,
    fingerprint: str = "f",
) -> State:
    return State(Verdict(verdict), assumed, said or {}, silent, deferred, hit or {}, fingerprint)


def directions(was: State | None, now: State | None) -> tuple[Direction, Direction]:
    """Where a change leads, and where the change back leads."""
    return change(was, now).direction, change(now, was).direction


# --- verdicts -----------------------------------------------------------------------------------------------

# Worst first. `not_applicable` is beside the scale: a gap that appears is worse, all else there is a change.
ORDER = ("violated", "missing", "partial", "undetermined", "met", "not_applicable")
TABLE = """
    same    better  better  better  better  changed
    worse   same    better  changed better  changed
    worse   worse   same    better  better  changed
    worse   worse   worse   same    better  changed
    worse   worse   worse   worse   same    changed
    worse   worse   worse   worse   changed same
"""
FROM_TO = dict(zip(product(ORDER, ORDER), TABLE.split(), strict=True))


def test_the_scale_is_that_of_the_verdicts() -> None:
    assert tuple(Verdict) == ORDER


@pytest.mark.parametrize(("was", "now"), FROM_TO)
def test_where_a_verdict_leads(was: str, now: str) -> None:
    found = change(made(was), made(now))
    assert found == Change(made(was), made(now), (), Direction(FROM_TO[was, now]))


@pytest.mark.parametrize("verdict", ORDER)
def test_a_finding_that_appears_or_goes(verdict: str) -> None:
    one = made(verdict, said={"a": (A,)}, hit={"p": (B,)})
    appears = WORSE if verdict in ("violated", "missing", "partial", "undetermined") else CHANGED
    assert change(None, one) == Change(None, one, (), appears)
    assert change(one, None) == Change(one, None, (), CHANGED), "nobody knows whether the gap is mended"


@pytest.mark.parametrize("other", ["violated", "met", "not_applicable"])
@pytest.mark.parametrize("there", [True, False])
def test_what_does_not_apply_has_no_elements_to_compare(other: str, there: bool) -> None:
    one = made("not_applicable", said={"a": (A,)}, silent=("b",))
    two = made(other, silent=("a",), deferred=("b",), hit={"p": (B,)})
    assert change(*((one, two) if there else (two, one))).points == ()


# --- elements -----------------------------------------------------------------------------------------------

STATUSES = ("", "said", "silent", "deferred")


def with_element(status: str, where: tuple[ClauseRef, ...] = ()) -> State:
    match status:
        case "said":
            return made(said={"a": where})
        case "silent":
            return made(silent=("a",))
        case "deferred":
            return made(deferred=("a",))
    return made()


@pytest.mark.parametrize(("was", "now"), [pair for pair in product(STATUSES, STATUSES) if pair[0] != pair[1]])
def test_where_the_status_of_an_element_leads(was: str, now: str) -> None:
    found = change(with_element(was), with_element(now))
    expected = (
        WORSE
        if was == "said" or (was, now) == ("deferred", "silent")
        else BETTER
        if now == "said"
        else CHANGED
    )
    assert found.points == (Point("a", was, now, (), (), expected),)
    assert found.direction is expected


@pytest.mark.parametrize(
    ("was", "now", "came", "went"),
    [
        ((A,), (A, B), (B,), ()),
        ((A, B), (B,), (), (A,)),
        ((A,), (B,), (B,), (A,)),
        ((), (A,), (A,), ()),
        ((A, B), (), (), (A, B)),
        ((A,), (ClauseRef("policy", "1"),), (C,), (A,)),
    ],
)
def test_an_element_said_elsewhere_has_changed(
    was: tuple[ClauseRef, ...],
    now: tuple[ClauseRef, ...],
    came: tuple[ClauseRef, ...],
    went: tuple[ClauseRef, ...],
) -> None:
    found = change(made(said={"a": was}), made(said={"a": now}))
    assert found.points == (Point("a", "said", "said", came, went, CHANGED),)
    assert found.direction is CHANGED


def test_clauses_of_an_element_that_comes_or_goes_are_told() -> None:
    [point] = change(made(silent=("a",)), made(said={"a": (A, B)})).points
    assert (point.came, point.went) == ((A, B), ())
    [point] = change(made(said={"a": (A, B)}), made(silent=("a",))).points
    assert (point.came, point.went) == ((), (A, B))


# --- prohibitions -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("was", "now", "there", "back"),
    [
        (None, (A,), WORSE, BETTER),
        (None, (), WORSE, BETTER),  # hit by what no clause says
        ((A,), (A, B), WORSE, BETTER),
        ((), (A,), WORSE, BETTER),
        ((A,), (B,), WORSE, WORSE),  # one more clause that violates, whatever else goes
        ((A, B), (C,), WORSE, WORSE),
    ],
)
def test_where_a_prohibition_leads(
    was: tuple[ClauseRef, ...] | None, now: tuple[ClauseRef, ...], there: Direction, back: Direction
) -> None:
    before = made("violated", hit={} if was is None else {"p": was})
    after = made("violated", hit={"p": now})
    assert directions(before, after) == (there, back)
    [point] = change(before, after).points
    assert point.was == ("" if was is None else "hit") and point.now == "hit"
    assert point.direction is there
    assert (set(point.came), set(point.went)) == (set(now) - set(was or ()), set(was or ()) - set(now))


# --- all of it together -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        # what is worse is told first, also where the verdict got better
        (made("violated", said={"a": (A,)}, hit={"p": (B,)}), made("partial", silent=("a",)), WORSE),
        (made("violated", hit={"p": (A,)}), made("violated", hit={"q": (B,)}), WORSE),
        (made(said={"a": (A,)}, silent=("b",)), made(said={"b": (A,)}, silent=("a",)), WORSE),
        # what is better is told before what only changed
        (made(said={"a": (A,)}, silent=("b",)), made(said={"a": (B,), "b": (B,)}), BETTER),
        (made("violated", hit={"p": (A, B)}, said={"a": (A,)}), made("violated", hit={"p": (A,)}, said={"a": (B,)}), BETTER),
        # the worse verdict decides where the elements alone would not
        (made("undetermined", deferred=("a",)), made("missing", silent=("a",)), WORSE),
        # to refer to a document that nobody holds mends nothing
        (made("missing", silent=("a",)), made("undetermined", deferred=("a",)), CHANGED),
    ],
)  # fmt: skip
def test_worse_before_better_before_changed(was: State, now: State, expected: Direction) -> None:
    assert change(was, now).direction is expected


def test_points_stand_in_their_order() -> None:
    was = made("violated", said={"b": (A,)}, silent=("a",), hit={"q": (A,)})
    now = made("violated", said={"a": (A,), "c": (B,)}, silent=("b",), hit={"p": (B,), "q": (B,)})
    assert [point.id for point in change(was, now).points] == ["b", "a", "q", "c", "p"]


@pytest.mark.parametrize("verdict", ORDER)
def test_the_fingerprint_alone_is_a_change(verdict: str) -> None:
    was, now = made(verdict, said={"a": (A,)}), made(verdict, said={"a": (A,)}, fingerprint="g")
    assert change(was, now) == Change(was, now, (), CHANGED)


@pytest.mark.parametrize("verdict", ORDER)
def test_what_is_assumed_is_a_change(verdict: str) -> None:
    assert directions(made(verdict), made(verdict, assumed=True)) == (CHANGED, CHANGED)


def test_the_order_of_clauses_is_no_change() -> None:
    assert directions(made(said={"a": (A, B)}), made(said={"a": (B, A)})) == (SAME, SAME)


# --- clauses that moved -------------------------------------------------------------------------------------

NUMBERED_ANEW = {A: ClauseRef("terms", "5"), B: ClauseRef("rules", "2")}


def moved(place: ClauseRef) -> ClauseRef:
    return NUMBERED_ANEW.get(place, place)


def test_a_clause_that_moved_is_the_same_clause() -> None:
    was = made("violated", said={"a": (A, B)}, hit={"p": (B, C)})
    now = made("violated", said={"a": (NUMBERED_ANEW[A], NUMBERED_ANEW[B])}, hit={"p": (NUMBERED_ANEW[B], C)})
    assert change(was, now, moved) == Change(was, now, (), SAME)
    assert change(was, now).direction is WORSE, "to who does not know that it moved, another clause violates"


def test_a_clause_that_moved_takes_nothing_else_along() -> None:
    was, now = made("violated", hit={"p": (A,)}), made("violated", hit={"p": (NUMBERED_ANEW[A], C)})
    [point] = change(was, now, moved).points
    assert point == Point("p", "hit", "hit", (C,), (), WORSE)


def test_what_went_is_told_by_where_it_stands_now() -> None:
    [point] = change(made(said={"a": (A, C)}), made(said={"a": (C,)}), moved).points
    assert point.went == (NUMBERED_ANEW[A],)


def test_two_clauses_that_became_one() -> None:
    found = change(made(said={"a": (A, B)}), made(said={"a": (C,)}), lambda _: C)
    assert found.direction is SAME


# --- the state of a finding ---------------------------------------------------------------------------------


def test_the_state_of_every_finding_says_what_the_finding_says() -> None:
    small = ROOT / "fixtures/small"
    suite, baseline = load_suite(small / "cloud-notes"), load_baseline(str(small / "baseline.yaml"))
    findings = assess(suite, baseline, as_of="2026-11-21").findings
    for finding in findings:
        found = state(finding)
        assert (found.verdict, found.fingerprint) == (finding.verdict, finding.fingerprint)
        assert found.assumed is (finding.applicability.answer is Answer.OPEN)
        for name, status, behind in [(e.element.id, str(e.status), e.evidence) for e in finding.elements]:
            assert (name in found.said, name in found.silent, name in found.deferred) == (
                status == "said", status == "silent", status == "deferred",
            )  # fmt: skip
            if status == "said":
                assert set(found.said[name]) == {ClauseRef(e.agreement, e.clause) for e in behind}
        assert found.hit == {
            p.prohibition.id: places(p.evidence) for p in finding.prohibitions if str(p.status) == "hit"
        }
        assert change(found, found).direction is SAME
    assert {finding.verdict for finding in findings} == set(Verdict)


def test_each_clause_once_by_number_wherever_it_stands() -> None:
    def quoted(agreement: str, clause: str, quote: str) -> Evidence:
        return Evidence(agreement, clause, quote, "", 1, "", 1, "")

    evidence = [quoted("t", "10", "a"), quoted("t", "9.2(1)", "b"), quoted("t", "10", "c")]
    evidence += [
        quoted("u", "2", "a"),
        quoted("t", "preamble", "a"),
        quoted("t", "9.10", "a"),
        quoted("t", "六", "a"),
    ]
    in_order = ["t 9.2(1)", "t 9.10", "t 10", "t preamble", "t 六", "u 2"]
    for given_in in permutations(evidence):
        assert [f"{place.agreement} {place.at}" for place in places(given_in)] == in_order


# --- laws ---------------------------------------------------------------------------------------------------

PLACES = st.lists(st.sampled_from([A, B, C]), unique=True).map(tuple)
ELEMENTS = st.dictionaries(st.sampled_from("abc"), st.sampled_from(["silent", "deferred"]) | PLACES)
HITS = st.dictionaries(st.sampled_from("pqr"), PLACES)


@st.composite
def states(draw: st.DrawFn, verdicts: tuple[str, ...] = ORDER) -> State:
    elements = draw(ELEMENTS)
    return made(
        draw(st.sampled_from(verdicts)),
        assumed=draw(st.booleans()),
        said={name: status for name, status in elements.items() if isinstance(status, tuple)},
        silent=tuple(name for name, status in elements.items() if status == "silent"),
        deferred=tuple(name for name, status in elements.items() if status == "deferred"),
        hit=draw(HITS),
        fingerprint=draw(st.sampled_from("fg")),
    )


@given(states())
def test_nothing_changed_is_the_same(one: State) -> None:
    assert change(one, one) == Change(one, one, (), SAME)


def violations(one: State) -> set[tuple[str, ClauseRef | None]]:
    return {(name, place) for name, where in one.hit.items() for place in (None, *where)}


def lost(was: State, now: State) -> bool:
    """Whether anything is worse now: the verdict, an element no longer said or that can stand nowhere any more, a clause
    that violates and did not."""
    falls = ORDER.index(now.verdict) < ORDER.index(was.verdict)
    elements = was.said.keys() - now.said.keys() or set(was.deferred) & set(now.silent)
    return falls or bool(elements or violations(now) - violations(was))


def gained(was: State, now: State) -> bool:
    """Whether anything is better now. To refer to a document that nobody holds is not."""
    rises = ORDER.index(now.verdict) > ORDER.index(was.verdict)
    rises = rises and (was.verdict, now.verdict) != ("missing", "undetermined")
    return rises or bool(now.said.keys() - was.said.keys() or violations(was) - violations(now))


APPLIES = ORDER[:-1]


@given(states(APPLIES), states(APPLIES))
def test_worse_if_anything_is_worse_and_better_if_nothing_is(was: State, now: State) -> None:
    found = change(was, now).direction
    assert (found is WORSE) is lost(was, now)
    assert (found is BETTER) is (gained(was, now) and not lost(was, now))


@given(states(APPLIES), states(APPLIES))
def test_the_way_back_leads_the_other_way_unless_something_is_worse_each_way(was: State, now: State) -> None:
    there, back = directions(was, now)
    if lost(was, now) and lost(now, was):  # one violation went and another came
        assert (there, back) == (WORSE, WORSE)
    elif lost(was, now):
        assert (there, back) == (WORSE, BETTER if gained(now, was) else CHANGED)
    elif lost(now, was):
        assert (there, back) == (BETTER if gained(was, now) else CHANGED, WORSE)
    else:
        assert there is back


@given(st.none() | states(), states(("not_applicable",)))
def test_what_applies_no_longer_is_never_better_or_worse(was: State | None, now: State) -> None:
    assert change(was, now).direction in (CHANGED, SAME)
    assert change(now, None).direction is CHANGED


@given(states(), states())
def test_the_same_is_what_differs_in_nothing(was: State, now: State) -> None:
    def held(one: State) -> tuple[object, ...]:
        statuses = (dict(one.said).keys(), set(one.silent), set(one.deferred), one.hit.keys())
        clauses = [{n: set(where) for n, where in one_kind.items()} for one_kind in (one.said, one.hit)]
        compared = () if one.verdict == "not_applicable" else (*statuses, *clauses)
        return one.verdict, one.assumed, one.fingerprint, *compared

    assert (change(was, now).direction is SAME) is (held(was) == held(now))


@given(states(), states())
def test_points_are_what_differs_and_say_so(was: State, now: State) -> None:
    found = change(was, now)
    assert len({point.id for point in found.points}) == len(found.points)
    for point in found.points:
        assert (point.was, point.came, point.went) != (point.now, (), ())
        for one, status in ((was, point.was), (now, point.now)):
            at = ("said", "silent", "deferred", "hit")
            assert [word for word in at if point.id in getattr(one, word)] == ([status] if status else [])
    if found.direction is SAME:
        assert found.points == ()


NAMES = st.text(max_size=6)
ODD = st.builds(
    State,
    st.sampled_from(Verdict),
    st.booleans(),
    st.dictionaries(
        NAMES, st.lists(st.builds(ClauseRef, NAMES, NAMES, st.just(False))).map(tuple), max_size=3
    ),
    st.lists(NAMES, max_size=3).map(tuple),
    st.lists(NAMES, max_size=3).map(tuple),
    st.dictionaries(
        NAMES, st.lists(st.builds(ClauseRef, NAMES, NAMES, st.just(False))).map(tuple), max_size=3
    ),
    NAMES,
)


@given(st.none() | ODD, st.none() | ODD)
def test_names_that_nobody_knows_and_lists_that_contradict_themselves_do_no_harm(
    was: State | None, now: State | None
) -> None:
    found = change(was, now)
    assert (found.was, found.now) == (was, now)
    if found.direction is SAME:
        assert was is not None and now is not None
        assert (was.verdict, was.fingerprint) == (now.verdict, now.fingerprint)
