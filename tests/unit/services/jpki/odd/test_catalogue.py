"""The catalogue of odd proofs: names that stay, codes of the catalogue of refusals, and one oddity each."""

import re

import pytest

from services.jpki.odd.catalogue import ODD_PROOFS
from services.jpki.odd.hand import Hand
from services.jpki.odd.shape import STEPS, OddProof
from shared.errors import catalogue
from tests.odd_certificates.hand import card_in_hand

ALL = list(ODD_PROOFS.values())


@pytest.fixture(scope="module")
def hand() -> Hand:
    return card_in_hand()


def test_there_are_sixty_and_more_and_each_has_its_own_name() -> None:
    assert len(ALL) >= 60
    assert len({each.title.en for each in ALL}) == len({each.title.ja for each in ALL}) == len(ALL)
    assert len({each.odd.en for each in ALL if each.forge is None}) == sum(each.forge is None for each in ALL)


@pytest.mark.parametrize("odd", ALL, ids=[each.id for each in ALL])
def test_each_says_where_and_how_it_is_refused(odd: OddProof) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", odd.id)
    assert odd.code in catalogue()
    assert odd.step in STEPS
    assert odd.title.ja
    assert odd.odd.ja.endswith(("。", "）"))
    assert odd.odd.en.endswith((".", ")"))


def test_they_stand_in_the_order_of_the_steps() -> None:
    assert [STEPS.index(each.step) for each in ALL] == sorted(STEPS.index(each.step) for each in ALL)


def test_what_is_refused_before_the_nonce_is_known_is_not_recorded() -> None:
    assert not ODD_PROOFS["alg-none"].is_recorded
    assert not ODD_PROOFS["nonce-invented"].is_recorded
    assert not ODD_PROOFS["nonce-used"].is_recorded
    assert ODD_PROOFS["iat-late"].is_recorded
    assert ODD_PROOFS["certificate-trailing-byte"].is_recorded


def test_each_that_a_card_can_make_is_another_proof(hand: Hand) -> None:
    made = [each.forge(hand) for each in ALL if each.forge is not None]
    assert hand.proof() not in made
    assert len(set(made)) == len(made)
