"""Two spellings of what is probably one e-mail address or telephone number. Never says which one is right."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from checker.lint.model import Remark, Text, Texts, place_named, times
from checker.model import Words

_MAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])(?P<local>[A-Za-z0-9._%+-]{1,64})@(?P<domain>[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5})"
)
_PHONE = re.compile(
    r"(?<![\d-])(?:\+?86[- ]?)?(?P<number>[48]00[- ]?\d{3,4}[- ]?\d{3,4}|0\d{2,3}[- ]\d{7,8}|1[3-9]\d{9})(?![\d-])"
)


class _Place(NamedTuple):
    text: Text
    start: int
    end: int


def spellings(suite: Texts) -> Iterator[Remark]:
    """Addresses and numbers of the suite that differ in one character, at the place where the rarer one first stands."""
    mails: dict[str, list[_Place]] = {}
    phones: dict[str, list[_Place]] = {}
    for text in suite:
        for found in _MAIL.finditer(text.source.text):
            mails.setdefault(found[0].casefold().rstrip("."), []).append(
                _Place(text, found.start(), found.end())
            )
        for found in _PHONE.finditer(text.source.text):
            digits = re.sub(r"\D", "", found["number"])
            phones.setdefault(digits, []).append(_Place(text, *found.span("number")))
    yield from _pairs(mails, _alike_mails)
    yield from _pairs(phones, lambda one, other: len(one) == len(other))


def _pairs(places: dict[str, list[_Place]], alike: Callable[[str, str], bool]) -> Iterator[Remark]:
    """One remark for each spelling that is near another one that is given at least as often."""
    first_with: dict[str, str] = {}
    for written in sorted(places, key=lambda written: -len(places[written])):
        near = {first_with[key]: None for key in _keys(written) if key in first_with}
        for key in _keys(written):
            first_with.setdefault(key, written)
        for other in near:
            if alike(written, other) and not _side_by_side(places[written], places[other]):
                yield _remark(places[written], places[other])
                break


def _keys(written: str) -> Iterator[str]:
    """What two spellings that differ in one character, or in marks between words, have in common."""
    yield re.sub(r"[._+-]", "", written)
    for index in range(len(written)):
        yield written[:index] + written[index + 1 :]
    yield written


def _alike_mails(one: str, other: str) -> bool:
    """Whether two addresses are probably meant to be one: `support1@` and `support2@` are not."""
    (name, _, domain), (other_name, _, other_domain) = one.partition("@"), other.partition("@")
    if (name == other_name) == (domain == other_domain):
        return False
    digits = re.sub(r"\D", "", one) == re.sub(r"\D", "", other)
    return digits and min(len(name), len(other_name)) >= 4


def _side_by_side(places: list[_Place], others: list[_Place]) -> bool:
    """Whether both are given in one clause, so that they are two on purpose."""
    clauses = {(place.text.source.file, place.text.clause(place.start).at) for place in places[:1000]}
    return any(
        (place.text.source.file, place.text.clause(place.start).at) in clauses for place in others[:1000]
    )


def _remark(places: list[_Place], others: list[_Place]) -> Remark:
    here, there = places[0], others[0]
    written = there.text.words(there.start, there.end)
    where = place_named(there.text, there.start)
    said = Words(
        f"{where.zh}写作“{written}”（共 {len(others)} 处）",
        f"written “{written}” in {where.en} ({times(len(others))} in all)",
    )
    return here.text.remark("contact-spelling", here.start, here.end, said)
