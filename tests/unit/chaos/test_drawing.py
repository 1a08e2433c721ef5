"""A round's own seed is all that it needs: its event and its moment hang on no other round."""

from tests.chaos.drawing import Draw

KINDS = ["a", "b", "c", "d", "e"]


def test_a_draw_is_read_as_it_is_written() -> None:
    assert str(Draw(7, 12)) == "7:12"
    assert Draw.read("7:12") == Draw(7, 12)


def test_a_draw_repeats_itself_whatever_order_the_kinds_stand_in() -> None:
    assert [Draw(3, number).event(KINDS) for number in range(1, 11)] == [
        Draw(3, number).event(KINDS[::-1]) for number in range(1, 11)
    ]
    assert Draw(3, 4).moment_s() == Draw(3, 4).moment_s()


def test_another_seed_is_another_order() -> None:
    orders = {tuple(Draw(seed, number).event(KINDS) for number in range(1, 6)) for seed in range(20)}

    assert len(orders) > 10


def test_moments_differ_and_come_within_two_seconds() -> None:
    moments = {Draw(1, number).moment_s() for number in range(1, 51)}

    assert len(moments) == 50
    assert 0 <= min(moments) < 0.5
    assert 1.5 < max(moments) <= 2
