"""Bodies about card registrations (初回登録)."""

from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel, Field

from services.registry.card_channels import Channel
from services.registry.fields import Body, Hexadecimal
from services.registry.store.cards import CardRegistration
from shared.clock import JAPAN
from shared.pki.serials import serial_bytes, serial_from_hex

AUTHORITY = "発行者鍵識別子: the authority key identifier in the certificate, hexadecimal."
SERIAL = "シリアル番号 (発行番号) of the user-authentication certificate, hexadecimal; unique for each authority only."
CHANNEL = "登録経路: " + ", ".join(f"`{channel.value}` {channel.term}" for channel in Channel)


class CardRegistrationRequest(Body):
    """初回登録 (健康保険証としての利用登録)."""

    person_id: UUID = Field(description="加入者ID.")
    authority_key_id: Hexadecimal = Field(description=AUTHORITY)
    serial_number: Hexadecimal = Field(description=SERIAL)
    channel: Channel = Field(description=CHANNEL)

    @property
    def authority_key_bytes(self) -> bytes:
        """The authority key identifier."""
        return bytes.fromhex(self.authority_key_id)

    @property
    def serial_number_bytes(self) -> bytes:
        """The serial number as it is stored, without zeros in front."""
        return serial_bytes(serial_from_hex(self.serial_number))


class CardRegistrationShown(BaseModel):
    """初回登録."""

    person_id: UUID = Field(description="加入者ID.")
    authority_key_id: str = Field(description=AUTHORITY)
    serial_number: str = Field(description=SERIAL)
    channel: Channel = Field(description=CHANNEL)
    recorded_at: datetime = Field(description="登録日時.")

    @classmethod
    def of(cls, registration: CardRegistration) -> Self:
        """Return a registration as it is shown."""
        return cls(
            person_id=registration.person_id,
            authority_key_id=registration.authority_key_id.hex(),
            serial_number=registration.serial_number.hex(),
            channel=registration.channel,
            recorded_at=registration.recorded_at.astimezone(JAPAN),
        )


class CardRegistrationCounts(BaseModel):
    """初回登録の件数."""

    counted_at: datetime = Field(description="集計日時.")
    total: int = Field(description="合計: cards that are registered now.")
    by_channel: dict[Channel, int] = Field(description="登録経路ごとの件数; every channel is named.")
