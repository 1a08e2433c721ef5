from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtests.outputs.charts import HEIGHT, WIDTH, Line, chart


@given(values=st.lists(st.floats(0, 1e7), max_size=30), seconds=st.floats(0.1, 1e6))
def test_every_point_lies_in_the_picture(values: list[float], seconds: float) -> None:
    points = [(seconds * place / max(len(values), 1), value) for place, value in enumerate(values)]

    drawn = ET.fromstring(chart("check", "ms", seconds, [Line("p50", points)]))  # noqa: S314 - written a line above

    (line,) = drawn.findall("polyline")
    for point in (line.get("points") or "").split():
        x, y = map(float, point.split(","))
        assert 0 <= x <= WIDTH
        assert 0 <= y <= HEIGHT


@pytest.mark.parametrize(
    ("highest", "marks"), [(87.0, ["0", "50", "100"]), (4.0, ["0", "1", "2", "3", "4"]), (0.0, ["0", "1"])]
)
def test_the_grid_has_round_figures(highest: float, marks: list[str]) -> None:
    drawn = ET.fromstring(chart("check", "ms", 60, [Line("p50", [(0, highest)])]))  # noqa: S314 - same

    assert [each.text for each in drawn.findall("text") if each.get("text-anchor") == "end"] == marks


def test_a_name_stands_in_it_as_text() -> None:
    assert "<title>a &lt;b&gt; &amp; c</title>" in chart("a <b> & c", "ms", 1, [])
