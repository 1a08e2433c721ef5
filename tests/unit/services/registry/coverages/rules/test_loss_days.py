"""Which day an event can be of (高齢者の医療の確保に関する法律50条, 健康保険法38条1号); today is 2026-11-20."""

from datetime import date

import pytest

from services.registry.coverages.rules.loss import LossEvent
from services.registry.coverages.rules.loss_days import Misfit, misfit_of_event, misfit_of_loss
from shared.domain.codes import LossReason

TODAY = date(2026, 11, 20)
BORN = date(1951, 11, 20)
SINCE = date(2026, 4, 1)


def _of(event: LossEvent, on: date, since: date | None = None) -> Misfit | None:
    return misfit_of_event(event, on, birthdate=BORN, today=TODAY, continued_since=since)


@pytest.mark.parametrize(
    ("on", "misfit"),
    [
        (date(2026, 11, 19), Misfit.NOT_75TH_BIRTHDAY),
        (date(2026, 11, 20), None),
        (date(2026, 11, 21), Misfit.NOT_75TH_BIRTHDAY),
    ],
)
def test_75_is_reached_on_the_75th_birthday_alone(on: date, misfit: Misfit | None) -> None:
    assert _of(LossEvent.REACHED_75, on) is misfit


@pytest.mark.parametrize(
    ("on", "misfit"),
    [
        (date(1996, 11, 20), Misfit.NOT_65_TO_74),
        (date(2016, 11, 19), Misfit.NOT_65_TO_74),
        (date(2016, 11, 20), None),
        (date(2026, 11, 19), None),
        (date(2026, 11, 20), Misfit.NOT_65_TO_74),
    ],
)
def test_a_disability_is_certified_from_65_until_75(on: date, misfit: Misfit | None) -> None:
    assert _of(LossEvent.DISABILITY_CERTIFIED, on) is misfit


def test_a_death_is_never_told_ahead() -> None:
    assert _of(LossEvent.DIED, date(2026, 11, 20)) is None
    assert _of(LossEvent.DIED, date(2026, 11, 21)) is Misfit.IN_FUTURE
    assert misfit_of_loss(date(2026, 11, 21), LossReason.DEATH, today=TODAY, continued_since=None) is None
    assert misfit_of_loss(date(2026, 11, 22), LossReason.DEATH, today=TODAY, continued_since=None) is Misfit.IN_FUTURE


def test_other_losses_are_told_ahead_but_not_for_more_than_three_years() -> None:
    assert _of(LossEvent.LEFT_WORK, date(2029, 11, 20)) is None
    assert _of(LossEvent.LEFT_WORK, date(2029, 11, 21)) is Misfit.TOO_FAR_AHEAD
    assert misfit_of_loss(date(2029, 11, 21), None, today=TODAY, continued_since=None) is None
    assert misfit_of_loss(date(2029, 11, 22), None, today=TODAY, continued_since=None) is Misfit.TOO_FAR_AHEAD


def test_a_term_ends_on_the_last_day_of_its_two_years() -> None:
    assert _of(LossEvent.TERM_OVER, date(2028, 3, 31), SINCE) is None
    assert _of(LossEvent.TERM_OVER, date(2028, 3, 30), SINCE) is Misfit.NOT_END_OF_TERM
    assert misfit_of_loss(date(2028, 4, 1), LossReason.OTHER, today=TODAY, continued_since=SINCE) is None
    assert misfit_of_loss(date(2028, 4, 2), LossReason.OTHER, today=TODAY, continued_since=SINCE) is Misfit.TERM_OVER
