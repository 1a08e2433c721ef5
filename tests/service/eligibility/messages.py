"""Messages (XmlMsg) as tests send them."""

from typing import Any

import httpx

from tests.clinic import INSTITUTION, Clinic
from tests.message_reader import Element, read

PATH = "/oqs/messages"
INSURED = {
    "InsurerNumber": "02999918",
    "InsuredCardSymbol": "シミュ－１",
    "InsuredIdentificationNumber": "001024",
    "InsuredBranchNumber": "1",
    "Birthdate": "19850412",
}
NUMBERED = {**{name: text for name, text in INSURED.items() if name != "Birthdate"}, "ReferenceNumber": "P-1"}
HEADER = {
    "QualificationConfirmationDate": "20261120",
    "MedicalInstitutionCode": INSTITUTION,
    "ArbitraryFileIdentifier": "uketsuke-1",
}


def siquc01(header: dict[str, str] | None = None, **changed: str | None) -> str:
    """A question, as XML without a declaration; None leaves an element out."""
    return _message("QualificationConfirmSearchInfo", HEADER | (header or {}), INSURED | changed)


def siimm01(header: dict[str, str] | None = None, **changed: str | None) -> str:
    """A registration."""
    without_day = {name: text for name, text in HEADER.items() if name != "QualificationConfirmationDate"}
    return _message("ReferenceNumberRegistrationInfo", without_day | (header or {}), NUMBERED | changed)


def muquc01(*people: dict[str, Any], header: dict[str, str] | None = None) -> str:
    """Questions about many; each says what differs from the first patient."""
    return _message("QualificationConfirmSearchInfo", HEADER | (header or {}), *(INSURED | each for each in people))


def muimm01(*numbers: dict[str, Any], header: dict[str, str] | None = None) -> str:
    """Registrations of many."""
    without_day = {name: text for name, text in HEADER.items() if name != "QualificationConfirmationDate"}
    return _message(
        "ReferenceNumberRegistrationInfo", without_day | (header or {}), *(NUMBERED | each for each in numbers)
    )


def second(number: str, **header: str) -> str:
    """The request that looks at a reception."""
    header = {"MedicalInstitutionCode": INSTITUTION, **header}
    return (
        f"<XmlMsg><MessageHeader>{_written(header)}</MessageHeader>"
        f"<MessageBody><ReceptionNumber>{number}</ReceptionNumber></MessageBody></XmlMsg>"
    )


def _message(name: str, header: dict[str, str], *infos: dict[str, Any]) -> str:
    body = "".join(f"<{name}>{_written(info)}</{name}>" for info in infos)
    return f"<XmlMsg><MessageHeader>{_written(header)}</MessageHeader><MessageBody>{body}</MessageBody></XmlMsg>"


def _written(elements: dict[str, Any]) -> str:
    return "".join(f"<{name}>{text}</{name}>" for name, text in elements.items() if text is not None)


async def post(clinic: Clinic, content: str | bytes, path: str = PATH, **more: Any) -> httpx.Response:
    headers = {"Content-Type": "application/xml", **more.pop("headers", {}), **clinic.headers(**more)}
    return await clinic.http.post(path, content=content, headers=headers)


async def send(clinic: Clinic, content: str | bytes, **more: Any) -> tuple[Element, Element]:
    answer = await post(clinic, content, **more)
    assert answer.status_code == 200, answer.text
    return read(answer.content)


def status_of(read_answer: tuple[Element, Element]) -> tuple[str | None, str | None, str | None]:
    """The three layers."""
    header, body = read_answer
    names = ("SegmentOfResult", "ProcessingResultStatus", "QualificationValidity")
    segment, status, validity = header.text(names[0]), body.text(names[1]), body.text(names[2])
    return segment, status, validity


def medical(
    header: dict[str, str | None] | None = None, body: dict[str, str | None] | None = None, declaration: str = ""
) -> str:
    """A question about 薬剤情報 or 特定健診情報, in the older names."""
    named = {
        "MedicalInstitutionCode": INSTITUTION,
        "InsurerNumber": "02999918",
        "InsuranceCardSymbol": "シミュ－１",
        "InsuredPersonIdentificationNumber": "001024",
        "BranchNumber": "01",
        "ArbitraryFileIdentifier": "yakureki-1",
    }
    asked = {"FileCategory": "2", "PrDiInfClassification": "1", "MedicalTreatmentFlag": "1"}
    return (
        f"{declaration}<XmlMsg><MessageHeader>{_written(named | (header or {}))}</MessageHeader>"
        f"<MessageBody>{_written(asked | (body or {}))}</MessageBody></XmlMsg>"
    )
