"""The simulated J-LIS as an HTTP app."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from fastapi import FastAPI

from services.jpki.authority import routes as authority
from services.jpki.authority.rules.keys import new_private_key
from services.jpki.authority.rules.profile import CaKind
from services.jpki.authority.store import Authorities
from services.jpki.cards.routes import cards, desk, phones, presence, tricks
from services.jpki.document import request_examples
from services.jpki.ready_keys import ReadyKeys
from services.jpki.status import routes as status
from shared.errors import DATABASE_FAILURES
from shared.settings import Settings
from shared.web.app import new_service_app
from shared.worlds.held import Held
from shared.worlds.process import ProcessWorlds, only_world
from shared.worlds.readiness import ReadyChecks
from shared.worlds.state import WorldState
from shared.worlds.world import open_world

_DESCRIPTION = """\
The simulated J-LIS (地方公共団体情報システム機構) and the cards it hands out: a certificate authority (公的個人認証), \
cards and phones that sign, revocation lists (CRL) and OCSP.

**For the simulator only, and without tokens**: it stands for the card in the patient's hand, which nobody asks who \
they are. Whoever reaches this service can use every card. Private keys of cards exist here and nowhere else; roots \
are made anew with every world. Two authorities: a check takes certificates of 利用者証明用, and refuses those \
of 署名用.
"""


def create_app(settings: Settings, process: ProcessWorlds | None = None) -> FastAPI:
    """Return the app; serve it as ``shared.web.edge.Edge(create_app(settings))``.

    ``process`` has the worlds; without it the app serves the one that the settings name.
    """
    worlds = process or only_world(settings)
    ready_keys = ReadyKeys(new_private_key)

    @asynccontextmanager
    async def opened(state: WorldState) -> AsyncIterator[Held]:
        async with open_world(settings, "jpki", state=state, budget=worlds.budget) as world:
            authorities = Authorities(world, ready_keys)
            checks = {"database": world.database.can_write, "authorities": lambda: _has_authorities(authorities)}
            yield Held(world, authorities, ReadyChecks(checks))

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        settings.database_url_of("jpki")
        async with ready_keys.kept(), worlds.host(opened) as host:
            app.state.worlds = host
            yield

    app = new_service_app(
        title="onshi jpki: simulated J-LIS",
        description=_DESCRIPTION,
        lifespan=lifespan,
        whole_examples=request_examples,
    )
    app.include_router(cards.router)
    app.include_router(presence.router)
    app.include_router(tricks.router)
    app.include_router(phones.router)
    app.include_router(desk.router)
    app.include_router(authority.router)
    app.include_router(status.router)
    return app


async def _has_authorities(authorities: Authorities) -> bool:
    with suppress(*DATABASE_FAILURES):
        return bool(await authorities.of(CaKind.AUTHENTICATION))
    return False
