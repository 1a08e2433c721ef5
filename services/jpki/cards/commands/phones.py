"""Making a phone from a card: a certificate of its own, for the same holder, that ends with the card's."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.jpki.authority.rules.profile import CaKind
from services.jpki.authority.store import Authorities
from services.jpki.cards.commands.desk import end_certificate
from services.jpki.cards.commands.following import until_registered
from services.jpki.cards.rules.card import Card, NewCardRow
from services.jpki.cards.rules.phones import PhoneOrder, must_be_able_to_have_phone, plan_phone
from services.jpki.cards.rules.residents import Followed
from services.jpki.cards.store.cards import add_card, find_card, find_phones
from services.jpki.cards.store.residents import find_holder, write_holder
from services.jpki.status.rules.revocation import RevocationReason
from shared.clock import day_in_japan
from shared.errors import AlreadyExists, ResourceNotFound
from shared.ids import new_id
from shared.worlds.world import World


async def make_phone(
    world: World, authorities: Authorities, card_id: UUID, order: PhoneOrder, digest: bytes, phone_id: UUID | None
) -> tuple[Card, bool]:
    """Return the phone and whether it is new; the same request again, by its id and digest, finds the phone it made.

    A holder has one phone: the one before is revoked. Raises ResourceNotFound, AlreadyExists (another request made a
    card of this id), and as ``must_be_able_to_have_phone`` does.
    """
    now = world.clock.now()
    by_generation = await authorities.of(CaKind.AUTHENTICATION)
    async with world.database.transaction() as connection:
        card = await find_card(connection, card_id, lock=True)
        made = None if phone_id is None else await _made_before(connection, phone_id)
        if made is not None:
            if made.request_digest != digest:
                raise AlreadyExists
            return made, False
        must_be_able_to_have_phone(card, order, now)
        for phone in await find_phones(connection, card_id):
            await end_certificate(connection, phone, RevocationReason.CESSATION_OF_OPERATION, now)
        plan = plan_phone(card.certificate.not_after, day_in_japan(now), list(by_generation.values()))
        phone_id = phone_id or new_id(now, world.random_bytes)
        row = NewCardRow(
            card_id=phone_id,
            created_at=now,
            request_digest=digest,
            birthdate=card.birthdate,
            pin=order.pin,
            carrier=order.carrier,
            phone_of=card_id,
        )
        if not await add_card(connection, row, plan):
            raise AlreadyExists  # Another request took the id meanwhile.
        made = await find_card(connection, phone_id)
        card_key_id, phone_key_id = (by_generation[each.certificate.generation].key_id for each in (card, made))
        followed = Followed(card_key_id, card.certificate.serial_number, is_replaced=False)
        await write_holder(
            connection,
            phone_key_id,
            made.certificate.serial_number,
            await find_holder(connection, card_key_id, card.certificate.serial_number, now),
            now,
            followed,
        )
    await until_registered(world, followed, phone_key_id, made.certificate)
    return made, True


async def _made_before(connection: AsyncConnection, phone_id: UUID) -> Card | None:
    try:
        return await find_card(connection, phone_id)
    except ResourceNotFound:
        return None
