"""What services ask about faults: the faults of the request at work in their task, whichever world it is in."""

from shared.worlds.fault_plan import NOBODY, Fired, Fits, Who, fits_always
from simulator.faults.occasion import CURRENT


class FaultsAtWork:
    """The faults of the request at work, for decorators (shared/worlds/fault_plan.py)."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing but the way can fail for it; nothing can where no request is at work."""
        occasion = CURRENT.get()
        return occasion is None or occasion.is_of_the_way

    async def fired(
        self, kind: str, who: Who = NOBODY, *, fits: Fits = fits_always, client_reference: str | None = None
    ) -> Fired | None:
        """Return the rule that fires for it, or None."""
        occasion = CURRENT.get()
        return None if occasion is None else await occasion.fire((kind,), who, fits, client_reference)


FAULTS_AT_WORK = FaultsAtWork()
