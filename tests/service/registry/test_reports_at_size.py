"""Reports in a registry that has grown: pages stop after a bounded walk, and follow an index in its own order."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import Engine, event

from services.registry.reports.store import walking
from services.registry.reports.store.late_registrations import list_late_registrations
from services.registry.reports.store.overlaps import list_overlaps
from services.registry.reports.store.unregistered_members import list_unregistered_members
from services.registry.statistics import store as statistics
from shared.db.database import open_database
from tests.service.registry.caller import RegistryCaller
from tests.worlds import TODAY, TestDatabase

SOCIETY = "06123457"


def grown(persons: int) -> str:
    """Persons 1 to so many, one coverage each, in turn at two insurers; the last but one to three have two of them.

    Those coverages were recorded late, and the last two persons have no card.
    """
    last = f"({persons}::int)"
    return f"""
INSERT INTO registry.insurers SELECT n, '2026-01-01' FROM unnest('{{06123457,138123}}'::text[]) n;
INSERT INTO registry.insurer_versions (version_id, insurer_number, name, kind, recorded_at, recorded_by)
SELECT md5(n)::uuid, n, 'x', 'society', '2026-01-01', 'x' FROM unnest('{{06123457,138123}}'::text[]) n;
INSERT INTO registry.persons SELECT lpad(n::text, 32, '0')::uuid, '2026-01-01' FROM generate_series(1, {last}) n;
INSERT INTO registry.person_versions (version_id, person_id, name, sex, birthdate, address_hidden,
    self_information_blocked, recorded_at, recorded_by)
SELECT md5('p' || n)::uuid, lpad(n::text, 32, '0')::uuid, 'x', 'female', '1985-04-01', false, false, '2026-01-01', 'x'
FROM generate_series(1, {last}) n;
INSERT INTO registry.coverages SELECT md5('c' || n)::uuid FROM generate_series(1, {last} + 3) n;
INSERT INTO registry.coverage_versions (version_id, coverage_id, person_id, insurer_number, symbol_folded, number,
    number_folded, relationship, acquired_on, card_kind, recorded_at, recorded_by, voluntary, accepted_late)
SELECT md5('v' || n)::uuid, md5('c' || n)::uuid, lpad(least(n, {last} * 2 - n)::text, 32, '0')::uuid,
       CASE WHEN n % 2 = 0 THEN '06123457' ELSE '138123' END, '', n::text, n::text, 'self', '2026-01-01', 'health_card',
       timestamptz '2026-01-01' + CASE WHEN n > {last} - 3 THEN interval '90 days' ELSE interval '0' END, 'x',
       false, false
FROM generate_series(1, {last} + 3) n;
INSERT INTO registry.card_registrations (
    version_id, authority_key_id, serial_number, person_id, channel, recorded_at, recorded_by)
SELECT md5('r' || n)::uuid, '\\x01', int4send(n), lpad(n::text, 32, '0')::uuid, 'portal', '2026-02-01', 'x'
FROM generate_series(1, {last} - 2) n
"""  # noqa: S608 - of a number


async def _grow(database: TestDatabase, *statements: str) -> None:
    admin = await asyncpg.connect(database.admin_url)
    for statement in statements:
        await admin.execute(statement)
    await admin.close()


async def _walked(caller: RegistryCaller, report: str, **query: Any) -> tuple[list[dict[str, Any]], list[int]]:
    """All rows of a report, page by page, and how many stood on each page."""
    rows: list[dict[str, Any]] = []
    sizes: list[int] = []
    cursor: str | None = None
    while (cursor or not sizes) and len(sizes) <= 200:
        page = (await caller.get(f"/v1/reports/{report}", **query, **({"cursor": cursor} if cursor else {}))).json()
        rows += page["items"]
        sizes.append(len(page["items"]))
        cursor = page["next_cursor"]
    return rows, sizes


@pytest.mark.parametrize("most", [2, 7, 100, 50_000])
async def test_every_row_is_found_once_however_short_the_walks_are(
    database: TestDatabase, operator: RegistryCaller, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    await _grow(database, grown(300))
    monkeypatch.setattr(walking, "MOST_WALKED", most)
    overlaps, sizes = await _walked(operator, "overlaps", limit=2)
    late, _ = await _walked(operator, "late-registrations", limit=4)
    members, _ = await _walked(operator, "unregistered-members", limit=1)

    assert [int(each["person_id"].replace("-", "")) for each in overlaps] == [297, 298, 299]
    assert all(each["first_coverage_id"] < each["second_coverage_id"] for each in overlaps)
    assert len(late) == 6
    assert len({each["coverage_id"] for each in late}) == 6
    # Person 299 has two coverages, 300 one.
    assert [int(each["person_id"].replace("-", "")) for each in members] == [299, 299, 300]
    assert (len(sizes) > 100) is (most == 2)


async def test_an_insurers_pages_walk_its_own_coverages_alone(
    database: TestDatabase, operator: RegistryCaller, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _grow(database, grown(300))
    monkeypatch.setattr(walking, "MOST_WALKED", 50)
    insurer = await operator.insurer()
    overlaps, sizes = await _walked(insurer, "overlaps")
    late, _ = await _walked(insurer, "late-registrations")
    members, _ = await _walked(insurer, "unregistered-members")

    assert [each["first_insurer_number"] for each in overlaps] == [SOCIETY] * len(overlaps)
    # Coverages with an even number are its own: 298 and 302, both of person 298.
    assert [int(each["person_id"].replace("-", "")) for each in overlaps] == [298]
    assert len(sizes) == 4
    assert [each["insurer_number"] for each in late] == [SOCIETY] * 3
    assert [int(each["person_id"].replace("-", "")) for each in members] == [300]


@pytest.mark.parametrize("insurer_number", [None, SOCIETY])
async def test_a_page_follows_an_index_and_sorts_no_table(database: TestDatabase, insurer_number: str | None) -> None:
    await _grow(database, grown(20_000), "ANALYZE")
    between = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))
    async with (
        open_database(database.urls["registry"], statement_timeout_s=5) as opened,
        opened.transaction() as connection,
    ):
        with statements_on() as asked:
            await list_overlaps(connection, insurer_number, (UUID(int=1), UUID(int=1), UUID(int=1)), 101)
            await list_late_registrations(connection, insurer_number, 5, between, (between[0], UUID(int=1), ""), 101)
            await list_unregistered_members(connection, insurer_number, TODAY, (UUID(int=1), UUID(int=1)), 101)
            if insurer_number is not None:
                await statistics.count_registrations(connection, insurer_number, *between)
        plans = [
            [row[0] for row in await connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)]
            for statement, parameters in asked
        ]
    assert len(plans) == (6 if insurer_number is None else 10)
    walked = r"coverage_versions_(of_insurer_)?by_(person|recording)" if insurer_number else "coverage_versions_by_"
    for plan in plans[:6]:
        assert not [
            line for line in plan if re.search(r"Seq Scan|Bitmap|Hash|Merge|(?<!Incremental )Sort  \(", line)
        ], plan
        assert [line for line in plan if re.search(rf"using {walked}", line)], plan


@contextmanager
def statements_on() -> Iterator[list[tuple[str, Any]]]:
    """Collect what SQLAlchemy sends, with its parameters."""
    sent: list[tuple[str, Any]] = []

    def keep(_: object, __: object, statement: str, parameters: Any, *___: object) -> None:
        sent.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", keep)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", keep)
