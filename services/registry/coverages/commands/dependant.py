"""被扶養者の異動（該当）: a family member is covered through an insured person, under their number.

The facts are read, rules/dependant_filing.py and rules/filing.py decide, the rows are written.
"""

from collections.abc import Callable
from uuid import UUID

from services.registry.coverages.commands.acquisition import acquire
from services.registry.coverages.rules.dependant_filing import DependantFacts, dependant_coverage
from services.registry.coverages.rules.dependants import Circumstances
from services.registry.coverages.rules.filing import Filing
from services.registry.outcome import Registered, first_of
from services.registry.person_records.commands.locking import InsurerCheck, lock_coverage
from services.registry.person_records.commands.publication import publish_person
from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from services.registry.person_records.store.coverages import read_coverages
from services.registry.person_records.store.persons import read_persons
from services.registry.recording import Author
from shared.domain.coverage import Coverage
from shared.domain.number_rules import CheckDigits


async def add_dependant(
    author: Author,
    insured_id: UUID,
    person_id: UUID,
    draft_from: Callable[[Coverage, str], Coverage],
    circumstances_from: Callable[..., Circumstances] | None,
    check_insurer: InsurerCheck,
    *,
    check_digits: CheckDigits = "lenient",
) -> Registered[RecordedCoverage]:
    """Register the coverage that ``draft_from`` makes of the insured's and their name, or find it.

    ``circumstances_from`` takes the birth date; without it nobody's income is judged. Raises ResourceNotFound, what
    ``check_insurer`` raises, RequestInvalid, AlreadyExists, ConflictingPeriod.
    """
    async with author.world.database.transaction() as connection:
        locked = await lock_coverage(
            connection, insured_id, author, check_insurer, other_persons=[person_id], with_family=True
        )
        insured = locked.recorded
        on_record = await read_persons(connection, [insured.person_id, person_id])
        holder, person = on_record[insured.person_id].record, on_record[person_id].record
        held = await read_coverages(connection, person_id)
        facts = DependantFacts(insured, locked.family, person.birthdate, held)
        coverage = dependant_coverage(draft_from(insured.coverage, holder.name), facts, circumstances_from)
        filing = Filing(person_id, coverage, check_digits, is_dependants=True)
        registered = first_of(await acquire(connection, [filing], locked.recording))
        if registered.is_new:
            await publish_person(connection, person_id, locked.recording)
        return registered
