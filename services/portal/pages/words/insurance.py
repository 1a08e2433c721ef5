"""The words of the insurance card."""

from shared.web.pages.words import Words

INSURANCE_WORDS: Words = {
    "insurance_lead": (
        "医療機関の読取端末が使えないときは、この画面とマイナンバーカードを提示できます。",
        "Where a reader does not work, show this page together with your card.",
    ),
    "insurance_valid": ("有効", "Valid"),
    "insurance_none": (
        "現在有効な資格が登録されていません。",
        "No insurance is registered that is valid today.",
    ),
    "insurance_none_next": (
        "加入している保険者（勤務先の健康保険や市区町村）にお問い合わせください。登録には日数がかかることがあります。",
        "Ask your insurer (your employer's, or your municipality). Registration may take some days.",
    ),
    "insurance_name": ("氏名", "Name"),
    "insurance_birthdate": ("生年月日", "Date of birth"),
    "insurance_sex": ("性別", "Sex"),
    "insurance_address": ("住所", "Address"),
    "insurance_symbol": ("記号", "Symbol"),
    "insurance_number": ("番号", "Number"),
    "insurance_branch": ("枝番", "Branch"),
    "insurance_insurer": ("保険者名", "Insurer"),
    "insurance_insurer_number": ("保険者番号", "Insurer number"),
    "insurance_relationship": ("本人・家族", "Insured or family"),
    "insurance_acquired": ("資格取得日", "Covered since"),
    "insurance_lost": ("資格喪失日", "Ended on"),
    "insurance_limit": ("限度額の適用区分", "Limit category"),
    "insurance_past": ("過去の資格", "Earlier insurance"),
    "insurance_as_of": ("確認日", "As of"),
    "insurance_print": ("印刷・PDFに保存", "Print or save as PDF"),
    "sex_male": ("男", "Male"),
    "sex_female": ("女", "Female"),
    "sex_unset": ("未設定", "Not set"),
    "relationship_self": ("本人", "Insured person"),
    "relationship_family": ("家族", "Family"),
}
