"""The rules of a SARIF log: what the requirements of a baseline demand, on what law, and what to write instead.

Never looks at what was found, but for which of the cited laws are in force on the day."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from checker.model import Assessment, Clause, Finding, Severity, Words
from checker.reports import md, words
from checker.reports.citations import basis
from checker.reports.plain import plain
from checker.reports.words import pick

LEVELS: Mapping[Severity, str] = {
    Severity.HIGH: "error", Severity.MEDIUM: "warning", Severity.LOW: "note",
}  # fmt: skip
# GitHub sorts alerts by a scale of its own, on which there is no note.
_PROBLEMS: Mapping[Severity, str] = {
    Severity.HIGH: "error", Severity.MEDIUM: "warning", Severity.LOW: "recommendation",
}  # fmt: skip
_PRECISION = "high"  # the judgment is mechanical; what can be wrong is the reading
_STOP = Words("。", ".")
_STOPS = tuple(".。!！?？")
_QUOTES = '"”’」』'  # may close a sentence behind its stop


def rules(assessment: Assessment, lang: str) -> list[dict[str, Any]]:
    """The requirements of the baseline in its order, one rule each."""
    return [_rule(finding, assessment, lang) for finding in assessment.findings]


def sentence(label: Words, text: str, lang: str) -> str:
    """A label and what it says, on one line, with a full stop."""
    return ended(f"{pick(label, lang)}{pick(words.COLON, lang)}{text}", lang)


def ended(text: str, lang: str) -> str:
    """The text with a full stop, where it does not end with one."""
    return text if text.rstrip(_QUOTES).endswith(_STOPS) else text + pick(_STOP, lang)


def escape(text: str) -> str:
    """Text of others as Markdown that shows it and no more.

    Without the comments that keep GitHub from linking addresses: SARIF forbids HTML in messages."""
    return md.escape(text).replace("<!-- -->", "")


def literal(text: str) -> str:
    """Text of others in a plain message, where brackets make links and braces stand for arguments."""
    return re.sub(r"([{}])", r"\1\1", re.sub(r"([\\\[\]])", r"\\\1", plain(text)))


def bold(label: Words, text: str, lang: str) -> str:
    """A label in bold and what it says, which is Markdown already."""
    return f"**{pick(label, lang)}**{pick(words.COLON, lang)}{text}"


def _rule(finding: Finding, assessment: Assessment, lang: str) -> dict[str, Any]:
    requirement = finding.requirement
    title = ended(plain(pick(requirement.title, lang)), lang)
    applies = plain(pick(requirement.applies_words, lang))
    return {
        "id": requirement.id,
        "name": "".join(part.capitalize() for part in re.findall(r"[^\W_]+", requirement.id)),
        "shortDescription": {"text": title},
        "fullDescription": {
            "text": title + pick(words.SPACE, lang) + sentence(words.APPLIES, applies, lang)
        },
        "help": _help(finding, assessment, lang),
        "defaultConfiguration": {"level": LEVELS[requirement.severity]},
        "properties": {
            "tags": [requirement.group],
            "precision": _PRECISION,
            "problem.severity": _PROBLEMS[requirement.severity],
        },
    }  # fmt: skip


def _help(finding: Finding, assessment: Assessment, lang: str) -> dict[str, str]:
    requirement = finding.requirement
    citations = basis(finding, assessment.baseline.laws, assessment.as_of, lang)
    points = [
        (words.APPLIES, [pick(requirement.applies_words, lang)]),
        (words.MUST_SAY, _wordings(requirement.elements, lang)),
        (words.MUST_NOT_SAY, _wordings(requirement.prohibitions, lang)),
        (words.BASIS, citations),
        (words.REMEDY, [pick(requirement.remedy, lang)]),
    ]
    said = [(label, said) for label, said in points if said]
    joined = pick(words.TEXTS, lang).join
    return {
        "text": "\n".join(sentence(label, joined(map(plain, texts)), lang) for label, texts in said),
        "markdown": "\n\n".join(_point(label, texts, lang) for label, texts in said),
    }


def _wordings(clauses: Iterable[Clause], lang: str) -> list[str]:
    return [pick(clause.words, lang) for clause in clauses]


def _point(label: Words, texts: list[str], lang: str) -> str:
    """What a label says: one thing behind it, several as a list below it."""
    if len(texts) == 1:
        return bold(label, escape(texts[0]), lang)
    return "\n".join([f"**{pick(label, lang)}**", "", *(f"- {escape(text)}" for text in texts)])
