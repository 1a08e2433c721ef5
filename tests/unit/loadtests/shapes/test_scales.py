import pytest

from loadtests.mix.reading import read_mix
from loadtests.shapes.scales import ScaleUnreadable, institutions_needed, scale_of

MIX = read_mix()
KINDS = ["hospital", "clinic", "pharmacy", "clinic", "nursing", "dental_clinic", "pharmacy", "clinic"]


@pytest.mark.parametrize(
    ("name", "rate", "institutions"),
    [
        ("clinic", 5 / 60, {"clinic": [1]}),
        ("hospital", 20 / 60, {"hospital": [0]}),
        ("chain:2", 10 / 60, {"pharmacy": [2, 6]}),
        ("farm:3", 15 / 60, {"clinic": [1, 3, 7]}),
        (
            "nation:0.01",
            12.2044,
            {"clinic": [1, 3, 7], "pharmacy": [2, 6], "dental_clinic": [5], "hospital": [0]},
        ),
    ],
)
def test_a_scale_names_who_asks_and_how_often(name: str, rate: float, institutions: dict[str, list[int]]) -> None:
    scale = scale_of(name, MIX, KINDS)

    assert scale.rate == pytest.approx(rate, rel=1e-4)
    assert scale.institutions == institutions


def test_the_reckoning_is_told() -> None:
    assert scale_of("farm:3", MIX, KINDS).reckoning == "3 clinics, 5 receptions a minute each: 0.25 a second"
    assert scale_of("nation:0.5", MIX, KINDS).reckoning == (
        "274,600,000 checks in 25 days, 20 % of a day in an hour, 2 times that in its busiest minutes, 0.5 of it:"
        " 610.2 a second"
    )


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("town", "no scale 'town': clinic, hospital, chain:NUMBER"),
        ("clinic:3", "no scale"),
        ("farm", "no scale"),
        ("farm:0", "no scale"),
        ("nation:2", "more than 0 and at most 1"),
        ("farm:4", "farm:4 needs 4 institutions of the kind clinic, and the data have 3"),
    ],
)
def test_a_scale_that_cannot_be_is_refused_in_a_sentence(name: str, says: str) -> None:
    with pytest.raises(ScaleUnreadable, match=says):
        scale_of(name, MIX, KINDS)


def test_made_data_have_institutions_enough() -> None:
    assert [institutions_needed(name) for name in ("clinic", "nation:0.1", "farm:500", "chain:300")] == [
        40,
        40,
        1440,
        1420,
    ]
