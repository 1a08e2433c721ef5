"""Conformance of what receipt computers send as messages (電文): the rules are those of REST, and some of their own."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.flows.people import clinic_of, persona
from tests.flows.program import WITHIN_S, Simulator, copied_world, simulator_in
from tests.message_reader import read
from tests.worlds import PLAIN

PATIENCE_S = 30.0
FLAG = "LimitApplicationCertificateRelatedConsFlg"


@pytest.fixture(scope="module")
def counted(stopped_world: Path) -> Iterator[Simulator]:
    """A simulator of two workers, whose counters are nobody else's."""
    with copied_world(stopped_world) as folder, simulator_in(folder, "--workers", "2") as started:
        yield started


class ReceiptComputer:
    """Sends messages as one client, in whatever way a rule forbids."""

    def __init__(self, simulator: Simulator, client_id: str) -> None:
        self._simulator = simulator
        with clinic_of(simulator.base_url, simulator.control_url, client_id) as clinic:
            self._token, self.institution = clinic.token(), clinic.institution
        who = persona(simulator.control_url, "employee-with-limit")
        insured, self.day = who["insured"], who["as_of"].replace("-", "")
        self.info = {
            "InsurerNumber": insured["insurer_number"].rjust(8),
            "InsuredCardSymbol": insured["symbol"],
            "InsuredIdentificationNumber": insured["number"],
            "InsuredBranchNumber": insured["branch"],
            "Birthdate": insured["birthdate"].replace("-", ""),
            FLAG: "1",
        }

    def send(self, body: str, identifier: str = "", kind: str = "siquc01", **more: Any) -> httpx.Response:
        header = {
            "QualificationConfirmationDate": self.day,
            "MedicalInstitutionCode": more.get("institution", self.institution),
            "ArbitraryFileIdentifier": identifier or uuid4().hex,
        }
        if kind in ("siimm01", "muquc02"):
            header.pop("QualificationConfirmationDate")
        text = f"<XmlMsg><MessageHeader>{elements(header)}</MessageHeader><MessageBody>{body}</MessageBody></XmlMsg>"
        return httpx.post(
            f"{self._simulator.base_url}/eligibility/oqs/messages",
            params={"type": kind},
            content=(more.get("declaration", "") + text).encode(),
            headers={
                "Authorization": f"Bearer {self._token}",
                "Content-Type": more.get("content_type", "application/xml"),
            },
            verify=PLAIN,
            timeout=WITHIN_S,
        )

    def ask(self, identifier: str = "", **info: str | None) -> httpx.Response:
        return self.send(self.person(**info), identifier)

    def person(self, **info: str | None) -> str:
        asked = {name: text for name, text in {**self.info, **info}.items() if text is not None}
        return f"<QualificationConfirmSearchInfo>{elements(asked)}</QualificationConfirmSearchInfo>"


def elements(of: dict[str, str]) -> str:
    return "".join(f"<{name}>{text}</{name}>" for name, text in of.items())


def verdicts(simulator: Simulator, client_id: str, until: tuple[str, str]) -> dict[str, dict[str, Any]]:
    """Return all rules once one has its verdict: the last that was sent is counted then."""
    deadline, query = time.monotonic() + PATIENCE_S, {"client_id": client_id}
    while True:
        answer = httpx.get(f"{simulator.control_url}/conformance", params=query, timeout=WITHIN_S).raise_for_status()
        rules = {rule["id"]: rule for rule in answer.json()["rules"]}
        if rules[until[0]]["verdict"] == until[1]:
            return rules
        assert time.monotonic() < deadline, f"not counted: {rules[until[0]]}"
        time.sleep(0.1)


def test_what_a_careless_receipt_computer_sends_is_found(counted: Simulator) -> None:
    computer = ReceiptComputer(counted, "hospital")
    moved = computer.person(Birthdate=None).replace(
        "<InsurerNumber>", f"<Birthdate>{computer.info['Birthdate']}</Birthdate><InsurerNumber>"
    )
    declaration = '<?xml version="1.0" encoding="Shift_JIS"?>'
    ids = {
        "fields-known": computer.ask(InsuredName="1"),
        "numbers-in-form": computer.ask(InsurerNumber="12x45678"),
        "insurer-number-in-eight": computer.ask(InsurerNumber="138057"),
        "values-in-form": computer.ask(LimitApplicationCertificateRelatedConsFlg="2"),
        "my-number-never": computer.ask(InsuredIdentificationNumber="123456789018"),
        "body-readable": computer.send("<Unclosed>"),
        "message-institution-own": computer.send(computer.person(), institution="9910000018"),
        "consent-flag-told": computer.ask(LimitApplicationCertificateRelatedConsFlg=None),
        "message-in-order": computer.send(moved),
        "message-characters-of-the-set": computer.ask(InsuredCardSymbol="〜"),
        "message-charset-one": computer.send(
            computer.person(), declaration=declaration, content_type="application/xml; charset=utf-8"
        ),
        "reception-number-given": computer.send(
            elements({"ReceptionNumber": "0b8a1f5e-6f4e-4c55-9a0e-4f2f6f2f7a11"}), kind="muquc02"
        ),
    }
    computer.day = "20310101"
    ids["day-possible"] = computer.ask()
    computer.day = "20261120"
    first = computer.ask("uketsuke-1")
    ids["message-identifier-once"] = computer.ask("uketsuke-1", InsuredBranchNumber=None)
    found = verdicts(counted, "hospital", ("message-identifier-once", "broken"))

    assert {answer.status_code for name, answer in ids.items() if name != "body-readable"} == {200}
    assert {name for name, rule in found.items() if rule["verdict"] == "broken"} - {"once-a-visit"} == set(ids)
    for name, answer in ids.items():
        assert answer.headers["X-Request-Id"] in found[name]["examples"], name
    assert first.headers["X-Request-Id"] not in found["message-identifier-once"]["examples"]


def test_a_careful_receipt_computer_breaks_nothing_and_meets_what_it_met(counted: Simulator) -> None:
    computer = ReceiptComputer(counted, "clinic")
    answer = computer.ask()
    numbered = {name: text for name, text in computer.info.items() if name not in ("Birthdate", FLAG)}
    computer.send(
        f"<ReferenceNumberRegistrationInfo>{elements({'ReferenceNumber': '000124', **numbered})}"
        "</ReferenceNumberRegistrationInfo>",
        kind="siimm01",
    )
    _, taken = read(computer.send(computer.person() * 2, kind="muquc01").content)
    reception = elements({"ReceptionNumber": taken.text("ReceptionNumber") or ""})
    while read(computer.send(reception, kind="muquc02").content)[0].text("SegmentOfResult") == "2":
        # As the rule asks: once a second.
        time.sleep(1.0)
    found = verdicts(counted, "clinic", ("reception-number-given", "kept"))

    assert answer.status_code == 200
    assert [name for name, rule in found.items() if rule["verdict"] == "broken"] == []
    kept = {"consent-of-somebody-there", "many-in-bulk", "once-a-visit", "bulk-polled-slowly", "numbers-in-form"}
    kept |= {"message-identifier-once", "message-institution-own", "consent-flag-told", "insurer-number-in-eight"}
    kept |= {"message-in-order", "message-charset-one", "message-characters-of-the-set"}
    assert kept <= {name for name, rule in found.items() if rule["verdict"] == "kept"}
    query = {"client_id": "clinic"}
    met = httpx.get(f"{counted.control_url}/situations", params=query, timeout=WITHIN_S).json()["situations"]
    assert {"validity:valid", "persona:employee-with-limit"} <= {each["id"] for each in met if each["met"]}


def test_a_reception_asked_for_too_often_is_found(counted: Simulator) -> None:
    computer = ReceiptComputer(counted, "pharmacy")
    _, taken = read(computer.send(computer.person(), kind="muquc01").content)
    reception = elements({"ReceptionNumber": taken.text("ReceptionNumber") or ""})
    polled = [computer.send(reception, kind="muquc02") for _ in range(4)]
    found = verdicts(counted, "pharmacy", ("bulk-polled-slowly", "broken"))

    assert [each.status_code for each in polled] == [200] * 4
    assert polled[3].headers["X-Request-Id"] in found["bulk-polled-slowly"]["examples"]


def test_a_message_sent_again_too_soon_is_found(counted: Simulator) -> None:
    computer = ReceiptComputer(counted, "limited")
    fault = {"kind": "status", "parameters": {"status": 503}, "match": {"client_id": "limited"}, "times": 1}
    httpx.post(f"{counted.control_url}/faults", json=fault, timeout=WITHIN_S).raise_for_status()
    first, second = (computer.ask("uketsuke-1") for _ in range(2))
    found = verdicts(counted, "limited", ("retry-after-kept", "broken"))

    assert (first.status_code, second.status_code) == (503, 200)
    broken = {name for name, rule in found.items() if rule["verdict"] == "broken"}
    assert broken == {"retry-after-kept", "key-on-a-repeat"}
