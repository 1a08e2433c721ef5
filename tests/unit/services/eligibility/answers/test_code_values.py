"""Our words have the codes of the interface (別紙5-1 業務コード仕様), and the rules pass each word on unchanged.

What is registered is shown here as it was put in; that something a clinic can do makes an answer carry each code is
what tests/unit/simulator/personas/test_expectations.py tells of the cast.
"""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from services.eligibility.answers.shown import ResultShown
from services.eligibility.rules.decision import decide_by_card, decide_by_identifier
from services.eligibility.rules.disclosure import Permission, disclose
from shared.domain.codes import (
    CardKind,
    Code,
    ConsentState,
    LimitCategory,
    LimitCertificateKind,
    LossReason,
    QualificationValidity,
    Relationship,
    Sex,
    SpecificDisease,
    TicketKind,
    TicketUse,
    TreatmentType,
)
from shared.domain.coverage import Coverage, PersonRecord
from shared.domain.purposes import DataKind
from tests import benefits, builders

DAY = date(2026, 11, 20)
CHOSEN = frozenset({DataKind.SPECIFIC_DISEASE, DataKind.MEDICATION})
AT_THE_READER = Permission(frozenset(DataKind), "not_needed", CHOSEN, datetime(2026, 11, 20, 1, tzinfo=UTC))


def shown(person: PersonRecord) -> ResultShown:
    (result,) = disclose(decide_by_card(person, DAY, benefits.CLINIC), DAY, AT_THE_READER).results
    return result


def covered(**more: Any) -> ResultShown:
    return shown(builders.person(builders.coverage(**more)))


def every(table: type[Code], codes: dict[str, str]) -> pytest.MarkDecorator:
    assert {member.value: member.code for member in table} == codes
    return pytest.mark.parametrize("word", list(codes))


@every(
    QualificationValidity,
    {
        "valid": "1",
        "invalid": "2",
        "superseded": "3",
        "not_found": "4",
        "ambiguous": "5",
        "valid_unregistered": "6",
    },
)
def test_oqscd006_validity_has_these_codes(word: str) -> None:
    old = builders.coverage(lost_on=date(2026, 11, 1))
    new = builders.coverage(coverage_id="new", acquired_on=date(2026, 11, 1))
    two = builders.person(builders.coverage(), builders.coverage(coverage_id="two", branch="02"))
    asked: dict[str, tuple[PersonRecord, tuple[Coverage, ...]]] = {
        "valid": (builders.person(new), (new,)),
        "invalid": (builders.person(old), (old,)),
        "superseded": (builders.person(old, new), (old,)),
        "not_found": (builders.person(new), ()),
        "ambiguous": (two, two.coverages),
        "valid_unregistered": (builders.person(benefits.assistance()), (benefits.assistance(),)),
    }
    person, matches = asked[word]
    assert decide_by_identifier([(person, one) for one in matches], DAY, benefits.CLINIC).validity == word


@every(Sex, {"male": "1", "female": "2", "unset": "3"})
def test_oqscd007_sex_has_these_codes(word: str) -> None:
    result = shown(builders.person(sex=Sex(word), sex2=Sex(word)))
    assert (result.sex, result.sex2) == (word, word)


@every(LossReason, {"death": "01", "public_assistance": "02", "other_insurance": "03", "other": "99"})
def test_oqscd008_loss_reason_has_these_codes(word: str) -> None:
    result = covered(lost_on=date(2026, 11, 1), loss_reason=LossReason(word))
    assert (result.validity, result.lost_on, result.loss_reason) == ("invalid", date(2026, 11, 1), word)


@every(Relationship, {"self": "1", "family": "2"})
def test_oqscd009_relationship_has_these_codes(word: str) -> None:
    assert covered(relationship=Relationship(word)).relationship == word


@every(
    CardKind,
    {
        "general": "01",
        "retired": "02",
        "short_term": "03",
        "short_term_retired": "04",
        "special_expense": "05",
        "special_retired": "06",
        "self_defence": "07",
        "medical_assistance": "A1",
    },
)
def test_oqscd010_card_kind_has_these_codes(word: str) -> None:
    assert covered(card_kind=CardKind(word)).card_kind == word


@every(LimitCertificateKind, {"limit": "01", "limit_and_meals": "02", "meals": "03"})
def test_oqscd011_limit_certificate_has_these_codes(word: str) -> None:
    result = covered(limit_certificates=(builders.limit_certificate(kind=LimitCertificateKind(word)),))
    assert result.limit_certificate is not None
    assert result.limit_certificate.kind == word


LABELS = {
    "A01": "ア",
    "A02": "イ",
    "A03": "ウ",
    "A04": "エ",
    "A05": "オ",
    "A06": "オ（境）",
    "B01": "現役並みⅢ",
    "B02": "現役並みⅡ",
    "B03": "現役並みⅠ",
    "B04": "一般",
    "B05": "低所得Ⅱ",
    "B06": "低所得Ⅰ",
    "B07": "低所得Ⅰ（老福）",
    "B08": "低所得Ⅰ（境）",
    "B09": "一般Ⅱ",
    "B10": "一般Ⅰ",
}


@every(LimitCategory, {code: code for code in LABELS})
def test_oqscd012_category_has_these_codes(word: str) -> None:
    held = builders.coverage(limit_certificates=(builders.limit_certificate(category=LimitCategory(word)),))
    # 健康保険法施行令42条: A below 70, B from 70 on.
    birthdate = {"A": date(1985, 4, 12), "B": date(1955, 1, 5)}[word[0]]
    result = shown(builders.person(held, birthdate=birthdate))
    assert result.limit_certificate is not None
    assert (result.limit_certificate.category, result.limit_certificate.label) == (word, LABELS[word])
    assert result.limit_certificate.monthly_limit is not None


@every(SpecificDisease, {"dialysis": "1", "haemophilia": "2", "hiv_blood_products": "3"})
def test_oqscd013_specific_disease_has_these_codes(word: str) -> None:
    held = benefits.disease_certificate(disease=SpecificDisease(word))
    (certificate,) = covered(specific_disease_certificates=(held,)).specific_disease_certificates
    assert (certificate.disease, certificate.label) == (word, SpecificDisease(word).term)


def test_oqscd015_preschool_has_these_codes() -> None:
    assert shown(builders.person(birthdate=date(2022, 1, 1))).is_preschool
    assert not shown(builders.person()).is_preschool


def test_oqscd016_consent_has_these_codes() -> None:
    consents = covered().consents
    assert ConsentState.GIVEN.code == "1"
    assert ConsentState.NONE.code == "0"
    assert consents["medication"].state is ConsentState.GIVEN
    assert consents["operation"].state is ConsentState.NONE


def ticketed(**more: Any) -> Any:
    (ticket,) = shown(builders.person(benefits.assistance(benefits.ticket(**more)))).medical_tickets
    return ticket


@every(TicketKind, {"medical": "01", "dispensing": "02"})
def test_oqscd018_ticket_kind_has_these_codes(word: str) -> None:
    assert ticketed(kind=TicketKind(word)).kind == word


@every(
    TreatmentType,
    {"inpatient": "01", "outpatient": "02", "dental": "03", "dispensing": "04", "home_nursing": "05"},
)
def test_oqscd019_treatment_type_has_these_codes(word: str) -> None:
    assert ticketed(treatment_type=TreatmentType(word)).treatment_type == word


@every(TicketUse, {"alone": "01", "combined": "02"})
def test_oqscd020_ticket_use_has_these_codes(word: str) -> None:
    assert ticketed(use=TicketUse(word)).use == word


@pytest.mark.parametrize(("institution", "matches"), [("9910000018", True), ("9910000026", False)])
def test_oqscd026_designated_institution_has_these_codes(institution: str, matches: bool) -> None:
    assert ticketed(institution_code=institution).institution_matches is matches
