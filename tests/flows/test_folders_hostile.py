"""What somebody may put into `req` to break an agent: it is handed back or answered as an error, and nobody waits."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from onshi.client import Clinic
from simulator.agent.service import Service
from tests.drug_reader import drugs_of, failure_of
from tests.flows.agents import taking_at, talk_of
from tests.flows.people import card_of, clinic_of, persona
from tests.flows.program import Simulator
from tests.flows.receipt_computer import (
    Desk,
    agent_at,
    checks_of,
    message,
    request_about,
    search_info,
    status_of,
    waited_for,
)
from tests.message_reader import read
from tests.my_number_forms import MY_NUMBER

UNREADABLE, TOO_BIG = "OQSX8001E", "OQSX8002E"
_ENTITIES = "".join(f'<!ENTITY {chr(98 + depth)} "{f"&{chr(97 + depth)};" * 10}">' for depth in range(9))
HOSTILE: dict[str, tuple[bytes, str]] = {
    "bomb": (f'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{_ENTITIES}]><XmlMsg>&j;</XmlMsg>'.encode(), UNREADABLE),
    "outside": (b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><XmlMsg>&a;</XmlMsg>', UNREADABLE),
    "blanks": (b" " * 10_000_000, TOO_BIG),
    "blanks-inside": (b"<XmlMsg>" + b" " * 10_000_000 + b"</XmlMsg>", TOO_BIG),
    "deep": (b"<XmlMsg>" + b"<A>" * 10_000 + b"</A>" * 10_000 + b"</XmlMsg>", UNREADABLE),
    "wide": (b"<XmlMsg>" + b"<A/>" * 200_000 + b"</XmlMsg>", UNREADABLE),
    "empty": (b"", UNREADABLE),
    "nul": (b"<XmlMsg><MessageHeader>\0</MessageHeader></XmlMsg>", UNREADABLE),
    "utf-16": ('<?xml version="1.0" encoding="UTF-16"?><XmlMsg/>'.encode("utf-16"), UNREADABLE),
    "euc-jp": ('<?xml version="1.0" encoding="EUC-JP"?><XmlMsg>資格</XmlMsg>'.encode("euc-jp"), UNREADABLE),
    "another encoding": ('<?xml version="1.0" encoding="UTF-8"?><XmlMsg>資格</XmlMsg>'.encode("cp932"), UNREADABLE),
    "another root": (b"<Message/>", UNREADABLE),
}


@pytest.fixture(scope="module")
def who(simulator: Simulator) -> dict[str, Any]:
    return persona(simulator.control_url, "employee-with-limit")


@pytest.fixture(scope="module")
def clinic(simulator: Simulator) -> Iterator[Clinic]:
    with clinic_of(simulator.base_url, simulator.control_url) as clinic:
        yield clinic


def test_what_is_no_message_is_handed_back_and_the_others_are_answered(
    simulator: Simulator, who: dict[str, Any], clinic: Clinic, tmp_path: Path
) -> None:
    (tmp_path / "onshi-agent.toml").write_text("settle_seconds = 0.2\n")
    with agent_at(tmp_path, simulator) as agent:
        desk = Desk(tmp_path)
        for name, (content, _) in HOSTILE.items():
            desk.drop(f"OQSsiquc01req_{name}.xml", content)
        desk.drop("OQSsiquc01req_good.xml", request_about(who, "among-hostile"))
        header, _ = read(desk.taken("res", "OQSsiquc01res_good.xml"))
        waited_for(desk.is_empty, "all are handed back")
        assert agent.poll() is None
        assert status_of(tmp_path)["failing"] == []

    assert header.text("SegmentOfResult") == "1"
    for name, (content, code) in HOSTILE.items():
        told = (tmp_path / "res" / f"OQSsiquc01req_{name}.err").read_bytes()
        assert told.startswith(code.encode() + b"\t"), name
        assert (tmp_path / "res" / f"OQSsiquc01req_{name}.xml").read_bytes() == content
    assert checks_of(simulator, clinic, "among-hostile") == {"among-hostile": 1}


def test_what_may_be_a_my_number_comes_back_in_no_file(
    simulator: Simulator, who: dict[str, Any], tmp_path: Path
) -> None:
    with agent_at(tmp_path, simulator):
        desk = Desk(tmp_path)
        desk.drop("OQSsiquc01req_code.xml", request_about(who, "x", institution=MY_NUMBER))
        desk.drop("OQSsiquc01req_identifier.xml", request_about(who, MY_NUMBER))
        answers = [desk.taken("res", f"OQSsiquc01res_{name}.xml") for name in ("code", "identifier")]

    assert [read(each)[0].text("ErrorCode") for each in answers] == ["OQSX9003E", "OQSX9003E"]
    assert not [each for each in answers if MY_NUMBER.encode() in each]


def test_a_request_that_is_deleted_while_it_is_asked_is_answered_once(
    simulator: Simulator, who: dict[str, Any], clinic: Clinic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Service.send

    def withdrawn(*arguments: Any) -> Any:
        (tmp_path / "req" / "OQSsiquc01req_1.xml").unlink()
        return asked(*arguments)

    monkeypatch.setattr(Service, "send", withdrawn)
    with talk_of(simulator) as talk:
        agent, desk = taking_at(tmp_path, talk), Desk(tmp_path)
        desk.drop("OQSsiquc01req_1.xml", request_about(who, "deleted"))
        (name,) = agent.carrying.folders.list_requests()
        agent.carrying.carry(name, None)
        # Gone before it is read, it is nothing.
        agent.carrying.carry(name, None)

    assert desk.names("res") == {"OQSsiquc01res_1.xml"}
    assert desk.names("req") == desk.names(".onshi/answers") == set()
    assert checks_of(simulator, clinic, "deleted") == {"deleted": 1}


def test_when_the_worlds_clock_jumps_requests_and_card_checks_go_on(simulator: Simulator, tmp_path: Path) -> None:
    made = httpx.post(f"{simulator.control_url}/sandboxes", json={"name": "jumping"}, timeout=60).raise_for_status()
    there = replace(simulator, base_url=made.json()["base_url"], control_url=made.json()["control_url"])
    who = persona(there.control_url, "employee-with-limit")
    with agent_at(tmp_path, there), clinic_of(there.base_url, there.control_url) as clinic:
        desk = Desk(tmp_path)
        desk.drop("OQSsiquc01req_before.xml", request_about(who, "before"))
        desk.taken("res", "OQSsiquc01res_before.xml")
        waited_for((tmp_path / ".onshi" / "face.json").exists, "card checks are followed")

        httpx.put(f"{there.control_url}/clock", json={"advance": "P40D"}, timeout=60).raise_for_status()

        desk.drop("OQSsiquc01req_after.xml", request_about(who, "after"))
        header, _ = read(desk.taken("res", "OQSsiquc01res_after.xml"))
        with card_of(there.base_url, who) as card:
            clinic.check_card(card)
        waited_for(lambda: len(desk.names("face")) == 1, "the card check is in face")
        assert desk.names("res") == set()
        assert status_of(tmp_path)["failing"] == []
    httpx.delete(f"{simulator.control_url}/sandboxes/jumping", timeout=60).raise_for_status()

    assert header.text("SegmentOfResult") == "1"


def test_what_a_patient_agreed_to_at_the_reader_is_read_through_the_folder(
    simulator: Simulator, clinic: Clinic, tmp_path: Path
) -> None:
    # Of one's own: a persona may have agreed in another test.
    made = {"name": "服薬　一", "birthdate": "1961-02-03", "sex": "male", "card": True}
    answer = httpx.post(f"{simulator.control_url}/patients", json=made, timeout=60)
    who: dict[str, Any] = answer.raise_for_status().json()
    named = search_info(who)
    header = {
        "MedicalInstitutionCode": "9910000018",
        "InsurerNumber": named["InsurerNumber"],
        "InsuranceCardSymbol": named["InsuredCardSymbol"],
        "InsuredPersonIdentificationNumber": named["InsuredIdentificationNumber"],
        "BranchNumber": named["InsuredBranchNumber"],
        "ArbitraryFileIdentifier": "yakureki-0042",
    }
    asked = message(header, [("FileCategory", "2"), ("MedicalTreatmentFlag", "1")], "cp932")
    with agent_at(tmp_path, simulator), card_of(simulator.base_url, who) as card:
        desk = Desk(tmp_path)
        clinic.check_card(card, consents=["checkups"])
        desk.drop("YZKsiquc01req_022611300900.xml", asked)
        refused = desk.taken("res", "YZKsiquc01res_022611300900.xml")
        check = clinic.check_card(card, consents=["medication"]).document
        desk.drop("YZKsiquc01req_022611300901.xml", asked)
        told = desk.taken("res", "YZKsiquc01res_022611300901.xml")

    url = f"{simulator.base_url}/eligibility/v1/medical-records/{check['check_id']}/medication"
    items = httpx.get(url, headers={"Authorization": f"Bearer {clinic.token()}"}).raise_for_status().json()["items"]
    assert failure_of(refused) == "患者の閲覧同意がありません。（OQSX1301E）"
    assert failure_of(told) is None
    assert items
    assert sorted(map(str, drugs_of(told))) == sorted(map(str, items))
