"""A given folder is sacred: only what a mark says was begun here is cleared."""

from pathlib import Path

import pytest

from simulator.worlds.first_start import FirstStart
from simulator.worlds.folder_files import UnusableFolder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Somebody's database in a folder without a world."""
    data = tmp_path / "postgres"
    data.mkdir()
    (data / "PG_VERSION").write_text("18\n")
    return data


def test_a_database_without_a_world_is_refused_and_kept(data: Path) -> None:
    with pytest.raises(UnusableFolder, match=r"world\.json is not"):
        FirstStart(data.parent).check_database(is_kept=False)

    assert (data / "PG_VERSION").read_text() == "18\n"


def test_what_was_begun_here_is_begun_again(tmp_path: Path) -> None:
    first = FirstStart(tmp_path)
    first.check_database(is_kept=False)
    first.begin()
    (tmp_path / "postgres" / "PG_VERSION").write_text("18\n")
    (tmp_path / "postgres" / "base").mkdir()

    again = FirstStart(tmp_path)
    again.check_database(is_kept=False)
    again.begin()

    assert list((tmp_path / "postgres").iterdir()) == []


def test_a_mark_of_another_directory_clears_nothing(tmp_path: Path) -> None:
    first = FirstStart(tmp_path)
    first.begin()
    (tmp_path / "postgres").rename(tmp_path / "moved-away")
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").write_text("18\n")

    with pytest.raises(UnusableFolder):
        FirstStart(tmp_path).check_database(is_kept=False)

    assert (tmp_path / "postgres" / "PG_VERSION").exists()


def test_what_is_finished_is_not_begun_again(tmp_path: Path) -> None:
    first = FirstStart(tmp_path)
    first.begin()
    (tmp_path / "postgres" / "PG_VERSION").write_text("18\n")
    first.finish()

    FirstStart(tmp_path).check_database(is_kept=True)
    with pytest.raises(UnusableFolder):
        FirstStart(tmp_path).check_database(is_kept=False)


def test_a_kept_world_without_its_database_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableFolder, match="put a backup back"):
        FirstStart(tmp_path).check_database(is_kept=True)


def test_an_empty_directory_can_be_used(tmp_path: Path) -> None:
    # A volume that is mounted there.
    (tmp_path / "postgres").mkdir()

    FirstStart(tmp_path).check_database(is_kept=False)
    FirstStart(tmp_path).begin()


def test_links_in_what_is_cleared_are_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "file").write_text("kept")
    first = FirstStart(tmp_path)
    first.begin()
    (tmp_path / "postgres" / "link").symlink_to(outside)

    first.begin()

    assert (outside / "file").read_text() == "kept"
