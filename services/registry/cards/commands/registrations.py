"""初回登録: linking a card's user-authentication certificate to a person; its end, and its renewal."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.cards.commands.proofs import ProvenCard, spend
from services.registry.cards.commands.refusals import refuse
from services.registry.cards.commands.verifying import verify_published
from services.registry.cards.commands.whose import Said, whose_card
from services.registry.cards.rules.cards import CardCertificate, Channel, another_persons
from services.registry.cards.store.registrations import (
    CardRegistration,
    EndReason,
    read_card_registration,
    read_card_registration_by_id,
    read_renewal_of,
    write_card_registration,
    write_card_registration_end,
)
from services.registry.outcome import Registered
from services.registry.publishing import (
    publish_card_registration,
    publish_verified_certificate,
    withdraw_card_registration,
)
from services.registry.questions.commands import must_be_free_to_ask
from services.registry.questions.store import Asker, Way
from services.registry.recording import Author, Recording, lock, mark_changed
from services.registry.tables import persons
from shared.errors import AlreadyExists, Overloaded, ResourceNotFound
from shared.pki.pinned_roots import PinnedRoots


async def register_card(
    asker: Asker, certificate: CardCertificate, said: Said, channel: Channel, proof: ProvenCard | None = None
) -> Registered[CardRegistration]:
    """Link a certificate to the person whose card it is, or find the link (through whichever channel it was made).

    Raises CardNotUsable (it is not certain whose card it is, or not whom the caller says), NonceUsed (the proof was
    seen before), Overloaded (somebody registered it meanwhile), TooManyMisses; to operators also RequestInvalid
    (nobody, or no single person, is meant) and AlreadyExists (the certificate is another person's).
    """
    author = asker.author
    async with author.world.database.transaction() as connection:
        await must_be_free_to_ask(connection, asker)
        now = author.world.clock.now()
        whose = await whose_card(connection, certificate, said, now)
        recording = None if whose.holder is None else await lock(connection, persons, whose.holder, author)
        if whose.holder is not None and recording is not None:
            # What others did while this one waited for the lock counts.
            if await whose_card(connection, certificate, said, now) != whose:
                raise Overloaded
            if proof is not None:
                await spend(connection, proof, recording)
            linked = await link_card(connection, whose.holder, certificate, channel, recording)
            if proof is not None:
                await publish_verified_certificate(
                    connection, certificate.authority_key_id, certificate.serial_number, proof.verified, recording.at
                )
            return linked
    raise await refuse(asker, Way.CARD_REGISTRATION, said, whose, proof)


async def link_card(
    connection: AsyncConnection,
    person_id: UUID,
    certificate: CardCertificate,
    channel: Channel,
    recording: Recording,
    renewed_from: UUID | None = None,
) -> Registered[CardRegistration]:
    """Link a certificate to a locked person, or find the link; raises AlreadyExists."""
    registration = CardRegistration(
        recording.new_id(),
        person_id,
        certificate.authority_key_id,
        certificate.serial_number,
        channel,
        recording.at,
        renewed_from,
    )
    if await write_card_registration(connection, registration, recording):
        await publish_card_registration(
            connection, certificate.authority_key_id, certificate.serial_number, person_id, recording
        )
        await verify_published(connection, certificate, recording.at, PinnedRoots())
        await mark_changed(connection, persons, person_id, recording)
        return Registered(registration, is_new=True)
    found = await read_card_registration(connection, certificate.authority_key_id, certificate.serial_number)
    if found is None or found.person_id != person_id:
        raise another_persons()
    return Registered(found, is_new=False)


async def end_card_registration(author: Author, registration_id: UUID, reason: EndReason) -> CardRegistration:
    """End a registration (利用登録の解除), or find it ended; raises ResourceNotFound."""
    async with author.world.database.transaction() as connection:
        registration, recording = await _lock_holder(connection, author, registration_id)
        if registration.ended_at is not None:
            return registration
        await _end(connection, registration, reason, recording)
        return replace(registration, ended_at=recording.at, end_reason=reason)


async def renew_card_registration(
    author: Author, registration_id: UUID, certificate: CardCertificate
) -> Registered[CardRegistration]:
    """Put a new certificate in the place of an old one: the person stays (電子証明書の更新).

    Raises ResourceNotFound, AlreadyExists (it was renewed with another certificate or has ended, or the certificate
    is registered already).
    """
    async with author.world.database.transaction() as connection:
        old, recording = await _lock_holder(connection, author, registration_id)
        if old.ended_at is not None:
            renewal = await read_renewal_of(connection, registration_id)
            if renewal is None or CardCertificate(renewal.authority_key_id, renewal.serial_number) != certificate:
                raise AlreadyExists(
                    detail="The registration has ended, or was renewed with another certificate.",
                    detail_ja="解除済み、または別の電子証明書に更新済みです。",
                )
            return Registered(renewal, is_new=False)
        await _end(connection, old, EndReason.RENEWED, recording)
        renewed = await link_card(connection, old.person_id, certificate, old.channel, recording, registration_id)
        if not renewed.is_new:
            raise AlreadyExists(
                detail="The certificate is registered already.", detail_ja="この電子証明書は登録済みです。"
            )
        return renewed


async def _lock_holder(
    connection: AsyncConnection, author: Author, registration_id: UUID
) -> tuple[CardRegistration, Recording]:
    seen = await read_card_registration_by_id(connection, registration_id)
    recording = None if seen is None else await lock(connection, persons, seen.person_id, author)
    registration = await read_card_registration_by_id(connection, registration_id)
    if registration is None or recording is None:
        raise ResourceNotFound
    return registration, recording


async def _end(
    connection: AsyncConnection, registration: CardRegistration, reason: EndReason, recording: Recording
) -> None:
    await write_card_registration_end(connection, registration, reason, recording)
    await withdraw_card_registration(connection, registration.authority_key_id, registration.serial_number, recording)
    await mark_changed(connection, persons, registration.person_id, recording)
