"""What kinds of provision, their keys and values are called, in Chinese and English, from the titles of the schema.
Never judges."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from checker import schema
from checker.reports import words
from checker.reports.words import pick
from checker.vocabulary import resolve


@cache
def definitions() -> Mapping[str, Any]:
    """The definitions of the agreement schema: each kind of provision, and the lists of values that they share."""
    found: Mapping[str, Any] = schema.named("agreement").contents["$defs"]
    return found


def of(node: Mapping[str, Any], lang: str) -> str:
    """The title of a node of the schema (`Notice · 通知`) in a language, to stand inside a sentence."""
    en, _, zh = node["title"].partition(" · ")
    if lang == "zh":
        return zh or str(en)
    return str(en) if en[1:2].isupper() else en[:1].lower() + en[1:]


def kind(name: str, lang: str) -> str:
    """What a kind of provision is called."""
    return of(definitions()[name], lang)


def key(name: str, keys: Sequence[str], lang: str) -> str:
    """What a key of a kind is called; several keys lead into a value that has keys of its own."""
    return of(_node(name, keys), lang)


def value(name: str, keys: Sequence[str], written: Any, lang: str) -> str:
    """What a value of a key is called, or one value of its list; numbers and free text stand for themselves."""
    if isinstance(written, bool):
        return pick(words.YES if written else words.NO, lang)
    node = resolve(_node(name, keys), definitions())
    items = resolve(node.get("items", node), definitions())
    choices = {choice["const"]: choice for choice in items.get("oneOf", ())}
    return of(choices[written], lang) if written in choices else str(written)


def _node(name: str, keys: Sequence[str]) -> Mapping[str, Any]:
    node: Mapping[str, Any] = definitions()[name]
    for each in keys:
        node = resolve(node, definitions())["properties"][each]
    return resolve(node, definitions())
