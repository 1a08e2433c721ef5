"""4情報突合 and 氏名等による照会 ask one matching: the same pairs agree in both (docs/decisions/0040)."""

from dataclasses import replace
from datetime import date

import pytest

from shared.domain.codes import Sex
from shared.domain.matching import Description, fits_fully, match
from tests import builders

RECORD = builders.person(
    name="髙橋　京子",
    name_kana="ﾀｶﾊｼ ｷｮｳｺ",
    sex=Sex.FEMALE,
    birthdate=date(1985, 4, 12),
    address="模擬県仮想市1丁目2番3号",
)
ASKED = Description("髙橋 京子", date(1985, 4, 12), Sex.FEMALE, "タカハシ キョウコ", "模擬県仮想市1丁目2番3号")


@pytest.mark.parametrize(
    "written",
    [
        {"name": "高橋京子"},
        {"name_kana": "タカハシキヨウコ"},
        {"name_kana": "たかはし　きょうこ"},
        {"address": "模擬県仮想市1-2-3"},
        {"address": "模擬県仮想市一丁目２番３号"},
        {"address": "仮想市1-2-3"},
    ],
)
def test_what_is_written_otherwise_agrees_for_both(written: dict[str, str]) -> None:
    asked = replace(ASKED, **written)  # type: ignore[arg-type]  # a test's shorthand
    assert match(asked, RECORD).is_full
    assert fits_fully(asked, RECORD)


@pytest.mark.parametrize(
    "other",
    [
        {"name": "高橋恭子", "name_kana": "タカハシヤスコ"},
        {"address": "模擬県仮想市1-2-4"},
        {"birthdate": date(1985, 4, 13)},
        {"sex": Sex.MALE},
    ],
)
def test_what_differs_differs_for_both(other: dict[str, object]) -> None:
    asked = replace(ASKED, **other)  # type: ignore[arg-type]  # a test's shorthand
    assert not match(asked, RECORD).is_full
    assert not fits_fully(asked, RECORD)


def test_latin_letters_agree_large_or_small() -> None:
    record = replace(RECORD, name="ＭＯＧＩ　HANAKO")
    asked = replace(ASKED, name="Mogi Hanako")
    assert match(asked, record).fields["name"].agrees
    assert fits_fully(asked, record)


# Where a record is shown, more is asked for.


def test_kana_do_not_make_up_for_another_written_name() -> None:
    asked = replace(ASKED, name="高橋今日子")
    assert match(asked, RECORD).is_full
    assert not fits_fully(asked, RECORD)


def test_a_substitute_counts_only_where_the_record_has_it() -> None:
    assert fits_fully(ASKED, replace(RECORD, name="●橋　京子"))
    assert not fits_fully(replace(ASKED, name="●橋　京子"), RECORD)
    assert not fits_fully(replace(ASKED, address="模擬県●想市1-2-3"), RECORD)


@pytest.mark.parametrize("left_out", ["name_kana", "address"])
def test_what_is_not_asked_does_not_fit(left_out: str) -> None:
    assert not fits_fully(replace(ASKED, **{left_out: None}), RECORD)  # type: ignore[arg-type]  # a test's shorthand


def test_a_person_without_an_address_on_record_is_not_found_by_one() -> None:
    assert not fits_fully(ASKED, replace(RECORD, address=None))


def test_a_sex_that_is_not_set_agrees_for_a_municipality_only() -> None:
    record = replace(RECORD, sex=Sex.UNSET)
    assert match(ASKED, record).is_full
    assert not fits_fully(ASKED, record)
