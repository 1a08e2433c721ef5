"""Faults over real HTTP: made on the control port, met by the requests that fit, gone when they are used up."""

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from tests.flows.changing import changed
from tests.flows.people import persona
from tests.flows.program import Simulator

INSURERS = "/registry/v1/insurers"


class Desk:
    """A test that names itself in its requests, and makes faults for them alone."""

    def __init__(self, simulator: Simulator, name: str) -> None:
        self.name, self.simulator = name, simulator
        self.http = httpx.Client(base_url=simulator.base_url, headers={"X-Onshi-Test": name}, timeout=30)
        self.controls = httpx.Client(base_url=simulator.control_url, timeout=30)

    def make(self, kind: str, parameters: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
        match = {"test": self.name, **more.pop("match", {})}
        body = {"kind": kind, "parameters": parameters or {}, "match": match, **more}
        answer = changed(self.simulator, "POST", "/faults", body)
        assert answer.status_code == 201
        assert answer.headers["Location"] == f"/faults/{answer.json()['id']}"
        return dict(answer.json())

    def read(self, fault: dict[str, Any]) -> dict[str, Any]:
        return dict(self.controls.get(f"/faults/{fault['id']}").raise_for_status().json())

    def statuses(self, path: str = INSURERS, times: int = 1) -> list[int]:
        return [self.http.get(path).status_code for _ in range(times)]


@pytest.fixture
def tester(simulator: Simulator, request: pytest.FixtureRequest) -> Iterator[Desk]:
    made = Desk(simulator, request.node.name)
    with made.http, made.controls:
        yield made
        changed(simulator, "DELETE", f"/faults?test={quote(made.name)}")


def refused(answer: httpx.Response) -> list[tuple[str, str]]:
    assert answer.status_code == 422
    return [(each["pointer"], each["code"]) for each in answer.json()["errors"]]


def test_a_fault_fires_once_and_says_so(tester: Desk) -> None:
    fault = tester.make("status", {"status": 503})
    assert (fault["fired"], fault["remaining"], fault["exhausted"]) == (0, 1, False)

    first, second = tester.http.get(INSURERS), tester.http.get(INSURERS)

    assert (first.status_code, first.headers["X-Onshi-Fault"]) == (503, fault["id"])
    assert (second.status_code, "X-Onshi-Fault" in second.headers) == (401, False)
    told = tester.read(fault)
    assert (told["fired"], told["remaining"], told["exhausted"]) == (1, 0, True)


def test_a_fault_spares_the_first_and_fires_at_every_nth(tester: Desk) -> None:
    tester.make("status", {"status": 500}, skip=1, every=2, times=2)

    assert tester.statuses(times=6) == [401, 500, 401, 500, 401, 401]


def test_faults_of_one_kind_fire_one_after_the_other(tester: Desk) -> None:
    for status in (500, 429):
        tester.make("status", {"status": status})

    assert tester.statuses(times=3) == [500, 429, 401]


def test_requests_of_others_are_spared(tester: Desk) -> None:
    tester.make("status", {"status": 500}, match={"operation": "insurers_get_page"})

    assert httpx.get(tester.simulator.base_url + INSURERS).status_code == 401
    assert tester.statuses("/registry/v1/institutions") == [401]
    assert tester.statuses() == [500]


def test_a_persona_is_known_by_identifiers(tester: Desk) -> None:
    insured = {each: persona(tester.simulator.control_url, each)["insured"] for each in PEOPLE}
    tester.make("status", {"status": 500}, match={"persona": PEOPLE[0]})
    checks = "/eligibility/v1/checks"

    found = [
        tester.http.post(checks, json={"insured": insured[each], "purpose": "CARE_VISIT"}).status_code
        for each in reversed(PEOPLE)
    ]

    assert found == [401, 500]


PEOPLE = ("employee-with-limit", "late-elderly-not-registered")


def test_a_file_identifier_takes_the_place_of_a_header(tester: Desk) -> None:
    body = {"kind": "status", "parameters": {"status": 500}, "match": {"client_reference": "visit-4711"}}
    fault = changed(tester.simulator, "POST", "/faults", body).json()

    answers = [
        httpx.post(f"{tester.simulator.base_url}/eligibility/v1/checks", json={"client_reference": each})
        for each in ("visit-4712", "visit-4711")
    ]

    assert [each.status_code for each in answers] == [401, 500]
    changed(tester.simulator, "DELETE", f"/faults/{fault['id']}")


def test_a_delay_holds_the_answer_back(tester: Desk) -> None:
    tester.make("delay", {"milliseconds": 300})
    began = time.monotonic()

    assert tester.statuses() == [401]
    assert time.monotonic() - began >= 0.3


def test_what_is_removed_fires_no_more(tester: Desk) -> None:
    fault = tester.make("status", {"status": 500}, times=5)
    assert tester.statuses() == [500]

    changed(tester.simulator, "DELETE", f"/faults/{fault['id']}")
    assert tester.statuses() == [401]
    assert tester.controls.get(f"/faults/{fault['id']}").status_code == 404


def test_the_faults_of_one_test_are_listed(tester: Desk) -> None:
    made = [tester.make("status", {"status": 500})["id"] for _ in range(2)]

    listed = tester.controls.get("/faults", params={"test": tester.name}).json()["items"]

    assert [each["id"] for each in listed] == made
    assert listed[0]["match"]["test"] == tester.name


def test_a_rule_that_can_never_fire_is_refused_with_all_that_is_wrong(tester: Desk) -> None:
    body = {
        "kind": "status",
        "parameters": {"milliseconds": 5},
        "match": {
            "operation": "check_eligibilty",
            "client_id": "nobody of this name",
            "institution_code": "131999999",
            "persona": "nobody-of-this-name",
            "face": "fax",
            "test": "ｔｅｓｔ",
        },
        "times": None,
    }

    assert refused(tester.controls.post("/faults", json=body)) == [
        ("/parameters/status", "missing"),
        ("/parameters/milliseconds", "not-taken"),
        ("/match/test", "invalid"),
        ("/match/operation", "unknown"),
        ("/match/face", "unknown"),
        ("/match/client_id", "invalid"),
        ("/match/institution_code", "invalid"),
        ("/match/persona", "unknown"),
        ("/for_seconds", "missing"),
    ]


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"kind": "earthquake"}, "/kind"),
        ({"share": 0}, "/share"),
        ({"times": 0}, "/times"),
        ({"every": 0}, "/every"),
        ({"for_seconds": 0}, "/for_seconds"),
        ({"wrong": 1}, "/wrong"),
    ],
)
def test_what_no_rule_can_be_is_refused(tester: Desk, wrong: dict[str, Any], pointer: str) -> None:
    body = {"kind": "status", "parameters": {"status": 500}, **wrong}

    assert [where for where, _ in refused(tester.controls.post("/faults", json=body))] == [pointer]


@pytest.mark.parametrize("test", [b"a" * 201, "名前".encode(), b""])
def test_a_test_that_cannot_be_named_is_refused(simulator: Simulator, test: bytes) -> None:
    answer = httpx.get(simulator.base_url + INSURERS, headers=[(b"X-Onshi-Test", test)])

    assert refused(answer) == [("/header/x-onshi-test", "invalid")]


def test_what_the_controls_ask_themselves_meets_no_fault(tester: Desk) -> None:
    def patient() -> int:
        body = {"name": "試験　花子", "birthdate": "1985-04-01", "sex": "female", "card": True}
        return tester.controls.post("/patients", json=body).status_code

    by_operator = tester.make(
        "status",
        {"status": 503},
        times=50,
        match={"test": None, "operation": "tokens_get_token", "client_id": "operator"},
    )
    by_anybody = tester.make("status", {"status": 500}, match={"test": None, "operation": "cards_read_certificate"})
    try:
        assert patient() == 201
        about = tester.make("status", {"status": 500}, match={"persona": "employee-with-limit"})
        assert [tester.read(each)["fired"] for each in (by_operator, by_anybody, about)] == [0, 0, 0]
    finally:
        for each in (by_operator, by_anybody):
            changed(tester.simulator, "DELETE", f"/faults/{each['id']}")


@pytest.mark.parametrize("fault_id", ["fault-" + "9" * 30, "fault-0", "fault-١", "fault-%00", "%00"])
def test_an_id_that_no_fault_has_names_none(tester: Desk, fault_id: str) -> None:
    assert tester.controls.get(f"/faults/{fault_id}").status_code in (404, 422)
