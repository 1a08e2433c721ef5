"""Indexes and constraints of the tables that are loaded, taken away and put back: a copy into bare tables is faster."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import asyncpg

from simulator.population.published_tables import CERTIFICATES, HOLDERS, IDENTIFIERS, PERSONS, VERIFIED

LOADED: Final = (
    "registry.persons",
    "registry.person_versions",
    "registry.person_name_keys",
    "registry.coverages",
    "registry.coverage_versions",
    "registry.limit_certificates",
    "registry.limit_certificate_versions",
    "registry.elderly_certificates",
    "registry.elderly_certificate_versions",
    "registry.specific_disease_certificates",
    "registry.specific_disease_certificate_versions",
    "registry.card_registrations",
    PERSONS,
    IDENTIFIERS,
    CERTIFICATES,
    VERIFIED,
    "jpki.cards",
    "jpki.certificates",
    HOLDERS,
)
"""The tables that are loaded with people."""
_CONSTRAINTS = """
SELECT c.conname, c.conrelid::regclass::text AS of, pg_get_constraintdef(c.oid) AS definition
FROM pg_constraint c
WHERE c.contype IN ('p', 'u', 'x', 'f')
  AND (c.conrelid = ANY($1::regclass[]) OR (c.contype = 'f' AND c.confrelid = ANY($1::regclass[])))
ORDER BY c.contype = 'f', c.conname
"""
"""Those that others hang on first."""
_INDEXES = """
SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS definition
FROM pg_index i WHERE i.indrelid = ANY($1::regclass[])
"""


@asynccontextmanager
async def taken_away(connection: asyncpg.Connection) -> AsyncIterator[None]:
    """Take them away for the time inside; in a transaction, so that they are there again whatever happens."""
    constraints = await connection.fetch(_CONSTRAINTS, LOADED)
    for each in reversed(constraints):
        await connection.execute(f'ALTER TABLE {each["of"]} DROP CONSTRAINT "{each["conname"]}"')
    indexes = await connection.fetch(_INDEXES, LOADED)
    for each in indexes:
        await connection.execute(f"DROP INDEX {each['name']}")
    yield
    for each in indexes:
        await connection.execute(each["definition"])
    for each in constraints:
        added = f'ALTER TABLE {each["of"]} ADD CONSTRAINT "{each["conname"]}" {each["definition"]}'
        await connection.execute(added)
