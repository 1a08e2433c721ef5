"""The bench's stand: worlds of the same people, an eligibility worker in each, and the echo."""

import secrets
import sys
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import Executor
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import asyncpg
from joserfc.jwk import ECKey

from loadtests.machine.description import REPOSITORY, folder_on_disk
from loadtests.machine.servers import LOOPBACK, free_port, served
from loadtests.worlds.cards import Card
from loadtests.worlds.filling import (
    AGED,
    BESIDE,
    FRESH,
    OpenProgress,
    Place,
    checkpoint_key_in,
    connected,
    copy_fresh_world,
    make_aged_world,
    make_fresh_world,
)
from loadtests.worlds.population import (
    INSTITUTIONS,
    Patient,
    invent_patients,
)
from loadtests.worlds.publishing import COUNT_RECORDS
from onshi.__main__ import program_command
from shared.clock import ShiftedClock
from shared.db.embedded import EmbeddedPostgres
from shared.domain.identifiers import InstitutionCode
from shared.domain.roles import Role, Scope
from shared.pki.tokens import Caller, TokenIssuer
from shared.web.edge import DEFAULT_WORLD

_TOKENS_LIVE = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class CheckWorker:
    """One worker that answers checks, on a database of its own. Its port is of loopback."""

    port: int
    process_id: int
    admin: asyncpg.Connection
    history: int
    """How many records its world began with."""

    async def count_records(self) -> int:
        """Return how many records were stored since."""
        stored: int = await self.admin.fetchval(COUNT_RECORDS)
        return stored - self.history


@dataclass(frozen=True, slots=True)
class Stand:
    """What a measurement works with."""

    patients: Sequence[Patient]
    verified: int
    """Of how many of them, from the first on, the registry has verified the certificate."""
    cards: Sequence[Card]
    tokens: dict[str, str]
    """A token for each institution, by its code."""
    fresh: CheckWorker
    beside: CheckWorker | None
    """Of another checkout, where one is measured beside ours."""
    aged: CheckWorker | None
    """In a world of the same people, with a history, where that is measured."""
    echo_port: int
    """Of loopback."""
    echo_process_id: int
    postgres_process_id: int
    file_system: str

    @property
    def workers(self) -> list[CheckWorker]:
        """All of them."""
        return [each for each in (self.fresh, self.beside, self.aged) if each is not None]


@asynccontextmanager
async def open_stand(
    pool: Executor,
    size: int,
    seed: int,
    history: int,
    beside: Path | None,
    open_progress: OpenProgress,
    *,
    verified: int,
) -> AsyncIterator[Stand]:
    """Set everything up for ``size`` people and take it down at the end.

    Of the first ``verified`` the registry has verified the certificate. With ``history`` there is a world with as many
    records; with ``beside`` a worker of that other checkout, which must be able to work on what our migrations make.
    """
    now = ShiftedClock().now().replace(microsecond=0)
    with folder_on_disk() as (folder, file_system):
        password = secrets.token_hex(16)
        postgres = EmbeddedPostgres(folder, password, durable=True)
        try:
            await postgres.start()
            place = Place(
                folder, postgres, password, secrets.token_hex(16), secrets.token_hex(32), checkpoint_key_in(folder)
            )
            token_key = TokenIssuer(ECKey.generate_key("P-256"))
            patients = list(invent_patients(size, seed, now))
            cards = await make_fresh_world(
                place, pool, patients, token_key, now, open_progress("people", size), verified=verified
            )
            if beside is not None:
                await copy_fresh_world(place, BESIDE)
            if history:
                await make_aged_world(place, patients, history, open_progress)
            async with AsyncExitStack() as running:
                start = running.enter_async_context
                echo_port = free_port()
                yield Stand(
                    patients=patients,
                    verified=verified,
                    cards=cards,
                    tokens={code: token_for(token_key, code, now) for code in INSTITUTIONS},
                    fresh=await start(open_worker(place, FRESH, REPOSITORY)),
                    beside=None if beside is None else await start(open_worker(place, BESIDE, beside)),
                    aged=await start(open_worker(place, AGED, REPOSITORY, history)) if history else None,
                    echo_port=echo_port,
                    echo_process_id=await start(_echo(place, echo_port)),
                    postgres_process_id=postgres.process_id,
                    file_system=file_system,
                )
        finally:
            await postgres.stop()


@asynccontextmanager
async def open_worker(place: Place, database: str, checkout: Path, history: int = 0) -> AsyncIterator[CheckWorker]:
    """Run a worker of ``checkout`` on a database until the end of the block."""
    port = free_port()
    worker = served(
        program_command("serve", "eligibility", "--port", str(port)),
        ready_url=f"http://{LOOPBACK}:{port}/readyz",
        settings={
            "PYTHONPATH": str(checkout),
            "ONSHI_ELIGIBILITY_DATABASE_URL": place.worker_url(database),
            "ONSHI_NONCE_KEY": place.nonce_key,
            # Sealed as in `onshi up`: what that costs counts.
            "ONSHI_CHECKPOINT_KEY_FILE": str(place.checkpoint_key_file),
        },
        log=place.folder / f"{database}.log",
    )
    async with connected(place.admin_url(database)) as admin, worker as process_id:
        yield CheckWorker(port, process_id, admin, history)


def _echo(place: Place, port: int) -> AbstractAsyncContextManager[int]:
    return served(
        _echo_command(port),
        ready_url=f"http://{LOOPBACK}:{port}/openapi.json",
        settings={},
        log=place.folder / "echo.log",
    )


def token_for(token_key: TokenIssuer, code: InstitutionCode, now: datetime) -> str:
    """Return a token with which an institution checks."""
    caller = Caller(
        client_id=f"bench-{code}",
        role=Role.INSTITUTION,
        scopes=frozenset({Scope.CHECK}),
        world=DEFAULT_WORLD,
        expires_at=now + _TOKENS_LIVE,
        institution_code=code,
    )
    return token_key.issue(caller, now)


def _echo_command(port: int) -> list[str]:
    # The same server, options and single process as the worker's.
    options = "--loop uvloop --http httptools --no-access-log --no-server-header --log-level warning --factory"
    address = ["--host", LOOPBACK, "--port", str(port)]
    return [sys.executable, "-m", "uvicorn", "loadtests.bench.echo:create_app", *address, *options.split()]
