"""What seeding asks of the simulated J-LIS: its roots for the registry, cards, and what becomes of some of them."""

from collections.abc import Mapping
from typing import Any

from simulator.personas.persona import Persona
from simulator.worlds.seeding import bodies
from simulator.worlds.seeding.calls import Calls

_PIN_TRIES = 3
_WRONG_PIN = frozenset({"pin-wrong", "pin-blocked"})


async def pin_roots(jpki: Calls, registry: Calls) -> None:
    """Let the registry trust the authorities of this world; raises SeedFailed."""
    # Those for signatures are known too, so that their certificates are told from those of strangers.
    for kind in ("authentication", "signature"):
        roots = await jpki.read(f"/ca/{kind}/roots.pem")
        await registry.post("/v1/trust-roots", {"certificates_pem": roots})


async def make_card(jpki: Calls, persona: Persona) -> Mapping[str, Any]:
    """Make the card of somebody who has one, and return it as J-LIS shows it; raises SeedFailed."""
    if persona.card is None or persona.holder is None:
        return {}
    return await jpki.post("/v1/cards", bodies.card(persona.card, persona.holder))


async def spoil_card(jpki: Calls, persona: Persona) -> None:
    """Revoke the card or use its PIN up where the persona's is so; raises SeedFailed."""
    card = persona.card
    if card is None:
        return
    if card.revoked_for is not None:
        await jpki.post(f"/v1/cards/{card.card_id}/revocation", {"reason": card.revoked_for})
    if card.pin_blocked:
        for _ in range(_PIN_TRIES):
            await jpki.post(f"/v1/cards/{card.card_id}/presence-proofs", bodies.wrong_pin(card), wrong=_WRONG_PIN)
