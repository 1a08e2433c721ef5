"""限度額変更有無 (LimitApplicationCertificateChanged, OQSCD014): whether the limit certificate is another one now.

It tells nothing of the certificate itself, so it needs no consent: it is the reason to ask for one. Pure.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from services.eligibility.rules.decision import Decision
from services.eligibility.rules.limits_on import LimitsOn
from shared.domain.codes import QualificationValidity
from shared.domain.coverage import PersonRecord
from shared.domain.purposes import DataKind


@dataclass(frozen=True, slots=True)
class LastCheck:
    """An institution's last answered check of a person that could have shown a limit."""

    as_of: date
    person: PersonRecord | None = field(repr=False)
    """As that check knew them; None when that is how they are known now."""


def has_changed(last: LastCheck, now: PersonRecord, on: date, limits: LimitsOn | None = None) -> bool:
    """Tell whether what held on the day of the last check differs from what holds on ``on``.

    ``limits``: those of ``on``, where some have been looked for already.
    """
    if last.person is None and last.as_of == on:
        return False
    return _limits(last.person or now, last.as_of, LimitsOn(last.as_of)) != _limits(now, on, limits or LimitsOn(on))


def is_worth_a_notice(
    last: LastCheck | None, decision: Decision, on: date, opens: Collection[DataKind], limits: LimitsOn | None = None
) -> bool:
    """Tell whether an answer says so: it could show a limit itself, and does not look further back than the last one.

    Without an earlier check there is nothing that the institution could hold on to. ``limits``: as in ``has_changed``.
    """
    if last is None or decision.person is None or decision.validity is not QualificationValidity.VALID:
        return False
    if on < last.as_of or DataKind.LIMIT_CERTIFICATE not in opens:
        return False
    return has_changed(last, decision.person, on, limits)


def _limits(person: PersonRecord, on: date, limits: LimitsOn) -> frozenset[object]:
    return frozenset(
        (
            certificate.kind,
            certificate.category,
            certificate.valid_from,
            certificate.valid_to,
            certificate.long_stay_from,
        )
        for coverage in person.coverages
        if coverage.period.contains(on) and (certificate := limits.of(person, coverage)) is not None
    )
