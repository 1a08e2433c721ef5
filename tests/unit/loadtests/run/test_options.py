import argparse
from typing import Any

import pytest

from loadtests.could_not_start import CouldNotStart
from loadtests.run.options import add_options, mix_file, seconds_of, thresholds_of, wanted_of

KINDS = ["clinic", "pharmacy"]


def parsed(*arguments: str) -> Any:
    parser = argparse.ArgumentParser()
    add_options(parser)
    return parser.parse_args(arguments)


def test_a_threshold_may_stand_again_or_after_a_semicolon() -> None:
    options = parsed("--thresholds", "", "--threshold", "token:p50<5; token:p99<9", "--threshold", "challenge:p50<5")

    assert [each.text for each in thresholds_of(options)] == ["token:p50<5", "token:p99<9", "challenge:p50<5"]


def test_a_rate_takes_the_place_of_the_scales() -> None:
    by_scale, by_rate = (wanted_of(parsed("--scale", "clinic", *more), KINDS).scale for more in ((), ("--rate", "7")))

    assert by_scale.rate == pytest.approx(5 / 60)
    assert (by_rate.rate, by_rate.reckoning) == (7.0, "7 receptions a second, as asked for")
    assert by_rate.institutions == by_scale.institutions


def test_what_is_left_out_is_a_steady_minute_of_the_newest_mix() -> None:
    options = parsed()

    assert (seconds_of(options), mix_file(options).stem) == (60.0, "2025-10")
    wanted = wanted_of(options, KINDS)
    assert (wanted.warm_up_s, wanted.most_under_way, wanted.miss_limit) == (5.0, 400, 60)


@pytest.mark.parametrize("bad", [("--shape", "wave"), ("--scale", "town"), ("--mix", "/nonexistent")])
def test_bad_options_start_nothing(bad: tuple[str, str]) -> None:
    with pytest.raises(CouldNotStart):
        wanted_of(parsed(*bad), KINDS)
