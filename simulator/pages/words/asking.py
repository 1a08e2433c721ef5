"""The words of asking about a test patient: now, and by a call to copy."""

from shared.web.pages.words import Words

ASKING_WORDS: Words = {
    "ask_card": ("カードで照会", "Ask by card"),
    "ask_insured": ("番号で照会", "Ask by number"),
    "ask_card_now": ("カードで今すぐ照会", "Ask by card now"),
    "ask_insured_now": ("番号で今すぐ照会", "Ask by number now"),
    "ask_short": ("照会", "Ask"),
    "ask_no_card": ("この患者にはカードがありません。", "This patient has no card."),
    "ask_no_insured": ("この患者は番号では照会できません。", "Nobody can ask about this patient by number."),
    "ask_alone": (
        "照会できません（コンソール単独で起動しています）。",
        "Nobody can be asked: this console runs alone.",
    ),
    "expected": ("期待される回答", "Expected answer"),
    "answer_now": ("今の回答", "Answer now"),
    "answer_as_expected": ("期待どおり", "As expected"),
    "answer_differs": ("期待と異なります", "Not as expected"),
    "answer_day_passed": (
        "時計が基準日（{day}）から進んでいるため、期待と異なることがあります。",
        "The clock has left the reference date ({day}): other answers than the expected one are possible.",
    ),
    "answer_took": ("{ms} ミリ秒", "{ms} ms"),
    "answer_json": ("回答（JSON）", "Answer (JSON)"),
    "answer_none": ("回答がありません", "No answer"),
    "alert_answer_gone": (
        "この回答はもう残っていません。もう一度照会してください。",
        "This answer is no longer kept. Ask again.",
    ),
    "call_title": ("コピーして実行", "A call to copy"),
    "call_curl": ("curl", "curl"),
    "call_python": ("Python（onshi クライアント）", "Python (onshi client)"),
    "call_json": ("JSON", "JSON"),
    "codes_title": ("コード", "Codes"),
}
