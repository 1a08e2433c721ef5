"""What a spreadsheet did to a number is undone where it can be read one way only."""

import pytest

from shared.domain.spreadsheet_cells import is_cut, without_marks


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('="0123"', "0123"),
        ("=0123", "0123"),
        ("'0123", "0123"),
        ("1024.0", "1024"),
        ("1,234,567", "1234567"),
        # Neither amounts nor marks.
        ("12,34", "12,34"),
        ("1024.5", "1024.5"),
        ("記-1", "記-1"),
    ],
)
def test_marks_around_a_number_go(cell: str, text: str) -> None:
    assert without_marks(cell) == text


@pytest.mark.parametrize(("text", "cut"), [("1.23457E+11", True), ("1E+20", True), ("E-1", False), ("123", False)])
def test_digits_that_were_cut_are_told(text: str, cut: bool) -> None:
    assert is_cut(text) is cut
