import numpy as np

from simulator.population.draws import Draw, Draws, chosen


def test_the_draws_of_a_seed_never_change() -> None:
    """The first words of Philox for this key and counter: another numpy must give the same nation."""
    assert Draws(1, 0).words(Draw.CELL, 2).tolist() == [6606046235915459596, 5583017020624053162]


def test_shares_lie_from_0_to_below_1_and_bounds_hold() -> None:
    draws = Draws(5, 3)

    shares = draws.shares(Draw.AGE, 10_000)
    assert shares.min() >= 0
    assert shares.max() < 1
    assert set(draws.below(Draw.AGE, 1000, 5).tolist()) == {0, 1, 2, 3, 4}


def test_every_block_month_and_subject_draws_for_itself() -> None:
    drawn = [
        Draws(1, 0).words(Draw.AGE, 1),
        Draws(1, 1).words(Draw.AGE, 1),
        Draws(2, 0).words(Draw.AGE, 1),
        Draws(1, 0, month=1).words(Draw.AGE, 1),
        Draws(1, 0).words(Draw.SEX, 1),
    ]

    assert len({int(word[0]) for word in drawn}) == 5


def test_a_share_falls_on_the_weight_that_it_lies_in() -> None:
    assert chosen(np.array([0.0, 0.24, 0.25, 0.9999999]), np.array([1.0, 3.0])).tolist() == [0, 0, 1, 1]
