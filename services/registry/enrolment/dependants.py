"""被扶養者の異動（該当）: a family member is covered through an insured person, under their number."""

from collections.abc import Callable
from uuid import UUID

from services.registry.enrolment.coverages import InsurerCheck, lock_coverage, make_coverage
from services.registry.enrolment.outcome import Registered
from services.registry.numbers import CheckDigits
from services.registry.recording import Author
from services.registry.rules.dependants import Circumstances, obstacles
from services.registry.rules.schemes import WITH_DEPENDANTS
from services.registry.store.coverages import RecordedCoverage
from services.registry.store.persons import read_person
from shared.domain.codes import Relationship
from shared.domain.coverage import Coverage
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
        locked = await lock_coverage(connection, insured_id, author, check_insurer, other_persons=[person_id])
        insured = locked.recorded
        holder = await read_person(connection, insured.person_id)
        person = await read_person(connection, person_id)
        if holder is None or person is None:
            raise RuntimeError("both are locked, so both are on record")
        draft = draft_from(insured.coverage, holder.record.name)
        violations = _family_violations(insured, draft)
        if circumstances_from is not None:
            judged = obstacles(circumstances_from(birthdate=person.record.birthdate), draft.acquired_on)
            violations += [_circumstance(obstacle.value) for obstacle in judged]
        if violations:
            raise RequestInvalid(violations)
        return await make_coverage(connection, person_id, draft, locked.recording, None, check_digits)


def _family_violations(insured: RecordedCoverage, draft: Coverage) -> list[Violation]:
    coverage = insured.coverage
    if coverage.insurer.kind not in WITH_DEPENDANTS or coverage.relationship is not Relationship.SELF:
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


def _circumstance(code: str) -> Violation:
    return Violation(
        "/circumstances",
        code,
        "The notice on dependants is not met (健康保険法3条7項).",
        "被扶養者の認定基準を満たしません（健康保険法3条7項）。",
    )
