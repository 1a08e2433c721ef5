"""The registry's own rows of the scale bench's nation: who is published (publishing.py) as the registry has them.

At a hundred insurers of the same size; of every thousand persons one has a second coverage beside the first, and one in
five no registered card.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

import asyncpg

from loadtests.scale import nation

INSURERS: Final = 100
_AT_ONCE: Final = 10_000
_SINCE: Final = timedelta(days=30)
_INSURERS = """
INSERT INTO registry.insurers SELECT '0699' || lpad(n::text, 4, '0'), $2 FROM generate_series(0, $1::int - 1) n
"""
_INSURER_VERSIONS = """
INSERT INTO registry.insurer_versions (version_id, insurer_number, name, kind, recorded_at, recorded_by)
SELECT gen_random_uuid(), '0699' || lpad(n::text, 4, '0'), '架空健康保険組合', 'society', $2, 'bench'
FROM generate_series(0, $1::int - 1) n
"""
_PERSONS = "INSERT INTO registry.persons SELECT md5('person ' || n)::uuid, $3 FROM generate_series($1::int, $2::int) n"
_PERSON_VERSIONS = """
INSERT INTO registry.person_versions (version_id, person_id, name, name_kana, sex, birthdate, postal_code, address,
    address_hidden, self_information_blocked, recorded_at, recorded_by)
SELECT md5('person version ' || n)::uuid, md5('person ' || n)::uuid, '架空　患者', 'カクウ　カンジャ', 'female',
       $4::date + n % $5::int, '1000000', '東京都架空区模擬町一丁目2番3号', false, false, $3, 'bench'
FROM generate_series($1::int, $2::int) n
"""
_COVERAGES = """
INSERT INTO registry.coverages
SELECT md5('coverage ' || n)::uuid FROM generate_series($1::int, $2::int) n
UNION ALL SELECT md5('second ' || n)::uuid FROM generate_series($1::int, $2::int) n WHERE n % 1000 = 0
"""
_COVERAGE_VERSIONS = """
INSERT INTO registry.coverage_versions (version_id, coverage_id, person_id, insurer_number, symbol, symbol_folded,
    number, number_folded, branch, relationship, acquired_on, card_kind, issued_on, voluntary, accepted_late,
    recorded_at, recorded_by)
SELECT md5(which || ' version ' || n)::uuid, md5(which || ' ' || n)::uuid, md5('person ' || n)::uuid,
       '0699' || lpad(((n + nth) % $4::int)::text, 4, '0'), '123', '123', ($5::int + n)::text, ($5::int + n)::text,
       '00', 'self', $3::date - 900, 'health_card', $3::date - 390, false, false, $3, 'bench'
FROM generate_series($1::int, $2::int) n, (VALUES ('coverage', 0), ('second', 1)) kind (which, nth)
WHERE nth = 0 OR n % 1000 = 0
"""
_LIMITS = (
    "INSERT INTO registry.limit_certificates SELECT md5('limit ' || n)::uuid FROM generate_series($1::int, $2::int) n"
)
_LIMIT_VERSIONS = """
INSERT INTO registry.limit_certificate_versions (version_id, certificate_id, coverage_id, kind, category, issued_on,
    valid_from, valid_to, recorded_at, recorded_by)
SELECT md5('limit version ' || n)::uuid, md5('limit ' || n)::uuid, md5('coverage ' || n)::uuid, 'limit', 'A03',
       $3::date - 100, $3::date - 100, $3::date + 200, $3, 'bench'
FROM generate_series($1::int, $2::int) n
"""
_REGISTRATIONS = """
INSERT INTO registry.card_registrations (
    version_id, authority_key_id, serial_number, person_id, channel, recorded_at, recorded_by)
SELECT md5('registration ' || n)::uuid, $4, '\\x01'::bytea || substr(decode(md5('serial ' || n), 'hex'), 1, 8),
       md5('person ' || n)::uuid, (ARRAY['portal', 'reader', 'atm', 'municipal_desk'])[n % 4 + 1], $3, 'bench'
FROM generate_series($1::int, $2::int) n WHERE n % 5 <> 0
"""


async def record(
    admin: asyncpg.Connection, authority_key_id: bytes, persons: int, now: datetime, on_progress: Callable[[int], None]
) -> None:
    """Record so many persons, their coverages, limit certificates and registered cards, as of 30 days ago."""
    at = now - _SINCE
    await admin.execute("SET synchronous_commit = off")
    await admin.execute(_INSURERS, INSURERS, at)
    await admin.execute(_INSURER_VERSIONS, INSURERS, at)
    for first in range(0, persons, _AT_ONCE):
        last = min(first + _AT_ONCE, persons) - 1
        await admin.execute(_PERSONS, first, last, at)
        await admin.execute(_PERSON_VERSIONS, first, last, at, nation.FIRST_BIRTHDATE, nation.BIRTHDATES)
        await admin.execute(_COVERAGES, first, last)
        await admin.execute(_COVERAGE_VERSIONS, first, last, at, INSURERS, nation.FIRST_NUMBER)
        await admin.execute(_LIMITS, first, last)
        await admin.execute(_LIMIT_VERSIONS, first, last, at)
        await admin.execute(_REGISTRATIONS, first, last, at, authority_key_id)
        on_progress(last - first + 1)
