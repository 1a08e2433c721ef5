from tests.chaos.drawing import Draw
from tests.chaos.events import EVENTS, NEED_A_DISK, SMOKE
from tests.chaos.rounds import drawn, every_event


def test_a_seed_is_an_order_of_every_event_of_the_smoke_test() -> None:
    first, again, other = (every_event(seed) for seed in (1, 1, 2))
    assert first == again
    assert first != other
    assert sorted(first) == sorted(other) == sorted(SMOKE)


def test_as_many_rounds_as_there_are_kinds_have_each_of_them() -> None:
    rounds = [drawn(Draw(7, number)).event for number in range(1, 2 * len(EVENTS) + 1)]

    assert sorted(rounds[: len(EVENTS)]) == sorted(rounds[len(EVENTS) :]) == sorted(EVENTS)
    assert rounds[: len(EVENTS)] != rounds[len(EVENTS) :]


def test_what_needs_a_disk_is_an_event() -> None:
    assert set(EVENTS) > NEED_A_DISK
