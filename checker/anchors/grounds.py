"""What rests on clauses that moved: the grounds of declared facts (suite.yaml), and waivers. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from checker.anchors.model import SAFE, Anchors
from checker.rewrite.edit import Editing
from checker.source import Document


class Ground(NamedTuple):
    """A declared fact and the clause that it rests on. `at_now`: where that clause is now; "" where its quotes have gone to
    several. `unread`: whether the clause has to be read."""

    fact: str
    agreement: str
    at: str
    at_now: str
    unread: bool

    @property
    def moved(self) -> bool:
        """Whether the clause is surely another number now."""
        return self.at_now not in ("", self.at)


def grounds(facts: Mapping[str, Any], agreements: Mapping[str, Anchors]) -> list[Ground]:
    """The facts whose clause has moved, or has to be read."""
    told = []
    for name, fact in facts.items():
        ground = fact["ground"]
        if isinstance(ground, str) or ground["agreement"] not in agreements:
            continue
        at, found = ground["at"], agreements[ground["agreement"]]
        resting = [each for each in found.quotes if each.at == at]
        unread = any(each.mark or each.standing not in SAFE for each in resting)
        here = Ground(name, ground["agreement"], at, _home(found, at), unread)
        if here.at_now != at or unread:
            told.append(here)
    return told


def grounded(document: Document, grounds: list[Ground]) -> str:
    """The text of suite.yaml with the grounds whose clause has surely moved. Raises BadInput where it cannot be written."""
    editing = Editing(document)
    for each in grounds:
        if each.moved:
            editing.set(("facts", each.fact, "ground", "at"), each.at_now)
    return editing.result()


def waivers_moved(
    waivers: Mapping[str, Any], agreements: Mapping[str, Anchors]
) -> Iterator[tuple[int, str, str, str]]:
    """Waivers that name a clause that moved: which one, agreement, id, and id of now ("": several). Whoever approved the
    waiver has to accept it anew, so it is never changed."""
    for number, waiver in enumerate(waivers["waivers"]):
        clause = waiver.get("clause")
        if clause and clause["agreement"] in agreements:
            at_now = _home(agreements[clause["agreement"]], clause["at"])
            if at_now != clause["at"]:
                yield number, clause["agreement"], clause["at"], at_now


def _home(found: Anchors, at: str) -> str:
    homes = found.homes.get(at, frozenset([at]))
    return next(iter(homes)) if len(homes) == 1 else ""
