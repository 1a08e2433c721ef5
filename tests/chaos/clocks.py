"""The world's clock is moved on while desks ask: tokens, nonces and proofs under way become old at once."""

from collections.abc import Callable

import httpx

from tests.chaos.load import Load
from tests.chaos.stand import Stand, wait_until
from tests.worlds import PLAIN


def move_the_clock(by: str) -> Callable[[Stand, Load], str]:
    """Return the event that moves it by a duration of ISO 8601."""

    def move(stand: Stand, load: Load) -> str:
        seen = load.seen

        def is_moved() -> bool:
            answer = httpx.put(f"{stand.control_url}/clock", json={"advance": by}, verify=PLAIN, timeout=60)
            seen.note("clock", answer.status_code)
            return answer.status_code == httpx.codes.OK

        wait_until(is_moved, "a moved clock")
        before = len(seen.answered)
        wait_until(lambda: len(seen.answered) > before, "an answer at the new time")
        return f"moved by {by}"

    return move
