"""The SQL of consents: what checks carry (read from their record), and the versions that are kept and published."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from services.consent.consents.rules import CheckOnRecord
from shared.domain.codes import CheckMethod
from shared.domain.consent import WITHOUT_ASKING, ConsentGrant, WithdrawalReason, consent_id_of
from shared.domain.purposes import DataKind, PurposeOfUse
from shared.domain.roles import Role
from shared.ids import first_id_at, new_id
from shared.pki.certificate_life import CertificateState
from shared.published.consent import CLOSE_CONSENT, PUBLISH_CONSENT, grant_of
from shared.published.eligibility.records import ANSWERED_CHECKS
from shared.worlds.world import World


@dataclass(frozen=True, slots=True)
class ConsentRecording:
    """Who writes a version, and when."""

    world: World
    at: datetime
    by: str
    """A client's id, or ``patient``."""


_ON_ITS_WAY_S, _LOOK_EVERY_S = 2.0, 0.05
"""A record of a cell is readable at the hub within milliseconds; longer, and its cell or the way from it has failed."""
_VERSION = "version_id, check_id, kind, channel, given_at, viewable_until, reason"
_OPEN_VERSIONS = f"SELECT {_VERSION} FROM consent.consent_versions WHERE superseded_at = 'infinity'"  # noqa: S608 - fixed text
_UNASKED = ", ".join(f"'{purpose.value}'" for purpose in sorted(WITHOUT_ASKING))
# Of the versions of a consent one is open, and by check only open ones are indexed. A scalar look-up where EXISTS would
# do: PostgreSQL may answer that by reading all versions.
_CARRIES = f"""(d.chosen_consents <> '{{}}' OR d.purpose IN ({_UNASKED})
       OR coalesce((SELECT true FROM consent.consent_versions v
                      WHERE v.check_id = d.check_id AND v.superseded_at = 'infinity' LIMIT 1), false))"""  # noqa: S608 - fixed text
_BY_ID = f"{ANSWERED_CHECKS} AND d.check_id = $1"
_OF_INSTITUTION = f"""{ANSWERED_CHECKS}
  AND d.institution_code = $1 AND d.check_id > $2 AND d.check_id < $3 AND {_CARRIES}
ORDER BY d.check_id DESC LIMIT $4
"""
_RECENT_OF_PERSON = f"""{ANSWERED_CHECKS}
  AND d.person_id = $1 AND d.check_id >= $2 AND d.check_id < $3 AND {_CARRIES}
ORDER BY d.check_id DESC LIMIT $4
"""
_STANDING_OF_PERSON = f"""{ANSWERED_CHECKS}
  AND d.check_id IN (SELECT v.check_id FROM consent.consent_versions v
                      WHERE v.person_id = $1 AND v.superseded_at = 'infinity' AND v.reason IS NULL
                        AND (v.viewable_until IS NULL OR v.viewable_until > $2) AND v.check_id < $3)
"""  # noqa: S608 - fixed text
_WITHDRAWN_SINCE = """
SELECT v.kind FROM consent.consent_versions v
WHERE v.person_id = $1 AND v.institution_code = $2 AND v.superseded_at = 'infinity'
  AND ((v.check_id = $3 AND v.reason IS NOT NULL) OR (v.reason IN ($5, $6) AND v.recorded_at >= $4))
"""


async def find_check(connection: AsyncConnection, check_id: UUID) -> CheckOnRecord | None:
    """Return the answered check, or None when there is none that names one person at one institution."""
    rows = await _fetch(connection, _BY_ID, check_id)
    return _check_of(rows[0]) if rows else None


async def find_in_cells(world: World, check_id: UUID) -> CheckOnRecord | None:
    """Return the same of a check of a cell, which may be on its way: it is waited for as long as _ON_ITS_WAY_S.

    None where there are no cells. Raises DatabaseUnavailable.
    """
    if world.cell_records is None:
        return None
    loop = asyncio.get_running_loop()
    until = loop.time() + _ON_ITS_WAY_S
    while True:
        async with world.cell_records.transaction() as connection:
            found = await find_check(connection, check_id)
        if found is not None or loop.time() >= until:
            return found
        await asyncio.sleep(_LOOK_EVERY_S)


async def checks_of_institution(
    connection: AsyncConnection, institution_code: str, after: UUID, before: UUID, limit: int
) -> list[CheckOnRecord]:
    """Return the institution's checks that carry consents, newest first, with ids between the two."""
    rows = await _fetch(connection, _OF_INSTITUTION, institution_code, after, before, limit)
    return [_check_of(row) for row in rows]


async def checks_of_person(
    connection: AsyncConnection, person_id: UUID, since: datetime, at: datetime, before: UUID, limit: int
) -> list[CheckOnRecord]:
    """Return checks of a person that carry consents, newest first: those since then, and all whose consent stands.

    At most ``limit``, with ids below ``before``; of what stands there is one for each institution and kind. What a
    check carries itself ends within a day, so only a version can stand longer.
    """
    recent = await _fetch(connection, _RECENT_OF_PERSON, person_id, first_id_at(since), before, limit)
    standing = await _fetch(connection, _STANDING_OF_PERSON, person_id, at, before)
    known = {row["check_id"]: _check_of(row) for row in [*recent, *standing]}
    return [known[check_id] for check_id in sorted(known, reverse=True)[:limit]]


async def withdrawn_since(connection: AsyncConnection, check: CheckOnRecord) -> frozenset[DataKind]:
    """Return what of the check was withdrawn, and what else of the person's at the institution was, after it.

    Ask after ``versions_between``: only then nobody withdraws meanwhile.
    """
    rows = await _fetch(
        connection,
        _WITHDRAWN_SINCE,
        check.person_id,
        check.institution_code,
        check.check_id,
        check.checked_at,
        WithdrawalReason.PATIENT.value,
        WithdrawalReason.INSTITUTION.value,
    )
    return frozenset(DataKind(row["kind"]) for row in rows)


async def versions_of_checks(connection: AsyncConnection, check_ids: Sequence[UUID]) -> list[ConsentGrant]:
    """Return the open versions of the consents of these checks."""
    rows = await _fetch(connection, f"{_OPEN_VERSIONS} AND check_id = ANY($1)", list(check_ids))
    return [grant_of(row) for row in rows]


async def versions_between(connection: AsyncConnection, person_id: UUID, institution_code: str) -> list[ConsentGrant]:
    """Return the open versions of a person's consents to an institution, which no other writer changes meanwhile."""
    await _fetch(
        connection, "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"consent {person_id} {institution_code}"
    )
    rows = await _fetch(
        connection, f"{_OPEN_VERSIONS} AND person_id = $1 AND institution_code = $2", person_id, institution_code
    )
    return [grant_of(row) for row in rows]


async def write_version(
    connection: AsyncConnection, check: CheckOnRecord, grant: ConsentGrant, recording: ConsentRecording
) -> None:
    """Record a version in place of the open one, and publish it in the same transaction."""
    consent_id, at = consent_id_of(grant.check_id, grant.kind), recording.at
    version_id = new_id(at, recording.world.random_bytes)
    reason = None if grant.reason is None else grant.reason.value
    await _execute(
        connection,
        "UPDATE consent.consent_versions SET superseded_at = greatest($2, recorded_at)"
        " WHERE consent_id = $1 AND superseded_at = 'infinity'",
        (consent_id, at),
    )
    await _execute(
        connection,
        "INSERT INTO consent.consent_versions (version_id, consent_id, check_id, kind, person_id, institution_code,"
        " channel, given_at, viewable_until, reason, recorded_at, recorded_by)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        (
            version_id,
            consent_id,
            grant.check_id,
            grant.kind.value,
            check.person_id,
            check.institution_code,
            grant.channel.value,
            grant.given_at,
            grant.viewable_until,
            reason,
            at,
            recording.by,
        ),
    )
    await _execute(
        connection,
        CLOSE_CONSENT,
        (check.person_id, check.institution_code, consent_id, at),
    )
    await _execute(
        connection,
        PUBLISH_CONSENT,
        (
            consent_id,
            version_id,
            check.person_id,
            check.institution_code,
            grant.kind.value,
            "given" if grant.reason is None else "expired",
            grant.given_at,
            grant.viewable_until,
            grant.check_id,
            grant.channel.value,
            reason,
            at,
        ),
    )


async def _fetch(connection: AsyncConnection, statement: str, *arguments: Any) -> Sequence[RowMapping]:
    return (await connection.exec_driver_sql(statement, arguments)).mappings().all()


async def _execute(connection: AsyncConnection, statement: str, arguments: tuple[Any, ...]) -> None:
    await connection.exec_driver_sql(statement, arguments)


def _check_of(row: RowMapping) -> CheckOnRecord:
    return CheckOnRecord(
        check_id=row["check_id"],
        checked_at=row["checked_at"],
        person_id=row["person_id"],
        institution_code=row["institution_code"],
        role=Role(row["role"]),
        method=CheckMethod(row["method"]),
        purpose=PurposeOfUse(row["purpose"]),
        kinds=frozenset(DataKind(kind) for kind in row["kinds"]),
        chosen=frozenset(DataKind(kind) for kind in row["chosen_consents"]),
        is_in_grace=row["certificate_state"] == CertificateState.IN_GRACE.value,
    )
