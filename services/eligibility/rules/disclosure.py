"""What is shown of a decision: never more than the purpose, the consent and the flags allow. Pure."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final, Literal

import msgspec

from services.eligibility.answers.shown import ConsentShown, InsurerShown, LimitShown, ResultShown
from services.eligibility.rules.as_shown import (
    LimitsOn,
    as_it_leaves,
    show_diseases,
    show_elderly,
    show_limit,
    show_tickets,
)
from services.eligibility.rules.by_age import copay_share_on, elderly_certificate_on, halves_limits, is_preschool
from services.eligibility.rules.decision import Decision
from shared.domain.codes import CardKind, ConsentState, QualificationValidity
from shared.domain.consent import MEDICAL_KINDS, VIEWING_WINDOW, end_of_day
from shared.domain.coverage import Coverage, LimitCertificate, PersonRecord
from shared.domain.limit_certificates import applies_from_70, tells_the_limit
from shared.domain.purposes import DataKind

RULES_VERSION = "disclosure-2026-11-29"
_IN_ORDER = tuple(kind for kind in DataKind if kind in MEDICAL_KINDS)
_OPENING: Final = frozenset({ConsentState.GIVEN, ConsentState.UNOBTAINABLE})
_NOT_GIVEN = ConsentShown(ConsentState.NONE, None, None)

LimitConsent = Literal["given", "none", "not_needed"]
LimitBasis = Literal["certificate", "derived_from_share", "unknown"]


class Permission(msgspec.Struct, frozen=True):
    """What may be shown: by purpose (``opens``), by consent, and when the patient chose."""

    opens: frozenset[DataKind]
    limit_consent: LimitConsent
    chosen: frozenset[DataKind] | None
    """Kinds chosen at the reader; None when there was no reader (identifiers)."""
    at: datetime
    """When the patient was asked, as it is shown (+09:00)."""
    limit_given_at: datetime | None = None
    """When the patient agreed to show the limit, if not ``at``."""
    specific_disease: ConsentShown | None = None
    """Where not the choice at the reader decides: what was said at the desk, or has become of a consent."""
    medical: Mapping[DataKind, ConsentShown] | None = None
    """Where not the choice at the reader decides: consents that stand (再照会), or that could not be had (救急)."""
    is_unasked: bool = False
    """同意取得困難: ``medical`` is opened although the patient was not asked."""

    @property
    def shows_specific_disease(self) -> bool:
        """Whether 特定疾病療養受療証 may be shown: it reveals a disease, so it always needs consent."""
        if DataKind.SPECIFIC_DISEASE not in self.opens:
            return False
        if self.specific_disease is not None:
            return self.specific_disease.state is ConsentState.GIVEN
        return self.chosen is not None and DataKind.SPECIFIC_DISEASE in self.chosen


class Disclosure(msgspec.Struct, frozen=True):
    """What is shown, and the kinds of data in it, for the record."""

    results: list[ResultShown]
    kinds: frozenset[DataKind]


def disclose(
    decision: Decision,
    on: date,
    permission: Permission,
    limits: LimitsOn | None = None,
    reference_number: str | None = None,
) -> Disclosure:
    """Return what the asker gets to see of ``decision`` as of the day ``on``.

    ``limits``: those of the day, for who looks for them again. ``reference_number``: the asking institution's own
    number for the person (照会番号), if it has one.
    """
    if DataKind.COVERAGE not in permission.opens:
        return Disclosure([], frozenset())
    results, kinds = [], set[DataKind]()
    limits = limits or LimitsOn(on)
    part: Decision | None = decision
    while part is not None:
        if part.person is not None and part.coverage is not None:
            results.append(_result(part, part.person, part.coverage, on, permission, limits, reference_number, kinds))
        part = part.beside
    return Disclosure(results, frozenset(kinds))


def _result(
    decision: Decision,
    person: PersonRecord,
    coverage: Coverage,
    on: date,
    permission: Permission,
    limits: LimitsOn,
    reference_number: str | None,
    kinds: set[DataKind],
) -> ResultShown:
    """Show one record, and add the kinds of data in it to ``kinds``."""
    is_valid = decision.validity is QualificationValidity.VALID
    opens_limit = is_valid and _opens_limit(coverage, permission)
    halved = is_valid and halves_limits(person, coverage, on)
    limit_certificate = limits.of(person, coverage) if opens_limit else None
    diseases = (
        show_diseases(
            coverage.specific_disease_certificates,
            on,
            is_elderly=applies_from_70(coverage, person.birthdate, on),
            halved=halved,
        )
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
    if is_valid and permission.chosen and coverage.has_medical_data:
        kinds |= permission.chosen & permission.opens & MEDICAL_KINDS
    if is_valid and permission.medical and coverage.has_medical_data:
        kinds |= {kind for kind, shown in permission.medical.items() if shown.state in _OPENING} & permission.opens
    # 不開示該当 (支援措置): where the person lives is shown to nobody. 自己情報提供不可: no card is answered, and a
    # number does not tell the address either.
    is_hidden = person.address_hidden or person.self_information_blocked
    person, coverage = as_it_leaves(person, coverage)
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
        copay_percent=copay_share_on(coverage, person.birthdate, on),
        is_preschool=is_preschool(person.birthdate, on),
        elderly_certificate=None if elderly is None else show_elderly(elderly),
        limit=LimitShown(
            _limit_basis(person, coverage, limit_certificate, on) if opens_limit else "unknown",
            permission.limit_consent,
            (permission.limit_given_at or permission.at) if permission.limit_consent == "given" else None,
        ),
        limit_certificate=None if limit_certificate is None else show_limit(limit_certificate, on, halved=halved),
        specific_disease_certificates=diseases,
        medical_tickets=show_tickets(decision.tickets, person, on),
        reference_number=reference_number,
        consents=consents,
    )


def _opens_limit(coverage: Coverage, permission: Permission) -> bool:
    """Tell whether a limit may be looked for at all: by purpose, by consent, and where there can be one."""
    if DataKind.LIMIT_CERTIFICATE not in permission.opens or permission.limit_consent == "none":
        return False
    # Who pays the whole cost first (特別療養費) has no limit at the counter; 医療扶助 has 本人支払額.
    return coverage.card_kind is not CardKind.SPECIAL_EXPENSE and not coverage.is_assistance


def _limit_basis(
    person: PersonRecord, coverage: Coverage, certificate: LimitCertificate | None, on: date
) -> LimitBasis:
    """Return on what the limit rests where it was looked for.

    From 70 on receipt systems derive the category from the share; below, nothing can be derived. A certificate for
    meals alone says 低所得, which the share contradicts.
    """
    if certificate is not None:
        return "certificate" if tells_the_limit(certificate) else "unknown"
    return "derived_from_share" if applies_from_70(coverage, person.birthdate, on) else "unknown"


def _consents(coverage: Coverage, permission: Permission) -> dict[str, ConsentShown]:
    if coverage.is_assistance:
        return {}
    consents: dict[str, ConsentShown] = {}
    if DataKind.SPECIFIC_DISEASE in permission.opens:
        if permission.specific_disease is not None:
            consents[DataKind.SPECIFIC_DISEASE] = permission.specific_disease
        elif permission.chosen is not None:
            is_chosen = DataKind.SPECIFIC_DISEASE in permission.chosen
            consents[DataKind.SPECIFIC_DISEASE] = given_for_the_inquiry(permission.at) if is_chosen else _NOT_GIVEN
    if permission.medical is not None and coverage.has_medical_data:
        shown = permission.medical
        return consents | {kind: shown.get(kind, _NOT_GIVEN) for kind in _IN_ORDER if kind in permission.opens}
    if permission.chosen is None or not coverage.has_medical_data:
        return consents
    given = (
        ConsentShown(ConsentState.GIVEN, permission.at, permission.at + VIEWING_WINDOW)
        if permission.chosen
        else _NOT_GIVEN
    )
    for kind in _IN_ORDER:
        if kind in permission.opens:
            consents[kind] = given if kind in permission.chosen else _NOT_GIVEN
    return consents


def given_for_the_inquiry(at: datetime) -> ConsentShown:
    """Show the consent to 特定疾病 that was given at that instant: for the inquiry, so until the end of the day."""
    return ConsentShown(ConsentState.GIVEN, at, end_of_day(at))
