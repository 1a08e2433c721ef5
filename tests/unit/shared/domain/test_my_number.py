"""The check digit of 平成26年総務省令第85号 5条. 123456789018 is everybody's digit example and nobody's number."""

import sys
import unicodedata
from collections.abc import Callable
from random import Random
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shared.domain.identifiers import InvalidIdentifier, fold_number, fold_symbol
from shared.domain.my_number import (
    is_exempt_reference,
    is_unique_id,
    may_be_my_number,
    may_be_my_number_as_identifier,
    may_be_my_number_as_reference,
)
from tests.my_number_forms import FORMS, MY_NUMBER, UNEVEN, WITH_ZEROS


@pytest.mark.parametrize("form", FORMS)
def test_a_my_number_is_suspected_in_every_form_and_field(form: str) -> None:
    text = FORMS[form]

    assert may_be_my_number(text)
    assert may_be_my_number_as_identifier(text)
    assert may_be_my_number_as_reference(text)
    assert may_be_my_number(f"見本市見本町{text}号")


@pytest.mark.parametrize("text", UNEVEN)
def test_groups_of_unequal_length_are_suspected_but_in_a_reference(text: str) -> None:
    assert may_be_my_number(text)
    assert may_be_my_number_as_identifier(text)
    assert not may_be_my_number_as_reference(text)


@pytest.mark.parametrize("text", WITH_ZEROS)
def test_zeros_that_the_look_up_takes_away_hide_no_my_number(text: str) -> None:
    assert may_be_my_number_as_identifier(text)


def test_every_blank_dash_and_connector_of_unicode_may_stand_between_the_digits() -> None:
    marks = [chr(code) for code in range(sys.maxunicode) if unicodedata.category(chr(code)) in ("Pd", "Pc", "Zs")]

    assert len(marks) > 50
    assert [mark for mark in marks if not may_be_my_number(mark.join(("5555", "5555", "5557")))] == []


_NEAR_MY_NUMBERS = st.lists(st.sampled_from([*"0555555557", *" -ー　．\u200b一"]), max_size=20).map("".join)


@given(st.text(max_size=24) | _NEAR_MY_NUMBERS | st.sampled_from(sorted(FORMS.values())))
@example(f"00{MY_NUMBER}")
def test_nothing_that_folds_to_a_my_number_gets_past(text: str) -> None:
    for fold in (fold_number, fold_symbol):
        try:
            folded = fold(text)
        except InvalidIdentifier:
            continue
        assert may_be_my_number_as_identifier(text) or not may_be_my_number(folded)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "123456789012",
        "12345678901",
        "1123456789018",
        "1234567890180",
        "02999918",
        # Twelve digits of a longer run, whose check digit would fit, but which no group ends with.
        "1-2-3 456-7890",
        "1-23-456 12-3456-78901",
        "03-1234-5678 090-1234-5678",
        "1234567 89018 1",
        "1234 [5678] 9018",
        "12345678----9018",
    ],
)
def test_others_are_not(text: str) -> None:
    assert not may_be_my_number(text)


# All but the last hold twelve digits with a fitting check digit, as a tenth of all such identifiers does.
@pytest.mark.parametrize(
    "text",
    [
        "202611200007",
        "20261120-0007",
        "UKE-20261120-0007",
        "261120091504",
        "000000012343",
        "0190a000-1234-5678-9018-000000000001",
        "req-0190a000-1234-5678-9018-000000000001",
        "0190a00012345678901812000000000a",
        "5d0c123456789018c6f1e2d7b8a90c4e3f5a6b7c",
        "01JD2R8V6X6Q6W3N5C4T7B9K1M",
    ],
)
def test_a_reference_that_a_machine_made_is_not(text: str) -> None:
    assert not may_be_my_number_as_reference(text)


def test_who_sends_an_exempt_reference_is_told() -> None:
    assert is_exempt_reference("202611200007")
    assert is_exempt_reference("0190a000-1234-5678-9018-000000000001")
    assert not is_exempt_reference("uketsuke-0017")
    assert not is_exempt_reference(MY_NUMBER)


def test_only_a_whole_uuid_or_ulid_is_a_unique_id() -> None:
    assert is_unique_id("0190a000-1234-5678-9018-000000000001")
    assert is_unique_id("0190A00012345678901800000000000A")
    assert is_unique_id("01JD2R8V6X6Q6W3N5C4T7B9K1M")
    assert not is_unique_id(MY_NUMBER)
    assert not is_unique_id("x-0190a000-1234-5678-9018-000000000001")


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
