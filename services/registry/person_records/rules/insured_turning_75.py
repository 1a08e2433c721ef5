"""Family members whose insured person turns 75, and the month that is split between two schemes for them too. Pure.

全国健康保険協会「75歳到達月の高額療養費の自己負担限度額の特例について」: 被扶養者についても特例の対象.
蒲郡市「75歳到達月における自己負担限度額の特例」: who joins 国保 from 被用者保険 or a 国保組合 so, the month of joining.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from shared.domain.ages import LATE_ELDERLY_AGE, birthday
from shared.domain.codes import Relationship
from shared.domain.coverage import Coverage
from shared.domain.insurers import WITH_DEPENDANTS, InsurerKind

_ONE_DAY: Final = timedelta(days=1)
_WITH_FAMILY: Final = WITH_DEPENDANTS | {InsurerKind.NHI_SOCIETY}


@dataclass(frozen=True, slots=True)
class InsuredPerson:
    """Who is insured under a number, and when they were born."""

    coverage: Coverage
    birthdate: date = field(repr=False)


def has_insured_person(coverage: Coverage) -> bool:
    """Tell whether the holder is covered through somebody else, whose age matters to their limits."""
    return coverage.relationship is Relationship.FAMILY and coverage.insurer.kind in _WITH_FAMILY


def insures_family(coverage: Coverage) -> bool:
    """Tell whether others can be covered through the holder."""
    return coverage.relationship is Relationship.SELF and coverage.insurer.kind in _WITH_FAMILY


def month_of_split(coverage: Coverage, insured: Iterable[InsuredPerson]) -> str | None:
    """Return the month (``YYYY-MM``) in which the insured person of this family member turns 75, not on its first.

    Both were covered until the birthday. A 組合員 of a 国民健康保険組合 may stay a member from 75 on
    (国民健康保険法13条3項), and so may the family: there the month counts where the family left by it, on the birthday
    or the day after (21条1項).
    """
    for each in insured:
        turned = birthday(each.birthdate, LATE_ELDERLY_AGE)
        eve = turned - _ONE_DAY
        if turned.day == 1 or not each.coverage.period.contains(eve) or not coverage.period.contains(eve):
            continue
        if coverage.insurer.kind is InsurerKind.NHI_SOCIETY and coverage.lost_on not in (turned, turned + _ONE_DAY):
            continue
        return f"{turned.year:04}-{turned.month:02}"
    return None
