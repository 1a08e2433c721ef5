"""One block of the nation: persons, their families, coverages, certificates and cards, made together."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from simulator.population.cards import Cards, draw_cards
from simulator.population.certificates import Certificates, draw_certificates
from simulator.population.covers import Covers, draw_covers
from simulator.population.days import NEVER
from simulator.population.draws import BLOCK_SIZE, Draws
from simulator.population.families import Families, draw_families
from simulator.population.households import Households, draw_households
from simulator.population.persons import draw_persons


@dataclass(frozen=True, slots=True)
class Nation:
    """Which nation: how many persons, of which seed, on which day."""

    persons: int
    seed: int
    today: date

    @property
    def blocks(self) -> int:
        """How many blocks there are; the last may be smaller."""
        return -(-self.persons // BLOCK_SIZE)

    def size_of(self, block: int) -> int:
        """Return how many persons a block has."""
        return min(BLOCK_SIZE, self.persons - block * BLOCK_SIZE)


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the nation that was drawn by itself."""

    nation: Nation
    draws: Draws
    families: Families
    households: Households
    covers: Covers
    certificates: Certificates
    cards: Cards

    @property
    def number(self) -> int:
        """Its place in the nation."""
        return self.draws.block


def draw_block(nation: Nation, number: int) -> Block:
    """Return a block, the same whatever else is drawn; a block of a larger nation has other families."""
    draws = Draws(nation.seed, number)
    families = draw_families(draws, draw_persons(draws, nation.size_of(number), nation.today))
    households = draw_households(draws, families)
    covers = draw_covers(draws, families, households, nation.today)
    is_death = (covers.lost != NEVER) & (covers.reasons == 0)
    died = np.zeros(len(families.persons), dtype=np.bool_)
    died[covers.persons[is_death]] = True
    certificates = draw_certificates(draws, families, covers, nation.today)
    cards = draw_cards(draws, families, died, nation.today)
    return Block(nation, draws, families, households, covers, certificates, cards)
