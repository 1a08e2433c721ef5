from datetime import date

import pytest

from shared.domain.written_days import parse_day


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
    ],
)
def test_each_era_begins_and_ends_on_its_day(text: str, day: date) -> None:
    assert parse_day(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "1980-04/01",
        "1980-02-30",
        "55.4.1",
        "1980401",
        "19801301",
        "1980-04-01 00:00",
        "S0.4.1",
        "S55.13.1",
        "昭和64年1月8日",
        "平成31年5月1日",
        "令和元年4月30日",
        "6020401",
        "X55.4.1",
        "R元元.5.1",
    ],
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert parse_day(text) is None
