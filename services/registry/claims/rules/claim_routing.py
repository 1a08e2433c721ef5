"""レセプト振替・分割: which insurer a claim goes to, judged over the two times. Pure.

Since claims of 2021-10 review bodies move a claim to the right insurer from eligibility data instead of returning it.
From claims of 2022-02 one is not moved where the record was valid on the treatment day as it was known when the
institution checked; before that, of two records the one issued last won. Never with public expense involved.
Source: 厚生労働省保険局, 「オンライン資格確認等システムの資格情報を活用したレセプトの振替・分割」(令和3年9月21日)
and its change for claims from February 2022.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from services.registry.claims.rules.timeline import Timeline
from shared.domain.coverage import Coverage
from shared.domain.insurers import InsurerKind
from shared.domain.newest_coverage import newest_of

REROUTING_SINCE: Final = date(2021, 10, 1)
CHECK_COUNTS_SINCE: Final = date(2022, 2, 1)
"""First days of the months in which claims were made."""


class Outcome(StrEnum):
    """What becomes of the whole claim."""

    KEEP = "keep"
    REROUTE = "reroute"
    SPLIT = "split"
    RETURN = "return"


class Action(StrEnum):
    """What becomes of some of its days."""

    KEEP = "keep"
    REROUTE = "reroute"
    RETURN = "return"


class Reason(StrEnum):
    """Why."""

    COVERED = "covered"
    VALID_WHEN_CHECKED = "valid-when-checked"
    NEWEST_ISSUE = "newest-issue"
    OTHER_COVER = "other-cover"
    NO_COVER = "no-cover"
    PUBLIC_EXPENSE = "public-expense"
    BEFORE_REROUTING = "before-rerouting"
    UNKNOWN_IDENTIFIERS = "unknown-identifiers"
    AMBIGUOUS_IDENTIFIERS = "ambiguous-identifiers"


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim as far as its way to an insurer goes."""

    days: tuple[date, ...]
    claimed_in: date
    """Any day of the month in which it was made (請求月)."""
    checked_at: datetime | None = None
    """When the institution confirmed eligibility; None: never."""
    has_public_expense: bool = False


@dataclass(frozen=True, slots=True)
class Portion:
    """Days of a claim that go one way; ``coverage`` is who pays, None where nobody does."""

    action: Action
    reason: Reason
    coverage: Coverage | None
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Route:
    """The way of a claim."""

    outcome: Outcome
    portions: tuple[Portion, ...]


_Verdict = tuple[Action, Reason, Coverage | None]


def route_claim(claim: Claim, asked: frozenset[str], timeline: Timeline, decided_at: datetime) -> Route:
    """Decide where ``claim`` goes, as the registry knows things at ``decided_at``.

    ``asked`` are the ids of the coverages that the claim's identifiers name, all of the person of ``timeline``.
    """
    by_verdict: dict[_Verdict, list[date]] = {}
    for day in sorted(set(claim.days)):
        by_verdict.setdefault(_judge_day(day, claim, asked, timeline, decided_at), []).append(day)
    portions = tuple(Portion(*verdict, tuple(days)) for verdict, days in by_verdict.items())
    if claim.has_public_expense and any(portion.action is not Action.KEEP for portion in portions):
        # It can be neither moved nor split, so the whole of it goes back.
        whole = Portion(Action.RETURN, Reason.PUBLIC_EXPENSE, None, tuple(sorted(set(claim.days))))
        return Route(Outcome.RETURN, (whole,))
    return Route(_outcome(portions), portions)


def _judge_day(day: date, claim: Claim, asked: frozenset[str], timeline: Timeline, decided_at: datetime) -> _Verdict:
    covering = [each for each in timeline.covering(day, decided_at) if _is_insurance(each)]
    named = [each for each in covering if each.coverage_id in asked]
    month = claim.claimed_in.replace(day=1)
    if month < REROUTING_SINCE:
        return (Action.KEEP, Reason.COVERED, newest_of(named)) if named else _nobody(Reason.BEFORE_REROUTING)
    if not covering and month < CHECK_COUNTS_SINCE:
        return _nobody(Reason.NO_COVER)
    if month < CHECK_COUNTS_SINCE:
        return _issued_last(covering, named)
    return _valid_when_checked(day, claim, asked, timeline, covering)


def _issued_last(covering: Sequence[Coverage], named: Sequence[Coverage]) -> _Verdict:
    """Claims of 2021-10 to 2022-01: the record that was issued last wins, whatever had been asked."""
    newest = newest_of(covering)
    if newest in named:
        return Action.KEEP, Reason.COVERED, newest
    return Action.REROUTE, Reason.NEWEST_ISSUE if named else Reason.OTHER_COVER, newest


def _valid_when_checked(
    day: date, claim: Claim, asked: frozenset[str], timeline: Timeline, covering: Sequence[Coverage]
) -> _Verdict:
    """Claims since 2022-02."""
    # 1. What covers the day, as known now, stays.
    named = [each for each in covering if each.coverage_id in asked]
    if named:
        return Action.KEEP, Reason.COVERED, newest_of(named)
    # 2. What covered it as known when the institution checked stays too.
    if claim.checked_at is not None:
        seen = [each for each in timeline.covering(day, claim.checked_at) if each.coverage_id in asked]
        if seen:
            return Action.KEEP, Reason.VALID_WHEN_CHECKED, newest_of(seen)
    # 3. Else whoever covers it now.
    return (Action.REROUTE, Reason.OTHER_COVER, newest_of(covering)) if covering else _nobody(Reason.NO_COVER)


def _nobody(reason: Reason) -> _Verdict:
    return Action.RETURN, reason, None


def _outcome(portions: Sequence[Portion]) -> Outcome:
    ways = {(portion.action, portion.coverage.coverage_id if portion.coverage else None) for portion in portions}
    actions = {action for action, _ in ways}
    if actions == {Action.KEEP}:
        return Outcome.KEEP
    if actions == {Action.RETURN}:
        return Outcome.RETURN
    return Outcome.REROUTE if len(ways) == 1 else Outcome.SPLIT


def _is_insurance(coverage: Coverage) -> bool:
    return coverage.insurer.kind is not InsurerKind.PUBLIC_ASSISTANCE
