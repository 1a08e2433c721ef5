import pytest

from loadtests.faces.messages import leaves_of, message_complaint
from loadtests.receptions.data import Case

XML = "<SegmentOfResult>1</SegmentOfResult><QualificationValidity>{}</QualificationValidity>"
JSON = '{{"SegmentOfResult": "1", "QualificationValidity": "{}"}}'


@pytest.mark.parametrize("form", [XML, JSON])
@pytest.mark.parametrize(
    ("validity", "code"),
    [
        ("valid", "1"),
        ("invalid", "2"),
        ("superseded", "3"),
        ("not_found", "4"),
        ("ambiguous", "5"),
        ("valid_unregistered", "6"),
    ],
)
def test_an_answer_has_the_code_of_the_validity(form: str, validity: str, code: str) -> None:
    assert message_complaint({"validity": validity}, 200, form.format(code)) is None
    assert message_complaint({"validity": validity}, 200, form.format("9")) == (
        f"expected QualificationValidity {code}, got 9"
    )


def test_what_is_no_answer_about_a_person_is_said_to_be_none() -> None:
    assert message_complaint({"validity": "valid"}, 503, "") == "expected a message, got 503"
    refused = "<SegmentOfResult>9</SegmentOfResult>"
    assert message_complaint({"validity": "valid"}, 200, refused) == "expected SegmentOfResult 1, got 9"
    assert message_complaint({"validity": "valid"}, 200, "") == "expected SegmentOfResult 1, got none"


def test_a_message_names_who_asks_and_who_is_asked_about() -> None:
    insured = {"insurer_number": "019539", "symbol": None, "number": "12", "branch": None, "birthdate": "1956-01-15"}

    header, body = leaves_of(Case({}, insured), "2710900016", "2026-12-01", "load-7")

    assert header == {
        "QualificationConfirmationDate": "20261201",
        "MedicalInstitutionCode": "2710900016",
        "ArbitraryFileIdentifier": "load-7",
    }
    assert body == {
        "InsurerNumber": "  019539",
        "InsuredCardSymbol": None,
        "InsuredIdentificationNumber": "12",
        "InsuredBranchNumber": None,
        "Birthdate": "19560115",
        "LimitApplicationCertificateRelatedConsFlg": "1",
    }
