"""Consents (同意) of an institution's patients: registered, withdrawn, listed."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query

from services.consent.callers import ConsentKeeper, OwnReader, institution_of
from services.consent.consents.commands import consents_of_checks, register_consents, withdraw_consent
from services.consent.consents.messages import (
    ConsentPage,
    ConsentRequest,
    ConsentShown,
    ConsentsRegistered,
    WithdrawalRequest,
)
from services.consent.consents.store import checks_of_institution, find_check, find_in_cells
from services.consent.paging import PageAsked, cursor_behind
from shared.domain.consent import ConsentChannel
from shared.domain.purposes import DataKind
from shared.errors import ConsentNotOpen, ConsentNotPossible, ResourceNotFound
from shared.web.from_world import RequestWorld
from shared.web.ids import Id, is_id
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter

router = StrictRouter(tags=["consents"])
ConsentId = Annotated[str, Path(max_length=80, description="同意ID.", examples=["0190…-….medication"])]


@router.post(
    "/v1/consents",
    status_code=201,
    summary="Register consents (同意の登録)",
    responses=refusals(ResourceNotFound, ConsentNotPossible),
)
async def register(body: ConsentRequest, caller: ConsentKeeper, world: RequestWorld) -> ConsentsRegistered:
    """Register what the patient agreed to: orally at the desk, or for home visits and online care.

    Medical data is opened only by what the patient signed in the same check, for the same use. A consent of the same
    kind that stands already ends (用途変更). What was withdrawn is registered no more: check again.
    """
    institution = institution_of(caller)
    given = await register_consents(
        world, body.check_id, body.kinds, ConsentChannel(body.channel), institution, caller.client_id
    )
    now = world.clock.now()
    return ConsentsRegistered(items=[ConsentShown.of(grant, institution, now) for grant in given])


@router.post(
    "/v1/consents/{consent_id}/withdrawal",
    summary="Withdraw a consent (同意の取消し)",
    responses=refusals(ResourceNotFound, ConsentNotOpen),
)
async def withdraw(
    consent_id: ConsentId, body: WithdrawalRequest, caller: ConsentKeeper, world: RequestWorld
) -> ConsentShown:
    """End a consent at once: what rests on it, a re-inquiry too, opens nothing any more.

    So does what was opened because nobody could be asked (同意取得困難).
    """
    institution = institution_of(caller)
    check_id, kind = consent_named(consent_id)
    ended, _ = await withdraw_consent(
        world, check_id, kind, body.reason, caller.client_id, institution_code=institution
    )
    return ConsentShown.of(ended, institution, world.clock.now())


@router.get(
    "/v1/consents",
    summary="This institution's consents (同意の一覧)",
    responses=refusals(ResourceNotFound),
)
async def list_consents(
    caller: OwnReader,
    world: RequestWorld,
    page: PageAsked,
    check_id: Annotated[Id | None, Query(description="照会ID: only the consents of this check.")] = None,
) -> ConsentPage:
    """What patients signed at the reader, and what was registered since; those of the newest check first.

    `limit` counts checks: all consents of a check stand on one page. Withdrawn and expired ones are there too.
    """
    institution, now = institution_of(caller), world.clock.now()
    async with world.database.transaction() as connection:
        if check_id is not None:
            check = await find_check(connection, check_id) or await find_in_cells(world, check_id)
            checks = [check] if check is not None and check.institution_code == institution else []
        else:
            checks = await checks_of_institution(connection, institution, page.after(now), page.before, page.limit + 1)
        found = await consents_of_checks(connection, checks[: page.limit])
    return ConsentPage(
        items=[ConsentShown.of(grant, institution, now) for _, grant in found],
        next_cursor=cursor_behind(checks[page.limit - 1].check_id) if len(checks) > page.limit else None,
    )


def consent_named(consent_id: str) -> tuple[UUID, DataKind]:
    """Return the check and kind that a consent's id names; raises ResourceNotFound."""
    check_id, _, kind = consent_id.partition(".")
    if not is_id(check_id) or kind not in frozenset(DataKind):
        raise ResourceNotFound
    return UUID(check_id), DataKind(kind)
