import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.identifiers import (
    InsurerNumber,
    InvalidIdentifier,
    fold_number,
    fold_symbol,
    parse_branch,
    parse_institution_code,
    parse_insurer_number,
    symbol_at,
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
        ("01-139013", "01139013"),
        ("1139013", "01139013"),
        ("0001139013", "01139013"),
        ("0139014", "139014"),
        ("  139014", "139014"),
        ("010017", "010017"),
        ("10017", "010017"),
        ("00010017", "010017"),
        ("6139013", "06139013"),
    ],
)
def test_insurer_numbers_as_clients_send_them(text: str, canonical: str) -> None:
    assert parse_insurer_number(text) == canonical


@pytest.mark.parametrize("text", ["", "-", "0", "00000000", "1234", "123456789", "ABCDEFGH", "一二三四五六", "²34"])
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


def test_zeros_in_front_make_no_number_too_long() -> None:
    assert fold_number("0" * 20 + "12345678") == "12345678"
    with pytest.raises(InvalidIdentifier):
        fold_number("1" * 21)


@pytest.mark.parametrize("number", ["39130003", "12990005"])
@pytest.mark.parametrize("text", ["-", "0", "００", "ー", " - ", "", None])
def test_what_stands_for_no_symbol_is_none_where_there_is_none(number: str, text: str | None) -> None:
    assert symbol_at(InsurerNumber(number), text) == ""


@pytest.mark.parametrize(
    ("number", "text", "symbol"),
    [
        ("01139013", "0", "0"),
        ("01139013", "-", "-"),
        # 千葉県 and 高知県: 6 digits have no law number in front.
        ("120012", "0", "0"),
        ("390013", "-", "-"),
        ("39130003", "後期", "後期"),
        (None, "0", "0"),
    ],
)
def test_a_symbol_is_kept_where_there_may_be_one(number: str | None, text: str, symbol: str) -> None:
    assert symbol_at(None if number is None else InsurerNumber(number), text) == symbol


@given(st.integers(1, 99_999_999))
def test_an_insurer_number_has_one_canonical_form(number: int) -> None:
    forms = {str(number).zfill(width) for width in (1, 6, 8, 10)}
    try:
        canonical = parse_insurer_number(str(number))
    except InvalidIdentifier:
        assert number < 10_000
        return
    assert len(canonical) in (6, 8)
    assert {parse_insurer_number(form) for form in (*forms, canonical)} == {canonical}


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
