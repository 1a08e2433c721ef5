"""The whole cast: every persona of a world, from its seed and reference date."""

from datetime import date

from simulator.personas.ages import age_personas
from simulator.personas.assistance import assistance_personas
from simulator.personas.cards import card_personas
from simulator.personas.casting import Casting
from simulator.personas.changes import change_personas
from simulator.personas.diseases import disease_personas
from simulator.personas.documents import document_personas
from simulator.personas.identity import identity_personas
from simulator.personas.limit_questions import limit_question_personas
from simulator.personas.limits import limit_personas
from simulator.personas.mistakes import mistake_personas
from simulator.personas.numbers import number_personas
from simulator.personas.persona import Persona
from simulator.personas.phones import phone_personas
from simulator.personas.schemes import scheme_personas
from simulator.personas.written import written_personas


def personas(seed: int, reference_date: date) -> tuple[Persona, ...]:
    """Return the personas, group by group; the same seed and date give the same ones on any machine."""
    casting = Casting(seed, reference_date)
    return (
        *scheme_personas(casting),
        *limit_personas(casting),
        *limit_question_personas(casting),
        *age_personas(casting),
        *disease_personas(casting),
        *document_personas(casting),
        *assistance_personas(casting),
        *change_personas(casting),
        *mistake_personas(casting),
        *identity_personas(casting),
        *written_personas(casting),
        *card_personas(casting),
        *phone_personas(casting),
        *number_personas(casting),
    )
