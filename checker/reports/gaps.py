"""What the formats for CI systems, and the terminal, say alike of a gap, in words: which, where, in what context. Plain text; never lays out."""

from collections.abc import Iterator, Sequence
from itertools import chain

from checker.model import GAPS, Assessment, Evidence, Finding
from checker.reports import findings as about
from checker.reports import gated, waived, words
from checker.reports.citations import basis
from checker.reports.near import nearest
from checker.reports.plain import cut, plain
from checker.reports.quotes import in_order
from checker.reports.words import pick

QUOTE_COLUMNS = 100


def gaps(assessments: Sequence[Assessment]) -> list[tuple[Finding, Assessment]]:
    """Every gap and where it belongs, worst first over all assessments."""
    home = {id(finding): each for each in assessments for finding in each.findings}
    findings = [f for each in assessments for f in each.findings if f.verdict in GAPS]
    return [(finding, home[id(finding)]) for finding in about.worst_first(findings)]


def heading(finding: Finding, lang: str, verdict: str = "") -> str:
    """Verdict (or how it is to be written), severity and id, and whether it is assumed to apply, waived, or got worse."""
    severity = pick(words.SEVERITIES[finding.requirement.severity], lang)
    marks = about.assumed_short(finding, lang) + waived.short(finding, lang) + gated.short(finding, lang)
    verdict = verdict or pick(words.VERDICTS[finding.verdict], lang)
    return f"{verdict} · {severity} · {finding.requirement.id}{marks}"


def short(finding: Finding, lang: str) -> str:
    """The first thing that is violated and the first that is not said, and how many more there are of each."""
    hits = [hit.prohibition for hit in about.hits(finding)]
    unsaid = [element.element for element in about.unsaid(finding)]
    parts = []
    for label, clauses in ((words.VIOLATED_ONE, hits), (words.MISSING_ONE, unsaid)):
        if clauses:
            first = pick(label, lang) + pick(words.COLON, lang) + plain(pick(clauses[0].words, lang))
            parts.append(words.listed([first], len(clauses) - 1, lang, rest=words.OTHERS))
    return pick(words.TEXTS, lang).join(parts)


def context(finding: Finding, assessment: Assessment, lang: str) -> Iterator[str]:
    """The clause nearest to what is not said, documents not held, articles and waivers, a line each."""
    colon = pick(words.COLON, lang)
    if not about.hits(finding):
        near = _nearest(finding, assessment)
        held = quoted(near, lang) if near else pick(words.NOTHING_NEAR, lang)
        yield pick(words.NEAREST_HELD, lang) + colon + held
    if finding.deferred_to:
        yield pick(words.DEFERRED, lang) + colon + plain(about.documents_named(finding.deferred_to, lang))
    articles = basis(finding, assessment.baseline.laws, assessment.as_of, lang)
    yield pick(words.BASIS, lang) + colon + plain(pick(words.TEXTS, lang).join(articles))
    for label, said in waived.points(finding, lang):
        yield pick(label, lang) + colon + plain(said)


def quoted(evidence: Evidence, lang: str) -> str:
    """A clause and its words, cut."""
    quote = pick(words.QUOTE, lang).format(quote=cut(plain(evidence.quote), QUOTE_COLUMNS))
    return f"{clause_of(evidence, lang)}{pick(words.COLON, lang)}{quote}"


def clause_of(evidence: Evidence, lang: str) -> str:
    """The agreement and the number of a clause."""
    return about.named(evidence.agreement, evidence.clause, lang)


def position(finding: Finding, assessment: Assessment) -> tuple[str, int]:
    """The file and the line to point at: the encoding of the first clause that violates, else of the one nearest to
    what is not said, else of one that refers to a document not held; the file of the suite where there is none."""
    violating = (e for hit in about.hits(finding) for e in in_order(hit.evidence, assessment.suite))
    near = _nearest(finding, assessment)
    referring = (e for held in finding.deferred_to for e in held.references)
    evidence = next(chain(violating, [near] if near else [], referring), None)
    file, line = (evidence.file, evidence.line) if evidence else (assessment.suite.file, 1)
    return file.removeprefix("./"), line


def _nearest(finding: Finding, assessment: Assessment) -> Evidence | None:
    """The clause held that comes nearest to the first thing that is not said and has one."""
    lacking = [each.element for each in about.unsaid(finding)]
    lacking += [hit.prohibition for hit in about.hits(finding)]  # some are hit by silence
    near = (provision for clause in lacking for provision in nearest(clause, assessment.provisions).shown)
    return next((provision.evidence for provision in near), None)
