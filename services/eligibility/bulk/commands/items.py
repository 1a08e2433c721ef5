"""The items of a reception as they are shown: derived from their records, under today's flags, never kept."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from services.eligibility.answers.shown import ResultShown
from services.eligibility.bulk.commands.worker import INTERNAL_ERROR
from services.eligibility.bulk.rules import NEVER_SHOWN, KeptItem
from services.eligibility.checks.commands.ports import Answers
from services.eligibility.checks.rules.acts import Act, Answered, DisclosureRecord, Question
from services.eligibility.record.commands.rederivation import act_of, judged_again, question_again
from services.eligibility.record.commands.second_reading import record_of_reading
from services.eligibility.record.store.kept_checks import KeptCheck, read_kept
from services.eligibility.rules.notice_texts import LIMIT_CHANGED
from shared.domain.purposes import PurposeOfUse, RefusalCode, refusal_of
from shared.errors import CardNotUsable, MyNumberNotAccepted, RequestInvalid, ServiceError, TooManyMisses
from shared.pki.tokens import Caller
from shared.worlds.world import World

_AT_ONCE = 200
"""Derived without a pause; a check at a desk waits no longer than for these."""
_SHOWN = tuple(name for name in ResultShown.__struct_fields__ if name not in NEVER_SHOWN)


@dataclass(frozen=True, slots=True)
class OpenedItem:
    """An item before it is answered: what stands in it whatever its check says, and what its check is answered with."""

    place: int
    members: dict[str, Any]
    """As ``messages.BulkItem`` documents them."""
    reading: DisclosureRecord | None = None
    """The record of reading it, where anything of a check is shown."""
    answerable: tuple[Act, Question, Answered] | None = None


async def open_items(items: Sequence[KeptItem], caller: Caller, world: World) -> list[OpenedItem]:
    """Derive the items as ``caller`` may see them now; raises DatabaseUnavailable."""
    at = world.clock.now()
    opened: list[OpenedItem] = []
    for first in range(0, len(items), _AT_ONCE):
        part = items[first : first + _AT_ONCE]
        check_ids = [item.check_id for item in part if item.check_id is not None]
        kept = {each.check_id: each for each in await read_kept(world, check_ids)} if check_ids else {}
        for item in part:
            its_check = None if item.check_id is None else kept.get(item.check_id)
            opened.append(_not_worked(item) if its_check is None else _worked(item, its_check, caller, world, at))
        await asyncio.sleep(0)
    return opened


@dataclass(frozen=True, slots=True)
class ItemShown:
    """An item as it is sent."""

    members: dict[str, Any]
    """As ``messages.BulkItem`` documents them."""
    results: Sequence[ResultShown]
    """Of whom ``members`` show the first, and only a part."""


async def show_items(opened: Sequence[OpenedItem], answers: Answers) -> list[ItemShown]:
    """Return what is sent of the items, whose records are durable."""
    return [await _answered(each, answers) for each in opened]


async def _answered(item: OpenedItem, answers: Answers) -> ItemShown:
    if item.answerable is None:
        return ItemShown(item.members, ())
    answer = await answers.answer(*item.answerable)
    result = answer.results[0] if answer.results else None
    shown = {
        "validity": answer.validity,
        "result": None if result is None else {name: getattr(result, name) for name in _SHOWN},
        # That the limit is another than last time is said by a field of its own.
        "notices": [notice for notice in answer.notices if notice != LIMIT_CHANGED],
    }
    return ItemShown(item.members | shown, answer.results)


def _not_worked(item: KeptItem) -> OpenedItem:
    members = _members(item)
    if item.error is not None:
        members |= {"status": "failed", "error": _error(item.error)}
    return OpenedItem(item.place, members)


def _worked(item: KeptItem, kept: KeptCheck, caller: Caller, world: World, at: datetime) -> OpenedItem:
    members = _members(item) | {"status": "succeeded", "check_id": kept.check_id, "validity": kept.code}
    try:
        question = question_again(kept, caller.role, at)
        outcome = judged_again(kept, question)
    except ServiceError as refusal:
        # What was worked may have become unreadable to this reader; the others stay readable.
        members["error"] = {"code": refusal.code, "title": refusal.title, "title_ja": refusal.title_ja}
        reading = None
        if isinstance(refusal, CardNotUsable):
            reading = record_of_reading(kept, refusal, caller, world)
        return OpenedItem(item.place, members, reading)
    answerable = (act_of(kept), question, outcome) if isinstance(outcome, Answered) else None
    return OpenedItem(item.place, members, record_of_reading(kept, outcome, caller, world), answerable)


def _members(item: KeptItem) -> dict[str, Any]:
    return {
        "item_reference": item.item_reference,
        "status": "pending",
        "error": None,
        "check_id": None,
        "validity": None,
        "limit_certificate_changed": item.limit_certificate_changed,
        "result": None,
        "notices": [],
    }


def _error(code: str) -> dict[str, str]:
    if code == INTERNAL_ERROR:
        return {"code": code, "title": "Internal error", "title_ja": "内部エラー"}
    for told in (TooManyMisses, RequestInvalid, MyNumberNotAccepted, CardNotUsable):
        # The last three are of messages, where one person does not spoil the others.
        if code == told.code:
            return {"code": code, "title": told.title, "title_ja": told.title_ja}
    refusal = refusal_of(PurposeOfUse.BULK_PRECHECK, RefusalCode(code))
    return {"code": code, "title": refusal.message, "title_ja": refusal.message_ja}


write = msgspec.json.encode
