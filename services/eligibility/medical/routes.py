"""Reading medical data that a patient's consent opens; every reading is a disclosure with a record of its own."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response

from services.eligibility.callers import MedicalReader, institution_of
from services.eligibility.checks.commands.check import begin
from services.eligibility.checks.rules.acts import RULES, Asked, DisclosureRecord, Recorded
from services.eligibility.checks.rules.pipeline import record_of
from services.eligibility.checks.store.check_log import CheckLog
from services.eligibility.medical.messages import MedicalRecords, MedicalRecordShown
from services.eligibility.medical.rules.access import CheckRead, must_be_own, viewable_until
from services.eligibility.medical.store import consents_of, read_check
from shared.clock import JAPAN, day_in_japan
from shared.domain import consent
from shared.domain.medical_records import records_of
from shared.domain.purposes import DataKind
from shared.errors import (
    CardNotUsable,
    ConsentExpired,
    ConsentMissing,
    MedicalRecordsExcluded,
    Overloaded,
    ResourceNotFound,
)
from shared.pki.tokens import Caller
from shared.web.from_world import FromWorld, RequestWorld
from shared.web.ids import Id
from shared.web.medical_bodies import MedicalKind
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter
from shared.worlds.world import World

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
    now = world.clock.now()
    check = must_be_own(await read_check(world, check_id), institution_of(caller))
    consents = await consents_of(world, check)
    until = viewable_until(check, wanted, consents, caller.role, now)
    if check.person is None:
        raise ConsentMissing
    versions = [each.version_id for each in consents if each.kind is wanted and each.version_id is not None]
    await log.store(_record(check, check.person.person_id, wanted, versions, caller, world))
    response.headers["Cache-Control"] = "no-store"
    found = records_of(check.person.person_id, wanted, check.person.birthdate, day_in_japan(now))
    return MedicalRecords(
        check_id=check_id,
        kind=kind,
        viewable_until=until.astimezone(JAPAN),
        items=[MedicalRecordShown.of(each) for each in found],
    )


def _record(
    check: CheckRead, person_id: str, kind: DataKind, versions: list[UUID], caller: Caller, world: World
) -> DisclosureRecord:
    asked = Asked(
        check.method,
        check.purpose,
        check.as_of,
        chosen=[kind] if kind in check.chosen else [],
        holder_verification=check.holder_verification,
        consent_versions=versions,
        rules=[*RULES, consent.RULES_VERSION],
        rederived_from=check.check_id,
    )
    read = Recorded(
        "answered",
        check.code,
        [kind],
        person_id,
        check.registry_version,
        certificate_state=check.certificate_state,
    )
    return record_of(begin(caller, world), asked, read)
