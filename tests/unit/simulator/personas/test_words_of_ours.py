"""What an answer says in words that the interface has no code for: each word has a persona."""

from datetime import date
from functools import cache
from typing import Any

import pytest

from services.eligibility.answers.shown import NoticeShown
from services.eligibility.rules import notice_texts
from shared.domain.insurers import InsurerKind
from tests.unit.simulator.personas.asking import answer_by_card, answer_by_number, cast
from tests.unit.simulator.personas.days import DATES

OF_OTHER_QUESTIONS = {
    # 氏名等による照会
    "address-not-compared",
    "kana-not-compared",
    "name-not-compared-in-full",
    "several-people-fit",
    # A second check, as tests/flows/test_personas.py makes it of limit-changed.
    "limit-changed",
}
OF_THE_CARD = {"certificate-expires-soon", "certificate-in-grace", "emergency-access"}
"""Of the certificate, which no record of a person has, and of who could not be asked."""


@cache
def answers(day: date) -> list[dict[str, Any]]:
    found = [answer_by_number(persona) for persona in cast(1, day) if persona.insured is not None]
    return found + [
        answer_by_card(persona)
        for persona in cast(1, day)
        if persona.expected.card is not None and "validity" in persona.expected.card
    ]


@pytest.mark.parametrize("day", DATES, ids=str)
def test_every_kind_of_insurer_basis_and_consent_of_a_limit_is_answered(day: date) -> None:
    results = [result for answer in answers(day) for result in answer["results"]]

    assert {result["insurer"]["kind"] for result in results} == {kind.value for kind in InsurerKind}
    assert {result["limit"]["basis"] for result in results} == {"certificate", "derived_from_share", "unknown"}
    assert {result["limit"]["consent"] for result in results} == {"given", "none", "not_needed"}


@pytest.mark.parametrize("day", DATES, ids=str)
def test_every_notice_about_one_person_is_given(day: date) -> None:
    known = {each.code for each in vars(notice_texts).values() if isinstance(each, NoticeShown)}
    known |= {each.code for each in notice_texts.CERTIFICATE_NOTICES.values()}

    given = {code for answer in answers(day) for code in answer["notices"]}

    assert known - given == OF_OTHER_QUESTIONS | OF_THE_CARD


def test_every_state_of_a_card_carrier_and_way_to_verify_its_holder_has_somebody() -> None:
    cards = [persona for persona in cast(1, DATES[0]) if persona.card is not None]
    expected = [dict(persona.expected.card or {}) for persona in cards]

    assert {each.get("certificate_state", "current") for each in expected} == {"current", "expires_soon", "in_grace"}
    assert {each["refusal"] for each in expected if "refusal" in each} == {
        "card-not-registered",
        "card-not-usable",
        "certificate-expired",
        "certificate-revoked",
        "pin-blocked",
    }
    assert {persona.card.carrier for persona in cards if persona.card} == {"card", "android", "iphone"}
    verified = {persona.ask.card.holder_verification for persona in cards}
    assert verified == {"pin", "face", "visual", "device_biometric"}
