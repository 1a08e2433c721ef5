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
    assert chosen["consents"]["specific_disease"]["viewable_until"] is None
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


@pytest.mark.parametrize("share", [10, 20, 30])
async def test_from_75_on_the_registered_share_holds_and_tells_the_category(clinic: Clinic, share: int) -> None:
    await clinic.publish(builders.person(benefits.late_elderly(share), birthdate=date(1940, 1, 1)))

    answer = await clinic.check(
        {
            "insured": {"insurer_number": "39999913", "number": "12345674", "birthdate": "1940-01-01"},
            "purpose": "CARE_VISIT",
            "limit_certificate_consent": True,
        }
    )

    (result,) = answer.json()["results"]
    assert (result["symbol"], result["branch"], result["copay_percent"]) == (None, None, share)
    assert result["limit"]["basis"] == "derived_from_share"
