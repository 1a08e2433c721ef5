"""Keeping the order of the record through restarts and restores; why and when, shared/db/record_order.py says."""

HIGHEST_PLACE = """greatest(
    (SELECT listed_in FROM eligibility_published.disclosures ORDER BY listed_in DESC LIMIT 1),
    (SELECT listed_in FROM consent_published.acts ORDER BY listed_in DESC LIMIT 1),
    (SELECT through_listed_in FROM eligibility_published.seals ORDER BY sequence DESC LIMIT 1))"""
"""The highest place that was given in this database; NULL in an empty one."""

IS_KEPT = f"""
SELECT coalesce(eligibility_published.place_of(pg_snapshot_xmax(pg_current_snapshot())) > {HIGHEST_PLACE}, true)
"""


def _stands_before(listed_in: str, name: str) -> str:
    """Return the SQL that tells whether a record or an act is not behind ``head``, the last seal."""
    through = "head.through_listed_in"
    return f"{listed_in} <= {through} AND ({listed_in}, {name}) <= ({through}, head.through_check_id)"


# What a seal held was counted with it, and what a rule has ended of that was counted with its mark.
COUNT_BEHIND_SEALS = f"""
WITH head AS MATERIALIZED (
    SELECT through_listed_in, through_check_id, total_count FROM eligibility_published.seals
    ORDER BY sequence DESC LIMIT 1)
SELECT greatest(
    (SELECT count(*) FROM eligibility_published.disclosures d WHERE {_stands_before("d.listed_in", "d.check_id")})
  + (SELECT count(*) FROM consent_published.acts a WHERE {_stands_before("a.listed_in", "a.act_id")})
  - head.total_count + coalesce((SELECT sum(record_count) FROM eligibility_published.retention_marks), 0), 0)::bigint
FROM head
"""  # noqa: S608 - put together from constants
"""How many records stand before the last seal and in none: none is ever sealed there. No row: nothing is sealed."""

LOCK_RECORD = "LOCK TABLE eligibility_published.disclosures, consent_published.acts IN SHARE ROW EXCLUSIVE MODE"

# Stored out of order, by a version that did not refuse: in no seal, and before the last one, where none comes again.
MOVE_BEHIND_SEALS = tuple(
    f"""
UPDATE {table} r SET listed_in = eligibility_published.place_of(pg_current_xact_id())
FROM (SELECT through_listed_in, through_check_id FROM eligibility_published.seals ORDER BY sequence DESC LIMIT 1) head
WHERE {_stands_before("r.listed_in", f"r.{name}")}
  AND NOT EXISTS (SELECT FROM eligibility_published.seals s CROSS JOIN LATERAL unnest(s.check_ids) AS sealed (id)
                  WHERE sealed.id = r.{name})
"""  # noqa: S608 - put together from constants
    for table, name in (("eligibility_published.disclosures", "check_id"), ("consent_published.acts", "act_id"))
)


def counting_from(base: int) -> str:
    """Return what makes ``place_of`` count from ``base``: a constant in its body, which PostgreSQL puts in place."""
    return f"""
CREATE OR REPLACE FUNCTION eligibility_published.place_of(xid8) RETURNS xid8 LANGUAGE sql STABLE PARALLEL SAFE
AS 'SELECT ($1::text::bigint + {base:d})::text::xid8'
"""
