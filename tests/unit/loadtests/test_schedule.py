from collections import Counter

from loadtests.schedule import Kind, draw_schedule, read_mix

PEOPLE = {Kind.CARD: 700, Kind.IDENTIFIERS: 1000, Kind.CLOSED_PURPOSE: 1000}


def test_the_mix_is_that_of_october_2025() -> None:
    assert read_mix() == {Kind.CARD: 37.1, Kind.IDENTIFIERS: 62.8, Kind.CLOSED_PURPOSE: 0.1}


def test_a_seed_fixes_who_comes_when() -> None:
    assert draw_schedule(7, 50, 10, PEOPLE) == draw_schedule(7, 50, 10, PEOPLE)
    assert draw_schedule(7, 50, 10, PEOPLE) != draw_schedule(8, 50, 10, PEOPLE)


def test_as_many_come_as_are_asked_for_in_their_order() -> None:
    schedule = draw_schedule(1, 200, 60, PEOPLE)

    assert len(schedule) == 12_000
    instants = [arrival.at_s for arrival in schedule]
    assert instants == sorted(instants)
    assert instants[0] >= 0
    assert instants[-1] < 60
    kinds = Counter(arrival.kind for arrival in schedule)
    assert 0.35 < kinds[Kind.CARD] / 12_000 < 0.39
    assert all(arrival.place < PEOPLE[arrival.kind] for arrival in schedule)


def test_less_than_half_a_reception_is_none() -> None:
    assert draw_schedule(1, 0.1, 3, PEOPLE) == []
