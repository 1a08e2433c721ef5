"""The words of the odd proofs."""

from shared.web.pages.words import Words

ODD_PROOF_WORDS: Words = {
    "odd_title": ("不正な本人確認データ", "Odd proofs"),
    "odd_lead": (
        "1か所だけ誤った本人確認データと電子証明書です。それぞれ、どの手順でどのコードで拒否されるかが決まっています。",
        "Presence proofs and certificates with one thing wrong each, by the step and the code of their refusal.",
    ),
    "odd_name": ("名称", "Name"),
    "odd_code": ("コード", "Code"),
    "odd_recorded": ("記録", "Record"),
    "odd_recorded_yes": ("記録され、ノンスは使用済みになる", "On record, and the nonce is spent"),
    "odd_recorded_no": ("記録されず、ノンスは使用できる", "Not on record, and the nonce can be signed again"),
    "odd_recorded_yes_short": ("あり", "Yes"),
    "odd_recorded_no_short": ("なし", "No"),
    "odd_step": ("手順", "Step"),
    "odd_status": ("HTTP", "HTTP"),
    "odd_try": ("試す", "Try it"),
    "odd_try_hint": (
        "新しいカードを発行し、このデータに署名させて照会します。結果は判定手順とともに表示されます。",
        "A card is made, signs this proof, and is checked with it. What comes of it is shown with the steps.",
    ),
    "odd_by_sender": (
        "カードだけでは作れません。上の説明のとおりに送信してください。",
        "A card alone cannot make it: it takes what is said above.",
    ),
    "odd_alone": (
        "試せません（コンソール単独で起動しています）。",
        "It cannot be tried: this console runs alone.",
    ),
    "odd_result": ("結果", "What came of it"),
    "odd_answered": ("拒否されませんでした", "It was not refused"),
    "odd_as_expected": ("期待どおり拒否", "Refused as it must be"),
    "odd_differs": ("期待と異なります", "Not as it must be"),
    "odd_no_steps": ("判定手順は記録されていません。", "No steps are on record."),
    "odd_trick": ("カードのトリックとして", "As a trick of a card"),
    "odd_back": ("一覧に戻る", "Back to all of them"),
}
