"""A world with a history: honest records of the bench's own people and clinics, sealed as a running world's are.

Eleven months of checks, evenly: of ten, six by card, three by identifiers without a consent, one with it. What
PostgreSQL can make itself it makes; seals are made and signed as the service does it.
"""

from collections.abc import Callable, Sequence
from uuid import UUID

import asyncpg

from loadtests.population import Patient, settle
from services.eligibility.checks.commands.outcomes import RULES
from services.eligibility.record.commands.sealing import MOST_IN_A_SEAL, seal
from shared.published.eligibility.records import SHOWS_LIMIT
from shared.seal.checkpoints import CheckpointKey
from shared.worlds.world import World

_AT_ONCE = 20_000
_PEOPLE = """
CREATE TEMP TABLE people (
    place integer PRIMARY KEY, person_id uuid, version_id uuid, coverage_id uuid, institution_code text)
"""
# A version 7 identifier carries its time; a nonce begins with its own, as shared/pki/nonce.py lays it out.
_RECORDS = """
INSERT INTO eligibility_published.disclosures (
    check_id, checked_at, client_id, role, institution_code, method, purpose, as_of, outcome, code, kinds, rules,
    person_id, registry_version, coverage_ids, consent_versions, holder_verification, certificate_state,
    chosen_consents, nonce, proof_digest)
SELECT made.check_id, made.at, 'bench-' || p.institution_code, 'institution', p.institution_code,
       CASE WHEN made.by_card THEN 'my_number_card' ELSE 'insured_identifier' END, 'CARE_VISIT',
       (made.at AT TIME ZONE 'Asia/Tokyo')::date, 'answered', 'valid',
       CASE WHEN made.by_card OR made.agreed THEN '{coverage,limit_certificate}'::text[] ELSE '{coverage}' END,
       $5::text[], p.person_id, p.version_id, CASE WHEN made.by_card THEN '{}' ELSE ARRAY[p.coverage_id] END, '{}',
       CASE WHEN made.by_card THEN 'pin' END, CASE WHEN made.by_card THEN 'current' END,
       CASE WHEN made.agreed THEN '{limit_certificate}'::text[] ELSE '{}' END,
       CASE WHEN made.by_card THEN decode(
           '01' || lpad(to_hex((extract(epoch FROM made.at) * 1000)::bigint), 12, '0')
           || lpad(to_hex(p.institution_code::bigint), 10, '0') || left(md5(made.number::text), 16), 'hex') END,
       CASE WHEN made.by_card THEN sha256(made.check_id::text::bytea) END
FROM (SELECT number, number % 10 < 6 AS by_card, number % 10 = 9 AS agreed, check_id,
             uuid_extract_timestamp(check_id) AS at
      FROM (SELECT number,
                   uuidv7((number - $3::integer) * interval '330 days' / $3::integer - interval '1 day') AS check_id
            FROM generate_series($1::integer, $2::integer) number OFFSET 0) numbered) made
JOIN people p ON p.place = (hashint4(made.number) & 2147483647) % $4::integer
"""
_LAST_CHECKS = f"""
INSERT INTO eligibility.last_checks
SELECT DISTINCT ON (d.person_id, d.institution_code)
       d.person_id, d.institution_code, d.checked_at, d.check_id, d.as_of, d.registry_version,
       max(d.checked_at) FILTER (WHERE d.method = 'my_number_card')
           OVER (PARTITION BY d.person_id, d.institution_code)
FROM eligibility_published.disclosures d WHERE {SHOWS_LIMIT}
ORDER BY d.person_id, d.institution_code, d.checked_at DESC, d.check_id DESC
"""  # noqa: S608 - put together from constants


async def make_history(
    admin: asyncpg.Connection, patients: Sequence[Patient], records: int, on_progress: Callable[[int], None]
) -> None:
    """Write ``records`` records about ``patients``, and what is kept of them. Progress counts records."""
    await admin.execute(_PEOPLE)
    await admin.copy_records_to_table(
        "people",
        records=[
            (place, UUID(one.record.person_id), one.version_id, UUID(one.coverage.coverage_id), one.institution_code)
            for place, one in enumerate(patients)
        ],
    )
    await admin.execute("ANALYZE people")
    for first in range(0, records, _AT_ONCE):
        last = min(first + _AT_ONCE, records) - 1
        await admin.execute(_RECORDS, first, last, records, len(patients), RULES)
        on_progress(last - first + 1)
    await admin.execute(_LAST_CHECKS)
    await settle(admin)


async def seal_history(world: World, key: CheckpointKey, on_progress: Callable[[int], None]) -> None:
    """Seal all that is not sealed yet, seal by seal. Progress counts records."""
    sealed = MOST_IN_A_SEAL
    while sealed == MOST_IN_A_SEAL:
        sealed = await seal(world, key)
        on_progress(sealed)
