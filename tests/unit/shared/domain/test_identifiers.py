import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.identifiers import (
    InvalidIdentifier,
    fold_number,
    fold_symbol,
    parse_branch,
    parse_institution_code,
    parse_insurer_number,
)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("06130488", "06130488"),
        ("０６１３０４８８", "06130488"),
        ("  138057", "138057"),
        ("00138057", "138057"),
        ("138057", "138057"),
        ("39130003", "39130003"),
    ],
)
def test_insurer_numbers_as_clients_send_them(text: str, canonical: str) -> None:
    assert parse_insurer_number(text) == canonical


@pytest.mark.parametrize("text", ["", "12345", "1234567", "123456789", "ABCDEFGH", "一二三四五六", "²345678"])
def test_what_is_no_insurer_number(text: str) -> None:
    with pytest.raises(InvalidIdentifier):
        parse_insurer_number(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [(None, ""), (" ", ""), ("１２－３", "12-3"), ("12−3", "12-3"), ("あ い", "あい"), ("ｱｲ", "アイ"), ("abc", "ABC")],
)
def test_symbols_fold_in_width_hyphen_and_blank(text: str | None, folded: str) -> None:
    assert fold_symbol(text) == folded


@pytest.mark.parametrize(("text", "folded"), [("000123", "123"), ("０１２", "12"), ("000", "0"), ("A01", "A01")])
def test_numbers_lose_leading_zeros(text: str, folded: str) -> None:
    assert fold_number(text) == folded


@pytest.mark.parametrize(
    ("text", "branch"), [(None, None), ("", None), (" ", None), ("1", "01"), ("０２", "02"), ("00", "00")]
)
def test_an_absent_branch_is_not_00(text: str | None, branch: str | None) -> None:
    assert parse_branch(text) == branch


def test_an_institution_code_has_ten_digits() -> None:
    assert parse_institution_code("0110113719") == "0110113719"
    with pytest.raises(InvalidIdentifier):
        parse_institution_code("011011371")


@given(st.text(max_size=30))
def test_folding_is_done_after_once(text: str) -> None:
    try:
        folded = fold_symbol(text)
    except InvalidIdentifier:
        return
    assert fold_symbol(folded) == folded
