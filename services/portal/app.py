"""The patient's portal as an HTTP app."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request, Response

from services.portal.own import care, consents, history, insurance
from services.portal.pages.look import PAGES
from services.portal.registering import routes as registering
from services.portal.session.cookies import Offer, Session, forget
from services.portal.session.portal import Portal, Unavailable
from services.portal.session.sealed import KEY_BYTES, Sealer
from services.portal.session.signed_in import SignedOut
from services.portal.signing_in import routes as signing_in
from shared.domain.world_life import WorldLife
from shared.settings import Settings
from shared.web.app import new_service_app
from shared.web.pages.forms import see_other
from shared.web.pages.refused_pages import RefusedPages
from shared.web.service_calls import open_service_calls
from shared.worlds.clock import WorldClock
from shared.worlds.held import Held
from shared.worlds.process import ProcessWorlds, only_world
from shared.worlds.readiness import ReadyChecks
from shared.worlds.state import WorldState

_DESCRIPTION = """\
The patient's portal (マイナポータル): pages on which a patient signs in with card and PIN, and sees their insurance, \
their care, who looked at it and what they agreed to.

**For the simulator only.** A client of the other services: what it shows is `/v1/me` of consent.
"""


def create_app(settings: Settings, process: ProcessWorlds | None = None) -> FastAPI:
    """Return the app; serve it as ``shared.web.edge.Edge(create_app(settings))``.

    ``process`` has the worlds; without it the app serves the one that the settings name.
    """
    worlds = process or only_world(settings)
    # Without a setting the key is this process's own: enough where a single one serves the pages.
    key = settings.portal_cookie_key
    sealing_key = os.urandom(KEY_BYTES) if key is None else bytes.fromhex(key.get_secret_value())

    @asynccontextmanager
    async def opened(state: WorldState) -> AsyncIterator[Held]:
        addresses = {
            "consent": settings.consent_url,
            "registry": settings.registry_url,
            "eligibility": settings.eligibility_url,
            "jpki": settings.jpki_url,
            "controls": settings.controls_url,
        }
        another = None if state.name == settings.world else state.name
        sealer = Sealer(sealing_key, WorldLife(state.name, state.generation), os.urandom)
        async with open_service_calls(addresses, another, settings.services_ca_file) as calls:

            async def knows_its_services() -> bool:
                return all(calls.knows(each) for each in ("consent", "registry", "jpki"))

            yield Held(
                Portal(calls, sealer, WorldClock(state.clock), settings.secret("portal_client_secret")),
                ReadyChecks({"services": knows_its_services}),
            )

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        settings.secret("portal_client_secret")
        async with worlds.host(opened) as host:
            app.state.worlds = host
            yield

    app = new_service_app(title="onshi portal: the patient's pages", description=_DESCRIPTION, lifespan=lifespan)
    for each in (signing_in, registering, insurance, care, history, consents):
        app.include_router(each.router)
    app.add_middleware(RefusedPages, pages=PAGES)
    app.add_exception_handler(SignedOut, _to_sign_in)
    app.add_exception_handler(Unavailable, _later)
    return app


async def _to_sign_in(request: Request, error: Exception) -> Response:
    assert isinstance(error, SignedOut)  # noqa: S101 - registered for this type only
    answer = see_other(request, "/", alert=error.alert)
    forget(request, answer, Session, Offer)
    return answer


async def _later(request: Request, _: Exception) -> Response:
    page = PAGES.render(request, "unavailable.html")
    page.status_code = 503
    page.headers["Retry-After"] = "1"
    return page
