"""An answer in the interface's terms: which element of its messages would hold which code."""

from collections.abc import Iterator, Mapping
from typing import Any

from shared.domain.codes import (
    CardKind,
    CheckMethod,
    ConsentState,
    LimitCategory,
    LimitCertificateKind,
    LossReason,
    PrescriptionForm,
    QualificationValidity,
    Relationship,
    Sex,
    SpecificDisease,
    TicketKind,
    TicketUse,
    TreatmentType,
)

Pair = tuple[str, str]
"""An element's name and its code."""
LIMIT_CONSENT = {"none": "0", "given": "1"}
"""OQSCD001; by card no consent is needed, and no flag comes."""
STATED = {True: "01", False: "02"}
STATEMENTS = {
    "has_social_insurance": "StatusOfSocialInsurance",
    "is_under_infection_law": "StatusOfInfecton",
    "is_late_elderly": "StatusOfElderlyMedicalCare",
    "has_prefectural_expenses": "StatusOfPrefecturalExpenses",
}
CONSENT_FLAGS = {
    "checkups": "SpecificHealthCheckupsInfoConsFlg",
    "medication": "PharmacistsInfoConsFlg",
    "diagnosis": "DiagnosisInfoConsFlg",
    "operation": "OperationInfoConsFlg",
    "diagnosis_name": "DiagnosisNameConsFlg",
    "infection": "InfectiousInfoConsFlg",
    "allergy": "AllergyInfoConsFlg",
    "contraindication": "ContraindicationInfoConsFlg",
    "test_results": "TestInfoConsFlg",
    "prescription": "PrescriptionInfoConsFlg",
    "specific_disease": "SpecificDiseasesCertificateRelatedConsFlg",
}


def codes_in(answer: Mapping[str, Any]) -> set[Pair]:
    """Return every code that an answer, as JSON, carries."""
    found = {
        ("QualificationValidity", QualificationValidity(answer["validity"]).code),
        ("ReferenceClassification", CheckMethod(answer["method"]).code),
    }
    if answer["prescription_form"] is not None:
        found.add(("PrescriptionIssueSelect", PrescriptionForm(answer["prescription_form"]).code))
    for result in answer["results"]:
        found.update(_of_person(result))
        found.update(_of_shares_and_limits(result))
        found.update(_of_certificates_and_consents(result))
    return found


def _of_person(result: Mapping[str, Any]) -> Iterator[Pair]:
    yield "QualificationValidity", QualificationValidity(result["validity"]).code
    yield "Sex1", Sex(result["sex"]).code
    if result["sex2"] is not None:
        yield "Sex2", Sex(result["sex2"]).code
    yield "InsuredCardClassification", CardKind(result["card_kind"]).code
    yield "PersonalFamilyClassification", Relationship(result["relationship"]).code
    if result["loss_reason"] is not None:
        yield "ReasonOfLoss", LossReason(result["loss_reason"]).code


def _of_shares_and_limits(result: Mapping[str, Any]) -> Iterator[Pair]:
    if result["insurer"]["kind"] == "elderly":
        yield "InsuredPartialContributionRatio", f"{result['copay_percent']:03}"
    if result["elderly_certificate"] is not None:
        yield "ElderlyRecipientContributionRatio", f"{result['elderly_certificate']['share_percent']:03}"
    if result["is_preschool"]:
        yield "PreschoolClassification", "1"
    if (limit := result["limit_certificate"]) is not None:
        yield "LimitApplicationCertificateClassification", LimitCertificateKind(limit["kind"]).code
        yield "LimitApplicationCertificateClassificationFlag", LimitCategory(limit["category"]).code


def _of_certificates_and_consents(result: Mapping[str, Any]) -> Iterator[Pair]:
    for certificate in result["specific_disease_certificates"]:
        yield "SpecificDiseasesDiseaseCategory", SpecificDisease(certificate["disease"]).code
    for ticket in result["medical_tickets"]:
        yield "TicketType", TicketKind(ticket["kind"]).code
        yield "MedicalTreatmentType", TreatmentType(ticket["treatment_type"]).code
        yield "SingleOrCombinedUse", TicketUse(ticket["use"]).code
        yield "DesignatedMedicalInstitutionFlag", "0" if ticket["institution_matches"] else "1"
        yield from ((element, STATED[ticket[name]]) for name, element in STATEMENTS.items() if ticket[name] is not None)
        if ticket["insurance_differs"]:
            yield "ConsistencyFlag", "1"
    if result["limit"]["consent"] in LIMIT_CONSENT:
        yield "LimitApplicationCertificateRelatedConsFlg", LIMIT_CONSENT[result["limit"]["consent"]]
    for kind, consent in result["consents"].items():
        yield CONSENT_FLAGS[kind], ConsentState(consent["state"]).code
