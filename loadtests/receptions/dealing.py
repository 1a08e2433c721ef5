"""Which process sends what: institutions are dealt to the processes of a run, the busiest first. Pure."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from heapq import heapify, heapreplace


@dataclass(frozen=True, slots=True)
class Share:
    """One process of a run: number ``place``, from 0, of ``of``."""

    place: int
    of: int

    def room(self, most: int) -> int:
        """Return how many of ``most`` things at once are this process's; at least one."""
        return max(most // self.of + (self.place < most % self.of), 1)


WHOLE = Share(0, 1)


def deal(owners: Sequence[Hashable], share: Share) -> list[int]:
    """Return the places in ``owners`` that ``share`` sends, in their order: all of an owner, which no other share has.

    An owner stays whole because a desk keeps its token and its nonces: so any number of processes sends the same. The
    busiest is dealt first, each to the share that has least; every process comes to the same end by itself.
    """
    loads = [(0, place) for place in range(share.of)]
    heapify(loads)
    holder = {}
    # Of equally busy ones in the order in which they come first, which is the same everywhere.
    for owner, count in Counter(owners).most_common():
        load, place = loads[0]
        heapreplace(loads, (load + count, place))
        holder[owner] = place
    return [index for index, owner in enumerate(owners) if holder[owner] == share.place]
