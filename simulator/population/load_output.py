"""The folder with the files for load generators, written block by block; they are whole once all is loaded."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from simulator.population.institutions import NationsInstitution
from simulator.population.load_files import CLIENT_COLUMNS, PATIENT_COLUMNS, BlockFiles, as_csv, client_lines

PATIENTS, CARDS, CLIENTS, EXPECTED = "patients.csv", "cards.ndjson", "clients.csv", "expected.ndjson"


class LoadOutput:
    """The files, open."""

    def __init__(self, folder: Path, held: ExitStack) -> None:
        self._patients, self._cards, self._expected = (
            held.enter_context((folder / name).open("wb")) for name in (PATIENTS, CARDS, EXPECTED)
        )
        self._patients.write(as_csv([PATIENT_COLUMNS]))

    def write(self, files: BlockFiles) -> None:
        """Add what a block has; raises OSError."""
        self._patients.write(files.patients)
        self._cards.write(files.cards)
        self._expected.write(files.expected)


@contextmanager
def opened_output(folder: Path, institutions: Sequence[NationsInstitution]) -> Iterator[LoadOutput]:
    """Make the folder and its files; raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / CLIENTS).write_bytes(as_csv([CLIENT_COLUMNS]) + client_lines(institutions))
    with ExitStack() as held:
        yield LoadOutput(folder, held)
