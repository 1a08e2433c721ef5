"""Rounds that a seed draws: each of a number has its event and its moment, whichever other rounds are run."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

_LATEST_S = 2.0


@dataclass(frozen=True, slots=True, order=True)
class Draw:
    """One round's own seed: that of the run, and the round's number in it, from 1."""

    seed: int
    number: int

    @classmethod
    def read(cls, text: str) -> Self:
        """Read what ``str`` writes; raises ValueError."""
        seed, _, number = text.partition(":")
        return cls(int(seed), int(number))

    def __str__(self) -> str:
        return f"{self.seed}:{self.number}"

    def event(self, kinds: Sequence[str]) -> str:
        """Return which of the kinds it is. All have come before one comes again, each time in another order."""
        deck, place = divmod(self.number - 1, len(kinds))
        return random.Random(f"{self.seed} deck {deck}").sample(sorted(kinds), len(kinds))[place]  # noqa: S311 - no secret

    def moment_s(self) -> float:
        """Return how many seconds after desks are served it comes, at most two."""
        return random.Random(f"{self.seed} moment {self.number}").uniform(0, _LATEST_S)  # noqa: S311 - no secret
