"""Forging a proof for the demo."""

from simulator.asking.story import forged


def test_a_forged_proof_differs_in_one_character_of_the_signature() -> None:
    assert forged("header.payload.signature") == "header.payload.signAture"


def test_a_character_that_is_there_already_is_not_used() -> None:
    assert forged("header.payload.AAAAA") == "header.payload.AABAA"
