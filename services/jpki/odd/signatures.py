"""Signatures that are none: of another key, of other octets, of another length, or padded in another way."""

from collections.abc import Callable
from hashlib import sha1, sha256
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256, SHA384

from services.jpki.odd.hand import Hand, Sign, part, rs256
from services.jpki.odd.keys import another_key, p384_key
from services.jpki.odd.shape import OddProof, Text

_SHA256_WITH_NULL = bytes.fromhex("3031300d060960864801650304020105000420")
_SHA256_WITHOUT = bytes.fromhex("302f300b06096086480165030402010420")
_SHA1 = bytes.fromhex("3021300906052b0e03021a05000414")
"""What stands before the digest in a DigestInfo (RFC 8017, 9.2, note 1); SHA-256 also without its NULL parameters."""
_P384_OCTETS = 96
_SHORTEST_PAD = 8


def signed_over_digest_info(key: rsa.RSAPrivateKey, signing_input: bytes, *, with_null: bool) -> bytes:
    """Sign as a card's sign command does: it pads the DigestInfo that it is given (PKCS#1 v1.5), whatever that says."""
    info = (_SHA256_WITH_NULL if with_null else _SHA256_WITHOUT) + sha256(signing_input).digest()
    return _padded(key, info)


def _padded(key: rsa.RSAPrivateKey, info: bytes, garbage: bool = False) -> bytes:
    length = (key.key_size + 7) // 8
    # With garbage: the least padding, and the octets that are left over behind the DigestInfo (Bleichenbacher 2006).
    pad = _SHORTEST_PAD if garbage else length - len(info) - 3
    return _raw(key, (b"\x00\x01" + b"\xff" * pad + b"\x00" + info).ljust(length, b"\x5a"))


def _raw(key: rsa.RSAPrivateKey, block: bytes) -> bytes:
    numbers = key.private_numbers()
    return pow(int.from_bytes(block, "big"), numbers.d, numbers.public_numbers.n).to_bytes(len(block), "big")


def _odd(name: str, title: Text, odd: Text, sign: Callable[[Hand], Sign]) -> OddProof:
    return _forged(name, title, odd, lambda hand: hand.proof(sign=sign(hand)))


def _forged(name: str, title: Text, odd: Text, forge: Callable[[Hand], str]) -> OddProof:
    return OddProof(name, "signature", "signature-invalid", title, odd, forge)


def _changed(change: Callable[[bytes], bytes]) -> Callable[[Hand], Sign]:
    return lambda hand: lambda signed: change(rs256(hand.key)(signed))


def _modulus_added(hand: Hand) -> Sign:
    def sign(signed: bytes) -> bytes:
        s = int.from_bytes(rs256(hand.key)(signed), "big") + hand.key.public_key().public_numbers().n
        return s.to_bytes((s.bit_length() + 7) // 8, "big")

    return sign


def _pss(hand: Hand) -> Sign:
    pss = padding.PSS(padding.MGF1(SHA256()), padding.PSS.DIGEST_LENGTH)
    return lambda signed: hand.key.sign(signed, pss, SHA256())


def _payload_changed(hand: Hand) -> str:
    header, _, signature = hand.proof().split(".")
    return f"{header}.{part(hand.payload(consents=['medication', 'checkups']))}.{signature}"


def _on_p384(sign: Callable[[bytes], bytes]) -> Callable[[Hand], str]:
    return lambda hand: hand.proof(hand.header(hand.leaf_for(p384_key().public_key()), alg="ES384"), sign=sign)


SIGNATURES: Final = (
    _odd(
        "bogus-signature",
        Text("でたらめな署名", "Bogus signature"),
        Text("長さだけ正しいバイト列です。", "Octets of the right length, and nothing else."),
        lambda _hand: lambda signed: sha256(signed).digest() * 8,
    ),
    _odd(
        "another-key",
        Text("別の鍵による署名", "Another key"),
        Text("証明書の鍵ではない鍵で署名しています。", "A key signed that is not the certificate's."),
        lambda _hand: rs256(another_key()),
    ),
    _forged(
        "payload-changed",
        Text("署名後に書き換えたペイロード", "Payload changed after signing"),
        Text("署名の後で同意が増えています。", "Consents were added after the card had signed."),
        _payload_changed,
    ),
    _odd(
        "other-payload-signed",
        Text("別のペイロードの署名", "Signature of another payload"),
        Text("1文字多いデータへの署名です。", "It is over one character more."),
        lambda hand: lambda signed: rs256(hand.key)(signed + b"."),
    ),
    _odd(
        "payload-alone-signed",
        Text("ヘッダーを含まない署名", "Header not signed"),
        Text("ペイロードだけに署名しています。", "It is over the payload alone."),
        lambda hand: lambda signed: rs256(hand.key)(signed.partition(b".")[2]),
    ),
    _odd(
        "hashed-twice",
        Text("二重のハッシュ", "Hashed twice"),
        Text("ダイジェストのダイジェストに署名しています。", "It is over the digest of the digest."),
        lambda hand: lambda signed: rs256(hand.key)(sha256(signed).digest()),
    ),
    _odd(
        "bit-flipped",
        Text("1ビット違う署名", "One bit differs"),
        Text("署名の最後のビットが違います。", "The last bit of the signature differs."),
        _changed(lambda raw: raw[:-1] + bytes([raw[-1] ^ 1])),
    ),
    _odd(
        "signature-short",
        Text("短い署名", "Short signature"),
        Text("255バイトです。", "It has 255 octets."),
        _changed(lambda raw: raw[:-1]),
    ),
    _odd(
        "signature-zero-before",
        Text("先頭に余分な0", "A zero before it"),
        Text("257バイトで、先頭が00です。", "It has 257 octets, the first is 00."),
        _changed(lambda raw: b"\0" + raw),
    ),
    _odd(
        "signature-zero-after",
        Text("末尾に余分な0", "A zero after it"),
        Text("257バイトで、末尾が00です。", "It has 257 octets, the last is 00."),
        _changed(lambda raw: raw + b"\0"),
    ),
    _odd(
        "signature-all-zero",
        Text("すべて0の署名", "All zeros"),
        Text("0はどの鍵でも0になります。", "Zero stays zero under every key."),
        _changed(lambda raw: bytes(len(raw))),
    ),
    _odd(
        "signature-one",
        Text("1という署名", "The number one"),
        Text("1はどの鍵でも1になります。", "One stays one under every key."),
        _changed(lambda raw: bytes(len(raw) - 1) + b"\x01"),
    ),
    _odd(
        "modulus-added",
        Text("法を足した署名", "The modulus added"),
        Text("べき乗すると同じ値になる別の数です。", "Another number with the same power."),
        _modulus_added,
    ),
    _odd(
        "pkcs1-garbage",
        Text("DigestInfoの後にごみ", "Garbage behind the DigestInfo"),
        Text(
            "詰め物が最小で、残りは任意のバイトです（Bleichenbacher 2006）。",
            "The least padding, and anything behind the digest (Bleichenbacher 2006).",
        ),
        lambda hand: lambda signed: _padded(hand.key, _SHA256_WITH_NULL + sha256(signed).digest(), garbage=True),
    ),
    _odd(
        "digest-info-without-null",
        Text("NULLのないDigestInfo", "DigestInfo without NULL"),
        Text(
            "ミドルウェアがパラメーターを省いています（RFC 8017 A.2.4）。",
            "A middleware left the parameters out (RFC 8017, A.2.4).",
        ),
        lambda hand: lambda signed: signed_over_digest_info(hand.key, signed, with_null=False),
    ),
    _odd(
        "sha1",
        Text("SHA-1のDigestInfo", "DigestInfo of SHA-1"),
        Text("カードにSHA-1のダイジェストを署名させています。", "The card was given a digest of SHA-1."),
        lambda hand: lambda signed: _padded(hand.key, _SHA1 + sha1(signed).digest()),  # noqa: S324 - weak on purpose
    ),
    _odd(
        "digest-without-info",
        Text("DigestInfoのないダイジェスト", "Digest without DigestInfo"),
        Text("ハッシュ値だけを署名させています。", "The card was given the bare digest."),
        lambda hand: lambda signed: _padded(hand.key, sha256(signed).digest()),
    ),
    _odd("pss", Text("PSSの詰め物", "Padded as PSS"), Text("alg は RS256 です。", "alg says RS256."), _pss),
    _forged(
        "p384-zeros",
        Text("P-384でrとsが0", "P-384, r and s zero"),
        Text("何にでも合う署名とされた値です（CVE-2022-21449）。", "Once taken for good everywhere (CVE-2022-21449)."),
        _on_p384(lambda _signed: bytes(_P384_OCTETS)),
    ),
    _forged(
        "p384-der",
        Text("P-384の署名がDER", "P-384 in DER"),
        Text("r と s は48バイトずつです（RFC 7518 3.4）。", "r and s take 48 octets each (RFC 7518, 3.4)."),
        _on_p384(lambda signed: p384_key().sign(signed, ec.ECDSA(SHA384()))),
    ),
    _forged(
        "p384-short",
        Text("P-384の短い署名", "P-384, short"),
        Text("95バイトです。", "It has 95 octets."),
        _on_p384(lambda _signed: b"\x01" * (_P384_OCTETS - 1)),
    ),
)
"""What stands for the signature."""
