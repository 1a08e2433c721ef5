"""The registry's app: what it holds, what it does at its start, and its routes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta

import structlog
from fastapi import FastAPI

from services.registry.cards.routes import registrations as cards
from services.registry.cards.routes import reservations
from services.registry.certificates.routes import (
    elderly_certificates,
    limit_certificates,
    medical_tickets,
    specific_disease_certificates,
)
from services.registry.claims import routes as claim_routes
from services.registry.clients.commands.clients import set_operator
from services.registry.clients.commands.token_keys import TokenIssuance, publish_token_key, read_token_issuer
from services.registry.clients.routes import clients, tokens
from services.registry.clients.routes import institutions as institution_clients
from services.registry.clients.rules.credentials import digest_of
from services.registry.coverages.routes import changes as coverage_changes
from services.registry.coverages.routes import coverages
from services.registry.directory.routes import institutions, insurers
from services.registry.matches import routes as person_matches
from services.registry.persons import routes as persons
from services.registry.recording import Author
from services.registry.reports import routes as reports
from services.registry.strictness import Strictness
from services.registry.trust import routes as trust_roots
from services.registry.trust.commands.status_feed import StatusFeed
from services.registry.trust.store.jlis import open_jlis
from shared.errors import DATABASE_FAILURES
from shared.pki.pinned_roots import PinnedRoots
from shared.pki.tokens import TokenIssuer
from shared.published.registry import read_token_keys
from shared.settings import Settings
from shared.web.app import Check, new_service_app
from shared.web.callers import Authenticator
from shared.web.document import WholeExamples
from shared.worlds.held import Held
from shared.worlds.world import World, Worlds, open_world

OWN_ID = "registry"
"""The author of what the registry does by itself."""
_RETRY_S = 1.0
_log = structlog.get_logger()

_DESCRIPTION = """The truth about persons, coverage (資格), insurers (保険者), institutions (医療機関等) and which card
belongs to whom (初回登録), kept bitemporal: the days on which a fact holds and the instant at which it was registered
are two things. Get a token at `/v1/oauth/token`."""


def create_app(settings: Settings) -> FastAPI:
    """Return the registry's app; raises MissingSetting when its lifespan begins without what it needs."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            world = await stack.enter_async_context(open_world(settings, "registry"))
            lifetime = timedelta(seconds=settings.token_lifetime_s)
            tokens = TokenIssuance(read_token_issuer(settings.token_key_file), lifetime)
            authenticator = Authenticator(world.name, world.database)
            held = Held(world, authenticator, tokens, Strictness(settings.check_digits), PinnedRoots())
            app.state.worlds = Worlds({world.name: held})
            app.state.ready_checks = _ready_checks(world, tokens.issuer)
            jlis = None
            if settings.jpki_url is not None:
                jlis = await stack.enter_async_context(open_jlis(settings.jpki_url, settings.jpki_ca_file))
            tasks = await stack.enter_async_context(asyncio.TaskGroup())
            background = []
            try:
                await _introduce(world, tokens.issuer, settings)
            except DATABASE_FAILURES:
                background.append(tasks.create_task(_introduce_when_possible(world, tokens.issuer, settings)))
            if jlis is not None:
                feed = StatusFeed(Author(world, OWN_ID), jlis)
                background.append(tasks.create_task(feed.follow(settings.status_poll_s)))
            try:
                yield
            finally:
                for task in background:
                    task.cancel()

    app = new_service_app(
        title="onshi registry", description=_DESCRIPTION, lifespan=lifespan, whole_examples=_whole_examples
    )
    for resource in (
        tokens,
        trust_roots,
        insurers,
        institutions,
        institution_clients,
        clients,
        persons,
        coverages,
        coverage_changes,
        limit_certificates,
        elderly_certificates,
        specific_disease_certificates,
        medical_tickets,
        cards,
        reservations,
        claim_routes,
        reports,
        person_matches,
    ):
        app.include_router(resource.router)
    return app


def _whole_examples() -> dict[tuple[str, str], WholeExamples]:
    # For the first reader of the document, not at the start.
    from services.registry.document.examples import whole_examples  # noqa: PLC0415 - read for the document alone

    return whole_examples()


async def _introduce(world: World, issuer: TokenIssuer, settings: Settings) -> None:
    """Make the operator and publish the token key; every worker does so, and only the first changes anything.

    The key comes last: with it the registry is ready, and whoever sees that may ask for the operator's token.
    """
    if settings.operator_secret is not None:
        await set_operator(Author(world, OWN_ID), digest_of(settings.operator_secret.get_secret_value()))
    async with world.database.transaction() as connection:
        await publish_token_key(connection, issuer, world.clock)


async def _introduce_when_possible(world: World, issuer: TokenIssuer, settings: Settings) -> None:
    while True:
        try:
            return await _introduce(world, issuer, settings)
        except DATABASE_FAILURES:
            _log.warning("the database is not available at the start")
            await asyncio.sleep(_RETRY_S)


def _ready_checks(world: World, issuer: TokenIssuer) -> dict[str, Check]:
    async def published_keys() -> dict[str, dict[str, str]] | None:
        try:
            async with world.database.transaction() as connection:
                return await read_token_keys(connection, world.clock.now())
        except DATABASE_FAILURES:
            return None

    async def database() -> bool:
        return await published_keys() is not None

    async def token_keys() -> bool:
        return issuer.key_id in (await published_keys() or {})

    return {"database": database, "token_keys": token_keys}
