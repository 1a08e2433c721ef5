"""A card's certificate, made when it is first needed, and its key: a ready one, or one that cards of the mass share."""

import asyncio

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from sqlalchemy.ext.asyncio import AsyncConnection

from services.jpki.authority.rules.generations import Authority
from services.jpki.authority.rules.keys import KeyKind, PrivateKey, kind_of_key
from services.jpki.authority.rules.leaves import issue_certificate
from services.jpki.authority.rules.profile import CaKind
from services.jpki.authority.store import Authorities
from services.jpki.cards.rules.card import Card, CardCertificate, CardKey
from services.jpki.cards.rules.four_attributes import alternative_names
from services.jpki.cards.rules.holder import POLICIES
from services.jpki.cards.rules.issuance import common_name_of
from services.jpki.cards.store.cards import find_card
from services.jpki.cards.store.certificates import (
    add_key,
    find_certificates,
    find_key,
    find_shared_key,
    publish_certificate,
)
from services.jpki.cards.store.residents import find_holder
from shared.errors import VerificationUnavailable
from shared.pki.profile import SIGNATURE_POLICY


async def key_of(
    connection: AsyncConnection, authorities: Authorities, card: Card, kind: CaKind = CaKind.AUTHENTICATION
) -> CardKey:
    """Return the key and certificate that the card signs with; the first who needs them makes them.

    Raises VerificationUnavailable: the card has no certificate of this kind.
    """
    certificate = card.certificate
    if kind is not certificate.kind:
        held = [each for each in await find_certificates(connection, card.card_id) if each.kind is kind]
        if not held:
            raise VerificationUnavailable
        certificate = held[-1]
    key = await find_key(connection, certificate)
    if key is None:
        await find_card(connection, card.card_id, lock=True)
        key = await find_key(connection, certificate)
    if key is None:
        authority = (await authorities.of(kind))[certificate.generation]
        private_key = await _private_key(connection, authorities, card, authority)
        holder = await _holder_of(connection, authorities, card) if kind is CaKind.SIGNATURE else None
        key = await asyncio.to_thread(_certified, card, certificate, authority, private_key, holder)
        await add_key(connection, certificate, key)
        if kind is CaKind.AUTHENTICATION:
            await publish_certificate(connection, authority.key_id, certificate.serial_number, key.certificate_der)
    return key


async def _private_key(
    connection: AsyncConnection, authorities: Authorities, card: Card, authority: Authority
) -> PrivateKey:
    # A card has keys of the kind that its authority has; those that are shared are of today's.
    kind = kind_of_key(authority.private_key)
    if card.shared_key is not None and kind is KeyKind.RSA_2048:
        return await find_shared_key(connection, card.shared_key)
    return await authorities.new_key(kind)


async def _holder_of(
    connection: AsyncConnection, authorities: Authorities, card: Card
) -> x509.SubjectAlternativeName | None:
    """Return the names of the card's holder; None where J-LIS was told of nobody."""
    own = card.certificate
    key_id = (await authorities.of(own.kind))[own.generation].key_id
    held = await find_holder(connection, key_id, own.serial_number, authorities.now())
    return None if held.attributes is None else alternative_names(held.attributes)


def _certified(
    card: Card,
    certificate: CardCertificate,
    authority: Authority,
    private_key: PrivateKey,
    holder: x509.SubjectAlternativeName | None,
) -> CardKey:
    issued = issue_certificate(
        authority,
        private_key.public_key(),
        common_name=common_name_of(card.card_id),
        serial_number=certificate.serial_number,
        not_before=certificate.not_before,
        not_after=certificate.not_after,
        policy=SIGNATURE_POLICY if authority.kind is CaKind.SIGNATURE else POLICIES[card.carrier],
        holder=holder,
    )
    return CardKey(private_key, issued.public_bytes(Encoding.DER))
