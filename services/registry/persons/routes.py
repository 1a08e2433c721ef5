"""Persons, and what insured them as it was known at any time."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.callers import RecordReader, Registrar
from services.registry.coverages.messages.coverages import CoverageShown
from services.registry.created import CREATED, already_there, set_status
from services.registry.person_records.store.coverages import read_coverages
from services.registry.person_records.store.persons import is_known_to_insurer, is_recorded, read_person
from services.registry.persons.commands import change_person, register_person
from services.registry.persons.messages import PersonChange, PersonRegistration, PersonShown
from services.registry.recording import Author
from shared.domain.roles import Role
from shared.errors import (
    AlreadyExists,
    BodyUnreadable,
    MyNumberNotAccepted,
    RequestInvalid,
    ResourceNotFound,
    VersionMismatch,
    Violation,
)
from shared.ids import new_id
from shared.pki.tokens import Caller
from shared.web.days import Day, Instant
from shared.web.entity_tags import IfMatch, IfNoneMatch
from shared.web.from_world import RequestWorld
from shared.web.ids import Id
from shared.web.my_number_guard import refuse_my_numbers
from shared.web.paging import Page
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter
from shared.web.versions import NOT_MODIFIED, not_modified, set_etag

router = StrictRouter(prefix="/v1/persons", tags=["persons"])


@router.post(
    "",
    summary="Register a person (加入者の登録)",
    status_code=CREATED,
    responses={
        **already_there(PersonShown),
        **refusals(BodyUnreadable, RequestInvalid, MyNumberNotAccepted, AlreadyExists),
    },
)
async def register(body: PersonRegistration, caller: Registrar, world: RequestWorld, response: Response) -> PersonShown:
    """The same content again under the same id answers 200, other content 409. Roles: operator, insurer."""
    refuse_my_numbers(body)
    person_id = body.person_id or new_id(world.clock.now(), world.random_bytes)
    registered = await register_person(Author(world, caller.client_id), body.record(person_id))
    set_status(response, registered)
    set_etag(response, registered.thing.version_id)
    return PersonShown.of(registered.thing)


@router.post(
    "/{person_id}/changes",
    summary="Change name, address or flags of a person (氏名・住所等の変更)",
    responses=refusals(ResourceNotFound, BodyUnreadable, RequestInvalid, MyNumberNotAccepted, VersionMismatch),
)
async def change(
    person_id: Id,
    body: PersonChange,
    caller: Registrar,
    world: RequestWorld,
    response: Response,
    if_match: IfMatch = None,
) -> PersonShown:
    """Only the named fields change; the same change again changes nothing.

    Roles: operator; an insurer, for who is insured there today, or nowhere else and was registered by it. Birth date
    and sex of whom other insurers have on record too are the operator's to correct (who stands for 住民基本台帳).
    """
    refuse_my_numbers(body)
    insurer_number = (caller.insurer_number or "") if caller.role is Role.INSURER else None
    person = await change_person(Author(world, caller.client_id), person_id, body.changes(), insurer_number, if_match)
    set_etag(response, person.version_id)
    return PersonShown.of(person)


@router.get(
    "/{person_id}",
    summary="One person (加入者の照会)",
    response_model=PersonShown,
    responses={**NOT_MODIFIED, **refusals(ResourceNotFound, RequestInvalid)},
)
async def get_one(
    person_id: Id, caller: RecordReader, world: RequestWorld, response: Response, if_none_match: IfNoneMatch
) -> PersonShown | Response:
    """As recorded now; the ETag is its version. Roles: operator; an insurer, if it registered or insured them.

    Cover that was cancelled (取消) does not count.
    """
    async with world.database.transaction() as connection:
        await _let_see(connection, caller, person_id)
        person = await read_person(connection, person_id)
    if person is None:
        raise ResourceNotFound
    if (known := not_modified(if_none_match, person.version_id)) is not None:
        return known
    set_etag(response, person.version_id)
    return PersonShown.of(person)


@router.get(
    "/{person_id}/coverages",
    summary="A person's coverages (資格の照会)",
    responses=refusals(ResourceNotFound, RequestInvalid),
)
async def get_coverages(
    person_id: Id,
    caller: RecordReader,
    world: RequestWorld,
    as_of: Annotated[
        Day | None, Query(description="資格確認日: only what covers this day; left out: all days.")
    ] = None,
    known_at: Annotated[
        Instant | None,
        Query(description="As the registry knew it at this instant, not a future one; left out: as it knows it now."),
    ] = None,
) -> Page[CoverageShown]:
    """Oldest first, on one page. Roles: operator; an insurer sees its own coverages only."""
    if known_at is not None and known_at > world.clock.now():
        raise RequestInvalid(
            [
                Violation(
                    "/query/known_at",
                    "in-the-future",
                    "Nobody knows yet what will be known then.",
                    "将来の日時は指定できません。",
                )
            ]
        )
    async with world.database.transaction() as connection:
        await _let_see(connection, caller, person_id)
        found = await read_coverages(connection, person_id, known_at)
    shown = [
        each
        for each in found
        if (as_of is None or each.coverage.period.contains(as_of))
        and (caller.role is not Role.INSURER or each.coverage.insurer.number == caller.insurer_number)
    ]
    return Page(items=[CoverageShown.of(each) for each in shown], next_cursor=None)


async def _let_see(connection: AsyncConnection, caller: Caller, person_id: UUID) -> None:
    """Raise ResourceNotFound when there is no such person for this caller."""
    if caller.role is Role.INSURER:
        number = caller.insurer_number or ""
        is_there = await is_known_to_insurer(connection, person_id, number, caller.client_id)
    else:
        is_there = await is_recorded(connection, person_id)
    if not is_there:
        raise ResourceNotFound
