"""Time is a port: this is the only file that reads a wall clock."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Protocol

JAPAN = timezone(timedelta(hours=9), "JST")
"""Japan has had no daylight saving time since 1951, so a fixed offset is exact."""


class Clock(Protocol):
    """Tells what time it is in a world."""

    def now(self) -> datetime:
        """Return the current instant, with zone UTC."""
        ...


@dataclass(frozen=True, slots=True)
class ShiftedClock:
    """The machine's clock moved by ``offset``; zero is the plain system clock."""

    offset: timedelta = timedelta()

    def now(self) -> datetime:
        """Return the machine's time plus the offset."""
        return datetime.now(UTC) + self.offset  # noqa: TID251 - the one place


@dataclass(slots=True)
class FrozenClock:
    """A clock that shows one instant until another is set."""

    instant: datetime

    def now(self) -> datetime:
        """Return the instant it was set to."""
        return self.instant

    def advance(self, by: timedelta) -> None:
        """Move forward by ``by``."""
        self.instant += by


def day_in_japan(instant: datetime) -> date:
    """Return the calendar day in Japan at ``instant``."""
    return instant.astimezone(JAPAN).date()


def in_japan(instant: datetime) -> datetime:
    """Return the same instant with Japan's offset, or UTC's in the last hours of 9999, when Japan writes 10000."""
    try:
        return instant.astimezone(JAPAN)
    except OverflowError:
        return instant.astimezone(UTC)


def start_of_day(day: date) -> datetime:
    """Return the first instant of ``day`` in Japan."""
    return datetime(day.year, day.month, day.day, tzinfo=JAPAN)


def shift_to_day(day: date) -> timedelta:
    """Return the offset in whole days that makes today ``day`` in Japan, keeping the time of day."""
    return day - day_in_japan(ShiftedClock().now())
