"""Seals over the record of checks and the acts beside it: making the next one, and reading them.

The order of a seal is that of check_list.py, in which acts stand too. Of what is under way only transactions that may
store a record or an act are waited for: a transaction of another service cannot.
"""

from shared.seal.acts import ACT_LEAF_SQL
from shared.seal.records import LEAF_SQL

MOST_COUNTED = 10_000
"""Records that are not sealed yet: more are not counted."""

CHECKPOINT_COLUMNS = """s.sequence, s.form, s.record_count, s.total_count, encode(s.merkle_root, 'hex') AS merkle_root,
       encode(s.previous_hash, 'hex') AS previous_hash, s.through_listed_in::text AS through_listed_in,
       s.through_check_id::text AS through_check_id,
       to_char(s.sealed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS sealed_at, s.key_id,
       encode(s.signature, 'hex') AS signature"""
"""Of a seal s: its checkpoint as it was signed, and the signature."""

SEALS = f"""
SELECT {CHECKPOINT_COLUMNS}, s.check_ids::text[] AS check_ids, s.leaves
FROM eligibility_published.seals s
"""  # noqa: S608 - put together from a constant
"""Whole seals; conditions and the order come behind."""

NEWEST_SEAL = """
SELECT sequence, form, record_count, total_count, encode(merkle_root, 'hex') AS merkle_root,
       encode(previous_hash, 'hex') AS previous_hash, through_listed_in::text AS through_listed_in, through_check_id,
       sealed_at, key_id
FROM eligibility_published.seals ORDER BY sequence DESC LIMIT 1
"""

# Whose a transaction is, is looked up after the snapshot was taken: one that has ended since is nobody's, and waited
# for. So is whatever cannot be told: a prepared transaction, one of PostgreSQL's own.
UNSEALED_RECORDS = f"""
WITH harmless AS MATERIALIZED (
    SELECT l.transactionid FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
    WHERE l.locktype = 'transactionid' AND l.mode = 'ExclusiveLock' AND l.granted
      AND NOT has_table_privilege(a.usesysid, 'eligibility_published.disclosures', 'INSERT')
      AND NOT has_table_privilege(a.usesysid, 'consent_published.acts', 'INSERT')),
horizon AS MATERIALIZED (
    SELECT coalesce(min(xid), pg_snapshot_xmax(pg_current_snapshot())) AS oldest
    FROM pg_snapshot_xip(pg_current_snapshot()) xid
    WHERE NOT EXISTS (SELECT FROM harmless h WHERE h.transactionid = xid::xid))
(SELECT d.check_id AS id, d.listed_in AS place, d.listed_in::text AS listed_in, {LEAF_SQL} AS leaf
   FROM eligibility_published.disclosures d
  WHERE d.listed_in < (SELECT eligibility_published.place_of(oldest) FROM horizon)
    AND (d.listed_in, d.check_id) > ($1::text::xid8, $2::uuid)
  ORDER BY d.listed_in, d.check_id LIMIT $3)
UNION ALL
(SELECT a.act_id, a.listed_in, a.listed_in::text, {ACT_LEAF_SQL}
   FROM consent_published.acts a
  WHERE a.listed_in < (SELECT eligibility_published.place_of(oldest) FROM horizon)
    AND (a.listed_in, a.act_id) > ($1::text::xid8, $2::uuid)
  ORDER BY a.listed_in, a.act_id LIMIT $3)
ORDER BY place, id LIMIT $3
"""  # noqa: S608 - put together from what stands in shared/seal

_BEHIND_THE_LAST = """(
        coalesce((SELECT through_listed_in FROM eligibility_published.seals ORDER BY sequence DESC LIMIT 1), '0'),
        coalesce((SELECT through_check_id FROM eligibility_published.seals ORDER BY sequence DESC LIMIT 1),
                 '00000000-0000-0000-0000-000000000000'))"""
COUNT_UNSEALED = f"""
SELECT count(*) AS records, min(u.made_at) AS oldest FROM (
    (SELECT d.checked_at AS made_at FROM eligibility_published.disclosures d
      WHERE (d.listed_in, d.check_id) > {_BEHIND_THE_LAST} ORDER BY d.listed_in, d.check_id LIMIT {MOST_COUNTED})
    UNION ALL
    (SELECT a.acted_at FROM consent_published.acts a
      WHERE (a.listed_in, a.act_id) > {_BEHIND_THE_LAST} ORDER BY a.listed_in, a.act_id LIMIT {MOST_COUNTED})
    LIMIT {MOST_COUNTED}) u
"""  # noqa: S608 - put together from constants

KEEP_KEY = "INSERT INTO eligibility_published.checkpoint_keys VALUES ($1, $2) ON CONFLICT DO NOTHING"

STORE_SEAL = """
INSERT INTO eligibility_published.seals (
    sequence, form, record_count, total_count, merkle_root, previous_hash, through_listed_in, through_check_id,
    sealed_at, key_id, signature, check_ids, leaves)
VALUES ($1, $2, $3, $4, decode($5, 'hex'), decode($6, 'hex'), $7::text::xid8, $8, $9, $10, $11, $12, $13)
"""

PAGE_OF_CHECKPOINTS = f"""
SELECT {CHECKPOINT_COLUMNS}
FROM eligibility_published.seals s WHERE s.sequence < $1 ORDER BY s.sequence DESC LIMIT $2
"""  # noqa: S608 - put together from a constant

CHECKPOINT_KEYS = "SELECT key_id, public_key_pem FROM eligibility_published.checkpoint_keys ORDER BY key_id LIMIT 100"
