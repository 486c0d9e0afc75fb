"""The report for code scanning: one SARIF 2.1.0 run, a result for each gap, waived ones included.

Never hides a gap: only valid waivers that cover the whole of it are written as suppressions, because tools take any
suppression, of whatever status, for a reason to drop the result."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import quote

from checker import __version__
from checker.gate import DEFAULT, Gate
from checker.model import (
    GAPS,
    Assessment,
    Clause,
    Evidence,
    Finding,
    NotHeld,
    Verdict,
    Waived,
    WaiverState,
    Words,
)
from checker.reports import findings as about
from checker.reports import waived, words
from checker.reports.citations import basis
from checker.reports.near import Near, nearest
from checker.reports.plain import plain
from checker.reports.quotes import in_order
from checker.reports.sarif_rules import LEVELS, bold, ended, escape, literal, rules, sentence
from checker.reports.words import pick

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
FINGERPRINT = "checkerFinding/v1"
_encode = json.JSONEncoder(ensure_ascii=False).encode
_ROOT = "%SRCROOT%"
_NO_CLAUSE = Near((), 0)
_LANGUAGES = {"en": "en-US", "zh": "zh-CN"}
_ROOT_IS = Words("运行检查时的工作目录。", "The working directory of the run.")
_HEAD = Words("{verdict}：{title}（{about}）", "{verdict}: {title} ({about})")
_VIOLATING = Words("违反要求的条款的源文本", "source text of the violating clause")
_NEAR = Words("最接近的条款的源文本", "source text of a nearest clause")
_REFERRING = Words(
    "引用未取得文件的条款的源文本", "source text of the clause that refers to a document not held"
)


def render(
    assessments: Sequence[Assessment], *,
    lang: str = "en", verbose: bool = False, colour: bool = False, gate: Gate = DEFAULT,
) -> str:  # fmt: skip
    """The gaps as one SARIF log. `gate` decides which results are marked as failing the run; `verbose` and `colour`
    change nothing.

    Raises ValueError when the assessments are of several baselines or days, which the rules of one run cannot say."""
    if len({(a.baseline.id, a.baseline.version, a.as_of) for a in assessments}) != 1:
        raise ValueError("one SARIF report holds assessments against one baseline as of one day")
    run = _run(assessments, lang, gate)
    return f'{{"$schema": "{SCHEMA}", "version": "2.1.0", "runs": [\n{run}\n]}}\n'


def _run(assessments: Sequence[Assessment], lang: str, gate: Gate) -> str:
    first = assessments[0]
    baseline = first.baseline
    driver = {
        "name": "checker", "fullName": f"checker {__version__}", "version": __version__,
        "semanticVersion": __version__, "language": _LANGUAGES[lang],
    }  # fmt: skip
    artifacts = {
        artifact["location"]["uri"]: artifact for each in assessments for artifact in _artifacts(each)
    }
    files = {uri: number for number, uri in enumerate(artifacts)}
    head = {
        "automationDetails": {"id": f"checker/{baseline.id}/"},
        "invocations": [{"executionSuccessful": True}],
        "language": _LANGUAGES[lang],
        "columnKind": "utf16CodeUnits",
        "originalUriBaseIds": {_ROOT: {"description": {"text": pick(_ROOT_IS, lang)}}},
        "artifacts": list(artifacts.values()),
        "properties": {
            "baseline": baseline.id, "baselineVersion": baseline.version, "asOf": first.as_of,
            "failOn": str(gate),
        },
    }  # fmt: skip
    results = (
        _Result(assessment, finding, number, files, lang).written(gate.gates(finding))
        for assessment in assessments
        for number, finding in enumerate(assessment.findings)
        if finding.verdict in GAPS
    )
    tool = _with_list(driver, "rules", rules(first, lang))
    return f'{{"tool": {{"driver": {tool}}},\n{_with_list(head, "results", results)[1:]}'


def _with_list(head: dict[str, Any], key: str, items: Iterable[dict[str, Any]]) -> str:
    """An object with one more key, a list of items on a line each: so diffs stay readable."""
    listed = ",\n".join(map(_encode, items))
    return f'{_encode(head)[:-1]}, "{key}": [\n{listed}\n]}}'


# --- files ---------------------------------------------------------------------------------------------------


def _artifacts(assessment: Assessment) -> Iterator[dict[str, Any]]:
    """The files of a suite: what was declared, read and accepted."""
    suite = assessment.suite
    yield {"location": _file(suite.file), "roles": ["analysisTarget"]}
    for agreement in suite.agreements:
        yield {"location": _file(agreement.file), "roles": ["analysisTarget"]}
        yield {
            "location": _file(agreement.source_file), "roles": ["analysisTarget"],
            "hashes": {"sha-256": agreement.sha256},
        }  # fmt: skip
    for file in dict.fromkeys(waiver.file for waiver in suite.waivers.entries) if suite.waivers else ():
        yield {"location": _file(file), "roles": ["userSpecifiedConfiguration"]}


def _file(path: str) -> dict[str, Any]:
    """A file as SARIF locates it: relative to the working directory, if it can be."""
    drive = re.match("/?[A-Za-z]:/", path)
    if drive or path.startswith("/"):
        return {"uri": f"file:///{quote(path.lstrip('/'), safe='/:' if drive else '/')}"}
    return {"uri": quote(path, safe="/"), "uriBaseId": _ROOT}


# --- results -------------------------------------------------------------------------------------------------


_Safe = Callable[[str], str]  # text of others as a message of one of the two forms shows it


class _Part(NamedTuple):
    """One thing that is violated or not said: its wording, and the clauses that say so or come nearest."""

    label: Words
    clause: Clause
    hits: Sequence[Evidence]
    near: Near


class _Result:
    """One gap as a result. Holds what every part of it needs to know."""

    def __init__(
        self, assessment: Assessment, finding: Finding, rule: int, files: Mapping[str, int], lang: str
    ) -> None:
        self.assessment, self.finding, self.rule, self.files = assessment, finding, rule, files
        self.lang = lang
        self.parts = list(self.gaps())
        self.violating = list(dict.fromkeys(e for part in self.parts for e in part.hits))
        self.near = [p.evidence for part in self.parts for p in part.near.shown]
        self.referring = [e for held in finding.deferred_to for e in about.places(held.references)]
        # The quotes behind the result, each with what it is to it; their order is that of their ids.
        self.quotes: dict[Evidence, Words] = {}
        for label, evidence in (
            (_VIOLATING, self.violating), (_NEAR, self.near), (_REFERRING, self.referring)
        ):  # fmt: skip
            for each in evidence:
                self.quotes.setdefault(each, label)
        self.ids = {evidence: number for number, evidence in enumerate(self.quotes, 1)}

    def written(self, gating: bool) -> dict[str, Any]:
        """The result; `gating`: whether it fails the run."""
        finding = self.finding
        requirement = finding.requirement
        is_open = finding.verdict is Verdict.UNDETERMINED  # nobody knows yet: no failure, so no level
        return {
            "ruleId": requirement.id,
            "ruleIndex": self.rule,
            "kind": "open" if is_open else "fail",
            "level": "none" if is_open else LEVELS[requirement.severity],
            "message": {"text": self.text(), "markdown": self.markdown()},
            "locations": self.locations(),
            "relatedLocations": [self.source(evidence) for evidence in self.quotes],
            "partialFingerprints": {FINGERPRINT: finding.fingerprint},
            "suppressions": self.suppressions(),
            "properties": {
                "suite": self.assessment.suite.id, "verdict": finding.verdict,
                "severity": requirement.severity, "gating": gating,
            },
        }  # fmt: skip

    def gaps(self) -> Iterator[_Part]:
        """What is violated, then what is not said."""
        index = self.assessment.provisions
        for hit in about.hits(self.finding):
            evidence = in_order(hit.evidence, self.assessment.suite)
            near = _NO_CLAUSE if evidence else nearest(hit.prohibition, index)  # silence can violate too
            yield _Part(words.VIOLATED_ONE, hit.prohibition, evidence, near)
        for unsaid in about.unsaid(self.finding):
            yield _Part(words.MISSING_ONE, unsaid.element, (), nearest(unsaid.element, index))

    # --- places ---------------------------------------------------------------------------------------------

    def locations(self) -> list[dict[str, Any]]:
        """Where in the encodings: every violating clause, since all are to be mended; for what is missing the one
        place nearest to it."""
        evidence = self.violating or self.near[:1] or self.referring[:1]
        if not evidence:
            return [{"physicalLocation": self.physical(self.assessment.suite.file, 1)}]
        return [
            {
                "physicalLocation": self.physical(each.file, each.line),
                "logicalLocations": [self.logical(each)],
            }
            for each in evidence
        ]

    def source(self, evidence: Evidence) -> dict[str, Any]:
        """Where in the source text, and the words that stand there."""
        physical = self.physical(evidence.source_file, evidence.source_line)
        physical["region"]["snippet"] = {"text": plain(evidence.quote)}
        said = f"{self.place(evidence)}{pick(words.COLON, self.lang)}{pick(self.quotes[evidence], self.lang)}"
        return {
            "id": self.ids[evidence],
            "physicalLocation": physical,
            "logicalLocations": [self.logical(evidence)],
            "message": {"text": ended(literal(said), self.lang)},
        }

    def physical(self, path: str, line: int) -> dict[str, Any]:
        """A line of a file."""
        file = _file(path)
        return {
            "artifactLocation": {**file, "index": self.files[file["uri"]]},
            "region": {"startLine": line},
        }

    def logical(self, evidence: Evidence) -> dict[str, Any]:
        """A clause of an agreement."""
        clause = plain(evidence.clause)
        name = f"{self.assessment.suite.id}/{evidence.agreement}/{clause}"
        return {"name": clause, "fullyQualifiedName": name, "kind": "clause"}

    def place(self, evidence: Evidence) -> str:
        """A clause as messages name it."""
        clause = plain(about.cited_clause(evidence.clause, self.lang))
        return f"{evidence.agreement} {clause}"

    # --- messages -------------------------------------------------------------------------------------------

    def text(self) -> str:
        """The message as plain text, a sentence for each point; the first says the most."""
        lines = [ended(self.head(literal), self.lang)]
        for part in self.parts:
            said = literal(pick(part.clause.words, self.lang))
            where = pick(words.IN_BRACKETS, self.lang).format(self.where(part, literal))
            lines.append(sentence(part.label, said + where, self.lang))
        lines += [sentence(label, said, self.lang) for label, said in self.points(literal)]
        return "\n".join(lines)

    def markdown(self) -> str:
        """The same as Markdown, with the words of the violating clauses."""
        lines = [f"**{self.head(escape)}**", ""]
        for part in self.parts:
            lines.append(f"- {bold(part.label, escape(pick(part.clause.words, self.lang)), self.lang)}")
            quotes = [f"{self.link(e, escape)} {self.quote(e)}" for e in part.hits]
            lines += [f"  - {line}" for line in quotes or [self.where(part, escape)]]
        lines += [f"- {bold(label, said, self.lang)}" for label, said in self.points(escape)]
        return "\n".join(lines)

    def head(self, safe: _Safe) -> str:
        """The verdict on what, for which service, and how it is to be taken."""
        finding = self.finding
        marks = [pick(self.assessment.suite.title, self.lang)]
        marks += [pick(words.ASSUMED_SHORT, self.lang)] if about.assumed(finding) else []
        marks += [pick(words.WAIVED, self.lang)] if finding.waived else []
        return pick(_HEAD, self.lang).format(
            verdict=pick(words.VERDICTS[finding.verdict], self.lang).capitalize(),
            title=safe(pick(finding.requirement.title, self.lang)),
            about=safe(pick(words.TEXTS, self.lang).join(marks)),
        )

    def where(self, part: _Part, safe: _Safe) -> str:
        """The clauses behind a part of the gap, linked."""
        if part.hits:
            return self.links(part.hits, 0, safe)
        if not part.near.shown:
            return pick(words.NOTHING_NEAR, self.lang)
        near = [provision.evidence for provision in part.near.shown]
        label = pick(words.NEAR, self.lang) + pick(words.COLON, self.lang)
        return label + self.links(near, part.near.more, safe)

    def points(self, safe: _Safe) -> Iterator[tuple[Words, str]]:
        """What else a reader should know: labels and sentences."""
        finding, assessment = self.finding, self.assessment
        if finding.deferred_to:
            held = [self.not_held(each, safe) for each in finding.deferred_to]
            yield words.DEFERRED, pick(words.TEXTS, self.lang).join(held)
        for label, said in waived.points(finding, self.lang):
            yield label, safe(said)
        if about.assumed(finding):
            yield words.ASSUMED, safe(about.assumption(finding, self.lang))
        citations = basis(finding, assessment.baseline.laws, assessment.as_of, self.lang)
        yield words.BASIS, safe(pick(words.TEXTS, self.lang).join(citations))

    def not_held(self, held: NotHeld, safe: _Safe) -> str:
        """A document that is not held, and the clauses that refer to it."""
        named = safe(about.documents_named([held], self.lang))
        places = self.links(about.places(held.references), 0, safe)
        return named + (pick(words.REFERRED, self.lang).format(places=places) if places else "")

    def links(self, evidence: Sequence[Evidence], more: int, safe: _Safe) -> str:
        """Clauses in a sentence, each linked."""
        return words.listed([self.link(each, safe) for each in evidence], more, self.lang)

    def link(self, evidence: Evidence, safe: _Safe) -> str:
        """A clause, linked to the related location that holds its words."""
        return f"[{safe(self.place(evidence))}]({self.ids[evidence]})"

    def quote(self, evidence: Evidence) -> str:
        """The words of a clause as Markdown."""
        return pick(words.QUOTE, self.lang).format(quote=escape(evidence.quote))

    # --- waivers --------------------------------------------------------------------------------------------

    def suppressions(self) -> list[dict[str, Any]]:
        """The waivers that cover the gap; none where a part of it is open."""
        if not self.finding.waived:
            return []
        return [self.suppression(each) for each in self.finding.waivers if each.state is WaiverState.VALID]

    def suppression(self, accepted: Waived) -> dict[str, Any]:
        """Who accepted the gap, why, until when, and where that is written."""
        waiver = accepted.waiver
        return {
            "kind": "external", "status": "accepted",
            "justification": plain(waived.sentence(accepted, self.finding, self.lang)),
            "location": {"physicalLocation": self.physical(waiver.file, waiver.line)},
            "properties": {
                "approvedBy": plain(waiver.approved_by), "approvedOn": waiver.approved_on,
                "expires": waiver.expires, "reason": plain(waiver.reason),
            },
        }  # fmt: skip
