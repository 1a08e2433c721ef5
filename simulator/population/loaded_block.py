"""What a process makes of one block that is to be loaded: its rows, and its lines for load generators."""

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.population.block import Nation, draw_block
from simulator.population.card_rows import Issuer, card_rows, mass_cards, verified_rows
from simulator.population.copying import Copy
from simulator.population.exported_cards import Signers, opened_export
from simulator.population.load_files import BlockFiles, files_of
from simulator.population.person_rows import certificate_rows, person_rows
from simulator.population.texts import cover_texts, person_texts


@dataclass(frozen=True, slots=True)
class LoadedBlock:
    """Rows of tables, and lines of files where any are wanted."""

    copies: list[Copy]
    files: BlockFiles | None


@dataclass(frozen=True, slots=True)
class BlockMaker:
    """Makes the blocks of a nation whose cards ``issuer`` issued; it can be handed to other processes."""

    nation: Nation
    issuer: Issuer
    at: str
    """The instant from which the world knows of it."""
    signers: Signers | None = None
    """With them the lines of files are made, too."""
    institutions: Sequence[str] = ()
    """Codes, one of which each patient goes to."""

    def __call__(self, number: int) -> LoadedBlock:
        """Make a block."""
        block = draw_block(self.nation, number)
        persons, covers = person_texts(block), cover_texts(block)
        cards = mass_cards(block, self.issuer)
        copies = [
            *person_rows(block, persons, covers, self.at),
            *certificate_rows(block, covers, self.at),
            *card_rows(block, persons, cards, self.issuer),
        ]
        if self.signers is None:
            return LoadedBlock(copies, None)
        export = opened_export(self.signers)
        files = files_of(block, persons, covers, cards, self.institutions, export)
        verified = verified_rows(self.issuer, export.mark, files.digests, self.at)
        return LoadedBlock([*copies, verified], files)
