"""Odd proofs on pages: the matrix, one of them, and what comes of trying it now."""

import asyncio
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from services.jpki.odd.catalogue import ODD_PROOFS
from services.jpki.odd.shape import STEPS, OddProof
from shared.domain.roles import Role
from shared.errors import ControlsAlone, JournalOff, ResourceNotFound, catalogue
from shared.web.edge import WORLD_KEY
from shared.web.from_world import FromWorld
from shared.web.pages.forms import same_origin, see_other
from shared.web.pages.links import whole_address
from shared.web.pages.page_query import page_query
from shared.web.strict_routes import StrictRouter
from simulator.controls.console.people import called_at, clients_of, services_for
from simulator.controls.console.trying import Trying
from simulator.controls.journal import Journal
from simulator.controls.journal_messages import JournalEntry
from simulator.pages.console import CONSOLE_PAGES, command_for
from simulator.pages.tried import Tried

PATH = "/console/odd-proofs"
router = StrictRouter(prefix=PATH, include_in_schema=False, dependencies=[Depends(page_query)])
_Trying = Annotated[Trying, Depends(FromWorld(Trying))]
_Journal = Annotated[Journal, Depends(FromWorld(Journal))]
_LOOKS, _LOOK_EVERY_S = 15, 0.1
"""An entry of the journal can be read a second after its answer at the latest."""


@router.get("")
async def show_odd_proofs(request: Request) -> HTMLResponse:
    """Return the matrix."""
    by_step = [(step, [odd for odd in ODD_PROOFS.values() if odd.step == step]) for step in STEPS]
    can_try = await called_at(request) is not None
    return CONSOLE_PAGES.render(
        request,
        "odd_proofs.html",
        command=command_for(whole_address(request, "/odd-proofs")),
        steps=by_step,
        can_try=can_try,
    )


@router.get("/tries/{tried_id}", response_class=HTMLResponse)
async def show_try(request: Request, tried_id: str, trying: _Trying, journal: _Journal) -> Response:
    """Return the page of the odd proof with what came of it; the matrix where that is no longer kept."""
    tried = trying.find(tried_id)
    if tried is None:
        return see_other(request, PATH, alert="answer_gone")
    return await _page(request, tried.odd, tried, await _entry_of(request, tried, journal))


@router.get("/{odd_proof_id}")
async def show_odd_proof(request: Request, odd_proof_id: str) -> HTMLResponse:
    """Return the page of one."""
    return await _page(request, _named(odd_proof_id))


@router.post("/{odd_proof_id}")
async def try_now(request: Request, odd_proof_id: str, trying: _Trying) -> Response:
    """Try it now, and lead to what came of it."""
    same_origin(request)
    odd = _named(odd_proof_id)
    clients = (await clients_of(request)).values()
    client = next((each for each in clients if each.role is Role.INSTITUTION), None)
    if odd.forge is None or client is None:
        raise ResourceNotFound
    tried = await trying.attempt(odd, client, await services_for(request))
    return see_other(request, f"{PATH}/tries/{tried.id}")


async def _page(
    request: Request, odd: OddProof, tried: Tried | None = None, entry: JournalEntry | None = None
) -> HTMLResponse:
    at = await called_at(request)
    base = "$base" if at is None else at.base_url
    return CONSOLE_PAGES.render(
        request,
        "odd_proof.html",
        command=command_for(whole_address(request, f"/odd-proofs/{odd.id}")),
        odd=odd,
        refusal=catalogue()[odd.code],
        can_try=at is not None,
        tried=tried,
        entry=entry,
        trick=f'POST {base}/jpki/v1/cards/$card_id/tricks\n\n{{"trick": "{odd.id}"}}',
    )


def _named(odd_proof_id: str) -> OddProof:
    if odd_proof_id not in ODD_PROOFS:
        raise ResourceNotFound
    return ODD_PROOFS[odd_proof_id]


async def _entry_of(request: Request, tried: Tried, journal: Journal) -> JournalEntry | None:
    """Return the journal's entry, waiting for it as long as it may take; None where none is kept."""
    if tried.request_id is None:
        return None
    for _ in range(_LOOKS):
        try:
            return await journal.read_one(request.scope[WORLD_KEY], tried.request_id)
        except ResourceNotFound:
            await asyncio.sleep(_LOOK_EVERY_S)
        except (ControlsAlone, JournalOff):
            return None
    return None
