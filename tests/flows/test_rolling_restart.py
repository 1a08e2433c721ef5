"""A rolling restart under load: both workers are other processes afterwards, and no check has failed (8 s)."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import httpx
import pytest

from tests.flows.people import clinic_of, persona
from tests.flows.program import Simulator, children_of, copied_world, simulator_in
from tests.worlds import PLAIN

BUSY, SLOW = 6, 2
"""Desks that ask without a pause, and those that leave their connection idle in between."""
WITHIN_S = 120.0
WORKERS = "worker together"


class Desks:
    """Clinics that ask on connections that they keep, and note whatever is no answer."""

    def __init__(self, started: Simulator) -> None:
        with clinic_of(started.base_url, started.control_url) as clinic:
            self._headers = {"Authorization": f"Bearer {clinic.token()}"}
        self._body = {
            "insured": persona(started.control_url, "employee-with-limit")["insured"],
            "purpose": "CARE_VISIT",
        }
        self._url = f"{started.base_url}/eligibility/v1/checks"
        self._is_closed = threading.Event()
        self._desks = [threading.Thread(target=self._ask, args=(0.0,)) for _ in range(BUSY)]
        self._desks += [threading.Thread(target=self._ask, args=(0.7,)) for _ in range(SLOW)]
        self.answers = 0
        self.last_answers = 0
        self.failed: list[str] = []

    def _ask(self, pause_s: float) -> None:
        with httpx.Client(verify=PLAIN, timeout=60, headers=self._headers) as client:
            while not self._is_closed.wait(pause_s):
                try:
                    answer = client.post(self._url, json=self._body)
                except httpx.TransportError as error:
                    self.failed.append(repr(error))
                    continue
                if answer.status_code == httpx.codes.OK:
                    self.answers += 1
                    self.last_answers += answer.headers.get("connection") == "close"
                else:
                    self.failed.append(answer.text)

    def __enter__(self) -> Self:
        for desk in self._desks:
            desk.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_closed.set()
        for desk in self._desks:
            desk.join()


def replaced(started: Simulator, before: list[int]) -> None:
    deadline = time.monotonic() + WITHIN_S
    while set(before) & set(now := children_of(started.process.pid, WORKERS)) or len(now) != len(before):
        assert time.monotonic() < deadline, "the workers were not replaced in time"
        time.sleep(0.05)


@pytest.fixture(scope="module")
def started(stopped_world: Path) -> Iterator[Simulator]:
    with copied_world(stopped_world) as folder, simulator_in(folder, "--workers", "2") as own:
        yield own


def test_no_check_fails_while_both_workers_are_replaced(started: Simulator) -> None:
    with Desks(started) as desks:
        before = children_of(started.process.pid, WORKERS)
        assert len(before) == 2
        started.process.send_signal(signal.SIGUSR2)
        replaced(started, before)
        served_by_new_ones = desks.answers
        deadline = time.monotonic() + WITHIN_S
        while desks.answers < served_by_new_ones + BUSY:
            assert time.monotonic() < deadline, "the successors do not answer"
            time.sleep(0.05)

    assert desks.failed == []
    assert desks.last_answers > 0, "nobody was told that it was the last answer"


def test_a_successor_that_does_not_come_to_serve_leaves_everything_as_it_was(started: Simulator) -> None:
    before = children_of(started.process.pid, WORKERS)
    started.process.send_signal(signal.SIGUSR2)
    successor = _another(started, before)
    os.kill(successor, signal.SIGKILL)
    _said(started, "not all workers were replaced")

    assert children_of(started.process.pid, WORKERS) == before
    assert httpx.get(f"{started.base_url}/readyz", verify=PLAIN, timeout=60).status_code == 200


def _another(started: Simulator, before: list[int]) -> int:
    deadline = time.monotonic() + WITHIN_S
    while not (others := set(children_of(started.process.pid, WORKERS)) - set(before)):
        assert time.monotonic() < deadline, "no successor was started"
        time.sleep(0.01)
    return others.pop()


def _said(started: Simulator, words: str) -> None:
    deadline = time.monotonic() + WITHIN_S
    while words not in started.log.read_text(encoding="utf-8"):
        assert time.monotonic() < deadline, f"it did not say: {words}"
        time.sleep(0.05)
