"""資格喪失の日: on which days what ends cover can have happened. Pure.

An event carries its own day where the law ties it to one: the 75th birthday, 65 to 74, the end of two years. Else it
may be told ahead, as employers do, but not further than any term that the law fixes (two years) lies; a death never.
"""

from datetime import date
from enum import StrEnum
from typing import Final

from services.registry.rules.continuation import continuation_ends
from services.registry.rules.days import ONE_DAY, months_later
from services.registry.rules.gaining import elderly_from
from services.registry.rules.losing import LossEvent
from shared.domain.codes import LossReason

MONTHS_AHEAD: Final = 36
"""How far ahead a loss may be registered: ours, no law says it."""


class Misfit(StrEnum):
    """Why it cannot have been on that day."""

    IN_FUTURE = "in-the-future"
    TOO_FAR_AHEAD = "too-far-ahead"
    NOT_75TH_BIRTHDAY = "not-the-75th-birthday"
    NOT_65_TO_74 = "not-65-to-74"
    NOT_END_OF_TERM = "not-the-end-of-the-term"
    TERM_OVER = "term-over"


def misfit_of_event(
    event: LossEvent, happened_on: date, *, birthdate: date, today: date, continued_since: date | None
) -> Misfit | None:
    """Return why ``event`` cannot have happened on that day, which is the event's own and not the first without cover.

    ``continued_since`` is when a 任意継続 began, of other cover None.
    """
    if event is LossEvent.REACHED_75 and happened_on != elderly_from(birthdate):
        return Misfit.NOT_75TH_BIRTHDAY
    if event is LossEvent.DISABILITY_CERTIFIED and not _counts_as_disabled(birthdate, happened_on):
        return Misfit.NOT_65_TO_74
    if (
        event is LossEvent.TERM_OVER
        and continued_since is not None
        and happened_on != continuation_ends(continued_since) - ONE_DAY
    ):
        return Misfit.NOT_END_OF_TERM
    if event is LossEvent.DIED and happened_on > today:
        return Misfit.IN_FUTURE
    return Misfit.TOO_FAR_AHEAD if happened_on > months_later(today, MONTHS_AHEAD) else None


def misfit_of_loss(
    lost_on: date, reason: LossReason | None, *, today: date, continued_since: date | None
) -> Misfit | None:
    """Return why cover cannot be lost on ``lost_on``, the first day without it, as known ``today``."""
    if continued_since is not None and lost_on > continuation_ends(continued_since):
        return Misfit.TERM_OVER
    if reason is LossReason.DEATH and lost_on > today + ONE_DAY:
        return Misfit.IN_FUTURE
    return Misfit.TOO_FAR_AHEAD if lost_on > months_later(today, MONTHS_AHEAD) + ONE_DAY else None


def _counts_as_disabled(birthdate: date, certified_on: date) -> bool:
    """Tell whether a certification opens 後期高齢者医療: from 65 until the 75th birthday, which opens it by itself."""
    try:
        return elderly_from(birthdate, certified_on) == certified_on != elderly_from(birthdate)
    except ValueError:
        return False
