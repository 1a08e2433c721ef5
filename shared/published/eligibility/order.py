"""Keeping the order of the record through restarts and restores; why and when, shared/db/record_order.py says."""

HIGHEST_PLACE = """greatest(
    (SELECT listed_in FROM eligibility_published.disclosures ORDER BY listed_in DESC LIMIT 1),
    (SELECT through_listed_in FROM eligibility_published.seals ORDER BY sequence DESC LIMIT 1))"""
"""The highest place that was given in this database; NULL in an empty one."""

IS_KEPT = f"""
SELECT coalesce(eligibility_published.place_of(pg_snapshot_xmax(pg_current_snapshot())) > {HIGHEST_PLACE}, true)
"""

# What a seal held was counted with it, and what a rule has ended of that was counted with its mark.
COUNT_BEHIND_SEALS = """
WITH head AS MATERIALIZED (
    SELECT through_listed_in, through_check_id, total_count FROM eligibility_published.seals
    ORDER BY sequence DESC LIMIT 1)
SELECT greatest((
    SELECT count(*) FROM eligibility_published.disclosures d
    WHERE d.listed_in <= head.through_listed_in
      AND (d.listed_in, d.check_id) <= (head.through_listed_in, head.through_check_id))
  - head.total_count + coalesce((SELECT sum(record_count) FROM eligibility_published.retention_marks), 0), 0)::bigint
FROM head
"""
"""How many records stand before the last seal and in none: none is ever sealed there. No row: nothing is sealed."""

LOCK_RECORD = "LOCK TABLE eligibility_published.disclosures IN SHARE ROW EXCLUSIVE MODE"

# Stored out of order, by a version that did not refuse: in no seal, and before the last one, where none comes again.
MOVE_BEHIND_SEALS = """
UPDATE eligibility_published.disclosures d SET listed_in = eligibility_published.place_of(pg_current_xact_id())
FROM (SELECT through_listed_in, through_check_id FROM eligibility_published.seals ORDER BY sequence DESC LIMIT 1) head
WHERE (d.listed_in, d.check_id) <= (head.through_listed_in, head.through_check_id)
  AND NOT EXISTS (SELECT FROM eligibility_published.seals s CROSS JOIN LATERAL unnest(s.check_ids) AS sealed (check_id)
                  WHERE sealed.check_id = d.check_id)
"""


def counting_from(base: int) -> str:
    """Return what makes ``place_of`` count from ``base``: a constant in its body, which PostgreSQL puts in place."""
    return f"""
CREATE OR REPLACE FUNCTION eligibility_published.place_of(xid8) RETURNS xid8 LANGUAGE sql STABLE PARALLEL SAFE
AS 'SELECT ($1::text::bigint + {base:d})::text::xid8'
"""
