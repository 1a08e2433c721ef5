"""Who is in a world: filled at its first start, and later with those whom it lacks.

A folder that an older program kept lacks the people and clients that this one has; they are added. Whom it has
otherwise, or would not take, is not shown.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from simulator.start_failed import StartFailed
from simulator.worlds.data_folder import DataFolder
from simulator.worlds.world_record import WorldRecord

if TYPE_CHECKING:
    from simulator.worlds.people_record import PeopleRecord
    from simulator.worlds.vendor_patients import TakenAlong

# What fills a world is slow to import, and most starts do without it: each function imports it itself.


class Filling:
    """What a start has to do for the people of its world."""

    def __init__(self, folder: DataFolder, world: WorldRecord, taken: "TakenAlong | None") -> None:
        """``taken`` are the vendor's patients of this start."""
        self.folder, self.world, self.taken = folder, world, taken
        self.is_upgrade = False
        """Whether another program filled the world; see ``look``."""
        self._record: PeopleRecord | None = None

    def look(self) -> "PeopleRecord | None":
        """Look at the folder and return the record of who is in the world; raises UnusableFolder."""
        from simulator.worlds.people_record import PeopleRecord, program_digest  # noqa: PLC0415 - see above

        if self.world.seeded:
            self._record = PeopleRecord.read(self.folder.people_file)
            self.is_upgrade = self._record is None or self._record.program != program_digest()
        return self._record

    @property
    def is_needed(self) -> bool:
        """Whether anybody may have to be added."""
        return not self.world.seeded or self.is_upgrade or self.taken is not None

    async def fill(self, base_url: str, ca: Path | None) -> "PeopleRecord":
        """Add whom the world lacks, over HTTP (TLS by ``ca``), and note it in the folder; raises StartFailed."""
        from simulator.patients.people import NOBODY, vendor_patients_kept  # noqa: PLC0415 - see above
        from simulator.worlds.people_record import People  # noqa: PLC0415 - same
        from simulator.worlds.seeding.calls import SeedFailed  # noqa: PLC0415 - same
        from simulator.worlds.seeding.progress import seeding_shown  # noqa: PLC0415 - same
        from simulator.worlds.seeding.seed import seed_world  # noqa: PLC0415 - same

        seed, day, kept = self.world.seed, self.world.reference_date, self.folder.fixtures_file
        vendor_patients = NOBODY
        if self.taken is not None:
            vendor_patients = self.taken.who
        elif not self.world.seeded and kept is not None:
            vendor_patients = vendor_patients_kept(kept.read_bytes(), seed, day)
        people = People.of(seed, day)
        try:
            with seeding_shown() as progress:
                refused = await seed_world(
                    registry_url=f"{base_url}/registry",
                    jpki_url=f"{base_url}/jpki",
                    consent_url=f"{base_url}/consent",
                    seed=seed,
                    reference_date=day,
                    vendor_patients=vendor_patients,
                    added=people.lacking_in(self._record) if self.world.seeded else None,
                    kept=people.had_by(self._record) if self.is_upgrade else (),
                    verify=ca or True,
                    progress=progress,
                )
        except SeedFailed as error:
            if self.taken is not None:
                self.taken.put_back(self.folder)
            raise StartFailed(str(error)) from error
        record = people.recorded(self._record, refused)
        record.save(self.folder.people_file)
        return record
