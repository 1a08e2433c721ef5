from datetime import date

import pytest

from shared.domain.not_acceptable import NotAcceptable
from shared.domain.written_days import (
    DAY_OR_MONTH,
    NO_CENTURY,
    NO_SUCH_DAY,
    OUTSIDE_ITS_ERA,
    SERIAL_NUMBER,
    UNREADABLE,
    parse_day,
)


@pytest.mark.parametrize(
    "text",
    [
        "1980-04-01",
        "1980/4/1",
        "1980.4.1",
        "19800401",
        "1980年4月1日",
        "１９８０年４月１日",
        "昭和55年4月1日",
        "昭和 55年 4月 1日",
        "S55.4.1",
        "s55.04.01",
        "S55/4/1",
        "S55-4-1",
        "Ｓ５５．４．１",
        "㍼55年4月1日",
        "昭55.4.1",
        "S550401",
        "昭和550401",
        "3550401",
        "3-550401",
        # As cards print them, and as spreadsheets leave them.
        "昭和55年 4月 1日生",
        "昭和五十五年四月一日",
        "昭和５５年０４月０１日生まれ",
        "西暦1980年4月1日",
        "1980年4月1日（火）",
        "1980/4/1 0:00",
        "1980-04-01T00:00:00",
        "1980-04-01 00:00:00.000",
        "'1980/4/1",
        '="1980/04/01"',
    ],
)
def test_a_day_is_read_in_every_form_that_receipt_computers_write(text: str) -> None:
    assert parse_day(text) == date(1980, 4, 1)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("明治45年7月29日", date(1912, 7, 29)),
        ("大正元年7月30日", date(1912, 7, 30)),
        ("T15.12.24", date(1926, 12, 24)),
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("4010108", date(1989, 1, 8)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("R元.5.1", date(2019, 5, 1)),
        ("令和1年5月1日", date(2019, 5, 1)),
        ("R2.4.1", date(2020, 4, 1)),
        ("5020401", date(2020, 4, 1)),
        # 平成 goes on in papers from before the change.
        ("平成31年5月1日", date(2019, 5, 1)),
        ("平成32年4月1日", date(2020, 4, 1)),
        ("H31.8.1", date(2019, 8, 1)),
        ("4320401", date(2020, 4, 1)),
        ("平35.12.31", date(2023, 12, 31)),
        # The year last, where only one of the two can be the month.
        ("25/12/1980", date(1980, 12, 25)),
        ("12/25/1980", date(1980, 12, 25)),
        ("4.4.1980", date(1980, 4, 4)),
    ],
)
def test_each_era_begins_and_ends_on_its_day(text: str, day: date) -> None:
    assert parse_day(text) == day


@pytest.mark.parametrize(
    ("reason", "texts"),
    [
        (
            UNREADABLE,
            ("", "yesterday", "1980-04/01", "1980401x", "6020401", "X55.4.1", "R元元.5.1", "1980-04-01 09:30"),
        ),
        (NO_SUCH_DAY, ("1980-02-30", "19801301", "S0.4.1", "S55.13.1", "令和2年2月30日", "31/31/1980")),
        (
            OUTSIDE_ITS_ERA,
            ("昭和64年1月8日", "S64.1.8", "3640108", "大正15年12月25日", "令和元年4月30日", "明治45年7月30日"),
        ),
        (NO_CENTURY, ("55.4.1", "80/4/1", "55年4月1日", "550401")),
        (DAY_OR_MONTH, ("4/1/1980", "01-04-1980")),
        (SERIAL_NUMBER, ("29312", "29312.0")),
    ],
)
def test_what_is_no_day_is_refused_with_the_reason(reason: tuple[str, str], texts: tuple[str, ...]) -> None:
    for text in texts:
        with pytest.raises(NotAcceptable) as refused:
            parse_day(text)
        assert (refused.value.message, refused.value.message_ja) == reason, text
