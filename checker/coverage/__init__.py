"""What of each source text is encoded, and where a second reader should look. Pure: no files, no clock.

A share of clauses or characters says how much was read, never how well; a candidate is a clause to read, never a
fault."""

from collections.abc import Sequence

from checker.coverage.model import Coverage, SuiteCoverage
from checker.coverage.texts import LooksAt, agreement_coverage, looked_at
from checker.coverage.verdicts import candidates, pillars
from checker.model import Assessment, Words
from checker.source import Document
from checker.text import SourceText

__all__ = ["Coverage", "SuiteCoverage", "looked_at", "suite_coverage"]


def suite_coverage(
    id: str, title: Words, encodings: Sequence[tuple[Document, SourceText]], looks_at: LooksAt,
    assessment: Assessment | None, problems: int = 0,
) -> SuiteCoverage:  # fmt: skip
    """The coverage of a suite: its encodings, finished or not, with their source texts; `looks_at` from `looked_at`;
    the assessment, or how many problems stand in its way."""
    agreements = tuple(agreement_coverage(document, text, looks_at) for document, text in encodings)
    texts = [text for _, text in encodings]
    return SuiteCoverage(
        id, title, agreements, assessment, problems,
        pillars(assessment) if assessment else (),
        candidates(assessment, list(zip(agreements, texts, strict=True))) if assessment else (),
    )  # fmt: skip
