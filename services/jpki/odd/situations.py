"""What no card can do alone: it takes a sender, the clock, or what a register says of the card."""

from dataclasses import replace
from typing import Final

from services.jpki.odd.hand import Hand
from services.jpki.odd.shape import OddProof, Step, Text

_FAR_SERIAL = 1 << 62


def _taken(name: str, step: Step, code: str, title: Text, odd: Text) -> OddProof:
    return OddProof(name, step, code, title, odd, None)


def _never_registered(hand: Hand) -> str:
    leaf = replace(hand.leaf(), serial_number=_FAR_SERIAL + hand.certificate.serial_number)
    return hand.proof(hand.header(leaf.signed_by(hand.authority)))


SITUATIONS: Final = (
    _taken(
        "nonce-foreign",
        "nonce",
        "nonce-foreign",
        Text("他機関のノンス", "A foreign nonce"),
        Text(
            "別の医療機関に発行されたノンスに署名し、自機関から送信します。",
            "Have the card sign a nonce of another institution, and send it as your own.",
        ),
    ),
    _taken(
        "nonce-expired",
        "nonce",
        "nonce-expired",
        Text("期限の切れたノンス", "An expired nonce"),
        Text(
            "署名の後、時計をノンスの有効期限より後に進めて送信します。",
            "Sign, move the clock on past the nonce's end (PUT /clock), then send.",
        ),
    ),
    _taken(
        "nonce-of-another-world",
        "nonce",
        "world-mismatch",
        Text("別の環境のノンス", "A nonce of another world"),
        Text(
            "別のサンドボックス、またはリセット前のノンスに署名します。",
            "Sign a nonce of another sandbox, or of this one before a reset.",
        ),
    ),
    _taken(
        "nonce-of-the-portal",
        "nonce",
        "nonce-unknown",
        Text("マイナポータルのノンス", "A nonce of the portal"),
        Text(
            "POST /consent/v1/me/challenges のノンスを資格確認に使います。",
            "Use a nonce of POST /consent/v1/me/challenges for a check.",
        ),
    ),
    _taken(
        "nonce-used",
        "record",
        "nonce-used",
        Text("使用済みのノンス", "A used nonce"),
        Text("同じ本人確認データを2回送信します。", "Send the same proof twice."),
    ),
    _taken(
        "nonce-used-by-another-proof",
        "record",
        "nonce-used",
        Text("別のデータで使用済みのノンス", "A nonce used by another proof"),
        Text(
            "同じノンスにカードが2回署名し、両方を送信します。",
            "Have the card sign the same nonce twice, and send both.",
        ),
    ),
    _taken(
        "body-names-another-purpose",
        "claims",
        "proof-mismatch",
        Text("本文の利用目的と不一致", "Another purpose in the body"),
        Text(
            "本文の purpose に、署名したものと違う利用目的を指定します。",
            "Send in the body another purpose than the card signed.",
        ),
    ),
    _taken(
        "face-without-a-reader",
        "claims",
        "proof-mismatch",
        Text("読取端末でない顔認証", "A face without a reader"),
        Text(
            "holder_verification が face のデータを医療機関の役割で送信します。",
            "Send a proof whose holder_verification is face as an institution.",
        ),
    ),
    _taken(
        "revoked",
        "status",
        "certificate-revoked",
        Text("失効した証明書", "Revoked"),
        Text(
            "POST /jpki/v1/cards/{card_id}/revocation の後に使います。",
            "Use the card after POST /jpki/v1/cards/{card_id}/revocation.",
        ),
    ),
    _taken(
        "held",
        "status",
        "certificate-revoked",
        Text("一時停止した証明書", "Held"),
        Text(
            "失効理由 certificateHold。解除されることはありません。",
            "Revoked for certificateHold, which is never lifted.",
        ),
    ),
    _taken(
        "status-too-old",
        "status",
        "certificate-status-unknown",
        Text("古い失効リスト", "A list too old"),
        Text(
            "失効リストが古い間は何も開示しません（障害 status_unknown）。",
            "While the revocation list is too old nothing is disclosed (fault status_unknown).",
        ),
    ),
    OddProof(
        "never-registered",
        "person",
        "card-not-registered",
        Text("利用登録のないカード", "A card that is not registered"),
        Text(
            "認証局が同じ鍵に別の発行番号で発行した証明書です。",
            "The authority issued the same key another serial, which nobody registered.",
        ),
        _never_registered,
    ),
    _taken(
        "self-information-blocked",
        "person",
        "card-not-usable",
        Text("自己情報提供不可", "Self-information blocked"),
        Text(
            "保険者が自己情報提供不可フラグを設定した人のカードです。",
            "The card of somebody whose insurer set 自己情報提供不可フラグ.",
        ),
    ),
)
"""Senders and registers."""
