"""The check digit of 平成26年総務省令第85号 5条. 123456789018 is everybody's digit example and nobody's number."""

from collections.abc import Callable
from random import Random
from uuid import UUID

import pytest

from shared.domain.my_number import may_be_my_number, may_be_my_number_as_reference


@pytest.mark.parametrize(
    "text", ["123456789018", "1234 5678 9018", "1234-5678-9018", "１２３４５６７８９０１８", "my number: 123456789018."]
)
def test_twelve_digits_with_the_check_digit_are_suspected(text: str) -> None:
    assert may_be_my_number(text)


@pytest.mark.parametrize("text", ["", "123456789012", "12345678901", "1123456789018", "1234567890180", "02999918"])
def test_others_are_not(text: str) -> None:
    assert not may_be_my_number(text)


def test_a_reference_that_is_nothing_but_twelve_digits_is_suspected() -> None:
    for text in ("123456789018", "1234-5678-9018", " 1234 5678 9018 ", "１２３４５６７８９０１８"):
        assert may_be_my_number_as_reference(text), text


# All but the last hold twelve digits with a fitting check digit, as a tenth of all such identifiers does.
@pytest.mark.parametrize(
    "text",
    [
        "202611200007",
        "20261120-0007",
        "261120091504",
        "000000012343",
        "UKE-123456789018",
        "123456789018-1",
        "0190a000-1234-5678-9018-000000000001",
        "01JD2R8V6X6Q6W3N5C4T7B9K1M",
    ],
)
def test_a_reference_that_a_machine_made_is_not(text: str) -> None:
    assert not may_be_my_number_as_reference(text)


def _with_check_digit(eleven: int) -> str:
    for last in range(10):
        if may_be_my_number(text := f"{eleven:011d}{last}"):
            return text
    raise AssertionError


def test_one_my_number_in_250_looks_like_a_machine_s() -> None:
    numbers = [_with_check_digit(eleven) for eleven in Random(1).sample(range(10**11), 20_000)]  # noqa: S311 - a sample

    missed = sum(not may_be_my_number_as_reference(number) for number in numbers)

    assert 40 <= missed <= 120


@pytest.mark.parametrize(
    ("made", "least", "most"),
    [
        (lambda number: f"20261120{number:04d}", 850, 1150),
        (lambda number: f"261120{number // 3600 % 24:02d}{number // 60 % 60:02d}{number % 60:02d}", 850, 1150),
        (lambda number: f"{number:012d}", 850, 1150),
        (lambda number: str(UUID(int=Random(number).getrandbits(128), version=4)), 1, 30),  # noqa: S311 - a sample
        (lambda number: f"uketsuke-{number:04d}", 0, 0),
    ],
    ids=["day and serial number", "time to the second", "counter", "UUID", "word and serial number"],
)
def test_what_clients_call_their_requests_is_taken_where_a_text_would_be_refused(
    made: Callable[[int], str], least: int, most: int
) -> None:
    references = [made(number) for number in range(10_000)]

    assert least <= sum(map(may_be_my_number, references)) <= most
    assert not any(map(may_be_my_number_as_reference, references))
