"""The notice that the limit is not the one of this institution's last check of the patient."""

from typing import Any

import httpx
import pytest

from shared.domain.codes import LimitCategory
from shared.domain.coverage import PersonRecord
from tests import builders
from tests.clinic import Card, Clinic
from tests.service.eligibility.questions import by_identifier

OTHER = builders.person(builders.coverage(limit_certificates=(builders.limit_certificate(category=LimitCategory.A04),)))


@pytest.fixture
async def card(clinic: Clinic) -> Card:
    card = clinic.card()
    await clinic.publish(builders.person(), card)
    return card


def codes(answer: httpx.Response) -> list[str]:
    return [notice["code"] for notice in answer.json()["notices"]]


def with_consent(**more: Any) -> dict[str, Any]:
    return by_identifier(limit_certificate_consent=True, **more)


async def seen_at_the_last_check(clinic: Clinic, card: Card, now: PersonRecord) -> None:
    assert codes(await clinic.check_by_card(card)) == []
    await clinic.republish(now)


async def test_another_category_is_told_once_by_card(clinic: Clinic, card: Card) -> None:
    await seen_at_the_last_check(clinic, card, OTHER)

    assert codes(await clinic.check_by_card(card)) == ["limit-changed"]
    assert codes(await clinic.check_by_card(card)) == []


async def test_it_is_told_without_consent_and_shows_nothing_of_the_certificate(clinic: Clinic, card: Card) -> None:
    await seen_at_the_last_check(clinic, card, OTHER)

    answer = await clinic.check(by_identifier())

    assert codes(answer) == ["limit-changed"]
    assert answer.json()["results"][0]["limit_certificate"] is None
    # What was kept back is still to be seen, and still another one.
    assert codes(await clinic.check(with_consent())) == ["limit-changed"]
    assert codes(await clinic.check(with_consent())) == []


async def test_a_certificate_that_ended_has_changed_too(clinic: Clinic, card: Card) -> None:
    await seen_at_the_last_check(clinic, card, builders.person(builders.coverage(limit_certificates=())))
    assert codes(await clinic.check_by_card(card)) == ["limit-changed"]


async def test_a_new_version_with_the_same_limit_is_no_change(clinic: Clinic, card: Card) -> None:
    await seen_at_the_last_check(clinic, card, builders.person(name="模擬　花子"))
    assert codes(await clinic.check_by_card(card)) == []


async def test_another_institution_has_seen_nothing(clinic: Clinic, card: Card) -> None:
    await seen_at_the_last_check(clinic, card, OTHER)
    assert codes(await clinic.check(with_consent(), institution="9910000026")) == []


async def test_a_reinquiry_and_an_answer_that_is_read_again_say_so_too(clinic: Clinic, card: Card) -> None:
    before = (await clinic.check_by_card(card)).json()["check_id"]
    await clinic.republish(OTHER)

    again = await clinic.check({"recheck_of": before, "purpose": "CARE_HOME_RECHECK"})
    read = await clinic.http.get(f"/v1/checks/{again.json()['check_id']}", headers=clinic.headers())
    first = await clinic.http.get(f"/v1/checks/{before}", headers=clinic.headers())

    assert codes(again) == ["limit-changed"]
    assert codes(read) == ["limit-changed"]
    assert codes(first) == []
