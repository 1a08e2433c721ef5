"""All six 資格有効性 over HTTP: what each carries, on which day, known since when."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from shared.domain.codes import CardKind, LimitCategory, LossReason
from tests import benefits, builders
from tests.clinic import Clinic
from tests.worlds import CLOCK, TODAY

INSURED = {
    "insurer_number": "02999918",
    "symbol": "シミュ-1",
    "number": "1024",
    "branch": "01",
    "birthdate": "1985-04-12",
}


async def ask(clinic: Clinic, insured: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    body = {"insured": insured or INSURED, "purpose": "CARE_VISIT", **more}
    answer = await clinic.check(body)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def codes(answer: dict[str, Any]) -> list[str]:
    return [notice["code"] for notice in answer["notices"]]


async def test_1_valid(clinic: Clinic) -> None:
    await clinic.publish(builders.person())

    answer = await ask(clinic)

    (result,) = answer["results"]
    assert (answer["validity"], result["validity"]) == ("valid", "valid")
    assert (result["lost_on"], result["loss_reason"]) == (None, None)
    assert codes(answer) == []


async def test_2_invalid_carries_the_loss_and_its_reason(clinic: Clinic) -> None:
    held = builders.coverage(lost_on=date(2026, 11, 2), loss_reason=LossReason.OTHER)
    card = clinic.card()
    await clinic.publish(builders.person(held), card)

    by_number, by_card = await ask(clinic), (await clinic.check_by_card(card)).json()

    for answer in (by_number, by_card):
        (result,) = answer["results"]
        assert (answer["validity"], result["validity"]) == ("invalid", "invalid")
        assert (result["lost_on"], result["loss_reason"]) == ("2026-11-02", "other")
        assert (result["limit_certificate"], result["consents"]) == (None, {})
        assert codes(answer) == ["registration-lag-possible"]


async def test_3_superseded_carries_the_old_coverage_and_a_hint(clinic: Clinic) -> None:
    old = builders.coverage(lost_on=date(2026, 6, 1), loss_reason=LossReason.OTHER_INSURANCE)
    new = builders.coverage(
        coverage_id=str(uuid4()),
        acquired_on=date(2026, 6, 1),
        number="77",
        insurer=builders.insurer(number="06999916"),
    )
    await clinic.publish(builders.person(old, new))

    answer = await ask(clinic)

    (result,) = answer["results"]
    assert (answer["validity"], result["insurer"]["number"]) == ("superseded", "02999918")
    assert (result["lost_on"], result["loss_reason"]) == ("2026-06-01", "other_insurance")
    assert codes(answer) == ["newer-coverage-exists"]
    assert "06999916" not in str(answer)


async def test_4_not_found_carries_nobody(clinic: Clinic) -> None:
    await clinic.publish(builders.person())

    answer = await ask(clinic, {**INSURED, "number": "1025"})

    assert (answer["validity"], answer["results"]) == ("not_found", [])
    assert codes(answer) == ["check-the-numbers", "registration-lag-possible"]
    assert "模擬" not in str(answer)


async def test_4_not_found_by_a_card_whose_holder_was_never_insured(clinic: Clinic) -> None:
    card = clinic.card()
    await clinic.publish(builders.person(builders.coverage(acquired_on=TODAY + timedelta(days=10))), card)

    answer = (await clinic.check_by_card(card)).json()

    assert (answer["validity"], answer["results"]) == ("not_found", [])


async def test_5_ambiguous_carries_nobody_and_the_branch_tells(clinic: Clinic) -> None:
    twin = builders.coverage(coverage_id=str(uuid4()), branch="02")
    await clinic.publish(builders.person())
    await clinic.publish(builders.person(twin, person_id=str(uuid4()), name="模擬　双子"))

    without = await ask(clinic, {**INSURED, "branch": None})
    with_branch = await ask(clinic, {**INSURED, "branch": "2"})

    assert (without["validity"], without["results"]) == ("ambiguous", [])
    assert codes(without) == ["branch-number-needed"]
    assert "模擬" not in str(without)
    assert (with_branch["validity"], with_branch["results"][0]["name"]) == ("valid", "模擬　双子")


async def test_5_one_person_twice_without_branch_is_ambiguous_and_by_card_the_newest(clinic: Clinic) -> None:
    second = builders.coverage(coverage_id=str(uuid4()), branch="02", acquired_on=date(2026, 10, 1))
    card = clinic.card()
    await clinic.publish(builders.person(builders.coverage(), second), card)

    without = await ask(clinic, {**INSURED, "branch": ""})
    first = await ask(clinic)
    by_card = (await clinic.check_by_card(card)).json()

    assert (without["validity"], without["results"]) == ("ambiguous", [])
    assert (first["validity"], first["results"][0]["branch"]) == ("valid", "01")
    assert codes(first) == ["newer-coverage-exists"]
    assert (by_card["validity"], by_card["results"][0]["branch"]) == ("valid", "02")


async def test_6_valid_unregistered_is_an_assistance_without_ticket(clinic: Clinic) -> None:
    card = clinic.card()
    await clinic.publish(builders.person(benefits.assistance()), card)

    answer = (await clinic.check_by_card(card)).json()

    (result,) = answer["results"]
    assert (answer["validity"], result["validity"]) == ("valid_unregistered", "valid_unregistered")
    assert (result["card_kind"], result["medical_tickets"]) == ("medical_assistance", [])
    assert codes(answer) == ["ticket-not-registered"]


# Days


async def known_from(clinic: Clinic, instant: datetime) -> None:
    await clinic.admin.execute("UPDATE registry_published.persons SET known_from = $1", instant)
    await clinic.admin.execute("UPDATE registry_published.insured_identifiers SET known_from = $1", instant)


@pytest.mark.parametrize(
    ("as_of", "validity"),
    [
        ("2021-11-20", "valid"),  # five years back
        ("2023-03-31", "valid"),
        ("2023-04-01", "invalid"),
        ("2026-11-20", "invalid"),
    ],
)
async def test_a_past_day_is_answered_for_that_day(clinic: Clinic, as_of: str, validity: str) -> None:
    await clinic.publish(builders.person(builders.coverage(lost_on=date(2023, 4, 1), loss_reason=LossReason.OTHER)))

    answer = await ask(clinic, as_of=as_of)

    assert (answer["as_of"], answer["validity"]) == (as_of, validity)


@pytest.mark.parametrize("as_of", ["2021-11-19", "2026-11-21"])
async def test_a_day_out_of_reach_is_refused(clinic: Clinic, as_of: str) -> None:
    answer = await clinic.check({"insured": INSURED, "purpose": "CARE_VISIT", "as_of": as_of})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["code"] == "out-of-range"


async def test_a_day_before_the_registration_was_known_is_answered_from_what_is_known_now(clinic: Clinic) -> None:
    await clinic.publish(builders.person(builders.coverage(acquired_on=date(2026, 4, 1))))
    await known_from(clinic, CLOCK.now() - timedelta(hours=1))

    assert (await ask(clinic, as_of="2026-04-01"))["validity"] == "valid"


async def test_what_becomes_known_only_later_is_not_known_now(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    await known_from(clinic, datetime(2027, 1, 1, tzinfo=UTC))

    assert (await ask(clinic))["validity"] == "not_found"


# Kinds of card


async def test_who_pays_the_whole_cost_first_is_told_by_kind_and_notice(clinic: Clinic) -> None:
    held = builders.coverage(card_kind=CardKind.SPECIAL_EXPENSE)
    await clinic.publish(builders.person(held))

    answer = await ask(clinic, limit_certificate_consent=True)

    (result,) = answer["results"]
    assert (answer["validity"], result["card_kind"], result["copay_percent"]) == ("valid", "special_expense", 30)
    assert (result["limit"]["basis"], result["limit_certificate"]) == ("unknown", None)
    assert codes(answer) == ["pays-in-full-first"]


@pytest.mark.parametrize("kind", [CardKind.GENERAL, CardKind.SHORT_TERM])
async def test_what_arrears_do_to_the_limit_is_the_insurer_s_registration_alone(clinic: Clinic, kind: CardKind) -> None:
    # A municipality certifies no limit while 国保税 is owed (甲賀市, 養父市, 山武市), so none is registered; where one
    # is, as after a promise to pay, it is shown: the document's kind withholds nothing.
    owing = benefits.municipal(card_kind=kind, valid_to=date(2026, 11, 30))
    promised = replace(owing, limit_certificates=(builders.limit_certificate(category=LimitCategory.A04),))
    identifiers = {**INSURED, "insurer_number": "999914"}
    await clinic.publish(builders.person(owing))
    without = await ask(clinic, identifiers, limit_certificate_consent=True)
    await clinic.republish(builders.person(promised))
    with_one = await ask(clinic, identifiers, limit_certificate_consent=True)

    for answer in (without, with_one):
        (result,) = answer["results"]
        assert (answer["validity"], result["card_kind"], result["valid_to"]) == ("valid", kind, "2026-11-30")
        assert "coverage-ends-soon" in codes(answer)
    assert without["results"][0]["limit_certificate"] is None
    assert without["results"][0]["limit"]["basis"] == "unknown"
    assert with_one["results"][0]["limit_certificate"]["category"] == "A04"
    assert with_one["results"][0]["limit"]["basis"] == "certificate"


# Flags


async def test_who_blocked_self_information_is_found_by_number_without_address(clinic: Clinic) -> None:
    card = clinic.card()
    await clinic.publish(builders.person(self_information_blocked=True), card)

    by_number, by_card = await ask(clinic), await clinic.check_by_card(card)

    (result,) = by_number["results"]
    assert (by_number["validity"], result["address"], result["postal_code"]) == ("valid", None, None)
    assert (by_card.status_code, by_card.json()["type"]) == (422, "urn:onshi:problem:card-not-usable")


async def test_substitute_characters_are_told(clinic: Clinic) -> None:
    await clinic.publish(builders.person(name="模擬　●子"))

    answer = await ask(clinic)

    assert answer["results"][0]["name"] == "模擬　●子"
    assert codes(answer) == ["name-has-substitute-characters"]
