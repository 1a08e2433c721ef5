"""Every code that an answer can carry, in the interface's terms: its element, and the values that can stand there.

Sources: 別紙5-1 業務コード仕様 as shared/domain/codes.py has it; names of elements as in the messages (資格確認結果).
The flags of the 電カル情報共有 follow the names that ORCA shows since 2025-01.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from shared.domain.codes import (
    CardKind,
    CheckMethod,
    Code,
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

CONSENT_FLAGS: Mapping[str, str] = MappingProxyType(
    {
        "medication": "PharmacistsInfoConsFlg",
        "checkups": "SpecificHealthCheckupsInfoConsFlg",
        "diagnosis": "DiagnosisInfoConsFlg",
        "operation": "OperationInfoConsFlg",
        "diagnosis_name": "DiagnosisNameConsFlg",
        "infection": "InfectiousInfoConsFlg",
        "allergy": "AllergyInfoConsFlg",
        "contraindication": "ContraindicationInfoConsFlg",
        "test_results": "TestInfoConsFlg",
        "prescription": "PrescriptionInfoConsFlg",
    }
)
"""Kinds of medical data, and the flags that tell whether the patient agreed to show them (同意フラグ)."""
SPECIFIC_DISEASE_FLAG = "SpecificDiseasesCertificateRelatedConsFlg"
_YES_OR_NO = ("01", "02")
SHORT: Mapping[str, str] = MappingProxyType({"LimitCategory": "LimitApplicationCertificateClassificationFlag"})
"""Short names of long elements."""


@dataclass(frozen=True, slots=True)
class Element:
    """``table`` is the number of its code table (OQSCD…); None for a share, which has none."""

    table: str | None
    values: tuple[str, ...]


def _of(table: str, words: Iterable[Code]) -> Element:
    return Element(table, tuple(word.code for word in words))


CODE_SPACE: Mapping[str, Element] = MappingProxyType(
    {
        "ReferenceClassification": _of("002", (CheckMethod.MY_NUMBER_CARD, CheckMethod.INSURED_IDENTIFIER)),
        "PrescriptionIssueSelect": _of("017", PrescriptionForm),
        "QualificationValidity": _of("006", QualificationValidity),
        "InsuredCardClassification": _of("010", CardKind),
        "PersonalFamilyClassification": _of("009", Relationship),
        "Sex1": _of("007", Sex),
        # 裏面記載: whoever has a second one has it stated there.
        "Sex2": _of("007", (Sex.MALE, Sex.FEMALE)),
        "InsuredPartialContributionRatio": Element(None, ("010", "020", "030")),
        "PreschoolClassification": Element("015", ("1",)),
        "ReasonOfLoss": _of("008", LossReason),
        # Nobody is left who would have 1割 (特例措置, born until 1944-04-01): all of them are 75.
        "ElderlyRecipientContributionRatio": Element(None, ("020", "030")),
        "LimitApplicationCertificateRelatedConsFlg": Element("001", ("0", "1")),
        "LimitApplicationCertificateClassification": _of("011", LimitCertificateKind),
        "LimitApplicationCertificateClassificationFlag": _of("012", LimitCategory),
        "LimitApplicationCertificateChanged": Element("014", ("0", "1")),
        # 同意取得困難 (3) is of the medical kinds: a certificate is not opened without asking.
        SPECIFIC_DISEASE_FLAG: _of("016", (ConsentState.NONE, ConsentState.GIVEN, ConsentState.EXPIRED)),
        "SpecificDiseasesDiseaseCategory": _of("013", SpecificDisease),
        **{flag: _of("016", ConsentState) for flag in CONSENT_FLAGS.values()},
        "TicketType": _of("018", TicketKind),
        "MedicalTreatmentType": _of("019", TreatmentType),
        "SingleOrCombinedUse": _of("020", TicketUse),
        "StatusOfSocialInsurance": Element("021", _YES_OR_NO),
        "ConsistencyFlag": Element("022", ("1",)),
        "StatusOfInfecton": Element("023", _YES_OR_NO),
        "StatusOfElderlyMedicalCare": Element("024", _YES_OR_NO),
        "StatusOfPrefecturalExpenses": Element("025", _YES_OR_NO),
        "DesignatedMedicalInstitutionFlag": Element("026", ("0", "1")),
    }
)
"""By the element's name, as ``codes`` of a persona names it; StatusOfInfecton is so misspelt in the interface."""
