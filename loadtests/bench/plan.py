"""How much the bench measures: whole, or quickly."""

from collections.abc import Sequence
from dataclasses import dataclass

from loadtests.worlds.population import Patient


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured."""

    warm_up: int
    """People beside the measured ones, for whom the worker opens its connections and Python its caches."""
    laps: int
    identifier_laps: int
    message_laps: int
    echoes_a_lap: int
    warm_certificates: int
    aged_laps: int
    aged_lap: int
    unverified_laps: int

    def unverified_of(self, persons: int) -> int:
        """Return how many more people than ``persons`` need certificates that nobody has verified."""
        return self._lap_of(persons) * self.unverified_laps

    def laps_of(self, patients: Sequence[Patient], persons: int) -> list[Sequence[Patient]]:
        """Return laps of the length that makes ``laps`` of ``persons``."""
        return cut(patients, self._lap_of(persons))

    def _lap_of(self, persons: int) -> int:
        return -(-persons // self.laps)


FULL = Plan(500, 10, 4, 5, 4000, 2000, 8, 1000, 4)
QUICK = Plan(300, 8, 8, 8, 1500, 1000, 0, 0, 8)


def cut(patients: Sequence[Patient], size: int) -> list[Sequence[Patient]]:
    """Return them in laps of that length."""
    return [patients[start : start + size] for start in range(0, len(patients), size)]
