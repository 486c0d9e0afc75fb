"""`suite.yaml` of a suite that is new, and one more agreement in a suite that is there. Never reads or writes files."""

from collections.abc import Mapping

from checker.agreements import TO_FILL_IN
from checker.rewrite.edit import Editing
from checker.source import Document


def suite_text(suite: str, agreement: str, facts: Mapping[str, str], schema_line: str) -> str:
    """The YAML of a suite of which nothing is known yet but one agreement. `facts`: what each says when it is `yes`."""
    zh, en = TO_FILL_IN
    lines = [
        *([schema_line] if schema_line else []),
        f"suite: {suite}",
        f"title: {{zh: {zh}, en: {en}}}  # name of the service · 服务名称",
        f"operator: {zh}（{en}）  # full name of the company that runs it · 运营者全称",
        "agreements:",
        f"  - {agreement}",
        "# Documents that the agreements refer to and that are not here: {id: …, title: …, type: …}",
        "not_held: []",
        "# Write yes or no where you know it, with its ground: `operator`, if they say so, or a clause such as",
        "# {agreement: …, at: \"1.2\"}. What you do not know stays `unknown`, with the ground `none`.",
        "facts:",
    ]  # fmt: skip
    for fact, meaning in facts.items():
        lines += [f"  # {meaning}", f"  {fact}: {{answer: unknown, ground: none}}"]
    return "\n".join(lines) + "\n"


def with_agreement(document: Document, agreement: str) -> str:
    """The text of suite.yaml with one more agreement; nothing else is changed.

    Raises BadInput where the list is written in a way that this cannot be done safely."""
    if agreement in document.data["agreements"]:
        return document.text
    editing = Editing(document)
    editing.append(("agreements",), [agreement])
    return editing.result()
