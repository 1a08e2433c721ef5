"""Rounds: which events, in which order. A round is an event under load, and then it must be served again."""

import random
from collections.abc import Sequence

from tests.chaos.events import EVENTS, NEED_A_DISK


def every_event(seed: int, *, has_small_disk: bool) -> Sequence[str]:
    """Return each event once, in an order that the seed decides."""
    names = [name for name in EVENTS if has_small_disk or name not in NEED_A_DISK]
    random.Random(seed).shuffle(names)  # noqa: S311 - an order, no secret
    return names
