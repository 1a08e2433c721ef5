"""The state of the world, as the console shows it beside everything else: its clock, and what its workers do."""

from dataclasses import dataclass
from datetime import date, datetime

from simulator.pages.figures import ShownFigures


@dataclass(frozen=True, slots=True)
class ShownClock:
    """A world's clock; ``now`` in Japan."""

    now: datetime
    is_frozen: bool
    started_from: date


@dataclass(frozen=True, slots=True)
class ShownStatus:
    """What is live; both are None where the controls serve alone."""

    clock: ShownClock | None = None
    figures: ShownFigures | None = None
