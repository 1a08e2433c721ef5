"""Every date rule of 資格喪失 (健康保険法36条・38条, 国民健康保険法8条, 高齢者医療確保法53条) by name."""

from datetime import date

import pytest

from services.registry.coverages.rules.loss import LOSS_RULES, LossEvent, NoLoss, Turn, loss_day
from shared.domain.codes import LossReason, Relationship
from shared.domain.insurers import InsurerKind, Scheme, scheme_of

DAY = date(2026, 3, 31)
NEXT = date(2026, 4, 1)


@pytest.mark.parametrize("event", [LossEvent.LEFT_WORK, LossEvent.DIED])
def test_employees_cover_is_lost_the_day_after_leaving_or_death(event: LossEvent) -> None:
    assert loss_day(Scheme.EMPLOYEE, event, DAY) == NEXT


def test_employees_cover_is_lost_the_same_day_when_new_employee_cover_begins() -> None:
    assert loss_day(Scheme.EMPLOYEE, LossEvent.JOINED_EMPLOYEE_COVER, DAY) == DAY


def test_employees_cover_is_lost_the_day_after_joining_seamens_cover() -> None:
    assert loss_day(Scheme.EMPLOYEE, LossEvent.JOINED_SEAMENS_COVER, DAY) == NEXT


@pytest.mark.parametrize(
    "scheme",
    [
        Scheme.EMPLOYEE,
        Scheme.CONTINUATION,
        Scheme.SPECIAL_RETIRED,
        Scheme.DEPENDANT,
    ],
)
@pytest.mark.parametrize("event", [LossEvent.REACHED_75, LossEvent.DISABILITY_CERTIFIED])
def test_cover_is_lost_on_the_75th_birthday_itself_or_the_day_of_certification(
    scheme: Scheme, event: LossEvent
) -> None:
    assert loss_day(scheme, event, DAY) == DAY


@pytest.mark.parametrize("scheme", [Scheme.MUNICIPAL_NHI, Scheme.NHI_SOCIETY])
@pytest.mark.parametrize("event", [LossEvent.REACHED_75, LossEvent.DISABILITY_CERTIFIED])
def test_national_cover_is_lost_the_day_after_joining_that_of_the_75_year_olds(
    scheme: Scheme, event: LossEvent
) -> None:
    # 国民健康保険法8条1項・21条1項: 6条各号（9号及び10号を除く。）に該当するに至った日の翌日から; 8号は後期.
    # 広島市: 後期高齢者医療制度に加入した日の翌日. 国保組合 (kr-kokuho.or.jp): 4月15日から適用、4月16日に資格を喪失.
    assert loss_day(scheme, event, DAY) == NEXT


@pytest.mark.parametrize("event", [LossEvent.TERM_OVER, LossEvent.DIED, LossEvent.PREMIUM_UNPAID])
def test_a_continuation_is_lost_the_day_after_its_term_death_or_an_unpaid_premium(event: LossEvent) -> None:
    assert loss_day(Scheme.CONTINUATION, event, DAY) == NEXT


@pytest.mark.parametrize("event", [LossEvent.JOINED_EMPLOYEE_COVER, LossEvent.JOINED_SEAMENS_COVER])
def test_a_continuation_is_lost_the_same_day_on_employees_or_seamens_cover(event: LossEvent) -> None:
    assert loss_day(Scheme.CONTINUATION, event, DAY) == DAY


def test_a_continuation_is_lost_after_the_month_in_which_the_request_was_accepted() -> None:
    assert loss_day(Scheme.CONTINUATION, LossEvent.REQUESTED, date(2026, 3, 1)) == date(2026, 4, 1)
    assert loss_day(Scheme.CONTINUATION, LossEvent.REQUESTED, date(2026, 12, 31)) == date(2027, 1, 1)


def test_a_continuation_could_not_be_given_up_by_request_before_2022() -> None:
    with pytest.raises(NoLoss):
        loss_day(Scheme.CONTINUATION, LossEvent.REQUESTED, date(2021, 12, 31))
    assert loss_day(Scheme.CONTINUATION, LossEvent.REQUESTED, date(2022, 1, 1)) == date(2022, 2, 1)


@pytest.mark.parametrize("event", [LossEvent.JOINED_EMPLOYEE_COVER, LossEvent.MOVED_OUT, LossEvent.DIED])
def test_national_cover_is_lost_the_day_after_joining_other_cover_moving_out_or_death(event: LossEvent) -> None:
    assert loss_day(Scheme.MUNICIPAL_NHI, event, DAY) == NEXT


@pytest.mark.parametrize(
    "event", [LossEvent.PUBLIC_ASSISTANCE, LossEvent.JOINED_NHI_SOCIETY, LossEvent.MOVED_ELSEWHERE]
)
def test_national_cover_is_lost_the_same_day_on_public_assistance_a_society_or_a_move_elsewhere(
    event: LossEvent,
) -> None:
    assert loss_day(Scheme.MUNICIPAL_NHI, event, DAY) == DAY


def test_a_society_member_loses_the_day_after_leaving_and_the_same_day_on_public_assistance() -> None:
    assert loss_day(Scheme.NHI_SOCIETY, LossEvent.LEFT_SOCIETY, DAY) == NEXT
    assert loss_day(Scheme.NHI_SOCIETY, LossEvent.PUBLIC_ASSISTANCE, DAY) == DAY


@pytest.mark.parametrize("event", [LossEvent.JOINED_MUNICIPAL_NHI, LossEvent.JOINED_NHI_SOCIETY])
def test_a_society_member_loses_the_same_day_to_a_municipality_or_another_society(event: LossEvent) -> None:
    assert loss_day(Scheme.NHI_SOCIETY, event, DAY) == DAY


def test_elderly_cover_is_lost_the_day_after_moving_out_or_death_and_the_same_day_on_public_assistance() -> None:
    assert loss_day(Scheme.ELDERLY, LossEvent.MOVED_OUT, DAY) == NEXT
    assert loss_day(Scheme.ELDERLY, LossEvent.DIED, DAY) == NEXT
    assert loss_day(Scheme.ELDERLY, LossEvent.MOVED_ELSEWHERE, DAY) == DAY
    assert loss_day(Scheme.ELDERLY, LossEvent.PUBLIC_ASSISTANCE, DAY) == DAY


@pytest.mark.parametrize("scheme", [Scheme.EMPLOYEE, Scheme.CONTINUATION, Scheme.DEPENDANT, Scheme.SELF_DEFENCE])
def test_public_assistance_does_not_end_employees_cover(scheme: Scheme) -> None:
    with pytest.raises(NoLoss):
        loss_day(scheme, LossEvent.PUBLIC_ASSISTANCE, DAY)


def test_a_dependant_loses_on_the_day_they_are_none_any_more_and_the_day_after_death() -> None:
    assert loss_day(Scheme.DEPENDANT, LossEvent.NO_LONGER_DEPENDANT, DAY) == DAY
    assert loss_day(Scheme.DEPENDANT, LossEvent.JOINED_EMPLOYEE_COVER, DAY) == DAY
    assert loss_day(Scheme.DEPENDANT, LossEvent.JOINED_SEAMENS_COVER, DAY) == DAY
    assert loss_day(Scheme.DEPENDANT, LossEvent.DIED, DAY) == NEXT


def test_a_members_service_and_medical_assistance_end_the_day_after() -> None:
    assert loss_day(Scheme.SELF_DEFENCE, LossEvent.LEFT_WORK, DAY) == NEXT
    assert loss_day(Scheme.PUBLIC_ASSISTANCE, LossEvent.ASSISTANCE_ENDED, DAY) == NEXT


def test_every_scheme_has_rules_with_an_article_and_death_never_ends_the_same_day() -> None:
    assert set(LOSS_RULES) == set(Scheme)
    for rules in LOSS_RULES.values():
        assert all("条" in rule.article for rule in rules.values())
        assert rules[LossEvent.DIED].turn is Turn.DAY_AFTER


def test_each_event_publishes_one_of_the_four_reasons() -> None:
    assert LossEvent.DIED.reason is LossReason.DEATH
    assert LossEvent.PUBLIC_ASSISTANCE.reason is LossReason.PUBLIC_ASSISTANCE
    assert LossEvent.REACHED_75.reason is LossReason.OTHER_INSURANCE
    assert LossEvent.LEFT_WORK.reason is LossReason.OTHER


@pytest.mark.parametrize(
    ("kind", "relationship", "voluntary", "scheme"),
    [
        (InsurerKind.KYOKAI, Relationship.SELF, False, Scheme.EMPLOYEE),
        (InsurerKind.SOCIETY, Relationship.SELF, True, Scheme.CONTINUATION),
        (InsurerKind.SEAMEN, Relationship.FAMILY, False, Scheme.DEPENDANT),
        (InsurerKind.DAY_LABOURER, Relationship.SELF, False, Scheme.EMPLOYEE),
        (InsurerKind.MUTUAL_AID_STATE, Relationship.SELF, False, Scheme.EMPLOYEE),
        (InsurerKind.MUTUAL_AID_LOCAL, Relationship.SELF, False, Scheme.EMPLOYEE),
        (InsurerKind.MUTUAL_AID_POLICE, Relationship.SELF, False, Scheme.EMPLOYEE),
        (InsurerKind.MUTUAL_AID_SCHOOL, Relationship.FAMILY, False, Scheme.DEPENDANT),
        (InsurerKind.SPECIAL_RETIRED, Relationship.SELF, False, Scheme.SPECIAL_RETIRED),
        (InsurerKind.MUNICIPAL_NHI, Relationship.FAMILY, False, Scheme.MUNICIPAL_NHI),
        (InsurerKind.NHI_RETIRED, Relationship.SELF, False, Scheme.MUNICIPAL_NHI),
        (InsurerKind.NHI_SOCIETY, Relationship.FAMILY, False, Scheme.NHI_SOCIETY),
        (InsurerKind.ELDERLY, Relationship.SELF, False, Scheme.ELDERLY),
        (InsurerKind.SELF_DEFENCE, Relationship.SELF, False, Scheme.SELF_DEFENCE),
        (InsurerKind.PUBLIC_ASSISTANCE, Relationship.SELF, False, Scheme.PUBLIC_ASSISTANCE),
    ],
)
def test_every_kind_of_insurer_follows_one_scheme(
    kind: InsurerKind, relationship: Relationship, voluntary: bool, scheme: Scheme
) -> None:
    assert scheme_of(kind, relationship, voluntary=voluntary) is scheme
