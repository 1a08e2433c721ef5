"""異動: from a day on somebody is insured under another number, at the same insurer or (後期高齢者) prefecture."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid5

from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.coverages.commands.acquisition import acquire
from services.registry.coverages.commands.families import write_with_dependants
from services.registry.coverages.rules.acquisition import age_violations, began_to_continue, term_over
from services.registry.coverages.rules.continuation import continuation_ends
from services.registry.coverages.rules.families import is_insured
from services.registry.coverages.rules.filing import Filing
from services.registry.outcome import Registered, first_of
from services.registry.person_records.commands.locking import InsurerCheck, LockedCoverage, lock_coverage
from services.registry.person_records.commands.publication import publish_all
from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from services.registry.person_records.store.coverages import read_coverage, read_coverages
from services.registry.person_records.store.persons import read_persons
from services.registry.recording import Author
from shared.domain.codes import LossReason
from shared.domain.coverage import Coverage
from shared.domain.identifiers import InsurerNumber
from shared.domain.insurers import InsurerKind
from shared.domain.number_rules import CheckDigits, prefecture_of
from shared.errors import AlreadyExists, RequestInvalid, Violation
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
        _check_destination(old.coverage, draft, check_insurer)
        filing = Filing(
            old.person_id,
            draft,
            check_digits,
            continues=old.is_voluntary,
            continues_late=old.accepted_late,
            needs_insured=_had_insured(locked),
        )
        if old.coverage.lost_on is not None:
            if old.coverage.lost_on == moved_on and await read_coverage(connection, UUID(draft.coverage_id)):
                # Moved already, if it is the same move: making it finds the same coverage, or says that it differs.
                return first_of(await acquire(connection, [filing], locked.recording))
            raise AlreadyExists(
                detail="Another loss is on record for this coverage.", detail_ja="別の資格喪失が登録済みです。"
            )
        must_match(if_match, old.version_id)
        violations = await _day_violations(connection, old, moved_on)
        if violations:
            raise RequestInvalid(violations)
        ended = replace(old.coverage, lost_on=moved_on, loss_reason=LossReason.OTHER)
        written = await write_with_dependants(connection, locked, ended, old.person_id)
        holders = await read_persons(connection, [each.person_id for each in written.dependants])
        births = {person_id: person.record.birthdate for person_id, person in holders.items()}
        filings = [filing, *_moved_along(written.dependants, filing, births)]
        moved = first_of(await acquire(connection, filings, locked.recording))
        await publish_all(connection, written.person_ids, locked.recording)
        return moved


def _moved_along(
    dependants: Iterable[RecordedCoverage], insured: Filing, births: Mapping[UUID, date]
) -> Iterator[Filing]:
    """Let the dependants' cover go on where the insured person's does, unless 後期高齢者医療 is theirs by now."""
    for each in dependants:
        coverage = _under_the_new_number(each.coverage, insured.coverage)
        if not age_violations(coverage, each.coverage.insurer.kind, births[each.person_id]):
            yield Filing(each.person_id, coverage, insured.check_digits, is_dependants=True, needs_insured=True)


def _under_the_new_number(coverage: Coverage, insured: Coverage) -> Coverage:
    """Return how a dependant's cover goes on: their branch stays, their papers are the insured person's new ones."""
    return replace(
        coverage,
        coverage_id=str(uuid5(UUID(insured.coverage_id), coverage.coverage_id)),
        insurer=insured.insurer,
        symbol=insured.symbol,
        number=insured.number,
        acquired_on=max(coverage.acquired_on, insured.acquired_on),
        issued_on=insured.issued_on,
        valid_from=insured.valid_from,
        valid_to=insured.valid_to,
    )


def _had_insured(locked: LockedCoverage) -> bool:
    return any(is_insured(each.coverage) and each.ever_was for each in locked.family)


async def _day_violations(connection: AsyncConnection, old: RecordedCoverage, moved_on: date) -> list[Violation]:
    if moved_on <= old.coverage.acquired_on:
        return [
            Violation(
                "/moved_on",
                "before-acquisition",
                "Must lie after the day on which the coverage was acquired; correct that one instead.",
                "資格取得年月日より後の日付で指定してください（訂正の場合は訂正を使用）。",
            )
        ]
    if old.is_voluntary:
        held = await read_coverages(connection, old.person_id)
        if moved_on >= continuation_ends(began_to_continue(old.coverage, held)):
            return [term_over("/moved_on")]
    return []


def _check_destination(old: Coverage, new: Coverage, check_insurer: InsurerCheck) -> None:
    """Raise unless the caller may begin cover there: its own number, or within one 広域連合 (one a prefecture)."""
    is_same_union = (
        old.insurer.kind is InsurerKind.ELDERLY
        and new.insurer.number.startswith(InsurerKind.ELDERLY.code)
        and prefecture_of(InsurerNumber(old.insurer.number)) == prefecture_of(InsurerNumber(new.insurer.number))
    )
    if not is_same_union:
        check_insurer(new.insurer.number)
