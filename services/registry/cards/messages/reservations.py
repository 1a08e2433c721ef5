"""Bodies about reservations of card registrations (予約登録)."""

from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel, Field

from services.registry.cards.messages.registrations import AUTHORITY, CHANNEL, SERIAL, CardPresented
from services.registry.cards.rules.cards import Channel
from services.registry.cards.store.reservations import Reservation, ReservationState
from shared.clock import JAPAN
from shared.web.ids import Id

STATE = "状態: `reserved` 予約中, `active` 登録済, `unmatched` 不一致 (tried again when data arrive)."


class ReservationRequest(CardPresented):
    """予約登録: the card is registered as soon as its holder's data are here."""

    reservation_id: Id | None = Field(
        default=None, description="予約ID, chosen by the caller so that a retry is safe; left out: made here."
    )


class ReservationShown(BaseModel):
    """予約登録. What was described is not shown."""

    reservation_id: UUID = Field(description="予約ID.")
    state: ReservationState = Field(description=STATE)
    authority_key_id: str = Field(description=AUTHORITY)
    serial_number: str = Field(description=SERIAL)
    channel: Channel = Field(description=CHANNEL)
    person_id: UUID | None = Field(description="加入者ID, once it is active; null for readers.")
    recorded_at: datetime = Field(description="登録日時: since when it has been in this state.")

    @classmethod
    def of(cls, reservation: Reservation, *, shows_person: bool = True) -> Self:
        """Return a reservation as it is shown."""
        return cls(
            reservation_id=reservation.reservation_id,
            state=reservation.state,
            authority_key_id=reservation.authority_key_id.hex(),
            serial_number=reservation.serial_number.hex(),
            channel=reservation.channel,
            person_id=reservation.registered_person_id if shows_person else None,
            recorded_at=reservation.recorded_at.astimezone(JAPAN),
        )
