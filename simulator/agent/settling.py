"""Which files are still being written: those that no message can be read from, until they have been still. Pure."""

from collections.abc import Collection
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Look:
    """A file as a listing shows it: it has changed when another look differs."""

    modified_ns: int
    size: int


@dataclass(slots=True)
class Settling:
    """What was looked at and was not whole. Times are seconds of a clock that only goes forward."""

    settle_s: float
    _seen: dict[str, tuple[Look, float]] = field(default_factory=dict)

    def is_worth_reading(self, name: str, look: Look, now_s: float) -> bool:
        """Tell whether a file is new, has changed, or is to be judged as it is."""
        seen = self._seen.get(name)
        return seen is None or seen[0] != look or self.is_still(name, look, now_s)

    def is_still(self, name: str, look: Look, now_s: float) -> bool:
        """Tell whether a file that was not whole has been still for long enough to be judged as it is."""
        seen = self._seen.get(name)
        return seen is not None and seen[0] == look and now_s - seen[1] >= self.settle_s

    def was_not_whole(self, name: str, look: Look, now_s: float) -> None:
        """Take note that a file was not whole."""
        seen = self._seen.get(name)
        if seen is None or seen[0] != look:
            self._seen[name] = (look, now_s)

    def keep_only(self, names: Collection[str]) -> None:
        """Forget the files that are not there any more."""
        for name in self._seen.keys() - set(names):
            del self._seen[name]
