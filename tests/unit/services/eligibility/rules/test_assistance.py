"""医療扶助: which tickets (医療券・調剤券) answer for a day, and what the answer is before the ticket comes."""

from datetime import date

import pytest

from services.eligibility.rules.decision import tickets_on, validity_of_assistance
from shared.domain.codes import CardKind, QualificationValidity
from tests import benefits, builders
from tests.benefits import CLINIC, OTHER_CLINIC

DAY = date(2026, 11, 20)


def test_a_ticket_of_the_month_for_the_asker_is_valid() -> None:
    tickets = tickets_on(benefits.assistance(benefits.ticket()), DAY, CLINIC)
    assert [seen.is_for_asker for seen in tickets] == [True]
    assert validity_of_assistance(tickets) is QualificationValidity.VALID


def test_until_the_ticket_comes_the_answer_is_valid_unregistered() -> None:
    assert tickets_on(benefits.assistance(), DAY, CLINIC) == ()
    assert validity_of_assistance([]) is QualificationValidity.VALID_UNREGISTERED


def test_a_ticket_of_another_institution_is_seen_and_does_not_count() -> None:
    other = benefits.ticket(ticket_id="other", institution_code=OTHER_CLINIC)
    own = benefits.ticket(ticket_id="own")
    tickets = tickets_on(benefits.assistance(other, own), DAY, CLINIC)
    assert [(seen.ticket.ticket_id, seen.is_for_asker) for seen in tickets] == [("own", True), ("other", False)]
    assert validity_of_assistance(tickets[1:]) is QualificationValidity.VALID_UNREGISTERED


def test_who_has_no_institution_sees_each_ticket_as_its_own() -> None:
    (seen,) = tickets_on(benefits.assistance(benefits.ticket(institution_code=OTHER_CLINIC)), DAY, None)
    assert seen.is_for_asker


@pytest.mark.parametrize("day", [date(2026, 10, 31), date(2026, 12, 1)])
def test_a_ticket_of_november_answers_for_no_other_month(day: date) -> None:
    ticket = benefits.ticket(valid_from=date(2026, 11, 1), valid_to=date(2026, 11, 30))
    assert tickets_on(benefits.assistance(ticket), day, CLINIC) == ()


def test_assistance_is_told_from_insurance() -> None:
    assert benefits.assistance().is_assistance
    assert builders.coverage(card_kind=CardKind.MEDICAL_ASSISTANCE).is_assistance
    assert not builders.coverage().is_assistance
