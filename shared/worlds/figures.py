"""What a worker tells of itself: how much it has worked, and how quickly it has answered checks."""

import msgspec


class WorkerFigures(msgspec.Struct, frozen=True):
    """One worker, over the last seconds and since its start; of all its worlds together."""

    process_id: int
    over_s: float
    """How long ago the figures of the last seconds begin."""
    cpu_s: float
    """Processor time in these seconds."""
    resident_bytes: int | None
    """Memory that it holds now; None where the system does not tell."""
    outcomes: dict[str, int]
    """Checks in these seconds by what came of them: ``answer``, or the code of the refusal."""
    within_s: list[tuple[float, float | None, int]]
    """Longer than the first, at most the second (None: any longer): how many checks of these seconds took so long."""
    outcomes_since_start: dict[str, int]
