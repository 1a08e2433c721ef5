"""● in names: which characters are replaced."""

from simulator.faults.data.characters import with_substitutes
from tests import builders


def test_the_first_ideograph_of_a_name_and_the_last_of_an_address_are_replaced() -> None:
    person = builders.person(
        builders.coverage(insured_name="模擬　太郎"),
        name="模擬　花子",
        name_kana="モギ　ハナコ",
        address="大阪府大阪市北区1-1",
    )

    seen = with_substitutes(person)

    assert (seen.name, seen.name_kana, seen.address) == ("●擬　花子", "モギ　ハナコ", "大阪府大阪市北●1-1")
    assert [coverage.insured_name for coverage in seen.coverages] == ["●擬　太郎"]


def test_a_name_without_ideographs_loses_its_first_character() -> None:
    seen = with_substitutes(builders.person(name="TANAKA　MARIA", name_other="はなこ", address="Osaka 1-1"))

    assert (seen.name, seen.name_other, seen.address) == ("●ANAKA　MARIA", "●なこ", "Osaka 1-1")


def test_what_is_missing_stays_so() -> None:
    seen = with_substitutes(builders.person(builders.coverage(insured_name=None), name_other=None, address=None))

    assert (seen.name_other, seen.address, seen.coverages[0].insured_name) == (None, None, None)
