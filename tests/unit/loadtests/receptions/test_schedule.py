from collections import Counter
from dataclasses import replace

from loadtests.mix.reading import read_mix
from loadtests.receptions.schedule import Asked, Kind, People, draw_schedule
from loadtests.shapes.curves import Curve, curve_of

PEOPLE = People(range(700), range(700, 710), range(1000), range(1000, 1010), range(20))
INSTITUTIONS = {"clinic": range(40), "pharmacy": range(40, 80), "dental_clinic": range(80, 90), "hospital": [90]}


def asked(curve: Curve | None = None, rate: float = 200, warm_up_s: float = 0) -> Asked:
    return Asked(read_mix(), curve or curve_of("steady", 60), rate, warm_up_s, INSTITUTIONS, PEOPLE)


def test_a_seed_fixes_who_comes_when() -> None:
    assert draw_schedule(7, asked()) == draw_schedule(7, asked())
    assert draw_schedule(7, asked()) != draw_schedule(8, asked())


def test_as_many_come_as_are_asked_for_in_their_order() -> None:
    schedule = draw_schedule(1, asked())

    assert len(schedule) == 12_000
    instants = [arrival.at_s for arrival in schedule]
    assert instants == sorted(instants)
    assert instants[0] >= 0
    assert instants[-1] < 60


def test_who_comes_with_what_is_as_the_mix_says() -> None:
    schedule = draw_schedule(1, asked())

    kinds = Counter(arrival.kind for arrival in schedule)
    assert 0.36 < kinds[Kind.CARD] / 12_000 < 0.39
    assert 0.007 < kinds[Kind.NOT_FOUND] / 12_000 < 0.013
    assert 0.007 < kinds[Kind.SUPERSEDED] / 12_000 < 0.013
    assert {arrival.place for arrival in schedule if arrival.kind is Kind.SUPERSEDED} == set(range(20))
    assert 0 < kinds[Kind.CLOSED_PURPOSE] < 40
    assert not kinds[Kind.BULK]
    at_the_hospital = [arrival for arrival in schedule if arrival.institution == 90]
    assert 0.075 < len(at_the_hospital) / 12_000 < 0.095
    assert 0.53 < Counter(arrival.kind for arrival in at_the_hospital)[Kind.CARD] / len(at_the_hospital) < 0.61
    views = Counter(view for arrival in schedule for view in arrival.views)
    assert 0.54 < views["diagnosis"] / kinds[Kind.CARD] < 0.60
    assert 0.26 < views["medication"] / kinds[Kind.CARD] < 0.32
    ended = [arrival for arrival in schedule if arrival.kind is Kind.IDENTIFIERS and arrival.place >= 1000]
    assert 0.015 < len(ended) / kinds[Kind.IDENTIFIERS] < 0.025


def test_only_a_closed_purpose_has_one() -> None:
    assert all(
        (arrival.closed_purpose is not None) is (arrival.kind is Kind.CLOSED_PURPOSE)
        for arrival in draw_schedule(1, asked())
    )


def test_the_warm_up_comes_before_the_first_second_at_the_first_rate() -> None:
    schedule = draw_schedule(1, asked(warm_up_s=5))

    warm_up = [arrival for arrival in schedule if arrival.is_warm_up]
    assert (len(warm_up), len(schedule)) == (1_000, 13_000)
    assert schedule[: len(warm_up)] == warm_up
    assert warm_up[0].at_s >= -5


def test_an_evening_has_files_of_those_who_are_to_come() -> None:
    schedule = draw_schedule(1, asked(curve_of("monday", 240), rate=100))

    bulk = [arrival for arrival in schedule if arrival.kind is Kind.BULK]
    assert all(190 <= arrival.at_s < 230 for arrival in bulk)
    persons, receptions = len(bulk) * 50, len(schedule) - len(bulk)
    assert 0.115 < persons / (persons + receptions) < 0.125


def test_instants_are_dense_where_the_curve_is_high() -> None:
    at = [arrival.at_s for arrival in draw_schedule(1, asked(curve_of("spike", 100), rate=100))]

    in_the_spike, before = sum(50 <= each < 60 for each in at), sum(40 <= each < 50 for each in at)
    assert 2.7 < in_the_spike / before < 3.3


def test_a_file_of_rates_is_what_is_sent_whatever_the_scale() -> None:
    curve = Curve(((0, 10), (20, 10)), is_absolute=True)

    assert len(draw_schedule(1, asked(curve, rate=7))) == 200


def test_who_is_not_in_the_data_does_not_come() -> None:
    without = replace(asked(), people=People(range(3), [], range(3), []), institutions={"clinic": [4], "hospital": []})

    schedule = draw_schedule(1, without)

    assert {arrival.institution for arrival in schedule} == {4}
    assert {arrival.place for arrival in schedule} == {0, 1, 2}
    # Where nobody has a coverage before, they come with their own numbers.
    assert Kind.SUPERSEDED not in {arrival.kind for arrival in schedule}


def test_less_than_half_a_reception_is_none() -> None:
    assert draw_schedule(1, asked(curve_of("steady", 3), rate=0.1)) == []
