"""Editors: what the YAML language server, which most of them use, makes of the schemas."""

import json
import queue
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from checker import schema, source, vocabulary
from checker.rewrite import canonical
from tests import npm
from tests.cases import ROOT

CACHE = "CHECKER_YAML_LANGUAGE_SERVER"  # a folder to keep the server in
PACKAGE = "yaml-language-server"
VERSION = "2.0.0"
SECONDS = 60
CHINESE = re.compile(r"[\u4e00-\u9fff]")
HEAD = """\
# yaml-language-server: $schema=../../checker/schemas/agreement.schema.json
agreement: new
title: 隐私政策
type: privacy_policy
dates: {}
source: {file: new.md, sha256: 23e2ab110d720e48789d6f296ab2682145b1ae3f7fc3bd86c2b624a10a15cb85}
reading: {first: 2026-11-21}
no_provision: []
clauses:
"""
CLAUSE = HEAD + '  - at: "1"\n    quote: 您有权删除\n    provisions:\n'
RIGHT = "{kind: right, rights: [deletion], stance: granted, holder: individual}"


# --- the server ------------------------------------------------------------------------------------------------


class Server:
    """A YAML language server that is spoken to over stdio."""

    def __init__(self, program: Path) -> None:
        self.process = subprocess.Popen(
            ["node", str(program), "--stdio"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.received: queue.Queue[dict[str, Any]] = queue.Queue()
        self.receiving = threading.Thread(target=self._receive)
        self.receiving.start()
        self.numbers = count(1)
        self.found: dict[str, list[dict[str, Any]]] = {}
        capabilities = {
            "textDocument": {
                "completion": {
                    "completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}
                },
                "hover": {"contentFormat": ["markdown"]},
                "publishDiagnostics": {},
            },
            "workspace": {"configuration": True},
        }
        self.ask("initialize", {"processId": None, "rootUri": ROOT.as_uri(), "capabilities": capabilities})
        self.send({"method": "initialized", "params": {}})

    def _receive(self) -> None:
        assert self.process.stdout
        while header := self.process.stdout.readline():
            length = int(header.partition(b":")[2])
            while self.process.stdout.readline().strip():
                pass
            self.received.put(json.loads(self.process.stdout.read(length)))

    def stop(self) -> None:
        self.process.kill()
        self.receiving.join()
        self.process.communicate()

    def send(self, message: dict[str, Any]) -> None:
        assert self.process.stdin
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def next(self) -> dict[str, Any]:
        """The next message, after answering it if it is a question."""
        message = self.received.get(timeout=SECONDS)
        if message.get("method") == "workspace/configuration":
            # no schemas but those that a file names: the store of schemas is on the network
            yaml = {"validate": True, "hover": True, "completion": True, "schemaStore": {"enable": False}}
            asked = [yaml if item.get("section") == "yaml" else {} for item in message["params"]["items"]]
            self.send({"id": message["id"], "result": asked})
        elif message.get("method") == "textDocument/publishDiagnostics":
            self.found[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "method" in message and "id" in message:
            self.send({"id": message["id"], "result": None})
        return message

    def ask(self, method: str, params: dict[str, Any]) -> Any:
        number = next(self.numbers)
        self.send({"id": number, "method": method, "params": params})
        while True:
            message = self.next()
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message["error"]
                return message["result"]

    def diagnostics(self, text: str, path: Path) -> list[dict[str, Any]]:
        """What is wrong with a file as its editor has it."""
        uri = path.as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
        while uri not in self.found:
            self.next()
        return self.found[uri]

    def at(self, text: str, method: str) -> Any:
        """The answer for the place marked `¦`."""
        before, _, after = text.partition("¦")
        path = unsaved()
        self.diagnostics(before + after, path)
        position = {"line": before.count("\n"), "character": len(before) - before.rfind("\n") - 1}
        return self.ask(
            f"textDocument/{method}", {"textDocument": {"uri": path.as_uri()}, "position": position}
        )

    def completion(self, text: str) -> dict[str, dict[str, Any]]:
        """What is offered at `¦`, by label."""
        answer = self.at(text, "completion")
        return {item["label"]: item for item in (answer["items"] if isinstance(answer, dict) else answer)}

    def hover(self, text: str) -> str:
        answer = self.at(text, "hover")
        return str(answer["contents"]["value"]) if answer else ""

    def faults(self, text: str) -> list[tuple[int, str]]:
        """Line and message of each fault."""
        return [
            (each["range"]["start"]["line"], each["message"]) for each in self.diagnostics(text, unsaved())
        ]


NUMBERS = count(1)


def unsaved() -> Path:
    """A file beside the encodings that nobody has saved: the server keeps what it knows of each name."""
    return ROOT / "policies" / "xiaoyi" / f"unsaved-{next(NUMBERS)}.yaml"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """The server, installed by npm outside the repository, where that can be done."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("npm is not installed")
    version = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
    if int(version.lstrip("v").partition(".")[0] or 0) < 20:
        pytest.skip(f"{PACKAGE} needs node 20; this is {version.strip()}")
    program = f"bin/{PACKAGE}"
    found = npm.installed(
        PACKAGE, VERSION, folder=f"checker-{PACKAGE}-{VERSION}", variable=CACHE, holds=program, what="server"
    )  # fmt: skip
    started = Server(found / program)
    yield started
    started.stop()


def explained(item: dict[str, Any]) -> str:
    """The documentation of what is offered."""
    documentation = item.get("documentation", "")
    return str(documentation["value"] if isinstance(documentation, dict) else documentation)


def in_both_languages(text: str) -> bool:
    return bool(re.search("[a-z]{3}", text) and CHINESE.search(text))


# --- completion ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("written", ["      - {kind: ¦}\n", "      - kind: ¦\n"])
def test_kinds_are_offered_and_explained(server: Server, written: str) -> None:
    offered = server.completion(CLAUSE + written)
    assert set(offered) == set(vocabulary.kinds())
    assert all(in_both_languages(explained(item)) for item in offered.values())


@pytest.mark.parametrize(
    "written",
    [
        "      - {kind: right, s¦}\n",
        "      - {kind: right,\n         ¦}\n",
        "      - kind: right\n        ¦\n",
    ],
)
def test_keys_of_the_chosen_kind_are_offered_and_explained(server: Server, written: str) -> None:
    offered = {
        label: item
        for label, item in server.completion(CLAUSE + written).items()
        if re.fullmatch("[a-z_]+", label)
    }
    assert set(offered) == set(vocabulary.kinds()["right"]) | {"note"}
    assert all(in_both_languages(explained(item)) for item in offered.values())


@pytest.mark.parametrize(
    ("written", "values"),
    [
        ("      - {kind: right, stance: ¦}\n", {"granted", "conditional", "discretionary", "denied"}),
        ("      - kind: right\n        stance: ¦\n", {"granted", "conditional", "discretionary", "denied"}),
        ("      - {kind: right, rights: [¦]}\n", set(vocabulary.kinds()["right"]["rights"].values)),
    ],
)
def test_values_of_a_closed_list_are_offered_and_explained(
    server: Server, written: str, values: set[str]
) -> None:
    offered = server.completion(CLAUSE + written)
    assert values <= set(offered)
    assert all(in_both_languages(explained(offered[value])) for value in values)


def test_reasons_dates_and_numbers_of_clauses_are_offered(server: Server) -> None:
    group = 'no_provision:\n  - {at: ["1"], because: ¦}'
    assert "user_conduct" in server.completion(HEAD.replace("no_provision: []", group))
    assert "2026-11-21" in server.completion(HEAD.replace("dates: {}", "dates: {updated: ¦}"))
    assert "4.2(3)" in server.completion(HEAD + "  - at: ¦\n")


def inserted(item: dict[str, Any]) -> str:
    return str((item.get("textEdit") or {}).get("newText") or item["insertText"])


def test_a_provision_of_each_kind_is_offered_with_the_keys_that_must_be_there(server: Server) -> None:
    offered = server.completion(CLAUSE + "      - ¦\n")
    for kind in vocabulary.kinds():
        node = schema.named("agreement").contents["$defs"][kind]
        [item] = [item for label, item in offered.items() if label.startswith(f"{kind} · ")]
        written = re.sub(r"\$\d+", "", inserted(item))
        assert list(source.parse(written, kind).data) == node["required"]
        assert in_both_languages(explained(item))


def test_a_clause_a_group_and_a_duration_are_offered(server: Server) -> None:
    clause = inserted(server.completion(HEAD + "  - ¦\n")["clause · 条款"])
    # the client puts the first line behind the dash, and indents the others like the line of the dash
    lines = ("  - " + clause).replace("\n", "\n  ").replace("$3", RIGHT)
    assert not server.faults(HEAD + re.sub(r"\$\d+", "文字", lines) + "\n")
    group = inserted(
        server.completion(HEAD.replace("no_provision: []", "no_provision:\n  - ¦"))["group · 条款组"]
    )
    assert source.parse(re.sub(r"\$\d+", "1", group), "").data == {"at": ["1"], "because": 1}
    duration = server.completion(CLAUSE + "      - {kind: request_handling, deadline: ¦}\n")[
        "duration · 时长"
    ]
    assert inserted(duration) == "{value: $1, unit: $2}"


# --- hover -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (CLAUSE + f"      - {RIGHT}\n".replace("right", "ri¦ght", 1), ["Right · 权利", "赋予、限制或否认", "- {kind: right, "]),
        (CLAUSE + f"      - {RIGHT}\n".replace("granted", "gran¦ted"), ["Granted · 赋予", "The individual has it. 个人享有。"]),
        (CLAUSE + f"      - {RIGHT}\n".replace("deletion", "dele¦tion"), ["Deletion · 删除"]),
        (CLAUSE + f"      - {RIGHT}\n".replace("rights", "ri¦ghts"), ["Rights · 权利", "The rights. 所涉权利。"]),
        (CLAUSE.replace("quote", "qu¦ote") + f"      - {RIGHT}\n", ["Quote · 原文", "verbatim. 起作用的原文，逐字引用。"]),
        (HEAD.replace("reading", "rea¦ding"), ["Reading · 阅读", "两次对照阅读的日期"]),
        (HEAD.replace("privacy_policy", "priv¦acy_policy"), ["Privacy policy · 隐私政策"]),
    ],
)  # fmt: skip
def test_keys_and_values_are_explained_in_both_languages(
    server: Server, written: str, said: list[str]
) -> None:
    told = server.hover(written)
    assert [words for words in said if words not in told] == []


# --- diagnostics -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "line", "said"),
    [
        (f"      - {RIGHT[:-1]}, extent: all}}\n", 12, "Property extent is not allowed."),
        (f"      - {RIGHT}\n".replace("granted", "grnted"), 12, 'Value must be "granted" | "conditional" |'),
        (f"      - {RIGHT}\n".replace("stance: granted, ", ""), 12, 'Missing property "stance".'),
        (f"      - {RIGHT}\n".replace("[deletion]", "deletion"), 12, 'Incorrect type. Expected "array".'),
        ("      - {kind: rigt}\n", 12, 'Value must be "identity" | "contact" |'),
    ],
)
def test_a_fault_is_shown_where_it_stands(server: Server, written: str, line: int, said: str) -> None:
    [(where, message)] = server.faults(CLAUSE + written)
    assert where == line and message.startswith(said)


def test_what_is_missing_of_a_clause_or_a_file_is_shown(server: Server) -> None:
    without_quote = CLAUSE.replace("    quote: 您有权删除\n", "") + f"      - {RIGHT}\n"
    assert [message for _, message in server.faults(without_quote)] == ['Missing property "quote".']
    without_title = CLAUSE.replace("title: 隐私政策\n", "") + f"      - {RIGHT}\n"
    assert [message for _, message in server.faults(without_title)] == ['Missing property "title".']
    to_be_read = HEAD + '  - at: "1"\n    needs_reading: new\n'
    assert server.faults(to_be_read) == []


@pytest.mark.parametrize(
    "path",
    sorted([*ROOT.glob("policies/*/[!v]*.yaml"), *ROOT.glob("fixtures/waived/*/waivers.yaml")]),
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_there_are_no_faults_where_there_are_none(server: Server, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.match(r"# yaml-language-server: \$schema=(\.\./)+checker/schemas/\w+\.schema\.json\n", text)
    assert server.diagnostics(text, path) == []


# --- the schemas -----------------------------------------------------------------------------------------------


def examples(node: Any) -> Iterator[tuple[dict[str, Any], Any]]:
    """Every example of a schema, with the part that it is an example of."""
    if isinstance(node, dict):
        yield from ((node, example) for example in node.get("examples", ()))
        for part in node.values():
            yield from examples(part)
    elif isinstance(node, list):
        for part in node:
            yield from examples(part)


@pytest.mark.parametrize("name", canonical.KINDS)
def test_examples_follow_the_schema(name: str) -> None:
    contents = schema.named(name).contents
    found = list(examples(contents))
    assert found
    for part, example in found:
        rules = {"properties": {"it": part}, "$defs": contents["$defs"]}
        written = source.parse(json.dumps({"it": example}), "example")
        assert schema.validate(written, schema.Schema("example", rules)) == []


def test_each_kind_has_one_example_which_its_explanation_shows() -> None:
    contents = schema.named("agreement").contents
    for choice in contents["$defs"]["provision"]["properties"]["kind"]["oneOf"]:
        [example] = contents["$defs"][choice["const"]]["examples"]
        description, _, shown = choice["markdownDescription"].partition("\n\n```yaml\n")
        assert description == choice["description"]
        assert source.parse(shown.removesuffix("\n```"), "shown").data == [example]
        assert example["kind"] == choice["const"]


def test_what_editors_read_does_not_reach_the_validator() -> None:
    shorter = json.dumps(schema.short(schema.named("agreement").contents))
    assert not re.search(r'"(examples|defaultSnippets|markdownDescription|description)": ["\[]', shorter)
