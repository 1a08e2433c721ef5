"""How visits end, and what is said: by domain knowledge of readers, not by what the code printed."""

from datetime import date

import pytest

from services.reader.visits.rules.outcomes import (
    DECLINED,
    Advice,
    Outcome,
    advice_to_patient,
    advice_to_staff,
    no_answer,
    outcome_of_answer,
    outcome_of_refusal,
)
from services.reader.visits.rules.steps import Step, Task

LAST_DAY, GRACE_DAY = date(2026, 12, 5), date(2027, 3, 31)


def said(outcome: Outcome) -> list[str]:
    return [advice.key for advice in advice_to_patient(outcome, LAST_DAY, GRACE_DAY)]


@pytest.mark.parametrize(
    ("validity", "state", "step", "keys"),
    [
        ("valid", "current", Step.DONE, ["patient_done"]),
        ("valid", "expires_soon", Step.DONE, ["patient_done", "patient_expires_soon"]),
        ("valid", "in_grace", Step.DONE, ["patient_done", "patient_in_grace"]),
        ("valid_unregistered", "current", Step.DONE, ["patient_done"]),
        ("invalid", "current", Step.UNCONFIRMED, ["patient_unconfirmed"]),
        ("superseded", "current", Step.UNCONFIRMED, ["patient_unconfirmed"]),
        ("not_found", "current", Step.UNCONFIRMED, ["patient_unconfirmed"]),
        ("ambiguous", "current", Step.UNCONFIRMED, ["patient_unconfirmed"]),
    ],
)
def test_an_answer_ends_a_visit(validity: str, state: str, step: Step, keys: list[str]) -> None:
    outcome = outcome_of_answer(validity, state, None, "an-id")

    assert (outcome.step, outcome.refusal) == (step, None)
    assert said(outcome) == keys


@pytest.mark.parametrize(
    ("code", "status", "step", "key"),
    [
        ("certificate-expired", 422, Step.REFUSED, "patient_certificate_expired"),
        ("certificate-revoked", 422, Step.REFUSED, "patient_certificate_revoked"),
        ("card-not-usable", 422, Step.REFUSED, "patient_card_not_usable"),
        ("card-not-registered", 404, Step.REFUSED, "patient_card_not_registered"),
        ("certificate-untrusted", 422, Step.REFUSED, "patient_unreadable"),
        ("certificate-wrong-kind", 422, Step.REFUSED, "patient_unreadable"),
        ("signature-invalid", 422, Step.REFUSED, "patient_unreadable"),
        ("proof-mismatch", 422, Step.REFUSED, "patient_unreadable"),
        ("certificate-status-unknown", 503, Step.OUTAGE, "patient_outage"),
        ("too-many-misses", 429, Step.OUTAGE, "patient_outage"),
        ("overloaded", 503, Step.OUTAGE, "patient_outage"),
        ("database-unavailable", 503, Step.OUTAGE, "patient_outage"),
        ("unexpected-answer", 502, Step.OUTAGE, "patient_outage"),
        ("token-invalid", 401, Step.OUTAGE, "patient_outage"),
    ],
)
def test_a_refusal_ends_a_visit(code: str, status: int, step: Step, key: str) -> None:
    outcome = outcome_of_refusal(code, status)

    assert (outcome.step, outcome.refusal, said(outcome)) == (step, code, [key])
    assert advice_to_staff(outcome) != ()


def test_a_purpose_that_is_refused_is_no_outage() -> None:
    outcome = outcome_of_answer(None, None, "purpose-not-in-force", "an-id")

    assert (outcome.step, outcome.refusal, said(outcome)) == (
        Step.REFUSED,
        "purpose-not-in-force",
        ["patient_unreadable"],
    )


def test_no_answer_is_an_outage_that_can_be_tried_again() -> None:
    assert (no_answer().step, no_answer().again) == (Step.OUTAGE, Task.CHECK)
    assert no_answer(Task.LOOK_UP).again is Task.LOOK_UP


def test_who_does_not_register_is_told_of_other_documents() -> None:
    assert said(DECLINED) == ["patient_card_not_registered"]


def test_the_days_are_those_of_the_certificate() -> None:
    soon = advice_to_patient(outcome_of_answer("valid", "expires_soon", None, "i"), LAST_DAY, GRACE_DAY)
    grace = advice_to_patient(outcome_of_answer("valid", "in_grace", None, "i"), LAST_DAY, GRACE_DAY)

    assert soon[1] == Advice("patient_expires_soon", date(2026, 12, 5))
    assert grace[1] == Advice("patient_in_grace", date(2027, 3, 31))


@pytest.mark.parametrize(
    ("validity", "state", "keys"),
    [
        ("valid", "current", []),
        ("valid", "expires_soon", ["staff_expires_soon"]),
        ("valid", "in_grace", ["staff_in_grace"]),
        ("valid_unregistered", "current", ["staff_unregistered"]),
        ("invalid", "current", ["staff_invalid"]),
        ("superseded", "current", ["staff_not_found"]),
    ],
)
def test_the_staff_are_told_what_helps(validity: str, state: str, keys: list[str]) -> None:
    outcome = outcome_of_answer(validity, state, None, "an-id")

    assert [advice.key for advice in advice_to_staff(outcome)] == keys
