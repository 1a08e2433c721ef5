"""What the scale bench writes in place of the registry: the published rows of persons, made by PostgreSQL itself."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

import asyncpg

from loadtests.scale import nation

_AT_ONCE: Final = 25_000
_KNOWN_SINCE: Final = timedelta(days=30)
_PERSONS = """
INSERT INTO registry_published.persons (
    person_id, version_id, document, address_hidden, self_information_blocked, known_from)
SELECT md5('person ' || n)::uuid, md5('version ' || n)::uuid,
       format($3, md5('person ' || n)::uuid, $4::date + n % $5::int, md5('coverage ' || n)::uuid, $6::int + n),
       false, false, $7
FROM generate_series($1::int, $2::int - 1) n
"""
_CARDS = """
INSERT INTO registry_published.card_certificates (authority_key_id, serial_number, person_id, known_from)
SELECT $3, '\\x01'::bytea || substr(decode(md5('serial ' || n), 'hex'), 1, 8), md5('person ' || n)::uuid, $4
FROM generate_series($1::int, $2::int - 1) n
"""
_IDENTIFIERS = """
INSERT INTO registry_published.insured_identifiers (
    insurer_number, symbol, number, branch, birthdate, person_id, coverage_id, known_from)
SELECT $3, $4, ($5::int + n)::text, $6, $7::date + n % $8::int, md5('person ' || n)::uuid,
       md5('coverage ' || n)::uuid, $9
FROM generate_series($1::int, $2::int - 1) n
"""
BLOCKS = """
SELECT coalesce(sum(heap_blks_hit + heap_blks_read + idx_blks_hit + idx_blks_read), 0)::bigint AS touched,
       coalesce(sum(heap_blks_read + idx_blks_read), 0)::bigint AS read
FROM pg_statio_user_tables WHERE schemaname = 'registry_published'
"""
"""Pages of the published tables and their indexes: touched, and of these those not in PostgreSQL's own memory."""
SIZE = """
SELECT sum(pg_total_relation_size(c.oid))::bigint FROM pg_class c
WHERE c.relnamespace = 'registry_published'::regnamespace AND c.relkind = 'r'
"""
"""Bytes of the published tables with their indexes."""


async def grow(
    admin: asyncpg.Connection,
    authority_key_id: bytes,
    sizes: tuple[int, int],
    now: datetime,
    on_progress: Callable[[int], None],
) -> None:
    """Publish the persons from the first of ``sizes`` up to the second, whose certificates one root has issued."""
    known_from, document = now - _KNOWN_SINCE, nation.template(now)
    # The rows are ours to lose: the bench makes them anew.
    await admin.execute("SET synchronous_commit = off")
    for first in range(*sizes, _AT_ONCE):
        behind = min(first + _AT_ONCE, sizes[1])
        born = (nation.FIRST_BIRTHDATE, nation.BIRTHDATES)
        await admin.execute(_PERSONS, first, behind, document, *born, nation.FIRST_NUMBER, known_from)
        await admin.execute(_CARDS, first, behind, authority_key_id, known_from)
        named = (nation.INSURER, nation.SYMBOL, nation.FIRST_NUMBER, nation.BRANCH)
        await admin.execute(_IDENTIFIERS, first, behind, *named, *born, known_from)
        on_progress(behind - first)
