"""被扶養者の異動（該当）: a family member is covered through an insured person, under their number."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.coverages.commands.acquisition import acquire
from services.registry.coverages.rules.dependants import Circumstances, Obstacle, obstacles
from services.registry.coverages.rules.families import covered_until, is_insured
from services.registry.coverages.rules.filing import Filing
from services.registry.outcome import Registered, first_of
from services.registry.person_records.commands.locking import InsurerCheck, lock_coverage
from services.registry.person_records.commands.publication import publish_person
from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from services.registry.person_records.rules.recorded_persons import RecordedPerson
from services.registry.person_records.store.coverages import read_coverages
from services.registry.person_records.store.persons import read_person
from services.registry.recording import Author
from shared.domain.codes import LossReason
from shared.domain.coverage import Coverage
from shared.domain.insurers import InsurerKind
from shared.domain.number_rules import CheckDigits
from shared.errors import RequestInvalid, Violation


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
        holder = await read_person(connection, insured.person_id)
        person = await read_person(connection, person_id)
        if holder is None or person is None:
            raise RuntimeError("both are locked, so both are on record")
        draft = draft_from(insured.coverage, holder.record.name)
        violations = _place_violations(insured, draft)
        if not violations:
            violations = await _judge(connection, person, draft, circumstances_from)
        if violations:
            raise RequestInvalid(violations)
        draft = _ending_with_the_insured(draft, (insured, *locked.family))
        filing = Filing(person_id, draft, check_digits, is_dependants=True)
        registered = first_of(await acquire(connection, [filing], locked.recording))
        if registered.is_new:
            await publish_person(connection, person_id, locked.recording)
        return registered


def _place_violations(insured: RecordedCoverage, draft: Coverage) -> list[Violation]:
    coverage = insured.coverage
    if not is_insured(coverage):
        return [
            Violation(
                "",
                "no-dependants-here",
                "Only insured persons of employees' insurance have dependants.",
                "被扶養者を登録できるのは被用者保険の被保険者本人の資格のみです。",
            )
        ]
    if not coverage.period.contains(draft.acquired_on):
        return [
            Violation(
                "/acquired_on",
                "insured-not-covered",
                "The insured person is not covered on that day.",
                "被保険者の資格がない日です。",
            )
        ]
    return []


async def _judge(
    connection: AsyncConnection,
    person: RecordedPerson,
    draft: Coverage,
    circumstances_from: Callable[..., Circumstances] | None,
) -> list[Violation]:
    """Tell what stands against the person being a dependant: 後期高齢者医療 always, the rest where it is told."""
    held = await read_coverages(connection, UUID(person.record.person_id))
    has_elderly_cover = any(
        each.coverage.insurer.kind is InsurerKind.ELDERLY and each.coverage.period.contains(draft.acquired_on)
        for each in held
    )
    judged = [Obstacle.ELDERLY_COVER] if has_elderly_cover else []
    if circumstances_from is not None:
        circumstances = circumstances_from(birthdate=person.record.birthdate)
        judged = obstacles(circumstances, draft.acquired_on, has_elderly_cover=has_elderly_cover)
    return [_violation(obstacle) for obstacle in judged]


def _ending_with_the_insured(draft: Coverage, family: Sequence[RecordedCoverage]) -> Coverage:
    """Return the cover of who joins after the insured person's loss is known: it ends with theirs."""
    insured = [each for each in family if is_insured(each.coverage) and each.ever_was]
    end = covered_until(insured, draft.acquired_on)
    return draft if end is None else replace(draft, lost_on=end, loss_reason=LossReason.OTHER)


def _violation(obstacle: Obstacle) -> Violation:
    if obstacle is Obstacle.ELDERLY_COVER:
        return Violation(
            "/person_id",
            obstacle.value,
            "Has 後期高齢者医療 on that day (健康保険法3条7項ただし書).",
            "後期高齢者医療の被保険者は被扶養者となりません（健康保険法3条7項ただし書）。",
        )
    return Violation(
        "/circumstances",
        obstacle.value,
        "The notice on dependants is not met (健康保険法3条7項).",
        "被扶養者の認定基準を満たしません（健康保険法3条7項）。",
    )
