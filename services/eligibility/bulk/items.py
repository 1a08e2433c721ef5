"""The items of a reception as they are shown: derived from their records, under today's flags, never kept."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from services.eligibility.bulk.desk import KeptItem
from services.eligibility.bulk.messages import NEVER_SHOWN
from services.eligibility.bulk.worker import FAULT
from services.eligibility.outcomes import Answered
from services.eligibility.record.rederivation import KeptCheck, derive_again, read_kept
from services.eligibility.wire import ResultShown
from shared.db.database import Database
from shared.domain.purposes import PurposeOfUse, RefusalCode, refusal_of
from shared.domain.roles import Role
from shared.errors import ServiceError

_AT_ONCE = 200
"""Derived without a pause; a check at a desk waits no longer than for these."""
_SHOWN = tuple(name for name in ResultShown.__struct_fields__ if name not in NEVER_SHOWN)


async def show_items(items: Sequence[KeptItem], role: Role, database: Database, at: datetime) -> list[dict[str, Any]]:
    """Return the items as ``messages.BulkItem`` documents them; raises DatabaseUnavailable."""
    shown: list[dict[str, Any]] = []
    for first in range(0, len(items), _AT_ONCE):
        part = items[first : first + _AT_ONCE]
        check_ids = [item.check_id for item in part if item.check_id is not None]
        kept = {each.check_id: each for each in await read_kept(database, check_ids, at)} if check_ids else {}
        shown += [_show(item, None if item.check_id is None else kept.get(item.check_id), role) for item in part]
        await asyncio.sleep(0)
    return shown


def _show(item: KeptItem, kept: KeptCheck | None, role: Role) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "item_reference": item.item_reference,
        "status": "pending",
        "error": None,
        "check_id": None,
        "validity": None,
        "limit_certificate_changed": item.limit_certificate_changed,
        "result": None,
    }
    if item.error is not None:
        shown |= {"status": "failed", "error": _error(item.error)}
    elif kept is not None:
        shown |= {"status": "succeeded", "check_id": kept.check_id, "validity": kept.code}
        try:
            outcome = derive_again(kept, role)
        except ServiceError as refusal:
            # What was worked may have become unreadable to this reader; the others stay readable.
            return shown | {"error": {"code": refusal.code, "title": refusal.title, "title_ja": refusal.title_ja}}
        if isinstance(outcome, Answered) and outcome.shown.results:
            result = outcome.shown.results[0]
            shown["result"] = {name: getattr(result, name) for name in _SHOWN}
    return shown


def _error(code: str) -> dict[str, str]:
    if code == FAULT:
        return {"code": code, "title": "Internal error", "title_ja": "内部エラー"}
    refusal = refusal_of(PurposeOfUse.BULK_PRECHECK, RefusalCode(code))
    return {"code": code, "title": refusal.message, "title_ja": refusal.message_ja}


write = msgspec.json.encode
