"""What a caller says about a card: which, by proof or by name; whose, by id or described. Read, and judged."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends

from services.registry.cards.commands.proofs import ProvenCard, verify_registration_proof
from services.registry.cards.commands.whose import Said
from services.registry.cards.messages.registrations import CardPresented
from services.registry.cards.rules.cards import CardCertificate, Channel
from shared.domain.roles import Role
from shared.errors import RequestInvalid, RoleNotAllowed, Violation
from shared.pki.pinned_roots import PinnedRoots
from shared.pki.tokens import Caller
from shared.web.from_world import FromWorld
from shared.worlds.world import World

_CHANNEL_OF = {Role.READER: Channel.READER, Role.MUNICIPALITY: Channel.MUNICIPAL_DESK, Role.SERVICE: Channel.PORTAL}


RegistrationRoots = Annotated[PinnedRoots, Depends(FromWorld(PinnedRoots))]
"""A route's parameter: the roots of the request's world."""


def said_by(body: CardPresented, caller: Caller) -> Said:
    """Return whom a body names or describes, and whether an operator does."""
    described = None if body.person is None else body.person.description()
    return Said(body.person_id, described, is_operators=caller.role is Role.OPERATOR)


def may_see_person(caller: Caller) -> bool:
    """Tell whether the caller may learn the registry's number of a person: readers and institutions never do."""
    return caller.role in {Role.OPERATOR, Role.MUNICIPALITY}


@dataclass(frozen=True, slots=True)
class PresentedCard:
    """A card, and the proof that it was there, where there is one."""

    certificate: CardCertificate
    proof: ProvenCard | None


async def presented_card(body: CardPresented, caller: Caller, world: World, roots: PinnedRoots) -> PresentedCard:
    """Return which card a body is about.

    Raises RequestInvalid, RoleNotAllowed (only an operator names a card without showing it), and what
    ``verify_registration_proof`` raises.
    """
    violations = body.violations()
    expected = _CHANNEL_OF.get(caller.role)
    if expected is not None and body.channel is not expected:
        violations.append(
            Violation("/channel", "role-mismatch", "Is not this role's channel.", "この役割の登録経路ではありません。")
        )
    if violations:
        raise RequestInvalid(violations)
    named = body.named_certificate()
    if named is not None:
        if caller.role is not Role.OPERATOR:
            raise RoleNotAllowed(
                detail="Only an operator may name a certificate; others show a proof.",
                detail_ja="本人確認データなしで登録できるのは運用者のみです。",
            )
        return PresentedCard(named, None)
    at = world.clock.now()
    async with world.database.transaction() as connection:
        proof = await verify_registration_proof(
            connection, roots, body.presence_proof or "", at, caller.role, caller.institution_code
        )
    return PresentedCard(CardCertificate(proof.authority_key_id, proof.serial_number), proof)
