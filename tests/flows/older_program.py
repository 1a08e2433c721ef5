"""An older program: one persona, one client and the roots for signatures fewer, one persona otherwise; run as `onshi`.

Only the supervisor seeds, so it alone is made older; what it starts is served as ever.
"""

from dataclasses import replace

from simulator.__main__ import main
from simulator.worlds import people_record
from simulator.worlds.people_record import People
from simulator.worlds.seeding import seed
from simulator.worlds.seeding.calls import Calls

NEW_PERSONA, NEW_CLIENT, CHANGED_PERSONA = "municipal-nhi", "welfare", "seaman"
_everybody = People.of


def _fewer(seed: int, reference_date: object) -> People:
    people = _everybody(seed, reference_date)  # type: ignore[arg-type]
    personas = [persona for persona in people.personas if persona.id != NEW_PERSONA]
    changed = [
        replace(persona, card=replace(persona.card, pin="4321"))
        if persona.id == CHANGED_PERSONA and persona.card is not None
        else persona
        for persona in personas
    ]
    return People(tuple(changed), tuple(client for client in people.clients if client.client_id != NEW_CLIENT))


async def _roots_of_authentication(jpki: Calls, registry: Calls) -> None:
    roots = await jpki.read("/ca/authentication/roots.pem")
    await registry.post("/v1/trust-roots", {"certificates_pem": roots})


if __name__ == "__main__":
    seed.pin_roots = _roots_of_authentication  # type: ignore[attr-defined]
    people_record.People.of = _fewer  # type: ignore[method-assign]
    people_record.program_digest = lambda: "older"
    main()
