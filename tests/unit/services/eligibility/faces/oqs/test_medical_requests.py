"""What a request about 薬剤情報 asks."""

from typing import Any

import pytest

from services.eligibility.faces.oqs.fields import Text
from services.eligibility.faces.oqs.medical_requests import CARES, Months, read_medical_question
from services.eligibility.faces.oqs.requests import Wrong
from services.eligibility.faces.oqs.sent import Sent
from shared.domain.purposes import PurposeOfUse

HEADER = {
    "InsurerNumber": "  138057",
    "InsuranceCardSymbol": "21-4",
    "InsuredPersonIdentificationNumber": "0003305",
    "BranchNumber": "1",
}


def sent(leaves: dict[str, str]) -> Sent:
    return Sent(members={name: [Sent(Text(text))] for name, text in leaves.items()})


def read(**body: str) -> Any:
    wrong = Wrong()
    return read_medical_question(sent(HEADER), sent(body), wrong), wrong


def test_identifiers_are_folded_as_those_of_a_check() -> None:
    question, wrong = read()

    assert not wrong
    member = question.member
    assert (member.insurer_number, member.number, member.branch) == ("138057", "3305", "01")


def test_what_is_left_out_is_xml_of_every_month_of_ordinary_care() -> None:
    question, _ = read()

    assert (question.wants_pdf, question.with_prescriptions, question.months) == (False, False, Months())
    assert PurposeOfUse.CARE_VISIT in question.purposes
    assert "190001" in question.months


@pytest.mark.parametrize(("month", "is_in"), [("202604", False), ("202605", True), ("202606", True), ("202607", False)])
def test_first_and_last_month_are_both_asked_for(month: str, is_in: bool) -> None:
    question, _ = read(StartDate=" 202605", EndDate="202606 ")

    assert (month in question.months) is is_in


@pytest.mark.parametrize("month", ["202600", "202613", "2026-5", "２０２６０５", "20260501"])
def test_a_month_that_there_is_not_is_named(month: str) -> None:
    question, wrong = read(StartDate=month)

    assert (question, list(wrong.elements)) == (None, ["StartDate"])


def test_no_purpose_is_of_two_kinds_of_care() -> None:
    purposes = [purpose for care in CARES.values() for purpose in care]

    assert len(purposes) == len(set(purposes))
