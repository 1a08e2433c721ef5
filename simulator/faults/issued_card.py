"""A card as the authority shows it, as far as rules know it: its id, its certificates, the phones made from it."""

from collections.abc import Iterator
from uuid import UUID

import msgspec

from shared.pki.serials import serial_from_hex
from shared.worlds.fault_plan import card_key, certificate_key

_AUTHENTICATION = "authentication"


class _Certificate(msgspec.Struct, frozen=True):
    kind: str
    authority_key_id: str
    serial_number: str


class _Phone(msgspec.Struct, frozen=True):
    card_id: UUID


class IssuedCard(msgspec.Struct, frozen=True):
    """One card or phone."""

    card_id: UUID
    certificates: list[_Certificate]
    """All that it has or had."""
    phones: list[_Phone] = []

    def known_as(self) -> Iterator[str]:
        """Yield what it is known by."""
        yield card_key(self.card_id)
        for each in self.certificates:
            if each.kind == _AUTHENTICATION:
                yield certificate_key(bytes.fromhex(each.authority_key_id), serial_from_hex(each.serial_number))


read_card = msgspec.json.Decoder(IssuedCard).decode
"""Reads the answer of `GET /jpki/v1/cards/{card_id}` and of whatever changes a card; raises msgspec.MsgspecError."""
