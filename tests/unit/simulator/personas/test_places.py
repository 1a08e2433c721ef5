"""Each persona has one place, and keeps it: a kept world has the people of this program."""

from datetime import date

import pytest

from simulator.personas.cast import personas
from simulator.personas.places import _JOINED, place_of


def test_every_persona_is_written_once_and_nobody_else() -> None:
    written = [name for name in _JOINED if name is not None]

    assert sorted(written) == sorted(persona.id for persona in personas(1, date(2026, 11, 20)))


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("employee-with-limit", 0),
        ("preschool-dependant/parent", 1),
        ("elderly-75", 3),
        ("long-stay", 31),
        ("twins/other", 76),
        ("nhi-arrears", 80),
    ],
)
def test_a_place_never_changes(name: str, place: int) -> None:
    assert place_of(name) == place


def test_a_newcomer_is_told_where_to_write_itself() -> None:
    with pytest.raises(
        LookupError, match=r"newcomer has no place: write it at the end of simulator/personas/places\.py"
    ):
        place_of("newcomer/other")
