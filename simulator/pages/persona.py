"""The page of one persona: what is expected, what is answered now, and a call to copy, each way to ask."""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import HTMLResponse

from shared.web.pages.links import whole_address
from simulator.pages.asked import Asked, Way
from simulator.pages.calls import CalledAt, Calls, calls_by_card, calls_by_number
from simulator.pages.console import CONSOLE_PAGES, command_for
from simulator.pages.outcomes import ShownMember, outcome
from simulator.pages.persona_facts import Facts, card_facts, insured_facts
from simulator.personas.credentials import Credential
from simulator.personas.persona import Persona


@dataclass(frozen=True, slots=True)
class _Side:
    """One way to ask."""

    way: Way
    facts: Facts
    expected: list[ShownMember]
    calls: Calls | None
    """None where nobody can ask so."""


def persona_page(
    request: Request,
    persona: Persona,
    clients: Mapping[str, Credential],
    at: CalledAt | None,
    asked: Asked | None = None,
) -> HTMLResponse:
    """Return the page; ``at`` is None where no services belong to these controls, so that nobody can be asked."""
    called_at = at or CalledAt("http://127.0.0.1:8000")
    return CONSOLE_PAGES.render(
        request,
        "persona.html",
        command=command_for(whole_address(request, f"/personas/{persona.id}")),
        persona=persona,
        sides=[_by_card(persona, clients, called_at), _by_number(persona, clients, called_at)],
        can_ask=at is not None,
        asked=asked,
    )


def _by_card(persona: Persona, clients: Mapping[str, Credential], at: CalledAt) -> _Side:
    client, card = clients.get(persona.ask.card.client_id), persona.card
    calls = None if card is None or client is None else calls_by_card(persona, client, at)
    return _Side("card", card_facts(card, persona.ask.card), outcome(persona.expected.card), calls)


def _by_number(persona: Persona, clients: Mapping[str, Credential], at: CalledAt) -> _Side:
    client, insured = clients.get(persona.ask.insured.client_id), persona.insured
    calls = None if insured is None or client is None else calls_by_number(persona, client, at)
    return _Side("insured", insured_facts(insured, persona.ask.insured), outcome(persona.expected.insured), calls)
