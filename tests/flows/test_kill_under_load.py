"""A worker is killed while clinics ask: every answer that somebody received has its record, and another takes over."""

import asyncio
import os
import signal
import threading
import time
from pathlib import Path

import asyncpg
import httpx

from shared.db.embedded import ADMINISTRATOR
from shared.settings import Settings
from simulator.worlds.folder_database import url_in_folder
from tests.flows.people import clinic_of, persona
from tests.flows.program import Simulator, children_of, copied_world, simulator_in

CLINICS, SECONDS_BEFORE = 8, 2.0
WITHIN_S = 60.0
"""How long another worker may take to start on a machine that does much else."""


class Receptions:
    """Several desks that ask as fast as they are answered, until they are closed."""

    def __init__(self, started: Simulator) -> None:
        with clinic_of(started.base_url, started.control_url) as clinic:
            headers = {"Authorization": f"Bearer {clinic.token()}"}
        insured = persona(started.control_url, "employee-with-limit")["insured"]
        self._request = httpx.Request(
            "POST",
            f"{started.base_url}/eligibility/v1/checks",
            headers=headers,
            json={"insured": insured, "purpose": "CARE_VISIT"},
        )
        self._is_closed = threading.Event()
        self._answered = threading.Event()
        self._desks = [threading.Thread(target=self._ask) for _ in range(CLINICS)]
        self.answered: list[str] = []

    def _ask(self) -> None:
        client = httpx.Client(timeout=5)
        while not self._is_closed.is_set():
            try:
                answer = client.send(self._request)
            except httpx.TransportError:
                continue
            if answer.status_code == 200:
                self.answered.append(answer.json()["check_id"])
                self._answered.set()
        client.close()

    def open(self) -> None:
        for desk in self._desks:
            desk.start()

    def is_answered_again(self) -> bool:
        """Tell whether somebody is answered from now on, within WITHIN_S."""
        self._answered.clear()
        return self._answered.wait(WITHIN_S)

    def close(self) -> None:
        self._is_closed.set()
        for desk in self._desks:
            desk.join()


async def test_every_answer_received_has_its_record(stopped_world: Path) -> None:
    with copied_world(stopped_world) as folder, simulator_in(folder) as started:
        receptions = Receptions(started)
        receptions.open()
        time.sleep(SECONDS_BEFORE)  # noqa: ASYNC251 - the load runs in threads of its own
        (worker,) = children_of(started.process.pid, "worker together")
        os.kill(worker, signal.SIGKILL)
        is_answered = await asyncio.to_thread(receptions.is_answered_again)
        receptions.close()
        stored = await _stored(url_in_folder(Settings(), folder, ADMINISTRATOR))
    assert len(receptions.answered) > CLINICS
    assert len(set(receptions.answered)) == len(receptions.answered)
    assert set(receptions.answered) <= stored
    assert is_answered, "no other worker took over"


async def _stored(url: str) -> set[str]:
    database = await asyncpg.connect(url)
    rows = await database.fetch("SELECT check_id::text FROM eligibility_published.disclosures")
    await database.close()
    return {row[0] for row in rows}
