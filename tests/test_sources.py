"""The source texts say what the originals said: every word, in the same order, and nothing else."""

import hashlib
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
ORIGINALS: list[dict[str, Any]] = yaml.safe_load((ROOT / "tests/data/originals.yaml").read_text("utf-8"))[
    "originals"
]
AGREEMENTS = [part for original in ORIGINALS for part in original["parts"] if "agreement" in part]
MARKUP = re.compile(r"(?m)^[ \t]*(?:(?:#{1,6}|-)[ \t]+|---$)")


def bare(text: str) -> str:
    """`text` without white space and the markup that we may add: headings, bullets, rules at line starts."""
    return re.sub(r"\s+", "", MARKUP.sub("", text))


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def path_of(part: dict[str, Any]) -> Path:
    return ROOT.joinpath("policies", part["suite"], f"{part['agreement']}.md")


def bare_part(part: dict[str, Any]) -> str:
    return part["bare"] if "left_out" in part else bare(path_of(part).read_text("utf-8"))


@pytest.mark.parametrize("part", AGREEMENTS, ids=lambda part: f"{part['suite']}/{part['agreement']}")
def test_every_word_of_the_agreement(part: dict[str, Any]) -> None:
    assert sha256(bare_part(part)) == part["sha256"]


@pytest.mark.parametrize("original", ORIGINALS, ids=lambda original: original["original"])
def test_the_parts_make_up_the_whole_original(original: dict[str, Any]) -> None:
    assert sha256("".join(bare_part(part) for part in original["parts"])) == original["sha256"]


def test_only_the_table_of_contents_is_left_out() -> None:
    left_out = [part for original in ORIGINALS for part in original["parts"] if "left_out" in part]
    assert [sha256(part["bare"]) for part in left_out] == [part["sha256"] for part in left_out]
    assert len(left_out) == 1 and left_out[0]["bare"].startswith("目录目录1信息源入网安全责任书2")


def test_thirteen_agreements_of_five_suites() -> None:
    assert len(AGREEMENTS) == 13
    assert len({path_of(part) for part in AGREEMENTS}) == 13
    assert len({part["suite"] for part in AGREEMENTS}) == 5


@pytest.mark.parametrize("part", AGREEMENTS, ids=lambda part: f"{part['suite']}/{part['agreement']}")
def test_the_file_is_tidy(part: dict[str, Any]) -> None:
    text = path_of(part).read_bytes().decode("utf-8")
    assert text.startswith("# ") and text.endswith("\n") and not text.endswith("\n\n")
    assert not re.search(r"[ \t\r]\n|\n\n\n|\t|\ufeff|\u200b", text)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("## 一、总则\n\n- 1.1 甲", "一、总则\n1.1甲", True),
        ("1.1 甲\n\n---\n\n乙", "1.1 甲乙", True),
        ("ERN-SDK", "ERNSDK", False),
        ("甲，乙", "甲乙", False),
        ("**甲**", "甲", False),
        ("-甲", "甲", False),
    ],
)
def test_bare_leaves_out_layout_and_nothing_else(one: str, other: str, same: bool) -> None:
    assert (bare(one) == bare(other)) is same
