"""An encoding with its anchors as they are now: hash, `at`, `no_provision` and `needs_reading`, and nothing else;
clauses that are new are put in as whole entries.

Never writes files; never takes a mark away, which is for whoever has read the clause."""

from collections.abc import Mapping, Sequence
from typing import Any

from checker import schema, source
from checker.anchors.model import SAFE, Anchors, Aside
from checker.errors import BadInput
from checker.marks import NEW
from checker.rewrite.edit import Editing
from checker.source import Document


def anchored(document: Document, found: Anchors, entries: Sequence[Sequence[str]] = ()) -> str:
    """The text of the encoding. `entries`: the lines to be put in for each clause that is new, if they are.

    Raises BadInput where it cannot be written without touching more than is meant."""
    editing = Editing(document)
    if found.changed:
        editing.set(("source", "sha256"), found.sha256)
    for each in found.quotes:
        if each.at_now != each.at:
            editing.set(("clauses", each.number, "at"), each.at_now)
        if not each.mark and each.standing not in SAFE:
            editing.insert(("clauses", each.number), "at", "needs_reading", str(each.standing))
    if entries:
        for new, behind, lines in zip(found.new, found.behind, entries, strict=True):
            editing.add(("clauses",), behind, lines, {"at": new.at, "needs_reading": NEW})
    groups = document.data["no_provision"]
    asides = [[each for each in found.asides if each.group == number] for number in range(len(groups))]
    stays = [any(each.at_now for each in group) for group in asides]
    for number, group in enumerate(asides):
        if stays[number]:
            _group(editing, number, groups[number], group)
    if not all(stays):
        editing.keep(("no_provision",), stays)
    text = editing.result()
    if problems := schema.validate(source.parse(text, document.file), "agreement"):
        raise BadInput(problems)
    return text


def _group(editing: Editing, number: int, group: Mapping[str, Any], asides: Sequence[Aside]) -> None:
    """One group of clauses set aside, of which some are still there."""
    path = ("no_provision", number, "at")
    for each in asides:
        if each.at_now not in ("", each.at):
            editing.set((*path, each.number), each.at_now)
    if not all(each.at_now for each in asides):
        editing.keep(path, [bool(each.at_now) for each in asides])
    fresh = [each.at_now for each in asides if each.at_now and not each.mark and each.standing not in SAFE]
    waiting = group.get("needs_reading")
    if waiting is None:
        if fresh:
            editing.insert(("no_provision", number), "at", "needs_reading", fresh)
        return
    now = {each.at: each.at_now for each in asides}
    _waiting(editing, number, waiting, [now.get(at, at) for at in waiting], fresh)


def _waiting(editing: Editing, number: int, was: Sequence[str], now: Sequence[str], fresh: list[str]) -> None:
    """A list of clauses that wait to be read, with what is gone taken out and what has changed added."""
    path = ("no_provision", number, "needs_reading")
    now, fresh = list(now), list(fresh)
    for place, at in enumerate(now):
        if not at and fresh:
            now[place] = fresh.pop(0)
    if not any(now):
        editing.remove(path[:-1], path[-1])
        return
    for place, at in enumerate(now):
        if at not in ("", was[place]):
            editing.set((*path, place), at)
    if not all(now):
        editing.keep(path, [bool(at) for at in now])
    if fresh:
        editing.append(path, fresh)
