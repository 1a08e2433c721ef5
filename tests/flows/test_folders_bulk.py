"""一括照会 through the folders: reception, processing, result, as XML or as a ZIP."""

import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from onshi.exchange import run
from simulator.agent.service import Service
from tests.flows.agents import Killed, killed_at, taking_at, talk_of
from tests.flows.people import persona
from tests.flows.program import WITHIN_S, Simulator
from tests.flows.receipt_computer import Desk, agent_at, message, search_info
from tests.message_reader import Element, read

CODE = "9910000018"
WHO = ("employee-with-limit", "changed-insurer")
NOT_OF_NUMBERS = {"Birthdate", "LimitApplicationCertificateRelatedConsFlg"}
MOST_POLLS = 500


@pytest.mark.parametrize(("answer", "delivery"), [("xml", "move"), ("zip", "in_place")])
def test_a_bulk_is_received_processed_and_answered(
    simulator: Simulator, tmp_path: Path, answer: str, delivery: str
) -> None:
    root = tmp_path / "OQS"
    root.mkdir()
    (root / "onshi-agent.toml").write_text(f'bulk_answer = "{answer}"\ndelivery = "{delivery}"\n')
    people = [persona(simulator.control_url, each) for each in WHO]
    with agent_at(root, simulator):
        desk = Desk(root)
        desk.drop("OQSmuquc01req_1.xml", upload(people))
        header, body = read(desk.taken("res", "OQSmuquc01res_1.xml"))
        number = body.text("ReceptionNumber")
        assert (header.text("SegmentOfResult"), header.text("ArbitraryFileIdentifier")) == ("1", "ikkatsu-1")
        assert number is not None
        header, body = result_of(desk, number, answer)

    units = body.repeated("BulkConfirmUnit")
    assert header.text("ArbitraryFileIdentifier") == "ikkatsu-1"
    assert header.text("NumberOfProcessingResult") == "2"
    found = {info.text("ArbitraryIdentifier"): unit.code("QualificationValidity") for unit, info in infos(units)}
    assert found == {person["id"]: person["expected"]["insured"]["validity"] for person in people}


def test_an_upload_whose_agent_is_killed_is_one_reception(
    simulator: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(tmp_path)
    person = persona(simulator.control_url, WHO[0])
    with talk_of(simulator) as talk:
        first = taking_at(tmp_path, talk)
        desk.drop("OQSmuquc01req_1.xml", upload([person], "ikkatsu-killed"))
        (name,) = first.carrying.folders.list_requests()
        with monkeypatch.context() as patched:
            patched.setattr(Service, "send", killed_at(Service.send, after=True))
            with pytest.raises(Killed):
                first.carrying.carry(name, None)
        taking_at(tmp_path, talk).carrying.carry(name, None)
        _, body = read(desk.taken("res", "OQSmuquc01res_1.xml"))
        listed = run(talk[1].send("GET", "/v1/bulk-checks?client_reference=ikkatsu-killed"), talk[0])

    assert [each["reception_number"] for each in listed.response.json()["items"]] == [body.text("ReceptionNumber")]


def upload(people: list[dict[str, Any]], identifier: str = "ikkatsu-1") -> bytes:
    header = {
        "QualificationConfirmationDate": people[0]["as_of"].replace("-", ""),
        "MedicalInstitutionCode": CODE,
        "ArbitraryFileIdentifier": identifier,
    }
    units = [("QualificationConfirmSearchInfo", search_info(each, ArbitraryIdentifier=each["id"])) for each in people]
    return message(header, units)


def result_of(desk: Desk, number: str, answer: str) -> tuple[Element, Element]:
    """Ask until it is no longer processed, as clients do: a new file each time."""
    deadline = time.monotonic() + WITHIN_S
    serial = 0
    while True:
        serial += 1
        desk.drop(
            f"OQSmuquc02req_{serial:04}.xml", message({"MedicalInstitutionCode": CODE}, [("ReceptionNumber", number)])
        )
        content = desk.taken("res", f"OQSmuquc02res_{serial:04}.{answer}")
        if answer == "zip":
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                assert archive.namelist() == [f"OQSmuquc02res_{serial:04}.xml"]
                content = archive.read(archive.namelist()[0])
        header, body = read(content)
        if header.text("SegmentOfResult") != "2":
            assert header.text("SegmentOfResult") == "1"
            return header, body
        assert time.monotonic() < deadline, "it is processed for too long"
        # A worker beside us has to act.
        time.sleep(0.2)


def infos(units: list[Element]) -> list[tuple[Element, Element]]:
    found = [(unit, unit.structure("QualificationConfirmSearchInfo")) for unit in units]
    return [(unit, info) for unit, info in found if info is not None]


def registrations(people: list[dict[str, Any]], identifier: str) -> bytes:
    header = {"MedicalInstitutionCode": CODE, "ArbitraryFileIdentifier": identifier}
    units = []
    for place, person in enumerate(people):
        named = search_info(person, ReferenceNumber=f"pt-{place}")
        leaves = {name: text for name, text in named.items() if name not in NOT_OF_NUMBERS}
        units.append(("ReferenceNumberRegistrationInfo", leaves))
    return message(header, units)


@pytest.mark.parametrize(
    ("kind", "written", "unit"),
    [("muquc", upload, "BulkConfirmUnit"), ("muimm", registrations, "BulkRegistrationUnit")],
)
def test_a_fault_keeps_what_came_of_many_back_for_some_polls(
    simulator: Simulator, tmp_path: Path, kind: str, written: Callable[[list[dict[str, Any]], str], bytes], unit: str
) -> None:
    people, identifier = [persona(simulator.control_url, each) for each in WHO], f"slow-{kind}"
    rule = {"kind": "still_processing", "parameters": {"polls": 2}, "match": {"client_reference": identifier}}
    httpx.post(f"{simulator.control_url}/faults", json=rule).raise_for_status()
    with agent_at(tmp_path, simulator):
        desk = Desk(tmp_path)
        polls: list[tuple[Element, Element]] = []
        desk.drop(f"OQS{kind}01req_1.xml", written(people, identifier))
        _, received = read(desk.taken("res", f"OQS{kind}01res_1.xml"))
        number = received.text("ReceptionNumber") or ""
        while not polls or polls[-1][0].text("SegmentOfResult") == "2":
            assert len(polls) < MOST_POLLS, "it is processed for too long"
            name = f"{len(polls):04}.xml"
            asked = message({"MedicalInstitutionCode": CODE}, [("ReceptionNumber", number)])
            desk.drop(f"OQS{kind}02req_{name}", asked)
            polls.append(read(desk.taken("res", f"OQS{kind}02res_{name}")))

    *waiting, (header, body) = polls
    assert len(waiting) >= 2
    for early, _ in waiting:
        assert (early.text("ArbitraryFileIdentifier"), early.text("ReceptionNumber")) == (identifier, number)
        assert early.text("NumberOfProcessingResult") is None
    assert (header.text("SegmentOfResult"), header.text("NumberOfNormalProcessing")) == ("1", "2")
    assert len(body.repeated(unit)) == 2
