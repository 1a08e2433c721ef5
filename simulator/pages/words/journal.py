"""The words of the journal."""

from shared.web.pages.words import Words

JOURNAL_WORDS: Words = {
    "journal_title": ("ジャーナル", "Journal"),
    "journal_lead": (
        "この世界への最近のリクエストです。行を開くと、その回答になった理由を手順ごとに示します。",
        "The latest requests of this world. Open one to see, step by step, why it was answered so.",
    ),
    "journal_filter_open": ("条件を指定", "Look for some"),
    "journal_filter": ("絞り込む", "Filter"),
    "journal_persona": ("テスト患者", "Test patient"),
    "journal_operation": ("操作", "Operation"),
    "journal_test": ("テスト（X-Onshi-Test）", "Test (X-Onshi-Test)"),
    "journal_fault": ("障害", "Fault"),
    "journal_check_id": ("照会ID", "Check ID"),
    "journal_at": ("日時", "Time"),
    "journal_code": ("結果", "Outcome"),
    "journal_client_id": ("クライアントID", "Client ID"),
    "journal_institution_code": ("医療機関コード", "Institution code"),
    "journal_status": ("HTTP", "HTTP"),
    "journal_request_id": ("リクエストID", "Request ID"),
    "journal_milliseconds": ("ミリ秒", "ms"),
    "journal_none": ("該当するリクエストはありません。", "No requests."),
    "journal_off": ("ジャーナルは記録されていません。", "No journal is kept here."),
    "journal_steps": ("判定手順", "Steps"),
    "journal_step": ("手順", "Step"),
    "journal_expected": ("必要な条件", "Expected"),
    "journal_found": ("実際", "Found"),
    "journal_ok": ("判定", "Verdict"),
    "journal_passed": ("適合", "Passed"),
    "journal_failed": ("不適合", "Failed"),
    "journal_not_reached": ("未到達", "Not reached"),
    "journal_why_not": ("他の回答にならなかった理由", "Why not another answer"),
    "journal_proof": ("拒否された本人確認データ", "The proof that was refused"),
    "journal_back": ("ジャーナルに戻る", "Back to the journal"),
    "answer_journal": ("この回答になった理由", "Why this answer"),
}
