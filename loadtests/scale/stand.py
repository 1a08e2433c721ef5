"""The stand of the scale bench: the same world in several sizes, on one PostgreSQL, a worker in each."""

import random
import secrets
import time
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import Executor
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from cryptography import x509
from joserfc.jwk import ECKey

from loadtests.bench.stand import CheckWorker, open_worker, token_for
from loadtests.machine.description import REPOSITORY, folder_on_disk
from loadtests.machine.spread import spread
from loadtests.scale.nation import patient
from loadtests.scale.publishing import SIZE, grow
from loadtests.worlds.cards import SHARED_KEYS, Card, CertificateOrder, IssuingKeys, issue_cards, make_keys
from loadtests.worlds.filling import OpenProgress, Place, checkpoint_key_in, connected
from loadtests.worlds.population import INSTITUTIONS, Patient, settle
from loadtests.worlds.publishing import publish_surroundings
from shared.clock import ShiftedClock, day_in_japan
from shared.db.embedded import EmbeddedPostgres
from shared.db.migrate import migrate
from shared.pki.roots import key_id_of_root
from shared.pki.tokens import TokenIssuer

_SINCE = timedelta(days=300)
_LIVE = timedelta(days=1500)


@dataclass(frozen=True, slots=True)
class SizedWorld:
    """A world of so many persons, its worker, and those of its persons who come with a card."""

    persons: int
    worker: CheckWorker
    holders: Sequence[Patient]
    cards: Sequence[Card]
    published_bytes: int
    """Of the published tables and their indexes."""
    grown_per_s: float
    """Persons that were published a second, made by PostgreSQL, without the registry's rules."""


@dataclass(frozen=True, slots=True)
class ScaleStand:
    """What the scale bench works with."""

    worlds: Sequence[SizedWorld]
    """By size, the smallest first."""
    tokens: dict[str, str]
    """A token for each institution, by its code."""
    file_system: str


@dataclass(frozen=True, slots=True)
class _Grown:
    persons: int
    database: str
    bytes: int
    per_s: float


@asynccontextmanager
async def open_scale_stand(
    pool: Executor, sizes: Sequence[int], holders: int, seed: int, open_progress: OpenProgress
) -> AsyncIterator[ScaleStand]:
    """Make a world of each of ``sizes``, which grow, and start their workers; take all down at the end.

    Of each world ``holders`` persons, drawn from all of it, have cards that can sign.
    """
    now = ShiftedClock().now().replace(microsecond=0)
    keys, token_key = make_keys(day_in_japan(now)), TokenIssuer(ECKey.generate_key("P-256"))
    with folder_on_disk() as (folder, file_system):
        password = secrets.token_hex(16)
        postgres = EmbeddedPostgres(folder, password, durable=True)
        try:
            await postgres.start()
            place = Place(
                folder, postgres, password, secrets.token_hex(16), secrets.token_hex(32), checkpoint_key_in(folder)
            )
            grown = await _grow_all(place, sizes, keys, token_key, now, open_progress)
            async with AsyncExitStack() as running:
                worlds = []
                for each in grown:
                    drawn = random.Random(seed + each.persons).sample(range(each.persons), holders)
                    people = [patient(n, day_in_japan(now)) for n in sorted(drawn)]
                    worlds.append(
                        SizedWorld(
                            each.persons,
                            await running.enter_async_context(open_worker(place, each.database, REPOSITORY)),
                            people,
                            await spread(
                                pool, issue_cards, _orders(people, keys, now), open_progress("cards", holders)
                            ),
                            each.bytes,
                            each.per_s,
                        )
                    )
                tokens: dict[str, str] = {code: token_for(token_key, code, now) for code in INSTITUTIONS}
                yield ScaleStand(worlds, tokens, file_system)
        finally:
            await postgres.stop()


async def _grow_all(
    place: Place,
    sizes: Sequence[int],
    keys: IssuingKeys,
    token_key: TokenIssuer,
    now: datetime,
    open_progress: OpenProgress,
) -> list[_Grown]:
    """Make the databases, each from the one before."""
    root = x509.load_der_x509_certificate(keys.root)
    grown: list[_Grown] = []
    for before, persons in pairwise([0, *sizes]):
        database = f"onshi_scale_{persons}"
        template = f"TEMPLATE {grown[-1].database}" if grown else ""
        async with connected(place.postgres.admin_url) as admin:
            await admin.execute(f"CREATE DATABASE {database} {template}")
        if not grown:
            await migrate(place.admin_url(database), {"eligibility": place.worker_password})
        async with connected(place.admin_url(database)) as admin:
            if not grown:
                await publish_surroundings(admin, root, token_key, now)
            started, advance = time.perf_counter(), open_progress(f"{persons:,}", persons - before)
            await grow(admin, key_id_of_root(root), (before, persons), now, advance)
            per_s = (persons - before) / (time.perf_counter() - started)
            await settle(admin)
            grown.append(_Grown(persons, database, await admin.fetchval(SIZE), per_s))
    return grown


def _orders(people: Sequence[Patient], keys: IssuingKeys, now: datetime) -> list[CertificateOrder]:
    return [
        CertificateOrder(keys, one.index % SHARED_KEYS, one.serial_number, now - _SINCE, now + _LIVE) for one in people
    ]
