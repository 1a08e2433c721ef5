"""異動: from a day on somebody is insured under another number, at the same insurer or (後期高齢者) prefecture."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from uuid import UUID

from services.registry.enrolment.coverages import InsurerCheck, lock_coverage, make_coverage
from services.registry.enrolment.outcome import Registered
from services.registry.insurer_kinds import InsurerKind
from services.registry.numbers import CheckDigits, prefecture_of
from services.registry.recording import Author
from services.registry.store.coverages import RecordedCoverage, family_of, write_coverage
from services.registry.versions import must_match
from shared.domain.codes import LossReason
from shared.domain.coverage import Coverage
from shared.domain.identifiers import InsurerNumber
from shared.errors import AlreadyExists, RequestInvalid, Violation


async def move_coverage(
    author: Author,
    coverage_id: UUID,
    moved_on: date,
    draft_from: Callable[[Coverage], Coverage],
    check_insurer: InsurerCheck,
    *,
    if_match: str | None = None,
    check_digits: CheckDigits = "lenient",
) -> Registered[RecordedCoverage]:
    """End a coverage on ``moved_on`` and begin on that very day the one that ``draft_from`` makes of it.

    Raises ResourceNotFound, what ``check_insurer`` raises, RequestInvalid, AlreadyExists (it is lost already, or the
    new id is another coverage's), ConflictingPeriod, VersionMismatch.
    """
    async with author.world.database.transaction() as connection:
        locked = await lock_coverage(
            connection,
            coverage_id,
            author,
            check_insurer,
            other_identifiers=lambda coverage: [family_of(draft_from(coverage))],
        )
        old = locked.recorded
        draft = draft_from(old.coverage)
        _check_destination(old.coverage, draft, check_insurer)
        if old.coverage.lost_on == moved_on:
            # Moved already, if it is the same move: making it finds the same coverage, or says that it differs.
            return await make_coverage(connection, old.person_id, draft, locked.recording, None, check_digits)
        must_match(if_match, old.version_id)
        if old.coverage.lost_on is not None:
            raise AlreadyExists(
                detail="Another loss is on record for this coverage.", detail_ja="別の資格喪失が登録済みです。"
            )
        if moved_on <= old.coverage.acquired_on:
            raise RequestInvalid(
                [
                    Violation(
                        "/moved_on",
                        "before-acquisition",
                        "Must lie after the day on which the coverage was acquired; correct that one instead.",
                        "資格取得年月日より後の日付で指定してください（訂正の場合は訂正を使用）。",
                    )
                ]
            )
        ended = replace(old.coverage, lost_on=moved_on, loss_reason=LossReason.OTHER)
        await write_coverage(connection, old.person_id, ended, locked.recording, is_voluntary=old.is_voluntary)
        # Publishes the person once, with both.
        return await make_coverage(connection, old.person_id, draft, locked.recording, None, check_digits)


def _check_destination(old: Coverage, new: Coverage, check_insurer: InsurerCheck) -> None:
    """Raise unless the caller may begin cover there: its own number, or within one 広域連合 (one a prefecture)."""
    is_same_union = (
        old.insurer.kind == InsurerKind.ELDERLY.value
        and new.insurer.number.startswith(InsurerKind.ELDERLY.code)
        and prefecture_of(InsurerNumber(old.insurer.number)) == prefecture_of(InsurerNumber(new.insurer.number))
    )
    if not is_same_union:
        check_insurer(new.insurer.number)
