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

WORDED = ("proof", "nonce", "certificate", "signature", "status", "person", "record")


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


@pytest.mark.parametrize("odd", PLAYED, ids=[each.id for each in PLAYED])
def test_every_step_is_told_in_japanese_too(odd: OddProof, hand: Hand) -> None:
    for step in explained(odd, hand):
        # A code, a claim or a digest alone is no language.
        assert step.expected_ja == step.expected or not (step.expected_ja or "").isascii()
        if step.is_ok is False and step.step in WORDED:
            assert not (step.found_ja or "").isascii()


def test_what_was_found_is_told_in_both_languages(hand: Hand) -> None:
    (failed,) = [each for each in explained(ODD_PROOFS["other-payload-signed"], hand) if each.is_ok is False]
    assert (failed.found or "").startswith("not made by the certificate's key over this digest; the key signed sha256 ")
    assert (failed.found_ja or "").startswith(
        "このダイジェストに対する証明書の鍵の署名ではない; 鍵が署名したのは sha256 "
    )
