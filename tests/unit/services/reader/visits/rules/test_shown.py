"""What the screen of a visit shows."""

from datetime import UTC, datetime
from uuid import UUID

from services.reader.visits.rules.outcomes import outcome_of_answer
from services.reader.visits.rules.shown import AdviceShown, shown_of
from services.reader.visits.rules.steps import Step
from services.reader.visits.rules.visit import Visit

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
VISIT = Visit(
    UUID(int=1),
    "clinic-reader",
    2,
    Step.CONSENT,
    NOW,
    card_id=UUID(int=2),
    not_before=datetime(2022, 1, 1, tzinfo=UTC),
    not_after=datetime(2026, 11, 10, 14, 59, 59, tzinfo=UTC),
    verification="the-cards-word",
)


def test_without_a_visit_the_screen_is_idle() -> None:
    assert shown_of(None, NOW) == {"step": "idle", "turn": 0}


def test_in_the_grace_the_last_day_of_the_third_month_after_is_named() -> None:
    ended = VISIT.ended(outcome_of_answer("valid", "in_grace", None, "an-id"), NOW)

    assert shown_of(ended, NOW)["to_patient"][1] == AdviceShown("patient_in_grace", "2027年2月28日", "2027-02-28")


def test_before_the_end_the_last_day_is_named() -> None:
    ended = VISIT.ended(outcome_of_answer("valid", "expires_soon", None, "an-id"), NOW)

    assert shown_of(ended, NOW)["to_patient"][1].day_ja == "2026年11月10日"


def test_the_cards_word_is_not_on_the_screen() -> None:
    assert "the-cards-word" not in repr(shown_of(VISIT, NOW))
