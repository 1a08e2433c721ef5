"""Which ids of personas are offered to somebody who has misspelt one: those of the cast.

Never one that a vendor chose for patients of their own: it may tell who is meant.
"""

from collections.abc import Iterable

from shared.nearest import nearest
from simulator.personas.groups import Group
from simulator.personas.persona import Persona


def personas_near(name: str, personas: Iterable[Persona]) -> list[str]:
    """Return the ids that may have been meant."""
    return nearest(name, [each.id for each in personas if each.group is not Group.FIXTURES])
