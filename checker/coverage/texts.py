"""One agreement: what became of each clause and each character of its source text, and which of its provisions
fit no condition of any requirement. Never reads files, needs no assessment.

Clauses are those of the source text that have to be accounted for: all but those that are only a heading. Characters
are those of these clauses, without white space and without lines that Markdown marks as a heading (`# …`); labels and
marks of bold type count. A character is quoted if it stands in a quote of the encoding, however many quotes it stands
in. The quote of a clause that has to be read (again), or that does not stand in the text, covers nothing."""

from collections.abc import Callable, Iterator, Mapping
from operator import and_
from typing import Any

from checker.conditions import patterns_of
from checker.coverage.model import AgreementCoverage, Characters, ClauseCoverage, State, Unused
from checker.model import Baseline
from checker.normal import WHITE
from checker.patterns import Test, compile_pattern
from checker.source import Document
from checker.text import NotFound, Position, SourceText

LooksAt = Callable[[Mapping[str, Any]], bool]


def agreement_coverage(document: Document, text: SourceText, looks_at: LooksAt) -> AgreementCoverage:
    """The coverage of a source text by its encoding, finished or not, which follows the schema; `looks_at` as made by
    `looked_at`."""
    data = document.data
    clauses = tuple(_clauses(data, text))
    found = [(clause, text.find(clause["quote"], clause["at"])) for clause in _read(data)]
    return AgreementCoverage(
        id=data["agreement"], title=data["title"], file=document.file, source_file=text.file,
        clauses=clauses,
        characters=_characters(text, clauses, [place for _, place in found if isinstance(place, Position)]),
        lost=tuple(clause["at"] for clause, place in found if isinstance(place, NotFound)),
        stale=text.sha256 != data["source"]["sha256"],
        unused=tuple(
            Unused(clause["at"], fields["kind"], document.line(clause))
            for clause in _read(data) for fields in clause["provisions"] if not looks_at(fields)
        ),
    )  # fmt: skip


def looked_at(baseline: Baseline) -> LooksAt:
    """Whether some pattern of an element, a prohibition or an applicability of the baseline fits a provision. References
    to other documents are always looked at: they leave open what those documents may say."""
    tests: dict[str, list[Test]] = {}
    for requirement in baseline.requirements:
        applies = [requirement.applies_source.get(word, []) for word in ("when", "unless", "subject")]
        conditions = [part.source for part in (*requirement.elements, *requirement.prohibitions)]
        for pattern in patterns_of([*applies, *conditions]):
            tests.setdefault(pattern["kind"], []).append(compile_pattern(pattern))

    def looks_at(fields: Mapping[str, Any]) -> bool:
        kind = fields["kind"]
        return kind == "reference" or any(test(fields) for test in tests.get(kind, ()))

    return looks_at


def _read(data: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The clauses of an encoding that nobody has to read (again)."""
    return (clause for clause in data["clauses"] if "needs_reading" not in clause)


def _clauses(data: Mapping[str, Any], text: SourceText) -> Iterator[ClauseCoverage]:
    aside = {at: group["because"] for group in data["no_provision"] for at in group["at"]}
    unread = {clause["at"] for clause in data["clauses"] if "needs_reading" in clause}
    unread |= {at for group in data["no_provision"] for at in group.get("needs_reading", ())}
    kinds: dict[str, set[str]] = {}
    for clause in data["clauses"]:
        kinds.setdefault(clause["at"], set()).update(each["kind"] for each in clause.get("provisions", ()))
    for part in text.clauses:
        if part.heading_only:
            continue
        if part.at in unread:
            state = State.UNREAD
        elif part.at in kinds:
            state = State.ENCODED
        else:
            state = State.ASIDE if part.at in aside else State.OPEN
        yield ClauseCoverage(
            data["agreement"], part.at, part.line, state,
            aside.get(part.at, ""), frozenset(kinds.get(part.at, ())),
        )  # fmt: skip


# --- characters ------------------------------------------------------------------------------------------------


def _characters(text: SourceText, clauses: tuple[ClauseCoverage, ...], quotes: list[Position]) -> Characters:
    counted = _flags(text, [span for each in clauses for span in text.by_at[each.at].spans])
    for start, end in _headings(text.text):
        counted[start:end] = bytes(end - start)
    for number, character in enumerate(text.text):
        if character in WHITE:
            counted[number] = 0
    coded = [each.at for each in clauses if each.state is State.ENCODED]
    quoted = _flags(text, [(place.start, place.end) for place in quotes])
    encoded = _flags(text, [span for at in coded for span in text.by_at[at].spans])
    return Characters(sum(map(and_, counted, quoted)), sum(map(and_, counted, encoded)), sum(counted))


def _flags(text: SourceText, spans: list[tuple[int, int]]) -> bytearray:
    """A one for each character of the text within the spans, which may overlap."""
    flags = bytearray(len(text.text))
    for start, end in spans:
        flags[start:end] = b"\1" * (end - start)
    return flags


def _headings(text: str) -> Iterator[tuple[int, int]]:
    """The lines that Markdown marks as a heading."""
    start = 0
    for line in text.splitlines(keepends=True):
        if line.startswith("#"):
            yield start, start + len(line)
        start += len(line)
