"""Chance that comes out the same in every run."""

from simulator.faults.chance import drawn, is_in_share, key_of
from simulator.faults.rule import Match, Rule

RULE = Rule("hang", {"status": 503}, Match(test="a"), share=0.3)
KEY = bytes.fromhex(key_of(1, RULE))


def test_a_key_is_of_the_seed_and_of_what_the_rule_says() -> None:
    assert key_of(1, RULE).startswith("2f033ce7c389a28d")
    assert key_of(1, RULE) != key_of(2, RULE)
    assert key_of(1, RULE) != key_of(1, Rule("hang", {"status": 503}, Match(test="b"), share=0.3))


def test_a_share_takes_the_same_requests_whenever_they_come() -> None:
    keys = [f"clinic check patient-{number}".encode() for number in range(10_000)]
    taken = {key for key in keys if is_in_share(KEY, 0.3, key)}

    assert taken == {key for key in reversed(keys) if is_in_share(KEY, 0.3, key)}
    assert 2_850 <= len(taken) <= 3_150


def test_a_larger_share_takes_all_of_a_smaller_one() -> None:
    keys = [str(number).encode() for number in range(1_000)]
    some, more = ({key for key in keys if is_in_share(KEY, share, key)} for share in (0.2, 0.6))

    assert some < more
    assert all(is_in_share(KEY, 1.0, key) for key in keys)


def test_draws_go_by_the_number_of_the_firing() -> None:
    assert drawn(KEY, 1)("delay") == drawn(KEY, 1)("delay")
    assert len({drawn(KEY, number)("delay") for number in range(100)}) == 100
    assert drawn(KEY, 1)("delay") != drawn(KEY, 1)("angle")
