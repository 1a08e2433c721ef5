"""The bodies by which a card signs."""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from services.jpki.authority.rules.profile import CaKind
from services.jpki.cards.messages.forms import Pin
from services.jpki.cards.rules.holder import HolderShown
from shared.domain.codes import PrescriptionForm
from shared.domain.not_acceptable import NotAcceptable
from shared.domain.purposes import DataKind, PurposeOfUse
from shared.pki.proof import HolderVerification, ProofClaims
from shared.web.bodies import Affirmed, Body, Flag

_WAYS: tuple[HolderVerification, ...] = ("pin", "face", "visual", "device_biometric")
_ONE_WAY = (
    "name exactly one of pin, face, visual, device_biometric",
    "pin・face・visual・device_biometric のいずれか一つを指定してください。",
)
_ONE_WAY_OR_VERIFICATION = (
    "name exactly one of pin, face, visual, device_biometric, verification",
    "pin・face・visual・device_biometric・verification のいずれか一つを指定してください。",
)
_NO_CONSENT = ("coverage is no kind of consent", "資格情報は同意の対象ではありません。")


def _of_consent(kind: DataKind) -> DataKind:
    if kind is DataKind.COVERAGE:
        raise NotAcceptable(*_NO_CONSENT)
    return kind


ConsentKind = Annotated[DataKind, AfterValidator(_of_consent)]


class VerificationRequest(Body):
    """How the holder answers the reader; exactly one way."""

    pin: Pin | None = Field(default=None, repr=False)
    face: Flag | None = Field(
        default=None,
        description="顔認証 by the reader. True: the holder's face is before the camera; false: somebody else's.",
    )
    visual: Affirmed | None = Field(default=None, description="目視確認 by the staff.")
    device_biometric: Affirmed | None = Field(default=None, description="Face ID or Touch ID (iPhone).")

    @model_validator(mode="after")
    def _names_one_way(self) -> Self:
        if sum(getattr(self, way) is not None for way in _WAYS) != 1:
            raise NotAcceptable(*_ONE_WAY)
        return self

    def shown(self) -> HolderShown:
        """Return what the holder shows."""
        way = next(way for way in _WAYS if getattr(self, way) is not None)
        return HolderShown(way, self.pin, self.face is not False)


class VerificationView(Body):
    """The card's word that its holder was verified (本人確認済みの状態)."""

    verification: str = Field(
        description="For `verification` of `presence-proofs` of the same card, as often as needed until it expires. "
        "It tells nothing of the PIN.",
        examples=["AZ4Xq3cAAABkX9kqDPxb0iD5oXbBcQ"],
    )
    expires_at: datetime = Field(description="有効期限: five minutes after the verification, by the world's clock.")


class PresenceProofRequest(Body):
    """What the reader shows the card, and how the holder answered; exactly one way of verification."""

    pin: Pin | None = Field(default=None, repr=False)
    face: Affirmed | None = Field(default=None, description="顔認証 by the reader.")
    visual: Affirmed | None = Field(default=None, description="目視確認 by the staff.")
    device_biometric: Affirmed | None = Field(default=None, description="Face ID or Touch ID (iPhone).")
    verification: str | None = Field(
        default=None,
        repr=False,
        max_length=100,
        description="From `verifications` of this card, less than five minutes ago: instead of the way itself.",
        examples=["AZ4Xq3cAAABkX9kqDPxb0iD5oXbBcQ"],
    )
    certificate: CaKind = Field(
        default=CaKind.AUTHENTICATION,
        description="With which certificate the card signs. `signature` (署名用): what a program does that picks the "
        "wrong one; the check refuses it as `certificate-wrong-kind`.",
        examples=["authentication"],
    )
    nonce: str = Field(
        min_length=1, max_length=200, description="From POST /v1/challenges or Replay-Nonce; the card signs any."
    )
    institution: str = Field(pattern=r"^[0-9]{10}$", description="医療機関コード, 10 digits.")
    purpose: PurposeOfUse = Field(description="利用目的.")
    consents: list[ConsentKind] = Field(
        default=[],
        max_length=12,
        description="What the patient consents to at the reader (閲覧同意); any kind but `coverage`.",
    )
    prescription_form: PrescriptionForm | None = Field(default=None, description="処方箋発行形態.")
    aud: Literal["onshi-eligibility", "onshi-registration", "onshi-portal"] = Field(
        default="onshi-eligibility",
        description="Whom the proof is for: a check (資格確認), 初回登録, or the patient's own session.",
    )

    @model_validator(mode="after")
    def _names_one_way(self) -> Self:
        if sum(getattr(self, way) is not None for way in (*_WAYS, "verification")) != 1:
            raise NotAcceptable(*_ONE_WAY_OR_VERIFICATION)
        return self

    def holder(self) -> HolderShown | str:
        """Return what the holder shows, or the verification from before."""
        if self.verification is not None:
            return self.verification
        return HolderShown(next(way for way in _WAYS if getattr(self, way) is not None), self.pin)

    def claims(self, at: datetime, way: HolderVerification) -> ProofClaims:
        """Return what the card is to sign at ``at``, its holder verified by ``way``."""
        return ProofClaims(
            aud=self.aud,
            nonce=self.nonce,
            institution=self.institution,
            purpose=self.purpose,
            iat=int(at.timestamp()),
            holder_verification=way,
            consents=self.consents,
            prescription_form=self.prescription_form,
        )


class PresenceProofView(Body):
    """The proof, ready for a check."""

    presence_proof: str = Field(description="本人確認データ: a compact JWS, signed by the card.")
