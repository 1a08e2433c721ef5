"""資格喪失: by its day and reason, or by what happened; dependants lose with the insured person."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.enrolment.coverages import InsurerCheck, LockedCoverage, lock_coverage
from services.registry.insurer_kinds import InsurerKind
from services.registry.publication import publish_person
from services.registry.recording import Author
from services.registry.rules.losing import LossEvent, NoLoss, loss_day
from services.registry.rules.schemes import WITH_DEPENDANTS, scheme_of
from services.registry.store.coverages import RecordedCoverage, write_coverage
from services.registry.versions import must_match
from shared.domain.codes import LossReason, Relationship
from shared.errors import AlreadyExists, RequestInvalid, Violation

Loss = tuple[date, LossReason]
"""The first day without cover, and the reason that is published."""


async def register_loss(
    author: Author,
    coverage_id: UUID,
    lost_on: date,
    reason: LossReason,
    check_insurer: InsurerCheck,
    if_match: str | None = None,
) -> RecordedCoverage:
    """Record that a coverage is lost: ``lost_on`` is the first day without it.

    Raises ResourceNotFound, what ``check_insurer`` raises, RequestInvalid (before the coverage began), AlreadyExists
    (another loss is on record), VersionMismatch.
    """
    return await _lose(author, coverage_id, lambda _: (lost_on, reason), check_insurer, if_match)


async def register_loss_by_event(
    author: Author,
    coverage_id: UUID,
    event: LossEvent,
    happened_on: date,
    check_insurer: InsurerCheck,
    if_match: str | None = None,
) -> RecordedCoverage:
    """Record what ended a coverage; the first day without it follows from the scheme's rules.

    Raises as ``register_loss``; RequestInvalid also when the event does not end this cover.
    """

    def by_the_rules(recorded: RecordedCoverage) -> Loss:
        kind = InsurerKind(recorded.coverage.insurer.kind)
        scheme = scheme_of(kind, recorded.coverage.relationship, voluntary=recorded.is_voluntary)
        try:
            return loss_day(scheme, event, happened_on), event.reason
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

    return await _lose(author, coverage_id, by_the_rules, check_insurer, if_match)


async def _lose(
    author: Author,
    coverage_id: UUID,
    decide: Callable[[RecordedCoverage], Loss],
    check_insurer: InsurerCheck,
    if_match: str | None,
) -> RecordedCoverage:
    async with author.world.database.transaction() as connection:
        locked = await lock_coverage(connection, coverage_id, author, check_insurer, with_family=True)
        coverage = locked.recorded.coverage
        lost_on, reason = decide(locked.recorded)
        if (coverage.lost_on, coverage.loss_reason) == (lost_on, reason):
            return locked.recorded
        must_match(if_match, locked.recorded.version_id)
        # A loss that was registered without its reason may still get it.
        if coverage.lost_on not in (None, lost_on) or coverage.loss_reason not in (None, reason):
            raise AlreadyExists(
                detail="Another loss is on record for this coverage.", detail_ja="別の資格喪失が登録済みです。"
            )
        if lost_on < coverage.acquired_on:
            raise RequestInvalid(
                [
                    Violation(
                        "/lost_on",
                        "before-acquisition",
                        "Lies before the day on which the coverage was acquired.",
                        "資格取得年月日より前の日付です。",
                    )
                ]
            )
        lost = await _write_loss(connection, locked, locked.recorded, lost_on, reason)
        ended = _dependants_who_lose(locked, lost_on)
        for each, last in ended:
            await _write_loss(connection, locked, each, last, LossReason.OTHER)
        for person_id in sorted({lost.person_id, *(each.person_id for each, _ in ended)}):
            await publish_person(connection, person_id, locked.recording)
        return lost


def _dependants_who_lose(locked: LockedCoverage, lost_on: date) -> list[tuple[RecordedCoverage, date]]:
    """Return what family members still have beyond the insured's last day, and when it ends (健康保険法3条7項).

    Somebody else's dependants stay: of who has, or the same person has again, this number from that day on.
    """
    insured = locked.recorded.coverage
    if insured.relationship is not Relationship.SELF or insured.insurer.kind not in WITH_DEPENDANTS:
        return []
    others = [each.coverage for each in locked.family if each.coverage.relationship is Relationship.SELF]
    found = []
    for each in locked.family:
        if each.coverage.relationship is not Relationship.FAMILY:
            continue
        # Who would have begun later never was a dependant.
        last = max(lost_on, each.coverage.acquired_on)
        is_beyond = each.coverage.lost_on is None or each.coverage.lost_on > last
        if is_beyond and not any(other.period.contains(last) for other in others):
            found.append((each, last))
    return found


async def _write_loss(
    connection: AsyncConnection, locked: LockedCoverage, recorded: RecordedCoverage, lost_on: date, reason: LossReason
) -> RecordedCoverage:
    coverage = replace(recorded.coverage, lost_on=lost_on, loss_reason=reason)
    return await write_coverage(
        connection, recorded.person_id, coverage, locked.recording, is_voluntary=recorded.is_voluntary
    )
