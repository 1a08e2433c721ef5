"""Whoever agrees in name with a description shares a key with it; others of the same day mostly share none."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.codes import Sex
from shared.domain.coverage import PersonRecord
from shared.domain.identifiers import InsurerNumber
from shared.domain.matching import Description, match
from shared.domain.name_keys import record_keys, wanted_keys
from tests.builders import person

BORN = date(1985, 4, 1)
INSURER = "06123457"


def recorded(
    name: str, kana: str | None = None, other: str | None = None, other_kana: str | None = None
) -> PersonRecord:
    names = {"name": name, "name_kana": kana, "name_other": other, "name_other_kana": other_kana}
    return person(**names, birthdate=BORN, sex=Sex.FEMALE, coverages=())


def described(name: str, kana: str | None = None) -> Description:
    return Description(name, BORN, Sex.FEMALE, kana, None, InsurerNumber(INSURER))


def is_found(description: Description, record: PersonRecord) -> bool:
    keys = wanted_keys(description)
    return keys is None or not set(keys).isdisjoint(record_keys(record))


@pytest.mark.parametrize(
    ("asked", "record"),
    [
        (described("髙橋　花子"), recorded("高橋花子")),
        (described("見本 花子", "みほん はなこ"), recorded("他の名", "ﾐﾎﾝ ﾊﾅｺ")),
        (described("見本　花子"), recorded("別名", other="見本花子")),
        (described("見●花子"), recorded("見本花子")),
        (described("見本花子"), recorded("見●花子")),
        (described("見本花子", "ミホンハナコ"), recorded("𡈽屋花子", "ミホンハナコ")),
        (described("MÜLLER ANNA"), recorded("Anna Mueller")),
        (described("SMITH JOHN PAUL"), recorded("JOHN SMITH")),
        (described("佐々木　花子"), recorded("佐佐木花子")),
    ],
)
def test_what_two_registers_write_differently_is_found(asked: Description, record: PersonRecord) -> None:
    assert is_found(asked, record)


def test_others_are_not() -> None:
    assert not is_found(described("見本花子", "ミホンハナコ"), recorded("見本太郎", "ミホンタロウ"))
    assert not is_found(described("見本花子"), recorded("SMITH ANNA"))
    later = replace(recorded("見本花子"), birthdate=date(1985, 4, 2))
    assert not is_found(described("見本花子"), later)


# Characters that folding, kana, substitutes and Latin names are about.
NAMES = st.text("髙高崎﨑々佐ヶケが●■\ue000𡈽AaÄÖ-ー'ぁァｱﾞ 　・Pp", min_size=1, max_size=4)


@given(NAMES, st.none() | NAMES, NAMES, st.none() | NAMES, st.none() | NAMES, st.none() | NAMES)
def test_nobody_who_agrees_in_name_is_missed(
    name: str, kana: str | None, on_record: str, read: str | None, other: str | None, other_read: str | None
) -> None:
    asked, record = described(name, kana), recorded(on_record, read, other, other_read)
    if match(asked, record, {INSURER}).fields["name"].agrees:
        assert is_found(asked, record)
