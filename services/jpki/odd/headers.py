"""Headers that must be refused: another algorithm, another type, members that a proof does not have."""

import hmac
from base64 import b64encode
from collections.abc import Callable
from typing import Any, Final

import msgspec
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.hashes import SHA256, SHA512
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from services.jpki.odd.hand import Hand, Sign, es384
from services.jpki.odd.keys import another_key, p256_key, p384_key
from services.jpki.odd.shape import OddProof, Text

_PSS = padding.PSS(padding.MGF1(SHA256()), padding.PSS.DIGEST_LENGTH)


def _odd(name: str, title: Text, odd: Text, forge: Callable[[Hand], str]) -> OddProof:
    return OddProof(name, "proof", "proof-unreadable", title, odd, forge)


def _with(**more: Any) -> Callable[[Hand], str]:
    """Add members to the header, or change them; the card signs it as it is."""
    return lambda hand: hand.proof({**hand.header(), **more})


def _without(name: str) -> Callable[[Hand], str]:
    return lambda hand: hand.proof({each: value for each, value in hand.header().items() if each != name})


def _signed(algorithm: str, sign: Callable[[Hand], Sign]) -> Callable[[Hand], str]:
    return lambda hand: hand.proof({**hand.header(), "alg": algorithm}, sign=sign(hand))


def _by_secret(hand: Hand) -> Sign:
    secret = hand.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return lambda signed: hmac.digest(secret, signed, "sha256")


def _twice(hand: Hand) -> str:
    header = msgspec.json.encode(hand.header())
    return hand.proof(header.replace(b'"alg":"RS256"', b'"alg":"ES384","alg":"RS256"'))


def _own_key(hand: Hand) -> str:
    numbers = another_key().public_key().public_numbers()
    modulus = b64encode(numbers.n.to_bytes(256, "big"), b"-_").rstrip(b"=").decode()
    return _with(jwk={"kty": "RSA", "n": modulus, "e": "AQAB"})(hand)


HEADERS: Final = (
    _odd(
        "alg-none",
        Text("alg が none、署名なし", "alg none, no signature"),
        Text(
            "署名がないと自称しています（RFC 8725 2.1）。", "It says of itself that it is not signed (RFC 8725, 2.1)."
        ),
        lambda hand: hand.proof({**hand.header(), "alg": "none"}).rpartition(".")[0] + ".",
    ),
    _odd(
        "alg-none-signed",
        Text("alg が none、署名あり", "alg none, signed all the same"),
        Text("署名は正しく、alg だけが none です。", "The signature is good, alg alone says none."),
        _with(alg="none"),
    ),
    _odd(
        "hs256-with-public-key",
        Text("公開鍵を鍵とするHS256", "HS256 with the public key"),
        Text(
            "誰でも知り得る公開鍵によるMACです（RFC 8725 2.1）。",
            "A MAC under the public key, which anybody has (RFC 8725, 2.1).",
        ),
        _signed("HS256", _by_secret),
    ),
    _odd(
        "ps256",
        Text("PS256", "PS256"),
        Text("RSASSA-PSSです。実カードの署名コマンドではできません。", "RSASSA-PSS, which a card cannot do."),
        _signed("PS256", lambda hand: lambda signed: hand.key.sign(signed, _PSS, SHA256())),
    ),
    _odd(
        "rs512",
        Text("RS512", "RS512"),
        Text("SHA-512による署名です。", "A signature with SHA-512."),
        _signed("RS512", lambda hand: lambda signed: hand.key.sign(signed, padding.PKCS1v15(), SHA512())),
    ),
    _odd(
        "es256",
        Text("ES256", "ES256"),
        Text("P-256の鍵による署名です。", "A signature by a key of P-256."),
        lambda hand: hand.proof(
            {**hand.header(hand.leaf_for(p256_key().public_key())), "alg": "ES256"}, sign=lambda _signed: b"\x01" * 64
        ),
    ),
    _odd(
        "alg-lower-case",
        Text("alg が小文字", "alg in lower case"),
        Text("大文字と小文字は区別されます（RFC 7515 4.1.1）。", "Case counts (RFC 7515, 4.1.1)."),
        _with(alg="rs256"),
    ),
    _odd(
        "typ-missing",
        Text("typ がない", "No typ"),
        Text("他の用途のJWSと区別できません。", "It cannot be told from a JWS for something else."),
        _without("typ"),
    ),
    _odd(
        "typ-jwt",
        Text("typ が JWT", "typ JWT"),
        Text("アクセストークンの型です。", "The type of another kind of token."),
        _with(typ="JWT"),
    ),
    _odd(
        "crit-unknown",
        Text("未知の crit", "An unknown crit"),
        Text(
            "理解しなければならない未知の項目があります（RFC 7515 4.1.11）。",
            "It has a member that must be understood, and is not (RFC 7515, 4.1.11).",
        ),
        _with(crit=["onshi"], onshi=True),
    ),
    _odd(
        "b64-false",
        Text("b64 が false", "b64 false"),
        Text(
            "エンコードしないペイロードを指定しています（RFC 7797）。",
            "It asks for a payload that is not encoded (RFC 7797).",
        ),
        _with(crit=["b64"], b64=False),
    ),
    _odd(
        "jwk-in-header",
        Text("ヘッダーに鍵（jwk）", "A key in the header (jwk)"),
        Text("検証に使う鍵を自分で指定しています。", "It brings the key to verify it with."),
        _own_key,
    ),
    _odd(
        "jku-in-header",
        Text("ヘッダーに鍵のURL（jku）", "The address of a key in the header (jku)"),
        Text("検証に使う鍵の取得先を自分で指定しています。", "It says where to fetch the key to verify it with."),
        _with(jku="https://keys.example/jwks.json"),
    ),
    _odd(
        "header-member-twice",
        Text("ヘッダーに同じ項目が二つ", "A member of the header twice"),
        Text("alg が ES384 と RS256 の両方です。", "alg says ES384, and RS256 as well."),
        _twice,
    ),
    _odd(
        "header-with-bom",
        Text("ヘッダーの先頭にBOM", "A byte order mark before the header"),
        Text("JSONの前にBOMがあります（RFC 8259 8.1）。", "A byte order mark stands before the JSON (RFC 8259, 8.1)."),
        lambda hand: hand.proof(b"\xef\xbb\xbf" + msgspec.json.encode(hand.header())),
    ),
    OddProof(
        "rs256-on-p384",
        "certificate",
        "certificate-wrong-kind",
        Text("P-384の鍵に alg RS256", "alg RS256 on a key of P-384"),
        Text("alg が証明書の鍵と合いません。", "alg does not fit the certificate's key."),
        lambda hand: hand.proof(hand.header(hand.leaf_for(p384_key().public_key())), sign=es384(p384_key())),
    ),
    OddProof(
        "es384-on-rsa",
        "certificate",
        "certificate-wrong-kind",
        Text("RSAの鍵に alg ES384", "alg ES384 on an RSA key"),
        Text("alg が証明書の鍵と合いません。", "alg does not fit the certificate's key."),
        _with(alg="ES384"),
    ),
)
"""Algorithms, types, unknown members."""
