"""The data of a load run of our own: a small nation, made once a day, and a copy of its world for each run."""

import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from onshi.__main__ import program_command, program_environment
from onshi.temporary_folder import TemporaryFolder
from onshi.version import VERSION
from shared.clock import ShiftedClock, day_in_japan

_PATIENTS, _SEED = 3_000, 1
_WORLD = "world"
_MADE_OF = "made-of.json"


class NoData(Exception):
    """`onshi load-data` failed; it has said why."""


def made_data(environment: Mapping[str, str], institutions: int, folder: Path) -> Path:
    """Return the folder of today's data of so many institutions, made where they are not there. Raises NoData."""
    made_of = json.dumps(
        {
            "patients": _PATIENTS,
            "institutions": institutions,
            "seed": _SEED,
            # Who is covered changes from day to day.
            "day": str(day_in_japan(ShiftedClock().now())),
            "version": VERSION,
        }
    )
    mark = folder / _MADE_OF
    if mark.exists() and mark.read_text() == made_of:
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    numbers = ("--patients", str(_PATIENTS), "--institutions", str(institutions), "--seed", str(_SEED))
    command = program_command("load-data", *numbers, "--output", str(folder))
    # It shows how far it is on our terminal.
    if subprocess.run(command, env=program_environment(environment), check=False).returncode:  # noqa: S603 - our own program
        raise NoData(f"the data could not be made in {folder}")
    mark.write_text(made_of)
    return folder


@contextmanager
def copied_world(folder: Path) -> Iterator[Path]:
    """Yield a copy of the world of ``folder``, gone at the end: each run finds the world as it was made."""
    with TemporaryFolder("load-") as place:
        copy = place.path / _WORLD
        # Whose it is goes along: under root the database belongs to another user.
        subprocess.run(["/bin/cp", "--archive", "--reflink=auto", str(folder / _WORLD), str(copy)], check=True)  # noqa: S603 - fixed
        yield copy
