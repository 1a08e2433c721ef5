"""The words of who looked, and of the proof that it is on record."""

from shared.web.pages.words import Words

HISTORY_WORDS: Words = {
    "history_lead": (
        "医療機関などがあなたの情報を照会した記録です。記録は改変できないように封印され、確認できます。",
        "Each time somebody asked about your data. The record is sealed against changes, and you can check it.",
    ),
    "history_none": ("記録はありません。", "There is nothing on record."),
    "history_when": ("日時", "When"),
    "history_who": ("照会した機関", "Who"),
    "history_purpose": ("利用目的", "For what"),
    "history_kinds": ("提供された情報", "What was shown"),
    "history_nothing": ("なし", "Nothing"),
    "history_without_consent": ("同意を得られない状況（救急・災害）", "Without asking you (emergency, disaster)"),
    "history_proof": ("記録", "Record"),
    "history_check": ("封印を確認", "Check the seal"),
    "history_older": ("さらに前の記録", "Older ones"),
    "history_newest": ("最新の記録へ", "To the newest"),
    "outcome_answered": ("回答", "Answered"),
    "outcome_refused": ("拒否", "Refused"),
    "outcome_rejected": ("受付不可", "Rejected"),
    "outcome_registered": ("照会番号の登録", "Reference number given"),
    "outcome_not_registered": ("照会番号の登録なし", "No reference number given"),
    "proof_title": ("記録の封印", "Seal of the record"),
    "proof_verdict": ("確認結果", "Verdict"),
    "verdict_sealed": ("封印済み・改変なし", "Sealed, and unchanged"),
    "verdict_sealed_lead": (
        "この記録は封印されており、その後変更されていません。",
        "This record is sealed and has not been changed since.",
    ),
    "verdict_waiting": ("封印待ち", "Not sealed yet"),
    "verdict_waiting_lead": (
        "記録から数秒で封印されます。しばらくしてから確認してください。",
        "It is sealed some seconds after it was made. Please check again.",
    ),
    "verdict_changed": ("改変あり", "Changed"),
    "verdict_changed_lead": (
        "保存されている記録が、封印されたものと一致しません。",
        "What is stored is not what was sealed.",
    ),
    "verdict_broken": ("封印を確認できません", "The seal does not hold"),
    "verdict_broken_lead": (
        "封印の署名または経路が正しくありません。",
        "The seal's signature, or the way to it, is not right.",
    ),
    "proof_again": ("もう一度確認", "Check again"),
    "proof_check_id": ("照会ID", "Check ID"),
    "proof_sealed_at": ("封印日時", "Sealed at"),
    "proof_sequence": ("封印の番号", "Number of the seal"),
    "proof_count": ("この封印の記録件数", "Records in this seal"),
    "proof_leaf": ("記録のハッシュ値", "Hash of the record"),
    "proof_download": ("証明を保存（JSON）", "Save the proof (JSON)"),
    "proof_download_lead": (
        "保存した証明は「onshi audit verify-proof」で確認できます。",
        "A saved proof can be verified by “onshi audit verify-proof”.",
    ),
    "proof_back": ("閲覧履歴に戻る", "Back to who looked"),
    "alert_record_unknown": ("該当する記録がありません。", "There is no such record."),
}
