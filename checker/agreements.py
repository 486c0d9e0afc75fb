"""From a suite's folder to a suite: its encodings, what is declared of the service, its waivers.

Never judges. Every problem of every file is reported at once."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from checker import documents, vocabulary, waiver_file
from checker.encodings import is_file, load_agreement
from checker.errors import BadInput, Place, Problem, one_of
from checker.model import Agreement, Answer, Evidence, Fact, NotHeld, Suite, Waivers, Words
from checker.source import Document
from checker.waiver_file import WAIVERS_FILE

SUITE_FILE = "suite.yaml"
LOCK_FILE = "verdicts.lock.yaml"
TO_FILL_IN = Words("待填写", "To be filled in")  # what `checker new` writes where only a person can know
_NO_ENCODINGS = (SUITE_FILE, WAIVERS_FILE, LOCK_FILE)
_ANSWERS = {"yes": Answer.YES, "no": Answer.NO, "unknown": Answer.OPEN}


def load_suite(
    folder: Path | str, display: str = "", *, keep: bool = True, unread: list[Problem] | None = None
) -> Suite:
    """Read the suite in `folder`, called `display` (or as it is written) in messages and evidence.

    `keep`: whether what is read may be kept for the next run. `unread`: where to put the problem that a source text
    has changed since it was read, if that shall not stop the rest.
    Raises BadInput with every problem of suite.yaml, the encodings and their quotes, and the waivers."""
    display, folder = display or str(folder), Path(folder)
    try:
        document = documents.valid(folder / SUITE_FILE, f"{display}/{SUITE_FILE}", "suite", keep=keep)
    except BadInput as bad:
        problems = [*bad.problems, *_encoding_problems(folder, display)]
        _waivers(folder, display, keep, problems)
        raise BadInput(problems) from None
    data = document.data
    problems = list(_suite_problems(document, folder))
    agreements: dict[str, Agreement] = {}
    for number, name in enumerate(data["agreements"]):
        path = folder / f"{name}.yaml"
        if not is_file(path):
            place = document.place(("agreements", number))
            problems.append(
                Problem(place, f"there is no file {name}.yaml", "add the encoding, or mend the id")
            )
            continue
        try:
            agreements[name] = load_agreement(
                path, f"{display}/{name}.yaml", f"{display}/", keep=keep, unread=unread
            )
        except BadInput as bad:
            problems += bad.problems
    waivers = _waivers(folder, display, keep, problems)
    problems += _reference_problems(document, agreements)
    problems += _ground_problems(document, agreements)
    if problems:
        raise BadInput(problems)
    return _suite(document, tuple(agreements.values()), waivers)


def _encoding_problems(folder: Path, display: str) -> Iterator[Problem]:
    """Of every encoding in the folder, for when suite.yaml cannot say which there are."""
    for path in encodings(folder):
        try:
            load_agreement(path, f"{display}/{path.name}", f"{display}/")
        except BadInput as bad:
            yield from bad.problems


def _waivers(folder: Path, display: str, keep: bool, problems: list[Problem]) -> Waivers | None:
    path = folder / WAIVERS_FILE
    if not os.path.lexists(path):  # a link that leads nowhere is no absence of waivers
        return None
    try:
        return waiver_file.load_waivers(path, f"{display}/{WAIVERS_FILE}", keep=keep)
    except BadInput as bad:
        problems += bad.problems
        return None


def encodings(folder: Path) -> list[Path]:
    """The files in the folder of a suite that can be encodings, by name."""
    return [path for path in sorted(folder.glob("*.yaml")) if path.name not in _NO_ENCODINGS]


def _suite(document: Document, agreements: tuple[Agreement, ...], waivers: Waivers | None) -> Suite:
    data = document.data
    references = list(_references(agreements))
    return Suite(
        id=data["suite"], title=Words(**data["title"]), operator=data["operator"], file=document.file,
        facts=MappingProxyType({name: _fact(fact) for name, fact in data["facts"].items()}),
        agreements=agreements,
        not_held=tuple(
            NotHeld(
                held["id"], held["title"], held["type"],
                tuple(evidence for to, evidence in references if to == held["id"]),
            )
            for held in data["not_held"]
        ),
        waivers=waivers,
    )  # fmt: skip


def _fact(fact: Mapping[str, Any]) -> Fact:
    ground = fact["ground"]
    return Fact(
        _ANSWERS[fact["answer"]],
        ground if isinstance(ground, str) else f"{ground['agreement']} {ground['at']}",
    )


def _references(agreements: tuple[Agreement, ...]) -> Iterator[tuple[str, Evidence]]:
    for agreement in agreements:
        for provision in agreement.provisions:
            if provision.kind == "reference":
                yield provision.fields["document"], provision.evidence


def _suite_problems(document: Document, folder: Path) -> Iterator[Problem]:
    data = document.data
    name = folder.resolve().name
    if data["suite"] != name:
        fault = f'the suite is called "{data["suite"]}", its folder "{name}"'
        yield Problem(document.place(("suite",)), fault, "give both the same name")
    written = {
        ("title", "zh"): data["title"]["zh"],
        ("title", "en"): data["title"]["en"],
        ("operator",): data["operator"],
    }
    for key, words in written.items():
        if any(blank in words for blank in TO_FILL_IN):
            yield Problem(document.place(key), f"{'.'.join(key)} is not filled in", "write it")
    for path in encodings(folder):
        if path.stem not in data["agreements"]:
            fault = f"{path.name} is not listed under agreements"
            yield Problem(
                document.place(("agreements",)), fault, f"add {path.stem} to the list, or remove the file"
            )
    for path in sorted(folder.glob("*.yml")):
        remedy = f"rename it to {path.stem}.yaml, or remove it"
        yield Problem(document.place(), f"{path.name} is not read: only .yaml files are", remedy)
    known = vocabulary.document_types()
    ids: set[str] = set()
    for number, held in enumerate(data["not_held"]):
        if held["type"] not in known:
            place = document.place(("not_held", number, "type"))
            yield Problem(
                place, f'there is no type of document "{held["type"]}"', one_of(held["type"], known)
            )
        if held["id"] in ids:
            place = document.place(("not_held", number, "id"))
            yield Problem(place, f"{held['id']} stands twice under not_held", "remove one of them")
        ids.add(held["id"])
        if held["id"] in data["agreements"]:
            place = document.place(("not_held", number, "id"))
            yield Problem(
                place, f"{held['id']} is listed under agreements too", "a document is either held or not held"
            )
    for name, fact in data["facts"].items():
        if (fact["answer"] == "unknown") is not (fact["ground"] == "none"):
            place = document.place(("facts", name, "ground"))
            yield Problem(
                place, f"the ground of {name} does not fit its answer", "`none` goes with `unknown` alone"
            )


def _reference_problems(document: Document, agreements: Mapping[str, Agreement]) -> Iterator[Problem]:
    """References to unknown documents, and documents listed as not held to which no clause refers."""
    data = document.data
    known = {*data["agreements"], *(held["id"] for held in data["not_held"])}
    referred = set()
    for to, evidence in _references(tuple(agreements.values())):
        referred.add(to)
        if to not in known:
            fault = f'the suite knows no document "{to}"'
            remedy = one_of(to, sorted(known), "list it under agreements or not_held of suite.yaml")
            yield Problem(Place(evidence.file, evidence.line), fault, remedy)
    for number, held in enumerate(data["not_held"]):
        looked = len(agreements) == len(data["agreements"]) and held["id"] not in data["agreements"]
        if looked and held["id"] not in referred:
            place = document.place(("not_held", number))
            yield Problem(
                place, f"no clause refers to {held['id']}", "encode the reference, or remove the entry"
            )


def _ground_problems(document: Document, agreements: Mapping[str, Agreement]) -> Iterator[Problem]:
    for name, fact in document.data["facts"].items():
        ground = fact["ground"]
        if isinstance(ground, str) or (
            ground["agreement"] in document.data["agreements"] and ground["agreement"] not in agreements
        ):
            continue
        agreement = agreements.get(ground["agreement"])
        path = ("facts", name, "ground")
        if agreement is None:
            fault = f'the suite holds no agreement "{ground["agreement"]}"'
            yield Problem(document.place(path), fault, "name an agreement that is listed above")
        elif all(provision.evidence.clause != ground["at"] for provision in agreement.provisions):
            fault = f'clause "{ground["at"]}" of {agreement.id} is not encoded'
            yield Problem(document.place(path), fault, "name the clause that says so")
