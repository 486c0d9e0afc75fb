"""What a change does to compliance: source clauses, provisions, verdicts, each linked to the next.

Two sides are compared, each assessed. A verdict that changed names the clauses behind it, and says where it was the rules
that changed and not the documents. Pure: no files, no clock, no git."""

from checker.diff.model import Diff, Side
from checker.diff.suites import diff

__all__ = ["Diff", "Side", "diff"]
