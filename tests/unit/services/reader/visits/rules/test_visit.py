"""A visit as its row holds it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from services.reader.visits.rules.outcomes import DECLINED, no_answer
from services.reader.visits.rules.steps import Step
from services.reader.visits.rules.visit import Visit
from shared.pki.certificate_life import CertificateState

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
VISIT = Visit(
    UUID(int=1),
    "clinic-reader",
    3,
    Step.PRESCRIPTION,
    NOW + timedelta(minutes=5),
    card_id=UUID(int=2),
    has_pin=True,
    not_before=datetime(2023, 1, 1, tzinfo=UTC),
    not_after=datetime(2026, 11, 10, 14, 59, 59, tzinfo=UTC),
    verification="the-cards-word",
    sealed_pin=b"sealed",
    sealed_until=NOW,
)


def test_a_step_is_over_after_five_minutes() -> None:
    assert not VISIT.is_over(NOW + timedelta(minutes=4, seconds=59))
    assert VISIT.is_over(NOW + timedelta(minutes=5))
    assert not VISIT.at(Step.DONE, NOW + timedelta(minutes=4)).is_over(NOW + timedelta(minutes=8))


def test_the_reader_sees_that_a_certificate_is_in_its_grace() -> None:
    assert VISIT.card_at(NOW).age is CertificateState.IN_GRACE


def test_an_end_forgets_what_it_does_not_need() -> None:
    ended = VISIT.ended(DECLINED, NOW)

    assert (ended.step, ended.verification, ended.sealed_pin) == (Step.REFUSED, None, None)
    assert VISIT.ended(no_answer(), NOW).verification == "the-cards-word"


def test_secrets_are_not_shown() -> None:
    assert "the-cards-word" not in repr(VISIT)
    assert "sealed'" not in repr(VISIT)
