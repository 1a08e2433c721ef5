"""The identifiers of an insured person: one folding for every way to name them, and nothing in a log."""

from dataclasses import replace
from datetime import date

import pytest

from shared.domain.insured import FamilyIdentifiers, InsuredIdentifiers, InvalidIdentifiers, WrittenIdentifiers

BORN = date(1985, 4, 12)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        (("02999918", "シミュ-1", "1024", "01"), ("02999918", "シミュ-1", "1024", "01")),
        # Full width, blanks, another hyphen, zeros in front, a branch of one digit.
        (("\uff10\uff12999918", " シミュ―1 ", "0001024", "1"), ("02999918", "シミュ-1", "1024", "01")),
        # 国民健康保険 has six digits: what systems put in front to make eight goes.
        (("00138057", None, "77", None), ("138057", "", "77", None)),
        # 後期高齢者医療 (39) has no 記号: a hyphen in its place is none.
        (("39131008", "-", "00000018", ""), ("39131008", "", "18", None)),
    ],
)
def test_what_is_written_folds_to_what_is_looked_up(
    written: tuple[str, str | None, str, str | None], folded: tuple[str, str, str, str | None]
) -> None:
    found = WrittenIdentifiers(*written, BORN).folded()
    assert (found.insurer_number, found.symbol, found.number, found.branch) == folded
    assert found.birthdate == BORN
    assert found.family == FamilyIdentifiers.folded(*written[:3])


def test_every_identifier_that_is_wrong_is_named_at_its_place() -> None:
    with pytest.raises(InvalidIdentifiers) as wrong:
        WrittenIdentifiers("12", "記" * 21, "", "x1", BORN).folded()
    assert [violation.pointer for violation in wrong.value.violations("/items/3/insured")] == [
        "/items/3/insured/insurer_number",
        "/items/3/insured/symbol",
        "/items/3/insured/number",
        "/items/3/insured/branch",
    ]
    assert {violation.code for violation in wrong.value.violations("")} == {"invalid"}


@pytest.mark.parametrize("birthdate", [date(1867, 12, 31), date(2201, 1, 1), date(9999, 12, 31)])
def test_a_birth_date_that_cannot_be_meant_is_named_as_the_texts_are(birthdate: date) -> None:
    with pytest.raises(InvalidIdentifiers) as wrong:
        WrittenIdentifiers("02999918", None, "1", None, birthdate).folded()
    (violation,) = wrong.value.violations("/insured")
    assert (violation.pointer, violation.code) == ("/insured/birthdate", "invalid")


def test_a_my_number_is_seen_in_whichever_of_the_texts_it_stands() -> None:
    # 123456789018 has the check digit of 平成26年総務省令第85号 第5条; 123456789012 has not.
    right, suspect = WrittenIdentifiers("02999918", "1", "1024", "01", BORN), "1234-5678-9018"
    assert replace(right, insurer_number=suspect).may_be_my_numbers() == ["insurer_number"]
    assert replace(right, symbol=suspect).may_be_my_numbers() == ["symbol"]
    assert replace(right, number=suspect).may_be_my_numbers() == ["number"]
    assert replace(right, branch=suspect).may_be_my_numbers() == ["branch"]
    assert right.may_be_my_numbers() == []
    assert WrittenIdentifiers("02999918", None, "123456789012", None, BORN).may_be_my_numbers() == []


def test_neither_form_shows_anything_of_a_person() -> None:
    written = WrittenIdentifiers("02999918", "記-1", "1024", "01", BORN)
    family = FamilyIdentifiers.folded("02999918", "記-1", "1024")
    assert repr(written) == "WrittenIdentifiers()"
    assert repr(written.folded()) == "InsuredIdentifiers()"
    assert repr(family) == "FamilyIdentifiers()"


def test_identifiers_are_kept_as_they_were_read() -> None:
    found = WrittenIdentifiers("02999918", "記-1", "1024", "01", BORN).folded()
    assert WrittenIdentifiers.of(found).folded() == found
    assert isinstance(found, InsuredIdentifiers)
