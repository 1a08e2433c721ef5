"""One person of many: BulkConfirmUnit (一括照会, 一括取得) and BulkRegistrationUnit (照会番号一括登録). Pure.

一括照会 has no limit values and no consents, as no patient was there to consent: what a single check's record has more
is left out.
"""

from collections.abc import Sequence
from typing import Final

import msgspec

from services.eligibility.answers.shown import ResultShown
from services.eligibility.faces.oqs.answers import (
    NOT_PROCESSED,
    PROCESSED,
    REGISTRATION_INFO,
    RESULT,
    SEARCH_INFO,
)
from services.eligibility.faces.oqs.codes import MessageCode
from services.eligibility.faces.oqs.fields import Edition, Field, Mark, Members, Repeated, Table, written
from services.eligibility.faces.oqs.records import RECORD

CONFIRMED, NUMBERED_UNIT = "BulkConfirmUnit", "BulkRegistrationUnit"
_C, _X = Mark.CERTAIN, Mark.INVENTED
_LAST: Final = "ElderlyRecipientCertificateInfo"
_NOT_OF_MANY: Final = {"QualificationDate", "DisqualificationDate"}


class Unit(msgspec.Struct, frozen=True):
    """One person of many, and what came of them."""

    echo: Members
    told: MessageCode | None
    is_processed: bool
    validity: str | None = None
    results: Sequence[ResultShown] = ()
    limit_changed: bool | None = None
    edition: Edition = Edition.Y2026
    is_listed: bool = False
    """The centre has listed the person (一括取得): the records are those of a single check."""


def _until_last() -> Table[ResultShown]:
    names = [field.name for field in RECORD]
    return [field for field in RECORD[: names.index(_LAST) + 1] if field.name not in _NOT_OF_MANY]


RECORD_OF_MANY: Table[ResultShown] = _until_last()
"""Elements 1 to 16 and 19 to 26 of a record."""
RECORD_OF_LISTED: Table[ResultShown] = [field for field in RECORD if field.name != "ReferenceNumber"]
"""Of people whom the centre lists: one client reads tickets, limits and consents there too."""
CHANGED: Table[Unit] = (
    Field(
        "LimitApplicationCertificateChanged",
        "限度額変更有無 (OQSCD014)",
        _C,
        lambda one: None if one.limit_changed is None else str(int(one.limit_changed)),
        note="In the record, behind the elements 1 to 16 and 19 to 26 of a single check's.",
    ),
)


def _records(one: Unit) -> Repeated | None:
    table, changed = RECORD_OF_LISTED if one.is_listed else RECORD_OF_MANY, written(CHANGED, one)
    records: list[str | Members] = [[*written(table, result, one.edition), *changed] for result in one.results]
    return Repeated(records) if records else None


def _numbers(one: Unit) -> Repeated | None:
    numbers: list[str | Members] = [each.reference_number for each in one.results if each.reference_number is not None]
    return Repeated(numbers) if numbers else None


def _echo(name: str) -> Field[Unit]:
    return Field(name, "照会条件" if name == SEARCH_INFO else "照会番号登録情報", _C, lambda one: one.echo or None)


_STATUS: Table[Unit] = (
    Field(
        "ProcessingResultStatus",
        "処理結果状況 (OQSCD004)",
        _C,
        lambda one: PROCESSED if one.is_processed else NOT_PROCESSED,
    ),
    Field("ProcessingResultCode", "処理結果コード", _X, lambda one: None if one.told is None else one.told.code),
    Field("ProcessingResultMessage", "処理結果メッセージ", _X, lambda one: None if one.told is None else one.told.text),
)
LISTED_UNIT: Table[Unit] = (
    *_STATUS,
    Field("QualificationValidity", "資格有効性 (OQSCD006)", _C, lambda one: one.validity),
    Field(RESULT, "資格確認結果", _C, _records, note="Directly in the unit, several where there are several records."),
    Field("ReferenceNumber", "照会番号", _C, _numbers, note="As many as records that have one, in their order."),
)
"""Of people whom the centre lists, nothing was asked that could come back."""
CONFIRM_UNIT: Table[Unit] = (_echo(SEARCH_INFO), *LISTED_UNIT)
REGISTRATION_UNIT: Table[Unit] = (_echo(REGISTRATION_INFO), *_STATUS)
