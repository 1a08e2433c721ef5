"""A message is read as the question over REST that means the same, and nothing of anybody goes on."""

import pytest

from simulator.conformance.message_read import AsOverRest, as_over_rest
from tests.unit.simulator.conformance.told import HEADER, LOOK, NUMBER, PERSON, notes, raw, xml


def read(kind: str = "siquc01", text: str = "", refused_as: str | None = None, wrong: str = "") -> AsOverRest:
    return as_over_rest(notes(kind, text, refused_as, wrong), raw(), 200)


def test_a_siquc01_is_a_check_with_consent_and_branch() -> None:
    told = read()

    assert (told.operation, told.status, told.code, told.violations) == ("check_eligibility", 200, None, ())
    assert (told.consent, told.has_branch, told.identifier, told.number) == (True, True, b"uketsuke-1", None)


def test_a_message_without_flag_branch_and_identifier_has_none() -> None:
    told = read(text="<XmlMsg><MessageHeader/><MessageBody/></XmlMsg>")

    assert (told.consent, told.has_branch, told.identifier) == (False, False, None)


@pytest.mark.parametrize(
    ("kind", "body", "operation"),
    [
        ("siimm01", NUMBER, "reference_numbers_register"),
        ("muimm01", NUMBER, "reference_numbers_register_many"),
        ("muquc01", PERSON + PERSON, "bulk_checks_receive"),
        ("muquc02", LOOK, "bulk_checks_get_one"),
        ("muimm02", LOOK, "bulk_checks_get_one"),
        ("mutic02", LOOK, "bulk_checks_get_one"),
        ("muhvq02", LOOK, "bulk_checks_get_one"),
        ("muonq02", LOOK, "bulk_checks_get_one"),
    ],
)
def test_every_kind_has_its_operation(kind: str, body: str, operation: str) -> None:
    told = read(kind, xml(body))

    assert (told.operation, told.violations) == (operation, ())


@pytest.mark.parametrize(
    ("refused_as", "status", "code"),
    [
        ("message-invalid", 422, "request-invalid"),
        ("request-invalid", 422, "request-invalid"),
        ("message-holds-my-number", 422, "my-number-not-accepted"),
        ("institution-differs", 403, "institution-differs"),
        ("too-many-misses", 429, "too-many-misses"),
        ("reception-not-found", 404, "resource-not-found"),
    ],
)
def test_what_fails_within_a_message_is_refused_as_over_rest(refused_as: str, status: int, code: str) -> None:
    told = read(refused_as=refused_as)

    assert (told.status, told.code) == (status, code)


@pytest.mark.parametrize(
    ("element", "pointer"),
    [
        ("InsurerNumber", "/insured/insurer_number"),
        ("Birthdate", "/insured/birthdate"),
        ("QualificationConfirmationDate", "/as_of"),
        ("ReceptionNumber", "/ReceptionNumber"),
    ],
)
def test_a_wrong_element_is_a_violation_of_the_field_that_means_the_same(element: str, pointer: str) -> None:
    assert read(refused_as="request-invalid", wrong=element).violations == ((pointer, "invalid"),)


@pytest.mark.parametrize(
    "text",
    [
        xml(PERSON.replace("Birthdate>", "BirthDate>")),
        xml(PERSON + "<Memo>1</Memo>"),
        xml(header=HEADER.replace("</MessageHeader>", "<Version>8</Version></MessageHeader>")),
        xml().replace("</XmlMsg>", "<MessageTail/></XmlMsg>"),
    ],
)
def test_an_element_that_the_layout_lacks_is_an_extra_field_and_is_not_named(text: str) -> None:
    assert read(text=text).violations == (("/MessageBody", "extra-forbidden"),)


def test_what_is_asked_is_the_same_in_another_order_and_under_another_identifier() -> None:
    birthdate = "<Birthdate>19800101</Birthdate>"
    moved = xml(PERSON.replace(birthdate, "").replace("<InsurerNumber>", f"{birthdate}<InsurerNumber>"))
    renamed = xml(header=HEADER.replace("uketsuke-1", "uketsuke-2"))
    other = xml(PERSON.replace("7788990", "7788991"))

    assert read().asks == read(text=moved).asks == read(text=renamed).asks
    assert read().asks != read(text=other).asks


@pytest.mark.parametrize("kind", ["YZKsiquc01", "TKKsiquc01"])
def test_what_a_message_asks_of_medical_data_stands_in_its_header_and_in_its_body(kind: str) -> None:
    number = "<InsuredPersonIdentificationNumber>7788990</InsuredPersonIdentificationNumber></MessageHeader>"
    header, months = HEADER.replace("</MessageHeader>", number), "<StartDate>202601</StartDate>"

    def asks(header: str = header, body: str = months) -> bytes:
        return read(kind, xml(body, header)).asks

    assert asks() == asks(header.replace("uketsuke-1", "uketsuke-2"))
    assert len({asks(), asks(header.replace("7788990", "7788991")), asks(body="<StartDate>202602</StartDate>")}) == 3


def test_what_a_message_asks_of_a_list_is_its_month() -> None:
    def asks(month: str) -> bytes:
        info = f"<MedicalTreatmentMonth>{month}</MedicalTreatmentMonth>"
        return read("mutic01", xml(f"<QualificationConfirmSearchInfo>{info}</QualificationConfirmSearchInfo>")).asks

    assert asks("202611") != asks("202610")
