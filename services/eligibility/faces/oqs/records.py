"""資格確認結果 (ResultOfQualificationConfirmation): which element carries what of a record. Pure.

It shows what the answer shows and nothing else; REST writes the same values. What REST has and the interface has no
element for (自己負担限度額 in yen, notices) is left out.
"""

from collections.abc import Callable

from services.eligibility.answers.shown import (
    ElderlyCertificateShown,
    LimitCertificateShown,
    MedicalTicketShown,
    ResultShown,
    SpecificDiseaseCertificateShown,
)
from services.eligibility.faces.oqs.fields import Edition, Field, Listing, Mark, Table, Value, written
from services.eligibility.faces.oqs.spelling import day, full_width, half_width_kana, instant, insurer_number, percent
from services.eligibility.faces.oqs.spelling import postal_code as with_hyphen
from shared.domain.insurers import InsurerKind
from shared.domain.purposes import DataKind

_C, _I = Mark.CERTAIN, Mark.INFERRED
_YES, _NO = "01", "02"
"""あり（該当）・なし of OQSCD021, 023, 024 and 025."""
_LIMIT, _DISEASES = "LimitApplicationCertificate", "SpecificDiseases"

LIMIT: Table[LimitCertificateShown] = (
    Field(f"{_LIMIT}Classification", "限度額適用認定証区分 (OQSCD011)", _C, lambda one: one.kind.code),
    Field(f"{_LIMIT}ClassificationFlag", "適用区分 (OQSCD012)", _C, lambda one: one.category.code),
    Field(f"{_LIMIT}Date", "交付年月日", _C, lambda one: day(one.issued_on)),
    Field(f"{_LIMIT}ValidStartDate", "有効開始年月日", _C, lambda one: day(one.valid_from)),
    Field(f"{_LIMIT}ValidEndDate", "有効終了年月日", _C, lambda one: day(one.valid_to)),
    Field(f"{_LIMIT}LongTermDate", "長期入院該当年月日", _C, lambda one: day(one.long_stay_from)),
)
ELDERLY: Table[ElderlyCertificateShown] = (
    Field("ElderlyRecipientCertificateDate", "交付年月日", _C, lambda one: day(one.issued_on)),
    Field("ElderlyRecipientValidStartDate", "有効開始年月日", _C, lambda one: day(one.valid_from)),
    Field("ElderlyRecipientValidEndDate", "有効終了年月日", _C, lambda one: day(one.valid_to)),
    Field("ElderlyRecipientContributionRatio", "一部負担金割合", _C, lambda one: percent(one.share_percent)),
)
DISEASE: Table[SpecificDiseaseCertificateShown] = (
    Field(f"{_DISEASES}DiseaseCategory", "特定疾病 (OQSCD013)", _C, lambda one: one.disease.code),
    Field(f"{_DISEASES}CertificateDate", "交付年月日", _C, lambda one: day(one.issued_on)),
    Field(f"{_DISEASES}ValidStartDate", "有効開始年月日", _C, lambda one: day(one.valid_from)),
    Field(f"{_DISEASES}ValidEndDate", "有効終了年月日", _C, lambda one: day(one.valid_to)),
    Field(
        f"{_DISEASES}SelfPay",
        "自己負担限度額",
        _C,
        lambda one: str(one.registered_copay_limit_yen),
        note="As registered, in yen: the halves of 75歳到達月 are REST's.",
    ),
)


def _yes_or_no(is_so: bool | None) -> str | None:
    return None if is_so is None else _YES if is_so else _NO


TICKET: Table[MedicalTicketShown] = (
    Field("TicketType", "券種別 (OQSCD018)", _C, lambda one: one.kind.code),
    Field("MedicalTicketValidDate", "有効開始年月日", _C, lambda one: day(one.valid_from)),
    Field("MedicalTicketExpirationDate", "有効終了年月日", _C, lambda one: day(one.valid_to)),
    Field("IssueNumber", "交付番号", _C, lambda one: one.issue_number),
    Field("MedicalTreatmentMonth", "診療年月", _C, lambda one: one.treatment_month.replace("-", "")),
    Field("DesignatedMedicalInstitutionCode", "指定医療機関コード", _C, lambda one: one.institution_code),
    Field(
        "DesignatedMedicalInstitutionFlag",
        "指定医療機関確認フラグ (OQSCD026)",
        _C,
        lambda one: "0" if one.institution_matches else "1",
    ),
    Field("DesignatedMedicalInstitutionName", "指定医療機関名", _C, lambda one: one.institution_name),
    Field("MedicalTreatmentType", "診療別 (OQSCD019)", _C, lambda one: one.treatment_type.code),
    Field("SelfPayAmount", "本人支払額", _C, lambda one: None if one.self_pay_yen is None else str(one.self_pay_yen)),
    Field("SingleOrCombinedUse", "単独・併用 (OQSCD020)", _C, lambda one: one.use.code),
    Field("StatusOfSocialInsurance", "社会保険状況 (OQSCD021)", _C, lambda one: _yes_or_no(one.has_social_insurance)),
    Field(
        "ConsistencyFlag",
        "社会保険状況の整合性フラグ (OQSCD022)",
        _I,
        lambda one: "1" if one.insurance_differs else None,
        note="Element and code are certain; when it is set is inferred: the insurances on record say otherwise.",
    ),
    Field(
        "StatusOfInfecton",
        "感染症37条の2の該当状況 (OQSCD023)",
        _C,
        lambda one: _yes_or_no(one.is_under_infection_law),
        note="So misspelt.",
    ),
    Field(
        "StatusOfElderlyMedicalCare",
        "後期高齢者医療の該当状況 (OQSCD024)",
        _C,
        lambda one: _yes_or_no(one.is_late_elderly),
    ),
    Field(
        "StatusOfPrefecturalExpenses",
        "都道府県費の該当状況 (OQSCD025)",
        _C,
        lambda one: _yes_or_no(one.has_prefectural_expenses),
    ),
)


def _is_late_elderly(one: ResultShown) -> bool:
    return one.insurer.kind is InsurerKind.ELDERLY


def _limit_flag(one: ResultShown) -> str:
    return "0" if one.limit.consent == "none" else "1"


def _limit_info(one: ResultShown) -> Value | None:
    return None if one.limit_certificate is None else written(LIMIT, one.limit_certificate)


def _elderly_info(one: ResultShown) -> Value | None:
    return None if one.elderly_certificate is None else written(ELDERLY, one.elderly_certificate)


def _diseases(one: ResultShown) -> Value | None:
    held = one.specific_disease_certificates
    return Listing(f"{_DISEASES}CertificateInfo", [written(DISEASE, each) for each in held]) if held else None


def _tickets(one: ResultShown) -> Value | None:
    tickets = one.medical_tickets
    return Listing("MedicalTicketInfo", [written(TICKET, each) for each in tickets]) if tickets else None


def _consent_flag(kind: DataKind) -> Callable[[ResultShown], str | None]:
    return lambda one: None if (shown := one.consents.get(kind)) is None else shown.state.code


def _consent_time(kind: DataKind) -> Callable[[ResultShown], str | None]:
    return lambda one: None if (shown := one.consents.get(kind)) is None else instant(shown.given_at)


def _available_time(kind: DataKind) -> Callable[[ResultShown], str | None]:
    return lambda one: None if (shown := one.consents.get(kind)) is None else instant(shown.viewable_until)


def _triple(kind: DataKind, name: str, term: str, since: Edition = Edition.Y2023) -> Table[ResultShown]:
    mark = _C if since is Edition.Y2023 else _I
    return (
        Field(f"{name}ConsFlg", f"{term}同意フラグ (OQSCD016)", mark, _consent_flag(kind), since),
        Field(f"{name}ConsTime", f"{term}同意日時", mark, _consent_time(kind), since),
        Field(f"{name}AvailableTime", f"{term}利用可能日時", mark, _available_time(kind), since),
    )


_UNTIL_TICKETS: Table[ResultShown] = (
    Field("InsuredCardClassification", "被保険者証区分 (OQSCD010)", _C, lambda one: one.card_kind.code),
    Field("InsurerNumber", "保険者番号", _C, lambda one: insurer_number(one.insurer.number)),
    Field("InsuredCardSymbol", "被保険者証記号", _C, lambda one: one.symbol),
    Field("InsuredIdentificationNumber", "被保険者証番号", _C, lambda one: one.number),
    Field("InsuredBranchNumber", "被保険者証枝番", _C, lambda one: one.branch),
    Field(
        "PersonalFamilyClassification",
        "本人・家族の別 (OQSCD009)",
        _C,
        lambda one: None if _is_late_elderly(one) else one.relationship.code,
        note="For all but 後期高齢者医療.",
    ),
    Field("InsuredName", "被保険者氏名", _C, lambda one: full_width(one.insured_name)),
    Field("Name", "氏名", _C, lambda one: full_width(one.name)),
    Field("NameOfOther", "氏名（その他）", _C, lambda one: full_width(one.name_other)),
    Field("NameKana", "氏名カナ", _C, lambda one: half_width_kana(one.name_kana)),
    Field("NameOfOtherKana", "氏名カナ（その他）", _C, lambda one: half_width_kana(one.name_other_kana)),
    Field("Sex1", "性別1 (OQSCD007)", _C, lambda one: one.sex.code),
    Field("Sex2", "性別2 (OQSCD007)", _I, lambda one: None if one.sex2 is None else one.sex2.code),
    Field("Birthdate", "生年月日", _C, lambda one: day(one.birthdate)),
    Field("Address", "住所", _C, lambda one: one.address),
    Field("PostNumber", "郵便番号", _C, lambda one: with_hyphen(one.postal_code)),
    Field("QualificationDate", "資格取得年月日", _C, lambda one: day(one.acquired_on), Edition.Y2024),
    Field("DisqualificationDate", "資格喪失年月日", _C, lambda one: day(one.lost_on), Edition.Y2024),
    Field("InsuredCertificateIssuanceDate", "被保険者証交付年月日", _C, lambda one: day(one.issued_on)),
    Field("InsuredCardValidDate", "有効開始年月日", _C, lambda one: day(one.valid_from)),
    Field("InsuredCardExpirationDate", "有効終了年月日", _C, lambda one: day(one.valid_to)),
    Field(
        "InsuredPartialContributionRatio",
        "一部負担金割合",
        _C,
        lambda one: percent(one.copay_percent) if _is_late_elderly(one) else None,
        note="後期高齢者医療 only; of others REST alone tells the share.",
    ),
    Field("PreschoolClassification", "未就学区分 (OQSCD015)", _C, lambda one: "1" if one.is_preschool else None),
    Field(
        "ReasonOfLoss",
        "資格喪失事由 (OQSCD008)",
        _C,
        lambda one: None if one.loss_reason is None else one.loss_reason.code,
    ),
    Field("InsurerName", "保険者名称", _C, lambda one: one.insurer.name),
    Field("ElderlyRecipientCertificateInfo", "高齢受給者証情報", _C, _elderly_info),
    Field(f"{_LIMIT}RelatedConsFlg", "限度額適用認定証提供同意フラグ (OQSCD001)", _C, _limit_flag),
    Field(f"{_LIMIT}RelatedConsTime", "同 同意日時", _C, lambda one: instant(one.limit.consented_at)),
    Field(f"{_LIMIT}RelatedInfo", "限度額適用認定証関連情報", _C, _limit_info),
    Field(
        f"{_DISEASES}CertificateRelatedConsFlg",
        "特定疾病療養受療証提供同意フラグ (OQSCD016)",
        _C,
        _consent_flag(DataKind.SPECIFIC_DISEASE),
    ),
    Field(f"{_DISEASES}CertificateRelatedConsTime", "同 同意日時", _C, _consent_time(DataKind.SPECIFIC_DISEASE)),
    Field(f"{_DISEASES}CertificateList", "特定疾病療養受療証", _C, _diseases),
    Field(
        "PublicExpenseResultList", "医療券・調剤券", _C, _tickets, note="In JSON an array of plain objects: invented."
    ),
)
_VIEWING: Table[ResultShown] = (
    *_triple(DataKind.CHECKUPS, "SpecificHealthCheckupsInfo", "特定健診情報閲覧"),
    *_triple(DataKind.MEDICATION, "PharmacistsInfo", "薬剤情報閲覧"),
    *_triple(DataKind.DIAGNOSIS, "DiagnosisInfo", "診療情報閲覧"),
    *_triple(DataKind.OPERATION, "OperationInfo", "手術情報閲覧"),
    *_triple(DataKind.DIAGNOSIS_NAME, "DiagnosisName", "傷病名閲覧", Edition.Y2026),
    *_triple(DataKind.INFECTION, "InfectiousInfo", "感染症情報閲覧", Edition.Y2026),
    *_triple(DataKind.ALLERGY, "AllergyInfo", "アレルギー情報閲覧", Edition.Y2026),
    *_triple(DataKind.CONTRAINDICATION, "ContraindicationInfo", "薬剤禁忌情報閲覧", Edition.Y2026),
    *_triple(DataKind.TEST_RESULTS, "TestInfo", "検査情報閲覧", Edition.Y2026),
    *_triple(DataKind.PRESCRIPTION, "PrescriptionInfo", "処方情報閲覧", Edition.Y2026),
)
_NUMBER: Table[ResultShown] = (Field("ReferenceNumber", "照会番号", _C, lambda one: one.reference_number),)
RECORD: Table[ResultShown] = (*_UNTIL_TICKETS, *_VIEWING, *_NUMBER)
_WITHOUT_VIEWING: Table[ResultShown] = (*_UNTIL_TICKETS, *_NUMBER)


def table_of(result: ResultShown) -> Table[ResultShown]:
    """Return what is written of a record: all elements, or all but 閲覧同意 where nobody was asked for any."""
    return RECORD if result.consents else _WITHOUT_VIEWING
