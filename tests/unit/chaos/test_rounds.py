from tests.chaos.events import EVENTS, NEED_A_DISK
from tests.chaos.rounds import every_event


def test_a_seed_is_an_order_of_every_event() -> None:
    first, again, other = (every_event(seed, has_small_disk=True) for seed in (1, 1, 2))
    assert first == again
    assert first != other
    assert sorted(first) == sorted(other) == sorted(EVENTS)


def test_without_a_small_disk_it_is_not_filled() -> None:
    assert set(EVENTS) - set(every_event(1, has_small_disk=False)) == NEED_A_DISK
