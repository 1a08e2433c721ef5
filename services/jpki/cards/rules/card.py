"""What a card is, as the service handles it. Pure; nothing here shows a PIN or a key in its repr."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from services.jpki.authority.rules.keys import PrivateKey
from services.jpki.authority.rules.profile import CaKind
from services.jpki.cards.rules.holder import Carrier
from services.jpki.status.rules.revocation import Revocation


@dataclass(frozen=True, slots=True)
class NewCardRow:
    """A card that is to be."""

    card_id: UUID
    created_at: datetime
    request_digest: bytes
    birthdate: date = field(repr=False)
    pin: str | None = field(repr=False)
    carrier: Carrier
    phone_of: UUID | None = None
    """The card that this phone is made from."""


@dataclass(frozen=True, slots=True)
class CardCertificate:
    """One certificate of a card: of which authority, from when until when, and whether it was revoked."""

    kind: CaKind
    generation: int
    serial_number: int
    renewal: int
    """How many of its kind the card had before."""
    not_before: datetime
    not_after: datetime
    revocation: Revocation | None


@dataclass(frozen=True, slots=True)
class Card:
    """A card and its present state."""

    card_id: UUID
    request_digest: bytes
    pin: str | None = field(repr=False)
    pin_tries_left: int
    face_tries_left: int
    carrier: Carrier
    birthdate: date = field(repr=False)
    phone_of: UUID | None
    """The card that this phone was made from."""
    certificate: CardCertificate
    """The newest for user authentication: the one that it signs with."""
    shared_key: int | None = None
    """The number of the key that it shares with other cards of the mass; None: it has a key of its own."""


@dataclass(frozen=True, slots=True)
class CardKey:
    """What a card signs with."""

    private_key: PrivateKey = field(repr=False)
    certificate_der: bytes
