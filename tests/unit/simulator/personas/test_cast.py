"""The cast: complete, the same every time, and nobody real."""

from datetime import date
from itertools import chain

import pytest

from shared.domain.check_digit import with_check_digit
from shared.domain.coverage import Insurer
from shared.domain.identifiers import parse_insurer_number
from shared.domain.insurers import InsurerKind, number_fits_kind
from shared.domain.my_number import may_be_my_number
from shared.domain.number_rules import insurer_number_violations, member_number_violations
from simulator.personas.cast import personas
from simulator.personas.groups import HEADINGS, Group
from simulator.personas.insurers import INSURERS

TODAY = date(2026, 11, 20)


def test_the_same_seed_and_date_make_the_same_people() -> None:
    assert personas(7, TODAY) == personas(7, TODAY)


def test_another_seed_makes_other_people() -> None:
    ids = {persona.holder.person_id for persona in personas(1, TODAY) if persona.holder}
    others = {persona.holder.person_id for persona in personas(2, TODAY) if persona.holder}

    assert not ids & others


def test_the_first_persona_of_seed_1_is_fixed() -> None:
    first = personas(1, TODAY)[0]

    assert first.id == "employee-with-limit"
    assert first.card is not None
    assert str(first.card.card_id) == "1e22f087-ae1c-5733-ae70-eb68ad7f3524"
    assert first.insured is not None
    assert first.insured.insurer_number == "01139013"
    assert first.insured.birthdate == date(1985, 11, 20)


@pytest.mark.parametrize("today", [date(2021, 1, 1), TODAY, date(2030, 2, 28)])
def test_the_patient_of_the_documents_is_found_by_the_same_numbers_whatever_day_it_is(today: date) -> None:
    shown, then = personas(1, TODAY)[0], personas(1, today)[0]

    assert (then.insured, then.card and then.card.card_id) == (shown.insured, shown.card and shown.card.card_id)


def test_every_persona_has_an_id_and_a_surname_of_its_own() -> None:
    cast = personas(1, TODAY)

    assert len({persona.id for persona in cast}) == len(cast)
    people = [persona.holder for persona in cast if persona.holder]
    surnames = [(holder.name_other or holder.name).split("\u3000")[0] for holder in people]
    assert len(set(surnames)) == len(surnames)


def test_nobody_shares_name_and_birth_date_with_another() -> None:
    cast = personas(1, TODAY)
    holders = [persona.holder for persona in cast if persona.holder]
    holders += [other.holder for persona in cast for other in persona.others]

    assert len({(holder.name, holder.birthdate) for holder in holders}) == len(holders)


@pytest.mark.parametrize("seed", range(20))
def test_no_text_of_a_persona_could_be_a_my_number(seed: int) -> None:
    texts = [str(persona) for persona in personas(seed, TODAY)]
    texts += chain.from_iterable(
        (persona.holder.name, persona.holder.address or "", str(persona.holder.person_id))
        for persona in personas(seed, TODAY)
        if persona.holder
    )
    texts += [
        str(part)
        for persona in personas(seed, TODAY)
        if persona.insured
        for part in (persona.insured.symbol, persona.insured.number)
    ]

    assert not any(may_be_my_number(text) for text in texts)


@pytest.mark.parametrize("insurer", INSURERS, ids=lambda insurer: insurer.number)
def test_insurer_numbers_are_unused_with_a_right_check_digit(insurer: Insurer) -> None:
    number = insurer.number

    # Insurer part 9xx; or, as 国保 societies must have 3xx, the prefecture that does not exist.
    assert number[-4] == "9" or (insurer.kind, number[:2]) == ("nhi_society", "99")
    assert with_check_digit(number[:-1]) == number


def test_every_kind_of_insurer_is_there_and_somebody_belongs_to_each() -> None:
    belonged_to = {membership.insurer for persona in personas(1, TODAY) for membership in persona.memberships}

    assert {insurer.kind for insurer in INSURERS} == {kind.value for kind in InsurerKind}
    assert set(INSURERS) == belonged_to


def test_every_number_passes_the_strict_checks_too() -> None:
    for insurer in INSURERS:
        number, kind = parse_insurer_number(insurer.number), InsurerKind(insurer.kind)
        assert number_fits_kind(number, kind)
        assert insurer_number_violations(number, kind, "strict") == []
    for persona in personas(1, TODAY):
        for held in persona.memberships:
            kind = InsurerKind(held.insurer.kind)
            assert member_number_violations(kind, held.symbol, held.number, "strict") == [], persona.id


def test_the_check_digit_of_the_official_example_is_8() -> None:
    assert with_check_digit("0613048") == "06130488"


def test_ids_and_order_are_the_same_whatever_seed_and_date_on_29_february_too() -> None:
    ids = [persona.id for persona in personas(1, TODAY)]

    assert ids == [persona.id for persona in personas(99, date(2028, 2, 29))]


def test_groups_follow_one_another_in_their_order() -> None:
    groups = [persona.group for persona in personas(1, TODAY)]

    assert groups == sorted(groups, key=list(Group).index)
    assert set(groups) == set(Group) - {Group.FIXTURES} == set(HEADINGS) - {Group.FIXTURES}


def test_every_story_is_told_in_both_languages() -> None:
    for persona in personas(1, TODAY):
        assert all((persona.title, persona.title_ja, persona.situation, persona.situation_ja)), persona.id
        assert persona.situation_ja.endswith("。"), persona.id
        assert persona.situation.endswith("."), persona.id


def test_expectations_name_a_validity_or_a_refusal() -> None:
    for persona in personas(1, TODAY):
        for expected in (persona.expected.card, persona.expected.insured):
            assert expected is None or ("validity" in expected) != ("refusal" in expected)


def test_a_way_to_ask_that_is_missing_has_no_expectation() -> None:
    for persona in personas(1, TODAY):
        assert (persona.card is None) == (persona.expected.card is None)
        assert (persona.insured is None) == (persona.expected.insured is None)


@pytest.mark.parametrize(
    ("persona_id", "codes"),
    [
        ("employee-with-limit", {"QualificationValidity": "1", "LimitApplicationCertificateClassificationFlag": "A03"}),
        ("preschool-dependant", {"PersonalFamilyClassification": "2", "PreschoolClassification": "1"}),
        ("elderly-75", {"InsuredPartialContributionRatio": "010"}),
        ("aged-70-working-income", {"ElderlyRecipientContributionRatio": "030"}),
        ("low-income", {"LimitApplicationCertificateClassification": "02"}),
        ("coverage-lost", {"QualificationValidity": "2", "ReasonOfLoss": "99"}),
        ("changed-insurer", {"QualificationValidity": "3", "ReasonOfLoss": "03"}),
        ("unknown-identifiers", {"QualificationValidity": "4"}),
    ],
)
def test_codes_speak_the_interfaces_language(persona_id: str, codes: dict[str, str]) -> None:
    persona = next(each for each in personas(1, TODAY) if each.id == persona_id)

    assert codes.items() <= persona.codes.items()


def test_limit_certificates_hold_for_the_benefit_year_around_the_date() -> None:
    first = personas(1, date(2026, 7, 31))[0].memberships[0].limit_certificates[0]
    second = personas(1, date(2026, 8, 1))[0].memberships[0].limit_certificates[0]

    assert (first.valid_from, first.valid_to) == (date(2025, 8, 1), date(2026, 7, 31))
    assert (second.valid_from, second.valid_to) == (date(2026, 8, 1), date(2027, 7, 31))
