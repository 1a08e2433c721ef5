"""The words of consents and their withdrawal."""

from shared.web.pages.words import Words

CONSENT_WORDS: Words = {
    "consents_lead": (
        "直近31日間の同意と、有効な同意です。有効な同意は取り消すことができます。",
        "Consents of the last 31 days, and those that stand. Those that stand can be withdrawn.",
    ),
    "consents_none": ("同意はありません。", "There are no consents."),
    "consents_kind": ("情報の種類", "Kind of data"),
    "consents_who": ("医療機関", "Institution"),
    "consents_given": ("同意日時", "Given at"),
    "consents_until": ("閲覧期限", "Viewable until"),
    "consents_until_withdrawn": ("取り消すまで", "Until withdrawn"),
    "consents_state": ("状態", "State"),
    "consents_state_given": ("有効", "Stands"),
    "consents_state_expired": ("終了", "Over"),
    "consents_state_withdrawn": ("取消し済み", "Withdrawn"),
    "consents_state_unobtainable": ("同意なしで閲覧中（救急・災害）", "Open without asking you (emergency, disaster)"),
    "consents_state_none": ("なし", "None"),
    "consents_withdraw": ("取り消す", "Withdraw"),
    "withdrawal_title": ("同意の取消し", "Withdraw a consent"),
    "withdrawal_lead": (
        "取り消すと、この医療機関はこの情報を閲覧できなくなります。もう一度同意するには、医療機関でカードが必要です。",
        "The institution can then no longer see this. To agree again, the card must be used there.",
    ),
    "withdrawal_keep": ("取り消さない", "Keep it"),
    "alert_consent_gone": (
        "この同意は、既に終了しているか取り消されています。",
        "This consent is over, or was withdrawn.",
    ),
    "done_withdrawn": ("同意を取り消しました。", "The consent is withdrawn."),
}
