"""What is written into a field for a number."""

import pytest

from simulator.controls.console.numbers import number_or_text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("3", 3),
        (" 3 ", 3),
        ("-1", -1),
        ("0.25", 0.25),
        ("three", "three"),
        ("", ""),
        ("1e3", "1e3"),
        ("nan", "nan"),
        ("true", "true"),
    ],
)
def test_a_number_is_one_and_all_else_is_left_for_the_body_to_refuse(written: str, read: float | str) -> None:
    assert number_or_text(written) == read
    assert type(number_or_text(written)) is type(read)
