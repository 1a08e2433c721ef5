"""What the interface has and this face does not write, with the reason; the fidelity table tells it."""

from typing import Final

ELEMENTS_LEFT_OUT: Final = (
    ("QualificationConfirmationKey", "資格確認キー", "Its form and meaning are not public."),
    ("InjuryName1–3", "傷病名", "The simulated welfare office registers none."),
    ("PrescriptionIssuerMedicalInstitutionCode, …Name", "処方箋発行医療機関", "As before."),
    ("DistrictContactName, HandlingContactName", "地区担当員・取扱担当者", "As before."),
    ("Remarks1–3", "備考", "As before."),
)
MESSAGES_LEFT_OUT: Final = (
    (
        "YZKsiquc01, TKKsiquc01 with FileCategory 1",
        "薬剤情報・特定健診情報のPDF",
        "How the page looks is not public: ResultCode is not 1, and MessageContents says so.",
    ),
    (
        "CzDiInf, DiOrg, PrlsHCd, PrlsHNm, InOut, PrDate, IngreN, SpInst, MeTrIdCl, Oid, DataValueName",
        "調剤情報、点数表・処方医療機関・入外・成分名など",
        "In YZKsiquc01 and TKKsiquc01: the simulated entries have none, or the codes are not public.",
    ),
    ("sihvq, sionq, sihvd, siurl, siinq, siupd", "訪問・オンライン診療等、環境設定", "Refused (422)."),
)
