"""The clauses held that come nearest to what is not said, for a reader who doubts it. Never decides."""

from typing import NamedTuple

from checker.model import Clause, Evidence, Index, Provision

MOST = 3
EVERY = 10_000


class Near(NamedTuple):
    """The nearest provisions, one a quote, nearest first; and how many other quotes are on the subject."""

    shown: tuple[Provision, ...]
    more: int


def nearest(clause: Clause, index: Index, *, most: int = MOST) -> Near:
    """The provisions on the subject of a clause of a requirement, those first that fail the fewest tests."""
    by_quote: dict[Evidence, Provision] = {}
    for provision in clause.near(index):
        by_quote.setdefault(provision.evidence, provision)
    found = tuple(by_quote.values())
    return Near(found[:most], max(0, len(found) - most))
