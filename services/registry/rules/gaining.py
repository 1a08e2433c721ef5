"""資格取得: the first day covered, by scheme. Pure."""

from datetime import date
from typing import Final

from services.registry.rules.days import DISABILITY_AGE
from shared.domain.ages import LATE_ELDERLY_AGE, birthday
from shared.domain.insurers import InsurerKind


def employed_from(first_day_of_work: date) -> date:
    """Employees' cover begins on the first day of work, however late it is filed (健康保険法35条)."""
    return first_day_of_work


def national_from(moved_in_on: date | None, other_cover_lost_on: date | None) -> date:
    """国保 begins on the day of moving in or of losing other cover, the later where both happen (国民健康保険法7条).

    ``other_cover_lost_on`` is the first day without the other cover, so no day is without any. Raises ValueError when
    neither is given.
    """
    days = [day for day in (moved_in_on, other_cover_lost_on) if day is not None]
    if not days:
        raise ValueError("cover begins with something that happened")
    return max(days)


def elderly_from(birthdate: date, disability_certified_on: date | None = None) -> date:
    """後期高齢者医療 begins on the 75th birthday itself, from 65 on with the certification of a disability.

    高齢者の医療の確保に関する法律50条・52条; other cover is lost on the same day. Raises ValueError when the
    certification lies before the 65th birthday.
    """
    at_75 = birthday(birthdate, LATE_ELDERLY_AGE)
    if disability_certified_on is None or disability_certified_on >= at_75:
        return at_75
    if disability_certified_on < birthday(birthdate, DISABILITY_AGE):
        raise ValueError("a certification of disability counts from 65 on")
    return disability_certified_on


ELDERLY_SCHEME_SINCE: Final = date(2008, 4, 1)
"""高齢者の医療の確保に関する法律; until then 老人保健 paid for who stayed insured where they were."""
_AT_ANY_AGE: Final = frozenset({InsurerKind.ELDERLY, InsurerKind.PUBLIC_ASSISTANCE})


def is_too_old(kind: InsurerKind, birthdate: date, acquired_on: date) -> bool:
    """Tell whether nobody of this age can begin this cover: all but 後期高齢者医療 and medical assistance from 75 on.

    健康保険法3条1項7号・同条7項ただし書, 国民健康保険法6条8号. Crews and mutual aids go on counting such members, but
    pay no medical benefits to them, so there is no cover to register.
    """
    since = max(birthday(birthdate, LATE_ELDERLY_AGE), ELDERLY_SCHEME_SINCE)
    return kind not in _AT_ANY_AGE and acquired_on >= since


def is_too_young(kind: InsurerKind, birthdate: date, acquired_on: date) -> bool:
    """Tell whether nobody of this age can have this cover: 後期高齢者医療 before 65."""
    return kind is InsurerKind.ELDERLY and acquired_on < birthday(birthdate, DISABILITY_AGE)
