"""A message answers what REST answers, of every persona: each field is compared, or named as not carried."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import httpx
import pytest

from onshi.asking import Asked
from onshi.client import Clinic
from simulator.personas.cast import personas
from tests.flows.people import clinic_of, persona
from tests.flows.program import Simulator
from tests.message_reader import Element, one_width, read, record_of

WITH_NUMBER = [each.id for each in personas(1, date(2026, 11, 20)) if each.insured]
XML, JSON = "application/xml", "application/json"
FORMS = {"utf-8": (XML, "utf-8"), "shift_jis": (f"{XML}; charset=Shift_JIS", "cp932"), "json": (JSON, "utf-8")}
NOT_CARRIED = {
    # One validity for all records stands above them.
    "validity",
    "insurer.kind",
    "limit.basis",
    # Days of certificates are carried, amounts of the month are not.
    "limit_certificate.label",
    "limit_certificate.monthly_limit",
    "specific_disease_certificates.label",
    "specific_disease_certificates.copay_limit_yen",
    "specific_disease_certificates.halved",
}
MESSAGE = """<?xml version="1.0" encoding="{encoding}" standalone="no"?>
<XmlMsg><MessageHeader><QualificationConfirmationDate>{day}</QualificationConfirmationDate>
<MedicalInstitutionCode>{institution}</MedicalInstitutionCode>
<ArbitraryFileIdentifier>uketsuke-1</ArbitraryFileIdentifier></MessageHeader>
<MessageBody><QualificationConfirmSearchInfo>{info}</QualificationConfirmSearchInfo></MessageBody></XmlMsg>"""


def info_of(who: dict[str, Any]) -> dict[str, str]:
    insured = who["insured"]
    asked = {
        "InsurerNumber": insured["insurer_number"].rjust(8),
        "InsuredCardSymbol": insured["symbol"],
        "InsuredIdentificationNumber": insured["number"],
        "InsuredBranchNumber": insured["branch"],
        "Birthdate": insured["birthdate"].replace("-", ""),
        "LimitApplicationCertificateRelatedConsFlg": "1",
    }
    return {name: text for name, text in asked.items() if text}


@pytest.fixture(scope="module")
def clinic(simulator: Simulator) -> Iterator[Clinic]:
    with clinic_of(simulator.base_url, simulator.control_url) as clinic:
        yield clinic


def send(simulator: Simulator, clinic: Clinic, who: dict[str, Any], form: str = "utf-8", **query: str) -> bytes:
    token, institution = clinic.token(), clinic.institution
    day, info = who["as_of"].replace("-", ""), info_of(who)
    media_type, encoding = FORMS[form]
    if form == "json":
        header = {
            "QualificationConfirmationDate": day,
            "MedicalInstitutionCode": institution,
            "ArbitraryFileIdentifier": "uketsuke-1",
        }
        message = {"MessageHeader": header, "MessageBody": {"QualificationConfirmSearchInfo": info}}
        content = httpx.Request("POST", "http://x", json={"XmlMsg": message}).content
    else:
        inside = "".join(f"<{name}>{text}</{name}>" for name, text in info.items())
        declared = "UTF-8" if form == "utf-8" else "Shift_JIS"
        written = MESSAGE.format(encoding=declared, day=day, institution=institution, info=inside)
        content = written.encode(encoding)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": media_type}
    url = f"{simulator.base_url}/eligibility/oqs/messages"
    answer = httpx.post(url, content=content, headers=headers, params=query)
    assert answer.status_code == 200, answer.text
    return answer.content


def rest_of(clinic: Clinic, who: dict[str, Any]) -> dict[str, Any]:
    asked: Asked = {"insured": who["insured"], "purpose": "CARE_VISIT", "as_of": who["as_of"]}
    asked["limit_certificate_consent"] = True
    return dict(clinic.check(**asked).document)


def in_messages(result: dict[str, Any]) -> dict[str, Any]:
    """What a record of REST is in a message: one level, without what is not carried."""
    whole = {**result, **_flat("insurer", result), **_flat("limit", result)}
    shown = {name: value for name, value in whole.items() if name not in NOT_CARRIED | {"insurer", "limit"}}
    for name in ("name", "name_kana", "name_other", "name_other_kana", "insured_name"):
        shown[name] = one_width(shown[name])
    is_late_elderly = result["insurer"]["kind"] == "elderly"
    shown["relationship"] = None if is_late_elderly else shown["relationship"]
    shown["copay_percent"] = shown["copay_percent"] if is_late_elderly else None
    shown["limit.consent"] = "none" if shown["limit.consent"] == "none" else "given"
    for name in ("limit_certificate", "elderly_certificate"):
        shown[name] = None if shown[name] is None else _carried(name, shown[name])
    for name in ("specific_disease_certificates", "medical_tickets"):
        shown[name] = [_carried(name, each) for each in shown[name]]
    return shown


def _flat(name: str, result: dict[str, Any]) -> dict[str, Any]:
    return {f"{name}.{inner}": value for inner, value in result[name].items()}


def _carried(name: str, inner: dict[str, Any]) -> dict[str, Any]:
    return {member: value for member, value in inner.items() if f"{name}.{member}" not in NOT_CARRIED}


def without_instants(record: dict[str, Any]) -> dict[str, Any]:
    """The two checks were made one after the other: of an instant only whether there is one is the same."""
    times = {"limit.consented_at": record["limit.consented_at"] is not None}
    consents = {
        kind: {name: value if name == "state" else value is not None for name, value in shown.items()}
        for kind, shown in record["consents"].items()
    }
    return {**record, **times, "consents": consents}


def records_of(body: Element) -> list[dict[str, Any]]:
    return [record_of(each) for each in body.listed("ResultList", "ResultOfQualificationConfirmation")]


@pytest.mark.parametrize("persona_id", WITH_NUMBER)
def test_a_message_answers_what_rest_answers(simulator: Simulator, clinic: Clinic, persona_id: str) -> None:
    who = persona(simulator.control_url, persona_id)
    rest = rest_of(clinic, who)
    expected = [without_instants(in_messages(result)) for result in rest["results"]]

    for form in FORMS:
        header, body = read(send(simulator, clinic, who, form))

        assert header.text("SegmentOfResult") == "1"
        assert header.text("ReferenceClassification") == "2"
        assert header.text("ArbitraryFileIdentifier") == "uketsuke-1"
        assert header.day("QualificationConfirmationDate") == rest["as_of"]
        assert header.instant("ProcessExecutionTime")
        assert body.text("ProcessingResultStatus") == "1"
        assert body.code("QualificationValidity") == rest["validity"]
        assert [without_instants(record) for record in records_of(body)] == expected, form
        echoed = body.structure("QualificationConfirmSearchInfo")
        assert echoed is not None
        assert {name: echoed.text(name) for name in echoed.names()} == info_of(who)


def test_the_order_of_elements_is_the_specifications_or_another(simulator: Simulator, clinic: Clinic) -> None:
    who = persona(simulator.control_url, "employee-with-limit")

    spec, shuffled = (read(send(simulator, clinic, who, order=order)) for order in ("spec", "shuffled"))

    assert spec[0].names() == [
        "ProcessExecutionTime",
        "QualificationConfirmationDate",
        "MedicalInstitutionCode",
        "ArbitraryFileIdentifier",
        "ReferenceClassification",
        "SegmentOfResult",
        "CharacterCodeIdentifier",
    ]
    assert shuffled[0].names() != spec[0].names()
    assert sorted(shuffled[0].names()) == sorted(spec[0].names())
    assert [without_instants(each) for each in records_of(shuffled[1])] == [
        without_instants(each) for each in records_of(spec[1])
    ]


@pytest.mark.parametrize(("edition", "has_dates"), [("2023", False), ("2024", True), ("2026", True)])
def test_an_older_edition_lacks_what_came_later(
    simulator: Simulator, clinic: Clinic, edition: str, has_dates: bool
) -> None:
    who = persona(simulator.control_url, "employee-with-limit")
    _, body = read(send(simulator, clinic, who, edition=edition))

    (result,) = body.listed("ResultList", "ResultOfQualificationConfirmation")
    assert (result.text("QualificationDate") is not None) is has_dates
