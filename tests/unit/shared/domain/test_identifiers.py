from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.hyphens import HYPHENS
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

_WIDE = str.maketrans("0123456789AB", "０１２３４５６７８９ＡＢ")


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


@pytest.mark.parametrize("number", ["39130003", "12990005", "120012", "390013", "138057"])
@pytest.mark.parametrize(
    "text", ["-", "0", "００", "ー", " - ", "", None, "なし", "ﾅｼ", "無し", "記号なし", "（なし）"]
)
def test_what_stands_for_no_symbol_is_none_where_there_may_be_none(number: str, text: str | None) -> None:
    assert symbol_at(InsurerNumber(number), text) == ""


@pytest.mark.parametrize("number", ["01139013", "06123457", "31130008", None])
@pytest.mark.parametrize("text", ["－", "―", "なし", "無"])
def test_a_hyphen_or_a_word_for_none_is_no_symbol_anywhere(number: str | None, text: str) -> None:
    assert symbol_at(None if number is None else InsurerNumber(number), text) == ""


@pytest.mark.parametrize(
    ("number", "text", "symbol"),
    [
        ("01139013", "0", "0"),
        ("01139013", "1-", "1-"),
        ("120012", "足-0", "足-0"),
        ("390013", "01", "1"),
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


@pytest.mark.parametrize(
    ("text", "code"), [("110113719", "0110113719"), ("０１-1-0113719", "0110113719"), ("110113719.0", "0110113719")]
)
def test_the_zero_that_a_spreadsheet_took_from_an_institution_code_is_put_back(text: str, code: str) -> None:
    assert parse_institution_code(text) == code


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        *(("'00123", "123"), ('="00123"', "123"), ("=00123", "123"), ("１２３４．０", "1234"), ("1,234", "1234")),
        *(("12\u200b34", "1234"), ("\ufeff1234", "1234"), ("1 2 3 4", "1234"), ("12,34", "12,34"), ("1.5", "1.5")),
        ("0'12", "12"),
    ],
)
def test_numbers_as_spreadsheets_leave_them(text: str, folded: str) -> None:
    assert fold_number(text) == folded


@pytest.mark.parametrize("text", ["1.23457E+11", "1E+05", "６．１３Ｅ＋０７", "1.2e+10"])
@pytest.mark.parametrize(
    "parse", [parse_insurer_number, fold_symbol, fold_number, parse_branch, parse_institution_code]
)
def test_cut_digits_are_refused_with_the_reason(parse: Callable[[str], object], text: str) -> None:
    with pytest.raises(InvalidIdentifier, match="scientific notation") as refused:
        parse(text)
    assert "指数表記" in refused.value.message_ja


@pytest.mark.parametrize("text", ["1E5", "12E+3", "E+11", "A1E+11"])
def test_a_letter_e_alone_is_no_scientific_notation(text: str) -> None:
    assert fold_symbol(text) == text


@pytest.mark.parametrize(("text", "folded"), [("00012", "12"), ("01-2", "01-2"), ("0A1", "0A1"), ("０００", "0")])
def test_zeros_in_front_of_a_symbol_of_digits_do_not_count(text: str, folded: str) -> None:
    assert fold_symbol(text) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [("栁・12", "柳・12"), ("富士", "冨士"), ("瀨1", "瀬1"), ("曾", "曽"), ("神戸", "神戶"), ("葛\U000e0100", "葛")],
)
def test_variants_of_a_character_make_no_other_symbol(one: str, other: str) -> None:
    assert fold_symbol(one) == fold_symbol(other)


# What does not collapse: two numbers that an insurer may have given to two people.


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12-3", "123"),
        ("12-3", "1-23"),
        ("1024", "10240"),
        ("あ1", "い1"),
        ("東", "西"),
        ("1_2", "1-2"),
        ("シ1", "ジ1"),
    ],
)
def test_other_numbers_stay_other_numbers(one: str, other: str) -> None:
    assert fold_symbol(one) != fold_symbol(other)
    assert fold_number(one) != fold_number(other)


_TYPED = st.text(st.sampled_from("0123456789ABEabe+-－─ー.,'=\"　 栁柳ｱア\u200b"), max_size=12)


@given(st.one_of(st.text(max_size=30), _TYPED))
def test_folding_is_done_after_once(text: str) -> None:
    for fold in (fold_symbol, fold_number):
        try:
            folded = fold(text)
        except InvalidIdentifier:
            continue
        assert fold(folded) == folded


@given(st.text(st.sampled_from("0123456789-AB"), min_size=1, max_size=12), st.data())
def test_width_hyphen_and_blanks_never_make_another_number(number: str, data: st.DataObject) -> None:
    hyphen = data.draw(st.sampled_from(HYPHENS))
    written = number.translate(_WIDE if data.draw(st.booleans()) else {}).replace("-", hyphen)
    try:
        folded = fold_number(number)
    except InvalidIdentifier:
        return
    assert fold_number(f" {written}\u3000") == folded


@given(st.integers(1, 10**8), st.integers(1, 10**8))
def test_numbers_of_digits_collapse_only_when_they_are_one(one: int, other: int) -> None:
    assert (fold_number(f"{one:08}") == fold_number(f"{other:08}")) == (one == other)
