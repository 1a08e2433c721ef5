"""The bodies of the card's requests and answers."""

from datetime import datetime
from hashlib import sha256
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator

from services.jpki.authority.rules import Authority
from services.jpki.cards.commands import WhoseCard
from services.jpki.cards.rules.card import Card
from services.jpki.cards.rules.holder import Carrier, PinState, pin_state
from services.jpki.cards.rules.issuance import CardOrder
from services.jpki.cards.rules.residents import FourAttributes
from services.jpki.status.rules.revocation import RevocationReason
from shared.domain.codes import PrescriptionForm, Sex
from shared.domain.not_acceptable import NotAcceptable
from shared.domain.purposes import DataKind, PurposeOfUse
from shared.pki.proof import HolderVerification, ProofClaims
from shared.pki.serials import serial_hex
from shared.web.bodies import Body, LongText, Text
from shared.web.days import Day
from shared.web.ids import Id

Pin = Annotated[str, Field(pattern=r"^[0-9]{4}$", description="利用者証明用電子証明書の暗証番号: 4 digits.")]
_WAYS: tuple[HolderVerification, ...] = ("pin", "face", "visual", "device_biometric")


_ONE_WAY = (
    "name exactly one of pin, face, visual, device_biometric",
    "pin・face・visual・device_biometric のいずれか一つを指定してください。",
)
_NO_CONSENT = ("coverage is no kind of consent", "資格情報は同意の対象ではありません。")


def _of_consent(kind: DataKind) -> DataKind:
    if kind is DataKind.COVERAGE:
        raise NotAcceptable(*_NO_CONSENT)
    return kind


ConsentKind = Annotated[DataKind, AfterValidator(_of_consent)]


class CardHolder(Body):
    """4情報 of the card's holder, as J-LIS knows them (氏名・生年月日・性別・住所)."""

    name: Text = Field(repr=False, description="氏名.", examples=["見本　花子"])
    name_kana: Text | None = Field(default=None, repr=False, description="氏名カナ.")
    birthdate: Day = Field(repr=False, description="生年月日: the same as the card's.")
    sex: Sex = Field(repr=False, description="性別.")
    address: LongText = Field(repr=False, description="住所.", examples=["東京都見本区一丁目2番3号"])

    def attributes(self) -> FourAttributes:
        """Return them as they are kept."""
        return FourAttributes(self.name, self.name_kana, self.birthdate, self.sex, self.address)


_OF_ANOTHER = (
    "the holder is described, or the same as of another card",
    "所持者は holder・same_holder_as のいずれか一方で指定してください。",
)
_BORN_OTHERWISE = (
    "holder.birthdate is not the card's birthdate",
    "holder の生年月日がカードの生年月日と一致しません。",
)


class NewCard(Body):
    """A card (or phone) to be made, with one user-authentication certificate (利用者証明用電子証明書)."""

    card_id: Id | None = Field(default=None, description="Chosen by the caller, or made here when null.")
    birthdate: Day = Field(
        repr=False, description="生年月日: the certificate ends with the 5th birthday after its issue."
    )
    pin: Pin | None = Field(
        repr=False,
        description="暗証番号, 4 digits. Null makes a card a 顔認証マイナンバーカード, which has none; "
        "an Android phone needs one, an iPhone never asks for it.",
    )
    carrier: Carrier = Field(
        default=Carrier.CARD, description="媒体: the card itself, スマホ用電子証明書 on Android, or iPhone."
    )
    issued_on: Day | None = Field(
        default=None,
        description="発行日, a day in Japan; null: today, or four years before a `valid_until` that has passed.",
    )
    valid_until: Day | None = Field(
        default=None,
        description="カードの有効期限: the card's own last day, if it comes before the certificate's. May have passed.",
    )

    holder: CardHolder | None = Field(
        default=None,
        repr=False,
        description="所持者の4情報: whom J-LIS names when the card is registered (初回登録) by a proof alone. Null: "
        "J-LIS knows of nobody, and only an operator can say whose it is.",
    )
    same_holder_as: Id | None = Field(
        default=None,
        description="Another card of the same person: a phone beside the card, or the card that comes after it.",
    )

    @model_validator(mode="after")
    def _says_whose_it_is_once(self) -> Self:
        if self.holder is not None and self.same_holder_as is not None:
            raise NotAcceptable(*_OF_ANOTHER)
        if self.holder is not None and self.holder.birthdate != self.birthdate:
            raise NotAcceptable(*_BORN_OTHERWISE)
        return self

    def whose(self) -> WhoseCard:
        """Return whose the card is to be."""
        return WhoseCard(self.same_holder_as, None if self.holder is None else self.holder.attributes())

    def order(self) -> CardOrder:
        """Return the card that is asked for."""
        return CardOrder(
            birthdate=self.birthdate,
            pin=self.pin,
            carrier=self.carrier,
            issued_on=self.issued_on,
            valid_until=self.valid_until,
        )

    def digest(self) -> bytes:
        """Return what the same request again is known by; its id and its holder are compared apart."""
        said_apart = {"card_id", "holder", "same_holder_as"}
        return sha256(self.model_dump_json(exclude=said_apart).encode()).digest()


class CardView(Body):
    """A card and its certificate (電子証明書)."""

    card_id: UUID
    authority_key_id: str = Field(
        description="Which key issued the certificate (認証局鍵識別子): its subject key identifier, lower-case hex."
    )
    serial_number: str = Field(
        description="発行の番号: the certificate's serial, hex; unique only together with authority_key_id."
    )
    generation: int = Field(description="The authority's generation (認証局の世代): 1 to 3.")
    carrier: Carrier = Field(description="媒体.")
    not_before: datetime = Field(description="有効期間の開始: the certificate's first second.")
    not_after: datetime = Field(description="有効期間の満了: the certificate's last second, 23:59:59 in Japan.")
    state: Literal["active", "revoked"] = Field(description="失効状態 as J-LIS knows it; expiry is no revocation.")
    pin_state: PinState = Field(description="暗証番号の状態: set, blocked (ロック), or none.")
    pin_tries_left: int = Field(description="残り試行回数: 3 down to 0; 0 where there is no PIN.")


class PresenceProofRequest(Body):
    """What the reader shows the card, and how the holder answered; exactly one way of verification."""

    pin: Pin | None = Field(default=None, repr=False)
    face: Literal[True] | None = Field(default=None, description="顔認証 by the reader.")
    visual: Literal[True] | None = Field(default=None, description="目視確認 by the staff.")
    device_biometric: Literal[True] | None = Field(default=None, description="Face ID or Touch ID (iPhone).")
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
        if sum(getattr(self, way) is not None for way in _WAYS) != 1:
            raise NotAcceptable(*_ONE_WAY)
        return self

    @property
    def holder_verification(self) -> HolderVerification:
        """The one way that was named."""
        return next(way for way in _WAYS if getattr(self, way) is not None)

    def claims(self, at: datetime) -> ProofClaims:
        """Return what the card is to sign at ``at``."""
        return ProofClaims(
            aud=self.aud,
            nonce=self.nonce,
            institution=self.institution,
            purpose=self.purpose,
            iat=int(at.timestamp()),
            holder_verification=self.holder_verification,
            consents=self.consents,
            prescription_form=self.prescription_form,
        )


class PresenceProofView(Body):
    """The proof, ready for a check."""

    presence_proof: str = Field(description="本人確認データ: a compact JWS, signed by the card.")


class PinReset(Body):
    """A new PIN, as the municipal desk sets it (暗証番号の再設定)."""

    pin: Pin = Field(repr=False)


class RevocationRequest(Body):
    """Why J-LIS revokes the certificate (失効)."""

    reason: RevocationReason = Field(
        description="失効理由 (X.509): keyCompromise e.g. lost, affiliationChanged, superseded renewed, "
        "cessationOfOperation no longer needed, certificateHold 一時停止 (never lifted)."
    )


def card_view(card: Card, authority: Authority) -> CardView:
    """Return what the API shows of a card."""
    state = pin_state(card.carrier, card.pin, card.pin_tries_left)
    return CardView(
        card_id=card.card_id,
        authority_key_id=authority.key_id.hex(),
        serial_number=serial_hex(card.serial_number),
        generation=card.generation,
        carrier=card.carrier,
        not_before=card.not_before,
        not_after=card.not_after,
        state="active" if card.revocation is None else "revoked",
        pin_state=state,
        pin_tries_left=0 if state is PinState.NONE else card.pin_tries_left,
    )
