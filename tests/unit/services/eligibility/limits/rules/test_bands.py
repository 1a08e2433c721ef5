"""The bands of August 2027 are named by 標準報酬月額: the fifty grades of 健康保険法40条, in units of 1,000 yen."""

import pytest

from services.eligibility.limits.rules.bands import BANDS
from shared.domain.codes import LimitCategory

GRADES = (
    *(58, 68, 78, 88, 98, 104, 110, 118, 126, 134, 142, 150, 160, 170, 180, 190, 200, 220, 240, 260),
    *(280, 300, 320, 340, 360, 380, 410, 440, 470, 500, 530, 560, 590, 620, 650, 680, 710, 750, 790),
    *(830, 880, 930, 980, 1030, 1090, 1150, 1210, 1270, 1330, 1390),
)


def holds(band: str, grade: int) -> bool:
    first, last = band.split("-")
    return (0 if first == "to" else int(first) * 10) <= grade <= (9999 if last == "up" else int(last) * 10)


def test_there_are_fifty_grades() -> None:
    assert len(GRADES) == 50


@pytest.mark.parametrize("grade", GRADES)
def test_each_grade_lies_in_one_band_of_one_category_below_70(grade: int) -> None:
    below_70 = [LimitCategory.A01, LimitCategory.A02, LimitCategory.A03, LimitCategory.A04]
    fitting = [category for category in below_70 for band in BANDS[category] if holds(band.name, grade)]
    # ア from 830,000 yen on, イ from 530,000, ウ from 280,000 (健康保険法施行令42条1項).
    categories = [(830, LimitCategory.A01), (530, LimitCategory.A02), (280, LimitCategory.A03), (0, LimitCategory.A04)]
    assert fitting == [next(category for least, category in categories if grade >= least)]


@pytest.mark.parametrize("category", sorted(BANDS))
def test_a_category_has_three_bands_from_the_highest_income_down(category: LimitCategory) -> None:
    bands = BANDS[category]
    places = [[holds(band.name, grade) for grade in GRADES].index(True) for band in bands]
    assert len(bands) == 3
    assert places == sorted(places, reverse=True)


def test_who_is_exempt_from_resident_tax_has_no_band() -> None:
    exempt = {LimitCategory[name] for name in ("A05", "A06", "B05", "B06", "B07", "B08")}
    assert exempt.isdisjoint(BANDS)
