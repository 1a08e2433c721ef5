"""医療扶助 over HTTP: with and without ticket, beside insurance, by card and by 公費負担者番号."""

from datetime import date
from typing import Any

from shared.domain.codes import LossReason, TicketKind, TicketUse
from shared.domain.roles import Role
from tests import benefits, builders
from tests.clinic import Clinic

PAYER = {"insurer_number": "12999915", "number": "0012345", "birthdate": "1985-04-12"}


async def ask(clinic: Clinic, insured: dict[str, Any], **more: Any) -> dict[str, Any]:
    answer = await clinic.check({"insured": insured, "purpose": "CARE_VISIT"}, **more)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_by_number_with_a_ticket(clinic: Clinic) -> None:
    await clinic.publish(builders.person(benefits.assistance(benefits.ticket(self_pay_yen=3_000))))

    answer = await ask(clinic, PAYER)

    (result,) = answer["results"]
    assert answer["validity"] == "valid"
    assert result["insurer"] == {"number": "12999915", "name": "模擬市福祉事務所", "kind": "public_assistance"}
    assert (result["symbol"], result["number"], result["branch"]) == (None, "0012345", None)
    assert (result["card_kind"], result["copay_percent"]) == ("medical_assistance", 0)
    assert result["medical_tickets"] == [
        {
            "kind": "medical",
            "treatment_month": "2026-11",
            "valid_from": "2026-11-01",
            "valid_to": "2026-11-30",
            "treatment_type": "outpatient",
            "use": "alone",
            "institution_matches": True,
            "institution_code": "9910000018",
            "institution_name": "模擬内科クリニック",
            "issue_number": "1100123",
            "self_pay_yen": 3000,
            "has_social_insurance": False,
            "insurance_differs": False,
            "is_under_infection_law": False,
            "is_late_elderly": False,
            "has_prefectural_expenses": False,
        }
    ]


async def test_the_month_after_the_ticket_is_not_registered_yet(clinic: Clinic) -> None:
    await clinic.publish(
        builders.person(
            benefits.assistance(
                benefits.ticket(treatment_month="2026-10", valid_from=date(2026, 10, 1), valid_to=date(2026, 10, 31))
            )
        )
    )

    assert (await ask(clinic, PAYER))["validity"] == "valid_unregistered"


async def test_the_institution_that_the_ticket_names_and_another(clinic: Clinic) -> None:
    pharmacy = "9940000013"
    await clinic.publish(
        builders.person(
            benefits.assistance(
                benefits.ticket(kind=TicketKind.DISPENSING, institution_code=pharmacy, use=TicketUse.COMBINED)
            )
        )
    )

    here = await ask(clinic, PAYER)
    there = await ask(clinic, PAYER, role=Role.PHARMACY, institution=pharmacy)

    assert (here["validity"], there["validity"]) == ("valid_unregistered", "valid")
    (ticket,) = here["results"][0]["medical_tickets"]
    assert (ticket["institution_matches"], ticket["institution_code"], ticket["issue_number"]) == (False, None, None)
    (ticket,) = there["results"][0]["medical_tickets"]
    assert (ticket["kind"], ticket["use"], ticket["institution_code"]) == ("dispensing", "combined", pharmacy)


async def test_a_card_shows_insurance_and_assistance_and_the_validity_of_the_insurance(clinic: Clinic) -> None:
    card = clinic.card()
    await clinic.publish(builders.person(builders.coverage(), benefits.assistance()), card)

    answer = (await clinic.check_by_card(card)).json()

    assert answer["validity"] == "valid"
    assert [(result["card_kind"], result["validity"]) for result in answer["results"]] == [
        ("general", "valid"),
        ("medical_assistance", "valid_unregistered"),
    ]
    assert [notice["code"] for notice in answer["notices"]] == ["ticket-not-registered"]


async def test_a_number_shows_only_what_was_asked_about(clinic: Clinic) -> None:
    await clinic.publish(builders.person(builders.coverage(), benefits.assistance(benefits.ticket())))
    insured = {"insurer_number": "02999918", "symbol": "シミュ-1", "number": "1024", "birthdate": "1985-04-12"}

    by_insurance, by_assistance = await ask(clinic, insured), await ask(clinic, PAYER)

    assert [result["card_kind"] for result in by_insurance["results"]] == ["general"]
    assert "12999915" not in str(by_insurance)
    assert [result["card_kind"] for result in by_assistance["results"]] == ["medical_assistance"]


async def test_an_insurance_that_assistance_ended_is_invalid_and_says_why(clinic: Clinic) -> None:
    lost = builders.coverage(lost_on=date(2026, 10, 1), loss_reason=LossReason.PUBLIC_ASSISTANCE)
    card = clinic.card()
    await clinic.publish(
        builders.person(lost, benefits.assistance(benefits.ticket(), acquired_on=date(2026, 10, 1))), card
    )
    insured = {"insurer_number": "02999918", "symbol": "シミュ-1", "number": "1024", "birthdate": "1985-04-12"}

    by_number, by_card = await ask(clinic, insured), (await clinic.check_by_card(card)).json()

    assert (by_number["validity"], by_number["results"][0]["loss_reason"]) == ("invalid", "public_assistance")
    assert [result["card_kind"] for result in by_card["results"]] == ["medical_assistance"]
    assert by_card["validity"] == "valid"


async def test_the_record_keeps_no_ticket(clinic: Clinic) -> None:
    await clinic.publish(builders.person(benefits.assistance(benefits.ticket())))

    await ask(clinic, PAYER)

    (record,) = await clinic.records()
    assert (record["code"], record["kinds"]) == ("valid", ["coverage"])
    assert "1100123" not in " ".join(str(value) for value in record)
