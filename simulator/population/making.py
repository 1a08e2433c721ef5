"""Blocks made beside each other by several processes, and handed over in their order."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

Made = TypeVar("Made")
_AHEAD_OF_EACH = 2
"""How many blocks a process may be ahead of whoever takes them: so memory stays the same for any nation."""


def in_order(make: Callable[[int], Made], count: int, workers: int) -> Iterator[Made]:
    """Yield ``make(0)``, ``make(1)`` … by ``workers`` processes; with one, by this one."""
    if workers == 1 or count <= 1:
        yield from map(make, range(count))
        return
    # Not forked: a process that has threads or a loop cannot be copied safely.
    with ProcessPoolExecutor(min(workers, count), mp_context=get_context("spawn")) as pool:
        waiting: deque[Future[Made]] = deque()
        remaining = iter(range(count))
        try:
            for number in remaining:
                waiting.append(pool.submit(make, number))
                if len(waiting) > workers * _AHEAD_OF_EACH:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
