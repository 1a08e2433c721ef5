"""``Idempotency-Key``: a request that is sent again after a lost answer is one check or one reception, with one answer.

As with a nonce, the write alone decides (docs/decisions/0003): it takes the key and stores the record in one commit,
and of several at once one wins. The others, and every retry within a day, get the first answer, derived again. A
refusal stores nothing, so the same key may try again. Kept are a MAC of the key and one of what was asked about:
neither can be turned back into a patient's numbers without the secret.
"""

import hmac
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Annotated, TypeVar
from uuid import UUID

from fastapi import Header

from services.eligibility.checks.store.check_log import KeyTaken, TakenKey
from shared.db.database import Database
from shared.domain.my_number import may_be_my_number_as_reference, my_number_at
from shared.errors import IdempotencyKeyReused, MyNumberNotAccepted, Overloaded, RequestInvalid, Violation
from shared.pki.tokens import Caller
from shared.web.media_types import Headers, lines_of

HEADER = "Idempotency-Key"
LIFETIME = timedelta(hours=24)
LONGEST = 100
_POINTER = "/header/idempotency-key"
_QUOTED = re.compile(r'"((?:[^"\\]|\\["\\])*)"')
Answer = TypeVar("Answer")
IdempotencyKey = Annotated[
    str | None,
    Header(
        alias=HEADER,
        description="A request that is repeated with the same key within 24 hours is one, and gets the first answer "
        "again (冪等キー): 1 to 100 characters; quoted or not, it is the same key. Refused with a card, whose nonce "
        "does that.",
        examples=["01JD2R8V6X6Q6W3N5C4T7B9K1M"],
    ),
]
"""How the document shows it; ``key_in`` reads it."""

_FIND = """
SELECT check_id, body_digest FROM eligibility.idempotency_keys
WHERE holder = $1 AND key_digest = $2 AND taken_at > $3
"""
_FORGET = "DELETE FROM eligibility.idempotency_keys WHERE taken_at <= $1"


def key_in(headers: Headers) -> str | None:
    """Return the key that a request came with, without the quotes of a structured field (RFC 8941, 3.3.3), or None.

    Raises RequestInvalid or MyNumberNotAccepted.
    """
    lines = lines_of(HEADER.lower().encode(), headers)
    if len(lines) > 1:
        raise RequestInvalid([_wrong("repeated", "May be given only once.", "1回のみ指定できます。")])
    if not lines:
        return None
    text = lines[0].strip(" \t")
    if text.startswith('"'):
        quoted = _QUOTED.fullmatch(text)
        text = "" if quoted is None else re.sub(r"\\(.)", r"\1", quoted[1])
    if not 0 < len(text) <= LONGEST or not (text.isascii() and text.isprintable()):
        words = ("1 to 100 printable ASCII characters, quoted or not.", "1〜100文字の英数記号です（引用符は任意）。")
        raise RequestInvalid([_wrong("invalid", *words)])
    if may_be_my_number_as_reference(text):
        raise MyNumberNotAccepted([my_number_at(_POINTER)])
    return text


def not_with_a_card() -> RequestInvalid:
    """Return the refusal of a key where the nonce alone makes a check one check."""
    return RequestInvalid(
        [
            _wrong(
                "not-with-a-card",
                "A check by card goes by its nonce: a lost answer is read with GET /v1/checks/{check_id}.",
                "カードによる照会はノンスで一意になります。回答は GET /v1/checks/{check_id} で再取得できます。",
            )
        ]
    )


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


def _wrong(code: str, message: str, message_ja: str) -> Violation:
    return Violation(_POINTER, code, message, message_ja)
