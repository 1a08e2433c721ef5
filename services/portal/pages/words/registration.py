"""The words of the card's registration (利用登録)."""

from shared.web.pages.words import Words

REGISTRATION_WORDS: Words = {
    "registration_state": ("このカードの状態", "State of this card"),
    "registration_yes": ("登録済み", "Registered"),
    "registration_no": ("未登録", "Not registered"),
    "registration_since": ("登録日時", "Registered at"),
    "registration_yes_lead": (
        "このカードは健康保険証として利用できます。",
        "This card can be used as an insurance card.",
    ),
    "registration_no_lead": (
        (
            "このカードは、まだ健康保険証として利用できません。登録すると、医療機関や薬局で健康保険証として利用でき、"
            "このポータルで情報を確認できます。"
        ),
        (
            "This card cannot be used as an insurance card yet. Once registered, it can be used at clinics and "
            "pharmacies, and opens this portal."
        ),
    ),
    "registration_elsewhere": (
        "医療機関のカードリーダー、セブン銀行ATM、市区町村の窓口でも登録できます。",
        "It can be registered at a clinic's card reader, an ATM or the municipal desk, too.",
    ),
    "registration_register": ("登録する", "Register"),
    "registration_refuse": ("登録しない", "Do not register"),
    "registration_cards": ("登録されたカードとスマートフォン", "Registered cards and phones"),
    "registration_cards_lead": (
        "心当たりのないカードがあるときは、運用者にお知らせください。",
        "If there is a card that you do not know, tell the operator.",
    ),
    "registration_this": ("このカード", "This card"),
    "registration_other": ("別のカード・スマートフォン", "Another card or phone"),
    "registration_which": ("カード", "Card"),
    "registration_card_state": ("状態", "State"),
    "registration_ended": ("終了", "Ended"),
    "registration_still": ("有効", "Valid"),
    "alert_offer_ended": (
        "登録の有効時間が終了しました。もう一度ログインしてください。",
        "The time to register is over. Please sign in again.",
    ),
    "done_registered": ("健康保険証としての利用登録が完了しました。", "Your card is registered as an insurance card."),
    "done_not_registered": ("登録しませんでした。", "The card was not registered."),
}
