"""How long the record is kept (保存期間), and the result of applying the rule."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from shared.clock import ShiftedClock
from shared.ids import first_id_behind
from shared.seal.checkpoints import CheckpointKey, CheckpointKeyUnreadable
from shared.web.edge import DEFAULT_WORLD


class CannotPurge(Exception):
    """The rule cannot be applied; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Whatever is older than ``kept_days`` at ``at``, by the world's clock, ends; ``key`` signs what did."""

    kept_days: int
    at: datetime
    key: CheckpointKey | None
    """None where nothing is sealed."""
    archive: Path | None = None
    """The folder in which what ends is kept."""

    @property
    def limit(self) -> datetime:
        """The latest instant of what ends."""
        return self.at - timedelta(days=self.kept_days)

    @property
    def first_id_behind(self) -> UUID:
        """Above the identifier of every check that ends."""
        return first_id_behind(self.limit)


def rule_as_of_now(kept_days: int, key_file: Path | None, clock_offset: timedelta, world: str = DEFAULT_WORLD) -> Rule:
    """Return the rule at this instant of the world, which seals with a key of its own; raises CannotPurge."""
    try:
        key = None if key_file is None else CheckpointKey.read(key_file.read_bytes())
    except (OSError, CheckpointKeyUnreadable) as error:
        raise CannotPurge(f"the checkpoint key {key_file} cannot be read") from error
    if key is not None and world != DEFAULT_WORLD:
        key = key.of_world(world)
    return Rule(kept_days, ShiftedClock(clock_offset).now(), key)


@dataclass(slots=True)
class Purged:
    """What a purge removed, or would."""

    is_sealed: bool = True
    records: int = 0
    """Of checks, and acts."""
    seals: int = 0
    changed: int = 0
    """Of the records: changed or gone before the rule reached them."""
    consents_ended: int = 0
    """Standing ones whose check is on record no more."""
    consent_versions: int = 0
    questions: int = 0
    """Asked of the registry: who somebody is."""
    own_readings: int = 0
    """Of patients, in the portal."""
