"""When the same request is sent again: where the simulator says that it may help, a bounded number of times."""

from collections.abc import Callable
from dataclasses import dataclass

import httpx

from onshi.exchange import Call, Pause, Steps
from onshi.problems import OnshiProblem, problem_of

_FIRST_PAUSE_S = 0.2
_BUSY = (429, 503)


@dataclass(frozen=True, slots=True)
class Retries:
    """How patient a client is: ``most`` further tries of one call, none after a wait longer than ``longest_wait_s``."""

    most: int = 3
    longest_wait_s: float = 10.0

    def pause_before(self, repetition: int, asked_s: float | None) -> float | None:
        """Return the seconds to wait before ``repetition`` (1 is the first), None to give up.

        ``asked_s`` is the ``Retry-After`` of the refusal; without one the pauses double.
        """
        if repetition > self.most:
            return None
        pause_s = _FIRST_PAUSE_S * 2 ** (repetition - 1) if asked_s is None else asked_s
        return pause_s if pause_s <= self.longest_wait_s else None


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of a call: a response and what it refuses, if anything.

    ``may_have_arrived_before``: a try before this one was lost on the way, there or back.
    """

    response: httpx.Response
    problem: OnshiProblem | None
    may_have_arrived_before: bool


def send(
    prepare: Callable[[], Steps[Call]], retries: Retries, look: Callable[[httpx.Response], None] = lambda _: None
) -> Steps[Sent]:
    """Send a call that may arrive twice, until it is answered or patience ends.

    ``prepare`` makes the call anew for each try, ``look`` sees each response. A refusal that the same request would
    meet again is returned at once. Raises httpx.TransportError when the last try was lost too.
    """
    repetition, was_lost = 0, False
    while True:
        repetition += 1
        call = yield from prepare()
        try:
            response: httpx.Response = yield call
        except httpx.TransportError:
            pause_s = retries.pause_before(repetition, None)
            if pause_s is None:
                raise
            was_lost = True
        else:
            look(response)
            problem = problem_of(response)
            is_passing = problem is not None and problem.retryable and problem.status in _BUSY
            pause_s = retries.pause_before(repetition, problem.retry_after_s) if problem and is_passing else None
            if pause_s is None:
                return Sent(response, problem, was_lost)
        yield Pause(pause_s)


PATIENT = Retries()
"""Three further tries, waiting up to ten seconds each time."""
NEVER = Retries(most=0)
"""Whatever is refused or lost is told at once: for load generators and tests of refusals."""
