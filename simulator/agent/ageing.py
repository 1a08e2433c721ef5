"""When a file that nobody took from `res` or `face` is removed (ResponseFileStayTime). Pure.

A file's age when it is first seen is what its time says; from then on it is counted by a clock that only goes forward,
so that a jump of the machine's clock removes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(slots=True)
class Ageing:
    """``keep_s`` is how long files are kept in seconds; 0: for ever."""

    keep_s: float
    _born: dict[tuple[str, int], float] = field(default_factory=dict)

    def too_old(self, modified_ns: Mapping[str, int], wall_s: float, now_s: float) -> list[str]:
        """Return the names that are to be removed, of all that are there with the times of their last change."""
        if self.keep_s <= 0:
            return []
        there = {(name, changed): changed for name, changed in modified_ns.items()}
        for file, changed in there.items():
            if file not in self._born:
                self._born[file] = now_s - max(0.0, wall_s - changed / 1e9)
        self._born = {file: born for file, born in self._born.items() if file in there}
        return [name for (name, _), born in self._born.items() if now_s - born >= self.keep_s]
