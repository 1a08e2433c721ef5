"""The words of the list of readers, and of what stands around a reader."""

from shared.web.pages.words import Words

READERS_WORDS: Words = {
    "readers_title": ("カードリーダー", "Card readers"),
    "readers_lead": (
        "医療機関を選び、患者としてカードを置いて資格確認を受けてみてください。隣に医療機関の画面が表示されます。",
        "Choose an institution, place a card as a patient, and be checked. Beside the reader is the clinic's screen.",
    ),
    "readers_none": ("カードリーダーはありません。", "There is no card reader."),
    "region_reader": ("カードリーダー", "Card reader"),
    "region_clinic": ("医療機関の画面", "Clinic's screen"),
    "all_readers": ("ほかの医療機関", "Other institutions"),
}
CLINIC_WORDS: Words = {
    "received": ("届いた資格確認", "Received checks"),
    "received_none": ("まだ届いていません。", "Nothing has been received yet."),
    "received_check": ("資格確認 {check_id}", "Check {check_id}"),
    "received_json": ("受信したJSON", "JSON as received"),
    "received_elsewhere": (
        "ほかの端末での照会のため、一覧の内容だけを表示しています。",
        "Made by another client: only what the list tells is shown.",
    ),
    "reload": ("画面を更新する", "Reload"),
    "validity_valid": ("有効", "valid"),
    "validity_invalid": ("無効", "invalid"),
    "validity_superseded": ("無効（新しい資格あり）", "superseded"),
    "validity_not_found": ("該当資格なし", "not found"),
    "validity_ambiguous": ("複数該当", "ambiguous"),
    "validity_valid_unregistered": ("有効（医療扶助・未登録）", "valid, unregistered"),
    "outcome_refused": ("目的外のため回答なし", "purpose refused"),
    "outcome_rejected": ("受付不可", "rejected"),
    "passcode_issue": ("パスコードを発行する", "Issue a passcode"),
    "passcode": ("職員用パスコード", "Staff passcode"),
    "passcode_none": ("未発行", "none"),
    "passcode_lead": (
        "目視確認のとき職員がカードリーダーに入力します。6桁、5分間、1回限り。",
        "Staff enter it at the reader for a visual check. 6 digits, 5 minutes, once.",
    ),
}
