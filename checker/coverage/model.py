"""The words of coverage as frozen values. Never reads files, never decides."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from checker.model import Assessment, Baseline, Evidence, Finding, Verdict, Words


class State(StrEnum):
    """What became of a clause of a source text."""

    ENCODED = "encoded"
    ASIDE = "set_aside"
    UNREAD = "needs_reading"  # encoded or set aside, but marked to be read (again)
    OPEN = "not_accounted_for"


ACCOUNTED = (State.ENCODED, State.ASIDE)


class ClauseCoverage(NamedTuple):
    """A clause of a source text: its state, the reason why it is set aside, the kinds that are encoded of it."""

    agreement: str
    at: str
    line: int
    state: State
    because: str
    kinds: frozenset[str]


class Unused(NamedTuple):
    """A provision that fits no condition of any requirement of the baseline, with its place in the encoding."""

    at: str
    kind: str
    line: int


class Characters(NamedTuple):
    """Characters of a source text, as `texts` counts them: in quotes, in encoded clauses, in all."""

    quoted: int
    encoded: int
    all: int


class AgreementCoverage(NamedTuple):
    """One agreement. `clauses`: those of its source text that have to be accounted for. `lost`: the clauses whose
    quote does not stand there. `stale`: the text is another one than the encoding was made of."""

    id: str
    title: str
    file: str
    source_file: str
    clauses: tuple[ClauseCoverage, ...]
    characters: Characters
    lost: tuple[str, ...]
    stale: bool
    unused: tuple[Unused, ...]

    def number(self, *states: State) -> int:
        """How many clauses are in one of these states."""
        return sum(clause.state in states for clause in self.clauses)

    def accounted_for(self, percent: int) -> bool:
        """Whether at least so many of a hundred clauses are encoded or set aside."""
        return 100 * self.number(*ACCOUNTED) >= percent * len(self.clauses)


class Pillar(NamedTuple):
    """A clause that a verdict rests on: without what is encoded of it the verdict is another one."""

    requirement: str
    verdict: Verdict
    without: Verdict
    evidence: Evidence


class Candidate(NamedTuple):
    """A clause with words that are typical of what a requirement asks for, and that is not encoded as such: the words
    as the text has them, their line, and the text of that line."""

    clause: ClauseCoverage
    source_file: str
    line: int
    word: str
    text: str


class Candidates(NamedTuple):
    """The candidates for one finding, those that nobody has read first, then those set aside."""

    finding: Finding
    places: tuple[Candidate, ...]


class SuiteCoverage(NamedTuple):
    """One suite. Without an assessment (its files have `problems`) there are neither pillars nor candidates."""

    id: str
    title: Words
    agreements: tuple[AgreementCoverage, ...]
    assessment: Assessment | None
    problems: int
    pillars: tuple[Pillar, ...]
    candidates: tuple[Candidates, ...]


class Coverage(NamedTuple):
    """All suites, held against one baseline as of one day."""

    baseline: Baseline
    as_of: str
    suites: Sequence[SuiteCoverage]
