"""4情報突合 and 氏名等による照会 ask one matching: the same pairs agree in both (docs/decisions/0040)."""

from dataclasses import replace
from datetime import date

import pytest

from shared.domain.codes import Sex
from shared.domain.identifiers import InsurerNumber
from shared.domain.matching import Description, fits_fully, match
from tests import builders

RECORD = builders.person(
    name="髙橋　京子",
    name_kana="ﾀｶﾊｼ ｷｮｳｺ",
    sex=Sex.FEMALE,
    birthdate=date(1985, 4, 12),
    address="模擬県仮想市1丁目2番3号",
)
INSURER, ANOTHER = InsurerNumber("02999918"), InsurerNumber("06123457")
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


def test_a_person_without_an_address_on_record_is_found_with_the_insurer() -> None:
    record = replace(RECORD, address=None)
    assert not fits_fully(ASKED, record)
    assert fits_fully(replace(ASKED, insurer_number=INSURER), record)
    assert not fits_fully(replace(ASKED, insurer_number=ANOTHER), record)
    assert not fits_fully(replace(ASKED, insurer_number=INSURER, name_kana="タカハシヤスコ"), record)


@pytest.mark.parametrize("name", ["●●　●子", "\ue000橋　京子", "●　京子", "𠮷橋　京子"])
def test_a_name_that_leaves_with_a_substitute_is_made_up_for_by_kana_and_insurer(name: str) -> None:
    record = replace(RECORD, name=name)
    asked = replace(ASKED, name="榊木橋 京子")
    assert fits_fully(replace(asked, insurer_number=INSURER), record)
    assert not fits_fully(replace(asked, insurer_number=ANOTHER), record)
    assert not fits_fully(replace(asked, insurer_number=INSURER, name_kana="サカキバシキョウコ"), record)


@pytest.mark.parametrize("kana", [None, "ﾀｶﾊｼ ●"])
def test_a_person_without_kana_on_record_is_found_by_the_written_name_and_the_insurer(kana: str | None) -> None:
    record = replace(RECORD, name_kana=kana)
    asked = replace(ASKED, insurer_number=INSURER)
    assert not fits_fully(ASKED, record)
    assert fits_fully(asked, record)
    assert fits_fully(asked, replace(record, address=None))
    assert not fits_fully(replace(asked, insurer_number=ANOTHER), record)
    assert not fits_fully(replace(asked, name="高橋恭子"), record)
    assert not fits_fully(replace(asked, birthdate=date(1985, 4, 13)), record)
    assert match(asked, replace(record, address=None), {INSURER}).is_full
    assert not match(asked, replace(record, address=None), {ANOTHER}).is_full


@pytest.mark.parametrize("name", ["●●　●●", "●橋　京子", "\ue000橋　京子"])
def test_without_kana_a_substitute_on_record_is_made_up_for_by_nothing(name: str) -> None:
    record = replace(RECORD, name=name, name_kana=None)
    assert not fits_fully(replace(ASKED, insurer_number=INSURER), record)
    assert not match(replace(ASKED, insurer_number=INSURER), replace(record, address=None), {INSURER}).is_full


def test_who_was_shown_a_substitute_may_ask_with_it_and_the_insurer() -> None:
    record = replace(RECORD, name="𠮷田　京子")
    asked = replace(ASKED, name="●田　京子")
    assert fits_fully(replace(asked, insurer_number=INSURER), record)
    assert not fits_fully(asked, record)
    assert fits_fully(replace(ASKED, name="吉田京子"), record)


def test_of_a_municipality_s_question_it_is_told_what_was_not_compared() -> None:
    asked = replace(ASKED, insurer_number=INSURER)
    without_address = match(asked, replace(RECORD, address=None), {INSURER})
    assert without_address.is_full
    assert {field: each.compared for field, each in without_address.fields.items()} == {
        "name": True,
        "address": False,
        "birthdate": True,
        "sex": True,
        "insurer": True,
    }
    assert not match(asked, replace(RECORD, address=None), {ANOTHER}).is_full
    assert match(ASKED, replace(RECORD, address=None), {INSURER}).differs == ["address"]
    without_name = match(replace(asked, name="榊"), replace(RECORD, name="●", name_kana="ﾀｶﾊｼｷｮｳｺ"), {INSURER})
    assert without_name.is_full


def test_a_sex_that_is_not_set_agrees_for_a_municipality_only() -> None:
    record = replace(RECORD, sex=Sex.UNSET)
    assert match(ASKED, record).is_full
    assert not fits_fully(ASKED, record)
