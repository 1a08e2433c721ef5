"""What a message answers: its header, and the body of each kind; three layers of status, kept apart. Pure.

SegmentOfResult is of the message, ProcessingResultStatus of the person, QualificationValidity of the eligibility.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

import msgspec

from services.eligibility.answers.shown import CheckAnswer, ResultShown
from services.eligibility.faces.oqs.codes import Codes, MessageCode
from services.eligibility.faces.oqs.fields import Edition, Field, Listing, Mark, Members, Table, Text, Value, written
from services.eligibility.faces.oqs.records import table_of
from services.eligibility.faces.oqs.sent import Sent
from services.eligibility.faces.oqs.spelling import instant
from shared.domain.codes import CheckMethod

_C, _I, _X = Mark.CERTAIN, Mark.INFERRED, Mark.INVENTED
DONE, PROCESSING, FAILED = "1", "2", "9"
"""処理結果区分 (OQSCD003): 正常終了, 処理中, 異常終了."""
PROCESSED, NOT_PROCESSED = "1", "2"
"""処理結果状況 (OQSCD004): 正常終了, エラー."""
CHARACTER_CODES: Final = {"utf-8": "0", "cp932": "1"}
"""文字コード識別 (OQSCD005)."""
SEARCH_INFO: Final = "QualificationConfirmSearchInfo"
REGISTRATION_INFO: Final = "ReferenceNumberRegistrationInfo"
RESULT: Final = "ResultOfQualificationConfirmation"


class Message(msgspec.Struct, frozen=True):
    """An answer before it is written."""

    at: datetime
    encoding: str
    institution_code: Text | None
    file_identifier: Text | None
    confirmation_date: Text | None
    """None in messages that have none."""
    classification: str | None
    """照会区分; None in messages that have none."""
    echo: tuple[str, Members] | None
    """Under which name what was sent comes back; None where it may not."""
    arbitrary_identifier: Text | None = None
    failure: MessageCode | None = None
    """Of the whole message."""
    told: MessageCode | None = None
    """Of the person: why it could not be processed, or what is attached."""
    is_processed: bool = False
    answer: CheckAnswer | None = None
    edition: Edition = Edition.Y2026
    received: "Received | None" = None
    """Of many people: that they were received."""
    counted: "Counted | None" = None
    """Of many people: how far they are."""

    @property
    def segment(self) -> str:
        """処理結果区分."""
        if self.failure is not None:
            return FAILED
        return PROCESSING if self.counted is not None and self.counted.is_processing else DONE


class Received(msgspec.Struct, frozen=True):
    """受付番号, and since when."""

    reception_number: str
    at: datetime


class Counted(msgspec.Struct, frozen=True):
    """A reception: its number, and how many of it came to what."""

    reception_number: str
    normal: int
    failed: int
    is_processing: bool = False


def _count(name: str, term: str, of: Callable[[Counted], int]) -> Field[Message]:
    def value(one: Message) -> str | None:
        return None if one.counted is None or one.counted.is_processing else str(of(one.counted))

    return Field(name, term, _C, value, note="Of many people, when all are done.")


HEADER: Table[Message] = (
    Field("ProcessExecutionTime", "処理実行日時", _C, lambda one: instant(one.at)),
    Field("QualificationConfirmationDate", "資格確認日", _C, lambda one: one.confirmation_date),
    Field("MedicalInstitutionCode", "医療機関コード", _C, lambda one: one.institution_code),
    Field("ArbitraryFileIdentifier", "任意のファイル識別子", _C, lambda one: one.file_identifier),
    Field("ReferenceClassification", "照会区分 (OQSCD002)", _C, lambda one: one.classification),
    Field("SegmentOfResult", "処理結果区分 (OQSCD003)", _C, lambda one: one.segment),
    Field(
        "ErrorCode",
        "エラーコード",
        _X,
        lambda one: None if one.failure is None else one.failure.code,
        note="The element is certain, its values are ours: see the table of codes.",
    ),
    Field("ErrorMessage", "エラーメッセージ", _X, lambda one: None if one.failure is None else one.failure.text),
    Field("CharacterCodeIdentifier", "文字コード識別 (OQSCD005)", _C, lambda one: CHARACTER_CODES[one.encoding]),
    Field("ReceptionNumber", "受付番号", _C, lambda one: None if one.counted is None else one.counted.reception_number),
    _count("NumberOfProcessingResult", "処理件数", lambda counted: counted.normal + counted.failed),
    _count("NumberOfNormalProcessing", "正常終了件数", lambda counted: counted.normal),
    _count("NumberOfError", "エラー件数", lambda counted: counted.failed),
)


def _status(one: Message) -> str:
    return PROCESSED if one.is_processed else NOT_PROCESSED


def _validity(one: Message) -> str | None:
    return None if one.answer is None or one.answer.validity is None else one.answer.validity.code


def _results(one: Message) -> Value | None:
    if one.answer is None or not one.answer.results:
        return None
    return Listing(RESULT, [_record(result, one) for result in one.answer.results], wraps=True)


def _record(result: ResultShown, one: Message) -> Members:
    record = written(table_of(result), result, one.edition)
    if one.arbitrary_identifier is not None:
        record.append(("ArbitraryIdentifier", one.arbitrary_identifier))
    return record


def _echo(name: str) -> Field[Message]:
    def value(one: Message) -> Value | None:
        return one.echo[1] if one.echo is not None and one.echo[0] == name else None

    return Field(name, "照会条件" if name == SEARCH_INFO else "照会番号登録情報", _C, value, note="As it was sent.")


_STATUS: Table[Message] = (
    Field(
        "ProcessingResultStatus",
        "処理結果状況 (OQSCD004)",
        _I,
        _status,
        note="With SegmentOfResult 9 too, where it is 2: a client fails without it.",
    ),
    Field(
        "ProcessingResultCode",
        "処理結果コード",
        _X,
        lambda one: None if one.told is None else one.told.code,
        note="The element is certain, its values are ours. With status 1 it is attached information.",
    ),
    Field("ProcessingResultMessage", "処理結果メッセージ", _X, lambda one: None if one.told is None else one.told.text),
)
CHECKED: Table[Message] = (
    _echo(SEARCH_INFO),
    Field(
        "PrescriptionIssueSelect",
        "処方箋発行形態 (OQSCD017)",
        _C,
        lambda one: (
            None if one.answer is None or one.answer.prescription_form is None else one.answer.prescription_form.code
        ),
    ),
    *_STATUS,
    Field("QualificationValidity", "資格有効性 (OQSCD006)", _C, _validity),
    Field("ResultList", "資格確認結果一覧", _C, _results, note="Absent where nobody is shown (4, 5)."),
)
REGISTERED: Table[Message] = (_echo(REGISTRATION_INFO), *_STATUS)
RECEIVED: Table[Message] = (
    Field(
        "ReceptionNumber", "受付番号", _C, lambda one: None if one.received is None else one.received.reception_number
    ),
    Field("ReceptionDateTime", "受付日時", _C, lambda one: None if one.received is None else instant(one.received.at)),
    Field(
        "ProcessingResultStatus",
        "処理結果状況 (OQSCD004)",
        _X,
        lambda one: None if one.failure is None else NOT_PROCESSED,
        note="With SegmentOfResult 9 only.",
    ),
)
"""What is answered when many people are handed in, and when they cannot be looked at."""


def whole(message: Message, body: Table[Message]) -> Members:
    """Return the whole message with a body of that kind."""
    return [("MessageHeader", written(HEADER, message)), ("MessageBody", written(body, message, message.edition))]


def echo_of(sent: Sent, names: Sequence[str]) -> Members:
    """Return what was sent of those elements, as it was: an empty one is an absent one."""
    return [(name, text) for name in names if (text := sent.leaf(name)) is not None]


def method_code(method: CheckMethod) -> str:
    """Return 照会区分 of a check; what the interface has no code for rests on no card, so it is 2."""
    return method.code if method.code != "0" else CheckMethod.INSURED_IDENTIFIER.code


def told_of(answer: CheckAnswer, codes: Codes) -> MessageCode | None:
    """Return what goes with the person: why the purpose was refused, or the first notice that messages carry."""
    if answer.refusal is not None:
        return codes.of(answer.refusal.code)
    return next((told for notice in answer.notices if (told := codes.attached(notice.code)) is not None), None)
