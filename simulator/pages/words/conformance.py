"""The words of conformance."""

from shared.web.pages.words import Words

CONFORMANCE_WORDS: Words = {
    "conformance_title": ("適合性", "Conformance"),
    "conformance_lead": (
        "クライアントのリクエストが守った規則と破った規則、経験した事象です。リセットすると最初から数えます。",
        "Which rules a client's requests kept and broke, and which situations it has met. A reset begins anew.",
    ),
    "conformance_client": ("クライアント", "Client"),
    "conformance_show": ("表示", "Show"),
    "conformance_nobody": (
        "まだどのクライアントもリクエストを送信していません。",
        "No client has asked for anything yet.",
    ),
    "conformance_counts": (
        "リクエスト {requests} 件。遵守 {kept}、違反 {broken}、未確認 {not_exercised}。",
        "{requests} requests; {kept} rules kept, {broken} broken, {not_exercised} not exercised.",
    ),
    "conformance_shed": (
        "高負荷のため {shed} 件を数えられませんでした。このため遵守とは判定しません。",
        "{shed} requests were not counted under load: so no rule is called kept.",
    ),
    "conformance_rules": ("規則", "Rules"),
    "conformance_rule": ("規則", "Rule"),
    "conformance_verdict": ("判定", "Verdict"),
    "conformance_examples": ("リクエスト", "Requests"),
    "conformance_kept": ("遵守", "kept"),
    "conformance_broken": ("違反", "broken"),
    "conformance_not_exercised": ("未確認", "not exercised"),
    "conformance_source": ("根拠:", "Source:"),
    "situations_title": ("経験した事象", "Situations met"),
    "situations_incomplete": (
        "数えられなかったものがあるため、未経験とした事象も経験済みの可能性があります。",
        "Not all was counted: what is not met here may have been.",
    ),
    "situations_validity": ("資格有効性", "Validities"),
    "situations_refusal": ("拒否", "Refusals"),
    "situations_purpose": ("利用目的の拒否", "Refused purposes"),
    "situations_line": ("通信の異常", "Failures of the line"),
    "situations_complaint": ("医療機関から報告の多い問題", "Complaints of clinics"),
    "situations_code": ("コード値", "Values of codes"),
    "situations_persona": ("テスト患者", "Test patients"),
    "situations_met": ("経験済み", "met"),
    "situations_not_met": ("未経験", "not met"),
}
