"""限度額変更有無: what counts as another limit."""

from datetime import date, timedelta

from services.eligibility.bulk.limit_change import has_changed
from shared.domain.codes import LimitCategory
from tests import builders

TODAY = date(2026, 11, 20)


def test_without_an_earlier_check_it_cannot_be_told() -> None:
    assert has_changed(None, None, builders.person(), TODAY)


def test_the_same_certificate_has_not_changed() -> None:
    assert not has_changed(builders.person(), TODAY - timedelta(days=30), builders.person(), TODAY)


def test_another_category_has_changed() -> None:
    other = builders.coverage(limit_certificates=(builders.limit_certificate(category=LimitCategory.A04),))
    assert has_changed(builders.person(), TODAY, builders.person(other), TODAY)


def test_what_has_run_out_by_the_day_asked_about_has_changed() -> None:
    ending = builders.limit_certificate(valid_to=date(2026, 11, 30))
    person = builders.person(builders.coverage(limit_certificates=(ending,)))
    assert not has_changed(person, TODAY, person, date(2026, 11, 30))
    assert has_changed(person, TODAY, person, date(2026, 12, 1))


def test_a_coverage_that_was_lost_takes_its_limit_with_it() -> None:
    lost = builders.person(builders.coverage(lost_on=TODAY))
    assert has_changed(builders.person(), TODAY - timedelta(days=1), lost, TODAY)


def test_nothing_then_and_nothing_now_is_no_change() -> None:
    bare = builders.person(builders.coverage(limit_certificates=()))
    assert not has_changed(bare, TODAY, bare, TODAY)
