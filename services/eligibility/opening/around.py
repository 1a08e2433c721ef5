"""What a simulator puts around the ports of a world when it is opened; a bare service has nothing there."""

from collections.abc import Callable
from dataclasses import dataclass

from services.eligibility.bulk.store import AS_WORKED, Progress
from services.eligibility.checks.commands.ports import AS_JUDGED, Answers, Log
from shared.worlds.world import World


def _the_log_itself(_world: World, log: Log) -> Log:
    return log


def _as_judged(_world: World) -> Answers:
    return AS_JUDGED


def _as_worked(_world: World) -> Progress:
    return AS_WORKED


@dataclass(frozen=True, slots=True)
class Around:
    """Of each world: what stands before the log of its checks, what answers them, what of a reception is shown."""

    log: Callable[[World, Log], Log] = _the_log_itself
    answers: Callable[[World], Answers] = _as_judged
    progress: Callable[[World], Progress] = _as_worked


NOTHING = Around()
