"""What is shown of a decision: never more than the purpose, the consent and the flags allow. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal

from services.eligibility.rules.assistance import is_assistance
from services.eligibility.rules.certificates import (
    limit_certificate_on,
    show_diseases,
    show_elderly,
    show_limit,
    show_tickets,
)
from services.eligibility.rules.decision import Decision
from services.eligibility.rules.shares import (
    elderly_certificate_on,
    is_elderly_recipient,
    is_late_elderly_scheme,
    is_preschool,
    share_on,
)
from services.eligibility.wire import ConsentShown, InsurerShown, LimitShown, ResultShown
from shared.domain.codes import CardKind, ConsentState, QualificationValidity
from shared.domain.coverage import Coverage, LimitCertificate, PersonRecord
from shared.domain.purposes import DataKind

RULES_VERSION = "disclosure-2026-11"
VIEWING_WINDOW = timedelta(hours=24)
"""閲覧有効期限: medical data may be viewed for exactly this long after the consent was registered."""

MEDICAL_KINDS = tuple(
    kind for kind in DataKind if kind not in (DataKind.COVERAGE, DataKind.LIMIT_CERTIFICATE, DataKind.SPECIFIC_DISEASE)
)
"""Kinds that need the patient's own choice at the reader."""
_MEDICAL: Final = frozenset(MEDICAL_KINDS)

_WITHOUT_MEDICAL_DATA: Final = frozenset({"self_defence", "day_labourer"})
"""自衛官 and 日雇特例 have no drug, treatment or check-up data in the system; nor has 医療扶助."""
_OPENING: Final = frozenset({ConsentState.GIVEN, ConsentState.UNOBTAINABLE})
_NOT_GIVEN = ConsentShown(ConsentState.NONE, None, None)

LimitConsent = Literal["given", "none", "not_needed"]
LimitBasis = Literal["certificate", "derived_from_share", "unknown"]


@dataclass(frozen=True, slots=True)
class Permission:
    """What may be shown: by purpose (``opens``), by consent, and when the patient chose."""

    opens: frozenset[DataKind]
    limit_consent: LimitConsent
    chosen: frozenset[DataKind] | None
    """Kinds chosen at the reader; None when there was no reader (identifiers)."""
    at: datetime
    specific_disease_told: bool = False
    """Without a reader: the patient agreed at the desk to show 特定疾病療養受療証."""
    medical: Mapping[DataKind, ConsentShown] | None = None
    """Where not the choice at the reader decides: consents that stand (再照会), or that could not be had (救急)."""

    @property
    def shows_specific_disease(self) -> bool:
        """Whether 特定疾病療養受療証 may be shown: it reveals a disease, so it always needs consent."""
        if DataKind.SPECIFIC_DISEASE not in self.opens:
            return False
        return self.specific_disease_told if self.chosen is None else DataKind.SPECIFIC_DISEASE in self.chosen


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What leaves the house, and the kinds of data in it, for the record."""

    results: list[ResultShown]
    kinds: frozenset[DataKind]


def disclose(decision: Decision, on: date, permission: Permission) -> Disclosure:
    """Return what the asker gets to see of ``decision`` as of the day ``on``."""
    if DataKind.COVERAGE not in permission.opens:
        return Disclosure([], frozenset())
    results, kinds = [], set[DataKind]()
    part: Decision | None = decision
    while part is not None:
        if part.person is not None and part.coverage is not None:
            results.append(_result(part, part.person, part.coverage, on, permission, kinds))
        part = part.beside
    return Disclosure(results, frozenset(kinds))


def _result(
    decision: Decision,
    person: PersonRecord,
    coverage: Coverage,
    on: date,
    permission: Permission,
    kinds: set[DataKind],
) -> ResultShown:
    """Show one record, and add the kinds of data in it to ``kinds``."""
    is_valid = decision.validity is QualificationValidity.VALID
    limit_certificate = _limit_certificate(coverage, on, permission) if is_valid else None
    diseases = (
        show_diseases(coverage.specific_disease_certificates, on)
        if is_valid and coverage.specific_disease_certificates and permission.shows_specific_disease
        else []
    )
    elderly = elderly_certificate_on(coverage, person.birthdate, on) if is_valid else None
    consents = _consents(coverage, permission) if is_valid else {}
    kinds.add(DataKind.COVERAGE)
    if limit_certificate is not None:
        kinds.add(DataKind.LIMIT_CERTIFICATE)
    if diseases:
        kinds.add(DataKind.SPECIFIC_DISEASE)
    if is_valid and permission.chosen and _has_medical_data(coverage):
        kinds |= permission.chosen & permission.opens & _MEDICAL
    if is_valid and permission.medical and _has_medical_data(coverage):
        kinds |= {kind for kind, shown in permission.medical.items() if shown.state in _OPENING} & permission.opens
    # 不開示該当 (支援措置): where the person lives is shown to nobody. 自己情報提供不可: no card is answered, and a
    # number does not tell the address either.
    is_hidden = person.address_hidden or person.self_information_blocked
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
        postal_code=None if is_hidden else person.postal_code,
        address=None if is_hidden else person.address,
        card_kind=coverage.card_kind,
        issued_on=coverage.issued_on,
        acquired_on=coverage.acquired_on,
        lost_on=coverage.lost_on,
        loss_reason=coverage.loss_reason,
        valid_from=coverage.valid_from or coverage.acquired_on,
        valid_to=coverage.valid_to,
        copay_percent=share_on(coverage, person.birthdate, on),
        is_preschool=is_preschool(person.birthdate, on),
        elderly_certificate=None if elderly is None else show_elderly(elderly),
        limit=_limit(person, coverage, limit_certificate, on, permission),
        limit_certificate=None if limit_certificate is None else show_limit(limit_certificate, on),
        specific_disease_certificates=diseases,
        medical_tickets=show_tickets(decision.tickets),
        reference_number=None,
        consents=consents,
    )


def _limit_certificate(coverage: Coverage, on: date, permission: Permission) -> LimitCertificate | None:
    if DataKind.LIMIT_CERTIFICATE not in permission.opens or permission.limit_consent == "none":
        return None
    # Who pays the whole cost first (特別療養費) has no limit at the counter.
    if coverage.card_kind is CardKind.SPECIAL_EXPENSE:
        return None
    return limit_certificate_on(coverage.limit_certificates, on)


def _limit(
    person: PersonRecord,
    coverage: Coverage,
    certificate: LimitCertificate | None,
    on: date,
    permission: Permission,
) -> LimitShown:
    consented_at = permission.at if permission.limit_consent == "given" else None
    basis: LimitBasis = "unknown"
    if certificate is not None:
        basis = "certificate"
    elif coverage.period.contains(on) and _share_tells_the_category(person, coverage, on):
        basis = "derived_from_share"
    return LimitShown(basis, permission.limit_consent, consented_at)


def _share_tells_the_category(person: PersonRecord, coverage: Coverage, on: date) -> bool:
    """From 70 on receipt systems derive the category from the share; below, nothing can be derived."""
    if coverage.card_kind is CardKind.SPECIAL_EXPENSE or is_assistance(coverage):
        return False
    return is_late_elderly_scheme(coverage) or is_elderly_recipient(person.birthdate, on)


def _consents(coverage: Coverage, permission: Permission) -> dict[str, ConsentShown]:
    if is_assistance(coverage):
        return {}
    consents: dict[str, ConsentShown] = {}
    told = permission.shows_specific_disease
    if told or (permission.chosen is not None and DataKind.SPECIFIC_DISEASE in permission.opens):
        consents[DataKind.SPECIFIC_DISEASE] = _given(permission.at) if told else _NOT_GIVEN
    if permission.medical is not None and _has_medical_data(coverage):
        shown = permission.medical
        return consents | {kind: shown.get(kind, _NOT_GIVEN) for kind in MEDICAL_KINDS if kind in permission.opens}
    if permission.chosen is None or not _has_medical_data(coverage):
        return consents
    given = _given(permission.at, permission.at + VIEWING_WINDOW) if permission.chosen else _NOT_GIVEN
    for kind in MEDICAL_KINDS:
        if kind in permission.opens:
            consents[kind] = given if kind in permission.chosen else _NOT_GIVEN
    return consents


def _has_medical_data(coverage: Coverage) -> bool:
    if coverage.card_kind is CardKind.SELF_DEFENCE or coverage.insurer.kind in _WITHOUT_MEDICAL_DATA:
        return False
    return not is_assistance(coverage)


def _given(at: datetime, viewable_until: datetime | None = None) -> ConsentShown:
    return ConsentShown(ConsentState.GIVEN, at, viewable_until)
