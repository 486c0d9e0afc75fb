"""What every part of a Markdown report knows of its page: assessment, language, where links go. No layout."""

from collections.abc import Sequence
from typing import NamedTuple

from checker.gate import DEFAULT, Gate
from checker.model import Assessment, Evidence, NotHeld, Verdict, Words
from checker.reports import findings as about
from checker.reports import md, words
from checker.reports.words import pick

MOST_LINKS = 3


class Page(NamedTuple):
    """`up` leads from the report to the working directory; `prefix` keeps apart anchors on a shared page."""

    assessment: Assessment
    lang: str
    up: str
    prefix: str
    gate: Gate = DEFAULT

    def say(self, label: Words, **values: object) -> str:
        """A label or sentence in the language of the page."""
        return pick(label, self.lang).format(**values)

    def verdict(self, verdict: Verdict) -> str:
        """The word for a verdict."""
        return pick(words.VERDICTS[verdict], self.lang)

    def place(self, evidence: Evidence) -> str:
        """A clause, linked to its line in the source text."""
        shown = f"{evidence.agreement} {md.escape(about.clause(evidence.clause, self.lang))}"
        return md.link(shown, self.source(evidence))

    def places(self, evidence: Sequence[Evidence]) -> str:
        """Clauses, linked, in a sentence; of more than three, the number."""
        shown = [self.place(e) for e in evidence[:MOST_LINKS]]
        return words.listed(shown, len(evidence) - len(shown), self.lang)

    def not_held(self, held: NotHeld) -> str:
        """A document that is not held, and the clauses that refer to it."""
        referred = self.say(words.REFERRED, places=self.places(about.places(held.references)))
        return md.escape(about.documents_named([held], self.lang)) + referred

    def source(self, evidence: Evidence) -> str:
        """The target of a link to the words in the source text."""
        return md.path(evidence.source_file, up=self.up, line=evidence.source_line)
