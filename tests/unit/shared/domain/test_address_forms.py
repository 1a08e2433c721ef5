"""Addresses folded to one form; the rows are those of docs/written-forms.md."""

import pytest

from shared.domain.address_forms import fold_house_number, fold_place


@pytest.mark.parametrize(
    "written",
    [
        "見本町一丁目2番3号",
        "見本町1丁目2番地3",
        "見本町1-2-3",
        "見本町1ー2―3",
        "見本町一丁目二番三号",
        "見本町01-02-03",
        "見本町1の2の3",
    ],
)
def test_numbers_are_written_in_one_way(written: str) -> None:
    assert fold_house_number(written) == "見本町1-2-3"


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("見本町二十一番地", "見本町21"),
        ("見本町百五", "見本町105"),
        ("第3地割12番地", "3地割12"),
        # A numeral in a name is no number.
        ("八王子", "八王子"),
    ],
)
def test_a_number_is_told_from_a_name(written: str, folded: str) -> None:
    assert fold_house_number(written) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("霞ヶ関", "霞が関"),
        ("霞ケ関", "霞箇関"),
        ("丸の内", "丸ノ内"),
        ("丸之内", "丸ノ内"),
        ("大字見本", "見本"),
        ("見本字仮", "見本仮"),
    ],
)
def test_names_of_places_are_written_in_one_way(one: str, other: str) -> None:
    assert fold_place(one) == fold_place(other)


@pytest.mark.parametrize("name", ["十字町", "文字町"])
def test_a_name_with_the_sign_for_a_hamlet_keeps_it(name: str) -> None:
    assert fold_place(name) == name
