"""An institution's checks in the order in which they can be seen, and the horizon behind which nothing appears later.

The order is (``listed_in``, ``check_id``): the place of the transaction that wrote a record, counted as
shared/db/record_order.py says. The horizon is the oldest transaction that is under way in the reader's own snapshot.
"""

# An answer that was read again is a disclosure but no check: a reader that looks up what it finds here would find
# its own look-ups for ever. Nor is it one that a number was registered.
_IS_CHECK = "d.outcome IN ('answered', 'refused', 'rejected')"

# The institution stands in both bounds and nowhere else, so that only an index that begins with it will do: by one of
# all institutions' records PostgreSQL would read those of the others too.
PAGE_OF_CHECKS = f"""
WITH horizon AS MATERIALIZED (
    SELECT eligibility_published.place_of(pg_snapshot_xmin(pg_current_snapshot())) AS oldest,
           eligibility_published.place_of(pg_snapshot_xmax(pg_current_snapshot())) AS next)
SELECT h.oldest::text, h.next::text, c.listed_in::text, c.check_id, c.checked_at, c.as_of, c.method, c.purpose,
       c.outcome, c.code, c.client_reference
FROM horizon h LEFT JOIN LATERAL (
    SELECT d.* FROM eligibility_published.disclosures d
     WHERE (d.institution_code, d.listed_in, d.check_id) > ($1, $2::text::xid8, $3::uuid)
       AND (d.institution_code, d.listed_in) < ($1, h.oldest) AND d.rederived_from IS NULL AND {_IS_CHECK}
       AND ($4::text IS NULL OR d.method = $4)
     ORDER BY d.institution_code, d.listed_in, d.check_id
     LIMIT $5) c ON true
ORDER BY c.listed_in, c.check_id
"""  # noqa: S608 - put together from a constant

HORIZON = "SELECT eligibility_published.place_of(pg_snapshot_xmin(pg_current_snapshot()))::text AS oldest"

WHO_HAS_NEW_CHECKS = f"""
SELECT w.place
FROM unnest($1::text[], $2::text[], $3::uuid[], $4::text[]) WITH ORDINALITY
     AS w (institution_code, listed_in, check_id, method, place)
WHERE EXISTS (
    SELECT FROM eligibility_published.disclosures d
     WHERE d.institution_code = w.institution_code AND d.rederived_from IS NULL AND {_IS_CHECK}
       AND (d.listed_in, d.check_id) > (w.listed_in::xid8, w.check_id)
       AND d.listed_in < eligibility_published.place_of(pg_snapshot_xmin(pg_current_snapshot()))
       AND (w.method IS NULL OR d.method = w.method))
"""  # noqa: S608 - put together from a constant
