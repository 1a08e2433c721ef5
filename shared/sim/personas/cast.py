"""The whole cast: every persona of a world, from its seed and reference date."""

from datetime import date

from shared.sim.personas.cards import card_personas
from shared.sim.personas.casting import Casting
from shared.sim.personas.covered import covered_personas
from shared.sim.personas.persona import Persona
from shared.sim.personas.uncovered import uncovered_personas


def personas(seed: int, reference_date: date) -> tuple[Persona, ...]:
    """Return the personas; the same seed and date give the same people, ids and order, on any machine."""
    casting = Casting(seed, reference_date)
    return (*covered_personas(casting), *uncovered_personas(casting), *card_personas(casting))
