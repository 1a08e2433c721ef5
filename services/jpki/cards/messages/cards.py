"""The bodies of a new card and of the card as it is shown."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from services.jpki.authority.rules.generations import Authority
from services.jpki.authority.rules.profile import CaKind
from services.jpki.cards.commands.making import WhoseCard
from services.jpki.cards.commands.reading import Around
from services.jpki.cards.messages.forms import Pin
from services.jpki.cards.rules.card import Card, CardCertificate
from services.jpki.cards.rules.holder import Carrier, PinState, pin_state
from services.jpki.cards.rules.issuance import CardOrder
from services.jpki.cards.rules.residents import FourAttributes
from services.jpki.status.rules.revocation import RevocationReason
from shared.domain.codes import Sex
from shared.domain.not_acceptable import NotAcceptable
from shared.pki.serials import serial_hex
from shared.web.bodies import Body, Flag, LongText, Text
from shared.web.days import Day
from shared.web.ids import Id


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

    signature: Flag = Field(
        default=False,
        description="署名用電子証明書: whether the card gets one, too; from 15 years on. No check takes it.",
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
            has_signature=self.signature,
        )

    def digest(self) -> bytes:
        """Return what the same request again is known by; its id and its holder are compared apart."""
        said_apart = {"card_id", "holder", "same_holder_as"}
        if not self.signature:
            said_apart.add("signature")  # Requests of before it could be asked for are still the same.
        return sha256(self.model_dump_json(exclude=said_apart).encode()).digest()


class PhoneOfCard(Body):
    """A phone that was made from a card."""

    card_id: UUID = Field(description="The phone's own id, under which it signs.")
    carrier: Carrier = Field(description="媒体: android or iphone.", examples=["android"])
    state: Literal["active", "revoked"] = Field(description="失効状態: one of a card's phones is active at most.")


class CertificateOfCard(Body):
    """One certificate that a card has or had."""

    kind: CaKind = Field(
        description="利用者証明用 (`authentication`) or 署名用 (`signature`): which authority issued it.",
        examples=["authentication"],
    )
    authority_key_id: str = Field(description="認証局鍵識別子 of its issuer.")
    serial_number: str = Field(description="発行の番号, hex; unique only together with authority_key_id.")
    generation: int = Field(description="The authority's generation (認証局の世代).")
    not_before: datetime = Field(description="有効期間の開始.")
    not_after: datetime = Field(description="有効期間の満了.")
    state: Literal["active", "revoked"] = Field(description="失効状態.")
    reason: RevocationReason | None = Field(
        description="失効理由: `superseded` where it was renewed (更新).", examples=["superseded"]
    )


class CardView(Body):
    """A card and its certificate (電子証明書)."""

    card_id: UUID
    authority_key_id: str = Field(
        description="Which key issued the certificate (認証局鍵識別子): its subject key identifier, lower-case hex."
    )
    serial_number: str = Field(
        description="発行の番号: the certificate's serial, hex; unique only together with authority_key_id."
    )
    generation: int = Field(description="The authority's generation (認証局の世代): 1, 2, 3 and so on.")
    carrier: Carrier = Field(description="媒体.")
    not_before: datetime = Field(description="有効期間の開始: the certificate's first second.")
    not_after: datetime = Field(description="有効期間の満了: the certificate's last second, 23:59:59 in Japan.")
    state: Literal["active", "revoked"] = Field(description="失効状態 as J-LIS knows it; expiry is no revocation.")
    pin_state: PinState = Field(description="暗証番号の状態: set, blocked (ロック), or none.")
    pin_tries_left: int = Field(description="残り試行回数: 3 down to 0; 0 where there is no PIN.")
    has_pin: bool = Field(description="暗証番号の有無: false for a 顔認証マイナンバーカード, and for an iPhone.")
    face_tries_left: int = Field(
        description="顔認証の残り試行回数: 10 down to 0 (ロック); 0 on a phone, which has no such way.", examples=[10]
    )
    phone_of: UUID | None = Field(
        description="Of a phone: the card that it was made from; null for a card, and for a phone that was made alone."
    )
    phones: list[PhoneOfCard] = Field(
        description="スマホ用電子証明書: the phones made from this card, the oldest first."
    )
    certificates: list[CertificateOfCard] = Field(
        description="電子証明書: all that the card has or had, by kind, the oldest first; the fields above are "
        "those of the newest for authentication."
    )


def card_view(card: Card, authorities: Sequence[Authority], around: Around) -> CardView:
    """Return what the API shows of a card."""
    pins = pin_state(card.carrier, card.pin, card.pin_tries_left)
    key_ids = {(each.kind, each.generation): each.key_id.hex() for each in authorities}
    certificate = card.certificate
    return CardView(
        card_id=card.card_id,
        authority_key_id=key_ids[certificate.kind, certificate.generation],
        serial_number=serial_hex(certificate.serial_number),
        generation=certificate.generation,
        carrier=card.carrier,
        not_before=certificate.not_before,
        not_after=certificate.not_after,
        state=_state_of(certificate),
        pin_state=pins,
        pin_tries_left=0 if pins is PinState.NONE else card.pin_tries_left,
        has_pin=pins is not PinState.NONE,
        face_tries_left=card.face_tries_left if card.carrier is Carrier.CARD else 0,
        phone_of=card.phone_of,
        phones=[
            PhoneOfCard(card_id=each.card_id, carrier=each.carrier, state=_state_of(each.certificate))
            for each in around.phones
        ],
        certificates=[
            CertificateOfCard(
                kind=each.kind,
                authority_key_id=key_ids[each.kind, each.generation],
                serial_number=serial_hex(each.serial_number),
                generation=each.generation,
                not_before=each.not_before,
                not_after=each.not_after,
                state=_state_of(each),
                reason=None if each.revocation is None else each.revocation.reason,
            )
            for each in around.certificates
        ],
    )


def _state_of(certificate: CardCertificate) -> Literal["active", "revoked"]:
    return "active" if certificate.revocation is None else "revoked"
