"""Cards (マイナンバーカード) of the nation: who registered one as an insurance card, through which channel, when.

About 80 % of all hold a card, and about 88 % of these have registered it (デジタル庁・厚生労働省, 2025). No published
shares of the channels were found: they are ours.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from simulator.population.days import day_number
from simulator.population.draws import BLOCK_SIZE, Bools, Draw, Draws, Ints, chosen
from simulator.population.families import Families

REGISTERED: Final = 0.70
CHANNELS: Final = (("portal", 0.52), ("reader", 0.33), ("atm", 0.09), ("municipal_desk", 0.06))
REGISTERED_SINCE: Final = date(2021, 10, 20)
"""本格運用 of オンライン資格確認."""
FIRST_SERIAL: Final = 0x1000
"""As those of the simulated J-LIS: the first card of a nation has this one."""
_LEAST_AGE_DAYS: Final = 60


@dataclass(frozen=True, slots=True)
class Cards:
    """One row a person."""

    are_registered: Bools
    serials: Ints
    channels: Ints
    """The place in CHANNELS."""
    days: Ints
    """On which the card was registered."""


def draw_cards(draws: Draws, families: Families, died: Bools, today: date) -> Cards:
    """Return the cards of a block; who died has none."""
    count, births, now = len(families.persons), families.persons.birthdates, day_number(today)
    since = np.maximum(births + _LEAST_AGE_DAYS, day_number(REGISTERED_SINCE))
    are_registered = (draws.shares(Draw.CARD, count) < REGISTERED) & (since < now) & ~died
    days = since + draws.below(Draw.CARD_DAY, count, np.maximum(now - since, 1))
    weights = np.array([share for _, share in CHANNELS])
    serials = FIRST_SERIAL + draws.block * BLOCK_SIZE + np.arange(count, dtype=np.int64)
    return Cards(are_registered, serials, chosen(draws.shares(Draw.CHANNEL, count), weights), days)
