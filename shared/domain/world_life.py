"""One life of a world: what is given out in it (tokens, nonces, sessions, cursors) counts in it alone."""

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

_TAG_BYTES = 4


@dataclass(frozen=True)
class WorldLife:
    """A world's name, and which of its generations: a reset or a restore begins the next one."""

    world: str
    generation: int = 1

    @cached_property
    def tag(self) -> bytes:
        """Four bytes that stand for this life where it has to be short. They are no proof of anything."""
        return sha256(f"{self.world}\0{self.generation}".encode()).digest()[:_TAG_BYTES]
