"""A persona's situation in the interface's terms: elements of its messages, and their codes."""

from datetime import date

from shared.domain.codes import QualificationValidity
from shared.domain.insurers import InsurerKind
from simulator.personas.persona import Holder, Membership


def codes_of(
    validity: QualificationValidity, holder: Holder | None = None, membership: Membership | None = None
) -> dict[str, str]:
    """Return what a message about ``membership`` says; elements that it would not hold are left out."""
    codes = {"QualificationValidity": validity.code}
    if holder is not None:
        codes["Sex1"] = holder.sex.code
        if holder.sex2 is not None:
            codes["Sex2"] = holder.sex2.code
    if membership is None:
        return codes
    codes["InsuredCardClassification"] = membership.card_kind.code
    codes["PersonalFamilyClassification"] = membership.relationship.code
    if membership.loss_reason is not None:
        codes["ReasonOfLoss"] = membership.loss_reason.code
    if membership.share_percent is not None:
        codes[_share_element(membership)] = f"{membership.share_percent:03}"
    for certificate in membership.limit_certificates:
        codes["LimitApplicationCertificateClassification"] = certificate.kind.code
        codes["LimitApplicationCertificateClassificationFlag"] = certificate.category.code
    return codes


def codes_of_day(membership: Membership, on: date) -> dict[str, str]:
    """Return what a message says of certificates and tickets that hold on the day."""
    codes = {}
    for share in membership.elderly_certificates:
        if share.holds_on(on):
            codes[_share_element(membership)] = f"{share.share_percent:03}"
    for certificate in membership.specific_disease_certificates:
        if certificate.holds_on(on):
            codes["SpecificDiseasesDiseaseCategory"] = certificate.disease.code
    for ticket in membership.medical_tickets:
        if ticket.holds_on(on):
            codes["TicketType"] = ticket.kind.code
            codes["MedicalTreatmentType"] = ticket.treatment_type.code
            codes["SingleOrCombinedUse"] = ticket.use.code
    return codes


def _share_element(membership: Membership) -> str:
    is_elderly = membership.insurer.kind is InsurerKind.ELDERLY
    return "InsuredPartialContributionRatio" if is_elderly else "ElderlyRecipientContributionRatio"
