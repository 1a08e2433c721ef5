"""Whose turn it is when: the schedule of one face, fixed by its seed. Pure."""

import random
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Turn:
    """One act of a face: ``at_s`` seconds after the start, before it in the warm-up."""

    at_s: float
    face: str
    number: int
    """Of all turns of this face in the run."""
    place: int
    """Draws whoever it is about: to be taken modulo how many there are."""
    institution: int
    """Its place among the clients."""

    @property
    def is_warm_up(self) -> bool:
        """Whether it counts nowhere."""
        return self.at_s < 0


def draw_turns(seed: int, face: str, rate: float, seconds: float, institutions: Sequence[int]) -> list[Turn]:
    """Return ``rate`` x ``seconds`` turns in their order: the same for the same arguments."""
    source = random.Random(f"{seed} {face}")
    instants = sorted(source.random() * seconds for _ in range(round(rate * seconds)))
    return [
        Turn(at_s, face, number, source.getrandbits(31), source.choice(institutions))
        for number, at_s in enumerate(instants)
    ]
