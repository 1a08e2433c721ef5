"""The check digit of 平成26年総務省令第85号 5条. 123456789018 is everybody's digit example and nobody's number."""

import pytest

from shared.domain.my_number import may_be_my_number


@pytest.mark.parametrize(
    "text", ["123456789018", "1234 5678 9018", "1234-5678-9018", "１２３４５６７８９０１８", "my number: 123456789018."]
)
def test_twelve_digits_with_the_check_digit_are_suspected(text: str) -> None:
    assert may_be_my_number(text)


@pytest.mark.parametrize("text", ["", "123456789012", "12345678901", "1123456789018", "1234567890180", "02999918"])
def test_others_are_not(text: str) -> None:
    assert not may_be_my_number(text)
