"""One clause told, for a person at the terminal: what is encoded of it, and which requirements rest on it. Returns text;
never reads files, never decides."""

from collections.abc import Iterator, Mapping
from typing import Any

from checker import marks, schema
from checker.model import (
    Assessment,
    Clause,
    ElementFinding,
    Evidence,
    Finding,
    ProhibitionFinding,
    Provision,
    Words,
)
from checker.reports import explain_words, findings, titles, words
from checker.reports.plain import plain
from checker.reports.reading import readings
from checker.reports.words import pick
from checker.reports.wrap import Page
from checker.source import Document
from checker.text import SourceClause, SourceText


def encoded(document: Document, text: SourceText, at: str, *, lang: str) -> str:
    """What is encoded of the clause `at` of a source text: quotes and provisions, or why there are none."""
    page = Page(lang)
    clause = text.by_at[at]
    page.say(f"{findings.named(document.data['agreement'], at, lang)} · {plain(document.data['title'])}")
    page.place(_labelled(explain_words.STANDS, f"{plain(text.file)}:{clause.line}", lang))
    if clause.heading:
        page.point(explain_words.HEADING, plain(clause.heading))
    quoted = [each for each in document.data["clauses"] if each["at"] == at]
    aside = [each for each in document.data["no_provision"] if at in each["at"]]
    if quoted:
        _quotes(page, document, quoted)
    for group in aside:
        page.point(explain_words.SET_ASIDE, _reason(group["because"], lang))
        if at in group.get("needs_reading", ()):
            page.point(explain_words.NEEDS_READING, pick(marks.SET_ASIDE, lang))
    if not quoted and not aside:
        missing = explain_words.HEADING_ONLY if clause.heading_only else explain_words.UNACCOUNTED
        page.say(pick(missing, lang))
    if not quoted and not clause.heading_only:
        page.point(explain_words.ITS_WORDS, f"“{plain(_own_words(clause, text))}”")
    if below := _below(document, text, clause, lang):
        page.point(explain_words.BELOW, below)
    return page.text()


def rests(assessment: Assessment, agreement: str, at: str, *, lang: str) -> str:
    """Which requirements rest on a clause, worst first, and for what; those that looked at it without counting it; and
    the provisions that none looks at."""
    here = [
        provision
        for provisions in assessment.provisions.values()
        for provision in provisions
        if _place(provision.evidence) == (agreement, at)
    ]
    return _Rests(assessment, agreement, at, here, lang).text() if here else ""


def not_judged(*, lang: str) -> str:
    """What stands in the place of `rests` while the suite has problems."""
    return f"\n{pick(explain_words.NOT_JUDGED, lang)}\n"


def _labelled(label: Words, said: str, lang: str) -> str:
    return f"{pick(label, lang)}{pick(words.COLON, lang)}{said}"


def _place(evidence: Evidence) -> tuple[str, str]:
    return evidence.agreement, evidence.clause


def _quotes(page: Page, document: Document, quoted: list[Mapping[str, Any]]) -> None:
    lang = page.lang
    page.head(_numbered(explain_words.ENCODED, len(quoted)))
    for entry in quoted:
        line = document.line(entry)
        page.place(f"{plain(document.file)}:{line}", 1)
        if "needs_reading" in entry:
            page.point(explain_words.NEEDS_READING, pick(marks.WAITS[entry["needs_reading"]], lang), 2)
        if "quote" in entry:
            page.say(f"“{plain(entry['quote'])}”", 2)
        nowhere = Evidence(document.data["agreement"], entry["at"], "", document.file, line, "", 0, "")
        for fields in entry.get("provisions", ()):
            for label, said in readings([Provision(fields["kind"], fields, nowhere)], lang):
                page.point(label, plain(said), 2)


def _numbered(label: Words, number: int) -> Words:
    return Words(*(each.format(number=number) for each in label))


def _reason(because: str, lang: str) -> str:
    """What a reason for setting clauses aside is called."""
    node = schema.named("agreement").contents["properties"]["no_provision"]["items"]["properties"]["because"]
    return titles.of(next(choice for choice in node["oneOf"] if choice["const"] == because), lang)


def _own_words(clause: SourceClause, text: SourceText) -> str:
    return " ".join(text.text[start:end] for start, end in clause.spans)


def _below(document: Document, text: SourceText, clause: SourceClause, lang: str) -> str:
    """The clauses below one, each with what became of it."""
    coded = {each["at"] for each in document.data["clauses"]}
    aside = {at for each in document.data["no_provision"] for at in each["at"]}
    states = ((coded, explain_words.IS_ENCODED), (aside, explain_words.IS_ASIDE))
    told = []
    for each in text.clauses:
        if each.at != clause.at and clause.extent[0] <= each.extent[0] < clause.extent[1]:
            state = next((pick(label, lang) for known, label in states if each.at in known), "")
            told.append(plain(each.at) + (pick(words.IN_BRACKETS, lang).format(state) if state else ""))
    return pick(words.LIST, lang).join(told)


class _Rests:
    """What rests on a clause. Holds what every part of the page needs to know."""

    def __init__(
        self, assessment: Assessment, agreement: str, at: str, here: list[Provision], lang: str
    ) -> None:
        self.assessment, self.place, self.lang = assessment, (agreement, at), lang
        self.here = here
        self.ids = {id(provision) for provision in here}
        self.seen: set[int] = set()  # the provisions of the clause that some requirement looks at

    def text(self) -> str:
        page = Page(self.lang)
        told = [
            (finding, list(self.uses(finding))) for finding in findings.worst_first(self.assessment.findings)
        ]
        looked = [line for finding, _ in told if (line := self.looked_at(finding))]
        if any(uses for _, uses in told):
            page.head(explain_words.RESTS)
        else:
            page.say(pick(explain_words.RESTS_NONE, self.lang))
        for finding, uses in told:
            if uses:
                page.say(self.heading(finding), 1)
                for use in uses:
                    page.say(use, 2)
        if looked:
            page.point(explain_words.LOOKED_AT, pick(words.TEXTS, self.lang).join(looked))
        if idle := [provision for provision in self.here if id(provision) not in self.seen]:
            page.head(explain_words.IDLE)
            for label, said in readings(idle, self.lang):
                page.point(label, plain(said), 1)
        return "\n" + page.text()

    def heading(self, finding: Finding) -> str:
        requirement = finding.requirement
        verdict = pick(words.VERDICTS[finding.verdict], self.lang)
        severity = pick(words.SEVERITIES[requirement.severity], self.lang)
        return f"{requirement.id} · {verdict} · {severity} · {pick(requirement.title, self.lang)}"

    def uses(self, finding: Finding) -> Iterator[str]:
        """What a requirement takes from the clause, and whether another clause says it too."""
        for clause, each, label in _parts(finding):
            name = f"{clause.id} · {pick(clause.words, self.lang)}"
            if self.mine(each.by):
                said = [pick(label, self.lang).format(name=name), self.others(each.by)]
                yield pick(words.TEXTS, self.lang).join(said)
            elif not each.by and self.place in map(_place, each.evidence):
                self.mine(tuple(provision for provision in self.here if provision.kind == "reference"))
                yield pick(explain_words.REFERS, self.lang).format(name=name)
        if self.mine(finding.applicability.by):
            yield pick(explain_words.DECIDES, self.lang)

    def mine(self, by: tuple[Provision, ...]) -> bool:
        """Whether some of these stand in the clause; they are looked at then."""
        found = {id(provision) for provision in by} & self.ids
        self.seen |= found
        return bool(found)

    def others(self, by: tuple[Provision, ...]) -> str:
        places = [e for e in findings.places(p.evidence for p in by) if _place(e) != self.place]
        if not places:
            return pick(explain_words.ONLY, self.lang)
        named = [findings.named(each.agreement, each.clause, self.lang) for each in places]
        return pick(explain_words.WITH_OTHERS, self.lang).format(
            places=pick(words.ARTICLES, self.lang).join(named)
        )

    def looked_at(self, finding: Finding) -> str:
        """The elements and prohibitions for which the clause was looked at, and did not count."""
        looked = []
        for clause, each, _ in _parts(finding):
            near = {id(provision) for provision in clause.near(self.assessment.provisions)} & self.ids
            self.seen |= near
            if near and not self.mine(each.by):
                looked.append(clause.id)
        if not looked:
            return ""
        return finding.requirement.id + pick(words.IN_BRACKETS, self.lang).format(
            pick(words.ARTICLES, self.lang).join(looked)
        )


def _parts(finding: Finding) -> Iterator[tuple[Clause, ElementFinding | ProhibitionFinding, Words]]:
    for hit in finding.prohibitions:
        yield hit.prohibition, hit, explain_words.HITS
    for element in finding.elements:
        yield element.element, element, explain_words.SAYS
