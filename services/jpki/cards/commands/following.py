"""Waiting until a certificate that follows a registered one is registered too (発行の番号の紐付け).

The registry looks for such certificates by itself, each second: whoever renews and checks at once would be told that
the card is not registered.
"""

import asyncio
from contextlib import suppress
from typing import Final

from services.jpki.cards.rules.card import CardCertificate
from services.jpki.cards.rules.residents import Followed
from shared.pki.serials import serial_bytes
from shared.published.jpki import IS_TO_BE_FOLLOWED
from shared.worlds.world import World

WITHIN_S: Final = 3.0
"""So long at most: a registry that is away holds up no desk."""
_EVERY_S: Final = 0.05


async def until_registered(
    world: World, followed: Followed, authority_key_id: bytes, certificate: CardCertificate
) -> None:
    """Return once the registry has linked ``certificate``, or WITHIN_S later; at once where it will not link it.

    Raises DatabaseUnavailable.
    """
    with suppress(TimeoutError):
        async with asyncio.timeout(WITHIN_S):
            while await _is_to_be_followed(world, followed, authority_key_id, certificate):  # noqa: ASYNC110 - the registry is another process: no event tells of it
                await asyncio.sleep(_EVERY_S)


async def _is_to_be_followed(
    world: World, followed: Followed, authority_key_id: bytes, certificate: CardCertificate
) -> bool:
    rows = await world.database.fetch(
        IS_TO_BE_FOLLOWED,
        followed.authority_key_id,
        serial_bytes(followed.serial_number),
        authority_key_id,
        serial_bytes(certificate.serial_number),
        world.known_at(),
    )
    return bool(rows[0]["is_to_be_followed"])
