"""Rules about messages (電文) alone; what means the same over REST is judged by the other rules.

The real interface is not public: of some of these nobody outside knows whether it refuses or overlooks. Their reasons
say so.
"""

from collections.abc import Collection

from simulator.conformance.message_elements import ASKING, REGISTERING, SINGLE
from simulator.conformance.message_flaws import CHARACTERS, CHARSETS, CONSENT_TOLD, EIGHT, IN_ORDER
from simulator.conformance.message_read import OF_ANOTHER, OVER_REST
from simulator.conformance.observation import Observation
from simulator.conformance.past import MOST_IDENTIFIERS, READ_BULK, Past
from simulator.conformance.rule import Judge, Judged, Rule, broken, kept


def _written(rule: str, kinds: Collection[str]) -> Judge:
    """Return a judge that finds the rule broken by how a message is written, kept by another of these kinds."""

    def judge(seen: Observation, _: Past) -> Judged | None:
        if rule in seen.flaws:
            return broken(seen)
        return kept(seen) if seen.message in kinds and seen.is_answered else None

    return judge


def _names_itself_once(seen: Observation, past: Past) -> Judged | None:
    if seen.identifier is None or not seen.is_answered or seen.operation == READ_BULK:
        return None
    before = past.identifiers.get(seen.identifier)
    if before is None:
        return kept(seen)
    # The same again is a repeat, which other rules judge.
    return None if before == seen.asks else broken(seen)


def _is_of_the_caller(seen: Observation, _: Past) -> Judged | None:
    if seen.message is None:
        return None
    if seen.code == OF_ANOTHER and not seen.is_answered:
        return None if seen.is_faulty else broken(seen)
    return kept(seen) if seen.is_answered else None


OQS = (
    Rule(
        "message-identifier-once",
        "An ArbitraryFileIdentifier belongs to one request",
        "任意のファイル識別子は要求ごとに異なる値とする",
        "interface ArbitraryFileIdentifier (任意のファイル識別子); public clients match answers by it",
        "An answer is found by what it repeats: two patients under one identifier, and one gets the other's answer.",
        "回答は識別子で対応付けます。同じ値を使い回すと、別の患者の結果を取り違えるおそれがあります。",
        f"An identifier of the last {MOST_IDENTIFIERS} messages, in a request that asks something else.",
        _names_itself_once,
        needs_past=True,
    ),
    Rule(
        "message-institution-own",
        "MedicalInstitutionCode is the caller's own",
        "医療機関コードは自機関のものとする",
        "interface MedicalInstitutionCode; docs/messages.md (SegmentOfResult 9)",
        "The record names who asked. A code left over from another clinic's set-up fails every patient.",
        "記録には照会元が残ります。他機関の設定が残っていると、すべての照会が失敗します。",
        "A message with another institution's code.",
        _is_of_the_caller,
    ),
    Rule(
        CONSENT_TOLD,
        "A check tells whether the patient agreed to the limit certificate",
        "限度額適用認定証提供同意フラグを必ず送信する",
        "interface LimitApplicationCertificateRelatedConsFlg (必須, OQSCD001)",
        "The layout demands it. Here a missing flag is taken for 0; nobody outside knows what the real one does.",
        "仕様上は必須です。本シミュレーターでは省略を0とみなしますが、実環境では拒否され得ます。",
        "A siquc01 without the flag.",
        _written(CONSENT_TOLD, {SINGLE}),
    ),
    Rule(
        EIGHT,
        "保険者番号 has eight characters",
        "保険者番号は8桁とし、短い場合は前に空白を補う",
        "interface InsurerNumber (8桁, 国保等は前に空白); docs/written-forms.md",
        "A number of six digits has two blanks in front. Here any is found; a fixed width may be demanded elsewhere.",
        "6桁の番号は前に空白2文字を補います。本シミュレーターは補いますが、実環境では拒否され得ます。",
        "An InsurerNumber of another length.",
        _written(EIGHT, ASKING | REGISTERING),
    ),
    Rule(
        IN_ORDER,
        "Elements stand in the order of the layout",
        "要素はレイアウトの順に並べる",
        "別紙3-1 QualificationConfirmSearchInfo, as public clients write it",
        "An XML layout is a sequence. Answers come in any order; that requests may is known of this simulator only.",
        "XMLレイアウトは順序を定めます。順不同を受け付けるのは本シミュレーターに限られ得ます。",
        "MessageBody before MessageHeader, or elements of QualificationConfirmSearchInfo in another order.",
        _written(IN_ORDER, ASKING),
    ),
    Rule(
        CHARSETS,
        "Content-Type and the declaration name one charset",
        "Content-Type とXML宣言の文字コードを一致させる",
        "RFC 7303 3; docs/messages.md (what is taken)",
        "Who believes the other one reads other characters. Here Content-Type counts.",
        "食い違うと受信側によって文字化けします。本シミュレーターでは Content-Type を優先します。",
        "A message of which the two name different charsets.",
        _written(CHARSETS, OVER_REST),
    ),
    Rule(
        CHARACTERS,
        "Only characters of CP932 are sent",
        "CP932にある文字のみを送信する",
        "interface CharacterCodeIdentifier (OQSCD005); docs/messages.md (● outside the set)",
        "The interface knows Shift_JIS, also where UTF-8 is sent: 〜 or − of another code point may find nobody there.",
        "UTF-8で送信しても、実環境の文字集合はShift_JISが基準です。符号位置の異なる「〜」「−」等は一致しないことがあります。",
        "A character in a message that CP932 does not have.",
        _written(CHARACTERS, OVER_REST),
    ),
)
