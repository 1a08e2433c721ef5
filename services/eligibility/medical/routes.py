"""Reading medical data that a patient's consent opens, kind by kind."""

from typing import Annotated

from fastapi import Depends, Response

from services.eligibility.callers import MedicalReader
from services.eligibility.checks.store.check_log import CheckLog
from services.eligibility.medical.commands.reading import MedicalReadings
from services.eligibility.medical.messages import MedicalRecords, MedicalRecordShown
from shared.clock import JAPAN
from shared.domain.purposes import DataKind
from shared.errors import (
    CardNotUsable,
    ConsentExpired,
    ConsentMissing,
    MedicalRecordsExcluded,
    Overloaded,
    ResourceNotFound,
)
from shared.web.from_world import FromWorld, RequestWorld
from shared.web.ids import Id
from shared.web.medical_bodies import MedicalKind
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter

router = StrictRouter(tags=["medical records"])


@router.get(
    "/v1/medical-records/{check_id}/{kind}",
    summary="Medical data of one kind (医療情報の閲覧)",
    responses=refusals(
        ResourceNotFound, ConsentMissing, ConsentExpired, MedicalRecordsExcluded, CardNotUsable, Overloaded
    ),
)
async def read(
    check_id: Id,
    kind: MedicalKind,
    caller: MedicalReader,
    world: RequestWorld,
    log: Annotated[CheckLog, Depends(FromWorld(CheckLog))],
    response: Response,
) -> MedicalRecords:
    """Read what the patient of this check agreed to show, while 閲覧有効期限 is open: 24 hours.

    Only for the institution that made the check; a card reader (role `reader`) reads none. 自衛官, 日雇特例 and
    医療扶助 have no data here, and a certificate in its grace opens none. Every reading stands in the patient's own
    history. All of it is invented.
    """
    wanted = DataKind(kind.value)
    reading = await MedicalReadings(caller, world, log).read(check_id, wanted)
    response.headers["Cache-Control"] = "no-store"
    return MedicalRecords(
        check_id=check_id,
        kind=kind,
        viewable_until=reading.viewable_until.astimezone(JAPAN),
        items=[MedicalRecordShown.of(each) for each in reading.records[wanted]],
    )
