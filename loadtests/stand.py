"""The bench's stand: a PostgreSQL that commits to a disk, people in it, one eligibility worker, the echo."""

import secrets
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import Executor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import asyncpg
from cryptography import x509
from joserfc.jwk import ECKey

from loadtests.cards import SHARED_KEYS, Card, CertificateOrder, issue_cards, make_keys
from loadtests.machine import folder_on_disk
from loadtests.population import (
    INSTITUTIONS,
    Patient,
    invent_patients,
    publish_patients,
    publish_surroundings,
    settle,
)
from loadtests.servers import LOOPBACK, free_port, served
from loadtests.spread import spread
from onshi.__main__ import program_command, program_environment
from services.program.data_folder import DataFolder
from shared.clock import ShiftedClock, day_in_japan
from shared.db.embedded import ADMINISTRATOR, EmbeddedPostgres
from shared.db.migrate import migrate
from shared.db.roles import runtime_role
from shared.domain.identifiers import InstitutionCode
from shared.domain.roles import Role, Scope
from shared.pki.tokens import Caller, TokenIssuer
from shared.web.edge import DEFAULT_WORLD

_DATABASE = "onshi_bench"
_TOKENS_LIVE = timedelta(hours=2)
_CERTIFICATES_SINCE = timedelta(days=300)
_CERTIFICATES_LIVE = timedelta(days=1500)


@dataclass(frozen=True, slots=True)
class Stand:
    """What a measurement works with. Ports are of loopback."""

    patients: Sequence[Patient]
    cards: Sequence[Card]
    tokens: dict[str, str]
    """A token for each institution, by its code."""
    check_port: int
    echo_port: int
    worker_process_id: int
    echo_process_id: int
    postgres_process_id: int
    admin: asyncpg.Connection
    file_system: str


@asynccontextmanager
async def open_stand(pool: Executor, size: int, seed: int, on_progress: Callable[[int], None]) -> AsyncIterator[Stand]:
    """Set everything up for ``size`` people, and take it down at the end. Progress counts people."""
    now = ShiftedClock().now().replace(microsecond=0)
    with folder_on_disk() as (folder, file_system):
        password, worker_password = secrets.token_hex(16), secrets.token_hex(16)
        postgres = EmbeddedPostgres(folder, password, durable=True)
        try:
            await postgres.start()
            admin_url = await _new_database(postgres, password)
            await migrate(admin_url, {"eligibility": worker_password})
            admin = await asyncpg.connect(admin_url)
            token_key = TokenIssuer(ECKey.generate_key("P-256"))
            patients = list(invent_patients(size, seed, now))
            cards = await _populate(admin, pool, patients, token_key, now, on_progress)
            check_port, echo_port = free_port(), free_port()
            worker = served(
                program_command("serve", "eligibility", "--port", str(check_port)),
                ready_url=f"http://{LOOPBACK}:{check_port}/readyz",
                settings=program_environment(
                    {
                        "ONSHI_ELIGIBILITY_DATABASE_URL": postgres.url_of(
                            runtime_role("eligibility"), worker_password, _DATABASE
                        ),
                        "ONSHI_NONCE_KEY": secrets.token_hex(32),
                        # Sealed as in `onshi up`: what that costs counts.
                        "ONSHI_CHECKPOINT_KEY_FILE": str(_checkpoint_key_in(folder)),
                    }
                ),
                log=folder / "worker.log",
            )
            echo = served(
                _echo_command(echo_port),
                ready_url=f"http://{LOOPBACK}:{echo_port}/openapi.json",
                settings={},
                log=folder / "echo.log",
            )
            async with worker as worker_process_id, echo as echo_process_id:
                yield Stand(
                    patients=patients,
                    cards=cards,
                    tokens={code: _token(token_key, code, now) for code in INSTITUTIONS},
                    check_port=check_port,
                    echo_port=echo_port,
                    worker_process_id=worker_process_id,
                    echo_process_id=echo_process_id,
                    postgres_process_id=postgres.process_id,
                    admin=admin,
                    file_system=file_system,
                )
            await admin.close()
        finally:
            await postgres.stop()


def _checkpoint_key_in(folder: Path) -> Path:
    keys = DataFolder(folder)
    keys.make_checkpoint_key()
    return keys.checkpoint_key_file


async def _new_database(postgres: EmbeddedPostgres, password: str) -> str:
    admin = await asyncpg.connect(postgres.admin_url)
    await admin.execute(f"CREATE DATABASE {_DATABASE}")
    await admin.close()
    return postgres.url_of(ADMINISTRATOR, password, _DATABASE)


async def _populate(
    admin: asyncpg.Connection,
    pool: Executor,
    patients: Sequence[Patient],
    token_key: TokenIssuer,
    now: datetime,
    on_progress: Callable[[int], None],
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
    await publish_patients(admin, patients, root, now)
    await settle(admin)
    return cards


def _token(token_key: TokenIssuer, code: InstitutionCode, now: datetime) -> str:
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
    return [sys.executable, "-m", "uvicorn", "loadtests.echo:create_app", *address, *options.split()]
