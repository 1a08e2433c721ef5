"""一括取得 (mutic01, muhvq01, muonq01): the centre lists whom the institution may see; they become a reception."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from typing import TypeVar

from services.eligibility.bulk.rules import MOST_ITEMS, AskedItem, Reception, ReceptionKind
from services.eligibility.callers import institution_of
from services.eligibility.faces.oqs.answers import SEARCH_INFO, echo_of
from services.eligibility.faces.oqs.kept import as_kept
from services.eligibility.faces.oqs.kinds.asking import Answer, Request, begun, canonical, failed, only, refused
from services.eligibility.faces.oqs.kinds.many import handed_in, must_be_asker, short
from services.eligibility.faces.oqs.listing_requests import (
    CONSENTED,
    EXAMINED,
    LISTED,
    Days,
    read_days,
    read_month,
)
from services.eligibility.faces.oqs.requests import HEADED, Header, Wrong, read_header
from services.eligibility.faces.oqs.sent import Sent
from services.eligibility.listings.rules import Month
from services.eligibility.listings.store import checks_consented, people_entrusted
from shared.clock import day_in_japan
from shared.domain.consent import ConsentChannel

_HOME, _ONLINE = "2", "3"
"""診療区分 (OQSCD028)."""
T = TypeVar("T")
Listed = tuple[date, Sequence[AskedItem]]
"""資格確認日, and the people."""


async def list_assisted(request: Request) -> Answer:
    """Answer a mutic01 (委託先資格情報): whoever has a ticket of the month for the institution."""

    async def listed(month: Month) -> Listed:
        on = month.day_seen_from(day_in_japan(request.now))
        people = await people_entrusted(request.needs.check.world, institution_of(request.caller), month, on)
        return on, [AskedItem("", insured) for insured in people]

    def read(info: Sent, wrong: Wrong) -> Month | None:
        return read_month(info, day_in_japan(request.now), wrong)

    return await _hand_in(ReceptionKind.ASSISTED, request, read, listed)


async def list_at_home(request: Request) -> Answer:
    """Answer a muhvq01 (同意済資格情報, 訪問診療等): whoever agreed in those days, and let it stand."""
    return await _hand_in_consented(ReceptionKind.AT_HOME, request, ConsentChannel.HOME_VISIT, _HOME, (CONSENTED,))


async def list_online(request: Request) -> Answer:
    """Answer a muonq01 (同意済資格情報, オンライン診療等): whoever agreed in those days, and let it stand."""
    pairs = (CONSENTED, EXAMINED)
    return await _hand_in_consented(ReceptionKind.ONLINE, request, ConsentChannel.ONLINE, _ONLINE, pairs)


async def _hand_in_consented(
    kind: ReceptionKind, request: Request, channel: ConsentChannel, care: str, pairs: Sequence[tuple[str, str]]
) -> Answer:
    async def listed(days: Days) -> Listed:
        world, institution = request.needs.check.world, institution_of(request.caller)
        checks = await checks_consented(world, institution, channel, days.first, days.last)
        return day_in_japan(request.now), [AskedItem("", None, recheck_of=each) for each in checks]

    return await _hand_in(kind, request, lambda info, wrong: read_days(info, care, pairs, wrong), listed)


async def _hand_in(
    kind: ReceptionKind,
    request: Request,
    read: Callable[[Sent, Wrong], T | None],
    listed: Callable[[T], Awaitable[Listed]],
) -> Answer:
    """Answer an 01 message; raises RoleNotAllowed."""
    must_be_asker(request.caller, kind)
    wrong = Wrong()
    header = read_header(request.sent, request.caller, day_in_japan(request.now), wrong, None)
    question = read(only(request.sent, SEARCH_INFO, wrong), wrong)
    message = begun(request, header, None, None)
    refusal = refused(message, wrong, Wrong(), request.codes)
    if refusal is not None or question is None:
        return short(refusal or message, request.frame)
    as_of, items = await listed(question)
    if len(items) > MOST_ITEMS:
        wrong.elements[SEARCH_INFO] = f"該当者が{MOST_ITEMS}件を超えます。期間を短くしてください。"
        return short(failed(message, "message-invalid", request.codes, wrong), request.frame)
    return await handed_in(request, message, _received(kind, request, header, as_of, items))


async def _received(
    kind: ReceptionKind, request: Request, header: Header, as_of: date, items: Sequence[AskedItem]
) -> Reception:
    caller, reference = request.caller, header.client_reference
    sent = as_kept(echo_of(request.sent.structure("MessageHeader"), HEADED))
    if request.key is None:
        return await request.receptions.receive(items, as_of, reference, caller, None, sent, kind)
    asked = kind.value.encode() + canonical(request.sent, SEARCH_INFO, LISTED)
    taking = request.needs.keys.taking(request.key, asked, caller, request.now)
    return await request.needs.keys.once(
        taking,
        lambda: request.receptions.receive(items, as_of, reference, caller, taking, sent, kind),
        lambda first: request.receptions.named(first, institution_of(caller), kind),
    )
