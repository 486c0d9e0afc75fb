"""From `waivers.yaml` to the waivers of a suite. Never decides what they cover: that is up to `waivers`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from checker import documents
from checker.errors import BadInput, Problem
from checker.model import Waiver, Waivers
from checker.source import Document

WAIVERS_FILE = "waivers.yaml"


def load_waivers(path: Path, display: str, *, keep: bool = True) -> Waivers:
    """The waivers in the file at `path`, called `display` in messages. Raises BadInput with every problem: nothing is
    skipped."""
    document, problems = documents.load(path, display, "waivers", keep=keep)
    problems = problems or list(_problems(document))
    if problems:
        raise BadInput(problems)
    data = document.data
    return Waivers(
        data["baseline"],
        data["time_zone"],
        tuple(_waiver(entry, display, document.line(entry)) for entry in data["waivers"]),
    )


def _waiver(entry: dict[str, Any], file: str, line: int) -> Waiver:
    clause = entry.get("clause", {})
    return Waiver(
        entry["requirement"], entry.get("element", ""), entry.get("prohibition", ""),
        clause.get("agreement", ""), clause.get("at", ""), entry["fingerprint"], entry["reason"],
        entry["approved_by"], entry["approved_on"], entry["expires"], file, line,
    )  # fmt: skip


def _problems(document: Document) -> Iterator[Problem]:
    from datetime import date
    from zoneinfo import ZoneInfo

    data = document.data
    try:
        if data["time_zone"] == "localtime":  # a file beside the zones, and on each machine another one
            raise ValueError
        ZoneInfo(data["time_zone"])
    except (ValueError, OSError, LookupError):
        fault = f'there is no time zone "{data["time_zone"]}"'
        yield Problem(document.place(("time_zone",)), fault, "write one such as Asia/Shanghai or UTC")
    first: dict[tuple[Any, ...], int] = {}
    for number, entry in enumerate(data["waivers"]):
        for key in ("approved_on", "expires"):
            try:
                date.fromisoformat(entry[key])
            except ValueError:
                fault = f"there is no day {entry[key]}"
                yield Problem(document.place(("waivers", number, key)), fault, "write a day of the calendar")
        if entry["expires"] < entry["approved_on"]:
            fault = f"the waiver expires on {entry['expires']}, before its approval on {entry['approved_on']}"
            where = document.place(("waivers", number, "expires"))
            yield Problem(where, fault, "mend one of the two dates")
        if "clause" in entry and "element" in entry:
            where = document.place(("waivers", number, "clause"))
            yield Problem(
                where, "an element that is not said has no clause", "remove `clause`, or name a prohibition"
            )
        if "element" in entry and "prohibition" in entry:
            where = document.place(("waivers", number, "prohibition"))
            yield Problem(
                where, "a waiver is for an element or a prohibition, not both", "write a waiver for each"
            )
        named = _waiver(entry, "", 0)[:5]
        if named in first:
            fault = f"this gap is waived in line {first[named]} already"
            yield Problem(document.place(("waivers", number)), fault, "keep one of the two")
        first.setdefault(named, document.line(entry))
