"""Who comes when: an open schedule, fixed by its seed before anything is sent. Pure."""

import random
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from loadtests.cases import CLOSED_PURPOSES

_MIX = Path(__file__).with_name("mix-2025-10.toml")


class Kind(StrEnum):
    """What somebody comes with, by the name of its row in report and verdict."""

    CARD = "check by card"
    IDENTIFIERS = "check by identifiers"
    CLOSED_PURPOSE = "check for a closed purpose"


@dataclass(frozen=True, slots=True)
class Arrival:
    """One reception: ``at_s`` seconds after the start, with the case of that ``place`` among those of its kind."""

    at_s: float
    kind: Kind
    place: int
    closed_purpose: str


def read_mix() -> dict[Kind, float]:
    """Return how many of a hundred come with what, as the dated file says."""
    shares = tomllib.loads(_MIX.read_text(encoding="utf-8"))["percent"]
    return {kind: float(shares[kind.value]) for kind in Kind}


def draw_schedule(seed: int, rate: float, seconds: float, people: dict[Kind, int]) -> list[Arrival]:
    """Return ``rate`` x ``seconds`` arrivals in their order: the same for the same arguments.

    Instants are those of a Poisson process of which the number is given, so some come at once, as at a real desk.
    ``people`` tells how many cases there are of each kind.
    """
    source = random.Random(seed)
    mix = read_mix()
    kinds = source.choices(list(mix), list(mix.values()), k=round(rate * seconds))
    instants = sorted(source.random() * seconds for _ in kinds)
    return [
        Arrival(at_s, kind, source.randrange(people[kind]), source.choice(CLOSED_PURPOSES))
        for at_s, kind in zip(instants, kinds, strict=True)
    ]
