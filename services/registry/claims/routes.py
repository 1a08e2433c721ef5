"""レセプト振替・分割."""

from datetime import datetime
from uuid import UUID

from fastapi import Response
from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.callers import ClaimReviewer
from services.registry.claims.messages import ClaimRouteAnswer, ClaimRouteRequest
from services.registry.claims.rules.claim_routing import Action, Claim, Outcome, Portion, Reason, Route, route_claim
from services.registry.claims.store import find_holders, read_timeline
from services.registry.person_records.store.persons import read_person
from shared.clock import JAPAN, day_in_japan
from shared.domain.insured import FamilyIdentifiers
from shared.errors import BodyUnreadable, MyNumberNotAccepted, RequestInvalid
from shared.web.exempt_references import NOTICE_DOCUMENT, notice_of_exempt
from shared.web.from_world import RequestWorld
from shared.web.my_number_guard import refuse_my_numbers
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter

router = StrictRouter(tags=["claim routes"])


@router.post(
    "/v1/claim-routes",
    summary="Where a claim goes (レセプト振替・分割)",
    responses={
        200: {"headers": NOTICE_DOCUMENT},
        **refusals(BodyUnreadable, RequestInvalid, MyNumberNotAccepted),
    },
)
async def decide(
    body: ClaimRouteRequest, _: ClaimReviewer, world: RequestWorld, response: Response
) -> ClaimRouteAnswer:
    """Decide from the record, as it is known now and as it was known at the check, who pays for which day.

    From claims of 2022-02 a day stays where the record was valid when the institution checked; before that, since
    2021-10, the record issued last won; with public expense nothing is moved. Days that nobody covers are returned.
    Roles: review, operator.
    """
    refuse_my_numbers(body)
    response.headers.update(notice_of_exempt({"claim_reference": body.claim_reference}))
    now = world.clock.now()
    violations = body.violations(now)
    if violations:
        raise RequestInvalid(violations)
    decided_at = body.decided_at or now
    async with world.database.transaction() as connection:
        route = await _route(connection, body, body.claim(day_in_japan(now)), decided_at)
    return ClaimRouteAnswer.of(route, body.claim_reference, decided_at.astimezone(JAPAN))


async def _route(connection: AsyncConnection, body: ClaimRouteRequest, claim: Claim, decided_at: datetime) -> Route:
    family = FamilyIdentifiers.folded(body.insurer_number, body.symbol, body.number)
    holders = await find_holders(connection, family, body.branch)
    persons: set[UUID] = {person_id for person_id, _ in holders}
    if body.birthdate is not None:
        persons = {person_id for person_id in persons if await _is_born_on(connection, person_id, body)}
    if len(persons) != 1:
        reason = Reason.AMBIGUOUS_IDENTIFIERS if persons else Reason.UNKNOWN_IDENTIFIERS
        return Route(Outcome.RETURN, (Portion(Action.RETURN, reason, None, claim.days),))
    (person_id,) = persons
    asked = frozenset(str(coverage_id) for holder, coverage_id in holders if holder == person_id)
    return route_claim(claim, asked, await read_timeline(connection, person_id), decided_at)


async def _is_born_on(connection: AsyncConnection, person_id: UUID, body: ClaimRouteRequest) -> bool:
    person = await read_person(connection, person_id)
    return person is not None and person.record.birthdate == body.birthdate
