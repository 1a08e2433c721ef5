import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.check_digit import check_digit_fits, check_digit_of, with_check_digit


def test_the_official_example_has_check_digit_8() -> None:
    assert check_digit_of("0613048") == 8
    assert with_check_digit("0613048") == "06130488"


@pytest.mark.parametrize("number", ["06130488", "02199990", "0110113719", "39139019", "9910000018"])
def test_numbers_with_a_right_check_digit_fit(number: str) -> None:
    assert check_digit_fits(number)


@pytest.mark.parametrize("number", ["00123456", "01123456", "06130480", "0110113710"])
def test_vendors_test_numbers_do_not_fit(number: str) -> None:
    assert not check_digit_fits(number)


def test_a_product_of_two_digits_counts_by_its_digits() -> None:
    # 5 × 2 = 10 counts as 1, so the check digit is 9; counted as 10 it would be 0.
    assert check_digit_of("5") == 9


@pytest.mark.parametrize("body", ["", "06a", "０６", "-1"])
def test_what_is_not_digits_is_refused(body: str) -> None:
    with pytest.raises(ValueError, match="digits"):
        check_digit_of(body)


@given(st.text("0123456789", min_size=1, max_size=12))
def test_zeros_in_front_change_nothing(body: str) -> None:
    assert check_digit_of("00" + body) == check_digit_of(body)


@given(st.text("0123456789", min_size=2, max_size=12), st.data())
def test_one_wrong_digit_is_always_found(body: str, data: st.DataObject) -> None:
    number = with_check_digit(body)
    place = data.draw(st.integers(0, len(number) - 1))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != number[place]]))
    assert not check_digit_fits(number[:place] + other + number[place + 1 :])
