"""Identifiers that sort by time, made from a clock and a source of random bytes."""

import os
from collections.abc import Callable
from datetime import datetime
from uuid import UUID
from weakref import WeakSet

RandomBytes = Callable[[int], bytes]
"""Returns that many random bytes; ``os.urandom`` in life, a seeded one in tests."""


class RandomPage:
    """Random bytes of the system's, fetched by the page: a call for each handful costs more than the handful."""

    def __init__(self, more: RandomBytes = os.urandom) -> None:
        """``more``: where pages come from."""
        self._more = more
        self._page, self._at = b"", 0
        _PAGES.add(self)

    def __call__(self, count: int) -> bytes:
        """Return ``count`` bytes that nobody else gets."""
        end = self._at + count
        if end > len(self._page):
            self._page, self._at, end = self._more(max(_PAGE, count)), 0, count
        taken = self._page[self._at : end]
        self._at = end
        return taken

    def forget(self) -> None:
        """Begin with another page."""
        self._page, self._at = b"", 0


_PAGES: WeakSet[RandomPage] = WeakSet()


def _forget_all() -> None:
    for page in _PAGES:
        page.forget()


if hasattr(os, "register_at_fork"):
    # A child of a fork must not give out what its parent does. Once for all pages: what is registered stays for ever.
    os.register_at_fork(after_in_child=_forget_all)


_PAGE = 4096
_BITS_BELOW = 80


def new_id(at: datetime, random_bytes: RandomBytes) -> UUID:
    """Return a version 7 UUID (RFC 9562): 48 bits of milliseconds, then 74 random bits."""
    tail = int.from_bytes(random_bytes(10), "big")
    value = (_milliseconds(at) & ((1 << 48) - 1)) << _BITS_BELOW
    value |= 0x7 << 76
    value |= ((tail >> 62) & 0xFFF) << 64
    value |= 0b10 << 62
    value |= tail & ((1 << 62) - 1)
    return UUID(int=value)


def first_id_at(instant: datetime) -> UUID:
    """Return an identifier that none which ``new_id`` makes at or after ``instant`` is below."""
    return UUID(int=max(_milliseconds(instant), 0) << _BITS_BELOW)


def first_id_behind(instant: datetime) -> UUID:
    """Return an identifier above all that ``new_id`` makes up to ``instant``, its millisecond included."""
    return UUID(int=(_milliseconds(instant) + 1) << _BITS_BELOW)


def _milliseconds(instant: datetime) -> int:
    return int(instant.timestamp() * 1000)
