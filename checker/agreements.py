"""From a suite's folder to a suite: encodings read, validated, every quote found in its source text.

Never judges. Every problem of every file is reported at once."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from checker import documents, schema, source, text, vocabulary, waiver_file
from checker.errors import BadInput, Place, Problem, did_you_mean, one_of
from checker.model import Agreement, Answer, Evidence, Fact, NotHeld, Provision, Suite, Waivers, Words
from checker.source import Document
from checker.text import NotFound, SourceText
from checker.waiver_file import WAIVERS_FILE

SUITE_FILE = "suite.yaml"
LOCK_FILE = "verdicts.lock.yaml"
_NO_ENCODINGS = (SUITE_FILE, WAIVERS_FILE, LOCK_FILE)
_ANSWERS = {"yes": Answer.YES, "no": Answer.NO, "unknown": Answer.OPEN}


def _mapping(**keys: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(keys), "properties": keys}


def _list(items: Any) -> dict[str, Any]:
    return {"type": "array", "items": items}


_TEXT = {"type": "string"}
# What must be in order before quotes can be looked for, whatever else is wrong with an encoding.
_TO_FIND_QUOTES = schema.Schema(
    "quotes",
    _mapping(
        agreement=_TEXT,
        source=_mapping(file={"type": "string", "pattern": r"^[^/\\]+$"}, sha256={}),
        clauses=_list(_mapping(at=_TEXT, quote=_TEXT)),
        no_provision=_list(_mapping(at=_list(_TEXT))),
    ),
)


def load_suite(
    folder: Path | str, display: str = "", *, keep: bool = True, unread: list[Problem] | None = None
) -> Suite:
    """Read the suite in `folder`, called `display` (or as it is written) in messages and evidence.

    `keep`: whether what is read may be kept for the next run. `unread`: where to put the problem that a source text
    has changed since it was read, if that shall not stop the rest.
    Raises BadInput with every problem of suite.yaml, the encodings and their quotes, and the waivers."""
    display, folder = display or str(folder), Path(folder)
    try:
        document, faults = documents.load(folder / SUITE_FILE, f"{display}/{SUITE_FILE}", "suite", keep=keep)
        if faults:
            raise BadInput(faults)
    except BadInput as bad:
        problems = [*bad.problems, *_encoding_problems(folder, display)]
        _waivers(folder, display, keep, problems)
        raise BadInput(problems) from None
    data = document.data
    problems = list(_suite_problems(document, folder))
    agreements: dict[str, Agreement] = {}
    for number, name in enumerate(data["agreements"]):
        path = folder / f"{name}.yaml"
        if not _is_file(path):
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


def load_agreement(
    path: Path, display: str, folder: str = "", *, keep: bool = True, unread: list[Problem] | None = None
) -> Agreement:
    """Read one encoding and find its quotes; `folder` comes before the source file's name in evidence, `keep` and
    `unread` as for `load_suite`.

    Raises BadInput with every problem of the encoding."""
    return _read(*documents.load(path, display, "agreement", keep=keep), path, folder, unread)


def check_encoding(content: bytes, path: Path, display: str) -> None:
    """Check an encoding that is not (yet) saved, as if it stood at `path`: its source text is read beside it.

    Raises BadInput with every problem."""
    document = source.parse(content, display)
    _read(document, schema.validate(document, "agreement"), path, "")


def _read(
    document: Document, problems: list[Problem], path: Path, folder: str, unread: list[Problem] | None = None
) -> Agreement:
    if problems and schema.validate(document, _TO_FIND_QUOTES):
        raise BadInput(problems)
    data = document.data
    if data["agreement"] != path.stem:
        fault = f'the agreement is called "{data["agreement"]}", its file "{path.stem}"'
        problems.append(Problem(document.place(("agreement",)), fault, "give both the same name"))
    source_path = path.parent / data["source"]["file"]
    if not _is_file(source_path):
        fault = f"there is no file {source_path.name} beside this encoding"
        problems.append(
            Problem(document.place(("source", "file")), fault, "add the source text, or mend the name")
        )
        raise BadInput(problems)
    try:
        source_text = text.read(source_path, folder + source_path.name)
    except BadInput as bad:
        raise BadInput([*problems, *bad.problems]) from None
    if source_text.sha256 != data["source"]["sha256"]:
        fault = f"this is not the hash of {data['source']['file']} as it stands"
        remedy = f"read it again against this encoding, then write sha256: {source_text.sha256}"
        changed = Problem(document.place(("source", "sha256")), fault, remedy)
        (problems if unread is None else unread).append(changed)
    evidence = list(_evidence(document, source_text, problems))
    problems += _unaccounted(document, source_text)
    if problems:
        raise BadInput(problems)
    return _agreement(document, source_text, evidence)


def _encoding_problems(folder: Path, display: str) -> Iterator[Problem]:
    """Of every encoding in the folder, for when suite.yaml cannot say which there are."""
    for path in _encodings(folder):
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


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name that no file can have
        return False


def _encodings(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.glob("*.yaml")) if path.name not in _NO_ENCODINGS]


# --- one agreement ------------------------------------------------------------------------------------------


def _evidence(document: Document, source_text: SourceText, problems: list[Problem]) -> Iterator[Evidence]:
    data = document.data
    for number, clause in enumerate(data["clauses"]):
        if not clause["quote"]:
            continue  # the schema has said so
        found = source_text.find(clause["quote"], clause["at"])
        if isinstance(found, NotFound):
            key = "quote" if clause["at"] in source_text.by_at else "at"
            problems.append(Problem(document.place(("clauses", number, key)), found.fault, found.remedy))
            continue
        yield Evidence(
            data["agreement"], clause["at"], clause["quote"], document.file, document.line(clause),
            source_text.file, found.line, found.heading,
        )  # fmt: skip


def _unaccounted(document: Document, source_text: SourceText) -> Iterator[Problem]:
    """Clauses of the source neither encoded nor set aside, ids that it does not have, and ids in both."""
    data = document.data
    # Where each is encoded or set aside: the place itself is looked up for faults alone.
    encoded = {clause["at"]: clause for clause in reversed(data["clauses"])}
    aside: dict[str, tuple[str | int, ...]] = {}
    for group, entry in enumerate(data["no_provision"]):
        for number, at in enumerate(entry["at"]):
            path = ("no_provision", group, "at", number)
            if at not in source_text.by_at:
                near = did_you_mean(at, list(source_text.by_at))
                remedy = f'did you mean "{near}"?' if near else "write the number as the source text has it"
                yield Problem(document.place(path), f'the source text has no clause "{at}"', remedy)
            elif at in encoded or at in aside:
                if at in encoded:
                    where = f"encoded in line {document.line(encoded[at])}"
                else:
                    where = f"in line {document.place(aside[at]).line} too"
                fault = f'clause "{at}" is set aside here and {where}'
                yield Problem(document.place(path), fault, "keep one of the two")
            aside[at] = path
    for clause in source_text.clauses:
        if not clause.heading_only and clause.at not in encoded and clause.at not in aside:
            start, end = clause.spans[0]
            words = " ".join(source_text.text[start:end].split())
            words = words if len(words) <= 30 else words[:30] + "…"
            where = f"line {clause.line} of the source text"
            fault = f'clause "{clause.at}" is not accounted for ("{words}", {where})'
            yield Problem(
                document.place(("clauses",)), fault, "encode it, or list it under no_provision with a reason"
            )


def _agreement(document: Document, source_text: SourceText, evidence: list[Evidence]) -> Agreement:
    data, dates, reading = document.data, document.data["dates"], document.data["reading"]
    provisions = tuple(
        Provision(provision["kind"], MappingProxyType(provision), found)
        for clause, found in zip(data["clauses"], evidence, strict=True)
        for provision in clause["provisions"]
    )
    return Agreement(
        id=data["agreement"], title=data["title"], type=data["type"], version=data.get("version", ""),
        updated=dates.get("updated", ""), effective=dates.get("effective", ""),
        first_reading=reading["first"], second_reading=reading.get("second", ""),
        file=document.file, source_file=source_text.file, sha256=source_text.sha256,
        clauses=sum(not clause.heading_only for clause in source_text.clauses), provisions=provisions,
    )  # fmt: skip


# --- the suite ----------------------------------------------------------------------------------------------


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
    for path in _encodings(folder):
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
