"""The clauses held that come nearest to what is not said, for a reader who doubts it. Never decides."""

from typing import NamedTuple

from checker.model import Clause, Index, Provision

MOST = 3
EVERY = 10_000


class Near(NamedTuple):
    """The nearest provisions, one a clause, nearest first; and how many other clauses are on the subject."""

    shown: tuple[Provision, ...]
    more: int


def nearest(clause: Clause, index: Index, *, most: int = MOST) -> Near:
    """The provisions on the subject of a clause of a requirement, those first that fail the fewest tests."""
    by_place: dict[tuple[str, str], Provision] = {}
    for provision in clause.near(index):
        by_place.setdefault((provision.evidence.agreement, provision.evidence.clause), provision)
    found = tuple(by_place.values())
    return Near(found[:most], max(0, len(found) - most))
