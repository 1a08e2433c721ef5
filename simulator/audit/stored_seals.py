"""Reading seals from the database as the trail has them."""

import asyncpg

from shared.seal.checkpoints import Checkpoint
from shared.seal.merkle import HASH_BYTES
from simulator.audit.trail import Seal

SEALS_SQL = """
SELECT s.sequence, s.form, s.record_count, s.total_count, encode(s.merkle_root, 'hex') AS merkle_root,
       encode(s.previous_hash, 'hex') AS previous_hash, s.through_listed_in::text AS through_listed_in,
       s.through_check_id::text AS through_check_id,
       to_char(s.sealed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS sealed_at, s.key_id,
       encode(s.signature, 'hex') AS signature, s.check_ids::text[] AS check_ids, s.leaves
FROM eligibility_published.seals s
"""
"""Rows for ``seal_of``; conditions and order come behind."""


def seal_of(row: asyncpg.Record) -> Seal:
    """Return the seal of such a row."""
    members = dict(row)
    leaves, check_ids, signature = (members.pop(name) for name in ("leaves", "check_ids", "signature"))
    cut = [leaves[start : start + HASH_BYTES].hex() for start in range(0, len(leaves), HASH_BYTES)]
    return Seal(Checkpoint(**members), signature, check_ids, cut)
