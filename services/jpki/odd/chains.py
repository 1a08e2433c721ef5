"""What stands in x5c and is not one certificate in DER."""

from base64 import urlsafe_b64encode
from collections.abc import Callable
from typing import Any, Final

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from services.jpki.odd.dated import with_days
from services.jpki.odd.der import elements
from services.jpki.odd.hand import Hand
from services.jpki.odd.shape import OddProof, Step, Text


def _x5c(chain: Callable[[str, bytes], Any]) -> Callable[[Hand], str]:
    """Show what ``chain`` makes of the certificate as text and as DER."""

    def forge(hand: Hand) -> str:
        header = hand.header()
        return hand.proof({**header, "x5c": chain(header["x5c"][0], _der(hand))})

    return forge


def _der(hand: Hand) -> bytes:
    return hand.certificate.public_bytes(Encoding.DER)


def _shown(change: Callable[[bytes], bytes]) -> Callable[[Hand], str]:
    return lambda hand: hand.proof(hand.header(change(_der(hand))))


def _odd(name: str, step: Step, title: Text, odd: Text, forge: Callable[[Hand], str]) -> OddProof:
    return OddProof(name, step, "proof-unreadable", title, odd, forge)


def _without_end(der: bytes) -> bytes:
    """Return the certificate with its outermost length left open: BER, not DER."""
    ((tag, content),) = elements(der)
    return bytes([tag, 0x80]) + content + b"\0\0"


def _with_long_length(der: bytes) -> bytes:
    """Return the certificate with one octet more for its length than it needs: BER, not DER."""
    ((tag, content),) = elements(der)
    return bytes([tag, 0x83]) + len(content).to_bytes(3, "big") + content


def _on_no_day(hand: Hand) -> str:
    signer = hand.authority.private_key
    return hand.proof(hand.header(with_days(hand.certificate, signer, b"251120000000Z", b"281320145959Z")))


CHAINS: Final = (
    _odd(
        "x5c-missing",
        "proof",
        Text("x5cがない", "No x5c"),
        Text("ヘッダーに証明書がありません。", "The header has no certificate."),
        lambda hand: hand.proof({name: value for name, value in hand.header().items() if name != "x5c"}),
    ),
    _odd(
        "x5c-empty",
        "proof",
        Text("x5cが空", "An empty x5c"),
        Text("証明書の数が0です。", "It holds no certificate."),
        _x5c(lambda _text, _der: []),
    ),
    _odd(
        "x5c-two",
        "proof",
        Text("x5cに証明書が二つ", "Two certificates in x5c"),
        Text("同じ証明書が二つあります。1枚だけを受け付けます。", "The same certificate twice; one alone is taken."),
        _x5c(lambda text, _der: [text, text]),
    ),
    _odd(
        "x5c-text",
        "proof",
        Text("x5cが配列でない", "x5c is no list"),
        Text("配列ではなく文字列です。", "It is a text where a list must stand."),
        _x5c(lambda text, _der: text),
    ),
    _odd(
        "x5c-base64url",
        "proof",
        Text("x5cがbase64url", "x5c in base64url"),
        Text("x5cは通常のbase64です（RFC 7515 4.1.6）。", "x5c is spelled in plain base64 (RFC 7515, 4.1.6)."),
        _x5c(lambda _text, der: [urlsafe_b64encode(der + b"\xff" * 3).decode()]),
    ),
    _odd(
        "x5c-pem",
        "certificate",
        Text("x5cがPEM", "PEM in x5c"),
        Text("DERではなくPEMのbase64です。", "The base64 of PEM, where DER must stand."),
        lambda hand: hand.proof(hand.header(hand.certificate.public_bytes(Encoding.PEM))),
    ),
    _odd(
        "x5c-public-key",
        "certificate",
        Text("証明書ではなく公開鍵", "A public key, no certificate"),
        Text("x5cが公開鍵のDERです。", "x5c is a public key in DER."),
        lambda hand: hand.proof(
            hand.header(hand.key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
        ),
    ),
    _odd(
        "certificate-trailing-byte",
        "certificate",
        Text("証明書の後に余分な1バイト", "A byte after the certificate"),
        Text("DERの後に00が続いています。", "An octet 00 follows the DER."),
        _shown(lambda der: der + b"\0"),
    ),
    _odd(
        "certificate-cut",
        "certificate",
        Text("途中で切れた証明書", "A certificate cut short"),
        Text("最後の1バイトがありません。", "Its last octet is missing."),
        _shown(lambda der: der[:-1]),
    ),
    _odd(
        "certificate-ber-open",
        "certificate",
        Text("長さを定めないBER", "BER without a length"),
        Text("DERでは許されない不定長です（X.690 10.1）。", "An indefinite length, which DER forbids (X.690, 10.1)."),
        _shown(_without_end),
    ),
    _odd(
        "certificate-ber-long",
        "certificate",
        Text("長さの表記が冗長なBER", "BER with a longer length"),
        Text("長さに余分なバイトがあります（X.690 10.1）。", "Its length takes an octet too many (X.690, 10.1)."),
        _shown(_with_long_length),
    ),
    _odd(
        "certificate-on-no-day",
        "certificate",
        Text("存在しない日付", "A day that does not exist"),
        Text("有効期間の満了が13月です。", "It ends in the 13th month."),
        _on_no_day,
    ),
)
"""Forms of x5c."""
