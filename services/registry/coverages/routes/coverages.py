"""Coverages: acquired, and read."""

from fastapi import Response

from services.registry.callers import RecordReader, Registrar, own_insurer_only, see_own_only
from services.registry.coverages.commands.acquisition import register_coverage
from services.registry.coverages.messages.coverages import CoverageRegistration, CoverageShown
from services.registry.coverages.rules.filing import Filing
from services.registry.created import CREATED, already_there, set_status
from services.registry.person_records.store.coverages import read_coverage
from services.registry.recording import Author
from services.registry.strictness import RequestStrictness
from shared.errors import (
    AlreadyExists,
    BodyUnreadable,
    ConflictingPeriod,
    MyNumberNotAccepted,
    RequestInvalid,
    ResourceNotFound,
    VersionMismatch,
)
from shared.ids import new_id
from shared.web.entity_tags import IfNoneMatch
from shared.web.from_world import RequestWorld
from shared.web.ids import Id
from shared.web.my_number_guard import refuse_my_numbers
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter
from shared.web.versions import NOT_MODIFIED, not_modified, set_etag

router = StrictRouter(prefix="/v1/coverages", tags=["coverages"])
_CHANGE_REFUSALS = (ResourceNotFound, BodyUnreadable, RequestInvalid, AlreadyExists, VersionMismatch)


@router.post(
    "",
    summary="Register a coverage (資格の登録)",
    status_code=CREATED,
    responses={
        **already_there(CoverageShown),
        **refusals(
            BodyUnreadable,
            RequestInvalid,
            MyNumberNotAccepted,
            AlreadyExists,
            ConflictingPeriod,
        ),
    },
)
async def register(
    body: CoverageRegistration,
    caller: Registrar,
    world: RequestWorld,
    strictness: RequestStrictness,
    response: Response,
) -> CoverageShown:
    """The same content again under the same id answers 200, other content 409.

    Two insurers may cover the same days; the same 記号・番号・枝番 of one insurer on the same day is a conflict, and
    `errors[]` names the coverage that has them. A `family` member of employees' insurance is covered no longer than the
    insured person whose number it is, where they are on record; 後期高齢者医療 and 自衛官 know no `family`. From 75 on
    there is 後期高齢者医療 only. Roles: operator; an insurer, for its own number.
    """
    refuse_my_numbers(body)
    own_insurer_only(caller)(body.insurer_number)
    coverage_id = body.coverage_id or new_id(world.clock.now(), world.random_bytes)
    filing = Filing(body.person_id, body.coverage(coverage_id), strictness.check_digits, body.continuation())
    registered = await register_coverage(Author(world, caller.client_id), filing)
    set_status(response, registered)
    set_etag(response, registered.thing.version_id)
    return CoverageShown.of(registered.thing)


@router.get(
    "/{coverage_id}",
    summary="One coverage (資格の照会)",
    response_model=CoverageShown,
    responses={**NOT_MODIFIED, **refusals(ResourceNotFound, RequestInvalid)},
)
async def get_one(
    coverage_id: Id, caller: RecordReader, world: RequestWorld, response: Response, if_none_match: IfNoneMatch
) -> CoverageShown | Response:
    """As recorded now; the ETag is its version. Roles: operator; an insurer, for its own number."""
    async with world.database.transaction() as connection:
        recorded = await read_coverage(connection, coverage_id)
    if recorded is None:
        raise ResourceNotFound
    see_own_only(caller, recorded.coverage.insurer.number)
    if (known := not_modified(if_none_match, recorded.version_id)) is not None:
        return known
    set_etag(response, recorded.version_id)
    return CoverageShown.of(recorded)
