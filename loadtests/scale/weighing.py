"""What a nation weighs: bytes of each kind of row, how long the registry's reports take, what a renewal costs.

    python -m loadtests.scale.weighing [--persons N] [--records N]

One database of so many persons, in the registry's own tables and in those that it publishes, and of so many records of
checks. Reports are read page by page to the end, as their routes read them. Renewals of cards are the registry's own
command, eight at once. Seconds hang on the machine and on what else it does; bytes do not.
"""

import argparse
import asyncio
import os
import secrets
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from hashlib import md5
from typing import Any
from uuid import UUID

import asyncpg
from cryptography import x509
from joserfc.jwk import ECKey
from pydantic import SecretStr
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from sqlalchemy.ext.asyncio import AsyncConnection

from loadtests.machine.accounting import cpu_s_of_family
from loadtests.machine.description import folder_on_disk
from loadtests.scale.nation import patient
from loadtests.scale.publishing import grow
from loadtests.scale.truth import record
from loadtests.worlds.cards import make_keys
from loadtests.worlds.filling import connected
from loadtests.worlds.history import make_history
from loadtests.worlds.population import settle
from loadtests.worlds.publishing import publish_surroundings
from services.registry.cards.commands.registrations import renew_card_registration
from services.registry.cards.rules.cards import CardCertificate
from services.registry.recording import Author
from services.registry.reports.store.late_registrations import list_late_registrations
from services.registry.reports.store.overlaps import list_overlaps
from services.registry.reports.store.unregistered_members import list_unregistered_members
from services.registry.reports.store.walking import Found
from services.registry.statistics.store import count_members, count_registrations
from shared.clock import ShiftedClock, day_in_japan
from shared.db.embedded import ADMINISTRATOR, EmbeddedPostgres
from shared.db.migrate import migrate
from shared.db.roles import runtime_role
from shared.pki.roots import key_id_of_root
from shared.pki.tokens import TokenIssuer
from shared.settings import Settings
from shared.worlds.world import World, open_world

_NAME = "onshi_weighed"
_PEOPLE_OF_RECORDS = 2_000
_RENEWALS = 400
_AT_ONCE = 8
_PAGE = 1_001
_ONE_INSURER = "06990001"
_LAST_ID = UUID(int=(1 << 128) - 1)
_BYTES = """
SELECT c.oid::regclass::text AS table, pg_total_relation_size(c.oid) AS bytes, s.n_live_tup AS rows
FROM pg_class c JOIN pg_stat_user_tables s ON s.relid = c.oid
WHERE c.relkind = 'r' AND s.n_live_tup > 1000 ORDER BY 1
"""
Page = Callable[[AsyncConnection, Any], Awaitable[Found[Any]]]
Key = Callable[[Any], Any]


def main() -> int:
    """Weigh, and print what was found."""
    parser = argparse.ArgumentParser(prog="python -m loadtests.scale.weighing", description=(__doc__ or "").strip())
    parser.add_argument("--persons", type=int, default=100_000, help="persons (100000)")
    parser.add_argument("--records", type=int, default=100_000, help="records of checks (100000)")
    options = parser.parse_args()
    asyncio.run(_weigh(options.persons, options.records, Console()))
    return 0


async def _weigh(persons: int, records: int, console: Console) -> None:
    now = ShiftedClock().now().replace(microsecond=0)
    root = x509.load_der_x509_certificate(make_keys(day_in_japan(now)).root)
    password, own = secrets.token_hex(16), secrets.token_hex(16)
    with folder_on_disk() as (folder, _), Progress(console=console) as progress:

        def open_progress(title: str, total: int) -> Callable[[int], None]:
            bar = progress.add_task(title, total=total)
            return lambda by: progress.advance(bar, by)

        postgres = EmbeddedPostgres(folder, password, durable=True)
        try:
            await postgres.start()
            async with connected(postgres.admin_url) as admin:
                await admin.execute(f"CREATE DATABASE {_NAME}")
            url = postgres.url_of(ADMINISTRATOR, password, _NAME)
            await migrate(url, {"registry": own})
            async with connected(url) as admin:
                await publish_surroundings(admin, root, TokenIssuer(ECKey.generate_key("P-256")), now)
                authority = key_id_of_root(root)
                await grow(admin, authority, (0, persons), now, open_progress("published", persons))
                await record(admin, authority, persons, now, open_progress("recorded", persons))
                people = [patient(n, day_in_japan(now)) for n in range(min(persons, _PEOPLE_OF_RECORDS))]
                await make_history(admin, people, records, open_progress("checks", records))
                await settle(admin)
                weighed = await admin.fetch(_BYTES)
                settings = Settings(
                    registry_database_url=SecretStr(postgres.url_of(runtime_role("registry"), own, _NAME))
                )
                async with open_world(settings, "registry") as world:
                    timed = await _read_reports(world, now)
                    renewed = await _renew(world, authority, persons, postgres.process_id)
        finally:
            await postgres.stop()
    _show(console, weighed, timed, renewed)


async def _read_reports(world: World, now: datetime) -> list[tuple[str, int, int, float, float]]:
    """Return of each report its name, rows, pages, and seconds: of the longest page, and of all."""
    today = day_in_japan(now)
    found = []
    for insurer, whose in ((None, "all"), (_ONE_INSURER, "one insurer")):
        for name, page, behind, behind_end in _reports(insurer, today):
            found.append((f"{name}, {whose}", *await _read_through(world, page, behind, behind_end)))
    months = [today - timedelta(days=30 * back) for back in range(12)]
    started = time.perf_counter()
    async with world.database.transaction() as connection:
        members = await count_members(connection, _ONE_INSURER, months)
        registered = await count_registrations(connection, _ONE_INSURER, now - timedelta(days=365), now)
    took = time.perf_counter() - started
    return [*found, ("statistics of twelve months, one insurer", len(members) + len(registered), 1, took, took)]


def _reports(insurer: str | None, today: date) -> list[tuple[str, Page, Key, Key]]:
    async def overlaps(connection: AsyncConnection, after: Any) -> Found[Any]:
        return await list_overlaps(connection, insurer, after, _PAGE)

    async def late(connection: AsyncConnection, after: Any) -> Found[Any]:
        return await list_late_registrations(connection, insurer, 5, (None, None), after, _PAGE)

    async def members(connection: AsyncConnection, after: Any) -> Found[Any]:
        return await list_unregistered_members(connection, insurer, today, after, _PAGE)

    return [
        (
            "overlaps",
            overlaps,
            lambda entry: (entry.person_id, entry.first_coverage_id, entry.second_coverage_id),
            lambda end: (*end, _LAST_ID),
        ),
        (
            "late registrations",
            late,
            lambda entry: (entry.recorded_at, entry.version_id, entry.what),
            lambda end: (*end, "loss"),
        ),
        ("members without a card", members, lambda entry: (entry.person_id, entry.coverage_id), tuple),
    ]


async def _read_through(world: World, page: Page, behind: Key, behind_end: Key) -> tuple[int, int, float, float]:
    rows, took, after = 0, list[float](), None
    while True:
        started = time.perf_counter()
        async with world.database.transaction() as connection:
            found = await page(connection, after)
        took.append(time.perf_counter() - started)
        rows += len(found.entries)
        if len(found.entries) == _PAGE:
            after = behind(found.entries[-1])
        elif found.stopped_at is not None:
            after = behind_end(found.stopped_at)
        else:
            return rows, len(took), max(took), sum(took)


async def _renew(world: World, authority: bytes, persons: int, postgres: int) -> tuple[int, float, float]:
    """Return how many cards were renewed, in how many seconds, and for how many of CPU."""
    author = Author(world, "bench")
    waiting = iter([n for n in range(persons) if n % 5][:_RENEWALS])
    done = 0

    async def one_after_another() -> None:
        nonlocal done
        for n in waiting:
            registration_id = UUID(bytes=md5(f"registration {n}".encode(), usedforsecurity=False).digest())
            certificate = CardCertificate(authority, b"\x02" + n.to_bytes(8, "big"))
            await renew_card_registration(author, registration_id, certificate)
            done += 1

    cpu, started = time.process_time() + cpu_s_of_family(postgres), time.perf_counter()
    await asyncio.gather(*(one_after_another() for _ in range(_AT_ONCE)))
    return done, time.perf_counter() - started, time.process_time() + cpu_s_of_family(postgres) - cpu


def _show(
    console: Console,
    weighed: list[asyncpg.Record],
    timed: list[tuple[str, int, int, float, float]],
    renewed: tuple[int, float, float],
) -> None:
    weights = Table("table", "rows", "bytes a row, with indexes")
    for row in weighed:
        weights.add_row(row["table"], f"{row['rows']:,}", f"{row['bytes'] / row['rows']:,.0f}")
    console.print(weights)
    reports = Table("report", "rows", "pages", "longest page", "all")
    for name, rows, pages, longest, total in timed:
        reports.add_row(name, f"{rows:,}", str(pages), f"{longest * 1000:,.0f} ms", f"{total:.1f} s")
    console.print(reports)
    number, seconds, cpu = renewed
    console.print(
        f"{number} renewals: {number / seconds:.0f} a second, {cpu / number * 1000:.1f} ms of CPU each; load"
        f" {os.getloadavg()[0]:.1f}."
    )


if __name__ == "__main__":
    sys.exit(main())
