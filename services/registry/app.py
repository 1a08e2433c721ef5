"""The registry's app: what it holds, what it does at its start, and its routes."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

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
from services.registry.clients.commands.token_keys import read_token_issuer
from services.registry.clients.routes import clients, tokens
from services.registry.clients.routes import institutions as institution_clients
from services.registry.coverages.routes import changes as coverage_changes
from services.registry.coverages.routes import coverages
from services.registry.directory.routes import institutions, insurers
from services.registry.imports import routes as imports
from services.registry.imports.routes import LARGEST_FILE_BYTES
from services.registry.matches import routes as person_matches
from services.registry.opening.worlds import WorldOpening
from services.registry.persons import routes as persons
from services.registry.reports import routes as reports
from services.registry.statistics import routes as statistics
from services.registry.trust import routes as trust_roots
from services.registry.trust.store.jlis import open_jlis
from shared.settings import Settings
from shared.web.app import new_service_app
from shared.web.document import WholeExamples
from shared.web.streamed_bodies import IMPORTS_PATH
from shared.worlds.process import ProcessWorlds, only_world

_DESCRIPTION = """The truth about persons, coverage (資格), insurers (保険者), institutions (医療機関等) and which card
belongs to whom (初回登録), kept bitemporal: the days on which a fact holds and the instant at which it was registered
are two things. Get a token at `/v1/oauth/token`."""


def create_app(settings: Settings, process: ProcessWorlds | None = None) -> FastAPI:
    """Return the registry's app; raises MissingSetting when its lifespan begins without what it needs.

    It serves the worlds of ``process``; without it the one that the settings name.
    """
    worlds = process or only_world(settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        settings.database_url_of("registry")
        issuer = read_token_issuer(settings.token_key_file)
        async with AsyncExitStack() as stack:
            jlis = None
            if settings.jpki_url is not None:
                jlis = await stack.enter_async_context(open_jlis(settings.jpki_url, settings.jpki_ca_file))
            opening = WorldOpening(settings, worlds.budget, issuer, jlis, looks_first=worlds.idle_s is not None)
            app.state.worlds = await stack.enter_async_context(worlds.host(opening.opened))
            yield

    app = new_service_app(
        title="onshi registry",
        description=_DESCRIPTION,
        lifespan=lifespan,
        whole_examples=_whole_examples,
        body_limits={
            IMPORTS_PATH: LARGEST_FILE_BYTES,
            person_matches.BULK_MATCHES_PATH: person_matches.BULK_BODY_LIMIT_BYTES,
        },
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
        imports,
        cards,
        reservations,
        claim_routes,
        reports,
        statistics,
        person_matches,
    ):
        app.include_router(resource.router)
    return app


def _whole_examples() -> dict[tuple[str, str], WholeExamples]:
    # For the first reader of the document, not at the start.
    from services.registry.document.examples import whole_examples  # noqa: PLC0415 - read for the document alone

    return whole_examples()
