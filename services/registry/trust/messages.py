"""Bodies about the pinned roots."""

from datetime import date, datetime
from typing import Self

from cryptography import x509
from pydantic import BaseModel, Field

from shared.clock import in_japan
from shared.pki.accepted_algorithms import AcceptedAlgorithm
from shared.pki.roots import key_id_of_root
from shared.web.bodies import Body


class TrustRoots(Body):
    """ルート証明書の登録."""

    certificates_pem: str = Field(
        min_length=1, max_length=60_000, description="ルート証明書: one or more self-signed CA certificates, PEM."
    )


class TrustRootShown(BaseModel):
    """ルート証明書."""

    authority_key_id: str = Field(description="発行者鍵識別子: its subject key identifier, hexadecimal.")
    subject: str = Field(description="主体者名, RFC 4514.")
    not_before: datetime = Field(description="有効期間の開始.")
    not_after: datetime = Field(description="有効期間の終了.")

    @classmethod
    def of(cls, root: x509.Certificate) -> Self:
        """Return a root as it is shown."""
        return cls(
            authority_key_id=key_id_of_root(root).hex(),
            subject=root.subject.rfc4514_string(),
            not_before=in_japan(root.not_valid_before_utc),
            not_after=in_japan(root.not_valid_after_utc),
        )


class AcceptedAlgorithmShown(BaseModel):
    """署名アルゴリズム: one way in which a card may sign its presence proof."""

    algorithm: str = Field(description="署名アルゴリズム: `alg` of the proof (RFC 7518).", examples=["RS256"])
    key_type: str = Field(description="鍵の種類: `kty` (RFC 7518).", examples=["RSA"])
    curve: str | None = Field(description="楕円曲線; null for RSA.", examples=["secp384r1"])
    least_bits: int = Field(description="鍵長の下限, bits.", examples=[2048])
    most_bits: int = Field(description="鍵長の上限, bits.", examples=[4096])
    accepted_from: date | None = Field(
        description="受入開始日, a day in Japan; null: from the first card on.", examples=["2024-03-18"]
    )
    accepted_to: date | None = Field(description="受入終了日, the last day; null: no end is known.", examples=[None])
    source: str = Field(description="出典.", examples=["公的個人認証サービスの証明書: RSA 2048, SHA-256"])

    @classmethod
    def of(cls, accepted: AcceptedAlgorithm) -> Self:
        """Return an algorithm as it is shown."""
        return cls(
            algorithm=accepted.algorithm,
            key_type=accepted.key_type,
            curve=accepted.curve,
            least_bits=accepted.least_bits,
            most_bits=accepted.most_bits,
            accepted_from=accepted.accepted_from,
            accepted_to=accepted.accepted_to,
            source=accepted.source,
        )
