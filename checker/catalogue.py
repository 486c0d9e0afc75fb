"""From a baseline file to requirements: schema, citations, conditions checked; compiled. Never assesses.

A shipped baseline was checked when `make update` made it ready (`ready`); any other is parsed and checked whenever
it is loaded."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from checker import ready, schema, source, vocabulary
from checker.conditions import check, check_applies, compile_applies, compile_condition, kinds_read
from checker.errors import BadInput, Place, Problem, one_of
from checker.model import Baseline, Citation, Clause, Law, Requirement, Severity, Words
from checker.patterns import Fault
from checker.source import Document
from checker.subjects import compile_near

BASELINES = Path(__file__).parent / "baselines"
DEFAULT = "cn-pipl-2026.1"
_CITATION = re.compile(r"(?P<law>\S+) (?P<article>[^(]+)(?:\((?P<paragraph>\d+)\))?(?:\((?P<item>\d+)\))?")


def load_baseline(name: str = DEFAULT, display: str = "") -> Baseline:
    """Load a baseline: the name of one that is shipped, or the path of a YAML file, called `display` (or as it is
    written) in messages.

    Raises BadInput with every problem: schema, citations, and conditions that do not fit the vocabulary."""
    shipped = BASELINES / f"{name}.yaml"
    if not shipped.is_file():
        if not Path(name).exists():
            known = ", ".join(sorted(path.stem for path in BASELINES.glob("*.yaml")))
            raise BadInput(
                [Problem(Place(name), "there is no such baseline and no such file", f"shipped are: {known}")]
            )
        return _baseline(checked(Path(name), display or name))
    return _baseline(ready.load(shipped) or checked(shipped, shipped.name))


def checked(path: Path, display: str) -> Mapping[str, Any]:
    """The data of a baseline file, every rule of it checked. Raises BadInput with every problem."""
    document = source.load(path, display)
    problems = schema.validate(document, "baseline")
    problems = problems or list(_problems(document))
    if problems:
        raise BadInput(problems)
    data: Mapping[str, Any] = document.data
    return data


def citation(written: str) -> Citation:
    """`pipl-2021 47(1)(2)` as a citation: law, article, paragraph, item."""
    parts = _CITATION.fullmatch(written)
    assert parts is not None  # the schema has checked it
    return Citation(parts["law"], parts["article"], int(parts["paragraph"] or 0), int(parts["item"] or 0))


def _baseline(data: Mapping[str, Any]) -> Baseline:
    return Baseline(
        id=data["baseline"], version=data["version"], title=Words(**data["title"]),
        laws=MappingProxyType({name: _law(name, law) for name, law in data["laws"].items()}),
        groups=MappingProxyType({name: Words(**words) for name, words in data["groups"].items()}),
        requirements=tuple(_requirement(entry) for entry in data["requirements"]),
    )  # fmt: skip


def _law(name: str, law: Mapping[str, Any]) -> Law:
    return Law(
        name,
        Words(**law["title"]),
        Words(**law["issued_by"]),
        law["effective"],
        law.get("repealed", ""),
        law["norm"],
        Words(**law["note"]) if "note" in law else None,
    )


def _requirement(entry: Mapping[str, Any]) -> Requirement:
    applies = entry["applies"]
    return Requirement(
        id=entry["id"], group=entry["group"],
        title=Words(**entry["title"]), severity=Severity(entry["severity"]),
        applies=compile_applies(applies), applies_source=applies,
        applies_words=Words(applies["zh"], applies["en"]),
        citations=tuple(citation(written) for written in entry["citations"]),
        elements=tuple(_clause(name, part, "said") for name, part in entry.get("elements", {}).items()),
        prohibitions=tuple(_clause(name, p, "hit") for name, p in entry.get("prohibitions", {}).items()),
        stands_in=frozenset(entry.get("stands_in", ())), remedy=Words(**entry["remedy"]),
    )  # fmt: skip


def _clause(name: str, part: Mapping[str, Any], word: str) -> Clause:
    condition = part[word]
    return Clause(
        name, Words(part["zh"], part["en"]), compile_condition(condition), compile_near(condition),
        kinds_read(condition), condition,
    )  # fmt: skip


# --- checking -----------------------------------------------------------------------------------------------


def _problems(document: Document) -> Iterator[Problem]:
    data = document.data
    seen: set[str] = set()
    for number, entry in enumerate(data["requirements"]):
        path = ("requirements", number)
        if entry["id"] in seen:
            yield Problem(
                document.place((*path, "id")), f"{entry['id']} stands twice", "give each its own id"
            )
        seen.add(entry["id"])
        if entry["group"] not in data["groups"]:
            says = f'there is no group "{entry["group"]}"'
            yield Problem(document.place((*path, "group")), says, one_of(entry["group"], data["groups"]))
        elif entry["id"].split(".")[0] != entry["group"]:
            says = f'{entry["id"]} stands in the group "{entry["group"]}"'
            yield Problem(document.place((*path, "group")), says, "begin the id with its group")
        for index, written in enumerate(entry["citations"]):
            if citation(written).law not in data["laws"]:
                says = f'there is no law "{citation(written).law}" under laws'
                remedy = one_of(citation(written).law, data["laws"], "add it there")
                yield Problem(document.place((*path, "citations", index)), says, remedy)
        for name in entry.get("prohibitions", {}):
            if name in entry.get("elements", {}):
                says = f"{name} is an element and a prohibition"
                yield Problem(
                    document.place((*path, "prohibitions", name), key=True), says, "give each its own id"
                )
        for fault in _condition_faults(entry):
            yield Problem(document.place((*path, *fault.path)), fault.fault, fault.remedy)


def _condition_faults(entry: Mapping[str, Any]) -> Iterator[Fault]:
    kinds = vocabulary.kinds()
    facts = schema.named("suite").contents["properties"]["facts"]["required"]
    yield from check_applies(entry["applies"], ("applies",), kinds, facts)
    for section, word in (("elements", "said"), ("prohibitions", "hit")):
        for name, part in entry.get(section, {}).items():
            yield from check(part[word], (section, name, word), kinds)
    for number, kind in enumerate(entry.get("stands_in", ())):
        known = vocabulary.document_types()
        if kind not in known:
            yield Fault(("stands_in", number), f'there is no type of document "{kind}"', one_of(kind, known))
