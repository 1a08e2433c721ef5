"""The bodies about generations of an authority."""

from datetime import date
from typing import Self

from pydantic import Field

from services.jpki.authority.rules.generations import Authority
from services.jpki.authority.rules.keys import KeyKind, kind_of_key
from services.jpki.authority.rules.profile import CaKind
from shared.web.bodies import Body
from shared.web.days import Day


class NewGeneration(Body):
    """A further generation of an authority (認証局の鍵更新)."""

    key: KeyKind = Field(
        default=KeyKind.RSA_2048,
        description="鍵の種類 of the root and of its cards: RSA, or P-384 (次期マイナンバーカード).",
        examples=["p-384"],
    )
    issues_from: Day | None = Field(
        default=None,
        description="発行開始日; null: tomorrow, so that every verifier has pinned the root by then.",
        examples=["2026-11-21"],
    )


class GenerationShown(Body):
    """One generation of an authority (認証局の世代)."""

    kind: CaKind = Field(
        description="利用者証明用 (`authentication`) or 署名用 (`signature`).", examples=["authentication"]
    )
    generation: int = Field(description="世代.", examples=[4])
    authority_key_id: str = Field(description="認証局鍵識別子, hex.")
    key: KeyKind = Field(description="鍵の種類.", examples=["rsa-2048"])
    first_day: date = Field(description="有効期間の初日, a day in Japan.", examples=["2026-11-20"])
    last_day: date = Field(description="有効期間の末日.", examples=["2036-11-19"])
    issues_from: date = Field(description="発行開始日.", examples=["2026-11-21"])

    @classmethod
    def of(cls, authority: Authority) -> Self:
        """Return a generation as it is shown."""
        return cls(
            kind=authority.kind,
            generation=authority.generation,
            authority_key_id=authority.key_id.hex(),
            key=kind_of_key(authority.private_key),
            first_day=authority.first_day,
            last_day=authority.last_day,
            issues_from=authority.issues_from or authority.first_day,
        )
