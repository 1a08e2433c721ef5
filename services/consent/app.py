"""Wiring of the consent service."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from fastapi import FastAPI

from services.consent.acts import routes as act_routes
from services.consent.consents import routes as consent_routes
from services.consent.document import request_examples
from services.consent.history.routes import history as history_routes
from services.consent.history.routes import proofs as disclosure_proofs
from services.consent.openings import routes as opening_routes
from services.consent.patients.commands.ended_sessions import REMOVING, remove_ended
from services.consent.patients.commands.sessions import SignIn
from services.consent.patients.routes import me, medical, proofs, sessions
from services.consent.purposes import routes
from shared.db.budget import ConnectionBudget
from shared.db.database import Database, open_database
from shared.db.record_order import keeps_record_order, refuse_without_order
from shared.pki.nonce import NonceMint
from shared.pki.pinned_roots import PinnedRoots
from shared.settings import Settings
from shared.web.app import new_service_app
from shared.web.callers import Authenticator
from shared.worlds.held import Held
from shared.worlds.process import ProcessWorlds, only_world
from shared.worlds.readiness import ReadyChecks
from shared.worlds.state import WorldState
from shared.worlds.world import World, open_world

DESCRIPTION = (
    "告知要求制限 and consent: the purposes for which insurance numbers may be asked for, by whom, under which "
    "article, and what each opens. Default deny; every check obeys the same table. What patients agreed to "
    "(閲覧同意), where reading without a card is open (災害時等), who looked at whose data (開示履歴), and the "
    "patient's own view of all that (マイナポータル)."
)
_NONCE_KEY_BYTES = 32
_A_MOMENT_LATER_S = 1.0


def create_app(settings: Settings, process: ProcessWorlds | None = None) -> FastAPI:
    """Return the service for the worlds of ``process``; without it for the one that the settings name."""
    worlds = process or only_world(settings)

    @asynccontextmanager
    async def opened(state: WorldState) -> AsyncIterator[Held]:
        async with (
            _cell_records(settings, state, worlds.budget) as cell_records,
            open_world(
                settings,
                "consent",
                refuse_without_order,
                state=state,
                budget=worlds.budget,
                cell_records=cell_records,
            ) as world,
        ):
            ready = ReadyChecks(
                {"database": world.database.can_write, "record_order": lambda: keeps_record_order(world.database)}
            )
            world.background.add(REMOVING, lambda: remove_ended(world), is_lasting=True)
            world.background.need(REMOVING, in_s=_A_MOMENT_LATER_S)
            yield Held(world, Authenticator(world.life, world.database), _sign_in(world, settings), ready)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        settings.database_url_of("consent")
        async with worlds.host(opened) as host:
            app.state.worlds = host
            yield

    app = new_service_app(
        title="onshi consent", description=DESCRIPTION, lifespan=lifespan, whole_examples=request_examples
    )
    for each in (
        routes,
        consent_routes,
        opening_routes,
        act_routes,
        history_routes,
        disclosure_proofs,
        sessions,
        me,
        medical,
        proofs,
    ):
        app.include_router(each.router)
    return app


@asynccontextmanager
async def _cell_records(
    settings: Settings, state: WorldState, budget: ConnectionBudget
) -> AsyncIterator[Database | None]:
    """Open where the records of all cells are read; cells have the world that the settings name alone."""
    if settings.cell_records_database_url is None or state.name != settings.world:
        yield None
        return
    url = settings.secret("cell_records_database_url")
    async with open_database(url, statement_timeout_s=settings.statement_timeout_s, budget=budget) as database:
        yield database


def _sign_in(world: World, settings: Settings) -> SignIn:
    # Without a setting the key is this process's own: enough where a single one serves the patients.
    key = settings.portal_nonce_key
    nonce_key = world.random_bytes(_NONCE_KEY_BYTES) if key is None else bytes.fromhex(key.get_secret_value())
    lifetime = timedelta(seconds=settings.nonce_lifetime_s)
    return SignIn(
        # Never the nonces of a check, even where both were given the same key.
        nonces=NonceMint(nonce_key, world.life, lifetime, world.random_bytes, use="portal"),
        session_lifetime=timedelta(seconds=settings.portal_session_s),
        roots=PinnedRoots(),
    )
