"""What is secret of a card is in no repr, so in no log and no traceback."""

from datetime import UTC, date, datetime
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import rsa

from services.jpki.authority.rules.profile import CaKind
from services.jpki.cards.rules.card import Card, CardCertificate, CardKey, NewCardRow
from services.jpki.cards.rules.holder import Carrier

FIRST, LAST = datetime(2026, 11, 20, tzinfo=UTC), datetime(2031, 2, 17, tzinfo=UTC)


def test_no_repr_shows_a_pin_or_a_birth_date() -> None:
    row = NewCardRow(UUID(int=1), FIRST, b"", date(1980, 2, 17), "7391", Carrier.CARD)
    certificate = CardCertificate(CaKind.AUTHENTICATION, 3, 4096, 0, FIRST, LAST, None)
    card = Card(UUID(int=1), b"", "7391", 3, 10, Carrier.CARD, date(1980, 2, 17), None, certificate)
    assert "7391" not in repr(row) + repr(card)
    assert "1980" not in repr(row) + repr(card)


def test_no_repr_shows_a_key() -> None:
    assert "private" not in repr(CardKey(rsa.generate_private_key(65537, 2048), b"")).lower()
