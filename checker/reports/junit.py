"""The report for test runners' readers: JUnit XML as Jenkins and GitLab read it. Heeds no gate.

A suite is a test suite, a requirement a test case. It tells verdicts, whether or not the gate counts them: violated,
missing and partial fail, undetermined and not applicable are skipped, and so is a gap that valid waivers cover. What
fails the run is the exit code's to say. Times are left out. There is no `file` on test cases and no `skipped` on the
root, although some readers know them: the schema of Jenkins' xUnit plugin has neither, and it drops the whole file.
Each quote stands with its place in the source text and in the encoding instead."""

import re
from collections.abc import Iterator, Sequence

from checker.gate import DEFAULT, Gate
from checker.model import Assessment, Evidence, Finding, Verdict, Words
from checker.reports import findings as about
from checker.reports import waived, words
from checker.reports.citations import basis
from checker.reports.gaps import clause_of, heading, short
from checker.reports.near import nearest
from checker.reports.plain import plain
from checker.reports.quotes import in_order
from checker.reports.words import pick

_FAILURES = (Verdict.VIOLATED, Verdict.MISSING, Verdict.PARTIAL)
# What XML 1.0 cannot hold in any form, escaped or not.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(
    assessments: Sequence[Assessment], *,
    lang: str = "en", verbose: bool = False, colour: bool = False, gate: Gate = DEFAULT,
) -> str:  # fmt: skip
    """The assessments as one JUnit document; only `lang` changes anything."""
    from xml.etree import ElementTree as xml

    root = xml.Element("testsuites")
    totals = {"tests": 0, "failures": 0, "errors": 0}
    for assessment in assessments:
        counts = _counts(assessment)
        suite = xml.SubElement(root, "testsuite", {"name": assessment.suite.id, **_written(counts)})
        suite.set("file", assessment.suite.file.removeprefix("./"))
        properties = xml.SubElement(suite, "properties")
        baseline = assessment.baseline.named
        for name, value in (("baseline", baseline), ("as_of", assessment.as_of)):
            xml.SubElement(properties, "property", name=name, value=value)
        for finding in assessment.findings:
            requirement = finding.requirement
            case = xml.SubElement(
                suite, "testcase",
                classname=f"{assessment.suite.id}.{requirement.group}",
                name=f"{requirement.id} {plain(pick(requirement.title, lang))}",
            )  # fmt: skip
            if outcome := _outcome(finding):
                message, body = _told(finding, assessment, lang)
                xml.SubElement(case, outcome, type=finding.verdict, message=message).text = body
        totals = {name: number + counts[name] for name, number in totals.items()}
    root.attrib |= _written(totals)
    xml.indent(root)
    written = _NO_XML.sub("\ufffd", xml.tostring(root, encoding="unicode"))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{written}\n'


def _written(counts: dict[str, int]) -> dict[str, str]:
    return {name: str(number) for name, number in counts.items()}


def _counts(assessment: Assessment) -> dict[str, int]:
    outcomes = [_outcome(finding) for finding in assessment.findings]
    return {
        "tests": len(outcomes), "failures": outcomes.count("failure"), "errors": 0,
        "skipped": outcomes.count("skipped"),
    }  # fmt: skip


def _outcome(finding: Finding) -> str:
    """The element that tells a verdict; empty for what is met."""
    if finding.verdict is Verdict.MET:
        return ""
    return "failure" if finding.verdict in _FAILURES and not finding.waived else "skipped"


def _told(finding: Finding, assessment: Assessment, lang: str) -> tuple[str, str]:
    """What a list of results shows of a finding, and what stands behind it."""
    if finding.verdict is Verdict.NOT_APPLICABLE:
        reason, by = about.why_not(finding, assessment.suite.facts, lang)
        message = _point(words.WHY_NOT, reason, lang)
        return message, "\n".join([message, *_quotes(by, lang)])
    body = "\n".join(_body(finding, assessment, lang))
    if finding.waived:
        return " ".join(_waivers(finding, lang)), body
    if finding.verdict is Verdict.UNDETERMINED:
        return _point(words.DEFERRED, about.documents_named(finding.deferred_to, lang), lang), body
    return short(finding, lang), body


def _body(finding: Finding, assessment: Assessment, lang: str) -> Iterator[str]:
    """Complete by itself: GitLab shows no message."""
    yield heading(finding, lang)
    yield from _waivers(finding, lang)
    for hit in about.hits(finding):
        yield _point(words.VIOLATED_ONE, pick(hit.prohibition.words, lang), lang)
        yield from _quotes(in_order(hit.evidence, assessment.suite), lang)
    for element in about.unsaid(finding):
        yield _point(words.MISSING_ONE, pick(element.element.words, lang), lang)
        near = nearest(element.element, assessment.provisions)
        none = "" if near.shown else pick(words.NOTHING_NEAR, lang)
        yield f"  {_point(words.NEAREST_HELD, none, lang)}".rstrip()
        yield from _quotes([provision.evidence for provision in near.shown], lang)
        if near.more:
            yield f"  … {pick(words.AND_MORE, lang).format(number=near.more)}"
    if finding.deferred_to:
        yield _point(words.DEFERRED, about.documents_named(finding.deferred_to, lang), lang)
    if about.assumed(finding):
        yield _point(words.ASSUMED, about.assumption(finding, lang), lang)
    articles = basis(finding, assessment.baseline.laws, assessment.as_of, lang)
    yield _point(words.BASIS, pick(words.TEXTS, lang).join(articles), lang)
    yield _point(words.REMEDY, pick(finding.requirement.remedy, lang), lang)
    yield _point(words.FINGERPRINT, finding.fingerprint, lang)


def _waivers(finding: Finding, lang: str) -> list[str]:
    return [_point(label, said, lang) for label, said in waived.points(finding, lang)]


def _quotes(evidence: Sequence[Evidence], lang: str) -> Iterator[str]:
    for e in evidence:
        yield f"  {clause_of(e, lang)}  {e.source_file}:{e.source_line}  {e.file}:{e.line}"
        yield f"    {pick(words.QUOTE, lang).format(quote=plain(e.quote))}"


def _point(label: Words, text: str, lang: str) -> str:
    return pick(label, lang) + pick(words.COLON, lang) + plain(text)
