"""How a reader understood a clause: a provision in the words of the vocabulary. Never judges."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from checker.model import Provision, Words
from checker.reports import titles, words
from checker.reports.words import pick
from checker.vocabulary import resolve

_APART = ("kind", "note")


def read_as(provision: Provision, lang: str, *, most: int = 0) -> str:
    """A provision in words: `suspension or termination: by provider; grounds any breach; notice at once`.

    Keys stand in the order of the vocabulary; free text is left out, for the quote says it. Of a list of more
    than `most` values (0: no limit) the first are named and the others counted."""
    definitions = titles.definitions()
    kind = definitions[provision.kind]
    parts = [
        f"{titles.of(node, lang)} {said}"
        for key, node in kind["properties"].items()
        if key in provision.fields and key not in _APART
        if (said := _value(provision.fields[key], resolve(node, definitions), lang, most))
    ]
    title = titles.of(kind, lang)
    return title + pick(words.COLON, lang) + pick(words.TEXTS, lang).join(parts) if parts else title


def readings(provisions: Iterable[Provision], lang: str) -> list[tuple[Words, str]]:
    """How each was read and what the reader remarked, with labels, each line once."""
    lines = {
        (label, text): None
        for provision in provisions
        for label, text in (
            (words.READ_AS, read_as(provision, lang)),
            (words.READERS_NOTE, remark(provision, lang)),
        )
        if text
    }
    return list(lines)


def remark(provision: Provision, lang: str) -> str:
    """The reader's remark in a language, or in the one in which there is one; empty without one."""
    note: Mapping[str, str] = provision.fields.get("note", {})
    return note.get(lang) or next(iter(note.values()), "")


def _value(value: Any, node: Mapping[str, Any], lang: str, most: int) -> str:
    """A value in words; empty for free text."""
    if isinstance(value, bool):
        return pick(words.YES if value else words.NO, lang)
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list | tuple):
        return _list(value, resolve(node["items"], titles.definitions()), lang, most)
    if isinstance(value, Mapping):
        return _duration(value, node, lang)
    choices = {choice["const"]: choice for choice in node.get("oneOf", ())}
    return titles.of(choices[value], lang) if value in choices else ""


def _list(values: Sequence[Any], node: Mapping[str, Any], lang: str, most: int) -> str:
    if not values:
        return pick(words.NONE, lang)
    named = [said for value in values if (said := _value(value, node, lang, most))]
    shown = named[:most] if most else named
    return words.listed(shown, len(named) - len(shown), lang, between=words.ARTICLES, rest=words.OTHERS)


def _duration(value: Mapping[str, Any], node: Mapping[str, Any], lang: str) -> str:
    """15 working days; 15个工作日."""
    number, unit = value["value"], _value(value["unit"], node["properties"]["unit"], lang, 0)
    if lang == "zh":
        return f"{number}{'' if unit == '年' else '个'}{unit}"
    return f"{number} {unit}{'' if number == 1 else 's'}"
