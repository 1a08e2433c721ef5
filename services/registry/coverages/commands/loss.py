"""資格喪失: by its day and reason, or by what happened; dependants lose with the insured person."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.coverages.commands.acquisition import write_with_dependants
from services.registry.coverages.rules.acquisition import began_to_continue
from services.registry.coverages.rules.loss import LossEvent, NoLoss, loss_day
from services.registry.coverages.rules.loss_days import event_violations, loss_violations
from services.registry.person_records.commands.locking import InsurerCheck, LockedCoverage, lock_coverage
from services.registry.person_records.commands.publication import publish_all
from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from services.registry.person_records.store.coverages import read_coverages
from services.registry.person_records.store.persons import read_person
from services.registry.recording import Author
from shared.clock import day_in_japan
from shared.domain.codes import LossReason
from shared.domain.insurers import scheme_of
from shared.errors import AlreadyExists, RequestInvalid, Violation
from shared.web.entity_tags import NamedVersions
from shared.web.versions import must_match

Loss = tuple[date, LossReason]
"""The first day without cover, and the reason that is published."""


@dataclass(frozen=True, slots=True)
class LossFacts:
    """What decides beside the coverage itself."""

    birthdate: date
    today: date
    continued_since: date | None
    """When a 任意継続 began, maybe under another number; None of other cover."""


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
    return await _lose(author, coverage_id, lambda _, __: (lost_on, reason), check_insurer, if_match)


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
        kind = recorded.coverage.insurer.kind
        scheme = scheme_of(kind, recorded.coverage.relationship, voluntary=recorded.is_voluntary)
        try:
            lost_on = loss_day(scheme, event, happened_on)
        except NoLoss:
            raise RequestInvalid(
                [
                    Violation(
                        "/event",
                        "does-not-end-it",
                        "This event does not end this kind of cover.",
                        "この事由では当該資格は喪失しません。",
                    )
                ]
            ) from None
        violations = event_violations(event, happened_on, facts.birthdate, facts.today, facts.continued_since)
        if violations:
            raise RequestInvalid(violations)
        return lost_on, event.reason

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
        coverage = locked.recorded.coverage
        facts = await _facts(connection, locked)
        lost_on, reason = decide(locked.recorded, facts)
        if (coverage.lost_on, coverage.loss_reason) == (lost_on, reason):
            return locked.recorded
        must_match(if_match, locked.recorded.version_id)
        # A loss that was registered without its reason may still get it.
        if coverage.lost_on not in (None, lost_on) or coverage.loss_reason not in (None, reason):
            raise AlreadyExists(
                detail="Another loss is on record for this coverage.", detail_ja="別の資格喪失が登録済みです。"
            )
        lost = replace(coverage, lost_on=lost_on, loss_reason=reason)
        violations = loss_violations(lost, lost_on, facts.today, facts.continued_since, pointer)
        if violations:
            raise RequestInvalid(violations)
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
