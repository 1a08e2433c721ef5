"""A card is known by its id and by every certificate for authentication that it has or had."""

from uuid import UUID

import msgspec
import pytest

from shared.worlds.fault_plan import card_key, certificate_key
from simulator.faults.issued_card import read_card

CARD, PHONE = UUID("0b8a1f5e-6f4e-4c55-9a0e-4f2f6f2f7a11"), UUID("0b8a1f5e-6f4e-4c55-9a0e-4f2f6f2f7a12")


def certificate(kind: str, serial_number: str) -> dict[str, str]:
    return {"kind": kind, "authority_key_id": "a1b2", "serial_number": serial_number, "state": "active"}


def test_a_card_is_known_by_its_certificates_for_authentication() -> None:
    certificates = [
        certificate("authentication", "0f"),
        certificate("signature", "11"),
        certificate("authentication", "0100"),
    ]
    phones = [{"card_id": str(PHONE), "carrier": "android", "state": "active"}]
    card = read_card(msgspec.json.encode({"card_id": str(CARD), "certificates": certificates, "phones": phones}))

    assert list(card.known_as()) == [
        card_key(CARD),
        certificate_key(b"\xa1\xb2", 15),
        certificate_key(b"\xa1\xb2", 256),
    ]
    assert [each.card_id for each in card.phones] == [PHONE]


def test_what_is_no_card_is_said() -> None:
    with pytest.raises(msgspec.MsgspecError):
        read_card(b'{"type": "urn:onshi:problem:resource-not-found"}')
