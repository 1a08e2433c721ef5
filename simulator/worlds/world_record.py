"""What a kept world was made from: its seed, its reference date, how far its clock runs ahead."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated

import msgspec

from shared.clock import ShiftedClock, day_in_japan, shift_to_day
from simulator.worlds.folder_files import read_strictly, write_privately

DEFAULT_SEED = 1
_MOST_OFFSET_S = 400 * 365.25 * 86_400
"""More than between any two days that the services take."""


class AnotherWorld(Exception):
    """The kept data was made from another seed or reference date than this start asks for."""


@dataclass(frozen=True, slots=True)
class WorldRecord:
    """The record; dates are days in Japan."""

    seed: int
    reference_date: date
    clock_offset_s: float
    seeded: bool = False

    def save(self, file: Path) -> None:
        """Write the record."""
        members = asdict(self) | {"reference_date": self.reference_date.isoformat()}
        write_privately(file, json.dumps(members, indent=2).encode())

    def as_seeded(self) -> "WorldRecord":
        """Return the record of the same world, with everybody in it."""
        return replace(self, seeded=True)


class _File(msgspec.Struct, forbid_unknown_fields=True):
    seed: int
    reference_date: date
    clock_offset_s: Annotated[float, msgspec.Meta(ge=-_MOST_OFFSET_S, le=_MOST_OFFSET_S)]
    seeded: bool = False


def world_of(file: Path, seed: int | None, day: date | None) -> WorldRecord:
    """Return the world that ``file`` records, or a new one of ``seed`` on ``day`` (today unless told).

    ``day`` makes that day today, in the world, from now on. Raises AnotherWorld when the file says something else, and
    UnusableFolder when it cannot be read.
    """
    offset_s = None if day is None else shift_to_day(day).total_seconds()
    if not file.exists():
        today = day_in_japan(ShiftedClock().now())
        return WorldRecord(DEFAULT_SEED if seed is None else seed, day or today, offset_s or 0.0)
    kept = kept_world(file)
    if seed not in (None, kept.seed) or day not in (None, kept.reference_date):
        raise AnotherWorld(
            f"this data was made with --seed {kept.seed} --date {kept.reference_date}; leave them out, or choose "
            "another --data"
        )
    return kept if offset_s is None else replace(kept, clock_offset_s=offset_s)


def kept_world(file: Path) -> WorldRecord:
    """Return the world that ``file`` records; raises UnusableFolder, also when it is not there."""
    read = read_strictly(file, _File)
    return WorldRecord(read.seed, read.reference_date, read.clock_offset_s, read.seeded)
