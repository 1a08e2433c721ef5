from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis.strategies import dates, none

from services.jpki.authority.rules.generations import Authority, make_authority
from services.jpki.authority.rules.profile import CaKind
from services.jpki.cards.rules.holder import Carrier
from services.jpki.cards.rules.issuance import CardOrder, CertificatePlan, common_name_of, plan_certificate
from shared.errors import RequestInvalid


@pytest.fixture(scope="module")
def authorities() -> Sequence[Authority]:
    return [make_authority(generation, date(2026, 11, 20)) for generation in (1, 2, 3)]


def plan(authorities: Sequence[Authority], **changes: Any) -> CertificatePlan:
    asked: dict[str, Any] = {
        "birthdate": date(1980, 2, 17),
        "pin": "1234",
        "carrier": Carrier.CARD,
        "issued_on": None,
        "valid_until": None,
        "today": date(2026, 11, 20),
        **changes,
    }
    today = asked.pop("today")
    return plan_certificate(CardOrder(**asked), today, authorities)


def test_a_card_of_today_lasts_from_midnight_in_japan_to_its_holder_s_fifth_birthday(
    authorities: Sequence[Authority],
) -> None:
    assert plan(authorities) == CertificatePlan(
        kind=CaKind.AUTHENTICATION,
        generation=3,
        issued_on=date(2026, 11, 20),
        not_before=datetime(2026, 11, 19, 15, 0, tzinfo=UTC),
        not_after=datetime(2031, 2, 17, 14, 59, 59, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("issued_on", "generation"),
    [
        (date(2015, 10, 20), 1),
        (date(2019, 9, 13), 1),
        (date(2019, 9, 14), 2),
        (date(2023, 7, 15), 2),
        (date(2023, 7, 16), 3),
        (date(2033, 7, 15), 3),
    ],
)
def test_the_newest_generation_in_force_on_the_day_of_issue_issues(
    authorities: Sequence[Authority], issued_on: date, generation: int
) -> None:
    assert plan(authorities, issued_on=issued_on).generation == generation


@pytest.mark.parametrize("issued_on", [date(2015, 10, 19), date(2033, 7, 16)])
def test_on_a_day_without_generation_nothing_is_issued(authorities: Sequence[Authority], issued_on: date) -> None:
    with pytest.raises(RequestInvalid) as refused:
        plan(authorities, issued_on=issued_on)

    assert [each.code for each in refused.value.violations] == ["no-authority"]


def test_a_card_that_is_over_is_issued_early_enough_to_end_on_its_own_day(authorities: Sequence[Authority]) -> None:
    over = plan(authorities, valid_until=date(2026, 9, 30))

    assert over.issued_on == date(2022, 9, 28)
    assert over.not_after == datetime(2026, 9, 30, 14, 59, 59, tzinfo=UTC)


def test_a_card_that_ended_on_a_leap_day_can_be_made(authorities: Sequence[Authority]) -> None:
    over = plan(authorities, valid_until=date(2024, 2, 29))

    assert over.not_after == datetime(2024, 2, 29, 14, 59, 59, tzinfo=UTC)


@given(birthdate=dates(), issued_on=none() | dates(), valid_until=none() | dates())
def test_any_days_give_a_life_within_the_authority_s_or_a_refusal(
    authorities: Sequence[Authority], birthdate: date, issued_on: date | None, valid_until: date | None
) -> None:
    try:
        life = plan(authorities, birthdate=birthdate, issued_on=issued_on, valid_until=valid_until)
    except RequestInvalid:
        return

    issuer = authorities[life.generation - 1].certificate
    assert issuer.not_valid_before_utc <= life.not_before < life.not_after <= issuer.not_valid_after_utc


def test_every_violation_is_named_at_once(authorities: Sequence[Authority]) -> None:
    with pytest.raises(RequestInvalid) as refused:
        plan(
            authorities,
            pin=None,
            carrier=Carrier.ANDROID,
            birthdate=date(2014, 1, 2),
            issued_on=date(2014, 1, 1),
            valid_until=date(2013, 12, 31),
        )

    assert [each.pointer for each in refused.value.violations] == ["/pin", "/birthdate", "/valid_until", "/issued_on"]


def test_a_common_name_is_as_long_as_a_real_one() -> None:
    name = common_name_of(UUID("0193412d-0c3e-7000-8000-000000000001"))

    assert name.startswith("SIM")
    assert len(name) == 23
