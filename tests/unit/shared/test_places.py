"""Where temporary folders can stand."""

from pathlib import Path

import pytest

from shared.places import is_safe, lets_everybody_in, places


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "place"
    folder.mkdir()
    return folder


@pytest.mark.parametrize(("mode", "is_so"), [(0o700, True), (0o755, True), (0o777, False), (0o1777, True)])
def test_a_place_where_others_could_exchange_a_folder_is_not_safe(place: Path, mode: int, is_so: bool) -> None:
    place.chmod(mode)

    assert is_safe(place) is is_so


def test_a_folder_above_counts_too(place: Path) -> None:
    inner = place / "inner"
    inner.mkdir(mode=0o755)
    place.chmod(0o777)

    assert not is_safe(inner)


def test_who_may_enter_depends_on_every_folder_above(place: Path) -> None:
    place.chmod(0o755)

    # pytest's own folder is closed to others.
    assert not lets_everybody_in(place)
    assert lets_everybody_in(Path("/usr/bin"))


def test_the_machine_has_places() -> None:
    assert all(place.is_dir() for place in places())
