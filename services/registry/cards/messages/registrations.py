"""Bodies about card registrations (初回登録)."""

from datetime import datetime
from typing import Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field

from services.registry.cards.rules.cards import CardCertificate, Channel
from services.registry.cards.store.registrations import CardRegistration, EarlierRegistrations, EndReason
from services.registry.matches.messages import PersonDescription
from shared.clock import JAPAN
from shared.errors import Violation
from shared.pki.serials import serial_bytes, serial_from_hex
from shared.web.bodies import Body, Hexadecimal
from shared.web.ids import Id

AUTHORITY = "発行者鍵識別子: the authority key identifier in the certificate, hexadecimal."
SERIAL = "シリアル番号 (発行番号) of the user-authentication certificate, hexadecimal; unique for each authority only."
CHANNEL = "登録経路: " + ", ".join(f"`{channel.value}` {channel.term}" for channel in Channel)
PROOF = (
    "本人確認データ: a compact JWS that the card signed just now for `onshi-registration`; any nonce, counts once. "
    "Instead of authority and serial number, which only an operator may name without the card."
)

LOOKUP_PROOF = (
    "本人確認データ: as for a registration. Looking spends nothing: the same proof may register the card afterwards."
)
EARLIER = (
    "以前の登録: whether this person had registered another card or phone before: `none`, `active` it still counts "
    "beside this one, `ended`."
)
PERSON_ID = "加入者ID; null for readers, who do not learn it."


class CertificateNamed(Body):
    """利用者証明用電子証明書."""

    authority_key_id: Hexadecimal = Field(description=AUTHORITY)
    serial_number: Hexadecimal = Field(description=SERIAL)

    def certificate(self) -> CardCertificate:
        """Return the certificate; its serial number is stored without zeros in front."""
        serial = serial_bytes(serial_from_hex(self.serial_number))
        return CardCertificate(bytes.fromhex(self.authority_key_id), serial)


class CardPresented(Body):
    """Which card, shown by a proof or named; whose, named or described; and where."""

    presence_proof: str | None = Field(default=None, max_length=20_000, description=PROOF)
    authority_key_id: Hexadecimal | None = Field(default=None, description=AUTHORITY)
    serial_number: Hexadecimal | None = Field(default=None, description=SERIAL)
    person_id: Id | None = Field(
        default=None,
        description="加入者ID. J-LIS says whose card it is: compared where it is given; decides only where an operator "
        "gives it and J-LIS knows of nobody.",
    )
    person: PersonDescription | None = Field(
        default=None, description="4情報: compared as `person_id` is, and not needed either."
    )
    channel: Channel = Field(description=CHANNEL)

    def named_certificate(self) -> CardCertificate | None:
        """Return the certificate that is named."""
        if self.authority_key_id is None or self.serial_number is None:
            return None
        named = CertificateNamed(authority_key_id=self.authority_key_id, serial_number=self.serial_number)
        return named.certificate()

    def violations(self) -> list[Violation]:
        """Tell which fields are missing or too many."""
        found = []
        named = {"authority_key_id": self.authority_key_id, "serial_number": self.serial_number}
        for name, value in named.items():
            if (value is None) == (self.presence_proof is None):
                found.append(_one_way(name, "The certificate is named, or shown by a proof."))
        return found


class CardLookup(Body):
    """Which card, shown by a proof."""

    presence_proof: str = Field(max_length=20_000, description=LOOKUP_PROOF)


class CardLookupAnswer(BaseModel):
    """Whether the card is an insurance card already."""

    is_registered: bool = Field(description="利用登録済み.")


class CardRegistrationRequest(CardPresented):
    """初回登録 (健康保険証としての利用登録)."""


class CardRegistrationShown(BaseModel):
    """初回登録."""

    registration_id: UUID = Field(description="登録ID.")
    person_id: UUID | None = Field(description=PERSON_ID)
    authority_key_id: str = Field(description=AUTHORITY)
    serial_number: str = Field(description=SERIAL)
    channel: Channel = Field(description=CHANNEL)
    renewed_from: UUID | None = Field(description="更新前の登録ID.")
    recorded_at: datetime = Field(description="登録日時.")
    ended_at: datetime | None = Field(description="解除・更新日時: since then it is no insurance card.")
    end_reason: EndReason | None = Field(description="`holder_request` 解除, `renewed` 更新, `other` その他.")
    earlier: EarlierRegistrations = Field(description=EARLIER)

    @classmethod
    def of(cls, registration: CardRegistration, earlier: EarlierRegistrations, *, shows_person: bool = True) -> Self:
        """Return a registration as it is shown."""
        ended_at = registration.ended_at
        return cls(
            registration_id=registration.registration_id,
            person_id=registration.person_id if shows_person else None,
            authority_key_id=registration.authority_key_id.hex(),
            serial_number=registration.serial_number.hex(),
            channel=registration.channel,
            renewed_from=registration.renewed_from,
            recorded_at=registration.recorded_at.astimezone(JAPAN),
            ended_at=None if ended_at is None else ended_at.astimezone(JAPAN),
            end_reason=registration.end_reason,
            earlier=earlier,
        )


class CardRegistrationEnd(Body):
    """利用登録の解除."""

    reason: Literal["holder_request", "other"] = Field(
        default="holder_request", description="`holder_request` 本人の申請, `other` その他."
    )


def _one_way(field: str, message: str) -> Violation:
    return Violation(f"/{field}", "one-way-only", message, "いずれか一方の方法で指定してください。")
