"""The record of who saw what (開示履歴), as institutions, the operator and the patient read it."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.consent.paging import LATEST
from shared.db.database import Database
from shared.domain.consent import MEDICAL_KINDS, WITHOUT_ASKING
from shared.published.eligibility.history import HISTORY
from shared.published.eligibility.proofs import PROOF_OF_RECORD, PROOF_OF_REMOVED
from shared.worlds.world import World

_EXPORT_STEP = 1000


@dataclass(frozen=True, slots=True)
class DisclosureEntry:
    """One act of the record. Never the data that was shown."""

    check_id: UUID
    checked_at: datetime
    client_id: str
    role: str
    institution_code: str | None
    institution_name: str | None
    method: str
    purpose: str
    as_of: date
    outcome: str
    code: str
    person_id: UUID | None
    kinds: list[str]
    holder_verification: str | None
    certificate_state: str | None
    client_reference: str | None
    rederived_from: UUID | None
    chosen_consents: list[str]
    coverage_ids: list[UUID]
    """Without a card: which coverages the identifiers fitted."""

    @property
    def is_without_consent(self) -> bool:
        """Whether it opened medical data that the patient was not asked about (同意取得困難)."""
        if self.purpose not in WITHOUT_ASKING:
            return False
        return any(kind in MEDICAL_KINDS and kind not in self.chosen_consents for kind in self.kinds)


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """Which part of the record; None does not restrict."""

    after: UUID
    before: UUID
    institution_code: str | None = None
    person_id: UUID | None = None
    purpose: str | None = None
    outcome: str | None = None
    method: str | None = None


async def read_history(world: World, wanted: HistoryFilter, limit: int) -> list[DisclosureEntry]:
    """Return entries, of all cells too where there are some, the newest first; raises DatabaseUnavailable.

    A cell whose records cannot be read is an outage: a history is never shown with a part of it left out.
    """
    statement, arguments = page_of_history(world.known_at(), wanted, limit)
    entries = await _page(world.database, statement, arguments)
    if world.cell_records is None:
        return entries
    of_cells = await _page(world.cell_records, statement, arguments)
    return sorted([*entries, *of_cells], key=lambda entry: entry.check_id, reverse=True)[:limit]


async def _page(database: Database, statement: str, arguments: tuple[Any, ...]) -> list[DisclosureEntry]:
    async with database.transaction() as connection:
        return _entries((await connection.exec_driver_sql(statement, arguments)).mappings().all())


def page_of_history(at: datetime, wanted: HistoryFilter, limit: int) -> tuple[str, tuple[Any, ...]]:
    """Return the statement of a page and its arguments.

    The order is that of the identifiers, which sort by time: of all records, of one person's and of one institution's
    there is an index in it.
    """
    conditions, arguments = ["d.check_id > $2", "d.check_id < $3"], [at, wanted.after, wanted.before]
    for column in ("institution_code", "person_id", "purpose", "outcome", "method"):
        value = getattr(wanted, column)
        if value is not None:
            arguments.append(value)
            conditions.append(f"d.{column} = ${len(arguments)}")
    statement = f"{HISTORY} WHERE {' AND '.join(conditions)} ORDER BY d.check_id DESC LIMIT {int(limit)}"
    return statement, tuple(arguments)


async def export_history(world: World, wanted: HistoryFilter) -> AsyncIterator[list[DisclosureEntry]]:
    """Yield the whole of what is wanted, step by step, so that nothing grows with it; raises DatabaseUnavailable."""
    before = wanted.before
    while True:
        step = replace(wanted, before=before)
        entries = await read_history(world, step, _EXPORT_STEP)
        if entries:
            yield entries
            before = entries[-1].check_id
        if len(entries) < _EXPORT_STEP:
            return


async def history_of_person(world: World, person_id: UUID, behind: UUID | None, limit: int) -> list[DisclosureEntry]:
    """Return what was asked about a person, the newest first, behind an entry of the page before."""
    wanted = HistoryFilter(after=UUID(int=0), before=behind or LATEST, person_id=person_id)
    return await read_history(world, wanted, limit)


async def read_proof(world: World, check_id: UUID, *, is_removed: bool = False) -> dict[str, Any] | None:
    """Return the record of a check with its seal; ``is_removed``: what a seal holds of one that is gone.

    Raises DatabaseUnavailable.
    """
    statement = PROOF_OF_REMOVED if is_removed else PROOF_OF_RECORD
    async with world.database.transaction() as connection:
        row = (await connection.exec_driver_sql(statement, (check_id,))).mappings().first()
    return None if row is None else dict(row)


def _entries(rows: Sequence[Any]) -> list[DisclosureEntry]:
    return [DisclosureEntry(**row) for row in rows]
