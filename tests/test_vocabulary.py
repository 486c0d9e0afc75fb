"""The vocabulary is closed, said in both languages, describes and never judges; two engines agree on it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from checker import schema, source, vocabulary
from checker.catalogue import load_baseline

ROOT = Path(__file__).parent.parent
SCHEMAS = {
    path.name.removesuffix(".schema.json"): path for path in (ROOT / "checker/schemas").glob("*.schema.json")
}
ENCODINGS = sorted(
    path
    for folder in ("policies", "fixtures/suites")
    for path in (ROOT / folder).glob("*/*.yaml")
    if path.name not in ("suite.yaml", "waivers.yaml", "verdicts.lock.yaml")
)
CHINESE, LATIN = re.compile(r"[\u4e00-\u9fff]"), re.compile(r"[A-Za-z]{2}")
# Written alike in both languages.
SAME_IN_BOTH = {"SHA-256"}


def contents(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(SCHEMAS[name].read_text(encoding="utf-8"))
    return data


def described(node: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every key and every value of a closed list, with the path to it."""
    if isinstance(node, dict):
        for key, value in node.get("properties", {}).items():
            if set(value) != {"const"} and "if" not in path.split("/"):
                yield f"{path}/{key}", value
        for choice in node.get("oneOf", ()):
            if "const" in choice:
                yield f"{path}={choice['const']}", choice
        for key, value in node.items():
            if key not in ("if", "oneOf"):
                yield from described(value, f"{path}/{key}")
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from described(value, f"{path}/{number}")


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_are_schemas(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(contents(name))


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_key_and_value_is_told_in_both_languages(name: str) -> None:
    whole = contents(name)
    told = list(described(whole))
    assert told
    for path, node in told:
        node = vocabulary.resolve(node, whole["$defs"])
        for part in ("title", "description"):
            words = node.get(part, "")
            assert LATIN.search(words), f"{path}: no English {part}"
            assert CHINESE.search(words) or words in SAME_IN_BOTH, f"{path}: no Chinese {part}"


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_mapping_is_closed(name: str) -> None:
    def mappings(node: Any) -> Iterator[dict[str, Any]]:
        if isinstance(node, dict):
            if node.get("type") == "object" and "properties" in node:
                yield node
            for key, value in node.items():
                if key != "if":
                    yield from mappings(value)
        elif isinstance(node, list):
            for value in node:
                yield from mappings(value)

    for node in mappings(contents(name)):
        # `provision` is closed by the kind that it is: each `then` refers to a closed definition.
        assert node.get("additionalProperties") is False or "allOf" in node, node.get("title")


def test_each_kind_leads_to_its_own_definition() -> None:
    provision = contents("agreement")["$defs"]["provision"]
    leads = {
        branch["if"]["properties"]["kind"]["const"]: branch["then"]["$ref"].removeprefix("#/$defs/")
        for branch in provision["allOf"]
    }
    assert leads == {kind: kind for kind in vocabulary.kinds()}
    for kind in vocabulary.kinds():
        assert contents("agreement")["$defs"][kind]["properties"]["kind"]["const"] == kind


# --- describes, never judges -----------------------------------------------------------------------------------

BASELINE = load_baseline()
REQUIREMENTS = [requirement.id for requirement in BASELINE.requirements]
VERDICTS = ["violated", "violation", "violates", "undetermined", "not_applicable", "not applicable", "non-compliant",
            "unlawful term", "illegal", "违规", "不合规", "合规"]  # fmt: skip
LAWS = [*BASELINE.laws, "PIPL", "Civil Code", "个人信息保护法", "民法典", "网络数据安全管理条例"]


def own_words(path: Path) -> str:
    """What the readers of a document wrote: everything but quotes, titles and names taken from its text."""

    def kept(node: Any, key: str = "") -> Iterator[str]:
        if isinstance(node, dict):
            for name, value in node.items():
                yield name
                if name not in ("quote", "title", "name"):
                    yield from kept(value, name)
        elif isinstance(node, list):
            for value in node:
                yield from kept(value, key)
        else:
            yield str(node)

    return "\n".join(kept(source.load(path, path.name).data))


@pytest.mark.parametrize("path", ENCODINGS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_no_encoding_speaks_of_requirements_laws_or_verdicts(path: Path) -> None:
    words = own_words(path)
    found = [word for word in [*REQUIREMENTS, *VERDICTS, *LAWS] if word.lower() in words.lower()]
    assert not found, f"an encoding says what a clause does, never what the law thinks of it: {found}"


@pytest.mark.parametrize("path", ENCODINGS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_note_stands_in_both_languages(path: Path) -> None:
    data = source.load(path, path.name).data
    provisions = [provision for clause in data.get("clauses", ()) for provision in clause["provisions"]]
    for note in (provision["note"] for provision in provisions if "note" in provision):
        assert list(note) == ["en", "zh"]
        assert not re.search(r"[a-z]_[a-z]", note["en"] + note["zh"]), (
            "a word of the vocabulary is no word for readers"
        )
        assert re.search(r"[\u4e00-\u9fff]", note["zh"])


@pytest.mark.parametrize("path", ENCODINGS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_two_engines_agree_on_every_encoding(path: Path) -> None:
    document = source.load(path, path.name)
    assert schema.validate(document, "agreement") == []
    oracle = jsonschema.Draft202012Validator(contents("agreement"))
    assert [error.message for error in oracle.iter_errors(document.data)] == []


@pytest.mark.parametrize("number", range(12))
def test_two_engines_agree_on_spoiled_encodings(number: int) -> None:
    path = ROOT / "policies/xiaoyi/terms-of-service.yaml"
    data = source.load(path, path.name).data
    clause = data["clauses"][number * 3]
    provision = clause["provisions"][0]
    spoil = [
        lambda: provision.update(kind="nothing"), lambda: provision.update(surplus=1), lambda: clause.pop("quote"),
        lambda: provision.pop(next(key for key in provision if key != "kind")), lambda: clause.update(at=6.1),
        lambda: clause.update(provisions=[]), lambda: data.update(type="poem"), lambda: data["source"].update(sha256="0"),
        lambda: data["reading"].update(first="2026-13-01"), lambda: data.update(no_provision={}),
        lambda: clause.update(quote=""), lambda: data.pop("clauses"),
    ][number]  # fmt: skip
    spoil()
    document = source.parse(json.dumps(data, ensure_ascii=False), "spoiled.yaml")
    oracle = jsonschema.Draft202012Validator(contents("agreement"))
    assert list(oracle.iter_errors(document.data))
    assert schema.validate(document, "agreement")
