"""訂正: what was registered of a coverage was wrong. The version before is superseded and stays readable.

The facts are read, rules/correction.py decides, the rows are written.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.coverages.commands.families import write_with_dependants
from services.registry.coverages.rules.correction import (
    PERSON,
    Correction,
    CorrectionFacts,
    corrected,
    correction_violations,
)
from services.registry.outcome import unknown
from services.registry.person_records.commands.locking import InsurerCheck, LockedCoverage, lock_coverage
from services.registry.person_records.commands.publication import publish_all
from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from services.registry.person_records.store.coverages import read_coverages
from services.registry.person_records.store.families import read_family
from services.registry.person_records.store.persons import read_person
from services.registry.recording import Author
from shared.clock import day_in_japan
from shared.domain.number_rules import CheckDigits
from shared.errors import RequestInvalid
from shared.web.entity_tags import NamedVersions
from shared.web.versions import must_match


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
    ``person_id`` gives it to another person (紐付け誤りの訂正). Dependants follow in days and number.

    Raises ResourceNotFound, what ``check_insurer`` raises, RequestInvalid, ConflictingPeriod, VersionMismatch.
    """
    others = [changes[PERSON]] if PERSON in changes else []
    async with author.world.database.transaction() as connection:
        locked = await lock_coverage(
            connection,
            coverage_id,
            author,
            check_insurer,
            other_identifiers=lambda coverage: [corrected(coverage, changes).family],
            other_persons=others,
            with_family=True,
        )
        correction = Correction.of(locked.recorded, changes)
        if correction.changes_nothing:
            return locked.recorded
        must_match(if_match, locked.recorded.version_id)
        facts = await _read_facts(connection, locked, correction)
        violations = correction_violations(correction, facts, check_digits)
        if violations:
            raise RequestInvalid(violations)
        written = await write_with_dependants(connection, locked, correction.after, correction.person_id)
        await publish_all(connection, written.person_ids, locked.recording)
        return written.coverage


async def _read_facts(connection: AsyncConnection, locked: LockedCoverage, correction: Correction) -> CorrectionFacts:
    person = await read_person(connection, correction.person_id)
    if person is None:
        raise RequestInvalid([unknown(PERSON)])
    coverage, new_family = correction.after, []
    if correction.goes_to_another_number:
        found = await read_family(connection, coverage.family)
        new_family = [each for each in found if each.coverage.coverage_id != coverage.coverage_id]
    return CorrectionFacts(
        person.record.birthdate,
        day_in_japan(locked.recording.at),
        locked.family,
        new_family,
        held=await read_coverages(connection, correction.person_id) if correction.before.is_voluntary else (),
    )
