"""The catalogue of notices: the code of each, and its words in both languages."""

from services.eligibility.answers.shown import NoticeShown
from shared.pki.certificate_life import CertificateState

CERTIFICATE_NOTICES = {
    CertificateState.EXPIRES_SOON: NoticeShown(
        "certificate-expires-soon",
        "The card's certificate ends within three months.",
        "電子証明書の有効期限が3か月以内に切れます。",
    ),
    CertificateState.IN_GRACE: NoticeShown(
        "certificate-in-grace",
        "The card's certificate has expired; until the end of the grace it opens eligibility, not medical data.",
        "電子証明書の有効期限が切れています。猶予期間中は資格確認のみ可能で、診療情報等は閲覧できません。",
    ),
}
COVERAGE_ENDS_SOON = NoticeShown(
    "coverage-ends-soon",
    "The coverage, or the period registered for its document, ends within 31 days.",
    "資格または有効期間が31日以内に終了します。次回来院時に再度ご確認ください。",
)
DOCUMENT_PERIOD_ENDED = NoticeShown(
    "document-period-ended",
    "The period registered for the document has ended; the coverage itself goes on.",
    "資格確認書等の有効期間は終了していますが、資格は継続しています。",
)
NEWER_COVERAGE = NoticeShown(
    "newer-coverage-exists",
    "The person has a newer coverage on that day; ask for it, or use the card.",
    "新しい資格が登録されています。患者に確認するか、カードで確認してください。",
)
SUBSTITUTE_CHARACTERS = NoticeShown(
    "name-has-substitute-characters",
    "A name holds ● in place of characters that the system does not have; compare by kana and birthdate.",
    "氏名等に表示できない文字（●）が含まれています。カナ氏名・生年月日で確認してください。",
)
NAME_NOT_COMPARED = NoticeShown(
    "name-not-compared-in-full",
    "The name on record has ●: those characters were not compared; what else was asked and is on record was.",
    "登録氏名に●があるため、その文字は照合していません。照会された他の項目のうち、登録のあるものは照合しました。",
)
KANA_NOT_COMPARED = NoticeShown(
    "kana-not-compared",
    "No kana of the name are on record, or some with ●: not compared; what else was asked and is on record was.",
    "登録カナ氏名がない、または●を含むため、カナ氏名は照合していません。照会された他の項目のうち、登録のあるものは照合しました。",
)
ADDRESS_NOT_COMPARED = NoticeShown(
    "address-not-compared",
    "No address is on record, or one with ●: not compared in full; what else was asked and is on record was.",
    "登録住所がない、または●を含むため、住所は照合していません。照会された他の項目のうち、登録のあるものは照合しました。",
)
REGISTRATION_LAG = NoticeShown(
    "registration-lag-possible",
    "A new coverage may not be registered yet; that no answer comes does not mean that the patient pays everything.",
    "新しい資格が未登録の可能性があります。10割負担とせず、他の方法で資格をご確認ください。",
)
BRANCH_NEEDED = NoticeShown(
    "branch-number-needed",
    "The identifiers fit more than one coverage; ask again with the branch number, or use the card.",
    "複数の資格に該当します。枝番を指定して再照会するか、カードで確認してください。",
)
CHECK_THE_NUMBERS = NoticeShown(
    "check-the-numbers",
    "Nobody has these identifiers and this birthdate; they may be mistyped.",
    "記号・番号・枝番・生年月日に入力誤りがないかご確認ください。",
)
SEVERAL_FIT = NoticeShown(
    "several-people-fit",
    "Several people fit; use the card or the insurance identifiers.",
    "複数の方が該当します。カードまたは資格確認書の記号・番号等で確認してください。",
)
FULL_PAYMENT = NoticeShown(
    "pays-in-full-first",
    "特別療養費: the patient pays the whole cost at the counter and is paid back by the insurer.",
    "特別療養費の支給対象者です。窓口では医療費の全額（10割）をお支払いいただきます。",
)
TICKET_MISSING = NoticeShown(
    "ticket-not-registered",
    "Medical assistance is in force, but no ticket for this institution is registered for the day.",
    "医療扶助は有効ですが、当該医療機関の医療券・調剤券が未登録です。福祉事務所にご確認ください。",
)
LIMIT_HALVED = NoticeShown(
    "limit-halved-this-month",
    "The person, or who insures them as family, turns 75 this month: limits, 特定疾病 too, are halved in each scheme.",
    "本人または（被扶養者の場合は）被保険者が今月75歳に到達するため、自己負担限度額（特定疾病を含む）は前後の制度でそれぞれ2分の1です。",
)
LATE_ELDERLY_EXPECTED = NoticeShown(
    "late-elderly-cover-expected",
    "The person is 75 or older and not registered with 後期高齢者医療 yet; ask for the new cover.",
    "75歳以上ですが、後期高齢者医療の資格が未登録です。新しい資格を患者にご確認ください。",
)
LIMIT_CHANGED = NoticeShown(
    "limit-changed",
    "The limit certificate is not the one of this institution's last check of the patient.",
    "前回の資格確認時から限度額適用認定証等の情報が変更されています。",
)
EMERGENCY_ACCESS = NoticeShown(
    "emergency-access",
    "Medical data is open although the patient was not asked; the operator sees it, and the patient, who can end it.",
    "患者の同意なしに診療情報等を閲覧できる状態です。閲覧は記録され、患者本人にも表示されます。",
)
