"""A fixtures file at a start: checked as a whole first, kept in the folder once that can be used."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from simulator.patients.file import read_file
from simulator.patients.people import VendorPatients, vendor_patients_of
from simulator.worlds.data_folder import DataFolder


@dataclass(slots=True)
class TakenAlong:
    """Who is brought along at this start, and the file that names them."""

    who: VendorPatients
    content: bytes = field(repr=False)
    instead_of: bytes | None = field(default=None, repr=False)
    """What was kept before."""

    @classmethod
    def of(cls, file: Path, seed: int, reference_date: date) -> "TakenAlong":
        """Read ``file``; raises FixturesInvalid and FixturesUnreadable."""
        content = read_file(file)
        return cls(vendor_patients_of(content, seed, reference_date), content)

    def keep_in(self, folder: DataFolder) -> None:
        """Keep the file, to show the same people at the next start."""
        before = folder.fixtures_file
        self.instead_of = None if before is None else before.read_bytes()
        folder.keep_fixtures(self.content)

    def put_back(self, folder: DataFolder) -> None:
        """Keep what was kept before: the next start shows whom the world has, not whom it would not take."""
        folder.keep_fixtures(self.instead_of)
