"""The pages of the console: their words, and what each of them says of the same data for programs."""

import shlex
from pathlib import Path

from shared.web.pages.menu import Part
from shared.web.pages.pages import Pages
from shared.web.pages.words import Words

_WORDS: Words = {
    "console_menu": ("コンソールメニュー", "Console menu"),
    "console_api": ("コンソールのAPI", "API of the console"),
    "personas_title": ("テスト患者", "Test patients"),
    "personas_lead": (
        "資格確認の結果が決まっている架空の患者です。カードまたは番号で照会すると、表のとおりに回答します。",
        "Invented patients whose checks have known answers: ask by card or by number, and get what the table says.",
    ),
    "search_label": ("識別子・氏名・番号", "Id, name or number"),
    "search_button": ("検索", "Search"),
    "reference_date": ("基準日", "Reference date"),
    "found_all": ("{found} 人", "{found} people"),
    "found_some": ("{everybody} 人中 {found} 人", "{found} of {everybody} people"),
    "found_nobody": ("見つかりません。", "Nobody found."),
    "groups": ("分類", "Groups"),
    "turning": ("ページ送り", "Pages"),
    "previous": ("前へ", "Previous"),
    "next": ("次へ", "Next"),
    "column_persona": ("テスト患者", "Test patient"),
    "column_card": ("カード", "Card"),
    "column_insured": ("番号", "Number"),
    "column_by_card": ("カードの回答", "Answer by card"),
    "column_by_number": ("番号の回答", "Answer by number"),
    "fact_card_id": ("カードID", "Card ID"),
    "fact_pin": ("暗証番号", "PIN"),
    "fact_carrier": ("媒体", "Carrier"),
    "fact_client": ("照会者", "Asked by"),
    "fact_purpose": ("目的", "Purpose"),
    "fact_verification": ("本人確認", "Verified by"),
    "fact_consents": ("同意", "Consents"),
    "fact_prescription": ("処方箋", "Prescription"),
    "fact_insurer": ("保険者", "Insurer"),
    "fact_symbol": ("記号", "Symbol"),
    "fact_number": ("番号", "Number"),
    "fact_branch": ("枝番", "Branch"),
    "fact_birthdate": ("生年月日", "Birth date"),
    "refused": ("拒否", "Refused"),
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
}
CONSOLE_PAGES = Pages(Path(__file__).parent / "templates" / "console", _WORDS, Part.CONSOLE)


def command_for(address: str) -> str:
    """Return the command that gets ``address`` as JSON; no proxy stands between a reader and their own machine."""
    return f"curl --noproxy '*' {shlex.quote(address)}"
