"""checker.catalogue: from a baseline file to requirements. How a bad baseline reads: the scenarios."""

from pathlib import Path

import pytest

from checker.catalogue import BASELINES, DEFAULT, citation, load_baseline
from checker.errors import BadInput
from checker.model import Citation, Severity, Words

ROOT = Path(__file__).parent.parent
SMALL = ROOT / "fixtures" / "small" / "baseline.yaml"
BAD = sorted((ROOT / "fixtures" / "invalid" / "baselines").glob("*.yaml"))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("pipl-2021 47", Citation("pipl-2021", "47")),
        ("pipl-2021 47(1)", Citation("pipl-2021", "47", 1)),
        ("pipl-2021 17(1)(3)", Citation("pipl-2021", "17", 1, 3)),
        ("app-violation-identification-2019 六", Citation("app-violation-identification-2019", "六")),
        (
            "app-violation-identification-2019 二(0)(4)",
            Citation("app-violation-identification-2019", "二", 0, 4),
        ),
        ("civil-code-contract-2020 1198(12)(10)", Citation("civil-code-contract-2020", "1198", 12, 10)),
    ],
)
def test_citations(written: str, expected: Citation) -> None:
    assert citation(written) == expected


def test_a_baseline_as_it_is_read() -> None:
    baseline = load_baseline(str(SMALL))
    assert (baseline.id, baseline.version, baseline.title) == (
        "small",
        "1",
        Words("小基线", "Small baseline"),
    )
    assert list(baseline.groups) == ["rights", "terms"]
    law = baseline.laws["pipl-2021"]
    assert (law.effective, law.repealed, law.norm) == ("2021-11-01", "", "law")
    requirement = baseline.requirements[3]
    assert (requirement.id, requirement.group, requirement.severity) == (
        "rights.withdrawal",
        "rights",
        Severity.HIGH,
    )
    assert requirement.citations == (Citation("pipl-2021", "15", 1),)
    assert requirement.stands_in == {"privacy_policy"}
    assert [(element.id, element.kinds) for element in requirement.elements] == [("right", ("right",))]
    assert requirement.prohibitions == ()
    assert [prohibition.id for prohibition in baseline.requirements[5].prohibitions] == ["unlimited"]
    assert baseline.requirements[5].elements == () and baseline.requirements[5].stands_in == set()


def test_the_shipped_baseline_is_the_default_and_goes_by_its_name() -> None:
    assert (BASELINES / f"{DEFAULT}.yaml").is_file()
    named, default = load_baseline(DEFAULT), load_baseline()
    assert [requirement.id for requirement in named.requirements] == [r.id for r in default.requirements]
    assert f"{default.id}-{default.version}" == DEFAULT


def test_a_shipped_baseline_passes_its_own_check_as_a_file() -> None:
    """Its name may take a short cut; as a file, every rule of it is checked."""
    as_file = load_baseline(str(BASELINES / f"{DEFAULT}.yaml"))
    assert [r.citations for r in as_file.requirements] == [r.citations for r in load_baseline().requirements]


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_baseline_has_place_fault_and_remedy_for_each_problem(path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        load_baseline(str(path))
    assert caught.value.problems
    for problem in caught.value.problems:
        assert problem.place.file == str(path)
        assert problem.place.line > 12, "every fault of these files stands in a requirement"
        assert problem.fault and problem.remedy


def edited(tmp_path: Path, old: str, new: str) -> list[str]:
    text = SMALL.read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "b.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        load_baseline(str(tmp_path / "b.yaml"))
    return [f"{problem.place.line}: {problem.fault}; {problem.remedy}" for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("group: rights", "group: right", ['22: there is no group "right"; did you mean "rights"?']),
        ("group: rights", "group: terms",
         ['22: rights.deletion stands in the group "terms"; begin the id with its group']),
        ("pipl-2021 47(1)", "gdpr 17", [
            '25: there is no law "gdpr" under laws; write one of: pipl-2021, civil-code-contract-2020; or add it there']),
        ("pipl-2021 47(1)", "pipl-2012 47(1)",
         ['25: there is no law "pipl-2012" under laws; did you mean "pipl-2021"? If not, add it there']),
        ("id: rights.requests", "id: rights.deletion", ["30: rights.deletion stands twice; give each its own id"]),
        ("stands_in: [privacy_policy]", "stands_in: [privacy_polcy]",
         ['55: there is no type of document "privacy_polcy"; did you mean "privacy_policy"?']),
        ("[{fact: personal_information}]", "[{fact: personal}]", None),
        ("norm: law", "norm: statute", None),
        ("effective: 2021-11-01", "effective: 1.11.2021", None),
        ('version: "1"', "version: 1", ['4: version must be text, but is the number 1; put it in quotes: "1"']),
    ],
)  # fmt: skip
def test_what_does_not_fit_together(tmp_path: Path, old: str, new: str, expected: list[str] | None) -> None:
    found = edited(tmp_path, old, new)
    assert len(found) == 1
    if expected is not None:
        assert found == expected


def test_a_name_that_is_neither_shipped_nor_a_file() -> None:
    with pytest.raises(BadInput) as caught:
        load_baseline("cn-pipl")
    [problem] = caught.value.problems
    assert problem.fault == "there is no such baseline and no such file"
    assert DEFAULT in problem.remedy


def test_a_folder_is_no_baseline(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="this is a folder"):
        load_baseline(str(tmp_path))
