"""What a reading of medical data needs to know: the check's record, and what has become of its consents."""

from collections.abc import Iterable
from uuid import UUID

import asyncpg

from services.eligibility.medical.rules.access import CheckRead
from shared.domain.codes import CheckMethod
from shared.domain.consent import ConsentGrant
from shared.domain.identifiers import InstitutionCode
from shared.domain.insured import MemberIdentifiers
from shared.domain.purposes import DataKind, PurposeOfUse
from shared.domain.roles import Role
from shared.errors import ConsentMissing, InsuredAmbiguous
from shared.published.consent import CONSENTS_OF_CHECK, grant_of, is_open_for
from shared.published.eligibility.records import NEWEST_OPENING, answered_check
from shared.published.registry import PEOPLE_OF_NUMBERS, decode_person, person_known_at, person_version
from shared.worlds.world import World

_CHECK = f"""
SELECT k.check_id, k.checked_at, k.institution_code, k.role, k.method, k.purpose, k.as_of, k.code, k.certificate_state,
       k.holder_verification, k.kinds, k.chosen_consents, k.registry_version, k.consent_versions, v.document,
       coalesce(p.self_information_blocked, true) AS is_blocked,
       {is_open_for("k", "$2")} AS is_open
FROM {answered_check("k", "$1")}
{person_version("v", "k.registry_version")}
{person_known_at("$2", "p", "k.person_id")}
"""  # noqa: S608 - put together from constants


async def read_check(world: World, check_id: UUID) -> CheckRead | None:
    """Return the record of an answered check; raises DatabaseUnavailable."""
    rows = await world.database.fetch(_CHECK, check_id, world.known_at())
    return _check_of(rows[0]) if rows else None


async def newest_opening(
    world: World, institution: InstitutionCode, member: MemberIdentifiers, kind: DataKind, purposes: Iterable[str]
) -> UUID:
    """Return the newest check of ``institution`` on the person so named that opened ``kind`` for one of ``purposes``.

    Nobody and somebody whose data is not open are told apart by nothing. Raises ConsentMissing, InsuredAmbiguous (two
    people so named have such a check), DatabaseUnavailable.
    """
    named = ([1], [member.insurer_number], [member.symbol], [member.number], [member.branch])
    async with world.database.transaction() as connection:
        people = (await connection.exec_driver_sql(PEOPLE_OF_NUMBERS, (*named, world.known_at()))).first()
        if people is None:
            raise ConsentMissing
        asked = (list(people.people), institution, kind, list(purposes))
        checks: list[UUID] = [row.check_id for row in await connection.exec_driver_sql(NEWEST_OPENING, asked)]
    if not checks:
        raise ConsentMissing
    if len(checks) > 1:
        raise InsuredAmbiguous
    return checks[0]


async def consents_of(world: World, check: CheckRead) -> list[ConsentGrant]:
    """Return the open versions of the consents that a check carries or rests on; raises DatabaseUnavailable."""
    if check.person is None:
        return []
    rows = await world.database.fetch(
        CONSENTS_OF_CHECK,
        UUID(check.person.person_id),
        check.institution_code,
        world.known_at(),
        check.check_id,
        list(check.consent_versions),
    )
    return [grant_of(row) for row in rows]


def _check_of(row: asyncpg.Record) -> CheckRead:
    return CheckRead(
        check_id=row["check_id"],
        checked_at=row["checked_at"],
        institution_code=row["institution_code"],
        role=Role(row["role"]),
        method=CheckMethod(row["method"]),
        purpose=PurposeOfUse(row["purpose"]),
        as_of=row["as_of"],
        code=row["code"],
        certificate_state=row["certificate_state"],
        holder_verification=row["holder_verification"],
        kinds=frozenset(DataKind(kind) for kind in row["kinds"]),
        chosen=frozenset(DataKind(kind) for kind in row["chosen_consents"]),
        registry_version=row["registry_version"],
        consent_versions=row["consent_versions"],
        person=None if row["document"] is None else decode_person(row["document"]),
        is_blocked=row["is_blocked"],
        is_open=row["is_open"],
    )
