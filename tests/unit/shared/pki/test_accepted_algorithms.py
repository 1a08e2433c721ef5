from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from shared.pki.accepted_algorithms import ACCEPTED, algorithm_of, is_accepted

NEXT_CARD = datetime(2024, 3, 17, 15, tzinfo=UTC)  # 18 March in Japan


def test_a_key_of_today_and_one_of_the_next_card_have_their_algorithms() -> None:
    assert algorithm_of(rsa.generate_private_key(65537, 2048).public_key()) == "RS256"
    assert algorithm_of(ec.generate_private_key(ec.SECP384R1()).public_key()) == "ES384"


@pytest.mark.parametrize("curve", [ec.SECP256R1(), ec.SECP521R1()])
def test_other_curves_have_none(curve: ec.EllipticCurve) -> None:
    assert algorithm_of(ec.generate_private_key(curve).public_key()) is None


def test_short_keys_and_small_exponents_have_none() -> None:
    short, small = rsa.generate_private_key(65537, 1024), rsa.generate_private_key(3, 2048)  # noqa: S505 - on purpose
    assert [algorithm_of(key.public_key()) for key in (short, small)] == [None, None]


def test_p_384_is_accepted_from_its_day_on() -> None:
    assert not is_accepted("ES384", NEXT_CARD - timedelta(seconds=1))
    assert is_accepted("ES384", NEXT_CARD)
    assert is_accepted("ES384", datetime(2099, 1, 1, tzinfo=UTC))


def test_rsa_is_accepted_in_a_world_of_any_day() -> None:
    assert is_accepted("RS256", datetime(1990, 1, 1, tzinfo=UTC))
    assert is_accepted("RS256", datetime(2099, 1, 1, tzinfo=UTC))


def test_each_names_its_source() -> None:
    assert all(each.source for each in ACCEPTED.values())
