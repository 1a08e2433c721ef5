"""資格喪失: by its day and reason, or by what happened; dependants lose with the insured person."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.coverages.commands.families import write_with_dependants
from services.registry.coverages.rules.acquisition import began_to_continue
from services.registry.coverages.rules.loss import LossEvent
from services.registry.coverages.rules.loss_decision import Loss, LossFacts, loss_by_event, lost_coverage
from services.registry.person_records.commands.locking import InsurerCheck, LockedCoverage, lock_coverage
from services.registry.person_records.commands.publication import publish_all
from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from services.registry.person_records.store.coverages import read_coverages
from services.registry.person_records.store.persons import read_person
from services.registry.recording import Author
from shared.clock import day_in_japan
from shared.domain.codes import LossReason
from shared.web.entity_tags import NamedVersions
from shared.web.versions import must_match


async def register_loss(
    author: Author,
    coverage_id: UUID,
    lost_on: date,
    reason: LossReason,
    check_insurer: InsurerCheck,
    if_match: NamedVersions | None = None,
) -> RecordedCoverage:
    """Record that a coverage is lost: ``lost_on`` is the first day without it.

    Raises ResourceNotFound, what ``check_insurer`` raises, RequestInvalid (before the coverage began), AlreadyExists
    (another loss is on record), VersionMismatch.
    """
    return await _lose(author, coverage_id, lambda _, __: Loss(lost_on, reason), check_insurer, if_match)


async def register_loss_by_event(
    author: Author,
    coverage_id: UUID,
    event: LossEvent,
    happened_on: date,
    check_insurer: InsurerCheck,
    if_match: NamedVersions | None = None,
) -> RecordedCoverage:
    """Record what ended a coverage; the first day without it follows from the scheme's rules.

    Raises as ``register_loss``; RequestInvalid also when the event does not end this cover.
    """

    def by_the_rules(recorded: RecordedCoverage, facts: LossFacts) -> Loss:
        return loss_by_event(recorded, event, happened_on, facts)

    return await _lose(author, coverage_id, by_the_rules, check_insurer, if_match, pointer="/event_on")


async def _lose(
    author: Author,
    coverage_id: UUID,
    decide: Callable[[RecordedCoverage, LossFacts], Loss],
    check_insurer: InsurerCheck,
    if_match: NamedVersions | None,
    pointer: str = "/lost_on",
) -> RecordedCoverage:
    async with author.world.database.transaction() as connection:
        locked = await lock_coverage(connection, coverage_id, author, check_insurer, with_family=True)
        facts = await _facts(connection, locked)
        loss = decide(locked.recorded, facts)
        if loss.is_on_record(locked.recorded.coverage):
            return locked.recorded
        must_match(if_match, locked.recorded.version_id)
        lost = lost_coverage(locked.recorded.coverage, loss, facts, pointer)
        written = await write_with_dependants(connection, locked, lost, locked.recorded.person_id)
        await publish_all(connection, written.person_ids, locked.recording)
        return written.coverage


async def _facts(connection: AsyncConnection, locked: LockedCoverage) -> LossFacts:
    recorded = locked.recorded
    person = await read_person(connection, recorded.person_id)
    if person is None:
        raise RuntimeError("a coverage is of a person on record")
    continued_since = None
    if recorded.is_voluntary:
        held = await read_coverages(connection, recorded.person_id)
        continued_since = began_to_continue(recorded.coverage, held)
    return LossFacts(person.record.birthdate, day_in_japan(locked.recording.at), continued_since)
