"""A sandbox is set back while desks ask in it and beside it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from tests.chaos.happened import DidNotHold
from tests.chaos.invariants import no_answer_twice, no_nonce_twice, nothing_fails_but_with_503
from tests.chaos.load import Load
from tests.chaos.seen import Kept
from tests.chaos.stand import Stand, wait_until
from tests.worlds import PLAIN

_NAME = "set-back"
_TIMES = 3
_ANSWERS = 10
_RULES = (no_answer_twice, no_nonce_twice, nothing_fails_but_with_503)
"""What holds in a world whose record goes with it."""


def reset_a_sandbox(stand: Stand, load: Load) -> str:
    """Set it back three times with checks under way in it; each time it is served again, and so are those beside."""
    with httpx.Client(base_url=stand.control_url, verify=PLAIN, timeout=60) as controls, _sandbox(controls) as made:
        inside = Load(made["base_url"], made["control_url"])
        inside.begin()
        try:
            for _ in range(_TIMES):
                _reset_once(controls, load, inside)
        finally:
            inside.end()
    if wrong := [each for rule in _RULES for each in rule(inside.seen, Kept(frozenset(), 0, ()))]:
        raise DidNotHold(f"in the sandbox: {'; '.join(wrong)}")
    return f"{_TIMES} times, {len(inside.seen.answered)} answers in it"


def _reset_once(controls: httpx.Client, beside: Load, inside: Load) -> None:
    _wait_for_answers(inside, "in a sandbox")
    wait_until(lambda: inside.under_way("check") > 0, "a check under way in a sandbox")
    wait_until(lambda: _is_done(controls.post(f"/sandboxes/{_NAME}/reset")), "a reset")
    _wait_for_answers(inside, "in a sandbox that was set back")
    _wait_for_answers(beside, "beside a sandbox that was set back")


def _wait_for_answers(load: Load, where: str) -> None:
    seen = load.seen
    before = len(seen.answered)
    wait_until(lambda: len(seen.answered) >= before + _ANSWERS, f"answers {where}")


@contextmanager
def _sandbox(controls: httpx.Client) -> Iterator[dict[str, Any]]:
    wait_until(lambda: _is_done(controls.post("/sandboxes", json={"name": _NAME})), "a sandbox")
    try:
        yield controls.get(f"/sandboxes/{_NAME}").raise_for_status().json()
    finally:
        wait_until(lambda: _is_done(controls.delete(f"/sandboxes/{_NAME}")), "the end of a sandbox")


def _is_done(answer: httpx.Response) -> bool:
    """Tell whether it is; a 503 says to come again, everything else is wrong."""
    if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE and not answer.is_success:
        raise DidNotHold(f"{answer.request.method} {answer.request.url.path} was answered {answer.status_code}")
    return answer.is_success
