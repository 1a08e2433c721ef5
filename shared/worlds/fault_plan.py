"""Which faults are injected into a world. There are none yet: every world has the empty plan."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FaultPlan:
    """The rules of one world, by name. Asking whether it is empty is all that a request pays for it."""

    rules: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether there is any rule."""
        return bool(self.rules)


NO_FAULTS = FaultPlan()
