"""Reading seals from the database as the trail has them."""

import asyncpg

from shared.seal.checkpoints import Checkpoint
from shared.seal.merkle import HASH_BYTES
from simulator.audit.trail import Seal


def seal_of(row: asyncpg.Record) -> Seal:
    """Return the seal of a row of ``SEALS`` (shared/published)."""
    members = dict(row)
    leaves, check_ids, signature = (members.pop(name) for name in ("leaves", "check_ids", "signature"))
    cut = [leaves[start : start + HASH_BYTES].hex() for start in range(0, len(leaves), HASH_BYTES)]
    return Seal(Checkpoint(**members), signature, check_ids, cut)
