from datetime import date

import pytest

from services.registry.statistics.rules import (
    AGE_BANDS,
    InstitutionKind,
    age_band,
    counted_on,
    kind_of,
    months_between,
)
from shared.errors import RequestInvalid

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("age", "band"),
    [(-1, "0-4"), (0, "0-4"), (4, "0-4"), (5, "5-9"), (69, "65-69"), (74, "70-74"), (75, "75-"), (111, "75-")],
)
def test_an_age_has_its_band(age: int, band: str) -> None:
    assert age_band(age) == band


def test_there_are_sixteen_bands() -> None:
    assert (len(AGE_BANDS), AGE_BANDS[0], AGE_BANDS[8], AGE_BANDS[-1]) == (16, "0-4", "40-44", "75-")


@pytest.mark.parametrize(
    ("fee_table", "kind"), [("1", "medical"), ("3", "dental"), ("4", "pharmacy"), ("6", "home_nursing"), ("", "other")]
)
def test_the_fee_table_tells_the_kind(fee_table: str, kind: str) -> None:
    assert kind_of(fee_table) is InstitutionKind(kind)


@pytest.mark.parametrize(
    ("month", "day"),
    [
        ("2026-11", TODAY),
        ("2026-10", date(2026, 10, 31)),
        ("2024-02", date(2024, 2, 29)),
        ("2025-12", date(2025, 12, 31)),
    ],
)
def test_members_are_counted_on_the_last_day_of_a_month_or_today(month: str, day: date) -> None:
    assert counted_on(month, TODAY) == day


def test_what_is_left_out_is_this_month_alone() -> None:
    assert months_between(None, None, TODAY) == ["2026-11"]
    assert months_between("2026-09", None, TODAY) == ["2026-09", "2026-10", "2026-11"]
    assert months_between(None, "2025-12", TODAY) == ["2025-12"]


def test_twelve_months_over_a_new_year_are_allowed() -> None:
    months = months_between("2025-12", "2026-11", TODAY)
    assert (len(months), months[0], months[1], months[-1]) == (12, "2025-12", "2026-01", "2026-11")


@pytest.mark.parametrize(
    ("first", "last", "wrong"),
    [
        (None, "2026-12", [("/query/to", "in-future")]),
        ("2026-11", "2026-10", [("/query/from", "after-to")]),
        ("2025-11", "2026-11", [("/query/from", "too-many-months")]),
        ("2025-11", "2026-12", [("/query/to", "in-future"), ("/query/from", "too-many-months")]),
    ],
)
def test_what_is_wrong_with_months_is_told_at_once(first: str | None, last: str, wrong: list[tuple[str, str]]) -> None:
    with pytest.raises(RequestInvalid) as refused:
        months_between(first, last, TODAY)
    assert [(each.pointer, each.code) for each in refused.value.violations] == wrong
