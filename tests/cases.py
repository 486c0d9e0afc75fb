"""Cases that a lawyer can read: provisions in, verdict out. Turns one into a suite without any source text."""

from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from checker import source
from checker.model import Agreement, Answer, Evidence, Fact, NotHeld, Provision, Suite, Words

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "fixtures" / "requirements"
ANSWERS = {"yes": Answer.YES, "no": Answer.NO, "unknown": Answer.OPEN}
DEFAULT_FACTS = {"personal_information": "yes"}


@dataclass(frozen=True)
class Case:
    """One file of fixtures/requirements/<requirement>/."""

    requirement: str
    name: str
    data: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.requirement}/{self.name}"


def all_cases() -> list[Case]:
    """Every case, by requirement and name."""
    return [
        Case(path.parent.name, path.stem, source.load(path, path.relative_to(ROOT).as_posix()).data)
        for path in sorted(FOLDER.glob("*/*.yaml"))
    ]


def suite_of(data: dict[str, Any]) -> Suite:
    """The suite that a case describes: its clauses, declared facts and documents not held."""
    clauses = data.get("clauses", [])
    return suite(
        [(provision, evidence(number, clause["quote"])) for number, clause in enumerate(clauses, 1)
         for provision in clause["provisions"]],
        facts={**DEFAULT_FACTS, **data.get("facts", {})},
        not_held=[(held["id"], held["title"], held["type"]) for held in data.get("not_held", [])],
    )  # fmt: skip


def suite(
    provisions: list[tuple[dict[str, Any], Evidence]],
    facts: dict[str, str] = DEFAULT_FACTS,
    not_held: list[tuple[str, str, str]] | None = None,
) -> Suite:
    """A suite of one agreement with these provisions."""
    made = tuple(
        Provision(fields["kind"], MappingProxyType(fields), evidence) for fields, evidence in provisions
    )
    agreement = Agreement(
        "case",
        "Case",
        "user_agreement",
        "",
        "",
        "",
        "2026-11-21",
        "",
        "case.yaml",
        "case.md",
        "0" * 64,
        len(made),
        made,
    )
    reference = evidence(0, "见另一文件")
    return Suite(
        "case", Words("案例", "Case"), "Case", "suite.yaml",
        MappingProxyType({name: Fact(ANSWERS[answer], "operator") for name, answer in facts.items()}),
        (agreement,), tuple(NotHeld(*held, (reference,)) for held in not_held or []),
    )  # fmt: skip


def evidence(number: int, quote: str) -> Evidence:
    """Where a quote of a case stands: its number stands for clause and line."""
    return Evidence("case", str(number), quote, "case.yaml", number, "case.md", number, "")
