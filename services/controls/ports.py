"""What the controls hold of one world."""

from dataclasses import dataclass
from datetime import date

from shared.sim.personas.persona import Persona


@dataclass(frozen=True, slots=True)
class ControlPorts:
    """The personas, and the reference date for which they hold."""

    reference_date: date
    personas: tuple[Persona, ...]
