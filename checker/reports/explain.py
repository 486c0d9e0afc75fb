"""One requirement told in full, for a person at the terminal: the law, what it asks in plain words, the remedy; and on
a suite the verdict, why, and every clause that was looked at. Returns text; never reads files, never decides."""

from collections.abc import Iterable, Mapping
from typing import Any

from checker.conditions import compile_condition
from checker.model import (
    Answer,
    Assessment,
    Baseline,
    Citation,
    Clause,
    ElementFinding,
    ElementStatus,
    Evidence,
    Finding,
    Index,
    Law,
    ProhibitionFinding,
    Requirement,
)  # fmt: skip
from checker.reports import (
    aloud,
    citations,
    condition_yaml,
    explain_words,
    findings,
    looked_at,
    names,
    waived,
    words,
)
from checker.reports.plain import plain
from checker.reports.reading import readings
from checker.reports.words import pick
from checker.reports.wrap import Page

# Of the clauses that do not count so many are shown with their words, nearest first; of the others place and reason.
SHOWN_IN_FULL = 5


def requirement(requirement: Requirement, baseline: Baseline, *, lang: str) -> str:
    """What a requirement demands in plain words, when it applies, on what law it rests, and what to write instead."""
    page = Page(lang)
    page.say(f"{requirement.id} · {pick(requirement.title, lang)}")
    page.point(words.SEVERITY, pick(words.SEVERITIES[requirement.severity], lang))
    _basis(page, requirement, baseline)
    _rules(page, requirement)
    for label, clauses in (
        (words.MUST_SAY, requirement.elements),
        (words.MUST_NOT_SAY, requirement.prohibitions),
    ):
        for clause in clauses:
            page.gap()
            page.point(label, f"{clause.id} · {pick(clause.words, lang)}")
            _condition(page, clause, looked_at.numbered(clause, lang))
            page.head(explain_words.AS_WRITTEN, 1)
            for line in condition_yaml.outline(clause.source):
                page.say(line, 2)
    page.gap()
    page.point(words.REMEDY, pick(requirement.remedy, lang))
    return page.text()


def finding(finding: Finding, assessment: Assessment, *, lang: str) -> str:
    """The verdict on a suite and why: whether it applies, each element and prohibition with the clauses looked at, worst
    first; then what to write instead, and on what law it rests."""
    told = _Told(finding, assessment, lang)
    told.verdict()
    told.applicability()
    for each in _worst_first(finding):
        told.clause(each)
    told.page.gap()
    told.page.point(words.REMEDY, pick(finding.requirement.remedy, lang))
    told.page.gap()
    _basis(told.page, finding.requirement, assessment.baseline, finding, assessment.as_of)
    _rules(told.page, finding.requirement)
    return told.page.text()


def _worst_first(finding: Finding) -> list[ElementFinding | ProhibitionFinding]:
    hits = findings.hits(finding)
    return [
        *hits, *findings.unsaid(finding), *findings.said(finding),
        *(each for each in finding.prohibitions if each not in hits),
    ]  # fmt: skip


def cited(citation: Citation, law: Law, lang: str) -> str:
    """A citation with the law's title as issued, who issued it, since when it is in force, and what to know of it."""
    told = [pick(law.issued_by, lang), pick(explain_words.IN_FORCE, lang).format(date=law.effective)]
    if lang != "zh":
        told.insert(0, f"《{law.title.zh}》")
    if law.repealed:
        told.append(pick(explain_words.REPEALED, lang).format(date=law.repealed))
    known = citations.cite(citation, law, lang) + pick(words.IN_BRACKETS, lang).format(
        pick(words.TEXTS, lang).join(told)
    )
    return known + (pick(words.SPACE, lang) + pick(law.note, lang) if law.note else "")


def _basis(
    page: Page, requirement: Requirement, baseline: Baseline, finding: Finding | None = None, as_of: str = ""
) -> None:
    """Every citation; on a suite, which of them are not in force on the day."""
    for citation in requirement.citations:
        in_force = finding is None or citation in finding.in_force
        said = cited(citation, baseline.laws[citation.law], page.lang)
        page.point(words.BASIS, said + ("" if in_force else citations.not_in_force(as_of, page.lang)))


def _rules(page: Page, requirement: Requirement) -> None:
    """When it applies, in the baseline's words and read aloud."""
    page.point(words.APPLIES, pick(requirement.applies_words, page.lang))
    for said in aloud.applies(requirement.applies_source, page.lang):
        _outline(page, said, 1)


def _outline(page: Page, said: aloud.Said, depth: int) -> None:
    page.say(said.text, depth)
    for part in said.parts:
        _outline(page, part._replace(text=f"- {part.text}"), depth + 1)


def _condition(page: Page, clause: Clause, mark: aloud.Mark) -> None:
    said = aloud.condition(clause.source, page.lang, mark)
    page.point(explain_words.READ_ALOUD, said.text, 1)
    for part in said.parts:
        _outline(page, part._replace(text=f"- {part.text}"), 2)


def _judged(clause: Clause, index: Index, lang: str) -> aloud.Mark:
    """What numbers patterns, and says of each condition inside another whether it holds."""
    number = looked_at.numbered(clause, lang)

    def mark(part: Mapping[str, Any]) -> str:
        if "kind" in part:
            return number(part)
        holds = compile_condition(part)(index).holds
        return number(part) + pick(explain_words.HOLDS if holds else explain_words.HOLDS_NOT, lang)

    return mark


class _Told:
    """The page on one finding. Holds what every part of it needs to know."""

    def __init__(self, finding: Finding, assessment: Assessment, lang: str) -> None:
        self.finding, self.assessment, self.lang = finding, assessment, lang
        self.page = Page(lang)

    def verdict(self) -> None:
        finding, suite, page = self.finding, self.assessment.suite, self.page
        page.say(f"{finding.requirement.id} · {pick(finding.requirement.title, self.lang)}")
        verdict = pick(words.VERDICTS[finding.verdict], self.lang) + waived.short(finding, self.lang)
        page.point(words.VERDICT, f"{verdict} · {plain(pick(suite.title, self.lang))}")
        page.point(words.SEVERITY, pick(words.SEVERITIES[finding.requirement.severity], self.lang))
        page.point(words.FINGERPRINT, finding.fingerprint)
        for label, said in waived.points(finding, self.lang):
            page.point(label, plain(said))

    def applicability(self) -> None:
        """Whether it applies, and what decided it."""
        applicability, facts = self.finding.applicability, self.assessment.suite.facts
        if assumption := findings.assumption(self.finding, self.lang):
            raised = pick(words.RAISED_IN, self.lang).format(places=self.places()) if applicability.by else ""
            self.page.point(
                words.ASSUMED, pick(words.SPACE, self.lang).join(filter(None, (assumption, raised)))
            )
        elif applicability.answer is Answer.NO:
            why, by = findings.why_not(self.finding, facts, self.lang)
            self.page.point(words.WHY_NOT, why)
            self.quotes(by, 1)
        elif applicability.facts:
            self.page.point(explain_words.APPLICABLE, self.declared(applicability.facts))
        elif applicability.by:
            because = pick(explain_words.BY_CLAUSES, self.lang).format(places=self.places())
            self.page.point(explain_words.APPLICABLE, because)
        else:
            self.page.point(explain_words.APPLICABLE, pick(explain_words.NOT_EXCLUDED, self.lang))

    def places(self) -> str:
        """The clauses that bear on whether it applies."""
        by = findings.places(provision.evidence for provision in self.finding.applicability.by)
        named = (findings.named(each.agreement, each.clause, self.lang) for each in by)
        return pick(words.LIST, self.lang).join(named)

    def declared(self, named: Iterable[str]) -> str:
        """The facts that decide it, each with its answer and ground."""
        facts = self.assessment.suite.facts
        grounds = {"operator": words.GROUND_OPERATOR, "none": words.GROUND_NONE}
        told = []
        for name in named:
            ground = facts[name].ground
            told.append(
                pick(explain_words.DECLARED, self.lang).format(
                    fact=names.fact(name, self.lang),
                    answer=pick(words.ANSWERS[facts[name].answer], self.lang),
                    ground=pick(grounds[ground], self.lang) if ground in grounds else plain(ground),
                )
            )
        return pick(words.TEXTS, self.lang).join(told)

    def clause(self, each: ElementFinding | ProhibitionFinding) -> None:
        """An element or a prohibition: its status, its condition in words, and every clause that was looked at."""
        page = self.page
        page.gap()
        if isinstance(each, ElementFinding):
            clause, labels, label = each.element, looked_at.ELEMENT, words.MUST_SAY
        else:
            clause, labels, label = each.prohibition, looked_at.PROHIBITION, words.MUST_NOT_SAY
        page.point(label, f"{clause.id} · {pick(clause.words, self.lang)}")
        page.point(explain_words.STATUS, pick(words.STATUSES[each.status], self.lang), 1)
        if each.status is ElementStatus.DEFERRED:
            page.point(words.DEFERRED, findings.documents_named(self.finding.deferred_to, self.lang), 1)
        _condition(page, clause, _judged(clause, self.assessment.provisions, self.lang))
        groups = looked_at.groups(clause, each.by, self.assessment.provisions, labels)
        for group in groups:
            self.group(group, clause)
        if not groups:
            page.say(pick(explain_words.NONE_LOOKED_AT, self.lang), 1)

    def group(self, group: looked_at.Group, clause: Clause) -> None:
        """The clauses that counted alike. Those that do not count come nearest first, and after the first few in brief."""
        idle = group.label in (looked_at.ELEMENT[1], looked_at.PROHIBITION[1])
        quotes = looked_at.by_quote(group, self.assessment.suite, nearest_first=idle)
        self.page.head(group.label, 1)
        for number, (evidence, looked) in enumerate(quotes):
            if idle and number >= SHOWN_IN_FULL:
                self.brief(evidence, looked, clause)
            else:
                self.full(evidence, looked, clause)

    def full(self, evidence: Evidence, looked: list[looked_at.Looked], clause: Clause) -> None:
        self.quotes([evidence], 2)
        for each in looked:
            for label, text in readings([each.provision], self.lang):
                self.page.point(label, plain(text), 3)
            for label, text in looked_at.reasons(each, looked_at.numbered(clause, self.lang), self.lang):
                self.page.point(label, plain(text), 3)

    def brief(self, evidence: Evidence, looked: list[looked_at.Looked], clause: Clause) -> None:
        self.place(evidence, 2)
        for each in looked:
            for label, text in looked_at.reasons(each, looked_at.numbered(clause, self.lang), self.lang):
                self.page.point(label, plain(text), 3)

    def quotes(self, evidence: Iterable[Evidence], depth: int) -> None:
        for each in evidence:
            self.place(each, depth)
            self.page.say(f"“{plain(each.quote)}”", depth + 1)

    def place(self, evidence: Evidence, depth: int) -> None:
        clause = findings.named(evidence.agreement, evidence.clause, self.lang)
        self.page.place(f"{clause}  {plain(evidence.file)}:{evidence.line}", depth)
