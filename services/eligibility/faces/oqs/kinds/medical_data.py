"""薬剤情報 and 特定健診情報 (YZKsiquc01, TKKsiquc01): medical data that a check of the institution has opened."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import msgspec
from msgspec.structs import replace

from services.eligibility.callers import institution_of
from services.eligibility.checks.store.check_log import TakenKey
from services.eligibility.faces.oqs.answers import CHARACTER_CODES, echo_of
from services.eligibility.faces.oqs.checkup_records import CHECKUPS
from services.eligibility.faces.oqs.drug_records import MEDICATION, Medication, months_of
from services.eligibility.faces.oqs.fields import Members, Table
from services.eligibility.faces.oqs.fields import written as fields_of
from services.eligibility.faces.oqs.kinds.asking import BODY, Answer, Request, refused_as
from services.eligibility.faces.oqs.medical_answers import TKK_HEADER, YZK_HEADER, MedicalMessage, whole_medical
from services.eligibility.faces.oqs.medical_requests import (
    ASKED,
    ELEMENTS,
    MedicalQuestion,
    Months,
    read_medical_question,
)
from services.eligibility.faces.oqs.requests import HEADED, Wrong, read_header
from services.eligibility.faces.oqs.spelling import month
from services.eligibility.medical.commands.reading import MedicalReadings, Reading
from services.eligibility.medical.store import newest_opening
from shared.clock import JAPAN, day_in_japan
from shared.domain.medical_records import MedicalRecord
from shared.domain.purposes import DataKind
from shared.errors import (
    CardNotUsable,
    ConsentExpired,
    ConsentMissing,
    InsuredAmbiguous,
    MedicalRecordsExcluded,
    RoleNotAllowed,
)
from shared.worlds.journal import note_wrong_elements

_NOT_OPEN: Final = (
    CardNotUsable,
    ConsentExpired,
    ConsentMissing,
    InsuredAmbiguous,
    MedicalRecordsExcluded,
    RoleNotAllowed,
)
"""Refusals that the message tells; they are of the patient's data, not of the message."""


@dataclass(frozen=True, slots=True)
class _Family:
    """One kind of medical message: what it reads, and how it is written."""

    name: str
    kind: DataKind
    also: Callable[[MedicalQuestion], Sequence[DataKind]]
    header: Table[MedicalMessage]
    body: Callable[[Reading, Months], Members]


async def _answer(family: _Family, request: Request) -> Answer:
    wrong = Wrong()
    header = read_header(request.sent, request.caller, day_in_japan(request.now), wrong, None)
    question = read_medical_question(request.sent.structure("MessageHeader"), request.sent.structure(BODY), wrong)
    message = MedicalMessage(
        at=request.now.astimezone(JAPAN),
        encoding_code=CHARACTER_CODES[request.frame.encoding],
        institution_code=header.institution_code,
        file_identifier=header.file_identifier,
    )

    def written(message: MedicalMessage, body: Members) -> bytes:
        return request.frame.write(whole_medical(message, family.header, body))

    note_wrong_elements(wrong.elements)
    why_not = _why_not(wrong, question)
    if why_not is not None or question is None:
        told = refused_as(why_not or "message-invalid", request.codes, wrong)
        return written(replace(message, failure=told), [])
    try:
        reading = await _read(family, request, question)
    except _NOT_OPEN as refusal:
        return written(replace(message, failure=refused_as(refusal.code, request.codes)), [])
    return written(replace(message, person=reading.person), family.body(reading, question.months))


def _why_not(wrong: Wrong, question: MedicalQuestion | None) -> str | None:
    if wrong.has_my_number:
        return "message-holds-my-number"
    if wrong.elements:
        return "message-invalid"
    if wrong.differs:
        return "institution-differs"
    return "form-not-given" if question is not None and question.wants_pdf else None


async def _read(family: _Family, request: Request, question: MedicalQuestion) -> Reading:
    check, keys = request.needs.check, request.needs.keys
    readings = MedicalReadings(request.caller, check.world, check.log)

    async def read(key: TakenKey | None = None) -> Reading:
        institution = institution_of(request.caller)
        check_id = await newest_opening(check.world, institution, question.member, family.kind, question.purposes)
        return await readings.read(check_id, family.kind, family.also(question), key)

    if request.key is None:
        return await read()
    taking = keys.taking(request.key, _canonical(family, request), request.caller, request.now)
    # Sent again it is read again, and recorded: what is open may have changed.
    return await keys.once(taking, partial(read, taking), lambda _first: read())


def _canonical(family: _Family, request: Request) -> bytes:
    """Return what was asked in one form: order, blanks between elements and unknown ones do not count."""
    header, body = request.sent.structure("MessageHeader"), request.sent.structure(BODY)
    asked = [echo_of(header, (*HEADED, *ELEMENTS.values())), echo_of(body, ASKED)]
    return family.name.encode() + msgspec.json.encode([[(name, str(text)) for name, text in each] for each in asked])


def _within(reading: Reading, kind: DataKind, months: Months) -> list[MedicalRecord]:
    return [each for each in reading.records.get(kind, ()) if month(each.occurred_on) in months]


def _medication(reading: Reading, months: Months) -> Members:
    claims = months_of(_within(reading, DataKind.MEDICATION, months), _within(reading, DataKind.DIAGNOSIS, months))
    return fields_of(MEDICATION, Medication(claims, months_of(_within(reading, DataKind.PRESCRIPTION, months))))


def _checkups(reading: Reading, months: Months) -> Members:
    return fields_of(CHECKUPS, _within(reading, DataKind.CHECKUPS, months))


def _beside_drugs(question: MedicalQuestion) -> Sequence[DataKind]:
    return (DataKind.DIAGNOSIS, DataKind.PRESCRIPTION) if question.with_prescriptions else (DataKind.DIAGNOSIS,)


_YZK: Final = _Family("YZKsiquc01", DataKind.MEDICATION, _beside_drugs, YZK_HEADER, _medication)
_TKK: Final = _Family("TKKsiquc01", DataKind.CHECKUPS, lambda _question: (), TKK_HEADER, _checkups)


async def read_drugs(request: Request) -> Answer:
    """Answer a YZKsiquc01: what was given and done by month, as far as it is open."""
    return await _answer(_YZK, request)


async def read_checkups(request: Request) -> Answer:
    """Answer a TKKsiquc01: check-ups by day."""
    return await _answer(_TKK, request)
