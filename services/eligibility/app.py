"""Wiring of the eligibility service."""

import asyncio
import contextlib
import hmac
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from fastapi import FastAPI
from starlette.types import ASGIApp

from services.eligibility.bulk import routes as bulk_routes
from services.eligibility.bulk.commands.worker import BulkWorker
from services.eligibility.bulk.routes import BULK_BODY_LIMIT_BYTES, BULK_PATH
from services.eligibility.bulk.store import Receptions
from services.eligibility.checks import routes
from services.eligibility.checks.commands.ports import CheckPorts
from services.eligibility.checks.store.check_log import CheckLog
from services.eligibility.checks.store.idempotency import IdempotencyKeys
from services.eligibility.checks.store.misses import MissBudget, MissBudgets
from services.eligibility.checks.store.reads import CheckReads
from services.eligibility.checks.store.trusted_roots import TrustedRoots, keep_reading
from services.eligibility.faces.rest import check_routes, document
from services.eligibility.faces.rest.endpoint import CheckEndpoint, CheckNeeds
from services.eligibility.limits import routes as limit_routes
from services.eligibility.medical import routes as medical_routes
from services.eligibility.record import routes as checkpoint_routes
from services.eligibility.record.commands.sealing import keep_sealing, read_checkpoint_key
from services.eligibility.record.store.check_watch import CheckWatch
from services.eligibility.record.store.unsealed import Unsealed
from services.eligibility.references import routes as reference_routes
from services.eligibility.references.routes import BULK_REFERENCES_PATH
from shared.db.record_order import keeps_record_order, refuse_without_order
from shared.pki.nonce import NonceMint
from shared.settings import Settings
from shared.web.app import new_service_app
from shared.web.callers import Authenticator
from shared.worlds.held import Held
from shared.worlds.world import World, Worlds, open_world

DESCRIPTION = (
    "オンライン資格確認: is this patient insured today, by whom, and what is their limit? "
    "By My Number Card (利用者証明用電子証明書) or by insurance identifiers (資格確認書). "
    "The My Number itself is never asked for, and refused wherever it could stand."
)


def create_asgi(settings: Settings) -> ASGIApp:
    """Return the service: the check path in front, the framework behind it."""
    app = create_app(settings)
    return CheckEndpoint(app, lambda: app.state.worlds)


def create_app(settings: Settings) -> FastAPI:
    """Return everything but ``POST /v1/checks``, which the document describes all the same."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with open_world(settings, "eligibility", refuse_without_order) as world:
            held = _held(world, settings)
            roots, authenticator = held.get(TrustedRoots), held.get(Authenticator)
            checkpoint_key = read_checkpoint_key(settings.checkpoint_key_file)
            app.state.worlds = Worlds({world.name: held})
            app.state.ready_checks = {
                "trusted_roots": lambda: roots.can_verify(world.clock.now()),
                "token_keys": lambda: authenticator.can_verify(world.clock.now()),
                "database": world.database.answers,
                "record_order": lambda: keeps_record_order(world.database.pool),
            }
            reading = asyncio.create_task(keep_reading(world, roots, authenticator))
            unsealed = Unsealed()
            # A check is answered all the same: what is sealed late stands in the record, and a clinic must not wait.
            app.state.ready_warnings = {"record_sealed_late": unsealed.is_late}
            sealing = asyncio.create_task(keep_sealing(world, checkpoint_key, unsealed))
            working = asyncio.create_task(held.get(BulkWorker).run())
            yield
            held.get(CheckWatch).release()
            for task in (reading, working, sealing):
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task

    app = new_service_app(
        title="onshi eligibility",
        description=DESCRIPTION,
        lifespan=lifespan,
        described_routes=document.described_routes,
        whole_examples=document.whole_examples,
        body_limits=dict.fromkeys((BULK_PATH, BULK_REFERENCES_PATH), BULK_BODY_LIMIT_BYTES),
    )
    for router in (routes.router, check_routes.router, bulk_routes.router, reference_routes.router):
        app.include_router(router)
    app.include_router(limit_routes.router)
    app.include_router(medical_routes.router)
    app.include_router(checkpoint_routes.router)
    return app


def _held(world: World, settings: Settings) -> Held:
    lifetime = timedelta(seconds=settings.nonce_lifetime_s)
    nonce_key = bytes.fromhex(settings.secret("nonce_key"))
    misses = MissBudgets(
        single=MissBudget(settings.miss_limit, timedelta(seconds=settings.miss_window_s)),
        bulk=MissBudget(settings.bulk_miss_limit, timedelta(seconds=settings.bulk_miss_window_s)),
    )
    authenticator = Authenticator(world.name, world.database)
    check = CheckPorts(
        world=world,
        nonces=NonceMint(nonce_key, world.name, lifetime, world.random_bytes),
        roots=TrustedRoots(world),
        reads=CheckReads(world, most_waiting=settings.waiting_limit, misses=misses.single),
        log=CheckLog(world, most_waiting=settings.waiting_limit),
        misses=misses,
    )
    keys = IdempotencyKeys(world.database, hmac.digest(nonce_key, b"onshi idempotency keys", "sha256"))
    bulk = Receptions(world, misses.bulk)
    return Held(
        world,
        authenticator,
        CheckNeeds(authenticator, check, keys),
        check.nonces,
        check.roots,
        check.log,
        misses,
        keys,
        bulk,
        BulkWorker(world, check.reads, bulk, keys),
        CheckWatch(world),
    )
