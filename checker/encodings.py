"""One encoding and the source text beside it: read, validated, every quote found, every clause accounted for.

Never judges. Every problem is reported at once."""

from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Any

from checker import documents, marks, schema, source, text
from checker.errors import BadInput, Problem, did_you_mean
from checker.model import Agreement, Evidence, Provision
from checker.source import Document
from checker.text import NotFound, SourceText

_READ = "encode it, or list it under no_provision, and remove needs_reading"
_READ_AGAIN = "read it, put quote and provisions right, and remove needs_reading"
_GONE = f"remove this entry, or if the clause says it otherwise now: {_READ_AGAIN}"


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
        clauses=_list(
            {**_mapping(at=_TEXT), "properties": {"at": _TEXT, "quote": _TEXT, "needs_reading": _TEXT}}
        ),
        no_provision=_list(
            {**_mapping(at=_list(_TEXT)), "properties": {"at": _list(_TEXT), "needs_reading": _list(_TEXT)}}
        ),
    ),
)


def load_agreement(
    path: Path, display: str, folder: str = "", *, keep: bool = True, unread: list[Problem] | None = None
) -> Agreement:
    """Read one encoding and find its quotes; `folder` comes before the source file's name in evidence, `keep` and
    `unread` as for `load_suite`.

    Raises BadInput with every problem of the encoding."""
    return _read(*documents.load(path, display, "agreement", keep=keep), path, folder, unread)


def opened(path: Path, display: str, folder: str = "") -> tuple[Document, SourceText]:
    """An encoding that follows the schema, and the source text beside it; whether one fits the other is not looked at.

    Raises BadInput with every problem of the encoding, or of the source text."""
    document = documents.valid(path, display, "agreement")
    return document, _source_text(document, path, folder)


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
    try:
        source_text = _source_text(document, path, folder)
    except BadInput as bad:
        raise BadInput([*problems, *bad.problems]) from None
    if source_text.sha256 != data["source"]["sha256"]:
        fault = f"this is not the hash of {data['source']['file']} as it stands"
        remedy = f"run `checker anchor`; or read it again against this encoding and write sha256: {source_text.sha256}"
        changed = Problem(document.place(("source", "sha256")), fault, remedy)
        (problems if unread is None else unread).append(changed)
    evidence = list(_evidence(document, source_text, problems))
    problems += _unaccounted(document, source_text)
    problems += _to_be_read(document, source_text)
    if problems:
        raise BadInput(problems)
    return _agreement(document, source_text, evidence)


def _source_text(document: Document, path: Path, folder: str) -> SourceText:
    """The source text beside the encoding at `path`. Raises BadInput."""
    source_path = path.parent / document.data["source"]["file"]
    if not is_file(source_path):
        fault = f"there is no file {source_path.name} beside this encoding"
        place = document.place(("source", "file"))
        raise BadInput([Problem(place, fault, "add the source text, or mend the name")])
    return text.read(source_path, folder + source_path.name)


def is_file(path: Path) -> bool:
    """Whether there is such a file; never raises."""
    try:
        return path.is_file()
    except OSError:  # a name that no file can have
        return False


def _evidence(document: Document, source_text: SourceText, problems: list[Problem]) -> Iterator[Evidence]:
    data = document.data
    for number, clause in enumerate(data["clauses"]):
        if not clause.get("quote") or "needs_reading" in clause:
            continue  # the schema has said so, or `_to_be_read` does
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


def _to_be_read(document: Document, source_text: SourceText) -> Iterator[Problem]:
    """Clauses that nobody has read as they now stand: what is encoded of them must not be judged."""
    for number, clause in enumerate(document.data["clauses"]):
        if (mark := clause.get("needs_reading")) in marks.WAITS:
            place = document.place(("clauses", number, "needs_reading"), key=True)
            fault, remedy = _waits(mark, is_there=clause["at"] in source_text.by_at)
            yield Problem(place, f'clause "{clause["at"]}" {fault}', remedy)
    for group, entry in enumerate(document.data["no_provision"]):
        for number, at in enumerate(entry.get("needs_reading", ())):
            place = document.place(("no_provision", group, "needs_reading", number))
            if at in entry["at"]:
                fault = f'clause "{at}" {marks.SET_ASIDE.en}'
                yield Problem(place, fault, "read it; encode it, or remove it from needs_reading")
            else:
                yield Problem(place, f'clause "{at}" is not set aside here', "remove it from needs_reading")


def _waits(mark: str, *, is_there: bool) -> tuple[str, str]:
    """What is said of a clause that waits to be read, and what to do about it."""
    if mark != marks.NEW:
        return f"needs reading: {marks.WAITS[mark].en}", _GONE if mark == marks.GONE else _READ_AGAIN
    return (marks.WAITS[mark].en, _READ) if is_there else (marks.NO_CLAUSE.en, "remove this entry")


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
