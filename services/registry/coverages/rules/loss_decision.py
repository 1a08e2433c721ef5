"""Whether a coverage is lost, and what is then recorded (資格喪失届). Pure.

The command reads the facts, asks here, and writes: services/registry/coverages/commands/loss.py.
"""

from dataclasses import dataclass, replace
from datetime import date

from services.registry.coverages.rules.loss import LossEvent, NoLoss, loss_day
from services.registry.coverages.rules.loss_days import event_violations, loss_violations
from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from shared.domain.codes import LossReason
from shared.domain.coverage import Coverage
from shared.domain.insurers import scheme_of
from shared.errors import AlreadyExists, RequestInvalid, Violation


@dataclass(frozen=True, slots=True)
class Loss:
    """The first day without cover, and the reason that is published."""

    lost_on: date
    reason: LossReason

    def is_on_record(self, coverage: Coverage) -> bool:
        """Tell whether the coverage was lost just so."""
        return (coverage.lost_on, coverage.loss_reason) == (self.lost_on, self.reason)


@dataclass(frozen=True, slots=True)
class LossFacts:
    """What decides beside the coverage itself."""

    birthdate: date
    today: date
    continued_since: date | None
    """When a 任意継続 began, maybe under another number; None of other cover."""


def loss_by_event(recorded: RecordedCoverage, event: LossEvent, happened_on: date, facts: LossFacts) -> Loss:
    """Return the loss that follows from an event; raises RequestInvalid when it does not end this cover then."""
    kind = recorded.coverage.insurer.kind
    scheme = scheme_of(kind, recorded.coverage.relationship, voluntary=recorded.is_voluntary)
    try:
        lost_on = loss_day(scheme, event, happened_on)
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
    violations = event_violations(event, happened_on, facts.birthdate, facts.today, facts.continued_since)
    if violations:
        raise RequestInvalid(violations)
    return Loss(lost_on, event.reason)


def lost_coverage(coverage: Coverage, loss: Loss, facts: LossFacts, pointer: str) -> Coverage:
    """Return what the coverage becomes; raises AlreadyExists (another loss is on record) or RequestInvalid.

    A loss that was registered without its reason may still get it. ``pointer`` names the day in the request.
    """
    if coverage.lost_on not in (None, loss.lost_on) or coverage.loss_reason not in (None, loss.reason):
        raise another_loss()
    lost = replace(coverage, lost_on=loss.lost_on, loss_reason=loss.reason)
    violations = loss_violations(lost, loss.lost_on, facts.today, facts.continued_since, pointer)
    if violations:
        raise RequestInvalid(violations)
    return lost


def another_loss() -> AlreadyExists:
    """Return the refusal of a loss where a different one is on record."""
    return AlreadyExists(
        detail="Another loss is on record for this coverage.", detail_ja="別の資格喪失が登録済みです。"
    )
