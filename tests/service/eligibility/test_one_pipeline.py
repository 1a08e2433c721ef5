"""Whichever way it is asked, one function says what comes of a check: where it fails, nothing is answered."""

import asyncio
from typing import Any, NoReturn
from uuid import UUID

import pytest
import structlog.testing

from services.eligibility.checks.rules import pipeline
from tests import builders
from tests.clinic import Clinic

INSURED = {
    "insurer_number": "02999918",
    "symbol": "シミュ-1",
    "number": "1024",
    "branch": "01",
    "birthdate": "1985-04-12",
}
BY_NUMBER = {"insured": INSURED, "purpose": "CARE_VISIT"}
WITHIN_S = 30
PERSON = builders.person()
WRITTEN = {
    "name": PERSON.name,
    "name_kana": PERSON.name_kana,
    "birthdate": "1985-04-12",
    "sex": PERSON.sex.value,
    "address": PERSON.address,
}


def _cannot_judge(_question: Any, _act: Any) -> NoReturn:
    raise RuntimeError("judge")


async def test_where_nothing_can_be_judged_no_way_of_asking_answers(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = clinic.card()
    await clinic.publish(PERSON, card)
    await clinic.open_to("EMERGENCY")
    answered = (await clinic.check_by_card(card)).json()["check_id"]
    # Every caller has the same function, so its body is replaced: no way round it is left out.
    monkeypatch.setattr(pipeline.judge, "__code__", _cannot_judge.__code__)

    # To write five tracebacks with their variables for a terminal takes a minute.
    with structlog.testing.capture_logs():
        failed = [
            await clinic.check_by_card(card),
            await clinic.check(BY_NUMBER),
            await clinic.check({"recheck_of": answered, "purpose": "CARE_HOME_RECHECK"}),
            await clinic.check({"demographics": WRITTEN, "purpose": "EMERGENCY"}),
            await clinic.http.get(f"/v1/checks/{answered}", headers=clinic.headers()),
        ]
        in_bulk = await _worked_in_bulk(clinic)

    assert [(answer.status_code, answer.json()["title"]) for answer in failed] == [(500, "Internal error")] * 5
    assert in_bulk == [("failed", "internal-error", None, None)]
    assert [record["check_id"] for record in await clinic.records()] == [UUID(answered)]


async def _worked_in_bulk(clinic: Clinic) -> list[tuple[str, str, None, None]]:
    """Hand in one patient and return what is shown of it once it was worked."""
    items = [{"item_reference": "one", "insured": INSURED}]
    received = await clinic.http.post("/v1/bulk-checks", json={"items": items}, headers=clinic.headers())
    path = f"/v1/bulk-checks/{received.json()['reception_number']}"
    async with asyncio.timeout(WITHIN_S):
        while True:
            read = (await clinic.http.get(path, headers=clinic.headers())).json()
            if read["state"] != "processing":
                break
    return [(item["status"], item["error"]["code"], item["check_id"], item["result"]) for item in read["items"]]
