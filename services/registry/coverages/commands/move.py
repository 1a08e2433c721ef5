"""異動: from a day on somebody is insured under another number, at the same insurer or (後期高齢者) prefecture.

The facts are read, rules/move.py and rules/filing.py decide, the rows are written.
"""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from services.registry.coverages.commands.acquisition import acquire
from services.registry.coverages.commands.families import write_with_dependants
from services.registry.coverages.rules.loss_decision import another_loss
from services.registry.coverages.rules.move import check_destination, ended_by_move, filing_of_move, moved_along
from services.registry.outcome import Registered, first_of
from services.registry.person_records.commands.locking import InsurerCheck, lock_coverage
from services.registry.person_records.commands.publication import publish_all
from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from services.registry.person_records.store.coverages import read_coverage, read_coverages
from services.registry.person_records.store.persons import read_persons
from services.registry.recording import Author
from shared.domain.coverage import Coverage
from shared.domain.number_rules import CheckDigits
from shared.web.entity_tags import NamedVersions
from shared.web.versions import must_match


async def move_coverage(
    author: Author,
    coverage_id: UUID,
    moved_on: date,
    draft_from: Callable[[Coverage], Coverage],
    check_insurer: InsurerCheck,
    *,
    if_match: NamedVersions | None = None,
    check_digits: CheckDigits = "lenient",
) -> Registered[RecordedCoverage]:
    """End a coverage on ``moved_on`` and begin on that very day the one that ``draft_from`` makes of it.

    Dependants move along: theirs end and begin on that day too, under ids that follow from the new coverage's. What
    is 任意継続 stays so, and its two years go on counting.

    Raises ResourceNotFound, what ``check_insurer`` raises, RequestInvalid, AlreadyExists (it is lost already, or the
    new id is another coverage's), ConflictingPeriod, VersionMismatch.
    """
    async with author.world.database.transaction() as connection:
        locked = await lock_coverage(
            connection,
            coverage_id,
            author,
            check_insurer,
            other_identifiers=lambda coverage: [draft_from(coverage).family],
            with_family=True,
        )
        old = locked.recorded
        draft = draft_from(old.coverage)
        check_destination(old.coverage, draft, check_insurer)
        filing = filing_of_move(old, draft, locked.family, check_digits)
        if old.coverage.lost_on is not None:
            if old.coverage.lost_on == moved_on and await read_coverage(connection, UUID(draft.coverage_id)):
                # Moved already, if it is the same move: making it finds the same coverage, or says that it differs.
                return first_of(await acquire(connection, [filing], locked.recording))
            raise another_loss()
        must_match(if_match, old.version_id)
        held = await read_coverages(connection, old.person_id) if old.is_voluntary else []
        ended = ended_by_move(old, moved_on, held)
        written = await write_with_dependants(connection, locked, ended, old.person_id)
        holders = await read_persons(connection, [each.person_id for each in written.dependants])
        births = {person_id: person.record.birthdate for person_id, person in holders.items()}
        filings = [filing, *moved_along(written.dependants, filing, births)]
        moved = first_of(await acquire(connection, filings, locked.recording))
        await publish_all(connection, written.person_ids, locked.recording)
        return moved
