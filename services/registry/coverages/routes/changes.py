"""What becomes of a coverage: lost, corrected, moved; dependants."""

from fastapi import Response

from services.registry.callers import Registrar, own_insurer_only
from services.registry.coverages.commands.correction import correct_coverage
from services.registry.coverages.commands.dependant import add_dependant
from services.registry.coverages.commands.families import read_dependants_changed_with
from services.registry.coverages.commands.loss import register_loss, register_loss_by_event
from services.registry.coverages.commands.move import move_coverage
from services.registry.coverages.messages.changed_coverages import CoverageChanged
from services.registry.coverages.messages.changes import Correction, DependantRegistration, Move
from services.registry.coverages.messages.coverages import CoverageShown, Loss
from services.registry.created import CREATED, already_there, set_status
from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
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
from shared.web.entity_tags import IfMatch
from shared.web.from_world import RequestWorld
from shared.web.ids import Id
from shared.web.my_number_guard import refuse_my_numbers
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter
from shared.web.versions import set_etag
from shared.worlds.world import World

router = StrictRouter(prefix="/v1/coverages", tags=["coverages"])
_CHANGE_REFUSALS = (ResourceNotFound, BodyUnreadable, RequestInvalid, AlreadyExists, VersionMismatch)


@router.post(
    "/{coverage_id}/loss",
    summary="Record the loss of a coverage (資格喪失の登録)",
    responses=refusals(*_CHANGE_REFUSALS),
)
async def lose(
    coverage_id: Id, body: Loss, caller: Registrar, world: RequestWorld, response: Response, if_match: IfMatch = None
) -> CoverageChanged:
    """The same loss again changes nothing, another one is 409. Dependants lose with the insured person: `dependants`.

    Instead of the day, say what happened and when: the first day without cover follows from the scheme's law (翌日, or
    the same day where other cover takes its place). `reached_75`, `disability_certified` and `term_over` are of days
    that the law fixes, a death is never told ahead, other losses up to three years. Roles: operator; an insurer, for
    its own number.
    """
    violations = body.violations()
    if violations:
        raise RequestInvalid(violations)
    author, check_insurer = Author(world, caller.client_id), own_insurer_only(caller)
    if body.event is not None and body.event_on is not None:
        recorded = await register_loss_by_event(author, coverage_id, body.event, body.event_on, check_insurer, if_match)
    elif body.lost_on is not None and body.loss_reason is not None:
        recorded = await register_loss(author, coverage_id, body.lost_on, body.loss_reason, check_insurer, if_match)
    else:
        raise RuntimeError("one way is named in full, as there is no violation")
    set_etag(response, recorded.version_id)
    return await _with_dependants(world, recorded)


@router.post(
    "/{coverage_id}/corrections",
    summary="Correct a coverage (資格の訂正)",
    responses=refusals(*_CHANGE_REFUSALS, MyNumberNotAccepted, ConflictingPeriod),
)
async def correct(
    coverage_id: Id,
    body: Correction,
    caller: Registrar,
    world: RequestWorld,
    strictness: RequestStrictness,
    response: Response,
    if_match: IfMatch = None,
) -> CoverageChanged:
    """Only the named fields change, and what was known before stays readable (`known_at`).

    `lost_on` null takes a loss back; `lost_on` on the day of acquisition says that it never was (資格取得の取消, also
    for a 任意継続 whose first premium stayed unpaid). The same correction again changes nothing.

    Dependants follow the insured person: they lose with them, begin with them, take their new number, and what they
    lost by a loss that is taken back or moved is theirs again; what was said of themselves stays. They stand in
    `dependants`. Roles: operator; an insurer, for its own number.
    """
    refuse_my_numbers(body)
    recorded = await correct_coverage(
        Author(world, caller.client_id),
        coverage_id,
        body.changes(),
        own_insurer_only(caller),
        if_match=if_match,
        check_digits=strictness.check_digits,
    )
    set_etag(response, recorded.version_id)
    return await _with_dependants(world, recorded)


@router.post(
    "/{coverage_id}/moves",
    summary="Move to another number (記号・番号・枝番・保険者番号の異動)",
    status_code=CREATED,
    responses={
        **already_there(CoverageChanged),
        **refusals(*_CHANGE_REFUSALS, MyNumberNotAccepted, ConflictingPeriod),
    },
)
async def move(
    coverage_id: Id,
    body: Move,
    caller: Registrar,
    world: RequestWorld,
    strictness: RequestStrictness,
    response: Response,
    if_match: IfMatch = None,
) -> CoverageChanged:
    """This coverage ends on `moved_on` and another begins on that very day; the answer is the new one.

    Dependants move along under their branches, `dependants` are their new coverages; certificates do not follow. What
    is 任意継続 stays so, and its two years go on counting. Roles: operator; an insurer, for its own number,
    後期高齢者医療 within a prefecture.
    """
    refuse_my_numbers(body)
    new_coverage_id = body.coverage_id or new_id(world.clock.now(), world.random_bytes)
    moved = await move_coverage(
        Author(world, caller.client_id),
        coverage_id,
        body.moved_on,
        lambda old: body.coverage(old, new_coverage_id),
        own_insurer_only(caller),
        if_match=if_match,
        check_digits=strictness.check_digits,
    )
    set_status(response, moved)
    set_etag(response, moved.thing.version_id)
    return await _with_dependants(world, moved.thing)


@router.post(
    "/{coverage_id}/dependants",
    summary="Register a dependant (被扶養者の登録)",
    status_code=CREATED,
    responses={
        **already_there(CoverageShown),
        **refusals(*_CHANGE_REFUSALS, MyNumberNotAccepted, ConflictingPeriod),
    },
)
async def register_dependant(
    coverage_id: Id,
    body: DependantRegistration,
    caller: Registrar,
    world: RequestWorld,
    strictness: RequestStrictness,
    response: Response,
) -> CoverageShown:
    """A family member's coverage under the insured person's number; it ends by its own loss, or with theirs.

    `circumstances`, where given, are judged: income under 130万円 (180万円 from 60 on or disabled, 150万円 at 19 to 22
    since 2025-10-01), under half of the insured's or under what is sent. Who has 後期高齢者医療 is none. Where the
    insured person's loss is on record already, the cover ends with it. Roles: operator; an insurer, for its own number.
    """
    refuse_my_numbers(body)
    new_coverage_id = body.coverage_id or new_id(world.clock.now(), world.random_bytes)
    registered = await add_dependant(
        Author(world, caller.client_id),
        coverage_id,
        body.person_id,
        lambda insured, name: body.coverage(insured, name, new_coverage_id),
        None if body.circumstances is None else body.judged,
        own_insurer_only(caller),
        check_digits=strictness.check_digits,
    )
    set_status(response, registered)
    set_etag(response, registered.thing.version_id)
    return CoverageShown.of(registered.thing)


async def _with_dependants(world: World, recorded: RecordedCoverage) -> CoverageChanged:
    """Return the answer to a change; sent again, it names the same dependants."""
    async with world.database.transaction() as connection:
        dependants = await read_dependants_changed_with(connection, recorded)
    return CoverageChanged.after(recorded, dependants)
