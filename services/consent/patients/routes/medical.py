"""The patient's own medical data (診療・薬剤): a reading is recorded before anything is shown."""

from typing import Annotated

from fastapi import Query

from services.consent.callers import NotKept
from services.consent.patients.messages import MyMedicalRecord, MyMedicalRecords
from services.consent.patients.routes.signed_in import SignedIn
from services.consent.patients.store import record_reading
from shared.clock import day_in_japan
from shared.domain.medical_records import records_of
from shared.domain.purposes import DataKind
from shared.errors import DATABASE_FAILURES, CardNotUsable, MedicalRecordsExcluded, RequestInvalid
from shared.web.from_world import RequestWorld
from shared.web.medical_bodies import MedicalKind
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter

router = StrictRouter(prefix="/v1/me", tags=["me"], dependencies=[NotKept])


@router.get(
    "/medical-records",
    summary="My medical data (診療・薬剤・健診情報)",
    responses=refusals(RequestInvalid, CardNotUsable, MedicalRecordsExcluded, *DATABASE_FAILURES),
)
async def my_medical_records(
    patient: SignedIn,
    world: RequestWorld,
    kind: Annotated[MedicalKind, Query(description="閲覧同意情報種別 (OQSCD036).", examples=["medication"])],
) -> MyMedicalRecords:
    """What institutions see of one kind, the newest first: invented, the same for the same person.

    Reading is recorded. Nobody consents to what is their own; 自衛官, 日雇特例 and 医療扶助 have no data here.
    """
    if patient.person.address_hidden:
        return MyMedicalRecords(kind=kind, items=[], is_hidden=True)
    today, wanted = day_in_japan(world.clock.now()), DataKind(kind.value)
    in_force = [coverage for coverage in patient.person.coverages if coverage.period.contains(today)]
    if in_force and not any(coverage.has_medical_data for coverage in in_force):
        raise MedicalRecordsExcluded
    await record_reading(world, patient.person_id, wanted, patient.authority_key_id, patient.serial_number)
    found = records_of(patient.person.person_id, wanted, patient.person.birthdate, today)
    return MyMedicalRecords(kind=kind, items=[MyMedicalRecord.of(each) for each in found], is_hidden=False)
