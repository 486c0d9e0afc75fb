"""checker.errors: what is wrong with many things is told at once."""

import pytest

from checker.errors import BadInput, Place, Problem, each


def test_what_is_made_of_each() -> None:
    assert each([1, 2, 3], str) == ["1", "2", "3"]


def test_the_problems_of_all_are_raised_together() -> None:
    seen: list[str] = []

    def make(name: str) -> str:
        seen.append(name)
        if name != "good":
            raise BadInput([Problem(Place(name, line), "fault", "remedy") for line in (1, 2)])
        return name

    with pytest.raises(BadInput) as caught:
        each(["b", "good", "a"], make)
    assert seen == ["b", "good", "a"]
    assert [str(problem.place) for problem in caught.value.problems] == ["a:1", "a:2", "b:1", "b:2"]
