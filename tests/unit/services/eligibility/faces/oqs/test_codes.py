"""The table of error codes: every error has one, and a vendor's own table takes its place."""

from pathlib import Path

import pytest

from services.eligibility.faces.oqs.codes import TableInvalid, codes_with, own_codes
from shared.domain.purposes import RefusalCode
from shared.errors import InsuredAmbiguous, InsuredNotFound, TooManyMisses


def test_every_error_of_messages_has_a_code_in_a_range_of_our_own() -> None:
    codes = own_codes()
    errors = {InsuredNotFound.code, InsuredAmbiguous.code, TooManyMisses.code, *RefusalCode}
    ours = {"message-invalid", "institution-differs", "message-holds-my-number", "request-invalid"}

    assert errors | ours | {"my-number-not-accepted"} <= codes.meanings()
    named = [codes.of(meaning).code for meaning in codes.meanings()]
    assert len(set(named)) == len(named)
    assert all(code.startswith("OQSX") for code in named)


def test_a_table_of_a_vendor_takes_the_place_of_ours(tmp_path: Path) -> None:
    theirs = tmp_path / "codes.tsv"
    theirs.write_text("\ufeff# ours\nrequest-invalid\tABC0001E\t照会条件エラー\n", encoding="utf-8")

    codes = codes_with(theirs)

    assert (codes.of("request-invalid").code, codes.of("request-invalid").text) == ("ABC0001E", "照会条件エラー")
    assert codes.of("insured-not-found") == own_codes().of("insured-not-found")


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("request-invalid ABC", "line 1 is not"),
        ("request-invalid\tA-1\tx", "line 1 is not"),
        ("request-invalid\tA1\t ", "line 1 is not"),
        ("request-invalid\tA1\tx\nrequest-invalid\tA2\tx", "line 2: request-invalid is there twice"),
        ("nothing-such\tA1\tx", "line 1: no error of messages is called that"),
        ("x\nrequest-invalid\tA1\tx\ny\tA1\tx", "line 1 is not: .*; line 3: no error of messages is called that"),
    ],
)
def test_a_table_that_is_wrong_is_refused_with_its_lines(tmp_path: Path, line: str, why: str) -> None:
    theirs = tmp_path / "codes.tsv"
    theirs.write_text(line, encoding="utf-8")

    with pytest.raises(TableInvalid, match=why):
        codes_with(theirs)
