"""The steps of a visit: which presses count, and where they lead."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reader.visits.rules.steps import (
    TAKES,
    Event,
    ShownCard,
    Step,
    Task,
    after_consents,
    after_lookup,
    after_verification,
    kinds_asked,
    takes,
)
from shared.pki.certificate_life import CertificateState

CARD = ShownCard("card", has_pin=True, age=CertificateState.CURRENT)
FACE_CARD = ShownCard("card", has_pin=False, age=CertificateState.CURRENT)
ANDROID = ShownCard("android", has_pin=True, age=CertificateState.CURRENT)
CARDS = st.builds(
    ShownCard, st.sampled_from(["card", "android", "iphone"]), st.booleans(), st.sampled_from(CertificateState)
)


def test_every_step_with_a_card_lets_it_be_taken_out() -> None:
    assert {step for step in Step if not takes(step, Event.TAKE_OUT, CARD)} == {Step.IDLE}


def test_an_end_takes_nothing_else() -> None:
    for step in (Step.DONE, Step.UNCONFIRMED, Step.REFUSED):
        assert TAKES[step] == {Event.TAKE_OUT}


def test_a_card_without_pin_is_never_asked_for_one() -> None:
    assert takes(Step.METHOD, Event.CHOOSE_PIN, CARD)
    assert not takes(Step.METHOD, Event.CHOOSE_PIN, FACE_CARD)


@pytest.mark.parametrize("event", [Event.CHOOSE_FACE, Event.CHOOSE_VISUAL, Event.OTHER_WAY])
def test_a_phone_has_one_way_only(event: Event) -> None:
    assert not any(takes(step, event, ANDROID) for step in Step)


@given(st.sampled_from(Step), st.sampled_from(Event), CARDS)
def test_no_step_takes_what_is_not_on_its_screen(step: Step, event: Event, card: ShownCard) -> None:
    assert not takes(step, event, card) or event in TAKES[step]


@pytest.mark.parametrize("age", [CertificateState.CURRENT, CertificateState.EXPIRES_SOON])
@pytest.mark.parametrize("carrier", ["card", "android", "iphone"])
def test_a_good_certificate_is_looked_up(age: CertificateState, carrier: str) -> None:
    card = ShownCard(carrier, has_pin=True, age=age)

    assert after_verification(card, asks_form=True) is Task.LOOK_UP


def test_in_the_grace_nothing_is_asked_about_medical_data() -> None:
    card = ShownCard("card", has_pin=True, age=CertificateState.IN_GRACE)

    assert after_verification(card, asks_form=True) is Step.PRESCRIPTION
    assert after_verification(card, asks_form=False) is Task.CHECK


def test_a_phone_has_no_grace_and_is_asked_nothing() -> None:
    phone = ShownCard("iphone", has_pin=False, age=CertificateState.IN_GRACE)

    assert after_verification(phone, asks_form=True) is Task.CHECK


@given(CARDS, st.booleans())
def test_after_its_end_no_card_comes_to_the_consents(card: ShownCard, asks_form: bool) -> None:
    ended = {CertificateState.IN_GRACE, CertificateState.EXPIRED, CertificateState.NOT_YET_VALID}

    following = after_verification(card, asks_form=asks_form)

    assert (following is Task.LOOK_UP) is (card.age not in ended)
    assert following not in (Step.CONSENT, Step.REGISTER)


def test_who_is_not_registered_is_asked_to_register_first() -> None:
    assert after_lookup(is_registered=True) is Step.CONSENT
    assert after_lookup(is_registered=False) is Step.REGISTER


def test_the_form_of_the_prescription_is_asked_where_it_is_issued() -> None:
    assert after_consents(asks_form=True) is Step.PRESCRIPTION
    assert after_consents(asks_form=False) is Task.CHECK


def test_the_limit_is_asked_about_until_october_6_2024() -> None:
    before, since = kinds_asked(date(2024, 10, 6)), kinds_asked(date(2024, 10, 7))

    assert [kind.value for kind in since] == [
        "medication",
        "checkups",
        "diagnosis",
        "operation",
        "specific_disease",
        "diagnosis_name",
        "infection",
        "allergy",
        "contraindication",
        "test_results",
        "prescription",
    ]
    assert [kind.value for kind in before if kind not in since] == ["limit_certificate"]
