"""Verifying: how many entries match, and those that nearly do, with what differs. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from simulator.journal.reading import Entry, Wanted

MOST_NEAR_MISSES = 5


@dataclass(frozen=True, slots=True)
class Difference:
    """A member in which an entry is not what was asked for."""

    field: str
    expected: object
    found: object


@dataclass(frozen=True, slots=True)
class NearMiss:
    """An entry that agrees in most members."""

    entry: Entry
    differences: tuple[Difference, ...]


def near_misses(entries: Iterable[Entry], wanted: Wanted) -> Sequence[NearMiss]:
    """Return the entries that agree in something and not in all: the fewest differences first, then the newest."""
    named = wanted.named()
    found = [NearMiss(entry, tuple(_differences(entry, named))) for entry in entries]
    near = [each for each in found if 0 < len(each.differences) < max(len(named), 2)]
    return sorted(near, key=lambda each: (len(each.differences), -each.entry.seq))[:MOST_NEAR_MISSES]


def _differences(entry: Entry, named: Mapping[str, object]) -> Iterable[Difference]:
    for name, expected in named.items():
        found = getattr(entry, name)
        if found != expected:
            yield Difference(name, expected, found)
