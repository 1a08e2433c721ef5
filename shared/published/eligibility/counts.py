"""How many checks were answered, by month in Japan, kind of institution and method: a view of what eligibility counts.

The counts hold nobody's data, so they stay when records end.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

CHECK_COUNTS = """
SELECT c.month, c.fee_table, c.method, c.checks FROM eligibility_published.check_counts c
WHERE c.month = ANY($1::text[]) ORDER BY c.month, c.fee_table, c.method
"""


@dataclass(frozen=True, slots=True)
class CheckCount:
    """How many checks institutions of one kind have had answered in a month, asked for in one way."""

    month: str
    """In Japan, YYYY-MM."""
    fee_table: str
    """点数表番号, the third digit of the institution's code; empty where there is none, or another one."""
    method: str
    checks: int


async def read_check_counts(connection: AsyncConnection, months: Sequence[str]) -> list[CheckCount]:
    """Return the counts of these months (YYYY-MM), in order."""
    rows = await connection.exec_driver_sql(CHECK_COUNTS, (list(months),))
    return [CheckCount(**row) for row in rows.mappings()]
