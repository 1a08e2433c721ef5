"""Making a patient where the services do not answer: a refusal to retry, no internal error."""

import asyncio
from datetime import date
from typing import Any, cast

import pytest

from shared.errors import Overloaded, RequestInvalid
from simulator.controls import making
from simulator.controls.making import Making
from simulator.controls.new_patient import NewPatient
from simulator.controls.patients_made import MadePatients
from simulator.controls.ports import ControlPorts
from simulator.controls.simulation import Services, Simulation
from simulator.worlds.seeding.calls import SeedFailed

TODAY = date(2026, 11, 20)


class Running:
    """A simulation whose services are somewhere."""

    async def today_in(self, _world: str) -> date:
        return TODAY

    def services_of(self, _world: str) -> Services:
        return Services("http://127.0.0.1:9", None)


class Nobody:
    """No patient was made."""

    async def all_of(self, _world: str) -> tuple[()]:
        return ()

    async def find(self, _world: str, _patient_id: str) -> None:
        return None


async def test_services_that_do_not_answer_are_told_as_too_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    async def failing(*_: Any, **__: Any) -> None:
        raise SeedFailed("POST /v1/oauth/token: ConnectError")

    monkeypatch.setattr(making, "enrol", failing)
    makes = Making(
        cast("Simulation", Running()), cast("MadePatients", Nobody()), ControlPorts(TODAY, ()), asyncio.Lock()
    )
    asked = NewPatient.model_validate({"name": "試験　花子", "birthdate": "1985-04-01", "sex": "female"})

    with pytest.raises(Overloaded):
        await makes.make("default", asked)


@pytest.mark.parametrize(
    ("more", "pointers"),
    [
        ({"birthdate": "2027-04-01"}, {"/birthdate"}),
        ({"birthdate": "2027-04-01", "coverage": {"lost_on": "2020-04-01"}}, {"/coverage/lost_on"}),
        ({"birthdate": "2027-04-01", "card": {"carrier": "android", "pin": None}}, {"/card/pin"}),
        ({"insurer": {"number": "39131017"}, "birthdate": "2020-04-01"}, {"/birthdate"}),
        ({"birthdate": "1930-04-01", "limit_certificate": {"category": "A03"}}, {"/limit_certificate/category"}),
    ],
    ids=["future", "lost", "android", "too-young", "category-of-others"],
)
async def test_what_is_wrong_names_what_was_sent(more: dict[str, Any], pointers: set[str]) -> None:
    makes = Making(
        cast("Simulation", Running()), cast("MadePatients", Nobody()), ControlPorts(TODAY, ()), asyncio.Lock()
    )
    asked = NewPatient.model_validate({"name": "試験　花子", "birthdate": "1985-04-01", "sex": "female", **more})

    with pytest.raises(RequestInvalid) as refused:
        await makes.make("default", asked)
    assert {each.pointer for each in refused.value.violations} == pointers
