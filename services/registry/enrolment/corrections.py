"""訂正: what was registered of a coverage was wrong. The version before is superseded and stays readable."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from services.registry.enrolment.acquisition_rules import acquisition_violations
from services.registry.enrolment.coverages import InsurerCheck, days_in_order, lock_coverage
from services.registry.enrolment.outcome import unknown
from services.registry.insurer_kinds import InsurerKind
from services.registry.numbers import CheckDigits
from services.registry.publication import publish_person
from services.registry.recording import Author
from services.registry.store.coverages import RecordedCoverage, family_of, write_coverage
from services.registry.store.persons import read_person
from services.registry.versions import must_match
from shared.domain.coverage import Coverage
from shared.errors import RequestInvalid, Violation

PERSON: Final = "person_id"
"""The one name among ``changes`` that is no field of the coverage: whose it is."""


async def correct_coverage(
    author: Author,
    coverage_id: UUID,
    changes: Mapping[str, Any],
    check_insurer: InsurerCheck,
    *,
    if_match: str | None = None,
    check_digits: CheckDigits = "lenient",
) -> RecordedCoverage:
    """Correct the named fields of a coverage; without a difference nothing happens.

    ``lost_on`` None takes a loss back, one on the day of acquisition says that the coverage never was (取消), and
    ``person_id`` gives it to another person (紐付け誤りの訂正).

    Raises ResourceNotFound, what ``check_insurer`` raises, RequestInvalid, ConflictingPeriod, VersionMismatch.
    """
    others = [changes[PERSON]] if PERSON in changes else []
    async with author.world.database.transaction() as connection:
        locked = await lock_coverage(
            connection,
            coverage_id,
            author,
            check_insurer,
            other_identifiers=lambda coverage: [family_of(_corrected(coverage, changes))],
            other_persons=others,
        )
        recorded = locked.recorded
        coverage = _corrected(recorded.coverage, changes)
        person_id: UUID = changes.get(PERSON, recorded.person_id)
        if (person_id, coverage) == (recorded.person_id, recorded.coverage):
            return recorded
        must_match(if_match, recorded.version_id)
        person = await read_person(connection, person_id)
        if person is None:
            raise RequestInvalid([unknown(PERSON)])
        kind = InsurerKind(coverage.insurer.kind)
        violations = _contradictions(coverage)
        violations += acquisition_violations(coverage, kind, person.record.birthdate, check_digits)
        if violations:
            raise RequestInvalid(violations)
        corrected = await write_coverage(
            connection, person_id, coverage, locked.recording, is_voluntary=recorded.is_voluntary
        )
        # Whose it was comes first: their identifiers are closed before they are opened for the other.
        for each in dict.fromkeys((recorded.person_id, person_id)):
            await publish_person(connection, each, locked.recording)
        return corrected


def _corrected(coverage: Coverage, changes: Mapping[str, Any]) -> Coverage:
    facts = {name: value for name, value in changes.items() if name != PERSON}
    if "lost_on" in facts and facts["lost_on"] is None:
        facts.setdefault("loss_reason", None)
    return replace(coverage, **facts)


def _contradictions(coverage: Coverage) -> list[Violation]:
    found = []
    if not days_in_order(coverage.acquired_on, coverage.lost_on):
        found.append(
            Violation(
                "/lost_on",
                "invalid",
                "Must not lie before acquired_on.",
                "資格取得年月日より前の日付は指定できません。",
            )
        )
    if coverage.loss_reason is not None and coverage.lost_on is None:
        found.append(Violation("/loss_reason", "invalid", "Needs lost_on.", "資格喪失年月日と併せて指定してください。"))
    if coverage.valid_from is not None and coverage.valid_to is not None and coverage.valid_to < coverage.valid_from:
        found.append(
            Violation(
                "/valid_to",
                "invalid",
                "Must not lie before valid_from.",
                "有効開始年月日より前の日付は指定できません。",
            )
        )
    return found
