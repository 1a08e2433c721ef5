"""Payloads that cannot be read: a claim is missing, unknown, twice, or of another form."""

from collections.abc import Callable
from typing import Any, Final

import msgspec

from services.jpki.odd.hand import Hand
from services.jpki.odd.shape import OddProof, Text

_FAR_SECOND = 10**15


def _odd(name: str, title: Text, odd: Text, forge: Callable[[Hand], str]) -> OddProof:
    return OddProof(name, "proof", "proof-unreadable", title, odd, forge)


def _with(**more: Any) -> Callable[[Hand], str]:
    return lambda hand: hand.proof(payload=hand.payload(**more))


def _written(change: Callable[[bytes], bytes]) -> Callable[[Hand], str]:
    """Change the octets of the payload before the card signs them."""
    return lambda hand: hand.proof(payload=change(msgspec.json.encode(hand.payload())))


def _without_nonce(hand: Hand) -> str:
    return hand.proof(payload={name: value for name, value in hand.payload().items() if name != "nonce"})


PAYLOADS: Final = (
    _odd(
        "claim-missing",
        Text("項目の不足", "A claim is missing"),
        Text("nonce がありません。", "There is no nonce."),
        _without_nonce,
    ),
    _odd(
        "claim-unknown",
        Text("未知の項目", "An unknown claim"),
        Text("決められていない項目 sub があります。", "It has sub, which no proof has."),
        _with(sub="somebody"),
    ),
    _odd(
        "claim-twice",
        Text("同じ項目が二つ", "A claim twice"),
        Text(
            "institution が二つあります。後の値だけが正しい値です。",
            "institution stands twice, right only the second time.",
        ),
        _written(lambda octets: octets.replace(b'"institution":', b'"institution":"9999999999","institution":')),
    ),
    _odd(
        "claim-twice-escaped",
        Text("別表記で同じ項目が二つ", "A claim twice, spelled in two ways"),
        Text(
            "iat が二つあり、一方はエスケープで書かれています。",
            "iat stands twice, once with an escaped character.",
        ),
        _written(lambda octets: octets.replace(b'"iat":', b'"\\u0069at":0,"iat":')),
    ),
    _odd(
        "purpose-unknown",
        Text("未知の利用目的", "An unknown purpose"),
        Text("purpose が決められた値ではありません。", "purpose is none of the known values."),
        _with(purpose="CURIOSITY"),
    ),
    _odd(
        "consent-unknown",
        Text("未知の同意区分", "An unknown kind of consent"),
        Text("consents に決められていない値があります。", "consents has a value that is none of the known ones."),
        _with(consents=["everything"]),
    ),
    _odd(
        "consents-no-list",
        Text("consents が配列でない", "consents is no list"),
        Text("配列ではなく文字列です。", "It is a text where a list must stand."),
        _with(consents="medication"),
    ),
    _odd(
        "iat-text",
        Text("iat が文字列", "iat is a text"),
        Text("署名時刻が数値ではありません。", "The time of signing is no number."),
        lambda hand: _with(iat=str(hand.claims.iat))(hand),
    ),
    _odd(
        "iat-fraction",
        Text("iat に小数", "iat with a fraction"),
        Text("署名時刻が整数ではありません。", "The time of signing is no whole number."),
        lambda hand: _with(iat=hand.claims.iat + 0.5)(hand),
    ),
    _odd(
        "iat-beyond-calendar",
        Text("iat が暦の外", "iat beyond the calendar"),
        Text("表せる日時ではありません。", "It is no instant that a calendar has."),
        _with(iat=_FAR_SECOND),
    ),
    _odd(
        "nonce-number",
        Text("nonce が数値", "nonce is a number"),
        Text("文字列ではありません。", "It is no text."),
        _with(nonce=1),
    ),
    _odd(
        "payload-no-json",
        Text("ペイロードがJSONでない", "The payload is no JSON"),
        Text("最後の波括弧がありません。", "The last brace is missing."),
        _written(lambda octets: octets[:-1]),
    ),
    _odd(
        "payload-list",
        Text("ペイロードが配列", "The payload is a list"),
        Text("オブジェクトではなく、それを含む配列です。", "It is a list that holds the object."),
        _written(lambda octets: b"[" + octets + b"]"),
    ),
    _odd(
        "payload-two-values",
        Text("ペイロードに値が二つ", "Two values in the payload"),
        Text("オブジェクトの後にもう一つあります。", "Another object follows the first."),
        _written(lambda octets: octets + octets),
    ),
    _odd(
        "payload-not-utf-8",
        Text("ペイロードがUTF-8でない", "The payload is not UTF-8"),
        Text("aud にUTF-8でないバイトがあります。", "aud has an octet that is not UTF-8."),
        _written(lambda octets: octets.replace(b'"aud":"', b'"aud":"\xff')),
    ),
    _odd(
        "payload-raw-nul",
        Text("ペイロードに生のNUL", "A raw NUL in the payload"),
        Text("エスケープされていないNULがあります。", "It has a NUL that is not escaped."),
        _written(lambda octets: octets.replace(b'"aud":"', b'"aud":"\x00')),
    ),
)
"""Claims by their form."""
