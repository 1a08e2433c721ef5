"""被扶養者 have their days from the insured person: none beyond theirs, all back with theirs (健康保険法3条7項).

What was said of a dependant themselves is told from what only followed by the insured person's history: both have a
version of the same instant where one change made both. Here too: what stands against a coverage beside the others
under its number, by field.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from uuid import UUID

from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from shared.domain.codes import LossReason, Relationship
from shared.domain.coverage import Coverage
from shared.domain.insurers import WITH_DEPENDANTS, WITHOUT_FAMILY
from shared.errors import Violation

Change = tuple[RecordedCoverage, Coverage]
"""A coverage as it is, and what it becomes."""


@dataclass(frozen=True, slots=True)
class InsuredChange:
    """What becomes of an insured person's coverage."""

    before: Coverage
    after: Coverage
    history: Sequence[RecordedCoverage]
    """The versions until now."""


def dependants_after(
    change: InsuredChange,
    relatives: Sequence[RecordedCoverage],
    histories: Mapping[str, Sequence[RecordedCoverage]],
) -> list[Change]:
    """Return whose coverages change with the insured person's, and to what.

    Somebody else's dependants stay: of who has, or the same person has again, this number on the day in question.
    """
    others = [
        each.coverage.period for each in relatives if each.coverage.relationship is Relationship.SELF and each.ever_was
    ]

    def is_another_ones(day: date) -> bool:
        return any(period.contains(day) for period in others)

    found = []
    for each in relatives:
        if each.coverage.relationship is not Relationship.FAMILY:
            continue
        own = _own_days(histories[each.coverage.coverage_id], change.history)
        never_was = own.lost_on is not None and own.lost_on <= own.acquired_on
        if never_was or not any(own.period.overlaps(one.period) for one in (change.before, change.after)):
            continue
        was_within = each.coverage.acquired_on >= change.before.acquired_on
        then = _within(own, change.after, is_another_ones, was_within=was_within)
        if _name(change.before) != _name(change.after) and not any(own.period.overlaps(period) for period in others):
            then = replace(then, symbol=change.after.symbol, number=change.after.number)
        if then != each.coverage:
            found.append((each, then))
    return found


def _name(coverage: Coverage) -> tuple[str | None, str]:
    return coverage.symbol, coverage.number


def _own_days(history: Sequence[RecordedCoverage], insured: Sequence[RecordedCoverage]) -> Coverage:
    """Return a dependant's coverage with the days that were said of it, not those that followed from the insured's."""
    changed_with = {version.recorded_at for version in insured}
    first, last = history[0], history[-1].coverage
    acquired_on = first.coverage.acquired_on
    loss = (first.coverage.lost_on, first.coverage.loss_reason)
    known = [version.coverage.lost_on for version in insured if version.recorded_at <= first.recorded_at]
    if known and loss[0] == known[-1]:
        # They joined after the insured person's loss was known, so theirs followed from it.
        loss = (None, None)
    for before, now in pairwise(history):
        if now.recorded_at in changed_with:
            continue
        if now.coverage.acquired_on != before.coverage.acquired_on:
            acquired_on = now.coverage.acquired_on
        stated = (now.coverage.lost_on, now.coverage.loss_reason)
        if stated != (before.coverage.lost_on, before.coverage.loss_reason):
            loss = stated
    return replace(last, acquired_on=acquired_on, lost_on=loss[0], loss_reason=loss[1])


def _within(own: Coverage, insured: Coverage, is_another_ones: Callable[[date], bool], *, was_within: bool) -> Coverage:
    start, lost_on, reason = own.acquired_on, own.lost_on, own.loss_reason
    if was_within and start < insured.acquired_on and not is_another_ones(start):
        start = insured.acquired_on
    # Who would have begun later, or had left by then, never was a dependant: lost on the day of acquisition.
    ends = [] if insured.lost_on is None else [max(insured.lost_on, start)]
    if ends and (lost_on is None or lost_on > ends[0]) and not is_another_ones(ends[0]):
        lost_on, reason = ends[0], LossReason.OTHER
    if lost_on is not None and lost_on < start:
        lost_on, reason = start, LossReason.OTHER
    return replace(own, acquired_on=start, lost_on=lost_on, loss_reason=reason)


def is_insured(coverage: Coverage) -> bool:
    """Tell whether others can be covered through this coverage."""
    return coverage.relationship is Relationship.SELF and coverage.insurer.kind in WITH_DEPENDANTS


def family_violations(
    coverage: Coverage, person_id: UUID, relatives: Sequence[RecordedCoverage], *, needs_insured: bool = False
) -> list[Violation]:
    """Tell what stands against this coverage beside the others under its number, ``relatives``.

    Whose insured person is not on record at all is taken as filed, unless ``needs_insured``.
    """
    kind = coverage.insurer.kind
    is_family = coverage.relationship is Relationship.FAMILY
    if kind in WITHOUT_FAMILY and is_family:
        return [
            Violation(
                "/relationship",
                "no-dependants-here",
                "Everybody is insured themselves here; only employees' insurance has dependants.",
                "本人のみの制度です（被扶養者はありません）。",
            )
        ]
    if kind not in WITH_DEPENDANTS or (coverage.lost_on is not None and coverage.lost_on <= coverage.acquired_on):
        return []
    found = []
    if any(
        each.person_id == person_id
        and each.ever_was
        and each.coverage.relationship is not coverage.relationship
        and each.coverage.period.overlaps(coverage.period)
        for each in relatives
    ):
        found.append(
            Violation(
                "/person_id",
                "own-dependant",
                "Nobody is a dependant of themselves.",
                "被保険者本人を自らの被扶養者にはできません。",
            )
        )
    insured = [each for each in relatives if each.coverage.relationship is Relationship.SELF and each.ever_was]
    if is_family and (insured or needs_insured):
        found += _beyond_the_insured(coverage, insured)
    return found


def covered_until(insured: Sequence[RecordedCoverage], start: date) -> date | None:
    """Return the first day from ``start`` on that none of ``insured`` covers; None when there is no such day."""
    day = start
    while covering := [each.coverage.period for each in insured if each.coverage.period.contains(day)]:
        ends = [period.end for period in covering if period.end is not None]
        if len(ends) < len(covering):
            return None
        day = max(ends)
    return day


def _beyond_the_insured(coverage: Coverage, insured: Sequence[RecordedCoverage]) -> list[Violation]:
    end = covered_until(insured, coverage.acquired_on)
    if end is not None and end <= coverage.acquired_on:
        return [
            Violation(
                "/acquired_on",
                "insured-not-covered",
                "The insured person is not covered on that day.",
                "被保険者の資格がない日です。",
            )
        ]
    if end is not None and (coverage.lost_on is None or coverage.lost_on > end):
        return [
            Violation(
                "/lost_on",
                "beyond-the-insured",
                "The insured person's cover ends before (健康保険法3条7項).",
                "被保険者の資格喪失後は被扶養者となりません（健康保険法3条7項）。",
            )
        ]
    return []
