"""What the personas promise is what the rules of the check make of them, whatever the reference date."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from services.eligibility.bulk.messages import BulkItem
from services.eligibility.checks.messages import checks
from simulator.personas.code_space import CODE_SPACE
from simulator.personas.persona import Persona
from tests.unit.simulator.personas.answer_codes import Pair, codes_in
from tests.unit.simulator.personas.asking import answer_by_card, answer_by_number, answer_read_again, cast
from tests.unit.simulator.personas.days import DATES

NOT_DESCRIBED = {"001"}
"""Tables whose number only a request names: the answer tells the consent in words of its own."""
READ_AGAIN = {"consents-run-out": timedelta(hours=25)}
"""Whose situation comes when the answer is read again so much later."""
OF_A_SECOND_QUESTION = {
    # 限度額変更有無 (OQSCD014) is what has changed since an institution last asked: tests/flows/test_personas.py asks.
    ("limit-changed", "LimitApplicationCertificateChanged", "1"),
    ("limit-unchanged", "LimitApplicationCertificateChanged", "0"),
}


def carried_by(persona: Persona) -> set[Pair]:
    """Return every code that some answer about a persona carries."""
    found: set[Pair] = set()
    if persona.insured is not None:
        found |= codes_in(answer_by_number(persona))
    if persona.expected.card is not None and "validity" in persona.expected.card:
        found |= codes_in(answer_by_card(persona))
    if persona.id in READ_AGAIN:
        found |= codes_in(answer_read_again(persona, READ_AGAIN[persona.id]))
    return found


@pytest.mark.parametrize("day", DATES, ids=str)
def test_the_card_gets_the_validity_that_is_expected(day: date) -> None:
    wrong = [
        (persona.id, persona.expected.card["validity"], answered["validity"])
        for persona in cast(1, day)
        if persona.expected.card is not None and "validity" in persona.expected.card
        for answered in [answer_by_card(persona)]
        if answered["validity"] != persona.expected.card["validity"]
    ]

    assert wrong == []


@pytest.mark.parametrize("day", DATES, ids=str)
def test_the_number_gets_the_validity_that_is_expected(day: date) -> None:
    wrong = [
        (persona.id, persona.expected.insured["validity"], answered["validity"])
        for persona in cast(1, day)
        if persona.expected.insured is not None
        for answered in [answer_by_number(persona)]
        if answered["validity"] != persona.expected.insured["validity"]
    ]

    assert wrong == []


@pytest.mark.parametrize("day", DATES, ids=str)
def test_the_codes_of_a_persona_are_those_of_its_answers(day: date) -> None:
    for persona in cast(1, day):
        asked_twice = {(element, code) for id_, element, code in OF_A_SECOND_QUESTION if id_ == persona.id}

        assert set(persona.codes.items()) - carried_by(persona) == asked_twice, persona.id


@pytest.mark.parametrize("day", DATES, ids=str)
@pytest.mark.parametrize("element", CODE_SPACE)
def test_every_code_that_an_answer_can_carry_has_a_persona(element: str, day: date) -> None:
    shown = {persona.codes[element] for persona in cast(1, day) if element in persona.codes}

    assert shown == set(CODE_SPACE[element].values)


@pytest.mark.parametrize("day", DATES, ids=str)
def test_no_answer_carries_a_code_that_is_not_listed(day: date) -> None:
    listed = {(element, value) for element, each in CODE_SPACE.items() for value in each.values}

    assert {pair for persona in cast(1, day) for pair in carried_by(persona)} - listed == set()


def test_no_code_table_of_an_answer_is_left_out() -> None:
    described = " ".join(
        field.description or ""
        for body in chain(_bodies(checks.CheckAnswer), _bodies(BulkItem))
        for field in body.model_fields.values()
    )

    told = set(re.findall(r"OQSCD(\d{3})", described))
    assert told == {each.table for each in CODE_SPACE.values()} - {None} - NOT_DESCRIBED


def _bodies(body: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """Yield a body and those in it."""
    yield body
    for field in body.model_fields.values():
        for part in _parts(field.annotation):
            if isinstance(part, type) and issubclass(part, BaseModel):
                yield from _bodies(part)


def _parts(annotation: Any) -> Iterator[Any]:
    yield annotation
    for part in get_args(annotation):
        yield from _parts(part)


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("place", [0, 1, 14, 26, 27, -1])
def test_every_day_of_a_month_is_as_good_as_another(month: int, place: int) -> None:
    day = date(2027, month, range(1, calendar.monthrange(2027, month)[1] + 1)[place])
    for persona in cast(1, day):
        if persona.expected.insured is not None:
            assert answer_by_number(persona)["validity"] == persona.expected.insured["validity"], persona.id


@pytest.mark.parametrize("day", DATES, ids=str)
def test_what_age_decides_holds_on_any_day(day: date) -> None:
    shares = {
        persona.id: answer_by_number(persona)["results"][0]["copay_percent"]
        for persona in cast(1, day)
        if persona.group == "ages"
    }

    assert shares == {
        "preschool-dependant": 20,
        "born-on-1-april": 30,
        "born-on-2-april": 20,
        "turning-70-next-month": 30,
        # Born on the 28th, and before it 高齢受給者; from the 28th on born on the 2nd, and 後期高齢者 since.
        "turning-75-this-month": 20 if day.day < 28 else 10,
        "family-of-who-turns-75": 30,
        "late-elderly-not-registered": 20,
        "elderly-share-rose-in-august": 30,
        "elderly-disability-72": 10,
    }


@pytest.mark.parametrize("day", DATES, ids=str)
def test_who_owes_premiums_is_insured_and_has_no_limit_registered(day: date) -> None:
    # 国民健康保険税に滞納がある場合は限度額適用認定証は交付できません（甲賀市、養父市、山武市）.
    (result,) = answer_by_number(named("nhi-arrears", day))["results"]

    assert (result["validity"], result["card_kind"], result["copay_percent"]) == ("valid", "general", 30)
    assert result["limit_certificate"] is None
    assert result["limit"] == {"basis": "unknown", "consent": "given", "consented_at": result["limit"]["consented_at"]}


@pytest.mark.parametrize("day", DATES, ids=str)
def test_a_certificate_for_meals_limits_nothing(day: date) -> None:
    (result,) = answer_by_card(named("meals-only", day))["results"]

    certificate = result["limit_certificate"]
    assert (certificate["kind"], certificate["category"], certificate["monthly_limit"]) == ("meals", "A05", None)
    assert result["limit"]["basis"] == "unknown"


def test_in_the_month_of_75_the_limit_is_halved_before_the_birthday_and_after_it() -> None:
    # 一般 from August 2026: 61,500 [44,400] and 22,000, halves of each in either scheme.
    for day, category in ((date(2026, 11, 20), "B04"), (date(2026, 11, 28), "B10")):
        (result,) = answer_by_number(named("turning-75-this-month", day))["results"]
        limit = result["limit_certificate"]["monthly_limit"]
        assert result["limit_certificate"]["category"] == category
        assert (limit["base_yen"], limit["many_times_yen"], limit["outpatient_yen"]) == (30_750, 22_200, 11_000)
        assert limit["halved"] is True


def test_in_the_month_of_75_a_disease_costs_half_of_what_is_registered() -> None:
    # 長野県後期高齢者医療広域連合 FAQ: 2分の1の5,000円, in each of the two schemes.
    for day in (date(2026, 11, 20), date(2026, 11, 28)):
        for answer in (answer_by_number, answer_by_card):
            (result,) = answer(named("specific-disease-turning-75", day))["results"]
            (disease,) = result["specific_disease_certificates"]
            assert (disease["copay_limit_yen"], disease["registered_copay_limit_yen"]) == (5_000, 10_000)


@pytest.mark.parametrize(("day", "percent"), [(date(2026, 7, 31), 10), (date(2026, 8, 1), 30)], ids=str)
def test_one_coverage_has_the_share_of_the_day(day: date, percent: int) -> None:
    persona = replace(named("elderly-share-rose-in-august", date(2026, 11, 20)), as_of=day)

    (result,) = answer_by_card(persona)["results"]

    assert (result["copay_percent"], result["elderly_certificate"]) == (percent, None)


def test_a_share_that_contradicts_the_limit_is_answered_as_it_is_registered() -> None:
    (result,) = answer_by_card(named("share-registered-wrongly", DATES[0]))["results"]

    assert (result["copay_percent"], result["limit_certificate"]["category"]) == (20, "B03")


def test_a_strangers_coverage_is_shown_under_ones_own_name() -> None:
    persona = named("linked-to-another", DATES[0])
    (result,) = answer_by_card(persona)["results"]

    assert persona.holder is not None
    assert persona.insured is not None
    assert result["name"] == persona.holder.name != result["insured_name"]
    assert (persona.insured.insurer_number, result["insurer"]["number"]) == ("01139013", "06139018")
    assert answer_by_number(persona)["results"] == []


@pytest.mark.parametrize("later", [timedelta(hours=23), timedelta(hours=25)], ids=["in time", "too late"])
def test_consents_run_out_after_a_day(later: timedelta) -> None:
    (result,) = answer_read_again(named("consents-run-out", DATES[0]), later)["results"]

    states = {kind: consent["state"] for kind, consent in result["consents"].items() if kind != "specific_disease"}
    assert len(states) == 10
    assert set(states.values()) == {"given" if later < timedelta(hours=24) else "expired"}


def named(persona_id: str, day: date) -> Persona:
    return next(persona for persona in cast(1, day) if persona.id == persona_id)
