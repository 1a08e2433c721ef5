"""ご案内: what each end says to the patient and to the staff. Neutral where a reason would disclose something."""

from shared.web.pages.words import Words

GUIDANCE_WORDS: Words = {
    "patient_done": ("受付は完了です。カードをお取りください。", "Reception is complete. Please take your card."),
    "patient_expires_soon": (
        "電子証明書の有効期限は{day}です。お住まいの市区町村で更新できます（3か月前から）。",
        "Your digital certificate expires on {day}. Your municipality can renew it, from 3 months before.",
    ),
    "patient_in_grace": (
        "電子証明書の有効期限が過ぎています。資格の確認だけができました。{day}までに更新してください。",
        "Your digital certificate has expired. Only your insurance was confirmed. Please renew it by {day}.",
    ),
    "patient_unconfirmed": (
        "現在の資格を確認できませんでした。受付にお声がけください。",
        "Your present insurance could not be confirmed. Please ask at the desk.",
    ),
    "patient_certificate_expired": (
        "電子証明書の有効期限が過ぎて3か月を超えたため使えません。市区町村で更新してください。",
        "Your digital certificate expired more than 3 months ago. Please renew it at your municipality.",
    ),
    "patient_certificate_revoked": ("この電子証明書は失効しています。", "This digital certificate has been revoked."),
    "patient_card_not_usable": (
        "このカードでは受付できません。受付にお声がけください。",
        "This card cannot be used for reception. Please ask at the desk.",
    ),
    "patient_card_not_registered": (
        "利用登録をしなかったため、このカードでは受付できません。資格確認書などをお持ちの方は受付にご提示ください。",
        "The card was not registered, so it cannot be used. If you have an eligibility document, show it at the desk.",
    ),
    "patient_unreadable": (
        "このカードを読み取れませんでした。受付にお声がけください。",
        "This card could not be read. Please ask at the desk.",
    ),
    "patient_outage": (
        "ただいま確認できません。資格確認書などをご提示ください。",
        "It cannot be confirmed now. Please show an eligibility document.",
    ),
    "staff_expires_soon": (
        "有効期限の3か月前から更新をご案内できます。",
        "From 3 months before the end, renewal can be suggested.",
    ),
    "staff_in_grace": (
        "薬剤・健診などの情報は閲覧できません。猶予は有効期限の月の3か月後の月末までです。",
        "No medication, no check-ups. The grace ends with the third month after the month of expiry.",
    ),
    "staff_unregistered": (
        "医療券の登録がありません。福祉事務所に確認してください。",
        "No medical ticket is registered. Ask the welfare office.",
    ),
    "staff_invalid": (
        "登録の遅れの場合があります。すぐに10割とせず、ほかの書類や被保険者資格申立書で確認してください。",
        "Registration may be late. Do not charge 100 % at once: accept other proof or a declaration (申立書).",
    ),
    "staff_not_found": (
        "新しい保険者がないか確認してください。カードでは少ない結果です。",
        "Ask for the new insurer. By card this is rare.",
    ),
    "staff_certificate_expired": (
        "資格確認書をお持ちか確認してください（保険者が交付します）。",
        "Ask for the eligibility document (資格確認書), which insurers send.",
    ),
    "staff_certificate_revoked": (
        "新しいカードが交付されたか、紛失の届出があった可能性があります。責める言い方は避けてください。",
        "There may be a new card, or the loss was reported. Do not accuse.",
    ),
    "staff_card_not_usable": (
        "理由は画面に出ません。推測も説明もせず、別の方法でご案内ください。",
        "No reason is shown. Neither guess nor explain one; offer another way.",
    ),
    "staff_card_not_registered": (
        "資格確認書などで確認してください。利用登録は後からでもできます。",
        "Use the eligibility document. The card can be registered later, too.",
    ),
    "staff_unreadable": (
        "別の環境のテスト用カードではありませんか。",
        "Is it a test card of another world?",
    ),
    "staff_outage": (
        "もう一度お試しください。続く場合は資格確認書、資格情報のお知らせ、最後に申立書で確認します。",
        "Try again. If it goes on: eligibility document, notice of eligibility, at last a declaration (申立書).",
    ),
}
