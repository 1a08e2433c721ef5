"""``Idempotency-Key``: a check by identifiers that is sent again after a lost answer is one check, with one answer.

As with a nonce, the write alone decides (docs/decisions/0003): it takes the key and stores the record in one commit,
and of several at once one wins. The others, and every retry within a day, get the first answer, derived again. A
refusal stores nothing, so the same key may try again. Kept are a MAC of the key and one of what was asked about:
neither can be turned back into a patient's numbers without the secret.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

import msgspec

from services.eligibility import wire
from services.eligibility.check_log import TakenKey
from shared.db.database import Database
from shared.domain.my_number import may_be_my_number_as_reference
from shared.errors import IdempotencyKeyReused, MyNumberNotAccepted, RequestInvalid, Violation
from shared.pki.tokens import Caller

HEADER = b"idempotency-key"
LIFETIME = timedelta(hours=24)
LONGEST = 100
_POINTER = "/headers/idempotency-key"

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

    def read(self, header: bytes, body: bytes, caller: Caller, at: datetime) -> TakenKey:
        """Return the key of a request that was found right; raises RequestInvalid or MyNumberNotAccepted."""
        text = header.decode("latin-1")
        if not 0 < len(text) <= LONGEST or not (text.isascii() and text.isprintable()):
            raise RequestInvalid(
                [_wrong("invalid", "1 to 100 printable ASCII characters.", "1〜100文字の英数記号です。")]
            )
        if may_be_my_number_as_reference(text):
            words = ("Twelve digits with a My Number's check digit.", "個人番号の可能性がある12桁の数字です。")
            raise MyNumberNotAccepted([_wrong("my-number", *words)])
        # Whose key it is: the institution's, whichever of its clients sends it.
        holder = f"client {caller.client_id}" if caller.institution_code is None else caller.institution_code
        # What was asked, not how it was written: order and blanks do not count.
        asked = msgspec.json.encode(wire.read_request(body))
        return TakenKey(holder, self._digest(b"key", header), self._digest(b"body", asked), at - LIFETIME)

    async def find(self, key: TakenKey) -> UUID | None:
        """Return the check that took the key, or None; raises IdempotencyKeyReused, DatabaseUnavailable."""
        rows = await self.database.fetch(_FIND, key.holder, key.key_digest, key.free_again_before)
        if not rows:
            return None
        if rows[0]["body_digest"] != key.body_digest:
            raise IdempotencyKeyReused
        check_id: UUID = rows[0]["check_id"]
        return check_id

    async def forget(self, at: datetime) -> None:
        """Forget every key that is older than a day at ``at``; raises DatabaseUnavailable."""
        await self.database.fetch(_FORGET, at - LIFETIME)

    def _digest(self, purpose: bytes, content: bytes) -> bytes:
        return hmac.digest(self.secret, b"onshi idempotency " + purpose + b"\0" + content, sha256)


def _wrong(code: str, message: str, message_ja: str) -> Violation:
    return Violation(_POINTER, code, message, message_ja)
