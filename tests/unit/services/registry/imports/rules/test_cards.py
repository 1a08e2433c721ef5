"""An operator's line registers a card for its person only where J-LIS says nothing else."""

from uuid import UUID

import pytest

from services.registry.imports.rules.cards import CardOnRecord, is_new_card
from shared.domain.codes import Sex
from shared.domain.matching import Description
from shared.errors import AlreadyExists, CardNotUsable, RequestInvalid
from tests.builders import PERSON_ID, person

HANAKO, ME, OTHER = person(), UUID(PERSON_ID), UUID(int=7)
TOLD = Description(HANAKO.name, HANAKO.birthdate, HANAKO.sex, address=HANAKO.address)


@pytest.mark.parametrize(
    ("known", "is_new"),
    [
        (CardOnRecord(), True),
        (CardOnRecord(registered_for=ME), False),
        (CardOnRecord(residents=frozenset([ME])), True),
        (CardOnRecord(told=TOLD, is_known=True), True),
        (CardOnRecord(told=Description(HANAKO.name, HANAKO.birthdate, HANAKO.sex)), True),
    ],
    ids=["unknown", "registered-already", "same-resident", "as-j-lis-says", "j-lis-has-no-address"],
)
def test_what_nothing_contradicts_is_registered(known: CardOnRecord, is_new: bool) -> None:
    assert is_new_card(HANAKO, known) is is_new


def test_another_persons_card_is_there_already() -> None:
    with pytest.raises(AlreadyExists):
        is_new_card(HANAKO, CardOnRecord(registered_for=OTHER))


def test_a_card_of_a_resident_who_is_another_person_is_not_usable() -> None:
    with pytest.raises(CardNotUsable):
        is_new_card(HANAKO, CardOnRecord(residents=frozenset([OTHER])))


def test_a_card_of_a_resident_who_is_several_persons_settles_nothing() -> None:
    with pytest.raises(RequestInvalid) as refused:
        is_new_card(HANAKO, CardOnRecord(residents=frozenset([ME, OTHER])))
    assert [each.pointer for each in refused.value.violations] == ["/person_id"]


@pytest.mark.parametrize(
    "told",
    [
        Description("別人　花子", HANAKO.birthdate, HANAKO.sex),
        Description(HANAKO.name, HANAKO.birthdate, Sex.MALE),
        Description(HANAKO.name, HANAKO.birthdate, HANAKO.sex, address="大阪府見本市九丁目9番"),
    ],
    ids=["name", "sex", "address"],
)
def test_what_j_lis_says_otherwise_is_not_usable(told: Description) -> None:
    with pytest.raises(CardNotUsable):
        is_new_card(HANAKO, CardOnRecord(told=told, is_known=True))
