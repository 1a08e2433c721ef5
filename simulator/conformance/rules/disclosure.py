"""Rules about what may be asked, of whom, and why."""

from shared.domain.purposes import RefusalCode
from simulator.conformance.observation import Observation
from simulator.conformance.past import BY_CARD, BY_NUMBER, Past
from simulator.conformance.rule import Judge, Judged, Rule, broken, kept, never_refused

_DAY_S, _JAPAN_S = 86_400, 9 * 3_600
_WITHOUT_PATIENT = frozenset({"CLAIM", "REVIEW", "INSURER", "BULK_PRECHECK", "PUBLIC_ASSIST"})
_NEVER = frozenset({RefusalCode.PROHIBITED.value, RefusalCode.NO_ONLINE_ANSWER.value})
_HERE = frozenset(
    {RefusalCode.ROLE.value, RefusalCode.METHOD.value, RefusalCode.NOT_IN_FORCE.value, RefusalCode.OTHER_INSURER.value}
)
_BEFORE = frozenset(
    {RefusalCode.NEEDS_CARD_CHECK.value, RefusalCode.NOT_OPENED.value, RefusalCode.NEEDS_EMERGENCY_AUTHORITY.value}
)
_ALL = frozenset(code.value for code in RefusalCode)


def _refused_purpose(codes: frozenset[str]) -> Judge:
    """Return a judge of the answer that a purpose is refused, which is no refusal of the request."""

    def judge(seen: Observation, _: Past) -> Judged | None:
        if not seen.is_check or not seen.is_answered or seen.code is None:
            return None
        if seen.code in codes:
            return broken(seen)
        return None if seen.code in _ALL else kept(seen)

    return judge


def _consent_of_somebody_there(seen: Observation, _: Past) -> Judged | None:
    if not seen.is_check or not seen.consent or not seen.is_answered:
        return None
    return broken(seen) if seen.has_proof or seen.purpose in _WITHOUT_PATIENT else kept(seen)


def _card_before_numbers(seen: Observation, past: Past) -> Judged | None:
    if seen.method == BY_CARD and seen.is_answered:
        return kept(seen)
    if seen.method != BY_NUMBER or seen.purpose != "CARE_VISIT" or seen.person is None:
        return None
    read = past.by_card.get(seen.person)
    return broken(seen) if read is not None and _day(read) == _day(seen.at) else None


def _own_checks_again(seen: Observation, _: Past) -> Judged | None:
    if seen.is_check and not seen.is_faulty and any(pointer == "/recheck_of" for pointer, _ in seen.violations):
        return broken(seen)
    return kept(seen) if seen.method == "recheck" and seen.is_answered else None


def _day(at: float) -> int:
    return int((at + _JAPAN_S) // _DAY_S)


DISCLOSURE = (
    Rule(
        "purpose-never-online",
        "No purpose is named that never gets an answer online",
        "オンラインで回答されない利用目的で照会しない",
        "健康保険法194条の2 (告知要求制限); docs/law.md",
        "Employment, lending, lists, curiosity: asking is forbidden or has no answer, and it is recorded.",
        "雇用、民間保険、名簿、興味本位の照会は禁止または回答対象外で、記録に残ります。",
        "An answer purpose-prohibited or purpose-no-online-answer.",
        _refused_purpose(_NEVER),
    ),
    Rule(
        "purpose-fits-the-institution",
        "The purpose is one of this kind of institution, and of this way to ask",
        "機関の種別と照会方法に合う利用目的を指定する",
        "健康保険法3条13項, 63条3項, 88条; GET /consent/v1/purposes",
        "A purpose that can never fit is a wrong setting of the program: every patient is refused.",
        "適合しない利用目的は設定の誤りで、すべての患者が拒否されます。",
        "An answer that the purpose is not for this role, method, day or insurer.",
        _refused_purpose(_HERE),
    ),
    Rule(
        "purpose-after-what-it-needs",
        "What a purpose needs has happened before",
        "利用目的の前提を満たしてから照会する",
        "docs/law.md (救急医療管理権限, 災害時, 居宅同意取得型)",
        "Emergencies and disasters open data that is closed otherwise: the opening, or the card, comes first.",
        "救急・災害時の閲覧などは、権限・開放・カードによる確認が先に必要です。",
        "An answer that a card check, an opening or an authority is missing.",
        _refused_purpose(_BEFORE),
    ),
    Rule(
        "consent-of-somebody-there",
        "A consent at the desk is told only where a patient is at the desk",
        "窓口での同意は患者がいる照会でのみ送信する",
        "別紙3-1 LimitApplicationCertificateRelatedConsFlg; POST /v1/checks",
        "Nobody consents in a claim; with a card the holder chooses at the reader. A flag always set is no consent.",
        "請求や審査に同意者はおらず、カードでは本人がリーダーで選択します。常に1の同意フラグは同意ではありません。",
        "limit_certificate_consent or specific_disease_consent with a card, or with a purpose without a patient.",
        _consent_of_somebody_there,
    ),
    Rule(
        "card-before-numbers",
        "Where the card was read, numbers are not asked too",
        "カードで確認した患者を番号で再照会しない",
        "健康保険法3条13項 (電子資格確認); docs/check-path.md",
        "The card proves who is there. A second inquiry on the same day only is a second disclosure.",
        "カードによる回答は本人を証明します。同日の番号照会は余分な情報提供として記録に残ります。",
        "A check by numbers for CARE_VISIT about somebody whose card was read on the same day.",
        _card_before_numbers,
        needs_past=True,
    ),
    Rule(
        "recheck-of-own-check",
        "A re-inquiry names a check of this institution that allows it",
        "再照会は自機関の照会に対して行う",
        "docs/check-path.md (recheck_of)",
        "What another institution asked is not this one's to read.",
        "他機関の照会結果は再照会できません。",
        "A violation of recheck_of.",
        _own_checks_again,
    ),
    Rule(
        "records-under-consent",
        "Medical records are read while the patient's consent is open",
        "診療情報等は同意の有効期間内に閲覧する",
        "interface …ConsFlg, …AvailableTime (24 hours); refusals consent-missing, consent-expired, consent-not-open",
        "The consent of a visit ends with it; a program that tries all the same does not read the flags.",
        "同意は来院ごとです。フラグを確認せずに閲覧を試みてはいけません。",
        "One of these refusals.",
        never_refused(["consent-missing", "consent-expired", "consent-not-open"], ["medical_records_read"]),
    ),
)
