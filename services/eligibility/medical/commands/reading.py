"""Reading medical data that a patient's consent opens; every reading is a disclosure with a record of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.eligibility.callers import institution_of
from services.eligibility.checks.commands.check import begin
from services.eligibility.checks.commands.ports import Log
from services.eligibility.checks.rules.acts import RULES, Asked, DisclosureRecord, Recorded
from services.eligibility.checks.rules.pipeline import record_of
from services.eligibility.checks.store.check_log import TakenKey
from services.eligibility.medical.rules.access import CheckRead, must_be_own, viewable_until
from services.eligibility.medical.store import consents_of, read_check
from shared.clock import day_in_japan
from shared.domain import consent
from shared.domain.consent import ConsentGrant
from shared.domain.coverage import PersonRecord
from shared.domain.medical_records import MedicalRecord, records_of
from shared.domain.purposes import DataKind
from shared.errors import ConsentExpired, ConsentMissing, RoleNotAllowed
from shared.pki.tokens import Caller
from shared.worlds.world import World

_NOT_OPEN = (ConsentMissing, ConsentExpired, RoleNotAllowed)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read on a check: of whom, until when it may be, and the entries of each kind, the newest first."""

    person: PersonRecord
    """As the check knew them."""
    viewable_until: datetime
    """Of the kind that had to be open."""
    records: Mapping[DataKind, Sequence[MedicalRecord]]


@dataclass(frozen=True, slots=True)
class MedicalReadings:
    """Who reads medical data of one world."""

    caller: Caller
    world: World
    log: Log

    async def read(
        self, check_id: UUID, kind: DataKind, also: Sequence[DataKind] = (), key: TakenKey | None = None
    ) -> Reading:
        """Read ``kind``, and of ``also`` what is open too; it is recorded before it is returned.

        Raises ResourceNotFound, RoleNotAllowed, ConsentMissing, ConsentExpired, CardNotUsable,
        MedicalRecordsExcluded, and what the log raises.
        """
        now = self.world.clock.now()
        check = must_be_own(await read_check(self.world, check_id), institution_of(self.caller))
        consents = await consents_of(self.world, check)
        until = viewable_until(check, kind, consents, self.caller.role, now)
        if check.person is None:
            raise ConsentMissing
        kinds = [kind, *(each for each in also if self._is_open(check, each, consents, now))]
        await self.log.store(self._record(check, check.person, kinds, consents), key)
        today = day_in_japan(now)
        person = check.person
        found = {each: records_of(person.person_id, each, person.birthdate, today) for each in kinds}
        return Reading(person, until, found)

    def _is_open(self, check: CheckRead, kind: DataKind, consents: Sequence[ConsentGrant], now: datetime) -> bool:
        try:
            viewable_until(check, kind, consents, self.caller.role, now)
        except _NOT_OPEN:
            return False
        return True

    def _record(
        self, check: CheckRead, person: PersonRecord, kinds: Sequence[DataKind], consents: Sequence[ConsentGrant]
    ) -> DisclosureRecord:
        asked = Asked(
            check.method,
            check.purpose,
            check.as_of,
            chosen=[kind for kind in kinds if kind in check.chosen],
            holder_verification=check.holder_verification,
            consent_versions=[
                each.version_id for each in consents if each.kind in kinds and each.version_id is not None
            ],
            rules=[*RULES, consent.RULES_VERSION],
            rederived_from=check.check_id,
        )
        read = Recorded(
            "answered",
            check.code,
            kinds,
            person.person_id,
            check.registry_version,
            certificate_state=check.certificate_state,
        )
        return record_of(begin(self.caller, self.world), asked, read)
