"""An institution's checks in the order in which they can be seen, and a cursor behind which nothing appears later.

Neither a time nor an id is such an order: a check that began first may commit last, and a reader whose cursor stands
between the two would never see it. So each record carries its place (``listed_in``): the number of the transaction
that wrote it, counted as shared/db/record_order.py says. The order is (``listed_in``, ``check_id``), and a page ends
below the *horizon*, the oldest transaction that is under way in the page's own snapshot (``pg_snapshot_xmin``). Every
transaction below it has ended, so what it wrote is in the snapshot or nowhere; every one that begins later gets a
higher place. Nothing is held back by time, and the check path pays eight bytes for it.

The price: a long transaction that writes, anywhere on the same PostgreSQL, holds the list back until it ends. A cursor
of another database is told from ours when it lies ahead; one of a newer database, of which this one is a restored
copy, lies behind all that comes: places go on above those that were lost.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from shared.db.database import Database
from shared.domain.identifiers import InstitutionCode
from shared.published.eligibility.check_list import HORIZON, PAGE_OF_CHECKS

LATEST = "latest"
"""Where a reader begins that wants only what comes from now on."""
_KEY = re.compile(r"([0-9]{1,20})\.([0-9a-f]{32})")
_NOTHING = UUID(int=0)


class CursorInvalid(Exception):
    """The cursor is of another database: it lies ahead of all that is recorded here."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last record that a reader has read."""

    listed_in: int
    check_id: UUID = _NOTHING

    @classmethod
    def of_key(cls, key: bytes) -> "Cursor":
        """Read what ``key`` holds; raises ValueError."""
        match = _KEY.fullmatch(key.decode("ascii"))
        if match is None or (listed_in := int(match[1])) >= 1 << 63:
            raise ValueError("no record stands so")
        return cls(listed_in, UUID(match[2]))

    @property
    def key(self) -> bytes:
        """What a cursor on the wire holds."""
        return f"{self.listed_in}.{self.check_id.hex}".encode()


@dataclass(frozen=True, slots=True)
class ListedCheck:
    """One record, without what it was about."""

    check_id: UUID
    checked_at: datetime
    as_of: date
    method: str
    purpose: str
    outcome: str
    code: str
    client_reference: str | None


@dataclass(frozen=True, slots=True)
class CheckPage:
    """Records in order, and where to go on: behind the last, or at the horizon when there was no more."""

    checks: Sequence[ListedCheck]
    end: Cursor


async def read_page(
    database: Database, institution_code: InstitutionCode, after: Cursor | None, method: str | None, limit: int
) -> CheckPage:
    """Return up to ``limit`` checks behind ``after`` (None: from the first).

    Raises CursorInvalid or DatabaseUnavailable.
    """
    after = after or Cursor(0)
    rows = await database.fetch(PAGE_OF_CHECKS, institution_code, str(after.listed_in), after.check_id, method, limit)
    oldest, following = int(rows[0]["oldest"]), int(rows[0]["next"])
    if after.listed_in > following:
        raise CursorInvalid
    checks = [
        ListedCheck(
            row["check_id"],
            row["checked_at"],
            row["as_of"],
            row["method"],
            row["purpose"],
            row["outcome"],
            row["code"],
            row["client_reference"],
        )
        for row in rows
        if row["check_id"] is not None
    ]
    if len(checks) == limit:
        return CheckPage(checks, Cursor(int(rows[-1]["listed_in"]), checks[-1].check_id))
    # Everything below the horizon was looked at: the next page need not look at it again.
    return CheckPage(checks, Cursor(oldest) if oldest > after.listed_in else after)


async def read_latest(database: Database) -> Cursor:
    """Return the cursor of a reader that wants only what comes from now on; raises DatabaseUnavailable."""
    rows = await database.fetch(HORIZON)
    return Cursor(int(rows[0]["oldest"]))
