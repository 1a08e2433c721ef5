"""Whom another insurer has registered is found by all four attributes, and nobody is guessed."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from services.registry.imports.rules.joining import is_still, joined
from services.registry.person_records.rules.recorded_persons import RecordedPerson
from shared.domain.codes import Sex
from shared.errors import RequestInvalid
from tests.builders import person

HANAKO = person(name="髙橋　花子", name_kana="ﾀｶﾊｼ ﾊﾅｺ", address="東京都見本区一丁目2番3号")
ASKED = replace(HANAKO, person_id=str(UUID(int=7)), name="高橋花子", address="見本区１－２－３")


def test_one_who_agrees_in_all_is_the_person() -> None:
    assert joined(ASKED, [replace(HANAKO, name="佐藤", name_kana=None), HANAKO]) is HANAKO


def test_nobody_alike_is_nobody() -> None:
    for other in (replace(HANAKO, sex=Sex.MALE), replace(HANAKO, name="髙橋　月子", name_kana="ﾀｶﾊｼ ﾂｷｺ")):
        assert joined(ASKED, [other]) is None


def test_several_or_one_who_lives_elsewhere_settle_nothing() -> None:
    twin = replace(HANAKO, person_id=str(UUID(int=8)))
    for alike in ([HANAKO, twin], [replace(HANAKO, address="大阪府見本市9-9")]):
        with pytest.raises(RequestInvalid) as refused:
            joined(ASKED, alike)
        assert [(each.pointer, each.code) for each in refused.value.violations] == [("/person", "ambiguous")]


def test_who_was_joined_once_is_known_by_what_they_were_called_then() -> None:
    then = RecordedPerson(HANAKO, datetime(2026, 4, 1, tzinfo=UTC), UUID(int=1))
    now = replace(then, record=replace(HANAKO, name="山田　花子", name_kana="ﾔﾏﾀﾞ ﾊﾅｺ"))
    assert is_still(ASKED, [then, now])
    assert not is_still(ASKED, [now])
