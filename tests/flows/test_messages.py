"""A message answers what REST answers, of every persona: each field is compared, or named as not carried."""

import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from typing import Any

import httpx
import pytest

from onshi.asking import Asked
from onshi.client import Clinic
from onshi.problems import OnshiProblem
from simulator.personas.cast import personas
from tests.flows.people import card_of, clinic_of, persona
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


NOT_OF_MANY = {"acquired_on", "lost_on", "limit.consent", "limit.consented_at", "reference_number"}
NOTHING_AGREED: dict[str, Any] = {
    "limit": {"basis": "unknown", "consent": "none", "consented_at": None},
    "limit_certificate": None,
    "specific_disease_certificates": [],
    "medical_tickets": [],
    "consents": {},
}
"""What a bulk check never shows, whatever the person has."""


def until_whole(simulator: Simulator, headers: dict[str, str], number: str) -> tuple[Element, Element]:
    """Look at a reception until it is done: the worker is another task, a minute is plenty."""
    url = f"{simulator.base_url}/eligibility/oqs/messages?type=muquc02"
    body = (
        f"<XmlMsg><MessageHeader><MedicalInstitutionCode>9910000018</MedicalInstitutionCode></MessageHeader>"
        f"<MessageBody><ReceptionNumber>{number}</ReceptionNumber></MessageBody></XmlMsg>"
    )
    until = time.monotonic() + 60
    while time.monotonic() < until:
        answer = httpx.post(url, content=body, headers=headers, timeout=30)
        assert answer.status_code == 200, answer.text
        header, found = read(answer.content)
        if header.text("SegmentOfResult") == "1":
            return header, found
        assert header.text("SegmentOfResult") == "2"
        assert found is not None
        time.sleep(0.1)  # Between two looks, as a receipt computer pauses.
    raise AssertionError("the reception is not done within a minute")


def test_many_at_once_are_told_what_rest_tells(simulator: Simulator, clinic: Clinic) -> None:
    people = [persona(simulator.control_url, persona_id) for persona_id in WITH_NUMBER]
    infos = [{**info_of(who), "ArbitraryIdentifier": who["id"]} for who in people]
    day = persona(simulator.control_url, "employee-with-limit")["as_of"].replace("-", "")
    header = {
        "QualificationConfirmationDate": day,
        "MedicalInstitutionCode": clinic.institution,
        "ArbitraryFileIdentifier": "yoyaku-1",
    }
    message = {"MessageHeader": header, "MessageBody": {"QualificationConfirmSearchInfo": infos}}
    bearer = {"Authorization": f"Bearer {clinic.token()}"}
    url = f"{simulator.base_url}/eligibility/oqs/messages?type=muquc01"

    received = httpx.post(url, json={"XmlMsg": message}, headers=bearer, timeout=30).json()["XmlMsg"]["MessageBody"]
    read_header, body = until_whole(simulator, bearer | {"Content-Type": XML}, received["ReceptionNumber"])

    rest = httpx.get(
        f"{simulator.base_url}/eligibility/v1/bulk-checks/{received['ReceptionNumber']}", headers=bearer, timeout=30
    ).json()
    units = body.repeated("BulkConfirmUnit")
    assert len(units) == len(rest["items"]) == len(people)
    assert read_header.text("NumberOfNormalProcessing") == str(rest["succeeded"])
    for who, unit, item in zip(people, units, rest["items"], strict=True):
        echo = unit.structure("QualificationConfirmSearchInfo")
        assert echo is not None
        assert echo.text("ArbitraryIdentifier") == who["id"] == item["item_reference"]
        assert unit.text("ProcessingResultStatus") == ("2" if item["error"] else "1"), who["id"]
        assert unit.code("QualificationValidity") == item["validity"], who["id"]
        records = unit.repeated("ResultOfQualificationConfirmation")
        assert bool(records) == bool(item["result"]), who["id"]
        for record in records:
            shown = {name: value for name, value in record_of(record).items() if name not in NOT_OF_MANY}
            expected = in_messages({**item["result"], **NOTHING_AGREED})
            assert shown | {"consents": {}} == {n: v for n, v in expected.items() if n not in NOT_OF_MANY}, who["id"]
            assert not {name for name in record.names() if "Cons" in name}
            changed = record.text("LimitApplicationCertificateChanged")
            assert changed == ("1" if item["limit_certificate_changed"] else "0"), who["id"]


WITH_CARD = [each.id for each in personas(1, date(2026, 11, 20)) if each.card]
DISEASE = "specific_disease"
AT_ITS_DESK = {"clinic-reader": "clinic", "hospital-reader": "hospital"}
"""Whose desk a reader stands at: a reader has no number of its own, nor messages."""


def by_card(simulator: Simulator, persona_id: str) -> tuple[dict[str, Any], bytes] | str:
    """Check a persona by card as it asks; return what REST answers and the message of it, or why it is refused."""
    who = persona(simulator.control_url, persona_id)
    ask = who["ask"]["card"]
    with (
        clinic_of(simulator.base_url, simulator.control_url, ask["client_id"]) as asking,
        card_of(simulator.base_url, who) as card,
    ):
        try:
            answer = asking.check_card(
                card,
                purpose=ask["purpose"],
                consents=ask["consents"] or ["medication", "checkups"],
                prescription_form=ask["prescription_form"],
            )
        except OnshiProblem as problem:
            return problem.code
    desk = AT_ITS_DESK.get(ask["client_id"], ask["client_id"])
    with clinic_of(simulator.base_url, simulator.control_url, desk) as reading:
        bearer = {"Authorization": f"Bearer {reading.token()}"}
    url = f"{simulator.base_url}/eligibility/oqs/checks/{answer.document['check_id']}"
    return dict(answer.document), httpx.get(url, headers=bearer, timeout=30).raise_for_status().content


def fourteen(instant: str | None) -> str | None:
    """An instant of REST, in Japan, as messages write it."""
    return None if instant is None else re.sub("[-:T]", "", instant[:19])


def with_instants(record: dict[str, Any]) -> dict[str, Any]:
    consents = {
        kind: {name: value if name == "state" else fourteen(value) for name, value in shown.items()}
        for kind, shown in record["consents"].items()
    }
    if DISEASE in consents:
        # The interface has no AvailableTime of it.
        consents[DISEASE]["viewable_until"] = None
    return {**record, "limit.consented_at": fourteen(record["limit.consented_at"]), "consents": consents}


def test_a_card_checks_message_is_the_answer_of_rest(simulator: Simulator) -> None:
    """Of every persona, to the second: both are the answer to one check."""
    with ThreadPoolExecutor(8) as pool:
        told = dict(zip(WITH_CARD, pool.map(partial(by_card, simulator), WITH_CARD), strict=True))

    refused = {persona_id: each for persona_id, each in told.items() if isinstance(each, str)}
    assert refused == {
        each: who["expected"]["card"]["refusal"]
        for each in WITH_CARD
        if "refusal" in ((who := persona(simulator.control_url, each))["expected"]["card"] or {})
    }
    for persona_id, each in told.items():
        if isinstance(each, str):
            continue
        rest, content = each
        header, body = read(content)
        assert header.text("ReferenceClassification") == "1"
        assert header.instant("ProcessExecutionTime") == fourteen(rest["checked_at"])
        assert header.day("QualificationConfirmationDate") == rest["as_of"]
        assert body.text("ProcessingResultStatus") == "1"
        assert body.code("QualificationValidity") == rest["validity"], persona_id
        assert body.code("PrescriptionIssueSelect") == rest["prescription_form"], persona_id
        expected = [with_instants(in_messages(result)) for result in rest["results"]]
        assert records_of(body) == expected, persona_id
