import pytest

from loadtests.could_not_start import CouldNotStart
from loadtests.faces.choosing import FACES, read_rates


def test_faces_are_chosen_by_name_and_rate() -> None:
    assert read_rates("messages=5, folders=0.5") == {"messages": 5.0, "folders": 0.5}
    assert read_rates("") == {}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("fax=1", "there is no face 'fax': there are messages, messages-json, folders, insurers, listeners, patients"),
        ("messages", "'messages' is no rate: write it as messages=5"),
        ("messages=often", "'messages=often' is no rate"),
        ("messages=-1", "'messages=-1' is no rate"),
        ("messages=nan", "'messages=nan' is no rate"),
    ],
)
def test_what_is_no_face_or_no_rate_is_said(text: str, says: str) -> None:
    with pytest.raises(CouldNotStart, match=says):
        read_rates(text)


def test_no_two_faces_count_in_one_row() -> None:
    rows = [row for face in FACES.values() for row in face.rows]

    assert len(rows) == len(set(rows))
