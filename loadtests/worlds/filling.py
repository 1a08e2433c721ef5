"""The worlds of the bench: databases of the same people, one of them with a history."""

from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import Executor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import asyncpg
from cryptography import x509
from pydantic import SecretStr

from loadtests.machine.spread import spread
from loadtests.worlds.cards import SHARED_KEYS, Card, CertificateOrder, issue_cards, make_keys
from loadtests.worlds.history import make_history, seal_history
from loadtests.worlds.population import Patient, settle
from loadtests.worlds.publishing import publish_patients, publish_surroundings
from shared.clock import day_in_japan
from shared.db.embedded import ADMINISTRATOR, EmbeddedPostgres
from shared.db.migrate import migrate
from shared.db.roles import runtime_role
from shared.pki.tokens import TokenIssuer
from shared.seal.checkpoints import CheckpointKey
from shared.settings import Settings
from shared.worlds.world import open_world
from simulator.worlds.data_folder import DataFolder

FRESH, BESIDE, AGED = "onshi_bench", "onshi_bench_beside", "onshi_bench_aged"
OpenProgress = Callable[[str, int], Callable[[int], None]]
"""Opens a progress bar with a title and a total; returns what moves it on."""
_CERTIFICATES_SINCE = timedelta(days=300)
_CERTIFICATES_LIVE = timedelta(days=1500)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the worlds of a stand are, and what their workers share."""

    folder: Path
    postgres: EmbeddedPostgres
    password: str
    worker_password: str
    nonce_key: str
    """One for both: what a card has signed is good once in each world."""
    checkpoint_key_file: Path

    def admin_url(self, database: str) -> str:
        """Return the administrator's URL of a database."""
        return self.postgres.url_of(ADMINISTRATOR, self.password, database)

    def worker_url(self, database: str) -> str:
        """Return a worker's URL of a database."""
        return self.postgres.url_of(runtime_role("eligibility"), self.worker_password, database)


async def make_fresh_world(
    place: Place,
    pool: Executor,
    patients: Sequence[Patient],
    token_key: TokenIssuer,
    now: datetime,
    on_progress: Callable[[int], None],
    *,
    verified: int,
) -> list[Card]:
    """Make the fresh world's database and return the people's cards; the first ``verified`` have verified chains."""
    async with connected(place.postgres.admin_url) as admin:
        await admin.execute(f"CREATE DATABASE {FRESH}")
    await migrate(place.admin_url(FRESH), {"eligibility": place.worker_password})
    async with connected(place.admin_url(FRESH)) as admin:
        return await _populate(admin, pool, patients, token_key, now, on_progress, verified)


async def make_aged_world(place: Place, patients: Sequence[Patient], records: int, open_progress: OpenProgress) -> None:
    """Make the other world's database from the fresh one, with as many sealed records."""
    await copy_fresh_world(place, AGED)
    async with connected(place.admin_url(AGED)) as admin:
        await make_history(admin, patients, records, open_progress("history", records))
        key = CheckpointKey.read(place.checkpoint_key_file.read_bytes())
        settings = Settings(eligibility_database_url=SecretStr(place.worker_url(AGED)))
        async with open_world(settings, "eligibility") as world:
            await seal_history(world, key, open_progress("seals", records))
        await settle(admin)


async def copy_fresh_world(place: Place, database: str) -> None:
    """Make another database from the fresh world's, to which nobody may be connected."""
    async with connected(place.postgres.admin_url) as admin:
        await admin.execute(f"CREATE DATABASE {database} TEMPLATE {FRESH}")


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[asyncpg.Connection]:
    """Connect until the end of the block."""
    admin = await asyncpg.connect(url)
    try:
        yield admin
    finally:
        await admin.close()


def checkpoint_key_in(folder: Path) -> Path:
    """Make a checkpoint key and return its file."""
    keys = DataFolder(folder)
    keys.make_checkpoint_key()
    return keys.checkpoint_key_file


async def _populate(
    admin: asyncpg.Connection,
    pool: Executor,
    patients: Sequence[Patient],
    token_key: TokenIssuer,
    now: datetime,
    on_progress: Callable[[int], None],
    verified: int,
) -> list[Card]:
    keys = make_keys(day_in_japan(now))
    orders = [
        CertificateOrder(
            keys,
            one.index % SHARED_KEYS,
            one.serial_number,
            now - _CERTIFICATES_SINCE,
            now + _CERTIFICATES_LIVE,
        )
        for one in patients
    ]
    cards = await spread(pool, issue_cards, orders, on_progress)
    root = x509.load_der_x509_certificate(keys.root)
    await publish_surroundings(admin, root, token_key, now)
    await publish_patients(admin, patients, cards, root, now, verified=verified)
    await settle(admin)
    return cards
