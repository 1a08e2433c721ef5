"""How YZKsiquc01 (薬剤情報) and TKKsiquc01 (特定健診情報) answer: their header, which has one layer of status. Pure.

One published client reads them (YUKI-ENT/OQSDrug2): its names are certain; where it looks anywhere, the place is ours.
"""

from datetime import datetime

import msgspec

from services.eligibility.faces.oqs.codes import MessageCode
from services.eligibility.faces.oqs.fields import Field, Mark, Members, Table, Text, Value, written
from services.eligibility.faces.oqs.spelling import day, full_width, half_width_kana, instant
from shared.domain.carried_text import as_carried, carried_or_none
from shared.domain.coverage import PersonRecord

_C, _I, _X = Mark.CERTAIN, Mark.INFERRED, Mark.INVENTED
DONE, FAILED = "1", "9"
"""ResultCode: 1 is known, any other one is a failure."""


class MedicalMessage(msgspec.Struct, frozen=True):
    """An answer before it is written."""

    at: datetime
    encoding_code: str
    institution_code: Text | None
    file_identifier: Text | None
    failure: MessageCode | None = None
    person: PersonRecord | None = None
    """Whose data it is; None where it failed."""


def _name(one: PersonRecord) -> str | None:
    return full_width(as_carried(one.name))


def _kana(one: PersonRecord) -> str | None:
    return half_width_kana(carried_or_none(one.name_kana))


def _of_person(name: str, kana: str, born: str, sex: str) -> Table[PersonRecord]:
    return (
        Field(name, "氏名", _C, _name),
        Field(kana, "氏名カナ", _C, _kana, note="In half width, as in other messages: inferred."),
        Field(born, "生年月日", _C, lambda one: day(one.birthdate), note="yyyyMMdd: inferred."),
        Field(sex, "性別", _C, lambda one: one.sex.code, note="The codes are those of OQSCD007: inferred."),
    )


QUA_INF: Table[PersonRecord] = _of_person("Name", "KanaName", "Birth", "AdmGendCode")
QUALIFICATIONS_INFO: Table[PersonRecord] = _of_person("Name", "KanasName", "Birthday", "AdministrativeGenderCode")


def _header(name: str, term: str, table: Table[PersonRecord]) -> Table[MedicalMessage]:
    def person(one: MedicalMessage) -> Value | None:
        return None if one.person is None else written(table, one.person)

    return (
        Field("ProcessExecutionTime", "処理実行日時", _I, lambda one: instant(one.at), note="As in other messages."),
        Field("MedicalInstitutionCode", "医療機関コード", _I, lambda one: one.institution_code),
        Field("ArbitraryFileIdentifier", "任意のファイル識別子", _C, lambda one: one.file_identifier),
        Field(
            "ResultCode",
            "結果コード",
            _X,
            lambda one: DONE if one.failure is None else FAILED,
            note="The element and 1 are certain; its place, and 9 for a failure, are ours.",
        ),
        Field(
            "MessageContents",
            "メッセージ",
            _X,
            lambda one: None if one.failure is None else f"{one.failure.text}（{one.failure.code}）",
            note="The element is certain, where ResultCode is not 1; its place and words are ours.",
        ),
        Field(
            "CharacterCodeIdentifier",
            "文字コード識別 (OQSCD005)",
            _I,
            lambda one: one.encoding_code,
            note="As in other messages.",
        ),
        Field(name, term, _C, person),
    )


YZK_HEADER: Table[MedicalMessage] = _header("QuaInf", "資格情報", QUA_INF)
TKK_HEADER: Table[MedicalMessage] = _header("QualificationsInfo", "資格情報", QUALIFICATIONS_INFO)


def whole_medical(message: MedicalMessage, header: Table[MedicalMessage], body: Members) -> Members:
    """Return the whole message; a body in which nothing is, is absent."""
    whole: Members = [("MessageHeader", written(header, message))]
    return [*whole, ("MessageBody", body)] if body else whole
