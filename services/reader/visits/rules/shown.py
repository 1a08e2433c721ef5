"""What the screen of a visit shows: plain values for the template. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from services.reader.visits.rules.outcomes import Advice, advice_to_patient, advice_to_staff
from services.reader.visits.rules.steps import ENDS, Step, kinds_asked
from services.reader.visits.rules.visit import Visit
from shared.clock import day_in_japan


@dataclass(frozen=True, slots=True)
class AdviceShown:
    """A sentence, with its day in both languages."""

    key: str
    day_ja: str
    day: str


def shown_of(visit: Visit | None, now: datetime) -> Mapping[str, Any]:
    """Return the values of the visit's page; without a visit those of the idle screen."""
    if visit is None:
        return {"step": Step.IDLE.value, "turn": 0}
    return {
        "step": visit.step.value,
        "turn": visit.turn,
        "is_end": visit.step in ENDS or visit.step is Step.OUTAGE,
        "has_pin": visit.has_pin,
        "is_phone": visit.carrier != "card",
        "kinds": [kind.value for kind in kinds_asked(day_in_japan(now))],
        **_ending(visit),
    }


def _ending(visit: Visit) -> Mapping[str, Any]:
    if visit.outcome is None:
        return {}
    life, nowhere = visit.life, date.min
    last_day = nowhere if life is None else day_in_japan(life.not_after)
    grace_day = nowhere if life is None else day_in_japan(life.grace_ends) - timedelta(days=1)
    return {
        "code": visit.outcome.refusal,
        "to_patient": [_shown(each) for each in advice_to_patient(visit.outcome, last_day, grace_day)],
        "to_staff": [_shown(each) for each in advice_to_staff(visit.outcome)],
    }


def _shown(advice: Advice) -> AdviceShown:
    day = advice.day
    if day is None:
        return AdviceShown(advice.key, "", "")
    return AdviceShown(advice.key, f"{day.year}年{day.month}月{day.day}日", day.isoformat())
