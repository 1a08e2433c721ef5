"""The words of the sign-in, and what it tells when it fails."""

from shared.web.pages.words import Words

SIGN_IN_WORDS: Words = {
    "sign_in_title": ("マイナポータル", "Patient portal"),
    "sign_in_lead": (
        "マイナンバーカードでログインすると、健康保険証、診療・薬剤、医療費、閲覧履歴、同意を確認できます。",
        (
            "Sign in with a My Number Card to see your insurance card, care and medication, expenses, who looked, "
            "and your consents."
        ),
    ),
    "sign_in_card": ("患者またはカードID", "Patient or card ID"),
    "sign_in_card_hint": (
        "候補から選ぶか、テスト患者のIDまたはカードIDを入力してください。",
        "Choose one that is suggested, or write a test patient's id or a card's.",
    ),
    "sign_in_pin": ("暗証番号（4桁）", "PIN (4 digits)"),
    "sign_in_pin_hint": (
        "利用者証明用電子証明書の暗証番号。テスト患者はすべて 1234 です。iPhone では不要です。",
        "Of the user-authentication certificate; every test patient's is 1234. An iPhone asks for none.",
    ),
    "sign_in_button": ("ログイン", "Sign in"),
    "sign_in_privacy": (
        "暗証番号は保存されません。ログインは10分で終了します。",
        "The PIN is not kept. You are signed out after ten minutes.",
    ),
    "alert_sign_in_first": ("ログインしてください。", "Please sign in."),
    "alert_sign_in_again": ("もう一度ログインしてください。", "Please sign in again."),
    "alert_session_ended": (
        "ログインの有効時間が終了しました。もう一度ログインしてください。",
        "Your session has ended. Please sign in again.",
    ),
    "alert_card_missing": ("患者またはカードIDを入力してください。", "Write a patient or a card ID."),
    "alert_card_unknown": ("該当するカードがありません。", "There is no such card."),
    "alert_my_number": (
        "マイナンバー（個人番号）は入力しないでください。",
        "Never write a My Number here.",
    ),
    "alert_card_without_pin": (
        "このカードには暗証番号がないため、マイナポータルは利用できません（顔認証マイナンバーカード）。",
        "This card has no PIN, so it does not open the portal (a face-authentication card).",
    ),
    "alert_pin_form": ("暗証番号は数字4桁で入力してください。", "A PIN has four digits."),
    "alert_pin_2_left": ("暗証番号が違います。あと2回", "The PIN is wrong. 2 tries left"),
    "alert_pin_1_left": ("暗証番号が違います。あと1回", "The PIN is wrong. 1 try left"),
    "alert_pin_blocked": (
        "暗証番号がロックされています。お住まいの市区町村の窓口で解除できます。",
        "The PIN is blocked. The desk of your municipality unblocks it.",
    ),
    "alert_certificate_expired": (
        "電子証明書の有効期限が過ぎているため、マイナポータルは利用できません。お住まいの市区町村で更新してください。",
        "The certificate has expired, so it does not open the portal. Renew it at your municipality.",
    ),
    "alert_certificate_not_yet_valid": (
        "電子証明書の有効期間がまだ始まっていません。",
        "The certificate is not valid yet.",
    ),
    "alert_certificate_revoked": ("この電子証明書は失効しています。", "This certificate has been revoked."),
    "alert_card_unreadable": ("このカードを読み取れませんでした。", "This card could not be read."),
    "alert_card_not_usable": ("このカードではご利用になれません。", "This card cannot be used here."),
    "alert_unavailable": (
        "ただいまご利用になれません。しばらくしてからお試しください。",
        "Not available now. Please try again in a little while.",
    ),
    "alert_try_again": (
        "確認できませんでした。もう一度お試しください。",
        "It could not be confirmed. Please try again.",
    ),
    "done_signed_out": ("ログアウトしました。", "You are signed out."),
}
