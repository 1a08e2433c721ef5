"""What the controls list, found by the name that somebody typed."""

from collections.abc import Sequence
from typing import Any

from shared.nearest import did_you_mean, nearest
from simulator.personas.groups import Group


class NobodyOfThatName(Exception):
    """The running simulator has none of that name; it says which are near."""


def named(items: Sequence[dict[str, Any]], member: str, name: str, command: str) -> dict[str, Any]:
    """Return the item whose ``member`` is ``name``; raises NobodyOfThatName; ``command`` lists them."""
    for item in items:
        if item[member] == name:
            return item
    meant = did_you_mean(names_near(items, member, name), f"`{command}` lists them")
    raise NobodyOfThatName(f"there is no {name!r}{meant}")


def names_near(items: Sequence[dict[str, Any]], member: str, name: str) -> list[str]:
    """Return names that may have been meant: none of a patient whom somebody brought along (personas/offered.py)."""
    return nearest(name, [item[member] for item in items if item.get("group") != Group.FIXTURES])
