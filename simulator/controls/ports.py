"""What the controls hold of one world."""

from dataclasses import dataclass
from datetime import date

from simulator.personas.credentials import CREDENTIALS, Credential
from simulator.personas.persona import Persona


@dataclass(frozen=True, slots=True)
class ControlPorts:
    """The personas with the reference date for which they hold, and the clients."""

    reference_date: date
    personas: tuple[Persona, ...]
    clients: tuple[Credential, ...] = CREDENTIALS
    seed: int = 1
    """What its people were made from."""
