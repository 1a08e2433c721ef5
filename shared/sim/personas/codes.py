"""A persona's situation in the interface's terms: elements of its messages, and their codes."""

from shared.domain.codes import QualificationValidity
from shared.sim.personas.persona import Holder, Membership


def codes_of(
    validity: QualificationValidity, holder: Holder | None = None, membership: Membership | None = None
) -> dict[str, str]:
    """Return what a message about ``membership`` says; elements that it would not hold are left out."""
    codes = {"QualificationValidity": validity.code}
    if holder is not None:
        codes["Sex1"] = holder.sex.code
    if membership is None:
        return codes
    codes["InsuredCardClassification"] = membership.card_kind.code
    codes["PersonalFamilyClassification"] = membership.relationship.code
    if membership.loss_reason is not None:
        codes["ReasonOfLoss"] = membership.loss_reason.code
    if membership.share_percent is not None:
        is_elderly = membership.insurer.kind == "elderly"
        element = "InsuredPartialContributionRatio" if is_elderly else "ElderlyRecipientContributionRatio"
        codes[element] = f"{membership.share_percent:03}"
    for certificate in membership.limit_certificates:
        codes["LimitApplicationCertificateClassification"] = certificate.kind.code
        codes["LimitApplicationCertificateClassificationFlag"] = certificate.category.code
    return codes
