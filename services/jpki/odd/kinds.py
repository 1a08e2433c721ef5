"""Certificates that the authority really issued, for something else than a user's authentication, or for another key.

The card's own key signs well: what is refused is the certificate (RFC 5280, 4.2.1; docs/decisions/0006).
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

from services.jpki.odd.hand import Hand, rs256
from services.jpki.odd.keys import cubic_key, edwards_key, long_public_key, p256_key, short_key
from services.jpki.odd.leaf import Leaf, usage
from services.jpki.odd.shape import OddProof, Text
from shared.pki.profile import ANDROID_POLICY, SIGNATURE_POLICY

_REAL_POLICY = x509.ObjectIdentifier("1.2.392.200149.8.5.1.3.30")
_ANY_POLICY = x509.ObjectIdentifier("2.5.29.32.0")


def _with(extension: x509.ExtensionType, *, critical: bool = True) -> Callable[[Leaf], Leaf]:
    return lambda leaf: replace(leaf, more=((extension, critical),))


def _used_for(*bits: str) -> Callable[[Leaf], Leaf]:
    return lambda leaf: replace(leaf, key_usage=usage(*bits))


def _for(purpose: x509.ObjectIdentifier) -> Callable[[Leaf], Leaf]:
    return _with(x509.ExtendedKeyUsage([purpose]), critical=False)


KINDS: Final[Mapping[str, Callable[[Leaf], Leaf]]] = {
    "ca-true": _with(x509.BasicConstraints(ca=True, path_length=None)),
    "ca-true-not-critical": _with(x509.BasicConstraints(ca=True, path_length=0), critical=False),
    "signs-certificates": _used_for("digital_signature", "key_cert_sign"),
    "signs-lists": _used_for("digital_signature", "crl_sign"),
    "signature-certificate": lambda leaf: replace(
        leaf, key_usage=usage("digital_signature", "content_commitment"), policies=(SIGNATURE_POLICY,)
    ),
    "commits-to-content": _used_for("digital_signature", "content_commitment"),
    "only-enciphers": _used_for("key_encipherment"),
    "key-usage-missing": lambda leaf: replace(leaf, key_usage=None),
    "for-servers": _for(ExtendedKeyUsageOID.SERVER_AUTH),
    "for-ocsp": _for(ExtendedKeyUsageOID.OCSP_SIGNING),
    "for-programs": _for(ExtendedKeyUsageOID.CODE_SIGNING),
    "name-constraints": _with(x509.NameConstraints([x509.DNSName("a.example")], None)),
    "name-constraints-not-critical": _with(x509.NameConstraints(None, [x509.DNSName("a.example")]), critical=False),
    "policy-missing": lambda leaf: replace(leaf, policies=()),
    "policy-of-signatures": lambda leaf: replace(leaf, policies=(SIGNATURE_POLICY,)),
    "policy-of-real-cards": lambda leaf: replace(leaf, policies=(_REAL_POLICY,)),
    "policy-any": lambda leaf: replace(leaf, policies=(_ANY_POLICY,)),
    "policies-two": lambda leaf: replace(leaf, policies=(*leaf.policies, ANDROID_POLICY)),
    "rsa-1024": lambda leaf: replace(leaf, public_key=short_key().public_key()),
    "rsa-5120": lambda leaf: replace(leaf, public_key=long_public_key()),
    "rsa-exponent-3": lambda leaf: replace(leaf, public_key=cubic_key().public_key()),
    "p256": lambda leaf: replace(leaf, public_key=p256_key().public_key()),
    "ed25519": lambda leaf: replace(leaf, public_key=edwards_key().public_key()),
}
"""What each makes of a leaf."""
_SIGNERS: Mapping[str, Callable[[], rsa.RSAPrivateKey]] = {"rsa-1024": short_key, "rsa-exponent-3": cubic_key}
_TEXTS: Mapping[str, tuple[Text, Text]] = {
    "ca-true": (
        Text("認証局を名乗る証明書", "CA:TRUE"),
        Text("basicConstraints が認証局です。", "basicConstraints says that it is an authority."),
    ),
    "ca-true-not-critical": (
        Text("認証局を名乗る証明書（非クリティカル）", "CA:TRUE, not critical"),
        Text("同じことを非クリティカルで述べています。", "The same, in an extension that is not critical."),
    ),
    "signs-certificates": (
        Text("keyCertSign", "keyCertSign"),
        Text("証明書の発行にも使えます。", "It may sign certificates as well."),
    ),
    "signs-lists": (Text("cRLSign", "cRLSign"), Text("失効リストの発行にも使えます。", "It may sign lists as well.")),
    "signature-certificate": (
        Text("署名用電子証明書", "Signature certificate"),
        Text("利用者証明用ではなく署名用です。", "署名用, where 利用者証明用 must stand."),
    ),
    "commits-to-content": (
        Text("nonRepudiation", "nonRepudiation"),
        Text(
            "署名用のkeyUsageに、利用者証明用のポリシーです。", "keyUsage of 署名用 under the policy of 利用者証明用."
        ),
    ),
    "only-enciphers": (
        Text("鍵暗号化専用", "For encryption only"),
        Text("keyUsage に digitalSignature がありません。", "keyUsage lacks digitalSignature."),
    ),
    "key-usage-missing": (
        Text("keyUsageがない", "keyUsage missing"),
        Text("用途が書かれていません。", "It does not say what it may be used for."),
    ),
    "for-servers": (
        Text("サーバー認証用のEKU", "EKU for servers"),
        Text("extendedKeyUsage が serverAuth だけです。", "extendedKeyUsage allows serverAuth alone."),
    ),
    "for-ocsp": (
        Text("OCSP署名用のEKU", "EKU for OCSP"),
        Text("extendedKeyUsage が OCSPSigning だけです。", "extendedKeyUsage allows OCSPSigning alone."),
    ),
    "for-programs": (
        Text("コード署名用のEKU", "EKU for programs"),
        Text("extendedKeyUsage が codeSigning だけです。", "extendedKeyUsage allows codeSigning alone."),
    ),
    "name-constraints": (
        Text("nameConstraints付き", "Name constraints"),
        Text("認証局だけの拡張です（RFC 5280 4.2.1.10）。", "An authority's extension (RFC 5280, 4.2.1.10)."),
    ),
    "name-constraints-not-critical": (
        Text("nameConstraints付き（非クリティカル）", "Name constraints, not critical"),
        Text("同じ拡張で、非クリティカルです。", "The same extension, not critical."),
    ),
    "policy-missing": (
        Text("ポリシーがない", "No policy"),
        Text("certificatePolicies がありません。", "It has no certificatePolicies."),
    ),
    "policy-of-signatures": (
        Text("署名用のポリシー", "Policy of 署名用"),
        Text(
            "利用者証明用のkeyUsageに、署名用のポリシーです。", "keyUsage of 利用者証明用 under the policy of 署名用."
        ),
    ),
    "policy-of-real-cards": (
        Text("実カードのポリシー", "Policy of real cards"),
        Text("実際の利用者証明用電子証明書のOIDです。", "The number of real user-authentication certificates."),
    ),
    "policy-any": (
        Text("anyPolicy", "anyPolicy"),
        Text("どのポリシーでもよいと述べています。", "It claims every policy."),
    ),
    "policies-two": (
        Text("ポリシーが二つ", "Two policies"),
        Text("媒体がカードとスマートフォンの両方です。", "It says card and phone at once."),
    ),
    "rsa-1024": (Text("RSA 1024ビット", "RSA-1024"), Text("鍵が短すぎます。", "The key is too short.")),
    "rsa-5120": (
        Text("RSA 5120ビット", "RSA-5120"),
        Text("鍵が4096ビットを超えています。", "The key is longer than 4096 bits: costly to verify with."),
    ),
    "rsa-exponent-3": (
        Text("RSAの指数が3", "RSA with e = 3"),
        Text("公開指数が65537ではありません。", "The public exponent is not 65537."),
    ),
    "p256": (Text("P-256の鍵", "A key of P-256"), Text("受け付ける曲線はP-384だけです。", "P-384 alone is accepted.")),
    "ed25519": (Text("Ed25519の鍵", "An Ed25519 key"), Text("この種類の鍵は受け付けません。", "Not an accepted kind.")),
}


def _forge(name: str) -> Callable[[Hand], str]:
    def forge(hand: Hand) -> str:
        certificate = KINDS[name](hand.leaf()).signed_by(hand.authority)
        return hand.proof(hand.header(certificate), sign=rs256(_SIGNERS[name]()) if name in _SIGNERS else None)

    return forge


OF_ANOTHER_KIND: Final = tuple(
    OddProof(name, "certificate", "certificate-wrong-kind", title, odd, _forge(name))
    for name, (title, odd) in _TEXTS.items()
)
"""The proofs that show them."""
