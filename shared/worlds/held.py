"""What a service holds of one world, found by its type."""

from typing import TypeVar

T = TypeVar("T")


class Held:
    """The things of a world: one of each type, and the world itself is one of them."""

    def __init__(self, *things: object) -> None:
        self._things: dict[type, object] = {type(thing): thing for thing in things}

    def get(self, kind: type[T]) -> T:
        """Return the thing of exactly this type; raises KeyError where the service's wiring names none."""
        thing = self._things[kind]
        assert isinstance(thing, kind)  # noqa: S101 - it was put there by its own type
        return thing

    def find(self, kind: type[T]) -> T | None:
        """Return the thing of exactly this type, or None where there is none."""
        return self.get(kind) if kind in self._things else None
