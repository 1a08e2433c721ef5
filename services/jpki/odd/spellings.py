"""Proofs that are no compact JWS: other forms, other spellings of base64url, too long, nested too deeply."""

from base64 import b64encode
from collections.abc import Callable
from typing import Final

import msgspec

from services.jpki.odd.hand import Hand, part
from services.jpki.odd.shape import OddProof, Text

_DEEP = 3_000
_KIB_16, _KIB_64 = 16 * 1024, 64 * 1024
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def _odd(name: str, title: Text, odd: Text, forge: Callable[[Hand], str]) -> OddProof:
    return OddProof(name, "proof", "proof-unreadable", title, odd, forge)


def _with_unused_bits(hand: Hand) -> str:
    # 256 octets leave two bits of the last character but one over: four of its six bits mean nothing.
    proof = hand.proof()
    return proof[:-1] + _ALPHABET[_ALPHABET.index(proof[-1]) ^ 1]


def _in_the_other_alphabet(hand: Hand) -> str:
    # One octet of all ones is spelled with "/" in base64 and "_" in base64url.
    head, dot, _ = hand.proof().rpartition(".")
    return head + dot + b64encode(b"\xff" * 256).decode().rstrip("=")


def _flattened(hand: Hand) -> str:
    protected, payload, signature = hand.proof().split(".")
    return msgspec.json.encode({"protected": protected, "payload": payload, "signature": signature}).decode()


def _long(octets: int) -> Callable[[Hand], str]:
    def forge(hand: Hand) -> str:
        header = hand.header()
        return hand.proof({**header, "x5c": [header["x5c"][0] + "A" * octets]})

    return forge


def _deep(hand: Hand) -> str:
    payload = msgspec.json.encode(hand.payload(consents=["deep"]))
    return hand.proof(payload=payload.replace(b'"deep"', b"[" * _DEEP + b"]" * _DEEP))


def _deep_header(hand: Hand) -> str:
    header = msgspec.json.encode(hand.header(deep="deep"))
    return hand.proof(header.replace(b'"deep"}', b"[" * _DEEP + b"]" * _DEEP + b"}"))


SPELLINGS: Final = (
    _odd(
        "two-parts",
        Text("部分が二つしかない", "Two parts only"),
        Text("署名の部分がありません。", "The signature's part is missing."),
        lambda hand: hand.proof().rpartition(".")[0],
    ),
    _odd(
        "four-parts",
        Text("部分が四つある", "Four parts"),
        Text("署名の後に部分が一つ多く付いています。", "One more part stands after the signature."),
        lambda hand: hand.proof() + "." + part(b"more"),
    ),
    _odd(
        "json-serialization",
        Text("JSON形式のJWS", "JWS in its JSON form"),
        Text(
            "同じ署名ですが、コンパクト形式ではありません（RFC 7515 7.2）。",
            "The same signature, not in the compact form (RFC 7515, 7.2).",
        ),
        _flattened,
    ),
    _odd(
        "empty-signature",
        Text("署名が空", "Empty signature"),
        Text("最後の点の後に何もありません。", "Nothing stands after the last dot."),
        lambda hand: hand.proof().rpartition(".")[0] + ".",
    ),
    _odd(
        "padded",
        Text("base64urlのパディング付き", "Padded base64url"),
        Text("署名に = が付いています（RFC 7515 2）。", "The signature ends with = (RFC 7515, 2)."),
        lambda hand: hand.proof() + "==",
    ),
    _odd(
        "unused-bits",
        Text("意味のないビットが立っている", "Bits that mean nothing"),
        Text("同じバイト列の別表記です（RFC 4648 3.5）。", "Another spelling of the same octets (RFC 4648, 3.5)."),
        _with_unused_bits,
    ),
    _odd(
        "other-alphabet",
        Text("base64urlではなくbase64", "Base64, not base64url"),
        Text("署名が + と / を含みます。", "The signature is spelled with + and /."),
        _in_the_other_alphabet,
    ),
    _odd(
        "line-break-within",
        Text("途中に改行", "A line break within"),
        Text("署名の途中に改行があります。", "A line break stands in the middle of the signature."),
        lambda hand: (proof := hand.proof())[:-8] + "\r\n" + proof[-8:],
    ),
    _odd(
        "space-after",
        Text("末尾に空白", "A space after it"),
        Text("末尾に空白が付いています。", "A space follows the signature."),
        lambda hand: hand.proof() + " ",
    ),
    _odd(
        "nul-after",
        Text("末尾にNUL", "A NUL after it"),
        Text("末尾にNUL文字が付いています。", "The character NUL follows the signature."),
        lambda hand: hand.proof() + "\0",
    ),
    _odd(
        "not-ascii",
        Text("ASCIIでない文字", "A character outside ASCII"),
        Text("署名の最後の文字が全角です。", "The last character of the signature is a full-width one."),
        lambda hand: hand.proof()[:-1] + "Ａ",
    ),
    _odd(
        "deep-json",
        Text("深い入れ子のJSON", "Deeply nested JSON"),
        Text("consents に3,000段の配列があります。", "In consents stand 3,000 arrays within each other."),
        _deep,
    ),
    _odd(
        "deep-header",
        Text("深い入れ子のヘッダー", "Deeply nested header"),
        Text("未知の項目に3,000段の配列があります。", "In an unknown member stand 3,000 arrays within each other."),
        _deep_header,
    ),
    _odd(
        "x5c-16-kib",
        Text("16 KiBの証明書", "A certificate of 16 KiB"),
        Text("16,384文字を超えています。", "The proof is longer than 16,384 characters."),
        _long(_KIB_16),
    ),
    OddProof(
        "x5c-64-kib",
        "body",
        "body-too-large",
        Text("64 KiBの証明書", "A certificate of 64 KiB"),
        Text("リクエストの本文が64 KiBを超えています。", "The body of the request is longer than 64 KiB."),
        _long(_KIB_64),
    ),
)
"""Form, spelling, size."""
