"""What the personas promise is what the rules of the check make of them, whatever the reference date."""

import calendar
from datetime import date
from functools import cache

import pytest

from shared.domain.codes import (
    CardKind,
    Code,
    ConsentState,
    LimitCategory,
    LimitCertificateKind,
    LossReason,
    PrescriptionForm,
    QualificationValidity,
    Relationship,
    Sex,
    SpecificDisease,
    TicketKind,
    TicketUse,
    TreatmentType,
)
from tests.unit.shared.sim.personas.answer_codes import Pair, codes_in
from tests.unit.shared.sim.personas.asking import answer_by_card, answer_by_number, cast

DATES = (
    date(2026, 11, 20),
    date(2027, 8, 15),
    date(2028, 2, 29),
    date(2026, 3, 31),
    date(2026, 4, 1),
    date(2026, 8, 1),
    date(2026, 7, 31),
    date(2026, 12, 31),
    date(2027, 1, 1),
    date(2027, 2, 28),
)
TABLES: dict[str, tuple[tuple[str, ...], type[Code]]] = {
    "006": (("QualificationValidity",), QualificationValidity),
    "007": (("Sex1", "Sex2"), Sex),
    "008": (("ReasonOfLoss",), LossReason),
    "009": (("PersonalFamilyClassification",), Relationship),
    "010": (("InsuredCardClassification",), CardKind),
    "011": (("LimitApplicationCertificateClassification",), LimitCertificateKind),
    "012": (("LimitApplicationCertificateClassificationFlag",), LimitCategory),
    "013": (("SpecificDiseasesDiseaseCategory",), SpecificDisease),
    "016": (("PharmacistsInfoConsFlg", "SpecificDiseasesCertificateRelatedConsFlg"), ConsentState),
    "017": (("PrescriptionIssueSelect",), PrescriptionForm),
    "018": (("TicketType",), TicketKind),
    "019": (("MedicalTreatmentType",), TreatmentType),
    "020": (("SingleOrCombinedUse",), TicketUse),
}
WITHOUT_WORDS = {
    "015": {("PreschoolClassification", "1")},
    "026": {("DesignatedMedicalInstitutionFlag", "0"), ("DesignatedMedicalInstitutionFlag", "1")},
    "負担割合": {
        *(("InsuredPartialContributionRatio", share) for share in ("010", "020", "030")),
        *(("ElderlyRecipientContributionRatio", share) for share in ("020", "030")),
    },
}
NO_ONE_CHECK_CARRIES = {
    ("016", ConsentState.EXPIRED): "a consent ends 24 hours after it was given: only asking again (再照会) meets it",
}


@cache
def carried_on(day: date) -> set[Pair]:
    """Return every code that some answer about some persona carries."""
    found: set[Pair] = set()
    for persona in cast(1, day):
        if persona.insured is not None:
            found |= codes_in(answer_by_number(persona))
        if persona.expected.card is not None and "validity" in persona.expected.card:
            found |= codes_in(answer_by_card(persona))
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
        carried = codes_in(answer_by_number(persona))
        if persona.expected.card is not None and "validity" in persona.expected.card:
            carried |= codes_in(answer_by_card(persona))

        assert set(persona.codes.items()) - carried == set(), persona.id


@pytest.mark.parametrize("day", DATES, ids=str)
@pytest.mark.parametrize("table", TABLES)
def test_every_code_that_an_answer_can_carry_has_a_persona(table: str, day: date) -> None:
    elements, words = TABLES[table]
    carried = {code for element, code in carried_on(day) if element in elements}
    missing = {word for word in words if word.code not in carried}

    assert missing == {word for number, word in NO_ONE_CHECK_CARRIES if number == table}


@pytest.mark.parametrize("day", DATES, ids=str)
@pytest.mark.parametrize("table", WITHOUT_WORDS)
def test_every_code_without_a_word_of_ours_has_a_persona(table: str, day: date) -> None:
    assert WITHOUT_WORDS[table] - carried_on(day) == set()


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
        "turning-75-this-month": shares["turning-75-this-month"],
        "elderly-disability-72": 10,
    }
    # Before the birthday 高齢受給者, from it on 後期高齢者.
    assert shares["turning-75-this-month"] in (10, 20)
