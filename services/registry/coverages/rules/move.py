"""異動: what ends and what begins when somebody is insured under another number from a day on. Pure.

The command reads the facts, asks here, and writes: services/registry/coverages/commands/move.py.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid5

from services.registry.coverages.rules.acquisition import age_violations, began_to_continue, term_over
from services.registry.coverages.rules.continuation import continuation_ends
from services.registry.coverages.rules.families import is_insured
from services.registry.coverages.rules.filing import Filing
from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from shared.domain.codes import LossReason
from shared.domain.coverage import Coverage
from shared.domain.identifiers import InsurerNumber
from shared.domain.insurers import InsurerKind
from shared.domain.number_rules import CheckDigits, prefecture_of
from shared.errors import RequestInvalid, Violation


def filing_of_move(
    old: RecordedCoverage, draft: Coverage, family: Iterable[RecordedCoverage], check_digits: CheckDigits
) -> Filing:
    """Return the filing of the coverage that begins; ``family`` are the others under the old number."""
    return Filing(
        old.person_id,
        draft,
        check_digits,
        continues=old.is_voluntary,
        continues_late=old.accepted_late,
        needs_insured=any(is_insured(each.coverage) and each.ever_was for each in family),
    )


def ended_by_move(old: RecordedCoverage, moved_on: date, held: Sequence[RecordedCoverage]) -> Coverage:
    """Return the old coverage as it ends; raises RequestInvalid.

    ``held`` are all coverages of the person; only a 任意継続 asks for them, as its two years go on counting.
    """
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
    if old.is_voluntary and moved_on >= continuation_ends(began_to_continue(old.coverage, held)):
        raise RequestInvalid([term_over("/moved_on")])
    return replace(old.coverage, lost_on=moved_on, loss_reason=LossReason.OTHER)


def moved_along(dependants: Iterable[RecordedCoverage], insured: Filing, births: Mapping[UUID, date]) -> list[Filing]:
    """Let the dependants' cover go on where the insured person's does, unless 後期高齢者医療 is theirs by now."""
    filings = []
    for each in dependants:
        coverage = _under_the_new_number(each.coverage, insured.coverage)
        if not age_violations(coverage, each.coverage.insurer.kind, births[each.person_id]):
            filings.append(
                Filing(each.person_id, coverage, insured.check_digits, is_dependants=True, needs_insured=True)
            )
    return filings


def check_destination(old: Coverage, new: Coverage, check_insurer: Callable[[str], None]) -> None:
    """Raise unless the caller may begin cover there: its own number, or within one 広域連合 (one a prefecture)."""
    is_same_union = (
        old.insurer.kind is InsurerKind.ELDERLY
        and new.insurer.number.startswith(InsurerKind.ELDERLY.code)
        and prefecture_of(InsurerNumber(old.insurer.number)) == prefecture_of(InsurerNumber(new.insurer.number))
    )
    if not is_same_union:
        check_insurer(new.insurer.number)


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
