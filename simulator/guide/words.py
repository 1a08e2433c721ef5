"""The words around the pages of the guide."""

from shared.web.pages.words import Words

GUIDE_WORDS: Words = {
    "guide_menu": ("ガイドのメニュー", "Menu of the guide"),
    "guide_contents": ("目次", "Contents"),
    "guide_refusals": ("エラー", "Refusals"),
    "guide_decisions": ("設計判断", "Decisions"),
    "guide_pages": ("ガイドのページ", "Pages of the guide"),
    "guide_on_this_page": ("このページの内容", "On this page"),
    "guide_only_english": ("このページは英語のみです。", "This page is there in English only."),
    "guide_only_japanese": ("このページは日本語のみです。", "This page is there in Japanese only."),
    "guide_search": ("ガイドを検索", "Search the guide"),
    "guide_search_button": ("検索", "Search"),
    "guide_found": ("{count} 件", "{count} found"),
    "guide_most": ("上位 {count} 件を表示しています。", "The best {count} are shown."),
    "guide_nothing": ("見つかりませんでした。別の言葉で検索してください。", "Nothing was found. Try other words."),
    "guide_found_elsewhere": (
        "英語のページの結果です。",
        "These are Japanese pages.",
    ),
    "refusal_page_title": ("エラー {code}", "Refusal {code}"),
    "refusal_status": ("ステータス", "Status"),
    "refusal_cause": ("原因", "Cause"),
    "refusal_cure": ("対処", "What to do"),
    "refusal_again": ("再送", "Sending it again"),
    "refusal_again_never": (
        "同じリクエストを再送しても、結果は変わりません。",
        "The same request meets the same refusal.",
    ),
    "refusal_again_cured": (
        "対処した後、同じリクエストが成功することがあります。",
        "The same request may succeed after the cure.",
    ),
    "refusal_again_after": (
        "Retry-After（通常 {seconds} 秒）の後に、同じリクエストを再送してください。",
        "Send the same request again after Retry-After (usually {seconds} s).",
    ),
    "refusal_example": ("応答の例", "The answer"),
    "refusal_person": ("この結果を再現する", "To meet it"),
    "refusal_person_lead": (
        "テスト患者と操作で再現できるものは、次のページに記載されています。",
        "Test patients and requests that meet refusals are on these pages.",
    ),
    "refusal_all": ("すべてのエラー", "All refusals"),
}
