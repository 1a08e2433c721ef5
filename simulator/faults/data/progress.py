"""What of 一括照会 is shown in a simulator: as far as it is, or, where a fault fires, 処理中 for some more polls."""

from dataclasses import dataclass
from uuid import UUID

from shared.worlds.world import World


@dataclass(frozen=True, slots=True)
class FaultyProgress:
    """How much is shown of the receptions of one world. They are worked all the same."""

    world: World

    async def is_shown(self, reception_number: UUID, client_reference: str | None) -> bool:  # noqa: ARG002 - the port's
        """Tell whether a reception is shown as far as it is."""
        faults = self.world.faults
        return faults.is_empty or await faults.fired("still_processing", client_reference=client_reference) is None
