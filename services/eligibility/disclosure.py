"""What is shown of a decision: never more than the purpose, the consent and the flags allow. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal

from services.eligibility.decision import Decision
from services.eligibility.limit_tables import table_for
from services.eligibility.shares import copay_percent, is_elderly_recipient, is_preschool
from services.eligibility.wire import (
    ConsentShown,
    InsurerShown,
    LimitCertificateShown,
    LimitShown,
    MonthlyLimitShown,
    ResultShown,
)
from shared.domain.codes import ConsentState, LimitCategory, QualificationValidity
from shared.domain.coverage import Coverage, LimitCertificate, PersonRecord
from shared.domain.purposes import DataKind

RULES_VERSION = "disclosure-2026-11"
VIEWING_WINDOW = timedelta(hours=24)
"""閲覧有効期限: medical data may be viewed for exactly this long after the consent was registered."""

MEDICAL_KINDS = tuple(
    kind for kind in DataKind if kind not in (DataKind.COVERAGE, DataKind.LIMIT_CERTIFICATE, DataKind.SPECIFIC_DISEASE)
)
"""Kinds that need the patient's own choice at the reader."""

_NOT_GIVEN = ConsentShown(ConsentState.NONE, None, None)

LimitConsent = Literal["given", "none", "not_needed"]


@dataclass(frozen=True, slots=True)
class Permission:
    """What may be shown: by purpose (``opens``), by consent, and when the patient chose."""

    opens: frozenset[DataKind]
    limit_consent: LimitConsent
    chosen: frozenset[DataKind] | None
    """Medical kinds chosen at the reader; None when there was no reader (identifiers)."""
    at: datetime


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What leaves the house, and the kinds of data in it, for the record."""

    results: list[ResultShown]
    kinds: frozenset[DataKind]


def disclose(decision: Decision, on: date, permission: Permission) -> Disclosure:
    """Return what the asker gets to see of ``decision`` as of the day ``on``."""
    if decision.person is None or decision.coverage is None or DataKind.COVERAGE not in permission.opens:
        return Disclosure([], frozenset())
    person, coverage = decision.person, decision.coverage
    certificate = _limit_certificate(decision, on, permission)
    consents = _consents(decision, permission)
    kinds = {DataKind.COVERAGE}
    if certificate is not None:
        kinds.add(DataKind.LIMIT_CERTIFICATE)
    kinds.update(DataKind(kind) for kind, consent in consents.items() if consent.state is ConsentState.GIVEN)
    limit = _limit(person, coverage, certificate, on, permission)
    return Disclosure([_result(decision, person, coverage, on, limit, certificate, consents)], frozenset(kinds))


def _result(
    decision: Decision,
    person: PersonRecord,
    coverage: Coverage,
    on: date,
    limit: LimitShown,
    certificate: LimitCertificate | None,
    consents: dict[str, ConsentShown],
) -> ResultShown:
    is_hidden = person.address_hidden
    return ResultShown(
        validity=decision.validity,
        insurer=InsurerShown(coverage.insurer.number, coverage.insurer.name, coverage.insurer.kind),
        symbol=coverage.symbol,
        number=coverage.number,
        branch=coverage.branch,
        relationship=coverage.relationship,
        insured_name=coverage.insured_name,
        name=person.name,
        name_kana=person.name_kana,
        name_other=person.name_other,
        name_other_kana=person.name_other_kana,
        sex=person.sex,
        sex2=person.sex2,
        birthdate=person.birthdate,
        # 不開示該当フラグ (支援措置): where the person lives is shown to nobody.
        postal_code=None if is_hidden else person.postal_code,
        address=None if is_hidden else person.address,
        card_kind=coverage.card_kind,
        issued_on=coverage.issued_on,
        acquired_on=coverage.acquired_on,
        lost_on=coverage.lost_on,
        loss_reason=coverage.loss_reason,
        valid_from=coverage.valid_from or coverage.acquired_on,
        valid_to=coverage.valid_to,
        copay_percent=copay_percent(person.birthdate, on, coverage.share_percent),
        is_preschool=is_preschool(person.birthdate, on),
        elderly_certificate=None,
        limit=limit,
        limit_certificate=None if certificate is None else _certificate_shown(certificate, on),
        specific_disease_certificates=[],
        medical_tickets=[],
        reference_number=None,
        consents=consents,
    )


def _limit_certificate(decision: Decision, on: date, permission: Permission) -> LimitCertificate | None:
    is_open = DataKind.LIMIT_CERTIFICATE in permission.opens and permission.limit_consent != "none"
    if not is_open or decision.validity is not QualificationValidity.VALID or decision.coverage is None:
        return None
    held: Sequence[LimitCertificate] = decision.coverage.limit_certificates
    holding = [certificate for certificate in held if certificate.holds_on(on)]
    return max(holding, key=lambda certificate: certificate.valid_from) if holding else None


def _limit(
    person: PersonRecord,
    coverage: Coverage,
    certificate: LimitCertificate | None,
    on: date,
    permission: Permission,
) -> LimitShown:
    basis: Literal["certificate", "derived_from_share", "unknown"] = "unknown"
    if certificate is not None:
        basis = "certificate"
    elif coverage.period.contains(on) and is_elderly_recipient(person.birthdate, on):
        # From 70 on receipt systems derive the category from the share; below, nothing can be derived.
        basis = "derived_from_share"
    consented_at = permission.at if permission.limit_consent == "given" else None
    return LimitShown(basis, permission.limit_consent, consented_at)


def _certificate_shown(certificate: LimitCertificate, on: date) -> LimitCertificateShown:
    return LimitCertificateShown(
        kind=certificate.kind,
        category=certificate.category,
        label=certificate.category.term,
        issued_on=certificate.issued_on,
        valid_from=certificate.valid_from,
        valid_to=certificate.valid_to,
        long_stay_from=certificate.long_stay_from,
        monthly_limit=_monthly_limit(certificate.category, on.year, on.month),
    )


@lru_cache
def _monthly_limit(category: LimitCategory, year: int, month: int) -> MonthlyLimitShown | None:
    table = table_for(f"{year:04}-{month:02}")
    if table is None:
        return None
    limit = table.limits[category]
    return MonthlyLimitShown(
        table=table.first_month,
        base_yen=limit.base_yen,
        threshold_yen=limit.threshold_yen,
        rate_percent=limit.rate_percent,
        many_times_yen=limit.many_times_yen,
        outpatient_yen=limit.outpatient_yen,
        outpatient_year_yen=limit.outpatient_year_yen,
        year_cap_yen=limit.year_cap_yen,
    )


def _consents(decision: Decision, permission: Permission) -> dict[str, ConsentShown]:
    if permission.chosen is None or decision.validity is not QualificationValidity.VALID:
        return {}
    given = ConsentShown(ConsentState.GIVEN, permission.at, permission.at + VIEWING_WINDOW)
    return {
        kind: given if kind in permission.chosen else _NOT_GIVEN for kind in MEDICAL_KINDS if kind in permission.opens
    }
