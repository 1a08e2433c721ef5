"""What an agent says of its work: a status file, errors, and a line for each step if it is asked. No personal data.

File names are not said: vendors write patients' numbers into them. A request is named by its kind and its key.
"""

import json
import sys
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, TypeAlias

from shared.clock import JAPAN, Clock

Area: TypeAlias = Literal["service", "face", "files", "folders"]
"""Where something goes wrong: each goes well again by itself."""


@dataclass(slots=True)
class Report:
    """Counts since the start of this agent."""

    file: Path
    clock: Clock
    verbose: bool
    taken: int = 0
    answered: int = 0
    err: int = 0
    face: int = 0
    removed: int = 0
    waiting: int = 0
    _last_error: dict[str, str] | None = None
    _written: dict[str, Any] = field(default_factory=dict)
    _failing: dict[Area, str] = field(default_factory=dict)
    _since: datetime | None = None

    def say(self, words: str) -> None:
        """Print a line, if lines were asked for."""
        if self.verbose:
            print(f"{self.clock.now().astimezone(JAPAN):%H:%M:%S} {words}", flush=True)  # noqa: T201 - a program speaks

    def failed(self, area: Area, code: str, words: str) -> None:
        """Take note of what goes wrong; said once, until it goes well again or something else goes wrong there."""
        self._last_error = {"code": code, "at": self._now()}
        if self._failing.get(area) != code:
            self._failing[area] = code
            print(f"onshi agent: {words} ({code})", file=sys.stderr, flush=True)  # noqa: T201 - a program speaks

    def went_well(self, area: Area) -> None:
        """Take note that what went wrong there is over."""
        if (code := self._failing.pop(area, None)) is not None:
            print(f"onshi agent: it works again (after {code})", file=sys.stderr, flush=True)  # noqa: T201 - same

    def write(self) -> None:
        """Write the status file, where something has changed; raises OSError."""
        self._since = self._since or self.clock.now()
        counts = {name: getattr(self, name) for name in ("taken", "answered", "err", "face", "removed", "waiting")}
        document = {**counts, "failing": sorted(set(self._failing.copy().values())), "last_error": self._last_error}
        if document == self._written:
            return
        whole = {"started_at": self._since.astimezone(JAPAN).isoformat(timespec="seconds"), **document}
        beside = self.file.with_suffix(".tmp")
        beside.write_text(json.dumps(whole, indent=2) + "\n", encoding="utf-8")
        beside.replace(self.file)
        self._written = document

    def _now(self) -> str:
        return self.clock.now().astimezone(JAPAN).isoformat(timespec="seconds")
