"""`make test-cells`: a hub and two cells behind HAProxy; personas asked alone and in a cell, lag, and the hub killed.

By hand: about three minutes. Times are told, not held to.
"""

import asyncio
import os
import signal
import statistics
import sys
import time
from pathlib import Path

import asyncpg
import httpx

from shared.clock import ShiftedClock
from simulator.cells.failure import CellFailed
from simulator.cells.running import CELLS, RunningCells, running_cells
from simulator.cells.served import AGE_LIMIT_S
from simulator.cluster.program import NotInTime
from tests.cells.alike import differences, personas_of
from tests.flows.people import clinic_of
from tests.worlds import PLAIN

_ROWS = 200
_PUBLISH = "INSERT INTO registry_published.revocations VALUES ('\\x00', $1, 'keyCompromise', $2, $2)"
_IS_THERE = "SELECT true FROM registry_published.revocations WHERE authority_key_id = '\\x00' AND serial_number = $1"
_RECORDS = (
    "SELECT institution_code, count(*) AS checks, count(*) FILTER (WHERE nonce IS NOT NULL) AS nonces,"
    " count(DISTINCT nonce) AS different FROM eligibility_published.disclosures GROUP BY 1 ORDER BY 1"
)


def main() -> int:
    """Return 1 where something does not hold."""
    try:
        wrong = asyncio.run(_run(Path("build/test-cells").resolve()))
    except (CellFailed, NotInTime) as error:
        print(error, file=sys.stderr)
        return 1
    for each in wrong:
        print(f"BROKEN  {each}")
    print("all held" if not wrong else f"{len(wrong)} things are broken")
    return 1 if wrong else 0


def _unheard(_words: str) -> None:
    """What is copied is not told."""


async def _run(folder: Path) -> list[str]:
    began = time.monotonic()
    async with running_cells(folder, _unheard) as cells:
        print(f"a hub and two cells after {time.monotonic() - began:.0f} s", flush=True)
        return [
            *await asyncio.to_thread(_personas, cells),
            *await _places_of_records(cells),
            *await asyncio.to_thread(_history, cells),
            *await _lag(cells),
            *await _hub_killed(cells),
        ]


def _personas(cells: RunningCells) -> list[str]:
    asked = list(differences(cells.hub.control_url, cells.hub.base_url, cells.base_url))
    wrong = [f"another answer in a cell: {what}" for what, agree in asked if not agree]
    print(f"{len(asked)} questions asked alone and in a cell: {len(asked) - len(wrong)} answers agree", flush=True)
    return wrong


async def _places_of_records(cells: RunningCells) -> list[str]:
    homes = {"one": {"9910000018", "9910000026"}, "two": {"9940000012", "9960000017", "9910009019"}}
    wrong = []
    for name in CELLS:
        async with cells.databases[name].admin() as admin:
            rows = await admin.fetch(_RECORDS)
        strangers = {row["institution_code"] for row in rows} - homes[name]
        told = ", ".join(f"{row['institution_code']} {row['checks']}" for row in rows)
        print(f"records in cell {name}: {told}", flush=True)
        wrong += [f"cell {name} has a record of {each}" for each in strangers]
        wrong += [f"a nonce twice in cell {name}" for row in rows if row["nonces"] != row["different"]]
    return wrong


def _history(cells: RunningCells) -> list[str]:
    """A check of each cell stands in the history that the hub shows its institution."""
    wrong = []
    who = next(each for each in personas_of(cells.hub.control_url) if "insured" in each["ask"])
    for client in ("clinic", "pharmacy"):
        with clinic_of(cells.base_url, cells.hub.control_url, client) as clinic:
            asked = clinic.check(insured=who["insured"], purpose="CARE_VISIT").document["check_id"]
            headers = {"Authorization": f"Bearer {clinic.token()}"}
        shown, until = False, time.monotonic() + 5
        while not shown and time.monotonic() < until:
            answer = httpx.get(f"{cells.base_url}/consent/v1/disclosures?limit=5", headers=headers, verify=PLAIN)
            shown = asked in [item["check_id"] for item in answer.json()["items"]]
        print(f"the hub {'shows' if shown else 'does not show'} {client} its check of a cell", flush=True)
        wrong += [] if shown else [f"the hub's history lacks a check of {client}"]
    return wrong


async def _lag(cells: RunningCells) -> list[str]:
    """How long after its commit at the hub a row is readable in a cell, each row alone."""
    lags = []
    async with cells.hub_database.admin() as hub, cells.databases["two"].admin() as cell:
        for number in range(_ROWS):
            serial = number.to_bytes(4, "big")
            await hub.execute(_PUBLISH, serial, ShiftedClock().now())
            began = time.perf_counter()
            lags.append(await _until_there(cell, serial, began))
    lags.sort()
    print(
        f"a published row is readable in a cell after {statistics.median(lags):.1f} ms (median),"
        f" {lags[int(len(lags) * 0.99)]:.1f} ms (99 of 100), {lags[-1]:.1f} ms at the most, of {_ROWS}",
        flush=True,
    )
    return [] if lags[-1] < 1000 else ["a published row took a second"]


async def _until_there(cell: asyncpg.Connection, serial: bytes, began: float) -> float:
    async with asyncio.timeout(30):
        while not await cell.fetchval(_IS_THERE, serial):
            pass
    return (time.perf_counter() - began) * 1000


async def _hub_killed(cells: RunningCells) -> list[str]:
    """Kill the hub's PostgreSQL: a cell answers up to the limit, then refuses, and says why."""
    who = next(each for each in personas_of(cells.hub.control_url) if "insured" in each["ask"])
    with clinic_of(cells.base_url, cells.hub.control_url) as clinic:
        headers = {"Authorization": f"Bearer {clinic.token()}"}
    body = {"insured": who["insured"], "purpose": "CARE_VISIT"}
    answered, refused = 0, 0.0
    os.kill(cells.hub_database.server.process_id, signal.SIGKILL)
    began = time.monotonic()
    async with httpx.AsyncClient(base_url=cells.base_url, verify=PLAIN, timeout=10, headers=headers) as http:
        while time.monotonic() - began < AGE_LIMIT_S + 15 and not refused:
            answer = await http.post("/eligibility/v1/checks", json=body)
            answered += answer.status_code == httpx.codes.OK
            if answer.status_code != httpx.codes.OK:
                refused = time.monotonic() - began
                print(
                    f"the hub killed: {answered} answers, then {answer.status_code} after {refused:.1f} s (limit"
                    f" {AGE_LIMIT_S} s): {answer.json().get('type')}",
                    flush=True,
                )
            await asyncio.sleep(0.1)
    wrong = [] if answered else ["no answer while the hub was gone, within the limit"]
    return wrong if refused else [*wrong, "an old truth was answered beyond the limit"]


if __name__ == "__main__":
    sys.exit(main())
