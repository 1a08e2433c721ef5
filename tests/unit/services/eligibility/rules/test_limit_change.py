"""限度額変更有無: what counts as another limit."""

from datetime import date, timedelta

import pytest

from services.eligibility.rules.decision import decide_by_card
from services.eligibility.rules.notices import LastCheck, has_changed, is_worth_a_notice
from shared.domain.codes import LimitCategory, LimitCertificateKind
from shared.domain.purposes import DataKind
from tests import benefits, builders

TODAY = date(2026, 11, 20)


def test_the_same_certificate_has_not_changed() -> None:
    assert not has_changed(LastCheck(TODAY - timedelta(days=30), builders.person()), builders.person(), TODAY)


def test_another_category_has_changed() -> None:
    other = builders.coverage(limit_certificates=(builders.limit_certificate(category=LimitCategory.A04),))
    assert has_changed(LastCheck(TODAY, builders.person()), builders.person(other), TODAY)


def test_what_has_run_out_by_the_day_asked_about_has_changed() -> None:
    ending = builders.limit_certificate(valid_to=date(2026, 11, 30))
    person = builders.person(builders.coverage(limit_certificates=(ending,)))
    assert not has_changed(LastCheck(TODAY, person), person, date(2026, 11, 30))
    assert has_changed(LastCheck(TODAY, person), person, date(2026, 12, 1))


def test_a_coverage_that_was_lost_takes_its_limit_with_it() -> None:
    lost = builders.person(builders.coverage(lost_on=TODAY))
    assert has_changed(LastCheck(TODAY - timedelta(days=1), builders.person()), lost, TODAY)


def test_what_ends_at_70_has_changed_though_its_days_go_on() -> None:
    # Born on 2 October 1956: A03 (健康保険法施行令42条1項) ends with October 2026.
    person = builders.person(birthdate=date(1956, 10, 2))
    assert not has_changed(LastCheck(date(2026, 10, 1), person), person, date(2026, 10, 31))
    assert has_changed(LastCheck(date(2026, 10, 31), person), person, date(2026, 11, 1))


def test_a_certificate_for_meals_beside_a_limit_is_no_change() -> None:
    meals = builders.limit_certificate(
        certificate_id="meals", kind=LimitCertificateKind.MEALS, category=LimitCategory.A05, valid_from=TODAY
    )
    beside = builders.person(builders.coverage(limit_certificates=(builders.limit_certificate(), meals)))
    assert not has_changed(LastCheck(TODAY, builders.person()), beside, TODAY)


def test_nothing_then_and_nothing_now_is_no_change() -> None:
    bare = builders.person(builders.coverage(limit_certificates=()))
    assert not has_changed(LastCheck(TODAY, bare), bare, TODAY)


ALL = frozenset(DataKind)
CHANGED = LastCheck(TODAY - timedelta(days=30), builders.person(builders.coverage(limit_certificates=())))


def test_another_limit_than_at_the_last_check_is_worth_a_notice() -> None:
    decision = decide_by_card(builders.person(), TODAY, benefits.CLINIC)
    assert is_worth_a_notice(CHANGED, decision, TODAY, ALL)


@pytest.mark.parametrize(
    ("last", "on", "opens"),
    [
        pytest.param(None, TODAY, ALL, id="nothing to hold on to"),
        pytest.param(LastCheck(TODAY, None), TODAY, ALL, id="nothing new since this morning"),
        pytest.param(CHANGED, TODAY - timedelta(days=31), ALL, id="a day before the last one asked about"),
        pytest.param(CHANGED, TODAY, frozenset({DataKind.COVERAGE}), id="an asker who never sees limits"),
    ],
)
def test_what_is_not_worth_a_notice(last: LastCheck | None, on: date, opens: frozenset[DataKind]) -> None:
    assert not is_worth_a_notice(last, decide_by_card(builders.person(), on, benefits.CLINIC), on, opens)


def test_of_a_coverage_that_does_not_hold_there_is_no_limit_to_tell_of() -> None:
    lost = builders.person(builders.coverage(lost_on=TODAY))
    assert not is_worth_a_notice(CHANGED, decide_by_card(lost, TODAY, benefits.CLINIC), TODAY, ALL)
