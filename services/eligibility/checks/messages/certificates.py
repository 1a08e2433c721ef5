"""What an answer shows of certificates and tickets, field by field (answers/shown.py has the values)."""

from datetime import date

from pydantic import Field

from services.eligibility.form import Message
from shared.domain.codes import (
    LimitCategory,
    LimitCertificateKind,
    SpecificDisease,
    TicketKind,
    TicketUse,
    TreatmentType,
)


class OutpatientFormula(Message):
    """外来（個人） of B09 from 2022-10 to 2025-09 (配慮措置), in yen.

    The lower of `base_yen` plus `rate_percent` of what the outpatient cost exceeds `threshold_yen`, and `at_most_yen`.
    """

    base_yen: int = Field(examples=[6000])
    threshold_yen: int = Field(examples=[30000])
    rate_percent: int = Field(examples=[10])
    at_most_yen: int = Field(description="Never more, whatever the cost.", examples=[18000])


class MonthlyLimit(Message):
    """自己負担限度額 of the category in the month of `as_of`, in yen.

    The limit is `base_yen` plus `rate_percent` of what the total cost exceeds `threshold_yen`.
    """

    table: str = Field(description="First month (YYYY-MM) of the table that holds.", examples=["2026-08"])
    base_yen: int
    threshold_yen: int | None
    rate_percent: int | None
    many_times_yen: int | None = Field(description="多数回該当: from the fourth month within twelve.")
    outpatient_yen: int | None = Field(
        description="外来（個人）, from 70 on; null where the category has none, or `outpatient_formula` tells it."
    )
    outpatient_formula: OutpatientFormula | None = Field(
        description="外来（個人） where it follows from the cost, which a check does not know: 一般Ⅱ (B09) from "
        "2022-10 to 2025-09; `GET /v1/limit-amounts` computes it. Otherwise null."
    )
    outpatient_year_yen: int | None = Field(description="外来年間合算.")
    year_cap_yen: int | None = Field(
        description="年間上限, paid back afterwards; lowers no month's limit. Null before 2026-08, and where the "
        "category does not tell it: see `year_cap_options_yen`."
    )
    year_cap_options_yen: list[int] = Field(
        description="What 年間上限 can be in this category (エ, 一般): the lower at a 標準報酬月額 of 150,000 yen and "
        "less, which no answer tells. Otherwise empty.",
        examples=[[530000, 410000]],
    )
    halved: bool = Field(
        description="75歳到達月: the person turns 75 in the month, and not on its first, or the insured person does "
        "whose dependant they are or were in it (also in 国保 that they joined on that day). The amounts of the month "
        "are halves already, those of the year are not.",
        examples=[False],
    )


class LimitCertificate(Message):
    """限度額適用認定証関連情報 (LimitApplicationCertificateRelatedInfo): one of the day.

    Of several it is one about the limit (kinds 01, 02), and the one that began last. A01 to A06 are shown below 70
    only, B01 to B10 from 70 on only, and in 後期高齢者医療.
    """

    kind: LimitCertificateKind = Field(
        description="限度額適用認定証区分 (OQSCD011); `meals` (標準負担額減額認定証) lowers the price of meals alone."
    )
    category: LimitCategory = Field(description="適用区分 (OQSCD012).")
    label: str = Field(description="適用区分 as printed.", examples=["ウ"])
    issued_on: date = Field(description="交付年月日.")
    valid_from: date = Field(description="有効開始年月日.")
    valid_to: date | None = Field(description="有効終了年月日, the last day on which it holds.")
    long_stay_from: date | None = Field(description="長期入院該当年月日 (LimitApplicationCertificateLongTermDate).")
    monthly_limit: MonthlyLimit | None = Field(
        description="Null for a certificate of kind `meals`, which limits nothing, and for a month without a table in "
        "force; `GET /v1/limit-amounts` knows the planned one too."
    )


class ElderlyCertificate(Message):
    """高齢受給者証情報 (ElderlyRecipientCertificateInfo), from 70 to 74. Its share is the answer's `copay_percent`."""

    issued_on: date = Field(description="交付年月日 (ElderlyRecipientCertificateDate).")
    valid_from: date = Field(description="有効開始年月日 (ElderlyRecipientValidStartDate).")
    valid_to: date = Field(description="有効終了年月日 (ElderlyRecipientValidEndDate), the last day on which it holds.")
    share_percent: int = Field(
        description="一部負担金割合 in percent (ElderlyRecipientContributionRatio).", examples=[20]
    )


class SpecificDiseaseCertificate(Message):
    """特定疾病療養受療証 (SpecificDiseasesCertificateInfo); shown only with the patient's consent."""

    disease: SpecificDisease = Field(
        description="特定疾病 (SpecificDiseasesDiseaseCategory, OQSCD013).", examples=["dialysis"]
    )
    label: str = Field(description="特定疾病 as printed.", examples=["人工透析を要する慢性腎不全"])
    issued_on: date = Field(description="交付年月日 (SpecificDiseasesCertificateDate).")
    valid_from: date = Field(description="有効開始年月日 (SpecificDiseasesValidStartDate).")
    valid_to: date | None = Field(description="有効終了年月日 (SpecificDiseasesValidEndDate).")
    copay_limit_yen: int = Field(
        description="自己負担限度額 in the month of `as_of`, at one institution: 10,000 yen, or 20,000 for dialysis "
        "below 70 in ア and イ; half of it in 75歳到達月, in each of the two schemes.",
        examples=[10000],
    )
    registered_copay_limit_yen: int = Field(
        description="自己負担限度額 as the insurer registered it (SpecificDiseasesSelfPay), whatever the month.",
        examples=[10000],
    )
    halved: bool = Field(description="Whether `copay_limit_yen` is that of 75歳到達月.", examples=[False])


class MedicalTicket(Message):
    """医療券・調剤券 (MedicalTicketInfo) of medical assistance that holds on `as_of`.

    Of a ticket for another institution only its existence is shown, so that one can ask the welfare office.
    """

    kind: TicketKind = Field(description="券種別 (TicketType, OQSCD018).", examples=["medical"])
    treatment_month: str = Field(description="診療年月 (MedicalTreatmentMonth), YYYY-MM.", examples=["2026-11"])
    valid_from: date = Field(description="有効開始年月日 (MedicalTicketValidDate).")
    valid_to: date = Field(description="有効終了年月日 (MedicalTicketExpirationDate).")
    treatment_type: TreatmentType = Field(
        description="診療別 (MedicalTreatmentType, OQSCD019).", examples=["outpatient"]
    )
    use: TicketUse = Field(description="単独・併用 (SingleOrCombinedUse, OQSCD020).", examples=["alone"])
    institution_matches: bool = Field(
        description="指定医療機関確認フラグ (DesignatedMedicalInstitutionFlag, OQSCD026): it is for the asker.",
        examples=[True],
    )
    institution_code: str | None = Field(
        description="指定医療機関コード (DesignatedMedicalInstitutionCode); null when it is not for the asker."
    )
    institution_name: str | None = Field(
        description="指定医療機関名 (DesignatedMedicalInstitutionName); null when it is not for the asker.",
        examples=["模擬内科クリニック"],
    )
    issue_number: str | None = Field(
        description="交付番号 (IssueNumber); null when it is not for the asker.", examples=["1100123"]
    )
    self_pay_yen: int | None = Field(
        description="本人支払額 (SelfPayAmount); null when it is not for the asker.", examples=[0]
    )
    has_social_insurance: bool | None = Field(
        description="社会保険状況 (StatusOfSocialInsurance, OQSCD021) as filed; null when it is not for the asker.",
        examples=[False],
    )
    insurance_differs: bool | None = Field(
        description=(
            "整合性フラグ (ConsistencyFlag, OQSCD022): an insurance in force on the day is registered, or none is, "
            "against what was filed; null when it is not for the asker."
        ),
        examples=[False],
    )
    is_under_infection_law: bool | None = Field(
        description="感染症法37条の2 (StatusOfInfecton, sic, OQSCD023); null when it is not for the asker.",
        examples=[False],
    )
    is_late_elderly: bool | None = Field(
        description="後期高齢者医療の該当 (StatusOfElderlyMedicalCare, OQSCD024); null when it is not for the asker.",
        examples=[False],
    )
    has_prefectural_expenses: bool | None = Field(
        description="都道府県費の該当 (StatusOfPrefecturalExpenses, OQSCD025); null when it is not for the asker.",
        examples=[False],
    )
