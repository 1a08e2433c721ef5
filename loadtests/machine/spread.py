"""Spreading work that needs a processor over processes, in batches, with progress."""

import asyncio
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TypeVar

from shared.db.parent_death import die_with_parent

PROCESSES = 2
_BATCH = 250

Job = TypeVar("Job")
Product = TypeVar("Product")


@contextmanager
def pool_of_processes() -> Iterator[Executor]:
    """Open the pool. Its processes are started afresh (spawn): ours has an event loop and threads."""
    pool = ProcessPoolExecutor(
        PROCESSES, mp_context=get_context("spawn"), initializer=_end_with_us, initargs=(os.getpid(),)
    )
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


async def spread(
    pool: Executor,
    work: Callable[[Sequence[Job]], list[Product]],
    jobs: Sequence[Job],
    on_progress: Callable[[int], None],
) -> list[Product]:
    """Run ``work`` over ``jobs`` in batches on the pool; the products come in the jobs' order."""
    loop = asyncio.get_running_loop()

    async def run(batch: Sequence[Job]) -> list[Product]:
        products = await loop.run_in_executor(pool, work, batch)
        on_progress(len(batch))
        return products

    batches = await asyncio.gather(*(run(jobs[start : start + _BATCH]) for start in range(0, len(jobs), _BATCH)))
    return [product for batch in batches for product in batch]


def _end_with_us(parent: int) -> None:
    """Run first in each process: Ctrl-C is our business, and one whose parent was killed would wait for ever."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if ask_for_it := die_with_parent(signal.SIGTERM, parent):
        ask_for_it()
