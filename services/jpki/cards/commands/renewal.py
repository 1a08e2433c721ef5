"""Renewing a card's certificate: a new key under a new serial number, and the old one superseded."""

from hashlib import sha256
from uuid import UUID

from services.jpki.authority.rules.profile import CaKind
from services.jpki.authority.store import Authorities
from services.jpki.cards.commands.desk import end_certificate
from services.jpki.cards.commands.following import until_registered
from services.jpki.cards.rules.card import Card
from services.jpki.cards.rules.renewal import plan_renewal
from services.jpki.cards.rules.residents import Followed
from services.jpki.cards.store.cards import find_card, find_phones
from services.jpki.cards.store.certificates import add_certificate, allot_serial, was_renewed_under
from services.jpki.cards.store.residents import find_holder, write_holder
from services.jpki.status.rules.revocation import RevocationReason
from shared.worlds.world import World


async def renew(world: World, authorities: Authorities, card_id: UUID, key: str | None = None) -> Card:
    """Return the card with its new certificate; the phone that was made from it is no longer needed.

    J-LIS tells the registry which certificate has followed which, and waits a moment for it. Under the same ``key``
    (Idempotency-Key) a card is renewed once, and returned as it is then. Raises ResourceNotFound, and as
    ``plan_renewal``.
    """
    digest = None if key is None else sha256(b"onshi renewal\0" + key.encode()).digest()
    now = world.clock.now()
    by_generation = await authorities.of(CaKind.AUTHENTICATION)
    async with world.database.transaction() as connection:
        card = await find_card(connection, card_id, lock=True)
        if digest is not None and await was_renewed_under(connection, card_id, digest):
            return card
        plan = plan_renewal(card, now, list(by_generation.values()))
        old = card.certificate
        await end_certificate(connection, card, RevocationReason.SUPERSEDED, now)
        for phone in await find_phones(connection, card_id):
            await end_certificate(connection, phone, RevocationReason.CESSATION_OF_OPERATION, now)
        serial_number = await allot_serial(connection, plan.kind, plan.generation)
        await add_certificate(connection, card_id, plan, serial_number, old.renewal + 1, digest)
        old_key_id = by_generation[old.generation].key_id
        followed = Followed(old_key_id, old.serial_number, is_replaced=True)
        await write_holder(
            connection,
            by_generation[plan.generation].key_id,
            serial_number,
            await find_holder(connection, old_key_id, old.serial_number, now),
            now,
            followed,
        )
        renewed = await find_card(connection, card_id)
    await until_registered(world, followed, by_generation[plan.generation].key_id, renewed.certificate)
    return renewed
