from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from services.registry.claims.rules.claim_routing import Action, Claim, Outcome, Reason, Route, route_claim
from services.registry.claims.rules.timeline import Timeline, Version
from shared.domain.codes import Relationship
from shared.domain.coverage import Coverage, Insurer
from shared.domain.insurers import InsurerKind

BEFORE, CHECKED, TOLD, NOW = (datetime(2026, 1, day, tzinfo=UTC) for day in (1, 10, 20, 30))
SOCIETY, TOWN = Insurer("06139018", "組合", InsurerKind.SOCIETY), Insurer("139014", "市", InsurerKind.MUNICIPAL_NHI)
OLD = Coverage("c1", SOCIETY, None, "1", "00", Relationship.SELF, date(2020, 4, 1), issued_on=date(2020, 4, 1))
NEW = Coverage("c2", TOWN, None, "2", None, Relationship.SELF, date(2026, 1, 15), issued_on=date(2026, 1, 16))
LOST = replace(OLD, lost_on=date(2026, 1, 15))
DAYS = tuple(date(2026, 1, 13) + timedelta(days=number) for number in range(4))
"""13 to 16 January: two days before the change, two after."""

TOLD_LATE = Timeline((Version(OLD, BEFORE, TOLD), Version(LOST, TOLD), Version(NEW, TOLD)))
"""The loss of the old and the gain of the new cover were registered after the visits."""


def _route(timeline: Timeline = TOLD_LATE, asked: str = "c1", decided_at: datetime = NOW, **claim: object) -> Route:
    fields: dict[str, object] = {"days": DAYS, "claimed_in": date(2026, 2, 1)}
    return route_claim(Claim(**{**fields, **claim}), frozenset({asked}), timeline, decided_at)  # type: ignore[arg-type]  # a test's shorthand


def _told(route: Route) -> list[tuple[str, str, str | None, int]]:
    return [
        (each.action.value, each.reason.value, each.coverage.insurer.number if each.coverage else None, len(each.days))
        for each in route.portions
    ]


def test_a_claim_for_covered_days_stays() -> None:
    route = _route(days=DAYS[:2])
    assert (route.outcome, _told(route)) == (Outcome.KEEP, [("keep", "covered", "06139018", 2)])


def test_a_claim_after_the_change_is_moved_to_the_new_insurer() -> None:
    route = _route(days=DAYS[2:])
    assert (route.outcome, _told(route)) == (Outcome.REROUTE, [("reroute", "other-cover", "139014", 2)])


def test_a_claim_across_the_change_is_split() -> None:
    route = _route()
    assert route.outcome is Outcome.SPLIT
    assert _told(route) == [("keep", "covered", "06139018", 2), ("reroute", "other-cover", "139014", 2)]


def test_days_that_nobody_covers_are_returned() -> None:
    only_lost = Timeline((Version(OLD, BEFORE, TOLD), Version(LOST, TOLD)))
    assert _route(only_lost, days=DAYS[2:]).outcome is Outcome.RETURN
    split = _route(only_lost)
    assert split.outcome is Outcome.SPLIT
    assert _told(split) == [("keep", "covered", "06139018", 2), ("return", "no-cover", None, 2)]


def test_since_claims_of_2022_02_what_was_valid_when_checked_is_not_moved() -> None:
    route = _route(days=DAYS[2:], checked_at=CHECKED)
    assert (route.outcome, _told(route)) == (Outcome.KEEP, [("keep", "valid-when-checked", "06139018", 2)])


def test_a_check_after_the_loss_was_told_keeps_nothing() -> None:
    assert _route(days=DAYS[2:], checked_at=TOLD).outcome is Outcome.REROUTE


def test_the_same_claim_decided_before_the_loss_was_told_stays() -> None:
    route = _route(days=DAYS[2:], decided_at=TOLD - timedelta(microseconds=1))
    assert _told(route) == [("keep", "covered", "06139018", 2)]


@pytest.mark.parametrize("claimed_in", [date(2021, 10, 1), date(2022, 1, 31)])
def test_until_claims_of_2022_01_the_record_issued_last_won(claimed_in: date) -> None:
    both = Timeline((Version(OLD, BEFORE), Version(NEW, BEFORE)))
    day = (date(2026, 1, 15),)
    assert _told(_route(both, days=day, claimed_in=claimed_in)) == [("reroute", "newest-issue", "139014", 1)]
    assert _told(_route(both, "c2", days=day, claimed_in=claimed_in)) == [("keep", "covered", "139014", 1)]
    # What was seen at the check did not count yet.
    assert _route(days=DAYS[2:], claimed_in=claimed_in, checked_at=CHECKED).outcome is Outcome.REROUTE
    # Since then the one that was asked stays.
    assert _told(_route(both, days=day, claimed_in=date(2022, 2, 1))) == [("keep", "covered", "06139018", 1)]


def test_before_claims_of_2021_10_nothing_was_moved() -> None:
    route = _route(claimed_in=date(2021, 9, 30))
    assert _told(route) == [("keep", "covered", "06139018", 2), ("return", "before-rerouting", None, 2)]


def test_with_public_expense_a_claim_is_neither_moved_nor_split() -> None:
    assert _told(_route(has_public_expense=True)) == [("return", "public-expense", None, 4)]
    assert _route(has_public_expense=True, days=DAYS[:2]).outcome is Outcome.KEEP
    assert _route(has_public_expense=True, days=DAYS[2:], checked_at=CHECKED).outcome is Outcome.KEEP


def test_medical_assistance_is_no_insurer_to_move_a_claim_to() -> None:
    assisted = replace(NEW, insurer=Insurer("12130010", "福祉事務所", InsurerKind.PUBLIC_ASSISTANCE))
    route = _route(Timeline((Version(LOST, BEFORE), Version(assisted, BEFORE))), days=DAYS[2:])
    assert (route.portions[0].action, route.portions[0].reason) == (Action.RETURN, Reason.NO_COVER)


def test_of_two_covers_issued_on_one_day_the_one_acquired_last_pays_as_a_check_says() -> None:
    issued = date(2025, 12, 1)
    first = replace(NEW, coverage_id="z", acquired_on=date(2025, 11, 1), issued_on=issued)
    second = replace(NEW, coverage_id="a", acquired_on=date(2025, 12, 1), issued_on=issued, insurer=SOCIETY)
    both = Timeline((Version(first, BEFORE), Version(second, BEFORE)))
    route = _route(both, days=DAYS[2:])
    assert _told(route) == [("reroute", "other-cover", "06139018", 2)]
