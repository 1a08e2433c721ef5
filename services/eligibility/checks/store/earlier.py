"""What a recheck (再照会) reads: the earlier check, its person as known now, and the consents that stand."""

from dataclasses import dataclass
from uuid import UUID

from services.eligibility.checks.rules.acts import Known
from services.eligibility.checks.store.consents_on_record import CONSENTED_COLUMNS, consented_of
from services.eligibility.checks.store.last_checks import LAST_CHECK_COLUMNS, last_check_join, last_check_of
from services.eligibility.checks.store.reads import own_number
from services.eligibility.rules.permissions import ConsentedCheck
from shared.domain.codes import CheckMethod
from shared.domain.consent import ConsentChannel, ConsentGrant
from shared.domain.coverage import PersonRecord
from shared.domain.identifiers import InstitutionCode
from shared.published.consent import STANDING_CONSENTS, grant_of
from shared.published.eligibility.records import answered_check
from shared.published.registry import decode_person, person_known_at
from shared.worlds.world import World

_EARLIER = f"""
SELECT {CONSENTED_COLUMNS}, k.institution_code, k.person_id, p.version_id, p.document, n.reference_number,
       {LAST_CHECK_COLUMNS}
FROM {answered_check("k", "$1")}
{person_known_at("$2", "p", "k.person_id")}
{own_number("n", "k.person_id", "k.institution_code")}
{last_check_join("p", "k")}
WHERE k.person_id IS NOT NULL
"""  # noqa: S608 - put together from constants


@dataclass(frozen=True, slots=True)
class EarlierCheck:
    """The check that is asked again about, and its person as known now."""

    check: ConsentedCheck
    person_id: str
    person: PersonRecord | None
    known: Known

    @property
    def was_by_card(self) -> bool:
        """Whether the patient was there with card or phone."""
        return self.check.method is CheckMethod.MY_NUMBER_CARD


async def read_earlier(world: World, check_id: UUID, institution_code: InstitutionCode) -> EarlierCheck | None:
    """Return the institution's answered check of one person, if it has one of this id; raises DatabaseUnavailable."""
    rows = await world.database.fetch(_EARLIER, check_id, world.known_at())
    if not rows or rows[0]["institution_code"] != institution_code:
        return None
    row = rows[0]
    return EarlierCheck(
        check=consented_of(row),
        person_id=str(row["person_id"]),
        person=None if row["document"] is None else decode_person(row["document"]),
        known=Known(row["version_id"], row["reference_number"], last_check_of(row["last_as_of"], row["last_document"])),
    )


async def read_standing(
    world: World, person_id: str, institution_code: InstitutionCode, channel: ConsentChannel
) -> list[ConsentGrant]:
    """Return the person's consents at the institution that are known now; raises DatabaseUnavailable."""
    rows = await world.database.fetch(
        STANDING_CONSENTS, UUID(person_id), institution_code, world.known_at(), channel.value
    )
    return [grant_of(row) for row in rows]
