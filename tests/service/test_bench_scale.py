"""The nation of the scale bench: what PostgreSQL makes of person n is what Python says of them."""

from datetime import UTC, datetime

import asyncpg

from loadtests.scale.nation import patient
from loadtests.scale.publishing import grow
from shared.clock import day_in_japan
from shared.pki.serials import serial_bytes
from shared.published.registry import columns_of
from tests.worlds import TestDatabase

NOW = datetime(2026, 11, 30, 3, 0, tzinfo=UTC)
AUTHORITY = b"\x01" * 20


async def test_rows_made_by_postgresql_are_those_of_the_people_who_are_asked_about(database: TestDatabase) -> None:
    grown: list[int] = []
    admin = await asyncpg.connect(database.admin_url)
    await grow(admin, AUTHORITY, (0, 12_003), NOW, grown.append)
    await grow(admin, AUTHORITY, (12_003, 12_010), NOW, grown.append)
    for n in (0, 7, 12_002, 12_009):
        one = patient(n, day_in_japan(NOW))
        row = await admin.fetchrow(
            "SELECT p.*, c.serial_number, i.insurer_number, i.symbol, i.number, i.branch, i.birthdate, i.coverage_id"
            " FROM registry_published.persons p JOIN registry_published.card_certificates c USING (person_id)"
            " JOIN registry_published.insured_identifiers i USING (person_id) WHERE p.version_id = $1",
            one.version_id,
        )
        assert row is not None
        assert {name: row[name] for name in columns_of(one.record)} == columns_of(one.record)
        assert (str(row["person_id"]), str(row["coverage_id"])) == (one.record.person_id, one.coverage.coverage_id)
        assert row["serial_number"] == serial_bytes(one.serial_number)
        asked = one.coverage.identifiers_of(one.record.birthdate)
        assert [row[name] for name in ("insurer_number", "symbol", "number", "branch", "birthdate")] == [
            getattr(asked, name) for name in ("insurer_number", "symbol", "number", "branch", "birthdate")
        ]
    assert await admin.fetchval("SELECT count(*) FROM registry_published.persons") == 12_010
    await admin.close()
    assert grown == [12_003, 7]
