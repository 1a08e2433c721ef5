"""Certificates over HTTP: 高齢受給者証, 特定疾病療養受療証, 限度額適用認定証, each under its consent."""

from datetime import date
from typing import Any

import pytest

from shared.domain.codes import LimitCategory, LimitCertificateKind
from tests import benefits, builders
from tests.clinic import Clinic

INSURED = {
    "insurer_number": "02999918",
    "symbol": "シミュ-1",
    "number": "1024",
    "branch": "01",
    "birthdate": "1985-04-12",
}
SICK = builders.coverage(specific_disease_certificates=(benefits.disease_certificate(),))
DISEASE = {
    "disease": "dialysis",
    "label": "人工透析を要する慢性腎不全",
    "issued_on": "2026-04-01",
    "valid_from": "2026-04-01",
    "valid_to": None,
    "copay_limit_yen": 10000,
    "registered_copay_limit_yen": 10000,
    "halved": False,
}


async def ask(clinic: Clinic, **more: Any) -> dict[str, Any]:
    birthdate = more.pop("birthdate", INSURED["birthdate"])
    body = {"insured": {**INSURED, "birthdate": birthdate}, "purpose": "CARE_VISIT", **more}
    answer = await clinic.check(body)
    assert answer.status_code == 200, answer.text
    return dict(answer.json()["results"][0])


@pytest.mark.parametrize(
    ("as_of", "share"), [("2026-07-31", 30), ("2026-08-01", 20)], ids=["eve-of-the-turn", "turn-on-1-august"]
)
async def test_the_elderly_certificate_in_force_decides_the_share(clinic: Clinic, as_of: str, share: int) -> None:
    held = builders.coverage(
        elderly_certificates=(
            benefits.elderly_certificate(30, valid_from=date(2025, 8, 1), valid_to=date(2026, 7, 31)),
            benefits.elderly_certificate(20),
        )
    )
    await clinic.publish(builders.person(held, birthdate=date(1955, 1, 5)))

    result = await ask(clinic, birthdate="1955-01-05", as_of=as_of)

    assert result["copay_percent"] == share
    assert result["elderly_certificate"]["share_percent"] == share
    assert result["elderly_certificate"]["issued_on"] == "2026-08-01"


async def test_below_70_no_elderly_certificate_is_shown(clinic: Clinic) -> None:
    await clinic.publish(builders.person(builders.coverage(elderly_certificates=(benefits.elderly_certificate(20),))))

    result = await ask(clinic)

    assert (result["elderly_certificate"], result["copay_percent"]) == (None, 30)


async def test_by_card_a_disease_is_shown_when_it_was_chosen(clinic: Clinic) -> None:
    card = clinic.card()
    await clinic.publish(builders.person(SICK), card)

    chosen = (await clinic.check_by_card(card, consents=["specific_disease"])).json()["results"][0]
    other = (await clinic.check_by_card(card, consents=["medication"])).json()["results"][0]

    assert chosen["specific_disease_certificates"] == [DISEASE]
    assert chosen["consents"]["specific_disease"]["state"] == "given"
    # For the inquiry: until the end of its day.
    assert chosen["consents"]["specific_disease"]["viewable_until"] == "2026-11-21T00:00:00+09:00"
    assert other["specific_disease_certificates"] == []
    assert other["consents"]["specific_disease"]["state"] == "none"
    kinds = [sorted(record["kinds"]) for record in await clinic.records()]
    assert kinds == [
        ["coverage", "limit_certificate", "specific_disease"],
        ["coverage", "limit_certificate", "medication"],
    ]


async def test_by_number_a_disease_is_shown_when_it_was_agreed_at_the_desk(clinic: Clinic) -> None:
    await clinic.publish(builders.person(SICK))

    told = await ask(clinic, specific_disease_consent=True)
    limit_only = await ask(clinic, limit_certificate_consent=True)

    assert told["specific_disease_certificates"] == [DISEASE]
    assert told["limit_certificate"] is None
    assert limit_only["specific_disease_certificates"] == []


async def test_a_certificate_of_limit_and_meals_with_a_long_stay(clinic: Clinic) -> None:
    held = builders.limit_certificate(
        kind=LimitCertificateKind.LIMIT_AND_MEALS, category=LimitCategory.A05, long_stay_from=date(2026, 11, 1)
    )
    await clinic.publish(builders.person(builders.coverage(limit_certificates=(held,))))

    result = await ask(clinic, limit_certificate_consent=True)

    certificate = result["limit_certificate"]
    assert (certificate["kind"], certificate["label"]) == ("limit_and_meals", "オ")
    assert certificate["long_stay_from"] == "2026-11-01"
    assert certificate["monthly_limit"]["base_yen"] == 36900


async def test_a_certificate_for_meals_alone_limits_nothing_and_hides_no_limit(clinic: Clinic) -> None:
    limit = builders.limit_certificate(category=LimitCategory.A04, valid_from=date(2026, 8, 1))
    meals = builders.limit_certificate(
        certificate_id="0190a000-0000-7000-8000-000000000202",
        kind=LimitCertificateKind.MEALS,
        category=LimitCategory.A05,
        valid_from=date(2026, 9, 1),
    )
    await clinic.publish(builders.person(builders.coverage(limit_certificates=(meals,))))
    alone = await ask(clinic, limit_certificate_consent=True)
    await clinic.republish(builders.person(builders.coverage(limit_certificates=(limit, meals))))
    beside = await ask(clinic, limit_certificate_consent=True)

    assert (alone["limit_certificate"]["kind"], alone["limit_certificate"]["category"]) == ("meals", "A05")
    assert (alone["limit_certificate"]["monthly_limit"], alone["limit"]["basis"]) == (None, "unknown")
    assert (beside["limit_certificate"]["kind"], beside["limit_certificate"]["category"]) == ("limit", "A04")
    assert (beside["limit_certificate"]["monthly_limit"]["base_yen"], beside["limit"]["basis"]) == (
        61500,
        "certificate",
    )


LATE_ELDERLY = {"insurer_number": "39999913", "number": "12345674", "birthdate": "1940-01-01"}


async def ask_at_86(clinic: Clinic, **more: Any) -> dict[str, Any]:
    answer = await clinic.check({"insured": LATE_ELDERLY, "purpose": "CARE_VISIT", **more})
    assert answer.status_code == 200, answer.text
    return dict(answer.json()["results"][0])


@pytest.mark.parametrize("share", [10, 20, 30])
async def test_from_75_on_the_registered_share_holds_and_tells_the_category(clinic: Clinic, share: int) -> None:
    await clinic.publish(builders.person(benefits.late_elderly(share), birthdate=date(1940, 1, 1)))

    result = await ask_at_86(clinic, limit_certificate_consent=True)

    assert (result["symbol"], result["branch"], result["copay_percent"]) == (None, None, share)
    assert result["limit"]["basis"] == "derived_from_share"


async def test_without_consent_nothing_is_derived_as_a_certificate_may_be_on_record(clinic: Clinic) -> None:
    held = builders.limit_certificate(kind=LimitCertificateKind.LIMIT_AND_MEALS, category=LimitCategory.B05)
    person = builders.person(benefits.late_elderly(10, limit_certificates=(held,)), birthdate=date(1940, 1, 1))
    await clinic.publish(person)

    without, given = await ask_at_86(clinic), await ask_at_86(clinic, limit_certificate_consent=True)

    assert (without["limit"]["basis"], without["limit_certificate"]) == ("unknown", None)
    assert (given["limit"]["basis"], given["limit_certificate"]["category"]) == ("certificate", "B05")
    assert given["limit_certificate"]["monthly_limit"]["base_yen"] == 25700


@pytest.mark.parametrize(("as_of", "share"), [("2026-07-31", 10), ("2026-08-01", 30)])
async def test_one_coverage_from_75_on_has_the_share_of_the_day(clinic: Clinic, as_of: str, share: int) -> None:
    held = benefits.late_elderly(
        elderly_certificates=(
            benefits.elderly_certificate(10, valid_from=date(2025, 8, 1), valid_to=date(2026, 7, 31)),
            benefits.elderly_certificate(30),
        )
    )
    await clinic.publish(builders.person(held, birthdate=date(1940, 1, 1)))

    result = await ask_at_86(clinic, as_of=as_of)

    assert (result["copay_percent"], result["elderly_certificate"]) == (share, None)


async def test_the_month_of_75_is_halved_in_the_answer(clinic: Clinic) -> None:
    held = builders.coverage(limit_certificates=(builders.limit_certificate(category=LimitCategory.B03),))
    await clinic.publish(builders.person(held, birthdate=date(1951, 11, 28)))

    before = await ask(clinic, birthdate="1951-11-28", limit_certificate_consent=True, as_of="2026-10-31")
    within = await ask(clinic, birthdate="1951-11-28", limit_certificate_consent=True, as_of="2026-11-01")

    amounts = ("base_yen", "threshold_yen", "many_times_yen", "halved")
    assert [before["limit_certificate"]["monthly_limit"][name] for name in amounts] == [85800, 286000, 44400, False]
    assert [within["limit_certificate"]["monthly_limit"][name] for name in amounts] == [42900, 143000, 22200, True]


async def test_at_76_the_society_s_share_is_never_10_percent(clinic: Clinic) -> None:
    await clinic.publish(builders.person(birthdate=date(1950, 3, 3)))

    answer = await clinic.check({"insured": {**INSURED, "birthdate": "1950-03-03"}, "purpose": "CARE_VISIT"})

    assert answer.json()["results"][0]["copay_percent"] == 20
    assert [notice["code"] for notice in answer.json()["notices"]] == ["late-elderly-cover-expected"]
