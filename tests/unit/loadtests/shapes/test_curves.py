from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtests.shapes.curves import SHAPES, Curve, ShapeUnreadable, curve_of


@given(shape=st.sampled_from(SHAPES), seconds=st.floats(1, 10_000), share=st.floats(0, 1))
def test_no_shape_has_a_factor_outside_its_bounds(shape: str, seconds: float, share: float) -> None:
    curve = curve_of(shape, seconds)

    assert curve.seconds == pytest.approx(seconds)
    assert 0 <= curve.at(share * seconds) <= curve.highest


@pytest.mark.parametrize(
    ("shape", "at"),
    [
        ("steady", {0: 1, 30: 1, 60: 1}),
        ("soak", {0: 0.5, 59: 0.5}),
        ("spike", {29: 1, 30: 3, 35: 3, 36: 1, 59: 1}),
        ("step", {0: 0.25, 4: 0.3125, 59: 7.105427}),
        ("monday", {0: 0, 23.75: 1.5, 22.5: pytest.approx(1.0125), 60: 0}),
    ],
)
def test_a_shape_has_its_course(shape: str, at: dict[float, float]) -> None:
    curve = curve_of(shape, 60)

    assert {second: curve.at(second) for second in at} == pytest.approx(at)


def test_the_busiest_hour_of_a_monday_has_a_fifth_of_it() -> None:
    curve = curve_of("monday", 24)

    assert curve.area == pytest.approx(7.5)
    assert curve.highest == 1.5
    assert curve.evening == (19, 23)


def test_steps_go_up_by_a_quarter_without_gaps() -> None:
    levels = curve_of("step", 160).levels

    assert len(levels) == 16
    assert [level.from_s for level in levels] == [10 * number for number in range(16)]
    assert all(after.factor / before.factor == 1.25 for before, after in pairwise(levels))


def test_a_file_of_ones_own_is_a_shape(tmp_path: Path) -> None:
    file = tmp_path / "day.csv"
    file.write_text("second,rate\n0,0\n10,20\n30,20\n")

    assert curve_of(str(file), 60) == Curve([(0, 0), (10, 20), (30, 20)], is_absolute=True)
    assert curve_of(str(file), 60).area == 500


@pytest.mark.parametrize(
    "text",
    [
        "",
        "second,rate\n0,1\n",
        "second,rate\n1,1\n2,1\n",
        "second,rate\n0,1\n5,1\n4,1\n",
        "second,rate\n0,-1\n1,1\n",
        "a,b\n",
    ],
)
def test_a_file_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "day.csv"
    file.write_text(text)

    with pytest.raises(ShapeUnreadable, match=r"day\.csv"):
        curve_of(str(file), 60)


def test_an_unknown_shape_is_told_with_all_there_are() -> None:
    with pytest.raises(ShapeUnreadable, match="no shape 'wave': steady, monday, spike, soak, step"):
        curve_of("wave", 60)
