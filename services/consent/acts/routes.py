"""Proofs that consents and openings are sealed: for the institution whose consent it is, and the operator."""

from services.consent.acts.commands import consent_on_record, read_sealed
from services.consent.acts.messages import ActProof, ConsentProofs, OpeningProofs
from services.consent.acts.store import acts_of_opening
from services.consent.callers import HistoryReader, NotKept, Operator
from services.consent.consents.routes import ConsentId, consent_named
from shared.domain.roles import Role
from shared.errors import ResourceNotFound
from shared.web.from_world import RequestWorld
from shared.web.ids import Id
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter

router = StrictRouter(dependencies=[NotKept])


@router.get(
    "/v1/consents/{consent_id}/proofs",
    tags=["consents"],
    summary="Proofs that a consent is sealed (同意の証明)",
    responses=refusals(ResourceNotFound),
)
async def prove(consent_id: ConsentId, caller: HistoryReader, world: RequestWorld) -> ConsentProofs:
    """Prove what was done to a consent, and that its check is on record; an institution asks about its own.

    Keep the answer: `onshi audit verify-proof` verifies all of it offline, also when it has ended (保存期間).
    """
    check_id, kind = consent_named(consent_id)
    check = await consent_on_record(world, check_id, kind)
    is_operator = caller.role is Role.OPERATOR
    if not is_operator and check.institution_code != caller.institution_code:
        raise ResourceNotFound
    return ConsentProofs.of(await read_sealed(world, check_id, kind), with_record=is_operator)


@router.get(
    "/v1/openings/{opening_id}/proofs",
    tags=["openings"],
    summary="Proofs that an opening is sealed (開放の証明)",
    responses=refusals(ResourceNotFound),
)
async def prove_opening(opening_id: Id, _caller: Operator, world: RequestWorld) -> OpeningProofs:
    """Prove when reading without a card was opened, where, by whom, and whether it was closed."""
    acts = await acts_of_opening(world, opening_id)
    if not acts:
        raise ResourceNotFound
    return OpeningProofs(items=[ActProof.of(act) for act in acts])
