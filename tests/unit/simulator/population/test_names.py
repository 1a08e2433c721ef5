import re

import pytest

from shared.domain.carried_text import is_carried
from simulator.population import names

LISTS = {
    name: value
    for name, value in vars(names).items()
    if isinstance(value, tuple) and value and isinstance(value[0], tuple)
}
ODD = {"substituted": names.SUBSTITUTED, "beyond level 2": names.BEYOND_LEVEL_2, "private": names.PRIVATE}


@pytest.mark.parametrize("name", LISTS)
def test_every_name_has_its_reading_in_katakana(name: str) -> None:
    assert all(re.fullmatch("[ァ-ヶー]+", read) and written for written, read in LISTS[name])


def test_names_beyond_level_2_are_of_jis_x_0213_and_not_carried() -> None:
    for written, _ in names.BEYOND_LEVEL_2.surnames:
        assert written.encode("euc_jis_2004")
        assert not is_carried(written)


@pytest.mark.parametrize("kind", ["beyond level 2", "private"])
def test_an_odd_name_is_not_carried_as_it_is(kind: str) -> None:
    assert not any(is_carried(written) for written, _ in ODD[kind].surnames)


def test_odd_names_are_about_one_in_a_hundred() -> None:
    assert sum(each.share for each in ODD.values()) == pytest.approx(0.011)
