"""How certificates follow each other and end, and when one may be issued beside others. Pure.

The commands read the facts, ask here, and write: services/registry/certificates/commands.py.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from services.registry.certificates.rules.kinds import CertificateRules
from services.registry.outcome import Registered
from services.registry.person_records.rules.certificate_days import BenefitCertificate, held_days, share_a_day
from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from shared.errors import AlreadyExists, ConflictingPeriod, RequestInvalid, Violation

_ONE_DAY = timedelta(days=1)


def decide_issue(
    rules: CertificateRules[BenefitCertificate],
    certificate: BenefitCertificate,
    recorded: RecordedCoverage,
    birthdate: date,
    history: Sequence[tuple[UUID, BenefitCertificate]],
    renews: BenefitCertificate | None = None,
) -> Registered[BenefitCertificate]:
    """Return the certificate as it is on record, or as it is to be recorded, on a coverage with its others.

    ``history`` is all versions under its id, each with its coverage. Raises AlreadyExists (the id never had this
    content on this coverage), RequestInvalid (against the kind's rules), ConflictingPeriod (a rival on one of its
    days, other than the one that it renews).
    """
    if history:
        if (UUID(recorded.coverage.coverage_id), certificate) not in history:
            raise AlreadyExists
        return Registered(history[-1][1], is_new=False)
    violations = rules.violations(certificate, recorded, birthdate)
    if violations:
        raise RequestInvalid(violations)
    others: Sequence[BenefitCertificate] = getattr(recorded.coverage, rules.field)
    if any(rules.conflict(certificate, other) for other in others if other != renews):
        raise ConflictingPeriod
    return Registered(certificate, is_new=True)


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
