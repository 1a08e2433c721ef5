"""一括照会 (muquc01): many people handed in, worked by the worker that works those by REST; and what came of any."""

import asyncio
from collections.abc import Sequence
from functools import partial
from uuid import UUID

from msgspec.structs import replace

from services.eligibility.bulk.commands.items import ItemShown, open_items, show_items
from services.eligibility.bulk.rules import AskedItem, KeptItem, Reception, ReceptionKind
from services.eligibility.callers import institution_of
from services.eligibility.checks.messages.insured import LONGEST_REFERENCE
from services.eligibility.faces.oqs.answers import SEARCH_INFO, Counted, echo_of
from services.eligibility.faces.oqs.codes import Codes
from services.eligibility.faces.oqs.fields import Edition, Members, Text
from services.eligibility.faces.oqs.fields import written as fields_of
from services.eligibility.faces.oqs.kept import as_kept, kept_of
from services.eligibility.faces.oqs.kinds.asking import BODY, Answer, Request, begun, canonical, refused
from services.eligibility.faces.oqs.kinds.many import (
    AT_ONCE,
    asked_number,
    handed_in,
    headed,
    in_pieces,
    must_be_asker,
    not_found,
    short,
    still_processing,
    told_of_wrong,
    why_wrong,
    within_bounds,
)
from services.eligibility.faces.oqs.requests import AHEAD, ASKED, HEADED, Header, Wrong, read_header, read_question
from services.eligibility.faces.oqs.sent import Sent
from services.eligibility.faces.oqs.units import CONFIRM_UNIT, CONFIRMED, LISTED_UNIT, Unit
from shared.clock import day_in_japan
from shared.domain.codes import CheckMethod, QualificationValidity
from shared.errors import ResourceNotFound

_READ_AT_ONCE = 250


async def hand_in(request: Request) -> Answer:
    """Answer a muquc01: the reception number. Raises RoleNotAllowed."""
    must_be_asker(request.caller, ReceptionKind.PRECHECK)
    wrong = Wrong()
    header = read_header(request.sent, request.caller, day_in_japan(request.now), wrong, AHEAD)
    people = within_bounds(request.sent.structure(BODY).all(SEARCH_INFO), SEARCH_INFO, wrong)
    items = await _read(people, header, request)
    message = replace(begun(request, header, None, None), confirmation_date=None)
    failed = refused(message, wrong, Wrong(), request.codes)
    if failed is not None or header.as_of is None:
        return short(failed or message, request.frame)
    return await handed_in(request, message, _received(request, header, items))


async def look(kind: ReceptionKind, request: Request) -> Answer:
    """Answer an 02 message: how far the reception is, and all of it when it is done. Raises RoleNotAllowed."""
    must_be_asker(request.caller, kind)
    message, number = asked_number(request)
    if number is None:
        return short(message, request.frame)
    institution = institution_of(request.caller)
    try:
        reception, first = await request.receptions.open(number, institution, 0, AT_ONCE, kind)
    except ResourceNotFound:
        return short(not_found(message, request.codes), request.frame)
    counted = Counted(str(number), reception.succeeded, reception.failed, not reception.is_done)
    message = headed(message, reception.sent, reception.client_reference, counted)
    if kind is ReceptionKind.PRECHECK:
        message = replace(message, classification=CheckMethod.INSURED_IDENTIFIER.code)
    if not reception.is_done:
        return still_processing(message, request.frame)
    units = partial(_units, kind, request, number, first)
    return in_pieces(message, request.frame, CONFIRMED, reception.total, units)


async def _received(request: Request, header: Header, items: Sequence[AskedItem]) -> Reception:
    assert header.as_of is not None  # noqa: S101 - hand_in has refused it
    caller, as_of = request.caller, header.as_of
    sent = as_kept(echo_of(request.sent.structure("MessageHeader"), HEADED))
    if request.key is None:
        return await request.receptions.receive(items, as_of, header.client_reference, caller, None, sent)
    asked = b"muquc01" + canonical(request.sent, SEARCH_INFO, ASKED)
    taking = request.needs.keys.taking(request.key, asked, caller, request.now)
    return await request.needs.keys.once(
        taking,
        lambda: request.receptions.receive(items, as_of, header.client_reference, caller, taking, sent),
        lambda first: request.receptions.named(first, institution_of(caller)),
    )


async def _read(people: Sequence[Sent], header: Header, request: Request) -> list[AskedItem]:
    items = []
    for place, info in enumerate(people):
        wrong = Wrong()
        question = read_question(info, header, request.caller, wrong)
        error, words = why_wrong(wrong, request.codes)
        echo = [] if wrong.has_my_number else echo_of(info, ASKED)
        reference = str(info.leaf("ArbitraryIdentifier") or "")
        if wrong or len(reference) > LONGEST_REFERENCE:
            reference = ""
        insured = None if question is None else question.insured
        items.append(AskedItem(reference, insured, error, as_kept(echo, words)))
        if place % _READ_AT_ONCE == _READ_AT_ONCE - 1:
            # A check at a desk does not wait for all of them.
            await asyncio.sleep(0)
    return items


async def _units(
    kind: ReceptionKind, request: Request, number: UUID, first: Sequence[KeptItem], after: int
) -> list[Members]:
    items = first if not after else await request.receptions.items(number, after, AT_ONCE)
    check = request.needs.check
    opened = await open_items(items, request.caller, check.world)
    # The record is stored before anything is answered.
    await request.receptions.hand_out(number, {each.place: each.reading for each in opened if each.reading is not None})
    shown = await show_items(opened, check.answers)
    edition, codes = request.frame.edition, request.codes
    table = CONFIRM_UNIT if kind is ReceptionKind.PRECHECK else LISTED_UNIT
    return [
        fields_of(table, _unit(kind, item, each, edition, codes), edition)
        for item, each in zip(items, shown, strict=True)
    ]


def _unit(kind: ReceptionKind, item: KeptItem, shown: ItemShown, edition: Edition, codes: Codes) -> Unit:
    kept, members = kept_of(item.sent), shown.members
    echo = kept.echo
    if item.sent is None and item.item_reference:
        # By REST it was handed in with nothing else that could come back.
        echo = [("ArbitraryIdentifier", Text(item.item_reference))]
    error = members["error"]
    if error is not None:
        return Unit(echo, told_of_wrong(error["code"], kept, codes), is_processed=False, edition=edition)
    attached = (codes.attached(notice.code) for notice in members["notices"])
    return Unit(
        echo,
        next((told for told in attached if told is not None), None),
        is_processed=True,
        validity=None if members["validity"] is None else _code_of(members["validity"]),
        results=shown.results,
        limit_changed=members["limit_certificate_changed"] if kind is ReceptionKind.PRECHECK else None,
        edition=edition,
        is_listed=kind is not ReceptionKind.PRECHECK,
    )


def _code_of(validity: str) -> str:
    return QualificationValidity(validity).code
