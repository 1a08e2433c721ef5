"""委託先資格情報 (mutic) through the folders, as YUKI-ENT/OQSDrug2 asks for it and reads it; a few seconds."""

import time
from pathlib import Path

import httpx

from tests.flows.program import WITHIN_S, Simulator
from tests.flows.receipt_computer import Desk, agent_at
from tests.message_reader import Element, read, record_of

CODE = "9910000018"


def request(body: str, identifier: str = "") -> bytes:
    """A request as that client writes it: Shift_JIS, indented, lines of Windows."""
    file = f"<ArbitraryFileIdentifier>{identifier}</ArbitraryFileIdentifier>\r\n" if identifier else ""
    return (
        '<?xml version="1.0" encoding="Shift_JIS" standalone="no"?>\r\n<XmlMsg>\r\n  <MessageHeader>\r\n'
        f"    <MedicalInstitutionCode>{CODE}</MedicalInstitutionCode>\r\n    {file}  </MessageHeader>\r\n"
        f"  <MessageBody>\r\n    {body}\r\n  </MessageBody>\r\n</XmlMsg>"
    ).encode("cp932")


def result_of(desk: Desk, number: str) -> tuple[Element, Element]:
    deadline = time.monotonic() + WITHIN_S
    for serial in range(2, 1000):
        desk.drop(f"OQSmutic02req_20261120{serial:04}.xml", request(f"<ReceptionNumber>{number}</ReceptionNumber>"))
        content = desk.taken("res", f"OQSmutic02res_20261120{serial:04}.xml")
        assert content.startswith(b'<?xml version="1.0" encoding="Shift_JIS"')
        if (answer := read(content))[0].text("SegmentOfResult") == "1":
            return answer
        assert time.monotonic() < deadline, "it is processed for too long"
        # A worker beside us has to act.
        time.sleep(0.2)
    raise AssertionError


def test_a_months_tickets_come_through_the_folders(simulator: Simulator, tmp_path: Path) -> None:
    people = httpx.get(f"{simulator.control_url}/personas", timeout=WITHIN_S).json()["items"]
    month = people[0]["as_of"].replace("-", "")[:6]
    asked = (
        "<QualificationConfirmSearchInfo>\r\n"
        f"      <MedicalTreatmentMonth>{month}</MedicalTreatmentMonth>\r\n    </QualificationConfirmSearchInfo>"
    )
    with agent_at(tmp_path, simulator):
        desk = Desk(tmp_path)
        desk.drop("OQSmutic01req_202611200001.xml", request(asked, "202611200905070123PC1"))
        header, body = read(desk.taken("res", "OQSmutic01res_202611200001.xml"))
        assert (header.text("SegmentOfResult"), header.text("ErrorMessage")) == ("1", None)
        header, body = result_of(desk, body.text("ReceptionNumber") or "")

    records = [record_of(each) for unit in body.repeated("BulkConfirmUnit") for each in units_records(unit)]
    assert header.text("ArbitraryFileIdentifier") == "202611200905070123PC1"
    # docs/personas.md: whose ticket is for the clinic; the pharmacy's, the station's and the hospital's are not.
    numbers = {person["id"]: person["insured"]["number"] for person in people if person["group"] == "assistance"}
    found = {record["number"] for record in records}
    assert {numbers["assistance-outpatient"], numbers["assistance-dental"]} <= found
    others = ("elsewhere", "dispensing", "home-nursing", "unregistered")
    assert not {numbers[f"assistance-{each}"] for each in others} & found
    assert {ticket["institution_code"] for record in records for ticket in record["medical_tickets"][:1]} == {CODE}


def units_records(unit: Element) -> list[Element]:
    assert unit.text("ProcessingResultStatus") == "1"
    return unit.repeated("ResultOfQualificationConfirmation")
