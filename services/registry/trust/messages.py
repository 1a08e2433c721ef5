"""Bodies about the pinned roots."""

from datetime import datetime
from typing import Self

from cryptography import x509
from pydantic import BaseModel, Field

from shared.clock import in_japan
from shared.pki.path import key_id_of_root
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
