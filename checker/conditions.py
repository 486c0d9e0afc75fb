"""The condition language: quantifiers over provisions, combinators, applicability. Compiled once to plain closures.

    some: PATTERN                a provision matches               all:  [CONDITION, …]   every one holds
    none: PATTERN                no provision matches              any:  [CONDITION, …]   one of them holds
    each: PATTERN, must: TESTS   there are such provisions, and    not:  CONDITION        it does not hold
                                 all of them pass the tests

Where a PATTERN (or TESTS) stands, a list of them means: one of these. Never reads files, never looks at the clock.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from types import MappingProxyType
from typing import Any

from checker.model import Answer, Applicability, Applies, Condition, Evidence, Fact, Index, Match, Provision
from checker.patterns import Fault, Path, Test, compile_pattern, faults, witness
from checker.vocabulary import Kinds

WORDS = ("some", "none", "each", "all", "any", "not")


# --- compiling -------------------------------------------------------------------------------------------------


def compile_condition(source: Mapping[str, Any]) -> Condition:
    """The condition as a function of the provisions by kind. The source is taken to be right (see `check`)."""
    return _COMPILERS[_word(source)](source)


def _word(source: Mapping[str, Any]) -> str:
    return next(word for word in WORDS if word in source)


def _patterns(source: Any) -> list[Mapping[str, Any]]:
    return source if isinstance(source, list) else [source]


def _matching(source: Any) -> Callable[[Index], tuple[Provision, ...]]:
    tests: list[tuple[str, Test]] = [
        (pattern["kind"], compile_pattern(pattern)) for pattern in _patterns(source)
    ]

    def find(index: Index) -> tuple[Provision, ...]:
        return tuple([p for kind, test in tests for p in index.get(kind, ()) if test(p.fields)])

    return find


def _some(source: Mapping[str, Any]) -> Condition:
    find = _matching(source["some"])

    def some(index: Index) -> Match:
        by = find(index)
        return Match(bool(by), by)

    return some


def _none(source: Mapping[str, Any]) -> Condition:
    find = _matching(source["none"])
    return lambda index: Match(not find(index), ())


def _each(source: Mapping[str, Any]) -> Condition:
    find = _matching(source["each"])
    tests = [compile_pattern(tests) for tests in _patterns(source["must"])]

    def each(index: Index) -> Match:
        found = find(index)
        passed = tuple(p for p in found if any(test(p.fields) for test in tests))
        return Match(bool(found) and len(passed) == len(found), passed)

    return each


def _all(source: Mapping[str, Any]) -> Condition:
    conditions = [compile_condition(part) for part in source["all"]]
    return lambda index: _joined(all, [condition(index) for condition in conditions])


def _any(source: Mapping[str, Any]) -> Condition:
    conditions = [compile_condition(part) for part in source["any"]]
    return lambda index: _joined(any, [condition(index) for condition in conditions])


def _not(source: Mapping[str, Any]) -> Condition:
    condition = compile_condition(source["not"])
    return lambda index: Match(not condition(index).holds, ())


def _joined(join: Callable[[Iterator[bool]], bool], matches: Sequence[Match]) -> Match:
    by = {id(p): p for match in matches if match.holds for p in match.by}
    return Match(join(match.holds for match in matches), tuple(by.values()))


_COMPILERS: Mapping[str, Callable[[Mapping[str, Any]], Condition]] = {
    "some": _some, "none": _none, "each": _each, "all": _all, "any": _any, "not": _not,
}  # fmt: skip


# --- applicability ---------------------------------------------------------------------------------------------


def compile_applies(source: Mapping[str, Any]) -> Applies:
    """Three-valued applicability as a function of provisions and declared facts.

    `when`: yes if one of the conditions holds, no if a fact says no and none holds, else open. `unless`: no if one
    of them holds, save where a fact denies it; open while a fact is unknown, else yes. An open requirement whose
    `subject` never comes up in the documents does not apply."""
    word = "when" if "when" in source else "unless"
    names = [part["fact"] for part in source[word] if "fact" in part]
    conditions = [compile_condition(part) for part in source[word] if "fact" not in part]
    subject = compile_condition({"some": source["subject"]}) if "subject" in source else None

    def applies(index: Index, facts: Mapping[str, Fact]) -> Applicability:
        answers = [facts[name].answer if name in facts else Answer.OPEN for name in names]
        if Answer.YES in answers:  # a fact decides: no need to read the clauses
            said = names[answers.index(Answer.YES)]
            return Applicability(Answer.YES if word == "when" else Answer.NO, (said,))
        if word == "unless" and Answer.NO in answers:  # an exclusion on paper that does not work
            return Applicability(Answer.YES, (names[answers.index(Answer.NO)],))
        matches = [match for condition in conditions if (match := condition(index)).holds]
        if matches:
            by = tuple(provision for match in matches for provision in match.by)
            return Applicability(Answer.YES if word == "when" else Answer.NO, (), by)
        unknown = tuple(name for name, answer in zip(names, answers, strict=True) if answer is Answer.OPEN)
        if not unknown:
            return Applicability(Answer.NO if word == "when" else Answer.YES, tuple(names))
        raised = subject(index) if word == "when" and subject is not None else None
        if raised is not None and not raised.holds:
            return Applicability(Answer.NO)
        return Applicability(Answer.OPEN, unknown, raised.by if raised else ())

    return applies


# --- checking --------------------------------------------------------------------------------------------------


def check(source: Any, path: Path, kinds: Kinds) -> Iterator[Fault]:
    """Everything wrong with a condition; last, whether it can be both true and false."""
    found = list(_shape_faults(source, path, kinds))
    yield from found or _constant_faults(source, path, kinds)


def check_applies(
    source: Mapping[str, Any], path: Path, kinds: Kinds, facts: Sequence[str]
) -> Iterator[Fault]:
    """Everything wrong with the `when`, `unless` and `subject` of an applicability."""
    if ("when" in source) is ("unless" in source):
        yield Fault(path, "applicability needs either `when` or `unless`", "write one of the two")
        return
    word = "when" if "when" in source else "unless"
    for number, part in enumerate(source[word]):
        where = (*path, word, number)
        if set(part) != {"fact"}:
            yield from check(part, where, kinds)
        elif part["fact"] not in facts:
            yield Fault(
                (*where, "fact"), f'there is no fact "{part["fact"]}"', "write one of: " + ", ".join(facts)
            )
    for number, pattern in enumerate(_patterns(source.get("subject", []))):
        yield from faults(pattern, (*path, "subject", number), kinds)


def kinds_read(source: Any) -> tuple[str, ...]:
    """The kinds of provision that a condition looks at, in its order."""
    return tuple(dict.fromkeys(pattern["kind"] for pattern in patterns_of(source)))


def patterns_of(source: Any) -> Iterator[Mapping[str, Any]]:
    """Every pattern that names a kind, anywhere in a condition."""
    if isinstance(source, list):
        for part in source:
            yield from patterns_of(part)
    elif isinstance(source, dict):
        if "kind" in source:
            yield source
        else:
            for part in source.values():
                yield from patterns_of(part)


def _shape_faults(source: Any, path: Path, kinds: Kinds) -> Iterator[Fault]:
    words = [word for word in WORDS if isinstance(source, Mapping) and word in source]
    expected = {"each", "must"} if words == ["each"] else set(words)
    if len(words) != 1 or set(source) != expected:
        known = ", ".join(f"`{word}`" for word in WORDS)
        yield Fault(path, "this is not a condition", f"write exactly one of {known} (`each` with `must`)")
        return
    word = words[0]
    where = (*path, word)
    if word == "not":
        yield from _shape_faults(source["not"], where, kinds)
    elif word in ("all", "any"):
        if not isinstance(source[word], list) or not source[word]:
            yield Fault(where, f"`{word}` takes a list of conditions", "write `- some: …` lines")
            return
        for number, part in enumerate(source[word]):
            yield from _shape_faults(part, (*where, number), kinds)
    else:
        yield from _pattern_faults(source[word], where, kinds)
        if word == "each":
            yield from _must_faults(source, path, kinds)


def _pattern_faults(source: Any, path: Path, kinds: Kinds, kind: str = "") -> Iterator[Fault]:
    if isinstance(source, list):
        if not source:
            yield Fault(path, "the list of patterns is empty", "write a pattern")
        for number, pattern in enumerate(source):
            yield from faults(pattern, (*path, number), kinds, kind)
    else:
        yield from faults(source, path, kinds, kind)


def _must_faults(source: Mapping[str, Any], path: Path, kinds: Kinds) -> Iterator[Fault]:
    each = source["each"]
    if isinstance(each, Mapping) and isinstance(each.get("kind"), str) and each["kind"] in kinds:
        yield from _pattern_faults(source["must"], (*path, "must"), kinds, each["kind"])
    else:
        yield Fault((*path, "each"), "`each` takes one pattern", "write `{kind: …}`")


_NOWHERE = Evidence("", "", "", "", 0, "", 0, "")


def _constant_faults(source: Any, path: Path, kinds: Kinds) -> Iterator[Fault]:
    if "some" in source:
        return  # false where nothing is said, true where an example of the pattern is: `faults` has seen to that
    condition = compile_condition(source)
    outcomes = {condition(index).holds for index in _worlds(source, kinds)}
    if outcomes != {True, False}:
        says = "always true" if True in outcomes else "never true"
        yield Fault(
            path, f"this condition is {says}, whatever the clauses say", "mend what contradicts itself"
        )


def _worlds(source: Any, kinds: Kinds) -> Iterator[Index]:
    """Small sets of provisions that tell the patterns of a condition apart: none, one, two, all of its examples."""
    examples = [(pattern["kind"], witness(pattern, kinds[pattern["kind"]])) for pattern in _examples(source)]
    examples += [(kind, witness({}, kinds[kind])) for kind in kinds_read(source)]
    provisions = [Provision(kind, MappingProxyType(fields), _NOWHERE) for kind, fields in examples]
    for size in {0, 1, 2, len(provisions)}:
        for chosen in combinations(provisions, size):
            yield {kind: [p for p in chosen if p.kind == kind] for kind in {p.kind for p in chosen}}


def _examples(source: Any) -> Iterator[Mapping[str, Any]]:
    yield from patterns_of(source)
    for part in _parts(source):
        if "each" in part:
            for tests in _patterns(part["must"]):
                yield {**part["each"], **tests}


def _parts(source: Any) -> Iterator[Mapping[str, Any]]:
    yield source
    for word in ("all", "any"):
        for part in source.get(word, ()):
            yield from _parts(part)
    if "not" in source:
        yield from _parts(source["not"])
