"""The body of a phone that is made from a card."""

from hashlib import sha256
from typing import Literal
from uuid import UUID

from pydantic import Field

from services.jpki.cards.messages.forms import Pin
from services.jpki.cards.rules.holder import Carrier
from services.jpki.cards.rules.phones import PhoneOrder
from shared.web.bodies import Body
from shared.web.ids import Id


class NewPhone(Body):
    """A phone that its holder applies for with the card (スマホ用電子証明書の申請)."""

    card_id: Id | None = Field(
        default=None, description="The phone's own id: chosen by the caller, or made here when null."
    )
    platform: Literal["android", "iphone"] = Field(description="媒体: Android or iPhone.", examples=["android"])
    pin: Pin | None = Field(
        default=None,
        repr=False,
        description="スマホ用電子証明書の暗証番号, 4 digits: needed by Android, never asked for by an iPhone.",
    )

    def order(self) -> PhoneOrder:
        """Return the phone that is asked for."""
        return PhoneOrder(Carrier(self.platform), self.pin)

    def digest(self, card_id: UUID) -> bytes:
        """Return what the same request for the same card is known by."""
        return sha256(card_id.bytes + self.model_dump_json(exclude={"card_id"}).encode()).digest()
