"""A lap of 一括照会: all people of a lap in one reception over REST, until its results are read."""

import asyncio
import time
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, Final

import httpx

from loadtests.bench.driver import Answer, DriverFailed, Run
from loadtests.bench.measuring import Lap
from loadtests.bench.stand import CheckWorker, Stand
from loadtests.machine.accounting import cpu_s_of_family
from loadtests.machine.servers import LOOPBACK
from loadtests.worlds.population import Patient
from onshi.connecting import open_http_async

_LONGEST_S: Final = 60.0
_LOOK_EVERY_S: Final = 0.01
_PATH: Final = "/v1/bulk-checks"


async def run_bulk(stand: Stand, worker: CheckWorker, patients: Sequence[Patient]) -> tuple[Lap, Answer]:
    """Ask about them, and return what it cost, each person an answer, beside the one answer that holds all.

    Raises DriverFailed.
    """
    headers = {"Authorization": f"Bearer {stand.tokens[patients[0].institution_code]}"}
    body = {"items": [_item(place, patient) for place, patient in enumerate(patients)]}
    address = f"http://{LOOPBACK}:{worker.port}{_PATH}"
    async with open_http_async(timeout=_LONGEST_S) as http:
        await http.get(address, headers=headers)
        server, postgres, own = _used_s(worker.process_id), _used_s(stand.postgres_process_id), time.process_time()
        began = time.perf_counter()
        try:
            async with asyncio.timeout(_LONGEST_S):
                answer = await _results(http, address, headers, body)
        except (httpx.HTTPError, TimeoutError) as error:
            raise DriverFailed("a bulk check was not answered") from error
        took = time.perf_counter() - began
    each = Answer(answer.status_code, answer.content)
    run = Run([each] * len(patients), [took] * len(patients), took, time.process_time() - own)
    return Lap(run, _used_s(worker.process_id) - server, _used_s(stand.postgres_process_id) - postgres), each


async def _results(http: httpx.AsyncClient, address: str, headers: dict[str, str], body: Any) -> httpx.Response:
    taken = await http.post(address, json=body, headers=headers)
    if taken.status_code != HTTPStatus.ACCEPTED:
        return taken
    number = taken.json()["reception_number"]
    # The list tells how far it is without disclosing anything.
    while not await _is_done(http, address, headers, number):  # noqa: ASYNC110 - in another process
        await asyncio.sleep(_LOOK_EVERY_S)
    return await http.get(f"{address}/{number}", headers=headers)


async def _is_done(http: httpx.AsyncClient, address: str, headers: dict[str, str], number: str) -> bool:
    newest = (await http.get(address, params={"limit": 1}, headers=headers)).json()["items"][0]
    return bool(newest["reception_number"] == number and newest["state"] == "done")


def _item(place: int, patient: Patient) -> dict[str, object]:
    coverage = patient.coverage
    insured = {
        "insurer_number": coverage.insurer.number,
        "symbol": coverage.symbol,
        "number": coverage.number,
        "branch": coverage.branch,
        "birthdate": f"{patient.record.birthdate:%Y-%m-%d}",
    }
    return {"item_reference": str(place), "insured": insured}


def _used_s(process_id: int) -> float:
    return cpu_s_of_family(process_id)
