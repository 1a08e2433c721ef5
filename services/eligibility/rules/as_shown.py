"""Records, certificates and tickets as an answer shows them: ● for what the closed network cannot carry (外字). Pure.

Whether they may be shown is disclosure.py's business.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Final

from services.eligibility.answers.shown import (
    ElderlyCertificateShown,
    LimitCertificateShown,
    MedicalTicketShown,
    MonthlyLimitShown,
    OutpatientFormulaShown,
    SpecificDiseaseCertificateShown,
)
from services.eligibility.limits.rules.amounts import halve
from services.eligibility.limits.rules.tables import MonthlyLimit, table_for
from services.eligibility.rules.decision import TicketSeen
from shared.domain.carried_text import as_carried, carried_or_none, is_carried
from shared.domain.codes import LimitCategory
from shared.domain.coverage import (
    Coverage,
    ElderlyCertificate,
    LimitCertificate,
    MedicalTicket,
    PersonRecord,
    SpecificDiseaseCertificate,
)
from shared.domain.limit_certificates import limit_certificate_on, tells_the_limit

LATER_COPAY_LIMIT_YEN: Final = 10_000
"""特定疾病 from 70 on, whatever the income: the 20,000 yen of ア and イ are those of 人工透析 below 70."""


def as_it_leaves(person: PersonRecord, coverage: Coverage) -> tuple[PersonRecord, Coverage]:
    """Return both with every text as it leaves; nearly always they are what was given."""
    texts = (
        person.name,
        person.name_kana,
        person.name_other,
        person.name_other_kana,
        person.address,
        coverage.symbol,
        coverage.number,
        coverage.insured_name,
        coverage.insurer.name,
    )
    if is_carried("".join(filter(None, texts))):
        return person, coverage
    return (
        replace(
            person,
            name=as_carried(person.name),
            name_kana=carried_or_none(person.name_kana),
            name_other=carried_or_none(person.name_other),
            name_other_kana=carried_or_none(person.name_other_kana),
            address=carried_or_none(person.address),
        ),
        replace(
            coverage,
            symbol=carried_or_none(coverage.symbol),
            number=as_carried(coverage.number),
            insured_name=carried_or_none(coverage.insured_name),
            insurer=replace(coverage.insurer, name=as_carried(coverage.insurer.name)),
        ),
    )


class LimitsOn:
    """The limit certificates of one person on one day, found when they are first asked for."""

    __slots__ = ("_found", "_on")

    def __init__(self, on: date) -> None:
        self._on = on
        self._found: dict[str, LimitCertificate | None] = {}

    def of(self, person: PersonRecord, coverage: Coverage) -> LimitCertificate | None:
        """Return what ``limit_certificate_on`` finds on a coverage of the person."""
        if coverage.coverage_id not in self._found:
            self._found[coverage.coverage_id] = limit_certificate_on(coverage, person.birthdate, self._on)
        return self._found[coverage.coverage_id]


def show_limit(certificate: LimitCertificate, on: date, *, halved: bool) -> LimitCertificateShown:
    """Show it with the limit of the month of ``on``, halved in the month of 75."""
    return LimitCertificateShown(
        kind=certificate.kind,
        category=certificate.category,
        label=certificate.category.term,
        issued_on=certificate.issued_on,
        valid_from=certificate.valid_from,
        valid_to=certificate.valid_to,
        long_stay_from=certificate.long_stay_from,
        monthly_limit=_monthly_limit(certificate.category, on.year, on.month, halved)
        if tells_the_limit(certificate)
        else None,
    )


def show_elderly(certificate: ElderlyCertificate) -> ElderlyCertificateShown:
    """Show a 高齢受給者証."""
    return ElderlyCertificateShown(
        certificate.issued_on, certificate.valid_from, certificate.valid_to, certificate.share_percent
    )


def show_diseases(
    held: Sequence[SpecificDiseaseCertificate], on: date, *, is_elderly: bool, halved: bool
) -> list[SpecificDiseaseCertificateShown]:
    """Show the 特定疾病療養受療証 that apply on the day, each with what the patient pays at most in its month.

    The 20,000 yen of ア and イ end where ア and イ do. In the month of 75 it is half in each scheme: 5,000 yen
    (厚生労働省 計算事例集 令和5年4月 事例9, 長野県後期高齢者医療広域連合 FAQ), 10,000 of the 20,000.
    """
    return [
        SpecificDiseaseCertificateShown(
            disease=certificate.disease,
            label=certificate.disease.term,
            issued_on=certificate.issued_on,
            valid_from=certificate.valid_from,
            valid_to=certificate.valid_to,
            copay_limit_yen=_disease_limit(certificate.copay_limit_yen, is_elderly=is_elderly, halved=halved),
            registered_copay_limit_yen=certificate.copay_limit_yen,
            halved=halved,
        )
        for certificate in held
        if certificate.holds_on(on)
    ]


def _disease_limit(registered_yen: int, *, is_elderly: bool, halved: bool) -> int:
    yen = min(registered_yen, LATER_COPAY_LIMIT_YEN) if is_elderly else registered_yen
    return yen // 2 if halved else yen


def show_tickets(tickets: Sequence[TicketSeen], person: PersonRecord, on: date) -> list[MedicalTicketShown]:
    """Show the tickets of the day: the asker's own in full, of others only that they exist."""
    if not tickets:
        return []
    is_insured = any(each.period.contains(on) and not each.is_assistance for each in person.coverages)
    return [
        _own_ticket(seen.ticket, is_insured=is_insured) if seen.is_for_asker else _ticket_elsewhere(seen.ticket)
        for seen in tickets
    ]


def _own_ticket(ticket: MedicalTicket, *, is_insured: bool) -> MedicalTicketShown:
    return MedicalTicketShown(
        kind=ticket.kind,
        treatment_month=ticket.treatment_month,
        valid_from=ticket.valid_from,
        valid_to=ticket.valid_to,
        treatment_type=ticket.treatment_type,
        use=ticket.use,
        institution_matches=True,
        institution_code=ticket.institution_code,
        institution_name=carried_or_none(ticket.institution_name),
        issue_number=carried_or_none(ticket.issue_number),
        self_pay_yen=ticket.self_pay_yen,
        has_social_insurance=ticket.has_social_insurance,
        insurance_differs=ticket.has_social_insurance is not is_insured,
        is_under_infection_law=ticket.is_under_infection_law,
        is_late_elderly=ticket.is_late_elderly,
        has_prefectural_expenses=ticket.has_prefectural_expenses,
    )


def _ticket_elsewhere(ticket: MedicalTicket) -> MedicalTicketShown:
    # Where else somebody is treated, and on what terms, is nobody else's business.
    return MedicalTicketShown(
        kind=ticket.kind,
        treatment_month=ticket.treatment_month,
        valid_from=ticket.valid_from,
        valid_to=ticket.valid_to,
        treatment_type=ticket.treatment_type,
        use=ticket.use,
        institution_matches=False,
        institution_code=None,
        institution_name=None,
        issue_number=None,
        self_pay_yen=None,
        has_social_insurance=None,
        insurance_differs=None,
        is_under_infection_law=None,
        is_late_elderly=None,
        has_prefectural_expenses=None,
    )


@lru_cache
def _monthly_limit(category: LimitCategory, year: int, month: int, halved: bool) -> MonthlyLimitShown | None:
    table = table_for(f"{year:04}-{month:02}")
    if table is None or category not in table.limits:
        return None
    limit = halve(table.limits[category]) if halved else table.limits[category]
    return MonthlyLimitShown(
        table=table.first_month,
        base_yen=limit.base_yen,
        threshold_yen=limit.threshold_yen,
        rate_percent=limit.rate_percent,
        many_times_yen=limit.many_times_yen,
        outpatient_yen=limit.outpatient_yen,
        outpatient_formula=_outpatient_formula(limit),
        outpatient_year_yen=limit.outpatient_year_yen,
        year_cap_yen=limit.year_cap_yen,
        year_cap_options_yen=limit.year_cap_options_yen,
        halved=halved,
    )


def _outpatient_formula(limit: MonthlyLimit) -> OutpatientFormulaShown | None:
    formula = limit.outpatient_formula
    if formula is None:
        return None
    return OutpatientFormulaShown(formula.base_yen, formula.threshold_yen, formula.rate_percent, formula.at_most_yen)
