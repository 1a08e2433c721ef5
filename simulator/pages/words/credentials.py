"""The words of the development credentials."""

from shared.web.pages.words import Words

CREDENTIAL_WORDS: Words = {
    "credentials_title": ("認証情報", "Credentials"),
    "credentials_lead": (
        "アクセストークンの取得に使用します。開発用の固定値で、秘密ではありません。",
        "To get access tokens with. Fixed for development: they are no secrets.",
    ),
    "column_role": ("利用者区分", "Role"),
    "column_client_id": ("クライアントID", "Client ID"),
    "column_client_secret": ("シークレット", "Secret"),
    "column_stands_for": ("医療機関・保険者", "Institution or insurer"),
    "role_institution": ("医療機関", "Institution"),
    "role_pharmacy": ("薬局", "Pharmacy"),
    "role_nursing": ("訪問看護", "Visiting nurses"),
    "role_limited": ("資格確認限定型", "Eligibility only"),
    "role_reader": ("顔認証付きカードリーダー", "Face recognition reader"),
    "role_insurer": ("保険者", "Insurer"),
    "role_municipality": ("市区町村", "Municipality"),
    "role_review": ("審査支払機関", "Review and payment"),
    "role_welfare": ("福祉事務所", "Welfare office"),
    "role_employer": ("事業主", "Employer"),
    "role_operator": ("運用者", "Operator"),
    "role_service": ("サービス（カードリーダー等）", "Service"),
}
