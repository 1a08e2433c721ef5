"""Temporary folders: gone at the end, and found again when a killed program left them."""

import os
import shutil
from pathlib import Path

import pytest

from onshi.temporary_folder import TemporaryFolder, leftovers

MARK = ".onshi-temporary"


def left_in(place: Path) -> list[Path]:
    return [folder.path for folder in leftovers([place])]


def test_it_is_for_its_owner_and_gone_at_the_end(tmp_path: Path) -> None:
    with TemporaryFolder("world", tmp_path) as folder:
        (folder.path / "key.pem").write_text("secret")
        assert folder.path.stat().st_mode & 0o777 == 0o700
        assert folder.path.name.startswith("onshi-world-")

    assert list(tmp_path.iterdir()) == []


def test_what_is_in_use_is_not_left_over(tmp_path: Path) -> None:
    with TemporaryFolder("", tmp_path) as folder:
        assert left_in(tmp_path) == []
        assert folder.path.exists()


def test_what_a_killed_program_left_is_found_and_can_be_removed(tmp_path: Path) -> None:
    killed = TemporaryFolder("", tmp_path)
    (killed.path / "key.pem").write_text("secret")
    killed.release()  # as the kernel does for a process that ends

    for found in leftovers([tmp_path]):
        assert found.path == killed.path
        # Whoever found it holds it: another start does not.
        assert left_in(tmp_path) == []
        found.remove()

    assert list(tmp_path.iterdir()) == []


def test_a_name_alone_proves_nothing(tmp_path: Path) -> None:
    (tmp_path / "onshi-1a2b3c4d").mkdir()
    (tmp_path / "onshi-without-a-word").mkdir()
    (tmp_path / "onshi-without-a-word" / MARK).touch()
    (tmp_path / "onshi-file").write_text("a file")

    assert left_in(tmp_path) == []


def test_a_copy_is_not_ours(tmp_path: Path) -> None:
    original = TemporaryFolder("", tmp_path)
    original.release()
    copied = shutil.copytree(original.path, tmp_path / "onshi-copied")

    assert left_in(tmp_path) == [original.path]
    assert copied.exists()


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    TemporaryFolder("", elsewhere).release()
    place = tmp_path / "place"
    place.mkdir()
    (place / "onshi-link").symlink_to(next(elsewhere.iterdir()))

    assert left_in(place) == []


def test_a_mark_of_two_names_is_not_ours(tmp_path: Path) -> None:
    folder = TemporaryFolder("", tmp_path)
    folder.release()
    os.link(folder.path / MARK, tmp_path / "second-name")

    assert left_in(tmp_path) == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file to somebody else")
def test_somebody_elses_mark_is_not_ours(tmp_path: Path) -> None:
    folder = TemporaryFolder("", tmp_path)
    folder.release()
    os.chown(folder.path / MARK, 65534, 65534)

    assert left_in(tmp_path) == []


def test_a_place_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert left_in(tmp_path / "nowhere") == []
