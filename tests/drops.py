"""What an assessment rests on: provisions are dropped, what is left is judged again, and the findings are held against
those of before as they stand. Never asks `checker.compare` or `checker.lock`: their tests ask this.

`python -m tests.drops` prints what became of the assessments of policies/, for every provision of every document."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from checker.agreements import load_suite
from checker.catalogue import load_baseline
from checker.conditions import patterns_of
from checker.engine import assess
from checker.model import Agreement, Answer, Assessment, Evidence, Finding, Provision, Suite
from checker.patterns import compile_pattern

ROOT = Path(__file__).parent.parent
SUITES = sorted(path.parent.name for path in (ROOT / "policies").glob("*/suite.yaml"))
AS_OF = "2026-11-22"


class Effect(StrEnum):
    """What a drop does to an assessment, the gravest first; those that change nothing of it last."""

    VERDICT = "changes a verdict"
    STATUS = "changes only the status of an element or a prohibition"
    ASSUMED = "changes only whether a requirement is assumed to apply"
    CLAUSES = "changes only the clauses that are evidence"
    QUOTES = "changes only the quotes, in clauses that stay evidence"
    ENCODING = "changes only what is encoded of quotes that stay evidence"
    APPLIES = "none: bears only on whether a requirement applies, and something else decides it too"
    IDLE = "none: fits some pattern of the baseline, but no finding rests on it"
    UNUSED = "none: fits no pattern of the baseline"


LOCKED = (Effect.VERDICT, Effect.STATUS, Effect.ASSUMED, Effect.CLAUSES, Effect.QUOTES, Effect.ENCODING)
# The order of `held`.
HELD = (Effect.VERDICT, Effect.ASSUMED, Effect.STATUS, Effect.CLAUSES, Effect.QUOTES, Effect.ENCODING)


class Drop(NamedTuple):
    """One drop: what was dropped, the assessment without it, and the requirements whose findings changed, in the
    order of the catalogue."""

    dropped: tuple[Provision, ...]
    assessment: Assessment
    changed: tuple[str, ...]
    effect: Effect


def whole(suite: str) -> Assessment:
    """The assessment of a suite of policies/ as it stands."""
    return assess(load_suite(ROOT / "policies" / suite), load_baseline(), as_of=AS_OF)


def without(suite: Suite, dropped: Collection[Provision]) -> Suite:
    """The suite as it is read when these provisions are not encoded."""
    gone = set(map(id, dropped))
    agreements = tuple(
        agreement._replace(provisions=tuple(p for p in agreement.provisions if id(p) not in gone))
        for agreement in suite.agreements
    )
    not_held = tuple(
        held._replace(references=tuple(p.evidence for p in _references(agreements, held.id)))
        for held in suite.not_held
    )
    return suite._replace(agreements=agreements, not_held=not_held)


def provisions_dropped(before: Assessment, document: Agreement) -> Iterator[Drop]:
    """Each provision of a document dropped in turn."""
    yield from _dropped(before, [(each,) for each in document.provisions])


def clauses_dropped(before: Assessment, document: Agreement) -> Iterator[Drop]:
    """Each clause of a document dropped in turn, with all that it does."""
    by_clause: dict[str, list[Provision]] = {}
    for provision in document.provisions:
        by_clause.setdefault(provision.evidence.clause, []).append(provision)
    yield from _dropped(before, map(tuple, by_clause.values()))


def held(finding: Finding) -> tuple[Any, ...]:
    """All that one can accept of a finding: verdict, whether it is assumed to apply; of elements and prohibitions
    statuses, clauses, quotes, what is encoded of them."""
    parts = [
        *[(e.element.id, e.status, e.evidence, e.by) for e in finding.elements],
        *[(p.prohibition.id, p.status, p.evidence, p.by) for p in finding.prohibitions],
    ]
    return (
        finding.verdict,
        finding.applicability.answer is Answer.OPEN,
        [(name, status) for name, status, _, _ in parts],
        [{(e.agreement, e.clause) for e in evidence} for _, _, evidence, _ in parts],
        [_quotes(evidence) for _, _, evidence, _ in parts],
        [sorted(_encoded(provision) for provision in by) for _, _, _, by in parts],
    )


def _quotes(evidence: Iterable[Evidence]) -> list[tuple[str, str, str]]:
    return sorted((e.agreement, e.clause, "".join(e.quote.split())) for e in evidence)


def _encoded(provision: Provision) -> tuple[str, str, str]:
    said = sorted((key, repr(value)) for key, value in provision.fields.items() if key != "note")
    return provision.evidence.agreement, provision.evidence.clause, repr(said)


def _dropped(before: Assessment, groups: Iterable[tuple[Provision, ...]]) -> Iterator[Drop]:
    for group in groups:
        after = assess(without(before.suite, group), before.baseline, as_of=before.as_of)
        changed, effects = [], set()
        for was, now in zip(before.findings, after.findings, strict=True):
            # equal findings are held to be equal all the sooner
            if was != now and (found := _effects(held(was), held(now))):
                changed.append(was.requirement.id)
                effects |= found
        effect = next((effect for effect in LOCKED if effect in effects), None)
        yield Drop(group, after, tuple(changed), effect or _bystander(before, group))


def _effects(was: tuple[Any, ...], now: tuple[Any, ...]) -> set[Effect]:
    return {effect for effect, a, b in zip(HELD, was, now, strict=True) if a != b}


def _bystander(before: Assessment, group: Iterable[Provision]) -> Effect:
    """Why a drop that changes nothing changes nothing."""
    if any(id(provision) in _applying(before) for provision in group):
        return Effect.APPLIES
    fits = any(test(p.fields) for p in group for test in _tests().get(p.kind, ()))
    return Effect.IDLE if fits else Effect.UNUSED


def _applying(assessment: Assessment) -> set[int]:
    """The provisions that bear on whether a requirement applies."""
    return {id(provision) for finding in assessment.findings for provision in finding.applicability.by}


def _references(agreements: Iterable[Agreement], to: str) -> list[Provision]:
    every = [provision for agreement in agreements for provision in agreement.provisions]
    return [p for p in every if p.kind == "reference" and p.fields["document"] == to]


@cache
def _tests() -> Mapping[str, list[Any]]:
    """Every pattern of the baseline by the kind of provision that it looks at."""
    tests: dict[str, list[Any]] = {}
    for requirement in load_baseline().requirements:
        applies = [requirement.applies_source.get(word, []) for word in ("when", "unless", "subject")]
        clauses = [clause.source for clause in (*requirement.elements, *requirement.prohibitions)]
        for pattern in patterns_of([*applies, *clauses]):
            tests.setdefault(pattern["kind"], []).append(compile_pattern(pattern))
    return tests


def _print_table() -> None:
    for title, drops in (("provisions", provisions_dropped), ("clauses", clauses_dropped)):
        print(f"{title} dropped one by one: in all, then")
        print("\n".join(f"  {chr(ord('a') + number)}  {effect}" for number, effect in enumerate(Effect)))
        letters = "".join(f"{chr(ord('a') + number):>6}" for number in range(len(Effect)))
        print(f"{'':40}{'all':>6}{letters}")
        totals: Counter[Effect] = Counter()
        for suite in SUITES:
            before = whole(suite)
            for document in before.suite.agreements:
                counts = Counter(drop.effect for drop in drops(before, document))
                totals += counts
                _print_row(f"{suite}/{document.id}", counts)
        _print_row("all", totals)


def _print_row(title: str, counts: Counter[Effect]) -> None:
    print(f"{title:40}{counts.total():>6}" + "".join(f"{counts[effect]:>6}" for effect in Effect))


if __name__ == "__main__":
    _print_table()
