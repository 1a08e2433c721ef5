"""Checks by card and by identifiers: what is answered, what is kept."""

from datetime import datetime, timedelta
from uuid import uuid4

from shared.domain.codes import LossReason
from shared.domain.roles import Role
from tests import builders
from tests.clinic import Clinic
from tests.service.eligibility.questions import INSURED, by_identifier
from tests.worlds import TODAY


async def test_a_card_is_answered_with_the_coverage_and_the_limit(clinic: Clinic) -> None:
    card = clinic.card()
    held = builders.coverage(limit_certificates=(builders.limit_certificate(valid_to=None),))
    await clinic.publish(builders.person(held), card)

    answer = await clinic.check_by_card(card, prescription_form="electronic")

    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert body["outcome"] == "answered"
    assert body["validity"] == "valid"
    assert body["method"] == "my_number_card"
    assert body["certificate_state"] == "current"
    assert body["prescription_form"] == "electronic"
    (result,) = body["results"]
    assert result["insurer"] == {"number": "02999918", "name": "模擬健康保険組合", "kind": "society"}
    assert (result["symbol"], result["number"], result["branch"]) == ("シミュ-1", "1024", "01")
    assert result["copay_percent"] == 30
    assert result["limit"] == {"basis": "certificate", "consent": "not_needed", "consented_at": None}
    assert result["limit_certificate"]["category"] == "A03"
    assert result["limit_certificate"]["label"] == "ウ"
    assert "X-Request-Id" in answer.headers
    assert answer.headers["Replay-Nonce"]


async def test_the_limit_of_november_2026_is_the_table_of_august_2026(clinic: Clinic) -> None:
    await clinic.publish(builders.person())

    answer = await clinic.check(by_identifier(limit_certificate_consent=True, as_of="2026-11-01"))

    assert answer.json()["results"][0]["limit_certificate"]["monthly_limit"] == {
        "table": "2026-08",
        "base_yen": 85800,
        "threshold_yen": 286000,
        "rate_percent": 1,
        "many_times_yen": 44400,
        "outpatient_yen": None,
        "outpatient_formula": None,
        "outpatient_year_yen": None,
        "year_cap_yen": 530000,
        "year_cap_options_yen": [],
        "halved": False,
    }


async def test_identifiers_are_found_however_they_are_written(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    for insured in (
        {**INSURED, "symbol": " シミュ ー1"},
        {**INSURED, "insurer_number": " 02999918", "number": "１０２４", "branch": None},
        {**INSURED, "branch": ""},
    ):
        answer = await clinic.check({"insured": insured, "purpose": "CARE_VISIT"})
        assert answer.json()["validity"] == "valid", answer.text


async def test_without_oral_consent_no_limit_is_shown(clinic: Clinic) -> None:
    await clinic.publish(builders.person())

    result = (await clinic.check(by_identifier())).json()["results"][0]

    assert result["limit"] == {"basis": "unknown", "consent": "none", "consented_at": None}
    assert result["limit_certificate"] is None


async def test_the_day_after_loss_is_invalid_and_says_why(clinic: Clinic) -> None:
    lost = TODAY - timedelta(days=1)
    held = builders.coverage(lost_on=lost, loss_reason=LossReason.OTHER_INSURANCE)
    await clinic.publish(builders.person(held))

    on_the_last_day = (await clinic.check(by_identifier(as_of=str(lost - timedelta(days=1))))).json()
    on_the_day_of_loss = (await clinic.check(by_identifier(as_of=str(lost)))).json()

    assert on_the_last_day["validity"] == "valid"
    assert on_the_day_of_loss["validity"] == "invalid"
    assert on_the_day_of_loss["results"][0]["lost_on"] == str(lost)
    assert on_the_day_of_loss["results"][0]["loss_reason"] == "other_insurance"
    assert on_the_day_of_loss["results"][0]["limit_certificate"] is None


async def test_an_old_number_is_superseded_and_the_card_shows_the_new(clinic: Clinic) -> None:
    changed = TODAY - timedelta(days=30)
    old = builders.coverage(lost_on=changed, loss_reason=LossReason.OTHER_INSURANCE)
    new = builders.coverage(
        coverage_id=str(uuid4()), number="77", acquired_on=changed, insurer=builders.insurer(number="06999916")
    )
    card = clinic.card()
    await clinic.publish(builders.person(old, new), card)

    by_old_number = (await clinic.check(by_identifier())).json()
    by_card = (await clinic.check_by_card(card)).json()

    assert by_old_number["validity"] == "superseded"
    assert by_old_number["results"][0]["insurer"]["number"] == "02999918"
    assert by_card["validity"] == "valid"
    assert by_card["results"][0]["insurer"]["number"] == "06999916"


async def test_nobody_is_found_and_nothing_is_shown(clinic: Clinic) -> None:
    answer = (await clinic.check(by_identifier())).json()

    assert (answer["outcome"], answer["validity"], answer["results"]) == ("answered", "not_found", [])


async def test_two_people_behind_one_number_without_branch_are_ambiguous(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    twin = builders.person(builders.coverage(branch="02", coverage_id=str(uuid4())), person_id=str(uuid4()))
    await clinic.publish(twin)

    answer = (await clinic.check({"insured": {**INSURED, "branch": None}, "purpose": "CARE_VISIT"})).json()

    assert (answer["validity"], answer["results"]) == ("ambiguous", [])


async def test_a_hidden_address_is_shown_to_nobody(clinic: Clinic) -> None:
    await clinic.publish(builders.person(address_hidden=True))

    result = (await clinic.check(by_identifier())).json()["results"][0]

    assert result["address"] is None
    assert result["postal_code"] is None


async def test_a_limited_institution_sees_coverage_only(clinic: Clinic) -> None:
    await clinic.publish(builders.person())

    answer = await clinic.check(by_identifier(limit_certificate_consent=True), role=Role.LIMITED)

    assert answer.json()["results"][0]["limit_certificate"] is None


async def test_consents_chosen_at_the_reader_open_for_exactly_a_day(clinic: Clinic) -> None:
    card = clinic.card()
    await clinic.publish(builders.person(), card)

    consents = (await clinic.check_by_card(card, consents=["medication"])).json()["results"][0]["consents"]

    given, none = consents["medication"], consents["checkups"]
    assert given["state"] == "given"
    opened, closes = (datetime.fromisoformat(given[name]) for name in ("given_at", "viewable_until"))
    assert closes - opened == timedelta(hours=24)
    assert none == {"state": "none", "given_at": None, "viewable_until": None}


async def test_a_refused_purpose_is_an_answer_that_echoes_no_number_and_is_recorded(clinic: Clinic) -> None:
    await clinic.publish(builders.person())

    answer = await clinic.check(by_identifier(purpose="PRIVATE_INS"))

    assert answer.status_code == 200
    body = answer.json()
    assert (body["outcome"], body["validity"], body["results"]) == ("refused", None, [])
    assert body["refusal"]["code"] == "purpose-prohibited"
    assert "194条の2第3項" in body["refusal"]["article"]
    assert "1024" not in answer.text
    (record,) = await clinic.records()
    assert (record["outcome"], record["code"], record["kinds"]) == ("refused", "purpose-prohibited", [])


async def test_every_answer_has_a_record_without_the_data(clinic: Clinic) -> None:
    card = clinic.card()
    await clinic.publish(builders.person(), card)

    answer = (await clinic.check_by_card(card, consents=["medication"])).json()

    (record,) = await clinic.records()
    assert str(record["check_id"]) == answer["check_id"]
    assert record["code"] == "valid"
    assert record["purpose"] == "CARE_VISIT"
    assert record["institution_code"] == "9910000018"
    assert str(record["person_id"]) == builders.PERSON_ID
    assert "coverage" in record["kinds"]
    assert record["chosen_consents"] == ["medication"]
    assert record["registry_version"] is not None
    assert record["rules"] == ["purposes-2026-11", "disclosure-2026-11-29"]
    assert "1024" not in str(record.values)
    assert "模擬" not in " ".join(str(value) for value in record)
