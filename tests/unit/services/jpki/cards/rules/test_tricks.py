"""Which tricks a card knows."""

import pytest

from services.jpki.cards.rules.tricks import TRICKS, must_have_room, trick_named
from services.jpki.odd.catalogue import ODD_PROOFS
from shared.errors import RequestInvalid, catalogue


def test_every_odd_proof_that_a_card_can_make_is_a_trick() -> None:
    made = {each.id for each in ODD_PROOFS.values() if each.forge is not None}
    assert set(TRICKS) == made | {"card-pulled-out", "revoked-just-now"}
    assert "nonce-foreign" not in TRICKS


def test_each_says_what_it_comes_to() -> None:
    assert trick_named("another-key").code == "signature-invalid"
    assert trick_named("card-pulled-out").code == "card-removed"
    assert trick_named("revoked-just-now").code == "certificate-revoked"
    assert {each.code for each in TRICKS.values()} <= set(catalogue())


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("anothr-key", "There is no such trick; the nearest is another-key."),
        ("zzzz", "There is no such trick."),
        ("nonce-used", "There is no such trick; the nearest is nonce-cut."),
    ],
)
def test_another_name_is_refused_and_the_nearest_is_named(name: str, words: str) -> None:
    with pytest.raises(RequestInvalid) as refused:
        trick_named(name)
    (violation,) = refused.value.violations
    assert (violation.pointer, violation.code) == ("/trick", "unknown")
    assert violation.message.startswith(words[:24])


def test_twenty_may_wait() -> None:
    must_have_room(19)
    with pytest.raises(RequestInvalid):
        must_have_room(20)
