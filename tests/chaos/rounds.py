"""Rounds: which events, in which order. A round is an event under load; then it must be served again, with no loss."""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from tests.chaos.drawing import Draw
from tests.chaos.events import EVENTS, SMOKE
from tests.chaos.happened import DidNotHold
from tests.chaos.invariants import broken
from tests.chaos.load import Load
from tests.chaos.seen import Kept, Seen
from tests.chaos.stand import Stand, wait_until
from tests.chaos.trail import audited_in, recorded_in

_BY_NUMBER, _BY_CARD = 20, 2
"""So many answers each time before something breaks: whatever is slow, it is served."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A round to come."""

    event: str
    draw: Draw | None = None
    """Its own seed, where one has drawn it."""

    def __str__(self) -> str:
        return self.event if self.draw is None else f"{self.draw} {self.event}"


@dataclass(frozen=True, slots=True)
class Round:
    """What came of one event."""

    event: str
    told: str
    under_way: int
    """Requests that were under way when it came."""
    took_s: float
    """Until it was done and had had its effect."""
    seen: Seen
    records: int
    """How many of the answers are on record."""
    wrong: Sequence[str]
    draw: Draw | None = None


def every_event(seed: int) -> Sequence[str]:
    """Return each event of the smoke test once, in an order that the seed decides."""
    names = [*SMOKE]
    random.Random(seed).shuffle(names)  # noqa: S311 - an order, no secret
    return names


def drawn(draw: Draw) -> Planned:
    """Return the round that a seed has drawn, from all kinds of events."""
    return Planned(draw.event([*EVENTS]), draw)


def run_event(stand: Stand, load: Load, planned: Planned) -> Round:
    """Do what is planned to ``stand``, as ``run_round``; the trail is audited after each round that was drawn."""

    def do() -> str:
        if planned.draw is not None:
            time.sleep(planned.draw.moment_s())
        return EVENTS[planned.event](stand, load)

    kept = recorded_in if planned.draw is None else audited_in
    ended = run_round(load, planned.event, do, stand.is_ready, lambda: kept(stand.folder))
    return replace(ended, draw=planned.draw)


def run_round(
    load: Load, event: str, do: Callable[[], str], is_ready: Callable[[], bool], recorded: Callable[[], Kept]
) -> Round:
    """``do`` the event while desks are served, and wait until they are again; raises NotBack and what ``do`` raises."""
    seen = load.seen
    wait_until(lambda: _is_served(seen), f"answers before: {event}")
    wait_until(lambda: load.under_way("check") > 0, f"a check under way before: {event}")
    under_way, began = load.under_way(""), time.monotonic()
    told, own = "", []
    try:
        told = do()
    except DidNotHold as wrong:
        own = [f"{event}: {wrong}"]
    took_s = time.monotonic() - began
    wait_until(lambda: is_ready() and load.is_served(), f"an answer after: {event}")
    # Desks go on, and their answers from now on are of the next round.
    load.see_anew()
    wait_until(lambda: load.is_over(seen), f"the last answers after: {event}")
    kept = recorded()
    return Round(
        event,
        told,
        under_way,
        took_s,
        seen,
        records=len(kept.check_ids.intersection(seen.answered)),
        wrong=[*own, *broken(seen, kept)],
    )


def _is_served(seen: Seen) -> bool:
    return len(seen.answered) >= _BY_NUMBER and len(seen.by_nonce) >= _BY_CARD
