"""Sealing what checks have stored, and acts of the consent service, beside the check path and never on it.

The order of a seal is that of check_list.py: the place of the transaction that wrote a record, below the oldest one
under way that may still write one. So a check that commits late stands in a later seal and never behind one; and a
transaction of a service that cannot write a record or an act is not waited for. PostgreSQL hashes the records itself;
what comes here is 32 bytes of each. Of all workers the one whose turn it is seals (shared/seal/turn.py): once a second
while checks are answered; an act alone is found when the eligibility service looks round, every five seconds.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import asyncpg
import structlog
from prometheus_client import Counter, Gauge

from services.eligibility.record.store.counts import COUNT_SEALED
from services.eligibility.record.store.unsealed import Unsealed
from shared.errors import DATABASE_FAILURES
from shared.published.eligibility.seals import KEEP_KEY, NEWEST_SEAL, STORE_SEAL, UNSEALED_RECORDS
from shared.seal.checkpoints import GENESIS, Checkpoint, CheckpointKey, public_pem, written_instant
from shared.seal.merkle import root_of
from shared.seal.records import FORM
from shared.seal.turn import TAKE_TURN
from shared.worlds.metrics import forget_world
from shared.worlds.world import World

EVERY_S = 1.0
MOST_IN_A_SEAL = 2048
"""Keeps the tree of one seal within two milliseconds of the event loop."""
_FIRST_PLACE = (0, UUID(int=0))
_SEALING = Gauge(
    "onshi_sealing",
    "1 where this process seals the record of checks; 0: it has no checkpoint key.",
    ["world"],
    multiprocess_mode="livemax",
)
_SEALED = Counter("onshi_sealed_records", "Records that this process has sealed.", ["world"])
_FAILED = Counter("onshi_seal_failures", "Times that sealing failed; it is tried again a second later.", ["world"])
_log = structlog.get_logger()


def read_checkpoint_key(file: Path | None) -> CheckpointKey | None:
    """Return the key in ``file``, None where no file is set; raises OSError or CheckpointKeyUnreadable."""
    return None if file is None else CheckpointKey.read(file.read_bytes())


@dataclass(frozen=True, slots=True)
class Sealing:
    """Sealing one world, as long as anything is not sealed. Without a key nothing is."""

    world: World
    key: CheckpointKey | None
    unsealed: Unsealed

    @asynccontextmanager
    async def shown(self) -> AsyncIterator["Sealing"]:
        """Show among the metrics whether this process seals the world, until it is closed."""
        name = self.world.name
        _SEALING.labels(name).set(0 if self.key is None else 1)
        if self.key is None:
            _log.warning("the record of checks is not sealed: ONSHI_CHECKPOINT_KEY_FILE is not set", world=name)
        try:
            yield self
        finally:
            for figure in (_SEALING, _SEALED, _FAILED):
                forget_world(figure, name)
            self.unsealed.forget(name)

    async def step(self) -> float | None:
        """Seal what is new; return when to go on, or None when nothing is left."""
        assert self.key is not None  # noqa: S101 - without one nobody calls this
        world, sealed = self.world, 0
        try:
            # Who looks first writes nothing where there is nothing to do.
            if not await self.unsealed.look(world):
                return None
            sealed = await seal(world, self.key)
        except Exception as error:  # noqa: BLE001 - whatever it is, the record must be sealed sooner or later
            _FAILED.labels(world.name).inc()
            # The database itself says so when it fails.
            if not isinstance(error, DATABASE_FAILURES):
                # The type alone: a message of the database may quote a record.
                _log.error("sealing failed", world=world.name, error=type(error).__name__)
        # A backlog is worked off at once, and lets others go first between two seals.
        return EVERY_S if sealed < MOST_IN_A_SEAL else 0.0


async def seal(world: World, key: CheckpointKey) -> int:
    """Seal up to MOST_IN_A_SEAL records that are not yet; return how many. 0 also while another worker seals."""
    async with world.database.bare_transaction() as connection:
        # A statement of its own: the next ones must see what the worker before us has committed.
        if not await connection.fetchval(TAKE_TURN):
            return 0
        head = await connection.fetchrow(NEWEST_SEAL)
        before = None if head is None else _checkpoint_of(head)
        after = _FIRST_PLACE if before is None else (before.through_listed_in, before.through_check_id)
        rows = await connection.fetch(UNSEALED_RECORDS, str(after[0]), after[1], MOST_IN_A_SEAL)
        if not rows:
            return 0
        leaves: list[bytes] = [row["leaf"] for row in rows]
        sealed_at = world.clock.now()
        made = Checkpoint(
            sequence=1 if before is None else before.sequence + 1,
            form=FORM,
            record_count=len(rows),
            total_count=len(rows) + (0 if before is None else before.total_count),
            merkle_root=root_of(leaves).hex(),
            previous_hash=GENESIS if before is None else before.hash(),
            through_listed_in=rows[-1]["listed_in"],
            through_check_id=str(rows[-1]["id"]),
            sealed_at=written_instant(sealed_at),
            key_id=key.key_id,
        )
        await connection.execute(KEEP_KEY, key.key_id, public_pem(key.public_key))
        await connection.execute(
            STORE_SEAL,
            made.sequence,
            made.form,
            made.record_count,
            made.total_count,
            made.merkle_root,
            made.previous_hash,
            made.through_listed_in,
            rows[-1]["id"],
            sealed_at,
            made.key_id,
            key.sign(made),
            [row["id"] for row in rows],
            b"".join(leaves),
        )
        await connection.execute(COUNT_SEALED, [row["id"] for row in rows])
    _SEALED.labels(world.name).inc(len(rows))
    return len(rows)


def _checkpoint_of(row: asyncpg.Record) -> Checkpoint:
    members = dict(row)
    members |= {
        "through_check_id": str(members["through_check_id"]),
        "sealed_at": written_instant(members["sealed_at"]),
    }
    return Checkpoint(**members)
