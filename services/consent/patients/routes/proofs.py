"""The patient's own proof that a look at their data is in the sealed record."""

from services.consent.callers import NotKept
from services.consent.history.messages import DisclosureProof
from services.consent.history.store import read_proof
from services.consent.patients.routes.signed_in import SignedIn
from shared.errors import DATABASE_FAILURES, CardNotUsable, RequestInvalid, ResourceNotFound
from shared.web.from_world import RequestWorld
from shared.web.ids import Id
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter

router = StrictRouter(prefix="/v1/me", tags=["me"], dependencies=[NotKept])


@router.get(
    "/disclosures/{check_id}/proof",
    summary="Proof that a look at my data is sealed (利用履歴の証明)",
    responses=refusals(RequestInvalid, CardNotUsable, ResourceNotFound, *DATABASE_FAILURES),
)
async def prove_my_disclosure(check_id: Id, patient: SignedIn, world: RequestWorld) -> DisclosureProof:
    """Prove that the record of one entry of `/v1/me/disclosures` stands unchanged in the sealed trail.

    Keep the answer: `onshi audit verify-proof` verifies it offline, with a checkpoint or the public key.
    """
    row = await read_proof(world, check_id)
    if row is None or row["person_id"] != patient.person_id or patient.person.address_hidden:
        raise ResourceNotFound
    return DisclosureProof.of(check_id, row, with_record=False)
