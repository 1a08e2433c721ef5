"""訂正: what was registered of a coverage was wrong. The version before is superseded and stays readable."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.coverages.commands.families import write_with_dependants
from services.registry.coverages.rules.acquisition import (
    acquisition_violations,
    age_violations,
    continuation_violations,
    days_in_order,
    term_violations,
)
from services.registry.coverages.rules.families import family_violations, is_insured
from services.registry.coverages.rules.loss_days import loss_violations
from services.registry.outcome import unknown
from services.registry.person_records.commands.locking import InsurerCheck, LockedCoverage, lock_coverage
from services.registry.person_records.commands.publication import publish_all
from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from services.registry.person_records.store.coverages import read_coverages
from services.registry.person_records.store.families import read_family
from services.registry.person_records.store.persons import read_person
from services.registry.recording import Author
from shared.clock import day_in_japan
from shared.domain.codes import Relationship
from shared.domain.coverage import Coverage
from shared.domain.number_rules import CheckDigits
from shared.errors import RequestInvalid, Violation
from shared.web.entity_tags import NamedVersions
from shared.web.versions import must_match

PERSON: Final = "person_id"
"""The one name among ``changes`` that is no field of the coverage: whose it is."""


async def correct_coverage(
    author: Author,
    coverage_id: UUID,
    changes: Mapping[str, Any],
    check_insurer: InsurerCheck,
    *,
    if_match: NamedVersions | None = None,
    check_digits: CheckDigits = "lenient",
) -> RecordedCoverage:
    """Correct the named fields of a coverage; without a difference nothing happens.

    ``lost_on`` None takes a loss back, one on the day of acquisition says that the coverage never was (取消), and
    ``person_id`` gives it to another person (紐付け誤りの訂正). Dependants follow in days and number (families.py).

    Raises ResourceNotFound, what ``check_insurer`` raises, RequestInvalid, ConflictingPeriod, VersionMismatch.
    """
    others = [changes[PERSON]] if PERSON in changes else []
    async with author.world.database.transaction() as connection:
        locked = await lock_coverage(
            connection,
            coverage_id,
            author,
            check_insurer,
            other_identifiers=lambda coverage: [_corrected(coverage, changes).family],
            other_persons=others,
            with_family=True,
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
        kind = coverage.insurer.kind
        violations = _contradictions(coverage)
        violations += acquisition_violations(coverage, kind, None, check_digits)
        # What never was has neither days nor family to judge, so any mistake can be cancelled (取消).
        if coverage.lost_on is None or coverage.acquired_on < coverage.lost_on:
            if (person_id, coverage.acquired_on) != (recorded.person_id, recorded.coverage.acquired_on):
                violations += age_violations(coverage, kind, person.record.birthdate)
            violations += await _family_violations(connection, locked, coverage, person_id)
            violations += await _loss_violations(connection, locked, coverage, person_id)
        if violations:
            raise RequestInvalid(violations)
        written = await write_with_dependants(connection, locked, coverage, person_id)
        await publish_all(connection, written.person_ids, locked.recording)
        return written.coverage


async def _family_violations(
    connection: AsyncConnection, locked: LockedCoverage, coverage: Coverage, person_id: UUID
) -> list[Violation]:
    before = locked.recorded.coverage
    if (locked.recorded.person_id, _in_family(before)) == (person_id, _in_family(coverage)):
        return []
    if is_insured(before) and not is_insured(coverage) and _has_dependants(locked):
        return [
            Violation(
                "/relationship",
                "has-dependants",
                "Others are covered through this person; end their cover first.",
                "被扶養者がいるため変更できません。先に被扶養者の資格を喪失してください。",
            )
        ]
    relatives: tuple[RecordedCoverage, ...] = locked.family
    if coverage.family != locked.recorded.family:
        found = await read_family(connection, coverage.family)
        relatives = tuple(each for each in found if each.coverage.coverage_id != coverage.coverage_id)
    if is_insured(coverage):
        # Dependants go where the insured person goes, and they are none of the other ones' there.
        relatives = (*relatives, *(each for each in locked.family if each not in relatives))
    had_insured = any(is_insured(each.coverage) and each.ever_was for each in locked.family)
    return family_violations(coverage, person_id, relatives, needs_insured=had_insured)


async def _loss_violations(
    connection: AsyncConnection, locked: LockedCoverage, coverage: Coverage, person_id: UUID
) -> list[Violation]:
    """Judge the loss where it or what decides about it changes, of a continuation with what came before it."""
    before = locked.recorded
    days = (coverage.acquired_on, coverage.lost_on, coverage.loss_reason)
    if (person_id, *days) == (
        before.person_id,
        before.coverage.acquired_on,
        before.coverage.lost_on,
        before.coverage.loss_reason,
    ):
        return []
    found = []
    if coverage.lost_on is not None:
        found += loss_violations(coverage, coverage.lost_on, day_in_japan(locked.recording.at), None)
    if before.is_voluntary:
        held = await read_coverages(connection, person_id)
        others = [each for each in held if each.coverage.coverage_id != coverage.coverage_id]
        if (person_id, coverage.acquired_on) != (before.person_id, before.coverage.acquired_on):
            kind = coverage.insurer.kind
            found += continuation_violations(coverage, kind, others, None, pointer="/acquired_on")
        else:
            found += term_violations(coverage, others)
    return found


def _has_dependants(locked: LockedCoverage) -> bool:
    return any(
        each.coverage.relationship is Relationship.FAMILY
        and each.ever_was
        and each.coverage.period.overlaps(locked.recorded.coverage.period)
        for each in locked.family
    )


def _in_family(coverage: Coverage) -> tuple[object, ...]:
    """Return what decides how a coverage stands to the others under its number."""
    return coverage.relationship, coverage.acquired_on, coverage.lost_on, coverage.family


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
