"""Where temporary folders can stand."""

import contextlib
import ctypes
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from shared.places import is_safe, lets_everybody_in, places

_NOBODY = 65534
_NEW_USERS, _SET_DUMPABLE = 0x10000000, 4
"""CLONE_NEWUSER of sched.h, PR_SET_DUMPABLE of prctl(2); Python has os.unshare from 3.12 on."""


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


def _in_a_user_namespace(asks: Callable[[], bool]) -> bool:
    """Return what ``asks`` says to an ordinary user in a user namespace of its own, as in a rootless container."""
    read, write = os.pipe()
    if (child := os.fork()) == 0:
        said = b"?"
        with contextlib.suppress(OSError):
            if os.geteuid() == 0:
                os.setgid(_NOBODY)
                os.setuid(_NOBODY)
                # Else /proc/self stays root's, and with it the map.
                ctypes.CDLL(None).prctl(_SET_DUMPABLE, 1)
            outside = os.geteuid()
            if ctypes.CDLL(None).unshare(_NEW_USERS) == 0:
                Path("/proc/self/uid_map").write_text(f"1000 {outside} 1")
                said = str(asks()).encode()
        os.write(write, said)
        os._exit(0)
    os.waitpid(child, 0)
    os.close(write)
    with os.fdopen(read, "rb") as answer:
        said = answer.read()
    if said == b"?":
        pytest.skip("this machine lets no user make a user namespace")
    return said == b"True"


def test_in_a_user_namespace_the_machines_own_places_are_safe_though_root_is_shown_as_nobody() -> None:
    assert _in_a_user_namespace(lambda: is_safe(Path("/tmp").resolve()))  # noqa: S108 - nothing is written


def test_in_a_user_namespace_what_a_machine_is_not_made_with_is_not_trusted_so() -> None:
    assert not _in_a_user_namespace(lambda: is_safe(Path("/usr/bin")))
