"""How messages spell values."""

from datetime import UTC, date, datetime

import pytest

from services.eligibility.faces.oqs import spelling


@pytest.mark.parametrize(
    ("kana", "half"),
    [
        ("カリノ　タカシ", "ｶﾘﾉ ﾀｶｼ"),
        ("ガギグ　パピプ", "ｶﾞｷﾞｸﾞ ﾊﾟﾋﾟﾌﾟ"),
        ("ヴァイオレット・エヴァー", "ｳﾞｧｲｵﾚｯﾄ･ｴｳﾞｧｰ"),
        ("もぎ　はなこ", "ﾓｷﾞ ﾊﾅｺ"),
        ("ﾓｷﾞ ﾊﾅｺ", "ﾓｷﾞ ﾊﾅｺ"),
        ("ヰヱヵヶヮ", "ｲｴｶｹﾜ"),
        ("ＳＭＩＴＨ　Ｊ．", "SMITH J."),
        ("●ノ　タカシ", "●ﾉ ﾀｶｼ"),
        (None, None),
    ],
)
def test_kana_are_in_half_width(kana: str | None, half: str | None) -> None:
    assert spelling.half_width_kana(kana) == half


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("模擬　花子", "模擬　花子"),
        ("模擬 花子", "模擬　花子"),
        ("SMITH JOHN", "ＳＭＩＴＨ　ＪＯＨＮ"),
        ("ﾓｷﾞ", "モギ"),
        (None, None),
    ],
)
def test_names_are_in_full_width(name: str | None, full: str | None) -> None:
    assert spelling.full_width(name) == full


def test_days_shares_and_numbers() -> None:
    assert spelling.day(date(2026, 4, 1)) == "20260401"
    assert spelling.instant(datetime(2026, 4, 1, 15, 30, 5, tzinfo=UTC)) == "20260402003005"
    assert [spelling.percent(share) for share in (10, 30)] == ["010", "030"]
    assert spelling.insurer_number("139014") == "  139014"
    assert [spelling.postal_code(code) for code in ("9990001", "999-0001", None)] == ["999-0001", "999-0001", None]
