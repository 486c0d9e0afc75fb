"""What a comparison of two sides gives: changed clauses, provisions, verdicts. Values only; never compares."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple, TypeVar

from checker.compare import Change, ClauseRef
from checker.errors import Problem
from checker.lock import Lock
from checker.model import Agreement, Assessment, Finding, Provision, Severity, Waived
from checker.text import SourceText

T = TypeVar("T")
Texts = Mapping[tuple[str, str], SourceText]  # by the ids of suite and agreement


def _there(was: T | None, now: T | None) -> T:
    found = was if now is None else now
    assert found is not None  # one of the two is there
    return found


class Kind(StrEnum):
    """What became of a clause."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    REWORDED = "reworded"


class Wording(NamedTuple):
    """A clause in one of two texts: its number, heading, words without the number, file and line."""

    at: str
    heading: str
    words: str
    file: str
    line: int


class ClauseChange(NamedTuple):
    """One clause that changed; None where it is not there. What is reworded may have moved as well."""

    kind: Kind
    was: Wording | None
    now: Wording | None

    @property
    def there(self) -> Wording:
        """As it is now, or was where it is gone."""
        return _there(self.was, self.now)


class Side(NamedTuple):
    """One of the two sides: what it is called, its assessments, source texts and locks (by suite)."""

    name: str
    assessments: Sequence[Assessment]
    texts: Texts
    locks: Mapping[str, Lock]
    unreadable: tuple[Problem, ...] = ()  # what of it cannot be read


class ProvisionChange(NamedTuple):
    """What an encoding says of a clause no longer, now, or otherwise; `with_text`: the clause's words changed as well."""

    was: Provision | None
    now: Provision | None
    with_text: bool

    @property
    def there(self) -> Provision:
        """What the encoding says now, or said where it says it no longer."""
        return _there(self.was, self.now)


class AgreementChange(NamedTuple):
    """One agreement on both sides, or on one. `unread`: clauses whose words changed while their encoding stayed;
    `read_again`: the encoding says that it has been read since."""

    was: Agreement | None
    now: Agreement | None
    clauses: tuple[ClauseChange, ...]
    provisions: tuple[ProvisionChange, ...]
    unread: tuple[ClauseChange, ...]
    read_again: bool

    @property
    def there(self) -> Agreement:
        """As it is now, or was where it is gone."""
        return _there(self.was, self.now)

    @property
    def changed(self) -> bool:
        """Whether there is anything to tell."""
        renamed = self.was is None or self.now is None or self.was.id != self.now.id
        return renamed or bool(self.clauses or self.provisions)


class Causes(NamedTuple):
    """What is behind a changed verdict: clauses as they are numbered now (or were, where they are gone), declared facts,
    documents that are no longer missing or newly so, the rules."""

    places: tuple[ClauseRef, ...] = ()
    facts: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    rules: bool = False


class VerdictChange(NamedTuple):
    """What became of one requirement; None where it was or is not judged."""

    requirement: str
    was: Finding | None
    now: Finding | None
    change: Change
    causes: Causes

    @property
    def there(self) -> Finding:
        """What is found now, or was where it is judged no longer."""
        return _there(self.was, self.now)


class FactChange(NamedTuple):
    """A declared fact with its answers; empty where it was not declared."""

    name: str
    was: str
    now: str


class DocumentChange(NamedTuple):
    """A document that is referred to: `missing` now, or no longer."""

    title: str
    missing: bool


class WaiverChange(NamedTuple):
    """A waiver that came, went or changed, or whose worth did."""

    was: Waived | None
    now: Waived | None

    @property
    def there(self) -> Waived:
        """As it is now, or was where it is gone."""
        return _there(self.was, self.now)


class SuiteChange(NamedTuple):
    """One suite on both sides, or on one."""

    was: Assessment | None
    now: Assessment | None
    agreements: tuple[AgreementChange, ...]
    facts: tuple[FactChange, ...]
    documents: tuple[DocumentChange, ...]
    waivers: tuple[WaiverChange, ...]
    verdicts: tuple[VerdictChange, ...]
    by_lock: bool = False  # what it was is known from its lock alone

    @property
    def there(self) -> Assessment:
        """As it is now, or was where it is gone."""
        return _there(self.was, self.now)

    @property
    def changed(self) -> bool:
        """Whether there is anything to tell."""
        renamed = self.was is None or self.now is None or self.was.suite.id != self.now.suite.id
        told = (self.facts, self.documents, self.waivers, self.verdicts)
        return renamed or any(told) or any(agreement.changed for agreement in self.agreements)


class RuleChange(NamedTuple):
    """A requirement that the baseline has no longer, has now, or weighs otherwise: its severities, None where it is not."""

    requirement: str
    was: Severity | None
    now: Severity | None


class Diff(NamedTuple):
    """What changed between two sides; `baselines`: theirs, with version. `assessments`: those of the new side, with what
    got worse marked; `unreadable`: why the old side is known from its locks alone; `stale`: source texts of
    the new side that changed since their encodings were read."""

    was: str
    now: str
    baselines: tuple[str, str]
    suites: tuple[SuiteChange, ...]
    assessments: tuple[Assessment, ...]
    unreadable: tuple[Problem, ...] = ()
    stale: tuple[Problem, ...] = ()
    rules: tuple[RuleChange, ...] = ()
    baseline_is_new: bool = False  # a file that the old side does not have: it judges both
