"""Keys of requests: what is sent again under its ``Idempotency-Key`` is one check or one reception, with one answer.

As with a nonce, the write alone decides (docs/decisions/0003): it takes the key and stores the record in one commit,
and of several at once one wins. The others, and every retry within a day, get the first answer, derived again. A
refusal stores nothing, so the same key may try again. Kept are a MAC of the key and one of what was asked about:
neither can be turned back into a patient's numbers without the secret.
"""

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TypeVar
from uuid import UUID

from services.eligibility.checks.store.check_log import KeyTaken, TakenKey
from shared.db.database import Database
from shared.errors import IdempotencyKeyReused, Overloaded
from shared.pki.tokens import Caller

LIFETIME = timedelta(hours=24)
Answer = TypeVar("Answer")
_FIND = """
SELECT check_id, body_digest FROM eligibility.idempotency_keys
WHERE holder = $1 AND key_digest = $2 AND taken_at > $3
"""
_FORGET = "DELETE FROM eligibility.idempotency_keys WHERE taken_at <= $1"


@dataclass(frozen=True, slots=True)
class IdempotencyKeys:
    """The keys of one world; ``secret`` is the world's own."""

    database: Database
    secret: bytes

    def taking(self, key: str, asked: bytes, caller: Caller, at: datetime) -> TakenKey:
        """Return what the write takes; ``asked`` is what was asked in one form, however it was written."""
        # Whose key it is: the institution's, whichever of its clients sends it.
        holder = f"client {caller.client_id}" if caller.institution_code is None else caller.institution_code
        return TakenKey(holder, self._digest(b"key", key.encode()), self._digest(b"body", asked), at - LIFETIME)

    async def once(
        self, key: TakenKey, act: Callable[[], Awaitable[Answer]], again: Callable[[UUID], Awaitable[Answer]]
    ) -> Answer:
        """Return what ``act`` makes under the key, or ``again`` of what was made under it first.

        Raises IdempotencyKeyReused, Overloaded, DatabaseUnavailable, and what the two raise.
        """
        first = await self._find(key)
        if first is None:
            try:
                return await act()
            except KeyTaken:
                first = await self._find(key)
        if first is None:
            # Whoever had it has lost it again: the clock was moved. Nothing was stored.
            raise Overloaded
        return await again(first)

    async def _find(self, key: TakenKey) -> UUID | None:
        rows = await self.database.fetch(_FIND, key.holder, key.key_digest, key.free_again_before)
        if not rows:
            return None
        if rows[0]["body_digest"] != key.body_digest:
            raise IdempotencyKeyReused
        made: UUID = rows[0]["check_id"]
        return made

    async def forget(self, at: datetime) -> None:
        """Forget every key that is older than a day at ``at``; raises DatabaseUnavailable."""
        await self.database.fetch(_FORGET, at - LIFETIME)

    def _digest(self, purpose: bytes, content: bytes) -> bytes:
        return hmac.digest(self.secret, b"onshi idempotency " + purpose + b"\0" + content, sha256)
