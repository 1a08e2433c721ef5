"""The folder of a run of the tests."""

import os
import tempfile
from pathlib import Path

import pytest

from tests.room import held, made_once, new_room


def left_at(place: Path, name: str, modified_at: float) -> Path:
    """A room that a run left in ``place``; returns its lock."""
    lock = place / f"onshi-tests-{name}" / "lock"
    lock.parent.mkdir()
    lock.touch()
    os.utime(lock, (modified_at, modified_at))
    return lock


def test_a_room_goes_at_the_end_and_others_may_enter_it(tmp_path: Path) -> None:
    with new_room(tmp_path) as room:
        assert room.stat().st_mode & 0o777 == 0o755
        (room / "world").mkdir()

    assert list(tmp_path.iterdir()) == []


def test_only_rooms_that_nobody_holds_are_removed(tmp_path: Path) -> None:
    killed, running = left_at(tmp_path, "killed", 0), left_at(tmp_path, "running", 0)
    somebody_elses = tmp_path / "onshi-other"
    somebody_elses.mkdir()

    with held(running), new_room(tmp_path) as room:
        assert {*tmp_path.iterdir()} == {running.parent, somebody_elses, room}
    assert not killed.exists()


def test_a_room_that_is_just_being_made_stays(tmp_path: Path) -> None:
    (tmp_path / "now").touch()
    young = left_at(tmp_path, "young", (tmp_path / "now").stat().st_mtime - 30)

    with new_room(tmp_path):
        assert young.exists()


def test_what_is_made_once_is_whole_or_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    made: list[Path] = []

    def make(folder: Path) -> None:
        (folder / "file").touch()
        made.append(folder)
        if len(made) == 1:
            raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        made_once("world", make)
    assert not (tmp_path / "world").exists()

    assert [made_once("world", make), made_once("world", make)] == [tmp_path / "world", tmp_path / "world"]
    assert len(made) == 2
    assert (tmp_path / "world" / "file").exists()
