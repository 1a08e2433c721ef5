"""What the consent service holds of one world."""

from dataclasses import dataclass

from shared.sim.world import World
from shared.web.callers import Authenticator


@dataclass(frozen=True, slots=True)
class ConsentPorts:
    """One world's connections and callers."""

    world: World
    authenticator: Authenticator
