"""The nonces that checks have spent, as long as they could be used again.

A table of its own: the record is kept by month, and one nonce may be spent on either side of a month's end. The
statement that stores a record spends its nonce (shared/published/eligibility/records.py).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.db.database import Database
from shared.pki.nonce import first_nonce_at

_AN_HOUR = timedelta(hours=1)
# By its key, which begins with when a nonce was issued. A clock that was moved ahead and back again makes nothing
# usable that was spent in between: what was spent within the last hour of the machine's own time stays.
_FORGET = "DELETE FROM eligibility.nonces WHERE nonce < $1 AND spent_at < now() - $2::interval"


@dataclass(frozen=True, slots=True)
class SpentNonces:
    """Those of one world; ``lifetime`` is how long one can be used."""

    database: Database
    lifetime: timedelta

    async def forget(self, at: datetime) -> None:
        """Forget those that for an hour nobody has accepted any more at ``at``; raises DatabaseUnavailable."""
        kept = self.lifetime + _AN_HOUR
        await self.database.fetch(_FORGET, first_nonce_at(at - kept), kept)
