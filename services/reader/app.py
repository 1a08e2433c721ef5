"""The simulated card reader as an HTTP app."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from services.reader.document import request_examples
from services.reader.pages.look import PAGES
from services.reader.readers import routes as readers
from services.reader.readers.rules import Readers
from services.reader.receptions.commands import Waiting
from services.reader.visits.routes import direct
from services.reader.visits.routes import pages as visits
from services.reader.visits.store.over import REMOVING, remove_over
from shared.settings import Settings
from shared.web.app import new_service_app
from shared.web.pages.refused_pages import RefusedPages
from shared.web.service_calls import open_service_calls
from shared.worlds.held import Held
from shared.worlds.process import ProcessWorlds, only_world
from shared.worlds.readiness import ReadyChecks
from shared.worlds.state import WorldState
from shared.worlds.world import open_world

_A_MOMENT_LATER_S = 1.0
_DESCRIPTION = """\
The simulated card reader (顔認証付きカードリーダー): pages at which a patient places a card, is verified, answers the \
questions about medical data, and is checked; beside them what the clinic's receipt system receives.

**For the simulator only, and without tokens**: it stands for the machine on the counter. It is a client of the other \
services, with a token of role `reader`, and keeps no PIN.
"""


def create_app(settings: Settings, process: ProcessWorlds | None = None) -> FastAPI:
    """Return the app; serve it as ``shared.web.edge.Edge(create_app(settings))``.

    ``process`` has the worlds; without it the app serves the one that the settings name.
    """
    worlds = process or only_world(settings)
    known = Readers(settings.reader_clients)

    @asynccontextmanager
    async def opened(state: WorldState) -> AsyncIterator[Held]:
        addresses = {
            "registry": settings.registry_url,
            "eligibility": settings.eligibility_url,
            "jpki": settings.jpki_url,
            "controls": settings.controls_url,
        }
        another = None if state.name == settings.world else state.name
        async with (
            open_world(settings, "reader", state=state, budget=worlds.budget) as world,
            open_service_calls(
                addresses, another, settings.services_ca_file, settings.client_certificates_folder
            ) as calls,
        ):
            waiting = Waiting()
            world.background.add_waiting(waiting)
            world.background.add(REMOVING, lambda: remove_over(world), is_lasting=True)
            world.background.need(REMOVING, in_s=_A_MOMENT_LATER_S)
            yield Held(world, known, calls, waiting, ReadyChecks({"database": world.database.can_write}))

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        settings.database_url_of("reader")
        async with worlds.host(opened) as host:
            app.state.worlds = host
            yield

    app = new_service_app(
        title="onshi reader: simulated card reader",
        description=_DESCRIPTION,
        lifespan=lifespan,
        whole_examples=request_examples,
    )
    for each in (direct, readers, visits):
        app.include_router(each.router)
    app.add_middleware(RefusedPages, pages=PAGES)
    return app
