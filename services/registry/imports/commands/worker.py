"""Working imports while parts wait: in every worker process, one of them at a time, a part to a transaction.

Who works has a row locked, and its death frees it: nothing of its part is recorded then, and another works it again.
So a part is recorded once, whole lines or nothing, and what came of it with it.
"""

from dataclasses import dataclass

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.cards.commands.reservations import settle_reservations
from services.registry.cards.store.reservations import read_waiting
from services.registry.imports.commands.batch import import_lines
from services.registry.imports.rules.forms import placed
from services.registry.imports.rules.judging import Importer, Outcome
from services.registry.imports.rules.lines import Line, LineReading, Unread
from services.registry.imports.rules.splitting import LINES_A_PART, Part
from services.registry.imports.store.imports import (
    Import,
    State,
    any_under_way,
    count,
    find_silent,
    next_running,
    set_state,
    take_turn,
)
from services.registry.imports.store.parts import WaitingPart, drop_part, leave_of_part, next_part, stop_receiving
from services.registry.imports.store.rejections import Rejection, write_rejections
from services.registry.person_records.store.persons import read_births, read_persons
from services.registry.recording import Author
from shared.domain.number_rules import CheckDigits
from shared.errors import DATABASE_FAILURES, Violation
from shared.worlds.world import World

_LOOK_EVERY_S = 1.0
_log = structlog.get_logger()
_OURS = Violation(
    "", "internal-error", "Internal error: the line was left out.", "内部エラーのため取り込めませんでした。"
)


@dataclass(slots=True)
class ImportWorker:
    """Works the imports of one world."""

    world: World
    check_digits: CheckDigits
    read: LineReading
    _most_lines: int | None = None
    """Fewer than a part's, after what a constraint refused."""

    async def step(self) -> float | None:
        """Work a part; return when to go on, or None when nothing is left."""
        try:
            if await self.work_part():
                return 0.0
            async with self.world.database.transaction() as connection:
                return _LOOK_EVERY_S if await any_under_way(connection) else None
        except DATABASE_FAILURES:
            return _LOOK_EVERY_S

    async def work_part(self) -> bool:
        """Work what waits first, if this process has the turn; tells whether it did anything."""
        most_lines = self._most_lines
        try:
            async with self.world.database.transaction() as connection:
                if not await take_turn(connection):
                    return False
                await self._give_up_silent(connection)
                running = await next_running(connection)
                if running is None:
                    return False
                waiting = await next_part(connection, running.import_id)
                if waiting is None:
                    await set_state(connection, running.import_id, State.DONE, self.world.clock.now())
                    return True
                if waiting.part is not None:
                    await self._work(connection, running, waiting, waiting.part)
                    self._most_lines = None
                    return True
            await self._settle(running, waiting)
        except DATABASE_FAILURES:
            raise
        except Exception as error:
            # Somebody else registered the same meanwhile; or a line is at fault: fewer at a time find out which.
            if most_lines == 0:
                raise
            self._most_lines = most_lines // 2 if most_lines else _HALF_A_PART
            _log.warning("import is tried again", error=type(error).__name__, lines=self._most_lines)
        return True

    async def _work(self, connection: AsyncConnection, running: Import, waiting: WaitingPart, whole: Part) -> None:
        most_lines = self._most_lines
        part, rest = (whole, None) if most_lines is None else _cut(whole, max(most_lines, 1))
        read = self.read(part, running.form)
        lines = [each for each in read if isinstance(each, Line)]
        unread = [Outcome(each.number, violations=each.violations) for each in read if isinstance(each, Unread)]
        author = Author(self.world, running.client_id)
        if most_lines == 0:
            # It failed alone, more than once.
            outcomes = [Outcome(line.number, violations=(_OURS,)) for line in lines]
        else:
            importer = Importer(running.insurer_number, self.check_digits)
            outcomes = await import_lines(connection, author, importer, lines)
            if len(outcomes) < len(lines):
                begins_next = lines[len(outcomes)].number
                _, rest = _cut(whole, begins_next - whole.first_line)
                unread = [each for each in unread if each.line < begins_next]
        await _tell(connection, running, [*unread, *outcomes])
        person_ids = dict.fromkeys(each.person_id for each in outcomes if each.person_id is not None)
        await leave_of_part(connection, waiting, rest, list(person_ids))

    async def _settle(self, running: Import, waiting: WaitingPart) -> None:
        """Try the cards that may have waited for these persons, whose data are committed by now."""
        author = Author(self.world, running.client_id)
        async with self.world.database.transaction() as connection:
            births = await read_births(connection, waiting.written)
            records = {}
            if await read_waiting(connection, births, set(births.values())):
                records = await read_persons(connection, waiting.written)
        await settle_reservations(author, [each.record for each in records.values()])
        async with self.world.database.transaction() as connection:
            await drop_part(connection, waiting)

    async def _give_up_silent(self, connection: AsyncConnection) -> None:
        for import_id in await find_silent(connection):
            await stop_receiving(connection, import_id, self.world.clock.now())


_HALF_A_PART = LINES_A_PART // 2


def _cut(part: Part, lines: int) -> tuple[Part, Part | None]:
    """Return the first lines of a part, and the rest."""
    all_lines = part.content.split(b"\n")
    first = Part(part.first_line, b"\n".join(all_lines[:lines]), 0)
    if len(all_lines) <= lines:
        return first, None
    return first, Part(part.first_line + lines, b"\n".join(all_lines[lines:]), 0)


async def _tell(connection: AsyncConnection, running: Import, outcomes: list[Outcome]) -> None:
    import_id = running.import_id
    rejections = [
        Rejection(outcome.line, place, placed(violation, running.form))
        for outcome in outcomes
        for place, violation in enumerate(outcome.violations)
    ]
    rejected = sum(1 for outcome in outcomes if outcome.violations)
    accepted = sum(1 for outcome in outcomes if outcome.is_new and not outcome.violations)
    await count(
        connection,
        import_id,
        accepted=accepted,
        unchanged=len(outcomes) - accepted - rejected,
        rejected=rejected,
    )
    await write_rejections(connection, import_id, rejections)
