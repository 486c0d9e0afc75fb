"""The scope of an audit report: service, documents held and not held, declared facts. Judges nothing."""

from collections.abc import Iterator

from checker.model import Agreement, Fact
from checker.reports import findings as about
from checker.reports import names, words
from checker.reports.md import code, details, escape, link, path, table
from checker.reports.page import Page
from checker.reports.words import pick


def scope(page: Page) -> Iterator[str]:
    """The blocks of the section."""
    suite, baseline, lang = page.assessment.suite, page.assessment.baseline, page.lang
    yield f"## {page.say(words.SCOPE)}"
    title = escape(pick(baseline.title, lang))
    name = code(baseline.named)
    number = words.requirements(len(baseline.requirements), lang)
    facts = (
        (
            words.SERVICE,
            escape(pick(suite.title, lang)) + pick(words.IN_BRACKETS, lang).format(code(suite.id)),
        ),
        (words.OPERATOR, escape(suite.operator)),
        (words.BASELINE, page.say(words.BASELINE_LINE, title=title, baseline=name, requirements=number)),
        (words.AS_OF, page.assessment.as_of),
    )
    yield "\n".join(f"- **{page.say(label)}**{pick(words.COLON, lang)}{text}" for label, text in facts)
    yield f"### {page.say(words.DOCUMENTS)}"
    yield from _held(page)
    yield f"### {page.say(words.NOT_HELD)}"
    yield _not_held(page)
    yield f"### {page.say(words.FACTS)}"
    yield page.say(words.FACTS_SENTENCE)
    headers = [page.say(label) for label in (words.FACT, words.ANSWER, words.GROUND)]
    yield table(headers, [_fact(page, name, fact) for name, fact in suite.facts.items()])


def _held(page: Page) -> Iterator[str]:
    labels = (
        words.DOCUMENT, words.TYPE, words.VERSION, words.UPDATED, words.EFFECTIVE, words.CLAUSE_COUNT,
        words.READINGS, words.SOURCE,
    )  # fmt: skip
    agreements = page.assessment.suite.agreements
    rows = [_document(page, agreement) for agreement in agreements]
    yield table([page.say(label) for label in labels], rows)
    hashes = "\n".join(f"- {code(agreement.id)}: {code(agreement.sha256)}" for agreement in agreements)
    yield details(page.say(words.HASHES), hashes)


def _document(page: Page, agreement: Agreement) -> list[str]:
    none = page.say(words.NOT_STATED)
    second = agreement.second_reading or page.say(words.NO_READING)
    title = link(escape(agreement.title), path(agreement.source_file, up=page.up))
    title += pick(words.IN_BRACKETS, page.lang).format(code(agreement.id))
    return [
        title, names.document_type(agreement.type, page.lang),
        escape(agreement.version) or none, agreement.updated or none, agreement.effective or none,
        str(agreement.clauses), pick(words.ARTICLES, page.lang).join((agreement.first_reading, second)), code(agreement.sha256[:12]),
    ]  # fmt: skip


def _not_held(page: Page) -> str:
    not_held = page.assessment.suite.not_held
    if not not_held:
        return page.say(words.NONE_REFERRED)
    rows = [
        [escape(h.title), names.document_type(h.type, page.lang), page.places(about.places(h.references))]
        for h in not_held
    ]
    return table([page.say(label) for label in (words.DOCUMENT, words.TYPE, words.REFERRED_TO_IN)], rows)


def _fact(page: Page, name: str, fact: Fact) -> list[str]:
    answer = pick(words.ANSWERS[fact.answer], page.lang)
    return [names.fact(name, page.lang), answer, _ground(page, fact.ground)]


def _ground(page: Page, ground: str) -> str:
    """Who says so: the operator, nobody, or a clause, written `agreement clause`."""
    said = {"operator": words.GROUND_OPERATOR, "none": words.GROUND_NONE}.get(ground)
    if said:
        return page.say(said)
    agreement, _, at = ground.partition(" ")
    evidence = next(
        (
            provision.evidence
            for held in page.assessment.suite.agreements if held.id == agreement
            for provision in held.provisions if provision.evidence.clause == at
        ),
        None,
    )  # fmt: skip
    return page.place(evidence) if evidence else escape(ground)
