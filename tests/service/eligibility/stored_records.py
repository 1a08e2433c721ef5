"""Records of checks, and openings, written to their tables as they stand, without a service."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import asyncpg

from tests.worlds import new_check_id

INSERT = """
INSERT INTO eligibility_published.disclosures (check_id, checked_at, client_id, role, institution_code, method, purpose,
    as_of, outcome, code, person_id, kinds, rules, registry_version, consent_versions, chosen_consents,
    client_reference, nonce, proof_digest, coverage_ids)
VALUES ($1, $2, $3, 'institution', '9910000018', 'my_number_card', 'CARE_VISIT', $4, 'answered', 'valid', $5, $6,
    '{}', $5, $7, '{}', $8, $9, $9, $7)
"""


async def store(
    connection: asyncpg.Connection,
    *,
    check_id: UUID | None = None,
    at: datetime = datetime(2026, 11, 20, tzinfo=UTC),
    text: str | None = None,
    names: list[str] | None = None,
    person: UUID | None = None,
) -> UUID:
    check_id = check_id or new_check_id()
    nonce = check_id.bytes
    arguments = (at, "test", date(2026, 11, 20), person, names or [], [check_id], text, nonce)
    await connection.execute(INSERT, check_id, *arguments)
    return check_id


OPEN = """
INSERT INTO consent.openings (
    opening_id, purpose, prefecture, institution_codes, opened_at, ends_at, recorded_at, recorded_by)
VALUES ($1, 'DISASTER_READ', $2, $3, $4, $4::timestamptz + interval '1 day', $4, 'operator')
"""

PUBLISH = """
INSERT INTO consent_published.openings (opening_id, purpose, institution_code, opened_at, ends_at, known_from)
SELECT $1, 'DISASTER_READ', code, $3, $3::timestamptz + interval '1 day', $3 FROM unnest($2::text[]) code
"""


async def open_up(
    connection: asyncpg.Connection,
    *,
    at: datetime = datetime(2026, 11, 20, tzinfo=UTC),
    text: str | None = None,
    codes: list[str] | None = None,
) -> UUID:
    """Return the act that PostgreSQL lists of it."""
    opening_id = uuid4()
    codes = codes or ["9910000018"]
    await connection.execute(OPEN, opening_id, text, codes, at)
    await connection.execute(PUBLISH, opening_id, sorted(set(codes)), at)
    return opening_id
