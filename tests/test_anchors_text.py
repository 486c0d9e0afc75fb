"""Side by side in a terminal: Chinese characters take two columns, nothing is lost, nothing commands the terminal."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker import source
from checker.anchors import anchors
from checker.columns import width
from checker.reports.anchors_text import Lines, render
from checker.reports.beside import Run, beside
from checker.text import source_text

OLD, NEW = "1.1 您有权删除 your account。\n", "1.1 您有权注销 your accounts。\n"
DATA = {
    "source": {"file": "terms.md", "sha256": "old"},
    "clauses": [{"at": "1.1", "quote": "您有权删除 your account"}],
    "no_provision": [],
}


def shown(*, lang: str = "en", columns: int = 80, colour: bool = False) -> str:
    found = anchors(DATA, source_text(NEW, "terms.md", "new"), source_text(OLD, "", "old"))
    return render(found, Lines("terms.yaml", "terms.md", [8], {}), lang=lang, columns=columns, colour=colour)


def test_words_are_marked_without_colour() -> None:
    assert "您有权[-删除-] your [-account-]。 │ 您有权{+注销+} your {+accounts+}。" in re.sub(
        " +", " ", shown()
    )
    assert "\x1b" not in shown()


def test_words_around_a_quote_are_marked_only_where_they_can_be_compared() -> None:
    now = source_text("1.1 您有权注销您的账号；逾期不候。\n", "terms.md", "new")
    was = source_text("1.1 您有权注销账号，随时。\n", "", "old")
    data = {**DATA, "clauses": [{"at": "1.1", "quote": "有权注销账号"}]}
    for text, told in (
        (was, "您有权注销[-账号，随时-]。 │ 您有权注销{+您的账号；逾期不候+}。"),
        (None, "有权注销账号 │ 您有权注销{+您的+}账号；逾期不候。"),
    ):
        lines = Lines("terms.yaml", "terms.md", [8], {})
        shown = render(anchors(data, now, text), lines, lang="en", columns=100, colour=False)
        assert told in re.sub(" +", " ", shown)


def test_colour_marks_the_same_words() -> None:
    painted = shown(colour=True)
    assert "\x1b[31m[-删除-]\x1b[0m" in painted
    assert "\x1b[32m{+注销+}\x1b[0m" in painted
    assert re.sub(r"\x1b\[\d+m", "", painted) == shown()


def test_chinese_wording() -> None:
    told = shown(lang="zh")
    assert "引文（1）：已改写 1" in told
    assert "已改写，相似度" in told


def test_nothing_to_be_done_is_nothing_to_show() -> None:
    text = source_text(OLD, "terms.md", "old")
    found = anchors(source.parse(str(DATA).replace("'", '"'), "").data, text, None)
    assert render(found, Lines("terms.yaml", "terms.md", [8], {}), lang="en", columns=80, colour=False) == ""


@given(
    st.lists(st.text(alphabet="您有权 abc，。1é\n", max_size=40)),
    st.text(alphabet="甲乙 xyz", max_size=60),
    st.integers(0, 120),
)
def test_columns_hold_whatever_the_words_are(texts: list[str], other: str, columns: int) -> None:
    left = [Run(text, "31") for text in texts]
    rows = list(beside(left, [Run(other)], columns, False))
    assert all(width(row) <= max(columns, 40) for row in rows)
    assert len({width(row.partition("│")[0]) for row in rows}) == 1
    kept = "".join(row.partition("│")[0] for row in rows)
    assert re.sub(r"\s", "", kept) == re.sub(r"\s", "", "".join(texts))
    assert re.sub(r"\s", "", "".join(row.partition("│")[2] for row in rows)) == re.sub(r"\s", "", other)


@pytest.mark.parametrize(("text", "columns"), [("您a", 3), ("é", 1), ("\u200b", 0), ("ａ", 2)])
def test_width(text: str, columns: int) -> None:
    assert width(text) == columns
