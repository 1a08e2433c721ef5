"""Cards with all that a load generator needs to sign with them: certificate, private key, PIN, institution.

For a simulator only: a real card never gives its key away. The certificate is the very one that the simulated J-LIS
would issue at the card's first signature, as RSA signs the same content the same way each time.
"""

from base64 import b64encode
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, load_der_private_key

from services.jpki.authority.rules.generations import Authority
from services.jpki.authority.rules.leaves import issue_certificate
from services.jpki.cards.rules.holder import POLICIES, Carrier
from services.jpki.cards.rules.issuance import common_name_of
from shared.pki.chain import mark_of
from shared.pki.serials import serial_hex


@dataclass(frozen=True, slots=True)
class CardToExport:
    """A card of the mass, and where its holder is seen."""

    card_id: str
    person_id: str
    pin: str = field(repr=False)
    serial_number: int
    shared_key: int
    not_before: datetime
    not_after: datetime
    institution_code: str


@dataclass(frozen=True, slots=True)
class Signers:
    """The authority that issued the cards of the mass and the keys that they share, as DER: it can be handed on."""

    generation: int
    certificate: bytes
    private_key: bytes = field(repr=False)
    keys: tuple[bytes, ...] = field(repr=False)
    """PKCS#8, by number."""

    def authority(self) -> Authority:
        """Return the authority."""
        key = load_der_private_key(self.private_key, None, unsafe_skip_rsa_key_validation=True)
        if not isinstance(key, rsa.RSAPrivateKey):
            raise TypeError("the cards of the mass are of an RSA authority")
        return Authority(self.generation, x509.load_der_x509_certificate(self.certificate), key)


class CardExport:
    """Writes the cards that ``signers`` made."""

    def __init__(self, signers: Signers) -> None:
        self._authority = signers.authority()
        self.authority_key_id = self._authority.key_id
        keys = signers.keys
        loaded = [load_der_private_key(key, None, unsafe_skip_rsa_key_validation=True) for key in keys]
        self._public = [key.public_key() for key in loaded if isinstance(key, rsa.RSAPrivateKey)]
        self._private = [b64encode(key).decode() for key in keys]

    @property
    def mark(self) -> bytes:
        """On what the verification of these certificates rests (shared/pki/chain.py)."""
        return mark_of(self._authority.certificate)

    def certificate(self, card: CardToExport) -> bytes:
        """Return the card's certificate as DER."""
        return issue_certificate(
            self._authority,
            self._public[card.shared_key],
            common_name=common_name_of(UUID(card.card_id)),
            serial_number=card.serial_number,
            not_before=card.not_before,
            not_after=card.not_after,
            policy=POLICIES[Carrier.CARD],
        ).public_bytes(Encoding.DER)

    def line(self, card: CardToExport, certificate: bytes) -> bytes:
        """Return the card as a line of JSON; docs/load-data.md has its members."""
        members: dict[str, Any] = {
            "card_id": card.card_id,
            "person_id": card.person_id,
            "pin": card.pin,
            "carrier": Carrier.CARD.value,
            "institution_code": card.institution_code,
            "authority_key_id": self.authority_key_id.hex(),
            "serial_number": serial_hex(card.serial_number),
            "certificate": b64encode(certificate).decode(),
            "private_key": self._private[card.shared_key],
        }
        return msgspec.json.encode(members) + b"\n"


@lru_cache(maxsize=1)
def opened_export(signers: Signers) -> CardExport:
    """Return the export of these signers; their keys are read once in a process."""
    return CardExport(signers)
