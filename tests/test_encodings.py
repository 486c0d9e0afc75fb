"""checker.encodings: clauses that wait to be read. How the messages read: tests/scenarios/invalid-needs-reading.txt."""

import shutil
from pathlib import Path

import pytest

from checker.encodings import load_agreement
from checker.errors import BadInput

SMALL = Path(__file__).parent.parent / "fixtures" / "small" / "cloud-notes"
FIRST = '  - at: "1.1"\n    quote: 您点击“同意”即表示接受本协议\n'
ASIDE = '  - {at: ["preamble"], because'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small suite, to be marked."""
    return Path(shutil.copytree(SMALL, tmp_path / "cloud-notes"))


def problems(folder: Path, old: str, new: str) -> list[str]:
    """What is wrong with the encoding once `old` has become `new`."""
    path = folder / "terms.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        load_agreement(path, "terms.yaml")
    return [f"{problem.place.line}: {problem.fault}" for problem in caught.value.problems]


@pytest.mark.parametrize("reason", ["new", "reworded", "gone", "ambiguous", "context"])
@pytest.mark.parametrize("quote", ["您点击“同意”即表示接受本协议", "早已不在文中的文字"])
def test_a_marked_clause_is_a_problem_whether_or_not_its_quote_stands(
    folder: Path, reason: str, quote: str
) -> None:
    marked = f'  - at: "1.1"\n    needs_reading: {reason}\n    quote: {quote}\n'
    [told] = problems(folder, FIRST, marked)
    assert told.startswith('9: clause "1.1" ')


def test_a_new_clause_needs_neither_quote_nor_provisions(folder: Path) -> None:
    provisions = "    provisions:\n      - {kind: acceptance, by: [click]}\n"
    assert problems(folder, FIRST + provisions, '  - at: "1.1"\n    needs_reading: new\n') == [
        '9: clause "1.1" has not been read yet'
    ]


def test_a_new_clause_that_the_source_text_has_not_is_to_be_removed(folder: Path) -> None:
    marked = '  - at: "9.9"\n    needs_reading: new\n'
    assert problems(folder, FIRST, marked + FIRST) == ['9: clause "9.9" is not in the source text any more']


def test_clauses_set_aside_that_have_changed(folder: Path) -> None:
    listed = '  - {at: ["preamble"], needs_reading: ["preamble", "9"], because'
    assert [told.partition(": ")[2] for told in problems(folder, ASIDE, listed)] == [
        'clause "preamble" may have changed since it was set aside',
        'clause "9" is not set aside here',
    ]


@pytest.mark.parametrize("reason", ["later", "[gone]", "{gone: true}", "true", "7", ""])
def test_a_mark_that_is_none_is_a_problem_like_any_other(folder: Path, reason: str) -> None:
    assert problems(folder, FIRST, FIRST + f"    needs_reading: {reason}\n")


@pytest.mark.parametrize(
    "listed", ["preamble", "[]", '[["preamble"]]', "[7]", '["preamble", "preamble"]', "{}", ""]
)
def test_a_list_that_is_none_is_a_problem_like_any_other(folder: Path, listed: str) -> None:
    assert problems(folder, ASIDE, ASIDE.replace(", because", f", needs_reading: {listed}, because"))
