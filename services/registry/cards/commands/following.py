"""Following what J-LIS says of a person's certificates: after a renewal, and with a phone beside the card, they stay.

J-LIS tells verifiers which serial number came after which (発行の番号の紐付け). Every worker looks; what another has
linked meanwhile is found linked.
"""

from contextlib import suppress
from dataclasses import dataclass

import structlog

from services.registry.cards.commands.registrations import link_card, renew_card_registration
from services.registry.cards.commands.verifying import NewCertificates
from services.registry.cards.rules.cards import CardCertificate
from services.registry.cards.store.registrations import CardRegistration, read_card_registration
from services.registry.recording import Author, lock
from services.registry.tables import persons
from shared.errors import DATABASE_FAILURES, AlreadyExists
from shared.published.jpki import Follower, read_certificates_to_follow

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class CardFeed:
    """Links the certificates that follow registered ones, and verifies those that registered cards have got."""

    author: Author
    certificates: NewCertificates

    async def step(self, every_s: float) -> float:
        """Look once; return ``every_s``, after which the next look is due."""
        try:
            await self.look()
            await self.certificates.look()
        except DATABASE_FAILURES:
            pass  # The status feed beside this one tells of it.
        except Exception as error:  # noqa: BLE001 - a bug must not leave renewed cards unregistered for good
            _log.error("card feed", error=type(error).__name__)
        return every_s

    async def look(self) -> None:
        """Link every certificate that follows a registered one; raises DatabaseUnavailable."""
        async with self.author.world.database.transaction() as connection:
            followers = await read_certificates_to_follow(connection, self.author.world.known_at())
        for follower in followers:
            # Another worker was faster, or the registration has ended meanwhile.
            with suppress(AlreadyExists):
                await self._follow(follower)

    async def _follow(self, follower: Follower) -> None:
        certificate = CardCertificate(follower.authority_key_id, follower.serial_number)
        followed = await self._registration_of(follower)
        if followed is None:
            return
        if follower.replaces:
            await renew_card_registration(self.author, followed.registration_id, certificate)
            return
        async with self.author.world.database.transaction() as connection:
            recording = await lock(connection, persons, followed.person_id, self.author)
            if recording is not None:
                await link_card(connection, followed.person_id, certificate, followed.channel, recording)

    async def _registration_of(self, follower: Follower) -> CardRegistration | None:
        async with self.author.world.database.transaction() as connection:
            return await read_card_registration(
                connection, follower.followed_authority_key_id, follower.followed_serial_number
            )
