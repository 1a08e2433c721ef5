"""What stands on every page of a patient who is signed in."""

from shared.web.pages.words import Words

FRAME_WORDS: Words = {
    "own_menu": ("ポータルメニュー", "Portal menu"),
    "own_sign_out": ("ログアウト", "Sign out"),
    "own_insurance": ("健康保険証", "Insurance card"),
    "own_care": ("診療・薬剤", "Care and medication"),
    "own_expenses": ("医療費", "Medical expenses"),
    "own_history": ("閲覧履歴", "Who looked"),
    "own_consents": ("同意", "Consents"),
    "own_registration": ("利用登録", "Card registration"),
    "own_hidden": ("表示できる情報はありません。", "There is nothing that can be shown."),
    "unavailable_title": ("ただいま表示できません", "Cannot be shown now"),
    "unavailable_lead": ("しばらくしてから、もう一度お試しください。", "Please try again in a little while."),
    "unavailable_again": ("もう一度試す", "Try again"),
}
