"""Waivers in words, for the formats for people. Never decides what a waiver covers: `checker.waivers` has."""

from collections.abc import Iterator

from checker.model import Finding, Waived, Waiver, WaiverState, Words
from checker.reports import words
from checker.reports.words import pick

_STATES = {
    WaiverState.VALID: Words(
        "批准人：{by}；批准日期：{approved}；有效期至 {expires}{part}。理由：{reason}",
        "by {by} on {approved}, until the end of {expires}{part}. Reason: {reason}",
    ),
    WaiverState.EXPIRED: Words(
        "豁免{part}已于 {expires} 到期，不再适用（批准人：{by}；批准日期：{approved}）。原理由：{reason}",
        "the waiver by {by} of {approved}{part} expired on {expires} and covers nothing any more. Its reason was: {reason}",
    ),
    WaiverState.CHANGED: Words(
        "豁免{part}不再适用：评估结论或其依据在批准后已变更（批准人：{by}；批准日期：{approved}；批准时指纹 {accepted}，"
        "现为 {now}）。原理由：{reason}",
        "the waiver by {by} of {approved}{part} covers this no longer: the finding or its evidence has changed since "
        "(fingerprint {accepted} then, {now} now). Its reason was: {reason}",
    ),
    WaiverState.EARLY: Words(
        "豁免{part}自 {approved} 起适用，尚未生效（批准人：{by}）。理由：{reason}",
        "the waiver by {by}{part} holds from {approved} on, not yet. Reason: {reason}",
    ),
}
_NOT_ALL = Words(
    "上述豁免未覆盖全部缺口，该项仍计入",
    "other parts of this gap are not waived, so the finding still counts",
)
_SOON = Words("（{days} 天后到期）", " (expires in {days} days)")
_TOMORROW = Words("（明日到期）", " (expires tomorrow)")
_LAST_DAY = Words("（今日到期）", " (expires today)")
_PART = Words("（仅限{limits}）", " (limited to {limits})")
_ELEMENT = Words("要素“{name}”", "element “{name}”")
_PROHIBITION = Words("禁止事项“{name}”", "prohibition “{name}”")
_CLAUSE = Words("{agreement} 条款 {at}", "clause {at} of {agreement}")


def points(finding: Finding, lang: str) -> Iterator[tuple[Words, str]]:
    """What was accepted of a finding: a label and a sentence for each waiver."""
    for waived in finding.waivers:
        yield words.WAIVER, sentence(waived, finding, lang)
    if not finding.waived and any(waived.state is WaiverState.VALID for waived in finding.waivers):
        yield words.WAIVER, pick(_NOT_ALL, lang)


def sentence(waived: Waived, finding: Finding, lang: str) -> str:
    """Who accepted what until when and why, and whether that still holds."""
    waiver = waived.waiver
    said = pick(_STATES[waived.state], lang).format(
        by=waiver.approved_by, approved=waiver.approved_on, expires=waiver.expires, reason=waiver.reason,
        part=_part(waiver, lang), accepted=waiver.fingerprint, now=finding.fingerprint,
    )  # fmt: skip
    return said + _warning(waived, lang)


def short(finding: Finding, lang: str) -> str:
    """What stands behind the verdict of a finding that is waived as a whole; else empty."""
    return pick(words.IN_BRACKETS, lang).format(pick(words.WAIVED, lang)) if finding.waived else ""


def _warning(waived: Waived, lang: str) -> str:
    from checker.waivers import soon  # most findings have no waiver

    if not soon(waived):
        return ""
    said = {1: _LAST_DAY, 2: _TOMORROW}.get(waived.days, _SOON)
    return pick(said, lang).format(days=waived.days - 1)


def _part(waiver: Waiver, lang: str) -> str:
    limits = []
    if waiver.element:
        limits.append(pick(_ELEMENT, lang).format(name=waiver.element))
    if waiver.prohibition:
        limits.append(pick(_PROHIBITION, lang).format(name=waiver.prohibition))
    if waiver.at:
        limits.append(pick(_CLAUSE, lang).format(agreement=waiver.agreement, at=waiver.at))
    return pick(_PART, lang).format(limits=pick(words.LIST, lang).join(limits)) if limits else ""
