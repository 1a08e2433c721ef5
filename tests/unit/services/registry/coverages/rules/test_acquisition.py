from datetime import date

import pytest

from services.registry.coverages.rules.acquisition import (
    elderly_from,
    employed_from,
    is_too_old,
    is_too_young,
    national_from,
)
from shared.domain.insurers import InsurerKind

BORN = date(1951, 11, 20)


def test_employees_cover_begins_on_the_first_day_of_work() -> None:
    assert employed_from(date(2026, 4, 1)) == date(2026, 4, 1)


def test_national_cover_begins_on_the_day_of_moving_in_or_of_losing_other_cover() -> None:
    assert national_from(date(2026, 4, 5), None) == date(2026, 4, 5)
    assert national_from(None, date(2026, 4, 1)) == date(2026, 4, 1)
    assert national_from(date(2026, 3, 5), date(2026, 4, 1)) == date(2026, 4, 1)
    with pytest.raises(ValueError, match="happened"):
        national_from(None, None)


def test_elderly_cover_begins_on_the_75th_birthday_itself() -> None:
    assert elderly_from(BORN) == date(2026, 11, 20)


def test_certified_disability_opens_elderly_cover_from_65_on() -> None:
    assert elderly_from(BORN, date(2016, 11, 20)) == date(2016, 11, 20)
    assert elderly_from(BORN, date(2030, 1, 1)) == date(2026, 11, 20)
    with pytest.raises(ValueError, match="65"):
        elderly_from(BORN, date(2016, 11, 19))


def test_nobody_under_65_has_elderly_cover() -> None:
    assert is_too_young(InsurerKind.ELDERLY, BORN, date(2016, 11, 19))
    assert not is_too_young(InsurerKind.ELDERLY, BORN, date(2016, 11, 20))
    assert not is_too_young(InsurerKind.SOCIETY, BORN, date(2000, 1, 1))


def test_from_the_75th_birthday_on_only_late_elderly_cover_and_assistance_begin() -> None:
    assert is_too_old(InsurerKind.SOCIETY, BORN, date(2026, 11, 20))
    assert is_too_old(InsurerKind.MUNICIPAL_NHI, BORN, date(2026, 11, 20))
    assert not is_too_old(InsurerKind.SOCIETY, BORN, date(2026, 11, 19))
    assert not is_too_old(InsurerKind.ELDERLY, BORN, date(2026, 11, 20))
    assert not is_too_old(InsurerKind.PUBLIC_ASSISTANCE, BORN, date(2030, 1, 1))


def test_until_2008_everybody_stayed_insured_where_they_were() -> None:
    assert not is_too_old(InsurerKind.MUNICIPAL_NHI, date(1920, 1, 1), date(2008, 3, 31))
    assert is_too_old(InsurerKind.MUNICIPAL_NHI, date(1920, 1, 1), date(2008, 4, 1))
