"""The steps of a refused proof: what failed is the step that the catalogue of odd proofs names, and no other."""

import json

import pytest

from services.jpki.odd.catalogue import ODD_PROOFS
from services.jpki.odd.hand import Hand
from services.jpki.odd.shape import OddProof
from simulator.journal.explaining.proofs import steps_of_proof
from simulator.journal.explaining.shapes import Step
from simulator.journal.refused_proofs import kept_of
from tests.odd_certificates.hand import AT, card_in_hand
from tests.unit.simulator.journal.entries import entry

PLAYED = [each for each in ODD_PROOFS.values() if each.forge is not None and each.step != "body"]


@pytest.fixture(scope="module")
def hand() -> Hand:
    return card_in_hand()


def explained(odd: OddProof, hand: Hand) -> list[Step]:
    assert odd.forge is not None
    kept = kept_of(json.dumps({"presence_proof": odd.forge(hand)}).encode(), AT)
    return list(steps_of_proof(entry(at=AT, status=422, code=odd.code, proof=kept), odd.code))


@pytest.mark.parametrize("odd", PLAYED, ids=[each.id for each in PLAYED])
def test_the_step_that_failed_is_the_catalogues(odd: OddProof, hand: Hand) -> None:
    assert {each.step.partition(".")[0] for each in explained(odd, hand) if each.is_ok is False} == {odd.step}


def test_the_claim_that_differs_is_named(hand: Hand) -> None:
    failed = [each for each in explained(ODD_PROOFS["institution-other"], hand) if each.is_ok is False]
    assert [(each.step, each.expected, each.found) for each in failed] == [
        ("claims.institution", "9910000018", "9999999999")
    ]


def test_what_the_key_signed_is_told_beside_what_it_should_have(hand: Hand) -> None:
    (failed,) = [each for each in explained(ODD_PROOFS["other-payload-signed"], hand) if each.is_ok is False]
    assert failed.step == "signature"
    assert "the key signed sha256 " in (failed.found or "")
