"""Work that only computes, in a thread: greenlets go on, and with them the heartbeats of a worker."""

from collections.abc import Callable
from typing import Any, TypeVar

import gevent

T = TypeVar("T")


def in_a_thread(work: Callable[[], T]) -> T:
    """Return what ``work`` returns, or raise what it raises."""
    hub: Any = gevent.get_hub()
    value, error = hub.threadpool.apply(_outcome, (work,))
    if error is not None:
        raise error
    return value  # type: ignore[no-any-return]  # gevent has no types


def _outcome(work: Callable[[], T]) -> tuple[T | None, Exception | None]:
    """Return what came of it: gevent would print an error that leaves its thread."""
    try:
        return work(), None
    except Exception as error:  # noqa: BLE001 - it is raised where the work was asked for
        return None, error
