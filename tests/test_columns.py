"""checker.columns: how wide a text is on a screen."""

import pytest

from checker.columns import width


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("", 0),
        ("Terms 1.2", 9),
        ("条款", 4),
        ("第1条：Ａ", 9),
        ("“甲”…", 5),  # quotation marks and dots of either writing
        ("한국", 4),
        ("e\u0301", 1),  # an accent that combines
        ("か\u3099", 2),  # a voiced mark that combines, wide by itself
        ("甲\u200b乙\u200d\ufeff", 4),  # without width
        ("甲\tb\n", 3),  # control characters
    ],
)
def test_width(text: str, columns: int) -> None:
    assert width(text) == columns
