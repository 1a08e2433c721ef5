"""How long to wait before the next try, while the service is away or a file cannot be moved. Pure.

One for the service, of which all files wait while it is away; one for each file that fails by itself.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final

FIRST_S: Final = 0.25
LONGEST_S: Final = 15.0
_LONGEST_ASKED_S: Final = 60.0


def pause_s(failures: int, asked_s: float | None = None) -> float:
    """Return the seconds after the ``failures``-th failure in a row: doubled each time, at least what was asked for."""
    doubled = FIRST_S * 2.0 ** min(failures - 1, 16)
    return max(min(doubled, LONGEST_S), min(asked_s or 0.0, _LONGEST_ASKED_S))


@dataclass(slots=True)
class Patience:
    """Times are seconds of a clock that only goes forward."""

    failures: int = 0
    until_s: float = 0.0

    def failed(self, now_s: float, asked_s: float | None = None) -> None:
        """Take note of a failure; of many at once, one counts."""
        if now_s >= self.until_s:
            self.failures += 1
            self.until_s = now_s + pause_s(self.failures, asked_s)

    def went_well(self) -> None:
        """Take note that it is over."""
        self.failures, self.until_s = 0, 0.0

    def is_over(self, now_s: float) -> bool:
        """Tell whether the next try is due."""
        return now_s >= self.until_s


@dataclass(slots=True)
class PatienceOfFiles:
    """One for each file that failed by itself."""

    _of: dict[str, Patience] = field(default_factory=dict)

    def failed(self, name: str, now_s: float) -> None:
        """Take note that a file failed."""
        self._of.setdefault(name, Patience()).failed(now_s)

    def went_well(self, name: str) -> None:
        """Take note that it is over."""
        self._of.pop(name, None)

    def __bool__(self) -> bool:
        """Tell whether any file fails."""
        return bool(self._of)

    def is_over(self, name: str, now_s: float) -> bool:
        """Tell whether a file may be tried."""
        return name not in self._of or self._of[name].is_over(now_s)

    def keep_only(self, names: Collection[str]) -> None:
        """Forget the files that are not there any more."""
        for name in self._of.keys() - set(names):
            del self._of[name]
