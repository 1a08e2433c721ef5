"""How certificates follow each other and end, and when one may be issued beside others. Pure.

The commands read the facts, ask here, and write: services/registry/certificates/commands.py.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from services.registry.person_records.rules.certificate_days import BenefitCertificate, held_days, share_a_day
from shared.errors import AlreadyExists, ConflictingPeriod, RequestInvalid, Violation

_ONE_DAY = timedelta(days=1)


def on_record(
    coverage_id: UUID, certificate: BenefitCertificate, history: Sequence[tuple[UUID, BenefitCertificate]]
) -> BenefitCertificate:
    """Return the certificate as it is now, ``history`` being all its versions; raises AlreadyExists.

    The id must have had this content once, on this coverage.
    """
    if (coverage_id, certificate) not in history:
        raise AlreadyExists
    return history[-1][1]


def refuse_issue(
    certificate: BenefitCertificate,
    others: Iterable[BenefitCertificate],
    violations: Sequence[Violation],
    conflict: Callable[[BenefitCertificate, BenefitCertificate], bool],
) -> None:
    """Raise RequestInvalid (``violations`` of the kind's rule) or ConflictingPeriod (a rival on one of its days)."""
    if violations:
        raise RequestInvalid(violations)
    if any(conflict(certificate, other) for other in others):
        raise ConflictingPeriod


def ended_by_renewal(old: BenefitCertificate, new: BenefitCertificate) -> BenefitCertificate | None:
    """Return the old certificate as it ends on the day before the new one, None where it ends by itself.

    Raises RequestInvalid when the new one does not begin after the old one did.
    """
    if new.valid_from <= old.valid_from:
        raise RequestInvalid(
            [
                Violation(
                    "/valid_from",
                    "not-a-renewal",
                    "Must begin after the certificate that it renews.",
                    "更新前の証の有効開始日より後の日付で指定してください。",
                )
            ]
        )
    return replace(old, valid_to=new.valid_from - _ONE_DAY) if share_a_day(old, new) else None


def ended(certificate: BenefitCertificate, valid_to: date) -> BenefitCertificate:
    """Return the certificate as it ends earlier than it said: on the day before it began, it is withdrawn.

    Raises RequestInvalid for any other day.
    """
    if not certificate.valid_from - _ONE_DAY <= valid_to <= held_days(certificate)[1]:
        raise RequestInvalid(
            [
                Violation(
                    "/valid_to",
                    "out-of-range",
                    "Must lie between the day before it began and its present last day.",
                    "有効開始日の前日から現在の有効終了日までの日付で指定してください。",
                )
            ]
        )
    return replace(certificate, valid_to=valid_to)
