"""Nonces that nobody issued, and claims that do not fit the request: all well formed, and well signed."""

from base64 import urlsafe_b64encode
from collections.abc import Callable
from typing import Any, Final

from services.jpki.odd.hand import Hand
from services.jpki.odd.shape import OddProof, Text

_SIX_MINUTES = 6 * 60
_NONCE_BYTES = 36


def _nonce(name: str, title: Text, odd: Text, change: Callable[[str], str]) -> OddProof:
    return OddProof(
        name,
        "nonce",
        "nonce-unknown",
        title,
        odd,
        lambda hand: hand.proof(payload=hand.payload(nonce=change(hand.claims.nonce))),
    )


def _claim(name: str, title: Text, odd: Text, change: Callable[[Hand], dict[str, Any]]) -> OddProof:
    return OddProof(
        name,
        "claims",
        "proof-mismatch",
        title,
        odd,
        lambda hand: hand.proof(payload=hand.payload(**change(hand))),
    )


CLAIMS: Final = (
    _nonce(
        "nonce-invented",
        Text("自作のノンス", "An invented nonce"),
        Text("形は正しいが、どこからも発行されていません。", "It has the right form, and nobody issued it."),
        lambda _nonce: urlsafe_b64encode(b"\x01" * _NONCE_BYTES).decode(),
    ),
    _nonce(
        "nonce-changed",
        Text("書き換えたノンス", "A changed nonce"),
        Text("発行されたノンスの1文字が違います。", "One character differs from the nonce that was issued."),
        lambda nonce: ("B" if nonce[10] != "B" else "C").join((nonce[:10], nonce[11:])),
    ),
    _nonce(
        "nonce-cut",
        Text("切り詰めたノンス", "A nonce cut short"),
        Text("MACの後半がありません。", "The second half of its MAC is missing."),
        lambda nonce: nonce[:36],
    ),
    _nonce(
        "nonce-padded",
        Text("パディング付きのノンス", "A padded nonce"),
        Text("発行された文字列の別表記です。", "Another spelling of the nonce that was issued."),
        lambda nonce: nonce + "====",
    ),
    _nonce(
        "nonce-empty",
        Text("空のノンス", "An empty nonce"),
        Text("nonce が空文字列です。", "nonce is the empty text."),
        lambda _nonce: "",
    ),
    _nonce(
        "nonce-with-nul",
        Text("NULを含むノンス", "A NUL in the nonce"),
        Text("発行されたノンスの後にNULがあります。", "A NUL follows the nonce that was issued."),
        lambda nonce: nonce + "\0",
    ),
    _claim(
        "aud-registration",
        Text("宛先が初回登録", "Signed for a registration"),
        Text("aud が onshi-registration です。", "aud is onshi-registration."),
        lambda _hand: {"aud": "onshi-registration"},
    ),
    _claim(
        "aud-portal",
        Text("宛先がマイナポータル", "Signed for the portal"),
        Text("aud が onshi-portal です。", "aud is onshi-portal."),
        lambda _hand: {"aud": "onshi-portal"},
    ),
    _claim(
        "aud-upper-case",
        Text("宛先が大文字", "Audience in capitals"),
        Text("aud が ONSHI-ELIGIBILITY です。", "aud is ONSHI-ELIGIBILITY."),
        lambda _hand: {"aud": "ONSHI-ELIGIBILITY"},
    ),
    _claim(
        "aud-with-nul",
        Text("宛先にNUL", "A NUL in the audience"),
        Text("正しい aud の後にNULがあります。", "A NUL follows the right aud."),
        lambda _hand: {"aud": "onshi-eligibility\0"},
    ),
    _claim(
        "institution-other",
        Text("別の医療機関宛て", "Signed for another institution"),
        Text("institution が照会した医療機関と異なります。", "institution is not the one that asks."),
        lambda _hand: {"institution": "9999999999"},
    ),
    _claim(
        "institution-full-width",
        Text("医療機関コードが全角", "Institution in full-width digits"),
        Text("見た目は同じですが、別の文字です。", "It looks alike, and is another text."),
        lambda hand: {"institution": "".join(chr(ord(each) + 0xFEE0) for each in hand.claims.institution)},
    ),
    _claim(
        "institution-with-nul",
        Text("医療機関コードにNUL", "A NUL in the institution"),
        Text("正しいコードの後にNULがあります。", "A NUL follows the right code."),
        lambda hand: {"institution": hand.claims.institution + "\0"},
    ),
    _claim(
        "iat-early",
        Text("署名時刻が6分早い", "Signed six minutes early"),
        Text("ノンスの発行より6分前の時刻です。", "iat lies six minutes before the nonce was issued."),
        lambda hand: {"iat": hand.claims.iat - _SIX_MINUTES},
    ),
    _claim(
        "iat-late",
        Text("署名時刻が6分遅い", "Signed six minutes late"),
        Text("ノンスの発行より6分後の時刻です。", "iat lies six minutes after the nonce was issued."),
        lambda hand: {"iat": hand.claims.iat + _SIX_MINUTES},
    ),
    _claim(
        "iat-zero",
        Text("署名時刻が1970年", "Signed in 1970"),
        Text("iat が0です。", "iat is 0."),
        lambda _hand: {"iat": 0},
    ),
    _claim(
        "iat-negative",
        Text("署名時刻が負", "A negative time of signing"),
        Text("iat が負の数です。", "iat is a negative number."),
        lambda hand: {"iat": -hand.claims.iat},
    ),
)
"""The nonce's MAC, and what was signed."""
