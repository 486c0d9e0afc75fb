"""The words of the product as frozen values: what is read, what is demanded, what is found. Never reads files, never decides.

Named tuples, not dataclasses: this module is imported at every start, and twenty dataclasses cost as much as Python."""

import json
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

# Made once: it is called for every provision of every finding.
_encode = json.JSONEncoder(sort_keys=True, ensure_ascii=False).encode


class Verdict(StrEnum):
    """What an assessment says of one requirement, worst first."""

    VIOLATED = "violated"
    MISSING = "missing"
    PARTIAL = "partial"
    UNDETERMINED = "undetermined"
    MET = "met"
    NOT_APPLICABLE = "not_applicable"


# The verdicts that ask for something to be done, worst first.
GAPS = (Verdict.VIOLATED, Verdict.MISSING, Verdict.PARTIAL, Verdict.UNDETERMINED)


class Severity(StrEnum):
    """How much a gap weighs, worst first."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Answer(StrEnum):
    """A declared fact, or whether a requirement applies."""

    YES = "yes"
    NO = "no"
    OPEN = "open"


class ElementStatus(StrEnum):
    """Whether an element is said; deferred: silent here, but it may stand in a document that is not held."""

    SAID = "said"
    SILENT = "silent"
    DEFERRED = "deferred"


class ProhibitionStatus(StrEnum):
    """Whether some clause says what none may say."""

    HIT = "hit"
    NONE = "none"


class WaiverState(StrEnum):
    """What a waiver is worth on a day, for the finding that it names: only a valid one covers."""

    VALID = "valid"
    EXPIRED = "expired"
    CHANGED = "changed"  # the finding is no longer the one that was accepted
    EARLY = "early"  # the day is before the approval


class Words(NamedTuple):
    """One wording in both languages of the reports."""

    zh: str
    en: str


# --- what a team keeps -----------------------------------------------------------------------------------------


class Evidence(NamedTuple):
    """A quote and where it stands: in the encoding (file, line) and in the source text; lines count from 1."""

    agreement: str
    clause: str
    quote: str
    file: str
    line: int
    source_file: str
    source_line: int
    heading: str


class Provision(NamedTuple):
    """What a clause does: `fields` as encoded, `kind` among them, and the words that do it."""

    kind: str
    fields: Mapping[str, Any]
    evidence: Evidence

    @property
    def meaning(self) -> str:
        """What it says, to compare and to hash: all that rules may look at, without remarks, in one order of keys."""
        said = {key: value for key, value in self.fields.items() if key != "note"}
        return _encode(said)


class Agreement(NamedTuple):
    """One encoded document. Dates as YYYY-MM-DD or empty; `clauses` counts the clauses of its source text."""

    id: str
    title: str
    type: str
    version: str
    updated: str
    effective: str
    first_reading: str
    second_reading: str
    file: str
    source_file: str
    sha256: str
    clauses: int
    provisions: tuple[Provision, ...]


class NotHeld(NamedTuple):
    """A document that the agreements refer to and the suite does not hold, with the clauses that refer to it."""

    id: str
    title: str
    type: str
    references: tuple[Evidence, ...]


class Fact(NamedTuple):
    """A declared fact of the service: OPEN when unknown; `ground` says who or which clause says so."""

    answer: Answer
    ground: str


class Waiver(NamedTuple):
    """A gap accepted by a named person until the end of a day (dates as YYYY-MM-DD), as long as the finding keeps its
    fingerprint. `element`, `prohibition` or a clause (`agreement`, `at`) limit it; empty: the whole finding."""

    requirement: str
    element: str
    prohibition: str
    agreement: str
    at: str
    fingerprint: str
    reason: str
    approved_by: str
    approved_on: str
    expires: str
    file: str
    line: int


class Waivers(NamedTuple):
    """The waivers of a suite: of gaps against one baseline (its id), each until the end of its day in `time_zone`."""

    baseline: str
    time_zone: str
    entries: tuple[Waiver, ...]


class Suite(NamedTuple):
    """The agreements of one service, judged together, and the gaps that were accepted."""

    id: str
    title: Words
    operator: str
    file: str
    facts: Mapping[str, Fact]
    agreements: tuple[Agreement, ...]
    not_held: tuple[NotHeld, ...]
    waivers: Waivers | None = None


# --- what a baseline demands -----------------------------------------------------------------------------------


class Match(NamedTuple):
    """Whether a condition holds, and the provisions that make it hold."""

    holds: bool
    by: tuple[Provision, ...]


Index = Mapping[str, Sequence[Provision]]
Condition = Callable[[Index], Match]
Applies = Callable[[Index, Mapping[str, Fact]], "Applicability"]


class Applicability(NamedTuple):
    """Whether a requirement applies; `facts` and `by` say what decided it, or what leaves it open."""

    answer: Answer
    facts: tuple[str, ...] = ()
    by: tuple[Provision, ...] = ()


class Law(NamedTuple):
    """A cited text; in force from `effective` (YYYY-MM-DD) until the day before `repealed`, if that is not empty.
    `note` says what a reader should know of the text used, if anything."""

    id: str
    title: Words
    issued_by: Words
    effective: str
    repealed: str
    norm: str
    note: Words | None = None


class Citation(NamedTuple):
    """A place in a law; article as the law numbers it, paragraph and item 0 where the whole is meant."""

    law: str
    article: str
    paragraph: int = 0
    item: int = 0


class Clause(NamedTuple):
    """An element or a prohibition of a requirement: its wording and condition, the kinds of provision that it reads,
    and `near`: the provisions on its subject, whether or not they make the condition hold."""

    id: str
    words: Words
    condition: Condition
    near: Callable[[Index], tuple[Provision, ...]]
    kinds: tuple[str, ...]
    source: Any


class Requirement(NamedTuple):
    """What a baseline demands. `stands_in`: types of document in which its elements would naturally stand."""

    id: str
    group: str
    title: Words
    severity: Severity
    applies: Applies
    applies_words: Words
    applies_source: Any
    citations: tuple[Citation, ...]
    elements: tuple[Clause, ...]
    prohibitions: tuple[Clause, ...]
    stands_in: frozenset[str]
    remedy: Words


class Baseline(NamedTuple):
    """A versioned catalogue of requirements, in its order."""

    id: str
    version: str
    title: Words
    laws: Mapping[str, Law]
    groups: Mapping[str, Words]
    requirements: tuple[Requirement, ...]

    @property
    def named(self) -> str:
        """Id and version: `cn-pipl 2026.1`."""
        return f"{self.id} {self.version}"


# --- what is found ---------------------------------------------------------------------------------------------


class ElementFinding(NamedTuple):
    """One element: its status, the provisions that say it, and the evidence: their words, or where an element is
    deferred the references to the document not held. Where we looked: `element.near(assessment.provisions)`."""

    element: Clause
    status: ElementStatus
    by: tuple[Provision, ...]
    evidence: tuple[Evidence, ...]


class ProhibitionFinding(NamedTuple):
    """One prohibition: its status, the provisions that hit it and their words."""

    prohibition: Clause
    status: ProhibitionStatus
    by: tuple[Provision, ...]
    evidence: tuple[Evidence, ...]


class Waived(NamedTuple):
    """A waiver of a finding and what it is worth on the day; `days` until it expires, the last one included."""

    waiver: Waiver
    state: WaiverState
    days: int


class Finding(NamedTuple):
    """One requirement judged on one suite. `waivers`: all that name it; `waived`: valid ones cover the whole gap, which
    changes no verdict; `worse`: it got worse than it was, where somebody compared."""

    requirement: Requirement
    verdict: Verdict
    applicability: Applicability
    in_force: tuple[Citation, ...]
    elements: tuple[ElementFinding, ...]
    prohibitions: tuple[ProhibitionFinding, ...]
    deferred_to: tuple[NotHeld, ...]
    fingerprint: str
    waivers: tuple[Waived, ...] = ()
    waived: bool = False
    worse: bool = False


class Assessment(NamedTuple):
    """All findings of one suite against one baseline, in the order of the catalogue; `provisions`: what was judged;
    `idle`: the waivers that waive nothing."""

    suite: Suite
    baseline: Baseline
    as_of: str
    provisions: Index
    findings: tuple[Finding, ...]
    idle: tuple[Waiver, ...] = ()

    def counts(self) -> dict[Verdict, int]:
        """The number of findings of each verdict, all verdicts included."""
        found = [finding.verdict for finding in self.findings]
        return {verdict: found.count(verdict) for verdict in Verdict}
